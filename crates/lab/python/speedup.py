"""A hundred waits on 1 to 100 threads, or tasks, that do nothing but wait, in CPython."""

import asyncio
import time
from functools import partial

from probe import Probe, Reading, main, on_threads, whole

WAITS = 100


def waits(number: int, quick: bool) -> Reading:
    """Share the waits among so many threads. Starting them is part of it."""
    seconds = 0.0004 if quick else 0.0025

    def part() -> None:
        for _ in range(WAITS // number):
            time.sleep(seconds)

    return whole(WAITS, partial(on_threads, number, part))


def tasks(number: int, quick: bool) -> Reading:
    """Share the waits among so many tasks of one loop."""
    seconds = 0.0004 if quick else 0.0025

    async def part() -> None:
        for _ in range(WAITS // number):
            await asyncio.sleep(seconds)

    async def all() -> None:
        await asyncio.gather(*(part() for _ in range(number)))

    with asyncio.Runner() as runner:
        return whole(WAITS, lambda: runner.run(all()))


PROBES: dict[str, Probe] = {}
for number in (1, 2, 5, 10, 20, 50, 100):
    PROBES[f"speedup.python.{number}"] = partial(waits, number)
    PROBES[f"speedup.asyncio.{number}"] = partial(tasks, number)

if __name__ == "__main__":
    main(PROBES)
