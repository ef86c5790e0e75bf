"""Two threads on one core, and one of them never waits."""

import os
import resource
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
turns = 0
is_over = False


def main() -> None:
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    with ThreadPoolExecutor(2) as threads:
        spinner = threads.submit(counted, spin)
        sleeper = threads.submit(counted, sleep_ten_times)
    _, by_force = spinner.result()
    print("the spinner was stopped by force, at least ten times:", yes(by_force >= 10))
    by_itself, _ = sleeper.result()
    print("the sleeper stopped by itself, at least ten times:", yes(by_itself >= 10))


def spin() -> None:
    global turns
    started.set()
    while not is_over:
        turns += 1


def sleep_ten_times() -> None:
    global is_over
    started.wait()
    for _ in range(10):
        before = turns
        while turns == before:  # the spinner must have run since
            time.sleep(0.001)
    is_over = True


def counted(work: Callable[[], None]) -> tuple[int, int]:
    before = switches()
    work()
    after = switches()
    return after[0] - before[0], after[1] - before[1]


def switches() -> tuple[int, int]:
    usage = resource.getrusage(resource.RUSAGE_THREAD)
    return usage.ru_nvcsw, usage.ru_nivcsw


def yes(answer: bool) -> str:
    return "yes" if answer else "no"


if __name__ == "__main__":
    main()
