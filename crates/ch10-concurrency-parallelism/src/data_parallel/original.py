"""Primes, counted by one, by two at once, and by two whose answer is awaited."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier, Event

NUMBERS = range(2, 20_000)
HALVES = [range(2, 10_000), range(10_000, 20_000)]

# What the workers of the pool share: a meeting point, and an event that the loop sets.
both: Barrier
heard: Event


def begin(its_both: Barrier, its_heard: Event) -> None:
    """Each worker of the pool begins with this."""
    global both, heard
    both, heard = its_both, its_heard


def is_prime(number: int) -> bool:
    return all(number % divisor for divisor in range(2, int(number**0.5) + 1))


def count(numbers: range) -> int:
    return sum(map(is_prime, numbers))


def count_together(numbers: range) -> int:
    both.wait()  # until both have begun
    return count(numbers)


def count_when_heard(numbers: range) -> int:
    heard.wait()  # for ever, if the loop stands still
    return count(numbers)


def fail(numbers: range) -> int:
    raise ValueError("no such picture")


async def neighbour(its_heard: Event) -> None:
    its_heard.set()


async def show(pool: ProcessPoolExecutor, its_heard: Event) -> None:
    loop = asyncio.get_running_loop()
    halves = [loop.run_in_executor(pool, count_when_heard, half) for half in HALVES]
    # The workers go on only when the neighbour has had a turn.
    task = asyncio.create_task(neighbour(its_heard))
    print(f"awaited: {sum(await asyncio.gather(*halves))} primes, and the loop went on")
    await task
    try:
        await loop.run_in_executor(pool, fail, NUMBERS)
    except ValueError:
        print("work that fails: whoever awaits it is told")


def main() -> None:
    print(f"by one: {count(NUMBERS)} primes")
    spawn = multiprocessing.get_context("spawn")
    both, heard = spawn.Barrier(2), spawn.Event()
    with ProcessPoolExecutor(2, spawn, begin, (both, heard)) as pool:
        primes = sum(pool.map(count_together, HALVES))
        print(f"by two: {primes} primes, and both had begun before one ended")
        asyncio.run(show(pool, heard))


if __name__ == "__main__":
    main()
