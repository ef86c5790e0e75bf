"""Threads that compute in CPython: the same work on 1, 2 and 4 of them."""

from functools import partial

from probe import Probe, Reading, main, on_threads, whole


def compute(steps: int) -> int:
    """Count in a way that nothing can be left out of."""
    state = 1
    while steps > 0:
        state = (state * 5 + 1) & 0xFFFF
        steps -= 1
    return state


def computing(number: int, quick: bool) -> Reading:
    """Share the work among so many threads."""
    steps = 40_000 if quick else 2_000_000
    compute(1_000)

    part = partial(compute, steps // number)
    return whole(steps, partial(on_threads, number, part))


PROBES: dict[str, Probe] = {
    f"gil.{line}.{number}": partial(computing, number)
    for line in ("python", "free", "free_gil")
    for number in (1, 2, 4)
}

if __name__ == "__main__":
    main(PROBES)
