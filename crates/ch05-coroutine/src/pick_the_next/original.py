"""The same tasks and the same loop; only who is next is decided in three ways."""

import heapq
import threading
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol


@dataclass
class Task:
    name: str
    priority: int
    steps: Generator[str, None, None]


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
        # Of two with one priority, the one who has waited for longer comes first.
        self.pushes += 1
        heapq.heappush(self.tasks, (task.priority, self.pushes, task))

    def pop(self) -> Task | None:
        return heapq.heappop(self.tasks)[2] if self.tasks else None


# ANCHOR_END: rules
def run(rule: str, ready: Ready) -> None:
    for name, priority in [("soup", 2), ("rice", 1), ("tea", 2)]:
        ready.push(Task(name, priority, cook(name)))
    order = []
    while task := ready.pop():
        step = next(task.steps, None)
        if step is not None:
            order.append(step)
            ready.push(task)
    print(f"{rule + ':':<14}{' '.join(order)}")


def cook(name: str) -> Generator[str, None, None]:
    for step in range(1, 4):
        yield f"{name}{step}"


def threads() -> None:
    order: list[str] = []
    cooks = [
        threading.Thread(target=lambda dish=name: order.extend(cook(dish)))
        for name in ("soup", "rice", "tea")
    ]
    for thread in cooks:
        thread.start()
    for thread in cooks:
        thread.join()
    print(f"threads:      {len(order)} steps, in an order that nobody promises")


def main() -> None:
    run("in turn", InTurn())
    run("newest first", NewestFirst())
    run("by priority", ByPriority())
    threads()


if __name__ == "__main__":
    main()
