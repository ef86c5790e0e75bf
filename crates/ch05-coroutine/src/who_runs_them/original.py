"""Two coroutines and two threads: which thread runs a coroutine, and what is its own?"""

import threading
from collections.abc import Generator
from itertools import count

Task = Generator[None, None, None]


class Mine(threading.local):
    counter = 0


mine = Mine()


def cook(dish: str) -> Task:
    for step in count(1):
        mine.counter += 1
        thread = threading.current_thread()
        print(f"{dish}, step {step}: on {thread.name}, counter {mine.counter}")
        yield


def on_a_thread(name: str, tasks: list[Task]) -> None:
    """A new thread lets each of them do a step."""

    def steps() -> None:
        for task in tasks:
            next(task)

    thread = threading.Thread(target=steps, name=name)
    thread.start()
    thread.join()


def main() -> None:
    soup = cook("soup")
    rice = cook("rice")
    on_a_thread("thread 1", [soup, rice])
    on_a_thread("thread 2", [soup])


if __name__ == "__main__":
    main()
