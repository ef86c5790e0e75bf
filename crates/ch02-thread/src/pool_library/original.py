"""The same with a library: Python's own has a pool."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    with ThreadPoolExecutor() as pool:
        try:
            print("from 0 to 12:", sum_of_squares(pool, range(13)))
        except ValueError:
            print("from 0 to 12: a job failed")
        print("from 1 to 12:", sum_of_squares(pool, range(1, 13)))


def sum_of_squares(pool: ThreadPoolExecutor, numbers: Iterable[int]) -> int:
    return sum(pool.map(square, numbers))


def square(number: int) -> int:
    if number == 0:
        raise ValueError("this job cannot be done")
    return number * number


if __name__ == "__main__":
    main()
