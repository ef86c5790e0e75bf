"""Await, and beside it what await stands for: first yield from, then a loop."""

import types
from collections.abc import Coroutine, Generator


class Ask:
    """A question that pauses once; then the answer is there."""

    def __init__(self, answer: int) -> None:
        self.answer = answer

    def __await__(self) -> Generator[str, None, int]:
        yield f"  pending, says the question for {self.answer}"
        return self.answer


async def with_await() -> int:
    return await Ask(20) + await Ask(1)


@types.coroutine
def with_yield_from() -> Generator[str, None, int]:
    """How a coroutine was written before Python 3.5."""
    return (yield from Ask(20).__await__()) + (yield from Ask(1).__await__())


@types.coroutine
def by_hand() -> Generator[str, None, int]:
    """What `yield from` does, as far as it matters here; PEP 380 has the whole."""
    total = 0
    for answer in (20, 1):
        inner = Ask(answer).__await__()
        while True:
            try:
                pause = inner.send(None)
            except StopIteration as end:
                total += end.value
                break
            # Not ready: hand the pause up to whoever drives us.
            yield pause
    return total


def drive(coroutine: Coroutine[str, None, int] | Generator[str, None, int]) -> int:
    while True:
        try:
            print(coroutine.send(None))
        except StopIteration as end:
            answer: int = end.value
            return answer


def main() -> None:
    print("with await:")
    print("ready:", drive(with_await()))
    print("with yield from:")
    print("ready:", drive(with_yield_from()))
    print("by hand:")
    print("ready:", drive(by_hand()))


if __name__ == "__main__":
    main()
