"""What a child of `fork` has of its parent: memory, files, threads, locks."""

import os
import struct
import tempfile
import threading
import time
import warnings
from collections.abc import Callable

lock = threading.Lock()
ticks = 0


def main() -> None:
    memory()
    files()
    threads_and_locks()


# ANCHOR: copies
def memory() -> None:
    counter = [1]

    def add() -> tuple[int, int]:
        counter[0] += 1
        return id(counter), counter[0]

    address, value = in_child(add)
    print("the counter of both is at the same address:", yes(address == id(counter)))
    print(f"child: the counter is {value}; parent: the counter is {counter[0]}")


def files() -> None:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(b"abcdef")
        file.seek(0)

        def read() -> tuple[int, int]:
            return len(file.read(3)), 0

        count, _ = in_child(read)
        print(
            f"child: reads {count} letters; parent: reads the rest, {file.read().decode()}"
        )


def threads_and_locks() -> None:
    stop = threading.Event()
    ticker = threading.Thread(target=tick_holding_the_lock, args=(stop,), daemon=True)
    ticker.start()
    while not it_ticks():
        pass

    def look() -> tuple[int, int]:
        return it_ticks(), lock.acquire(blocking=False)

    ticking, free = in_child(look)
    print("child: the other thread ticks on:", yes(ticking == 1))
    print("child: the lock that it held is free:", yes(free == 1))
    stop.set()
    ticker.join()
    # ANCHOR_END: copies


def tick_holding_the_lock(stop: threading.Event) -> None:
    global ticks
    with lock:
        while not stop.is_set():
            ticks += 1
            time.sleep(0.001)


def it_ticks() -> bool:
    before = ticks
    for _ in range(100):
        time.sleep(0.001)
    return ticks != before


def in_child(work: Callable[[], tuple[int, int]]) -> tuple[int, int]:
    """Forks; the child does the work, and tells two numbers through a pipe."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 and later warn if there are other threads, and rightly.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.write(write, struct.pack("QQ", *work()))
        os._exit(0)
    os.close(write)
    first, second = struct.unpack("QQ", os.read(read, 16))
    os.close(read)
    os.waitpid(child, 0)
    return first, second


def yes(answer: bool) -> str:
    return "yes" if answer else "no"


if __name__ == "__main__":
    main()
