"""Twelve jobs for three worker processes. One job kills its worker once, another each time."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

WORKERS = 3
ATTEMPTS = 3
lock = threading.Lock()


def main() -> None:
    if sys.argv[-1] == "worker":
        return work()
    jobs = iter(range(1, 13))
    results: dict[int, str] = {}
    threads = [
        threading.Thread(target=serve, args=(jobs, results)) for _ in range(WORKERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for job, result in sorted(results.items()):
        print(f"job {job}: {result}")


def serve(jobs: Iterator[int], results: dict[int, str]) -> None:
    """One worker's thread: does one job after the other, until there are no more."""
    worker = Worker()
    while job := take(jobs):
        result = f"given up after {ATTEMPTS} attempts"
        for attempt in range(1, ATTEMPTS + 1):
            answer = worker.ask(job, attempt)
            if answer is not None:
                result = f"{answer}, attempt {attempt}"
                break
            worker.end()
            worker = Worker()
        with lock:
            results[job] = result
    worker.end()


def take(jobs: Iterator[int]) -> int | None:
    with lock:
        return next(jobs, None)


def work() -> None:
    for line in sys.stdin:
        job, attempt = map(int, line.split())
        if (job == 5 and attempt == 1) or job == 9:
            os._exit(1)  # as if the system had killed it
        print(job * job, flush=True)


class Worker:
    """The parent's end of a worker: a line to it is a job, a line from it is a result."""

    def __init__(self) -> None:
        self.child = subprocess.Popen(
            [sys.executable, *sys.argv, "worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, job: int, attempt: int) -> int | None:
        """The result; none if the worker ended before it answered."""
        assert self.child.stdin is not None and self.child.stdout is not None
        try:
            self.child.stdin.write(f"{job} {attempt}\n")
            self.child.stdin.flush()
        except OSError:
            return None
        line = self.child.stdout.readline()
        return int(line) if line else None

    def end(self) -> None:
        """Closes the pipes; a worker that still lives ends by that. Waits until it has ended."""
        self.child.communicate()


if __name__ == "__main__":
    main()
