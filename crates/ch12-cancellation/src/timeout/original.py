"""Six things under a time limit. Which of them are stopped?"""

import asyncio
import time
from collections.abc import Coroutine

# What it says when the time is over, and the milliseconds.
Limit = tuple[str, int]

NONE: Limit = ("stopped at once", 0)
SHORT: Limit = ("stopped by the short limit", 20)
LONG: Limit = ("stopped by the long limit", 60_000)


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    print("waits for ever:", await within(SHORT, forever()))
    print("is ready, and has no time:", await within(NONE, ready()))
    print("blocks for longer:", await within(SHORT, block()))
    inner = within(LONG, forever())
    print("a short limit around a long one:", await within(SHORT, inner))
    print("refuses:", await within(SHORT, refuse()))
    try:
        print("is ready, by wait_for:", await asyncio.wait_for(ready(), 0))
    except TimeoutError:
        print("is ready, by wait_for:", NONE[0])


async def within(limit: Limit, coroutine: Coroutine[None, None, str]) -> str:
    try:
        async with asyncio.timeout(limit[1] / 1000):
            return await coroutine
    except TimeoutError:
        return limit[0]


async def forever() -> str:
    await asyncio.Event().wait()
    return "done"


async def ready() -> str:
    return "done"


async def block() -> str:
    time.sleep(0.05)  # noqa: ASYNC251
    return "done"


async def refuse() -> str:
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        return "done, late"
    return "done"


if __name__ == "__main__":
    main()
