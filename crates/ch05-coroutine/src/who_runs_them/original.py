"""Two coroutines, then two threads: who runs them, and what do they share?"""

import threading
from collections.abc import Generator


class Mine(threading.local):
    counter = 0


mine = Mine()
meet = threading.Barrier(2)


def look() -> tuple[int, int]:
    """Who runs me, and how often has somebody counted in my thread's own counter?"""
    mine.counter += 1
    return threading.get_native_id(), mine.counter


def coroutine() -> Generator[tuple[int, int], None, None]:
    yield look()


def thread(seen: list[tuple[int, int]]) -> None:
    seen.append(look())
    meet.wait()  # so that both are alive, and cannot have the same number


def main() -> None:
    coroutines = [coroutine(), coroutine()]
    say("coroutines", [next(one) for one in coroutines])
    seen: list[tuple[int, int]] = []
    threads = [threading.Thread(target=thread, args=[seen]) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    say("threads", seen)


def say(what: str, seen: list[tuple[int, int]]) -> None:
    kernel_threads = len({who for who, _ in seen})
    counters = sorted(counter for _, counter in seen)
    print(f"two {what}: kernel threads: {kernel_threads}, counters: {counters}")


if __name__ == "__main__":
    main()
