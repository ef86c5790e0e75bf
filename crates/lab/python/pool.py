"""What a job costs in CPython: with a worker that is started for it, and with one that is ready.

As `probe/pool.rs` does. What processes took is asked of the system, or of the worker itself.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from probe import Probe, Reading, main, timed


def answer(job: int) -> int:
    """Do the job, which is nothing."""
    return job


def fresh_threads(jobs: int) -> Reading:
    """Start a thread for each job."""

    def work(jobs: int) -> None:
        for job in range(jobs):
            thread = threading.Thread(target=answer, args=(job,))
            thread.start()
            thread.join()

    return timed(jobs, work)


def ready_thread(jobs: int) -> Reading:
    """Hand each job over to a pool of one thread."""
    with ThreadPoolExecutor(1) as pool:

        def work(jobs: int) -> None:
            for job in range(jobs):
                pool.submit(answer, job).result()

        return timed(jobs, work)


def fresh_processes(jobs: int) -> Reading:
    """Start a process for each job, by spawn, which every system has."""
    try:
        import resource
    except ImportError:
        return {"missing": "this system does not say what its children took"}
    context = multiprocessing.get_context("spawn")

    def one(job: int) -> None:
        process = context.Process(target=answer, args=(job,))
        process.start()
        process.join()

    def children() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    one(0)
    wall, cpu, theirs = time.perf_counter(), time.process_time(), children()
    for job in range(jobs):
        one(job)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"units": jobs, "wall_s": wall, "cpu_s": cpu + children() - theirs}


def ready_process(jobs: int) -> Reading:
    """Hand each job over to a pool of one process."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:

        def work(jobs: int) -> None:
            for job in range(jobs):
                pool.submit(answer, job).result()

        work(jobs // 10)
        theirs = pool.submit(time.process_time).result()
        wall, cpu = time.perf_counter(), time.process_time()
        work(jobs)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        theirs = pool.submit(time.process_time).result() - theirs
    return {"units": jobs, "wall_s": wall, "cpu_s": cpu + theirs}


PROBES: dict[str, Probe] = {
    "pool.python.thread.fresh": lambda quick: fresh_threads(50 if quick else 1_000),
    "pool.python.thread.ready": lambda quick: ready_thread(50 if quick else 2_000),
    "pool.python.process.fresh": lambda quick: fresh_processes(1 if quick else 3),
    "pool.python.process.ready": lambda quick: ready_process(20 if quick else 500),
}

if __name__ == "__main__":
    main(PROBES)
