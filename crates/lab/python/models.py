"""One load under the four models of the notes, in CPython.

The processes are started before the clock is: what starting them costs is another figure.
"""

import multiprocessing
import os
import time
from functools import partial

from load import Load, shares, slow_server, worker
from probe import Probe, Reading, main

MANY = 10
CORES = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2, 8)


def run(processes: int, threads: int, quick: bool) -> Reading:
    """Share the load among processes, and there among threads; none means coroutines."""
    requests, steps = (20, 100) if quick else (60, 12_000)
    with slow_server(0.001 if quick else 0.004) as address:
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
        cpu = sum(connection.recv() for _, connection in started)
        wall = time.perf_counter() - start
        for process, _ in started:
            process.join()
    return {"units": requests, "wall_s": wall, "cpu_s": cpu}


PROBES: dict[str, Probe] = {
    "models.python.one": partial(run, 1, 1),
    "models.python.processes": partial(run, MANY, 1),
    "models.python.threads": partial(run, 1, MANY),
    "models.python.processes_threads": partial(run, CORES, MANY),
    "models.python.as_many_threads": partial(run, 1, CORES * MANY),
    "models.python.coroutines": partial(run, 1, 0),
    "models.python.processes_coroutines": partial(run, CORES, 0),
}

if __name__ == "__main__":
    main(PROBES)
