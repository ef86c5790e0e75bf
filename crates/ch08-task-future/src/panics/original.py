"""A task that fails: its neighbour lives on, and the failure waits to be asked for."""

import asyncio


async def fail() -> str:
    raise ValueError("the disk is full")


async def neighbour(ms: int) -> str:
    await asyncio.sleep(ms / 1000)
    return "still here"


async def show() -> None:
    failing = asyncio.create_task(fail())
    other = asyncio.create_task(neighbour(20))
    # The task has caught the exception and keeps it; to await the task raises it again.
    try:
        print("the task gave:", await failing)
    except ValueError as error:
        print("the task failed:", error)
    print("its neighbour:", await other)

    # If nobody asks, asyncio logs "Task exception was never retrieved" (on stderr) when
    # the task is collected, and no sooner.
    unasked = asyncio.create_task(fail())
    await asyncio.wait([unasked])
    del unasked
    print("nobody asked: the program goes on")


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
