"""Make a task of a coroutine, print it pending, run it, print it finished."""

import asyncio
import time
from collections.abc import Coroutine
from pathlib import Path


async def do_some_work(ms: int) -> None:
    """Say that it waits, and end at once."""
    print("Waiting:", ms, "ms")


async def wait_for_real(ms: int) -> None:
    """Say the same, and wait: at the await the loop is free to run others."""
    print("Waiting:", ms, "ms")
    await asyncio.sleep(ms / 1000)


def main() -> None:
    # Older programs call `asyncio.get_event_loop()`. Without a current
    # loop that warns since Python 3.12 and raises RuntimeError in 3.14; the Runner
    # (3.11) makes a loop and closes it at the end of the block.
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        print_run(loop, 2000, do_some_work(2000))
        print_run(loop, 50, wait_for_real(50))


def print_run(
    loop: asyncio.AbstractEventLoop, ms: int, coroutine: Coroutine[None, None, None]
) -> None:
    start = time.monotonic()
    # The task is made and queued; not one line of the coroutine has run.
    task = loop.create_task(coroutine)
    print("pending: ", show(task))
    loop.run_until_complete(task)
    print("finished:", show(task))
    seconds = time.monotonic() - start
    print(f"TIME: {seconds:.4f}")
    # Half of it, because some clocks let a timer fire a few milliseconds early.
    print("waited:", "yes" if seconds > ms / 1000 / 2 else "no")


def show(task: asyncio.Task[None]) -> str:
    """Print the task as asyncio does, with the file's name in place of its path."""
    path = do_some_work.__code__.co_filename
    return repr(task).replace(path, Path(path).name)


if __name__ == "__main__":
    main()
