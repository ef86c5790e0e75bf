"""An await, and beside it what it stands for: first yield from, then a loop."""

import types
from collections.abc import Coroutine, Generator


class Ask:
    """A question that pauses once; then the answer is there."""

    def __init__(self, answer: int) -> None:
        self.answer = answer

    def __await__(self) -> Generator[None, None, int]:
        yield
        return self.answer


async def with_await() -> int:
    return await Ask(20) + 1


@types.coroutine
def with_yield_from() -> Generator[None, None, int]:
    """Nearly as a coroutine was written before Python 3.5."""
    return (yield from Ask(20).__await__()) + 1


@types.coroutine
def by_hand() -> Generator[None, None, int]:
    """What `yield from` does, as far as it matters here; PEP 380 has the whole."""
    inner = Ask(20).__await__()
    while True:
        try:
            inner.send(None)
        except StopIteration as end:
            answer: int = end.value
            return answer + 1
        # Not ready: hand the pause up to whoever drives us.
        yield


def drive(coroutine: Coroutine[None, None, int] | Generator[None, None, int]) -> None:
    while True:
        try:
            coroutine.send(None)
        except StopIteration as end:
            print("  ready:", end.value)
            return
        print("  pending")


def main() -> None:
    print("with await:")
    drive(with_await())
    print("with yield from:")
    drive(with_yield_from())
    print("by hand:")
    drive(by_hand())


if __name__ == "__main__":
    main()
