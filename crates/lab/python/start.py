"""What starting one costs in CPython, and what one weighs while it waits.

The clock stops when all have run once and wait. Ending them is not timed. What only one probe
needs is imported there, so that the others do not wait for it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import memory
from probe import Probe, Reading, main, say

if TYPE_CHECKING:
    import asyncio
    import multiprocessing
    from multiprocessing.connection import Connection


class Clock:
    """CPU and wall time from here on, and what the process has grown."""

    def __init__(self, number: int) -> None:
        """Start. Ten are not weighed: they are less than what a process takes by the way."""
        self.bytes = memory.resident() if number > 10 else None
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def stop(self, units: int) -> Reading:
        """Return what passed while so many were started."""
        cpu, wall = time.process_time() - self.cpu, time.perf_counter() - self.wall
        now = None if self.bytes is None else memory.resident()
        return {
            "units": units,
            "wall_s": wall,
            "cpu_s": cpu,
            "values": {"bytes": memory.grown(self.bytes, now)},
        }


def repeated(times: int, start: Callable[[int], Reading]) -> Reading:
    """Start ten at once, so many times: once alone is too short for the clock, and cold."""
    start(10)
    readings = [start(10) for _ in range(times)]
    return {
        "units": sum(reading["units"] for reading in readings),
        "wall_s": sum(reading["wall_s"] for reading in readings),
        "cpu_s": sum(reading["cpu_s"] for reading in readings),
    }


def wait(connection: Connection) -> None:
    """Say who started this process, wait for the end of that one's interest, say what it took."""
    connection.send(os.getppid())
    # Should the parent be gone, this process ends by itself.
    if connection.poll(30):
        connection.send(time.process_time())


def processes(method: str, number: int) -> Reading:
    """Start processes by one of the methods of `multiprocessing`."""
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        return {"missing": f"this system has no {method}"}
    multiprocessing.set_start_method(method)

    def start() -> tuple[multiprocessing.Process, Connection]:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=wait, args=(theirs,))
        process.start()
        return process, ours

    helper = 0
    if method == "forkserver":
        # The first process starts the server, which starts all of them. It works, too.
        first, connection = start()
        helper = connection.recv()
        end(first, connection)
        if cpu_of(helper) is None:
            return {"missing": "this system does not say what another process took"}
    started = []
    clock, before = Clock(number), cpu_of(helper) or 0.0
    for _ in range(number):
        started.append(start())
    for _, connection in started:
        connection.recv()
    reading = clock.stop(number)
    reading["cpu_s"] += (cpu_of(helper) or 0.0) - before
    weights = [memory.weight_of(process.pid or 0) for process, _ in started]
    known = [weight for weight in weights if weight is not None]
    reading["values"] = {"bytes": sum(known) if len(known) == len(weights) else None}
    for process, connection in started:
        reading["cpu_s"] += end(process, connection)
    return reading


def end(process: multiprocessing.Process, connection: Connection) -> float:
    """Let a process end; return what it took."""
    connection.send(None)
    took: float = connection.recv()
    process.join()
    return took


def cpu_of(process: int) -> float | None:
    """Return the CPU time of another process in seconds, if the system says it exactly."""
    try:
        with open(f"/proc/{process}/schedstat") as times:
            return int(times.read().split()[0]) / 1e9
    except OSError:
        return None


def threads(number: int) -> Reading:
    """Start threads. Each waits for a lock of its own: if all woke at once, they would fight."""
    gates = [threading.Lock() for _ in range(number)]
    ran: list[int] = []

    def run(place: int) -> None:
        ran.append(place)
        gates[place].acquire()

    for gate in gates:
        gate.acquire()
    started: list[threading.Thread] = []
    refused = None
    clock = Clock(number)
    for place in range(number):
        thread = threading.Thread(target=run, args=(place,))
        try:
            thread.start()
        except RuntimeError as error:
            refused = (
                f"the system allows {len(started):,} threads, then refuses: {error}"
            )
            break
        started.append(thread)
    while len(ran) < len(started):
        time.sleep(0.0001)
    reading = clock.stop(number)
    if number > 1_000:
        reading["note"] = "one run only: it takes too long for more"
    for thread, gate in zip(started, gates, strict=False):
        gate.release()
        thread.join()
    return {"missing": refused} if refused else reading


def tasks(number: int) -> Reading:
    """Start asyncio tasks."""
    import asyncio

    ran = 0

    async def run(end: asyncio.Future[None]) -> None:
        nonlocal ran
        ran += 1
        await end

    async def start() -> Reading:
        loop = asyncio.get_running_loop()
        clock = Clock(number)
        started = [loop.create_task(run(loop.create_future())) for _ in range(number)]
        while ran < number:
            await asyncio.sleep(0)
        reading = clock.stop(number)
        if number > 100_000:
            # To cancel them all one by one would take longer than to start them.
            leave(reading)
        for task in started:
            task.cancel()
        await asyncio.gather(*started, return_exceptions=True)
        return reading

    return asyncio.run(start())


def generators(number: int) -> Reading:
    """Make generators, and let each run to its first yield."""

    def run() -> Generator[None, None, None]:
        yield

    clock = Clock(number)
    made = []
    for _ in range(number):
        generator = run()
        next(generator)
        made.append(generator)
    return clock.stop(number)


def leave(reading: Reading) -> None:
    """Print the reading and end at once, without letting anything go one by one."""
    reading["note"] = "one run only: it takes too long for more"
    say(reading)
    os._exit(0)


PROBES: dict[str, Probe] = {
    "start.python.spawn": lambda quick: processes("spawn", 1 if quick else 4),
    "start.python.forkserver": lambda quick: processes(
        "forkserver", 2 if quick else 10
    ),
    "start.python.fork": lambda quick: processes("fork", 2 if quick else 10),
    "start.python.thread.10": lambda quick: repeated(2 if quick else 20, threads),
    "start.python.thread.10000": lambda quick: threads(200 if quick else 10_000),
    "start.python.task.10": lambda quick: repeated(2 if quick else 20, tasks),
    "start.python.task.10000": lambda quick: tasks(500 if quick else 10_000),
    "start.python.task.1000000": lambda quick: tasks(2_000 if quick else 1_000_000),
    "start.python.generator.10": lambda quick: repeated(
        5 if quick else 500, generators
    ),
    "start.python.generator.10000": lambda quick: generators(
        1_000 if quick else 10_000
    ),
    "start.python.generator.1000000": lambda quick: generators(
        5_000 if quick else 1_000_000
    ),
}

if __name__ == "__main__":
    main(PROBES)
