import asyncio


async def save(gate: asyncio.Event, saved: asyncio.Event) -> None:
    await gate.wait()
    saved.set()


async def main() -> None:
    gate, saved = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(save(gate, saved))
    try:
        await asyncio.wait_for(asyncio.shield(task), 0.01)
    except TimeoutError:
        print("the limit is over")
    gate.set()
    await asyncio.wait_for(saved.wait(), 30)
    print("saved")


asyncio.run(main())
