"""One worker process does four jobs, and dies in the middle of the third."""

import os
import subprocess
import sys


def main() -> None:
    if sys.argv[-1] == "worker":
        return work()
    worker = Worker()
    for job in range(1, 5):
        answer = worker.ask(job, 1)
        if answer is None:
            print(f"job {job}: the worker is gone; another one starts")
            worker.end()
            worker = Worker()
            answer = worker.ask(job, 2)
        print(f"job {job}: {answer}")
    worker.end()


def work() -> None:
    for line in sys.stdin:
        job, attempt = map(int, line.split())
        if job == 3 and attempt == 1:
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
