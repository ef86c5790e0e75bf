"""Two workers take jobs from one queue and put their results into another."""

import threading
from queue import Queue

WORKERS = 2
jobs: "Queue[int | None]" = Queue()
results: "Queue[int | None]" = Queue()


def main() -> None:
    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for number in range(1, 11):
        jobs.put(number)
    for _ in workers:
        jobs.put(None)  # one for each: no more jobs
    print("squares:", sorted(collect()))


def work() -> None:
    while (number := jobs.get()) is not None:
        results.put(number * number)
    results.put(None)  # no more from me


def collect() -> list[int]:
    squares, working = [], WORKERS
    while working > 0:
        square = results.get()
        if square is None:
            working -= 1
        else:
            squares.append(square)
    return squares


if __name__ == "__main__":
    main()
