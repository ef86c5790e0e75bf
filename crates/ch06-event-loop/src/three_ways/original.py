"""Run one coroutine in three ways: by hand, by `asyncio.run`, and as a task."""

import asyncio
import sys
import warnings


async def work(who: str) -> None:
    print(f"{who}: first half")
    await asyncio.sleep(0)  # Let others have a turn.
    print(f"{who}: second half")


def main() -> None:
    # First of all: `asyncio.run` leaves a mark behind that changes the answer.
    answer = get_event_loop()
    by_hand()
    asyncio.run(work("run"))
    asyncio.run(in_a_task())
    print("get_event_loop where no loop runs:", answer)


def by_hand() -> None:
    coroutine = work("by hand")
    print("made; not a line of it has run")
    coroutine.send(None)
    print("it has paused, and nobody calls it back but we")
    try:
        coroutine.send(None)
    except StopIteration:
        print("it has ended")


async def in_a_task() -> None:
    task = asyncio.create_task(work("task"))
    await task


def get_event_loop() -> str:
    """Call what the notes call, and compare with this version's documentation."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            asyncio.get_event_loop().close()
        except RuntimeError:
            found = "raises RuntimeError"
        else:
            found = "makes one and warns" if caught else "makes one"
    if sys.version_info >= (3, 14):
        documented = "raises RuntimeError"
    elif sys.version_info >= (3, 12) or sys.version_info[:3] == (3, 11, 0):
        documented = "makes one and warns"
    else:
        documented = "makes one"
    return "as documented" if found == documented else found


if __name__ == "__main__":
    main()
