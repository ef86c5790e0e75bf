"""Three tasks, one thread: everybody has a turn, and then everybody again."""

from collections import deque
from collections.abc import Generator

Task = Generator[None, None, None]


def cook(dish: str, steps: int) -> Task:
    for step in range(1, steps + 1):
        print(f"{dish}: step {step} of {steps}")
        yield


def run(tasks: list[tuple[str, Task]]) -> None:
    ready = deque(tasks)
    while ready:
        name, task = ready.popleft()
        try:
            next(task)
        except StopIteration:
            print(f"{name} is done")
        else:
            ready.append((name, task))


def main() -> None:
    dishes = {"soup": 2, "rice": 3, "tea": 1}
    run([(dish, cook(dish, steps)) for dish, steps in dishes.items()])


if __name__ == "__main__":
    main()
