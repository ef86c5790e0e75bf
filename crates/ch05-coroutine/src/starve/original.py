"""One task never pauses. What do its neighbour, and another thread, get?"""

import threading
from collections import deque
from collections.abc import Generator

ENOUGH = 3
turns = 0
ticks = 0


def neighbour() -> Generator[None, None, None]:
    global turns
    while True:
        turns += 1
        yield


def hog() -> Generator[None, None, None]:
    ticker = threading.Thread(target=tick)
    ticker.start()
    while ticks < ENOUGH:
        pass  # busy, and no `yield` in sight
    ticker.join()
    yield


def tick() -> None:
    global ticks
    for _ in range(ENOUGH):
        ticks += 1


def main() -> None:
    ready = deque([neighbour(), hog()])
    for when in ["before", "while it hogs", "after"]:
        # A turn: the first of the queue runs, and goes to the queue's end.
        turns_before, ticks_before = turns, ticks
        task = ready.popleft()
        next(task)
        ready.append(task)
        print(
            f"{when}: turns of the neighbour: {turns - turns_before},",
            f"ticks of the thread: {ticks - ticks_before}",
        )


if __name__ == "__main__":
    main()
