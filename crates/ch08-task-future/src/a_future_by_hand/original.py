"""A future made by hand: a place for one value, which somebody else fills later."""

import asyncio
import contextlib


async def do_some_work() -> str:
    return "what its coroutine returned"


async def wait_for(future: asyncio.Future[str]) -> None:
    try:
        print("the future gave:", await future)
    except asyncio.CancelledError:
        print("the future gave nothing: nobody will set it")


async def show() -> None:
    loop = asyncio.get_running_loop()

    # No coroutine stands behind it: it is done when somebody sets it.
    future: asyncio.Future[str] = loop.create_future()
    loop.call_later(0.02, future.set_result, "what was set")
    await wait_for(future)

    # To forget the setter would leave the waiter waiting for ever; one has to cancel.
    future = loop.create_future()
    loop.call_later(0.02, future.cancel)
    await wait_for(future)

    # Set when it is done already, or no longer wanted: the value is refused.
    try:
        future.set_result("too late")
    except asyncio.InvalidStateError:
        print("set too late: refused")

    # A task is a future that its coroutine sets, and nobody else: this does nothing but
    # raise RuntimeError.
    task = asyncio.create_task(do_some_work())
    with contextlib.suppress(RuntimeError):
        task.set_result("what was set")
    print("the task gave:", await task)


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
