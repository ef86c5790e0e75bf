import asyncio


async def work(gate: asyncio.Event) -> str:
    await gate.wait()
    return "done"


async def main() -> None:
    gate = asyncio.Event()
    task = asyncio.create_task(work(gate))
    done, left = await asyncio.wait([task], timeout=0.01)
    print(f"{len(done)} done, {len(left)} left, no error")
    gate.set()
    print(await task)


asyncio.run(main())
