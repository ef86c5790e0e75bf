"""Two processes share one counter in memory, and each adds to it."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier

STEPS = 10_000
processes = multiprocessing.get_context("spawn")


def main() -> None:
    print("each adds one, carelessly:", together(careless))
    print("each adds 10000, carefully:", together(careful))


def careless(counter: "Synchronized[int]", both: Barrier) -> None:
    seen = counter.value
    both.wait()
    counter.value = seen + 1


def careful(counter: "Synchronized[int]", both: Barrier) -> None:
    both.wait()
    for _ in range(STEPS):
        with counter.get_lock():
            counter.value += 1


def together(add: Callable[["Synchronized[int]", Barrier], None]) -> int:
    counter, both = processes.Value("i", 0), processes.Barrier(2, timeout=30)
    children = [processes.Process(target=add, args=(counter, both)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    total: int = counter.value
    return total


if __name__ == "__main__":
    main()
