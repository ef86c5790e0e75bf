"""A thread sleeps for a millisecond at a time. How late is it beside one that computes?"""

import sys
import sysconfig
import threading
import time
from statistics import median

INTERVAL = sys.getswitchinterval()


def compute(stop: threading.Event) -> None:
    while not stop.is_set():
        pass


def sleep() -> float:
    start = time.perf_counter()
    time.sleep(0.001)
    return time.perf_counter() - start


def sleep_often() -> None:
    took = median(sleep() for _ in range(5))
    print(f"  a sleep of a millisecond takes {took * 1000:.3f} ms")


def main() -> None:
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        sys.exit(
            "error: this Python has no lock to wait for; set PYTHON to a usual one"
        )
    print("alone:")
    sleep_often()
    print("beside one that computes:")
    stop = threading.Event()
    threading.Thread(target=compute, args=[stop]).start()
    late = 0
    while late < 5:
        late += sleep() > 0.001 + INTERVAL
    print(f"  {late} sleeps were late by more than the switch interval")
    sleep_often()
    stop.set()


if __name__ == "__main__":
    main()
