"""One measurement in a process of its own: what the Python probes share."""

import json
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict


class Reading(TypedDict, total=False):
    """What a probe measured: times in seconds, of all units together.

    A value that this system does not count is None: zero is what was counted.
    """

    units: int
    wall_s: float
    cpu_s: float
    peak_bytes: int
    values: Mapping[str, float | None]
    note: str
    missing: str


Probe = Callable[[bool], Reading]


def timed(units: int, work: Callable[[int], object]) -> Reading:
    """Do a tenth of the work to warm up, then all of it against the clock."""
    work(max(units // 10, 1))
    wall, cpu = time.perf_counter(), time.process_time()
    work(units)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"units": units, "wall_s": wall, "cpu_s": cpu}


def whole(units: int, work: Callable[[], object]) -> Reading:
    """Do work that is done once, against the clock."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"units": units, "wall_s": wall, "cpu_s": cpu}


def on_threads(number: int, work: Callable[[], object]) -> None:
    """Do the same work on so many threads at once, and wait for all of them."""
    at_once([work] * number)


def at_once(works: Sequence[Callable[[], object]]) -> None:
    """Do each on a thread of its own, and wait for all of them. What fails in one fails here."""
    failed: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in failed:
        # What has stopped early would seem to be fast.
        raise error


def one_way(round_trips: Reading) -> Reading:
    """Return what was counted in round trips, in switches one way."""
    return {**round_trips, "units": 2 * round_trips["units"]}


def main(probes: dict[str, Probe]) -> None:
    """Run the probe that the command line names, and print its reading as one line."""
    name, quick = sys.argv[1], "--quick" in sys.argv[2:]
    probe = probes.get(name)
    if probe is None:
        sys.exit(f"there is no probe {name!r} in {sys.argv[0]}")
    say(probe(quick))


def say(reading: Reading) -> None:
    """Print a reading as one line, with the memory that the process took."""
    peak = peak_bytes()
    if peak is not None:
        reading.setdefault("peak_bytes", peak)
    print(json.dumps(reading), flush=True)


def peak_bytes() -> int | None:
    """Return the most memory that this process ever had.

    `getrusage` would answer, too, but counts what the parent had before it became this program.
    """
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None
