"""A generator that leaves a part of its work to another."""

from collections.abc import Generator

Till = Generator[str, int | None, str]


def main() -> None:
    talk("by a loop", by_loop())
    talk("by yield from", by_yield_from())


def talk(how: str, till: Till) -> None:
    print(how)
    print("    it asks:", next(till))
    for price in (5, 7, None):
        try:
            print(f"    {price} in, it asks:", till.send(price))
        except StopIteration as end:
            print(f"    {price} in, it ends:", end.value)
            return


def by_loop() -> Till:
    for question in prices():  # noqa: UP028 - that the two differ is the point
        yield question
    return "and the total is lost"


def by_yield_from() -> Till:
    total = yield from prices()
    return f"the total is {total}"


def prices() -> Generator[str, int | None, int]:
    total = 0
    while (price := (yield "a price, please")) is not None:
        total += price
    return total


if __name__ == "__main__":
    main()
