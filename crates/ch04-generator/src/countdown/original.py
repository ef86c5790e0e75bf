"""A function that pauses, and when each of its lines runs."""

import inspect
from collections.abc import Generator


def main() -> None:
    numbers = countdown(2)
    print("made, and it is", state(numbers))
    print("the first is", next(numbers), "and now it is", state(numbers))
    for n in numbers:
        print("the loop gets", n)
    print("after the loop it is", state(numbers))
    for n in numbers:
        print("a second loop gets", n)
    print("a second loop gets nothing")


def countdown(n: int) -> Generator[int, None, None]:
    print("    the function begins")
    while n > 0:
        yield n
        n -= 1
    print("    the function ends")


def state(generator: Generator[int, None, None]) -> str:
    return inspect.getgeneratorstate(generator).removeprefix("GEN_").lower()


if __name__ == "__main__":
    main()
