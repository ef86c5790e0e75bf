import asyncio

log: list[str] = []


async def background() -> None:
    while True:
        log.append("tick")
        await asyncio.sleep(0)


async def first() -> asyncio.Task[None]:
    task = asyncio.create_task(background())
    await asyncio.sleep(0)
    return task


async def second() -> None:
    await asyncio.sleep(0)


with asyncio.Runner() as runner:
    task = runner.run(first())
    before = len(log)
    between = len(log)
    runner.run(second())
    print(f"between the calls: {between - before} ticks")
    print("in the second call:", "some" if len(log) > between else "none")
