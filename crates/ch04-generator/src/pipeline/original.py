"""Three lazy stages over a file, and how many of its lines are in memory at once."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import TextIO


class Line:
    alive = 0
    most = 0

    def __init__(self, text: str) -> None:
        self.text = text
        Line.alive += 1
        Line.most = max(Line.most, Line.alive)

    def __del__(self) -> None:
        Line.alive -= 1


def main() -> None:
    with tempfile.TemporaryFile("w+") as file:
        for number in range(10_000):
            status = 500 if number % 10 == 0 else 200
            print(f"GET /{number} {status}", file=file)
        report("generators", by_generators(file))
        report("the language's own", by_own_means(file))
        report("lists", by_lists(file))


def report(how: str, total: int) -> None:
    print(f"{how}: {total} bytes, at most {Line.most} alive")
    Line.most = 0


def by_generators(file: TextIO) -> int:
    return sum(sizes(failed(lines(file))))


def lines(file: TextIO) -> Iterator[Line]:
    file.seek(0)
    for text in file:
        yield Line(text.rstrip())


def failed(source: Iterable[Line]) -> Iterator[Line]:
    for line in source:
        if line.text.endswith("500"):
            yield line


def sizes(source: Iterable[Line]) -> Iterator[int]:
    for line in source:
        yield len(line.text)


def by_own_means(file: TextIO) -> int:
    file.seek(0)
    every = (Line(text.rstrip()) for text in file)
    return sum(len(line.text) for line in every if line.text.endswith("500"))


def by_lists(file: TextIO) -> int:
    file.seek(0)
    every = [Line(text.rstrip()) for text in file]
    bad = [line for line in every if line.text.endswith("500")]
    return sum(len(line.text) for line in bad)


if __name__ == "__main__":
    main()
