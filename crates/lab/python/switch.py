"""What it costs to let another one go on, in CPython."""

from collections.abc import Generator

from probe import Probe, Reading, main, timed


def generator(quick: bool) -> Reading:
    """One send into a generator and back."""

    def forever() -> Generator[None, None, None]:
        while True:
            yield

    turns = forever()
    next(turns)

    def work(units: int) -> None:
        send = turns.send
        for _ in range(units):
            send(None)

    return timed(10_000 if quick else 1_000_000, work)


PROBES: dict[str, Probe] = {"switch.generator": generator}

if __name__ == "__main__":
    main(PROBES)
