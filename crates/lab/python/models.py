"""One load under the four models of the notes, in CPython.

The processes are started before the clock is: what starting them costs is another figure.
"""

import multiprocessing
import os
import time
from functools import partial
from typing import NamedTuple

from load import Load, shares, slow_server, worker
from probe import Probe, Reading, main

MANY = 10
CORES = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2, 8)


class Kind(NamedTuple):
    """A load: how long the server takes for an answer, and what is computed with it."""

    seconds: float
    steps: int


# Of so many requests: a wait and a tenth of it to compute, the wait alone, nearly no wait.
KINDS = {
    "models": Kind(0.004, 12_000),
    "models_wait": Kind(0.004, 0),
    "models_compute": Kind(0.0002, 60_000),
}


def run(kind: Kind, processes: int, threads: int, quick: bool) -> Reading:
    """Share the load among processes, and there among threads; none means coroutines."""
    requests = 20 if quick else 60
    seconds = kind.seconds / 4 if quick else kind.seconds
    steps = kind.steps // 100 if quick else kind.steps
    with slow_server(seconds) as address:
        started = []
        for part in shares(requests, processes):
            ours, theirs = multiprocessing.Pipe()
            arguments = (theirs, address, Load(part, steps), threads)
            process = multiprocessing.Process(
                target=worker, args=arguments, daemon=True
            )
            process.start()
            theirs.close()
            started.append((process, ours))
        for _, connection in started:
            connection.recv()
        start = time.perf_counter()
        for _, connection in started:
            connection.send("go")
        told = [connection.recv() for _, connection in started]
        wall = time.perf_counter() - start
        for process, _ in started:
            process.join()
    reading: Reading = {
        "units": requests,
        "wall_s": wall,
        "cpu_s": sum(cpu for cpu, _ in told),
    }
    switched = sum(number for _, number in told)
    if switched:
        reading["values"] = {"switches": float(switched)}
    return reading


PROBES: dict[str, Probe] = {}
for family, kind in KINDS.items():
    for name, processes, threads in (
        ("one", 1, 1),
        ("processes", MANY, 1),
        ("threads", 1, MANY),
        ("processes_threads", CORES, MANY),
        ("as_many_threads", 1, CORES * MANY),
        ("coroutines", 1, 0),
        ("processes_coroutines", CORES, 0),
    ):
        PROBES[f"{family}.python.{name}"] = partial(run, kind, processes, threads)

if __name__ == "__main__":
    main(PROBES)
