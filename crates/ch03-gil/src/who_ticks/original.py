"""A neighbour ticks every ten milliseconds. Which calls let it go on?"""

import ctypes
import hashlib
import sys
import sysconfig
import threading
import time
from collections.abc import Callable
from itertools import pairwise

A_WHILE = 0.3  # seconds
ticks: list[float] = []


def tick() -> None:
    while True:
        ticks.append(time.perf_counter())
        time.sleep(0.01)


def silence(call: Callable[[], object]) -> float:
    """Make the call, and say for which part of it the neighbour was silent at a stretch."""
    start = time.perf_counter()
    call()
    end = time.perf_counter()
    moments = [start, *(tick for tick in ticks if start < tick < end), end]
    longest = max(after - before for before, after in pairwise(moments))
    return longest / min(
        end - start, A_WHILE
    )  # the rest is only this thread being late


def watch(what: str, call: Callable[[], object]) -> None:
    # Up to five times: on a busy machine a neighbour is late for other reasons, too.
    ticks_on = any(silence(call) < 0.75 for _ in range(5))
    print(f"{what}: the neighbour {'ticks' if ticks_on else 'stands still'}")


def in_steps() -> None:
    end = time.perf_counter() + A_WHILE
    while time.perf_counter() < end:
        pass


def sleep_in_c() -> None:
    # PyDLL calls a function of C and holds on to the lock. (CDLL would let go.)
    if sys.platform == "win32":
        ctypes.PyDLL("kernel32").Sleep(300)
    else:
        ctypes.PyDLL(None).usleep(300_000)


def main() -> None:
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        sys.exit("error: this Python has no lock to hold; set PYTHON to a usual one")
    much = bytes(256_000_000)
    threading.Thread(target=tick, daemon=True).start()
    watch("a sleep", lambda: time.sleep(A_WHILE))
    watch("a computation in steps", in_steps)
    watch("one long call that lets go", lambda: hashlib.sha256(much))
    watch("one long call that holds on", lambda: sum(range(10_000_000)))
    watch("a sleep that holds on", sleep_in_c)


if __name__ == "__main__":
    main()
