"""Threads that do nothing but wait, in CPython: a hundred waits on 1 to 100 of them."""

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


PROBES: dict[str, Probe] = {
    f"speedup.python.{number}": partial(waits, number)
    for number in (1, 2, 5, 10, 20, 50, 100)
}

if __name__ == "__main__":
    main(PROBES)
