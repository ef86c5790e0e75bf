"""How long a wait of a millisecond takes beside a thread that computes, in CPython."""

import sys
import threading
import time
from functools import partial

from probe import Probe, Reading, main, whole


def waiting(has_neighbour: bool, interval: float, quick: bool) -> Reading:
    """Wait some times, alone or beside a thread that computes."""
    sys.setswitchinterval(interval)
    waits = 5 if quick else 30
    stop = threading.Event()

    def compute() -> None:
        while not stop.is_set():
            pass

    def wait() -> None:
        for _ in range(waits):
            time.sleep(0.001)

    neighbour = threading.Thread(target=compute)
    if has_neighbour:
        neighbour.start()
    try:
        return whole(waits, wait)
    finally:
        stop.set()
        if has_neighbour:
            neighbour.join()


INTERVAL = sys.getswitchinterval()

PROBES: dict[str, Probe] = {
    "convoy.python.alone": partial(waiting, False, INTERVAL),
    "convoy.python.hog": partial(waiting, True, INTERVAL),
    "convoy.python.hog_short": partial(waiting, True, INTERVAL / 10),
}

if __name__ == "__main__":
    main(PROBES)
