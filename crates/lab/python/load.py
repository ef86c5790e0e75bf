"""The load that is put on a slow server, as in `probe/models`.

asyncio is imported where it is needed: a process of threads does without.
"""

import contextlib
import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection
from typing import NamedTuple

from probe import at_once

Address = tuple[str, int]

REQUEST = b"request\n"

# A process ends by itself after so many seconds, should its parent be gone.
LIMIT = 30.0

# The quickest way to a process that this system has.
if "fork" in multiprocessing.get_all_start_methods():
    multiprocessing.set_start_method("fork")


class Load(NamedTuple):
    """A load, or one process's part of it."""

    requests: int
    steps: int


@contextlib.contextmanager
def slow_server(seconds: float) -> Iterator[Address]:
    """Run the server that Rust's probes ask, too: it takes so long for each answer."""
    program = os.environ.get("LAB_PROGRAM")
    if program is None:
        sys.exit("error: run this by `cargo lab models.python`, which has the server")
    command = [program, "part", "slow-server", str(round(seconds * 1_000_000))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        # It ends when its standard input does.
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            host, port = server.stdout.readline().strip().rsplit(":", 1)
            yield host, int(port)
        finally:
            server.kill()


def ask(address: Address) -> None:
    """Make one request, with a socket that blocks."""
    with socket.create_connection(address) as connection:
        connection.sendall(REQUEST)
        answer = b""
        while part := connection.recv(64):
            answer += part
    if not answer:
        raise RuntimeError("the slow server gave no answer")


async def ask_awaiting(address: Address, steps: int) -> None:
    """Make one request and compute, as a coroutine."""
    import asyncio

    reader, writer = await asyncio.open_connection(*address)
    writer.write(REQUEST)
    answer = await reader.read()
    writer.close()
    if not answer:
        raise RuntimeError("the slow server gave no answer")
    compute(steps)


def compute(steps: int) -> None:
    """Count, and nothing else."""
    while steps > 0:
        steps -= 1


def steps_in(seconds: float) -> int:
    """Return how many steps take so long here, as `steps_in` of `probe/compute` does for Rust."""
    tried = 20_000

    def one() -> float:
        start = time.perf_counter()
        compute(tried)
        return time.perf_counter() - start

    fastest = min(one() for _ in range(10))
    return int(seconds / fastest * tried)


def work(address: Address, load: Load, threads: int) -> None:
    """Do a part of the load on so many threads, or with coroutines if there are none."""
    if threads == 0:
        import asyncio

        asyncio.run(on_a_loop(address, load))
        return

    def one_by_one(requests: int) -> None:
        for _ in range(requests):
            ask(address)
            compute(load.steps)

    at_once([partial(one_by_one, part) for part in shares(load.requests, threads)])


async def on_a_loop(address: Address, load: Load) -> None:
    """Do a part of the load with a coroutine for each request."""
    import asyncio

    await asyncio.gather(
        *(ask_awaiting(address, load.steps) for _ in range(load.requests))
    )


def shares(whole: int, number: int) -> list[int]:
    """Cut a whole number into parts that differ by one at most."""
    return [whole // number + (place < whole % number) for place in range(number)]


def worker(connection: Connection, address: Address, load: Load, threads: int) -> None:
    """Wait for the word, do a part of the load, and say what it took and how often it switched."""
    if threads == 0:
        # What takes longer than the load itself is done before the clock starts.
        import asyncio  # noqa: F401
    connection.send("ready")
    if not connection.poll(LIMIT):
        return
    connection.recv()
    before, switched = time.process_time(), switches()
    work(address, load, threads)
    connection.send((time.process_time() - before, since(switched)))


def since(before: int | None) -> int | None:
    """Return how often this process has switched since then, where the system counts it."""
    now = switches()
    return None if before is None or now is None else now - before


def switches() -> int | None:
    """Return how often this process's threads stopped running, of themselves or not.

    None where the system does not count it.
    """
    try:
        import resource
    except ImportError:
        return None
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_nvcsw + usage.ru_nivcsw
