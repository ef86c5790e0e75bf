"""Count primes with one thread, with two, with four: the same work, shared among them."""

import time
from concurrent.futures import ThreadPoolExecutor

BLOCKS = range(100)
SIZE = 500


def is_prime(number: int) -> bool:
    return number > 1 and all(
        number % other for other in range(2, int(number**0.5) + 1)
    )


def primes_in(block: int) -> int:
    return sum(is_prime(number) for number in range(block * SIZE, (block + 1) * SIZE))


def count(threads: int) -> None:
    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        primes = sum(pool.map(primes_in, BLOCKS))
    print(f"with {threads}: {primes} primes, took {time.perf_counter() - start:.3f} s")


def main() -> None:
    for threads in (1, 2, 4):
        count(threads)


if __name__ == "__main__":
    main()
