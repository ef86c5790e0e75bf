"""The same tasks and the same loop; only who is next is decided in three ways."""

import heapq
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol


@dataclass
class Task:
    name: str
    priority: int  # 1 is the most urgent
    steps: Generator[None, None, None]


class Ready(Protocol):
    def push(self, task: Task) -> None: ...

    def pop(self) -> Task | None: ...


# ANCHOR: rules
class InTurn:
    def __init__(self) -> None:
        self.tasks: deque[Task] = deque()

    def push(self, task: Task) -> None:
        self.tasks.append(task)

    def pop(self) -> Task | None:
        return self.tasks.popleft() if self.tasks else None


class NewestFirst:
    def __init__(self) -> None:
        self.tasks: list[Task] = []

    def push(self, task: Task) -> None:
        self.tasks.append(task)

    def pop(self) -> Task | None:
        return self.tasks.pop() if self.tasks else None


class ByPriority:
    def __init__(self) -> None:
        self.tasks: list[tuple[int, int, Task]] = []
        self.pushes = 0

    def push(self, task: Task) -> None:
        # Of two with one priority, the one that has waited for longer comes first.
        self.pushes += 1
        heapq.heappush(self.tasks, (task.priority, self.pushes, task))

    def pop(self) -> Task | None:
        return heapq.heappop(self.tasks)[2] if self.tasks else None


# ANCHOR_END: rules
def run(rule: str, ready: Ready) -> None:
    for name, priority in [("soup", 2), ("rice", 1), ("tea", 2)]:
        ready.push(Task(name, priority, cook(name)))
    print(f"{rule + ':':<13}", end="")
    while task := ready.pop():
        try:
            next(task.steps)
        except StopIteration:
            continue
        ready.push(task)
    print()


def cook(name: str) -> Generator[None, None, None]:
    for step in range(1, 4):
        print(f" {name}{step}", end="")
        yield


def main() -> None:
    run("in turn", InTurn())
    run("newest first", NewestFirst())
    run("by priority", ByPriority())


if __name__ == "__main__":
    main()
