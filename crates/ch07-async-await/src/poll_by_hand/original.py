"""Drive a coroutine by hand, with no loop at all."""

from collections.abc import Coroutine, Generator


class Pause:
    """Pending once, then ready."""

    def __await__(self) -> Generator[None, None, None]:
        yield


async def do_some_work(x: int) -> int:
    print("  before the pause")
    await Pause()
    print("  after the pause")
    return x * 2


def poll(coroutine: Coroutine[None, None, int]) -> str:
    """Let it go on to its next pause or to its end."""
    try:
        coroutine.send(None)
        return "pending"
    except StopIteration as end:
        # How a generator returns: the value travels in an exception.
        return f"ready: {end.value}"
    except RuntimeError:
        # "cannot reuse already awaited coroutine"
        return "refused"


def main() -> None:
    coroutine = do_some_work(21)
    print("called")
    print(poll(coroutine))
    print(poll(coroutine))
    print(poll(coroutine))


if __name__ == "__main__":
    main()
