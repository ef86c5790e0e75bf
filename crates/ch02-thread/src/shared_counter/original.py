"""Two threads share one counter, and each adds one to it."""

import threading
from collections.abc import Callable

counter = 0
guarded = 0
lock = threading.Lock()
both = threading.Barrier(2)


def main() -> None:
    together(add)
    print("each added one:", counter)
    together(add_with_lock)
    print("each added one, holding the lock:", guarded)


def add() -> None:
    global counter
    counter += one()


def add_with_lock() -> None:
    global guarded
    step = one()
    with lock:
        guarded += step


def one() -> int:
    both.wait()  # nobody gets past this line before both have come
    return 1


def together(work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
