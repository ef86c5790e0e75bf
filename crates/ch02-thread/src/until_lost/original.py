"""Four threads add to one counter, as often as it takes to lose an update."""

import threading
from collections.abc import Callable

THREADS, STEPS, ROUNDS = 4, 100_000, 1_000
counter = 0


def main() -> None:
    print("added in one step, lost:", count_lost(add_in_one_step))
    rounds = range(ROUNDS)
    lost = any(count_lost(add_in_two_steps) > 0 for _ in rounds)
    print("added in two steps, lost:", "at least one" if lost else "none in all rounds")


def add_in_one_step() -> None:
    global counter
    for _ in range(STEPS):
        counter += 1  # one step only by luck: read on


def add_in_two_steps() -> None:
    global counter
    for _ in range(STEPS):
        counter += one()


def one() -> int:
    return 1


def count_lost(add: Callable[[], None]) -> int:
    global counter
    counter = 0
    threads = [threading.Thread(target=add) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return THREADS * STEPS - counter


if __name__ == "__main__":
    main()
