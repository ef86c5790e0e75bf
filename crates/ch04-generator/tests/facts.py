"""What chapter 4 says of Python's generators, and no listing shows: each fact is a function."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import sys
import tempfile
import threading
import types
from collections.abc import Callable, Generator, Iterator
from typing import Any


def an_argument_is_checked_when_somebody_asks() -> None:
    def countdown(n: int) -> Iterator[int]:
        if n < 0:
            raise ValueError(n)
        yield n

    numbers = countdown(-1)  # nothing happens here
    assert raises(ValueError, lambda: next(numbers))


def a_list_gives_a_new_iterator_and_a_generator_itself() -> None:
    prices = [5, 7, 30]
    assert iter(prices) is not iter(prices)
    numbers = (price for price in prices)
    assert iter(numbers) is numbers


def there_are_four_states() -> None:
    states = []

    def looks() -> Generator[None, None, None]:
        states.append(inspect.getgeneratorstate(looking))
        yield

    looking = looks()
    states.append(inspect.getgeneratorstate(looking))
    next(looking)
    states.append(inspect.getgeneratorstate(looking))
    looking.close()
    states.append(inspect.getgeneratorstate(looking))
    assert states == ["GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"]


def one_that_runs_cannot_be_resumed() -> None:
    def resumes() -> Iterator[None]:
        next(me)
        yield

    me = resumes()
    error = raises(ValueError, lambda: next(me))
    assert str(error) == "generator already executing"


def its_frame_hangs_on_the_callers_only_while_it_runs() -> None:
    backs = []

    def looks() -> Generator[None, None, None]:
        backs.append(sys._getframe().f_back)
        yield

    looking: Any = looks()
    next(looking)
    assert backs == [sys._getframe()]
    assert looking.gi_frame.f_back is None


def another_thread_may_resume_it() -> None:
    threads = []

    def notes() -> Iterator[None]:
        while True:
            threads.append(threading.current_thread().name)
            yield

    noting = notes()
    next(noting)
    other = threading.Thread(target=next, args=[noting], name="other")
    other.start()
    other.join()
    assert threads == [threading.main_thread().name, "other"]


def a_send_inside_a_loop_takes_a_value_from_it() -> None:
    numbers: Generator[int, None, None] = (n for n in range(6))
    seen = []
    for n in numbers:
        seen.append(n)
        numbers.send(None)
    assert seen == [0, 2, 4]


def a_yield_may_stand_wherever_an_expression_may() -> None:
    heard = []

    def listens() -> Generator[None, str, None]:
        heard.append((yield))
        yield

    listening = listens()
    assert next(listening) is None  # nothing behind `yield`, and None comes out
    listening.send("hello")
    assert heard == ["hello"]


def after_close_a_body_may_do_anything_but_yield() -> None:
    done = []

    def cleans_up() -> Generator[None, None, str]:
        try:
            yield
        except GeneratorExit:
            done.append("cleaned up")
        return "the last word"

    cleaning = cleans_up()
    next(cleaning)
    close: Callable[[], object] = cleaning.close
    returned = close()
    assert done == ["cleaned up"]
    assert returned == ("the last word" if sys.version_info >= (3, 13) else None)


def closing_closes_it_at_the_end_of_the_block() -> None:
    said = []

    def prices() -> Generator[int, None, None]:
        try:
            yield 5
        finally:
            said.append("closed")

    with contextlib.closing(prices()) as shelf:
        next(shelf)
        assert said == []
    assert said == ["closed"]


def a_returned_value_is_in_the_stop_iteration() -> None:
    def returns() -> Generator[None, None, int]:
        yield
        return 42

    by_hand = returns()
    next(by_hand)
    error = raises(StopIteration, lambda: next(by_hand))
    assert isinstance(error, StopIteration) and error.value == 42


def a_file_is_closed_before_its_lines_are_read() -> None:
    def lines(path: str) -> Iterator[str]:
        with open(path) as file:
            return (line.strip() for line in file)

    def lines_as_a_generator(path: str) -> Iterator[str]:
        with open(path) as file:
            for line in file:
                yield line.strip()

    with tempfile.NamedTemporaryFile("w", suffix=".log", delete=False) as log:
        log.write("GET /1 200\n")
    error = raises(ValueError, lambda: list(lines(log.name)))
    assert str(error) == "I/O operation on closed file."
    assert list(lines_as_a_generator(log.name)) == ["GET /1 200"]
    os.remove(log.name)


def an_async_generator_wants_async_for() -> None:
    async def numbers() -> Any:
        yield 1

    async def loops() -> list[int]:
        return [n async for n in numbers()]

    assert asyncio.run(loops()) == [1]
    raises(TypeError, lambda: iter(numbers()))
    assert not inspect.isawaitable(numbers())


def the_old_form_can_still_be_awaited() -> None:
    @types.coroutine
    def old() -> Generator[None, None, int]:
        yield
        return 42

    async def awaits() -> int:
        return await old()

    assert asyncio.run(awaits()) == 42
    # asyncio's own decorator went in 3.11; 3.12 takes no generator as a task.
    assert hasattr(asyncio, "coroutine") == (sys.version_info < (3, 11))
    assert asyncio.iscoroutine(old()) == (sys.version_info < (3, 12))


def raises(kind: type[BaseException], act: Callable[[], object]) -> BaseException:
    """Return what it raises, which is to be of that kind."""
    try:
        act()
    except kind as error:
        return error
    raise AssertionError(f"nothing of the kind {kind.__name__} was raised")


def main() -> None:
    facts = [
        fact
        for name, fact in list(globals().items())
        if inspect.isfunction(fact) and name not in ("main", "raises")
    ]
    for fact in facts:
        fact()
    print(len(facts), "facts hold")


if __name__ == "__main__":
    main()
