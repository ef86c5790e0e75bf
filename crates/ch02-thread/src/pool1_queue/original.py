"""Stage 1: a queue, a lock, and a way to wait. Three workers do twelve jobs."""

import threading
from collections import deque
from collections.abc import Callable
from functools import partial

WORKERS = 3
Job = Callable[[], None]
squares: list[int] = []
three = threading.Barrier(WORKERS)


def main() -> None:
    pool = Pool()
    for number in range(1, 13):
        pool.submit(partial(square, number))
    pool.close()
    print("done, three at a time:", sorted(squares))


def square(number: int) -> None:
    three.wait()  # three workers must be here at once
    squares.append(number * number)


class Pool:
    def __init__(self) -> None:
        self.queue: deque[Job] = deque()
        self.is_closed = False
        self.changed = threading.Condition()
        self.workers = [threading.Thread(target=self.work) for _ in range(WORKERS)]
        for worker in self.workers:
            worker.start()

    def submit(self, job: Job) -> None:
        with self.changed:
            self.queue.append(job)
            self.changed.notify()

    def close(self) -> None:
        with self.changed:
            self.is_closed = True
            self.changed.notify_all()
        for worker in self.workers:
            worker.join()

    def work(self) -> None:
        while (job := self.next_job()) is not None:
            job()

    def next_job(self) -> Job | None:
        with self.changed:
            while not self.queue:
                if self.is_closed:
                    return None
                self.changed.wait()
            return self.queue.popleft()


if __name__ == "__main__":
    main()
