"""One load under the four models of the notes, in CPython.

The processes are started before the clock is: what starting them costs is another figure.
"""

import multiprocessing
import os
import time
from functools import partial
from typing import NamedTuple

from load import Load, shares, slow_server, steps_in, worker
from probe import Probe, Reading, main

MANY = 10
CORES = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2, 8)


class Kind(NamedTuple):
    """A load, in seconds: how long the server takes, and how long is computed then."""

    waits: float
    computes: float
    quick_computes: float


# As in `probe/models`: a wait and a sixth of it to compute, the wait alone, nearly no wait.
KINDS = {
    "models": Kind(0.004, 0.000_65, 0.000_16),
    "models_wait": Kind(0.004, 0, 0),
    "models_compute": Kind(0.0002, 0.003, 0.000_5),
}


def run(kind: Kind, processes: int, threads: int, quick: bool) -> Reading:
    """Share the load among processes, and there among threads; none means coroutines."""
    requests = 20 if quick else 60
    seconds = kind.waits / 4 if quick else kind.waits
    steps = steps_in(kind.quick_computes if quick else kind.computes)
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
    switched = [number for _, number in told if number is not None]
    return {
        "units": requests,
        "wall_s": wall,
        "cpu_s": sum(cpu for cpu, _ in told),
        "values": {"switches": sum(switched) if len(switched) == len(told) else None},
    }


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
