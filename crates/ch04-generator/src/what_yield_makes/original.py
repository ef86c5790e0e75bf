"""Four definitions, and what each of them makes: can one loop over it, can one await it?"""

import inspect
import types
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from typing import Any


def main() -> None:
    for make in (generator, coroutine, async_generator, old_coroutine):
        report(make)


def report(make: Callable[[], Any]) -> None:
    made = make()
    loops = "yes" if isinstance(made, Iterator) else "no"
    awaits = "yes" if inspect.isawaitable(made) else "no"
    print(f"{make.__name__}: for {loops}, await {awaits}")
    if inspect.iscoroutine(made):
        made.close()


def generator() -> Iterator[int]:
    yield 1


async def coroutine() -> int:
    return 1


async def async_generator() -> AsyncIterator[int]:
    yield 1


@types.coroutine
def old_coroutine() -> Generator[int, None, None]:
    yield 1


if __name__ == "__main__":
    main()
