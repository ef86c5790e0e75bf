"""What becomes of a task whose handle is dropped, and of one that is cancelled."""

import asyncio
import gc
import weakref


async def do_some_work(go: asyncio.Event, ended: asyncio.Future[bool]) -> None:
    """Wait for the word to go, and work to the end."""
    try:
        await go.wait()
        ended.set_result(True)
    except asyncio.CancelledError:
        ended.set_result(False)
        raise


async def wait_for_nothing() -> None:
    await asyncio.get_running_loop().create_future()


async def show() -> None:
    # The last reference goes, and the task goes on: `go` remembers who waits for it.
    task, go, ended = await start()
    del task
    print("handle dropped:", await outcome(go, ended))

    # There is nothing more to do to detach it.
    task, go, ended = await start()
    del task
    print("task detached:", await outcome(go, ended))

    task, go, ended = await start()
    task.cancel()
    print("task cancelled:", await outcome(go, ended))

    # The loop's own list of its tasks is made of weak references. Nobody but this task
    # holds what it waits for, so it is garbage while it waits ("Task was destroyed but
    # it is pending!", on stderr). Keep a reference to each task whose end matters.
    task = asyncio.create_task(wait_for_nothing())
    await asyncio.sleep(0)
    alive = weakref.ref(task)
    del task
    gc.collect()
    fate = "collected" if alive() is None else "kept"
    print("nothing will wake it:", fate)


async def start() -> tuple[asyncio.Task[None], asyncio.Event, asyncio.Future[bool]]:
    go = asyncio.Event()
    ended = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(do_some_work(go, ended))
    # One turn, so that it has begun: a coroutine cancelled before that runs no line,
    # and its `except` could not tell us.
    await asyncio.sleep(0)
    return task, go, ended


async def outcome(go: asyncio.Event, ended: asyncio.Future[bool]) -> str:
    go.set()
    if await ended:
        return "the task went on to its end"
    return "the task was stopped where it waited"


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
