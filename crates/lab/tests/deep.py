"""Sends into a generator through so many that delegate to each other: `deep.py DEPTH TIMES`."""

import sys
from collections.abc import Generator


def forever(depth: int) -> Generator[None, None, None]:
    if depth > 1:
        yield from forever(depth - 1)
    while True:
        yield


def main() -> None:
    depth, times = int(sys.argv[1]), int(sys.argv[2])
    turns = forever(depth)
    next(turns)
    for _ in range(times):
        turns.send(None)


if __name__ == "__main__":
    main()
