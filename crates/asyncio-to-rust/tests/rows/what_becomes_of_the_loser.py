import asyncio


async def winner() -> str:
    return "the winner"


async def loser(gate: asyncio.Event) -> str:
    await gate.wait()
    return "the loser"


async def main() -> None:
    gate = asyncio.Event()
    tasks = {asyncio.create_task(winner()), asyncio.create_task(loser(gate))}
    done, left = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(*(task.result() for task in done), "is done")
    gate.set()
    (task,) = left
    print(await task, "goes on")


asyncio.run(main())
