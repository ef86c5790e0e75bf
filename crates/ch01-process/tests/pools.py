"""What Python's two pools of processes do when a worker ends in the middle of a job."""

import multiprocessing
import os
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

processes = multiprocessing.get_context("spawn")


def square(number: int) -> int:
    return number * number


def die_at_three(number: int) -> int:
    if number == 3:
        os._exit(1)
    return square(number)


def die(_: int) -> int:
    os._exit(1)


def leave(_: int) -> int:
    sys.exit(1)


def main() -> None:
    pool()
    executor()
    caught()


def pool() -> None:
    with processes.Pool(2) as workers:
        results = workers.imap_unordered(die_at_three, range(6))
        print("Pool: the others", sorted(results.next(timeout=60) for _ in range(5)))
        try:
            print("Pool: job 3", results.next(timeout=2))
        except multiprocessing.TimeoutError:
            print("Pool: job 3 does not come, and no error either")


def executor() -> None:
    with ProcessPoolExecutor(1, mp_context=processes) as workers:
        futures: list[Future[int]] = []
        broken = 0
        for job in (die, square, square):
            try:
                futures.append(workers.submit(job, 2))
            except BrokenProcessPool:
                broken += 1
        for future in futures:
            try:
                future.result()
            except BrokenProcessPool:
                broken += 1
    print("ProcessPoolExecutor: broken", broken, "of 3")


def caught() -> None:
    with ProcessPoolExecutor(1, mp_context=processes) as workers:
        left = workers.submit(leave, 2).exception()
        print("ProcessPoolExecutor: sys.exit comes as", type(left).__name__)
        print("ProcessPoolExecutor: and then", workers.submit(square, 2).result())


if __name__ == "__main__":
    main()
