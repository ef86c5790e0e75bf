"""A coroutine that computes: its neighbour has a turn only where it yields."""

import asyncio
import time
from dataclasses import dataclass


@dataclass
class Turns:
    """How many turns the neighbour had."""

    count: int = 0


async def neighbour(turns: Turns) -> None:
    while True:
        turns.count += 1
        await asyncio.sleep(0)


def compute_for_a_while(ms: int) -> int:
    """Stands for a long computation; it counts what it did."""
    end = time.monotonic() + ms / 1000
    steps = 0
    while time.monotonic() < end:
        steps += 1
    return steps


async def hog(turns: Turns) -> str:
    before = turns.count
    for _ in range(100):
        compute_for_a_while(10)
        if turns.count != before:
            return "some"
    return "none"


async def polite(turns: Turns) -> str:
    before = turns.count
    for _ in range(100):
        compute_for_a_while(10)
        await asyncio.sleep(0)
        if turns.count != before:
            return "some"
    return "none"


async def show() -> None:
    turns = Turns()
    other = asyncio.create_task(neighbour(turns))
    print("turns of the neighbour beside a hog:", await asyncio.create_task(hog(turns)))
    print("… beside one that yields:", await asyncio.create_task(polite(turns)))
    other.cancel()


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
