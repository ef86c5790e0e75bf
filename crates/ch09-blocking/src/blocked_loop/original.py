"""One coroutine waits, another blocks: who has a turn meanwhile?"""

import asyncio
import threading
import time
from dataclasses import dataclass


@dataclass
class Ticks:
    """How often each neighbour had a turn."""

    coroutine: int = 0
    thread: int = 0

    def report(self, what: str, before: tuple[int, int]) -> None:
        coroutine = "ticks" if self.coroutine > before[0] else "stands still"
        thread = "ticks" if self.thread > before[1] else "stands still"
        print(f"while one {what}: the coroutine {coroutine}, the thread {thread}")

    def now(self) -> tuple[int, int]:
        return self.coroutine, self.thread


async def tick(ticks: Ticks) -> None:
    while True:
        ticks.coroutine += 1
        await asyncio.sleep(0.02)


def tick_in_a_thread(ticks: Ticks) -> None:
    while True:
        ticks.thread += 1
        time.sleep(0.02)


# ANCHOR: sleepers
async def wait(ticks: Ticks) -> None:
    before = ticks.now()
    await asyncio.sleep(0.2)
    ticks.report("waits", before)


async def block(ticks: Ticks) -> None:
    before = ticks.now()
    time.sleep(0.2)  # noqa: ASYNC251 (this is the mistake)
    ticks.report("blocks", before)
    # ANCHOR_END: sleepers


async def show() -> None:
    ticks = Ticks()
    threading.Thread(target=tick_in_a_thread, args=[ticks], daemon=True).start()
    neighbour = asyncio.create_task(tick(ticks))
    await asyncio.create_task(wait(ticks))
    await asyncio.create_task(block(ticks))
    neighbour.cancel()


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
