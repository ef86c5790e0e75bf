"""Threads that wait for a server, in CPython: the same requests on 1, 2 and 4 of them."""

from functools import partial

from load import ask, slow_server
from probe import Probe, Reading, main, on_threads, whole


def waiting(number: int, quick: bool) -> Reading:
    """Share the requests among so many threads."""
    requests = 8 if quick else 24
    with slow_server(0.001 if quick else 0.003) as address:

        def part() -> None:
            for _ in range(requests // number):
                ask(address)

        return whole(requests, partial(on_threads, number, part))


PROBES: dict[str, Probe] = {
    f"io.python.{number}": partial(waiting, number) for number in (1, 2, 4)
}

if __name__ == "__main__":
    main(PROBES)
