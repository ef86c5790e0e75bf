import asyncio


async def fail(barrier: asyncio.Barrier, name: str) -> None:
    await barrier.wait()
    raise ValueError(name)


async def main() -> None:
    barrier = asyncio.Barrier(2)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(barrier, "a"))
            group.create_task(fail(barrier, "b"))
    except* ValueError as errors:
        print(sorted(str(error) for error in errors.exceptions))


asyncio.run(main())
