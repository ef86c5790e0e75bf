"""Run one coroutine in three ways: by hand, by `asyncio.run`, and as a task."""

import asyncio


async def work(who: str) -> None:
    print(f"{who}: first half")
    await asyncio.sleep(0)  # Let others have a turn.
    print(f"{who}: second half")


def main() -> None:
    by_hand()
    asyncio.run(work("run"))
    asyncio.run(in_a_task())


def by_hand() -> None:
    coroutine = work("by hand")
    print("made; not a line of it has run")
    coroutine.send(None)
    print("it has paused; nobody else will call it back")
    try:
        coroutine.send(None)
    except StopIteration:
        print("it has ended")


async def in_a_task() -> None:
    task = asyncio.create_task(work("task"))
    await task


if __name__ == "__main__":
    main()
