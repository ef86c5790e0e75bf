"""A shop adds up its prices, and then looks for the highest."""

from collections.abc import Iterator

LINES = ["5", "7", "30"]


def main() -> None:
    prices = read(LINES)
    print("the total is", sum(prices))
    print("the highest is", max(prices, default=0))


def read(lines: list[str]) -> Iterator[int]:
    for line in lines:
        yield int(line)


if __name__ == "__main__":
    main()
