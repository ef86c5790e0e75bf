"""A blocking call, given to a thread, so that the loop goes on."""

import asyncio
import time
from dataclasses import dataclass


@dataclass
class Ticks:
    """How often the neighbour had a turn."""

    count: int = 0


async def tick(ticks: Ticks) -> None:
    while True:
        ticks.count += 1
        await asyncio.sleep(0.02)


def slow_answer() -> int:
    time.sleep(0.1)
    return 42


def work(
    loop: asyncio.AbstractEventLoop,
    started: asyncio.Future[None],
    ended: asyncio.Future[str],
) -> None:
    # A future belongs to the loop's thread, so the thread asks the loop to set it.
    loop.call_soon_threadsafe(started.set_result, None)
    time.sleep(0.1)
    loop.call_soon_threadsafe(ended.set_result, "the thread worked to its end")


async def show() -> None:
    ticks = Ticks()
    neighbour = asyncio.create_task(tick(ticks))
    await asyncio.sleep(0)
    before = ticks.count
    answer = await asyncio.to_thread(slow_answer)
    print("the answer:", answer)
    meanwhile = "ticks" if ticks.count > before else "stands still"
    print("while the thread blocks: the coroutine", meanwhile)

    # A thread cannot be stopped from outside: we stop waiting, and it works on.
    loop = asyncio.get_running_loop()
    started, ended = loop.create_future(), loop.create_future()
    job = asyncio.create_task(asyncio.to_thread(work, loop, started, ended))
    await started
    job.cancel()
    print("given up:", await ended)
    neighbour.cancel()


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
