"""A finished task hands out the value that its coroutine returned."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any


async def do_some_work(ms: int) -> str:
    """Wait, and return what it has done."""
    print("Waiting", ms, "ms")
    await asyncio.sleep(ms / 1000)
    return f"Done after {ms} ms"


async def fail(ms: int) -> str:
    """Wait and raise."""
    print("Waiting", ms, "ms")
    await asyncio.sleep(ms / 1000)
    raise ValueError("the disk is full")


def main() -> None:
    # Older programs: `asyncio.get_event_loop()` and `asyncio.ensure_future(coroutine)`.
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        ask(loop, do_some_work(50))
        ask(loop, fail(50))


def ask(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, str]) -> None:
    start = time.monotonic()
    task = loop.create_task(coroutine)
    print_result("before the end:", task)
    # `wait` ends when the task has ended; `run_until_complete(task)` would raise its
    # failure here.
    loop.run_until_complete(asyncio.wait([task]))
    print_result("at the end:", task)
    # The task keeps its result, so it can be asked any number of times.
    print_result("asked again:", task)
    print(f"TIME: {time.monotonic() - start:.4f}")


def print_result(when: str, task: asyncio.Task[str]) -> None:
    try:
        print(when, task.result())
    except asyncio.InvalidStateError:
        print(when, "no result yet")
    except ValueError as error:
        # The exception that ended the coroutine, raised again at each asking.
        print(when, "failed,", error)


if __name__ == "__main__":
    main()
