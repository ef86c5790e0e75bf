"""When a task ends, its callbacks are called, each with the task as its argument."""

import asyncio


async def do_some_work(ms: int) -> str:
    print("Waiting:", ms, "ms")
    await asyncio.sleep(ms / 1000)
    print("the coroutine returns")
    return f"Done after {ms} ms"


def on_done(task: asyncio.Task[str]) -> None:
    # An ordinary function: it cannot await. The task that it gets has ended, so
    # `result()` cannot be too early.
    assert task.done()
    print("callback:", task.result())


async def watch() -> None:
    task = asyncio.create_task(do_some_work(50))
    task.add_done_callback(on_done)
    # To await a task is to add one more callback, which wakes the one who awaits. They
    # are called in the order in which they were added: `on_done` comes first.
    print("awaited:", await task)


def main() -> None:
    asyncio.run(watch())


if __name__ == "__main__":
    main()
