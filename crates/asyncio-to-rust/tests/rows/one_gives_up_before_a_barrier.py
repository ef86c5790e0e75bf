import asyncio


async def main() -> None:
    barrier = asyncio.Barrier(2)
    gives_up = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0)
    gives_up.cancel()
    await asyncio.wait([gives_up])
    other = asyncio.create_task(barrier.wait())
    done, _ = await asyncio.wait([other], timeout=0.05)
    print("the other one passes:", bool(done))
    await barrier.wait()
    await other
    print("with a third one it does")


asyncio.run(main())
