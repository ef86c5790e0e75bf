"""What it costs to let another one go on, in CPython.

What only one probe needs is imported there: asyncio takes longer to import than most of them run.
"""

import os
import socket
import threading
import time
from collections.abc import Generator
from types import coroutine as awaitable

from probe import Probe, Reading, main, one_way, timed


def generator(quick: bool, depth: int = 1) -> Reading:
    """One send into a generator and back, through so many that delegate to each other."""

    def forever(depth: int) -> Generator[None, None, None]:
        if depth > 1:
            yield from forever(depth - 1)
        while True:
            yield

    turns = forever(depth)
    next(turns)

    def work(units: int) -> None:
        send = turns.send
        for _ in range(units):
            send(None)

    return timed((10_000 if quick else 1_000_000) // depth, work)


def coroutine(quick: bool) -> Reading:
    """One send into a native coroutine and back: what a loop does with it, without the loop."""

    @awaitable
    def suspend() -> Generator[None, None, None]:
        yield

    async def forever() -> None:
        while True:
            await suspend()

    turns = forever()
    turns.send(None)

    def work(units: int) -> None:
        send = turns.send
        for _ in range(units):
            send(None)

    reading = timed(5_000 if quick else 500_000, work)
    turns.close()
    return reading


def sleep0(quick: bool) -> Reading:
    """One task's turn on a loop that has two of them."""
    import asyncio

    async def turns(units: int) -> None:
        for _ in range(units):
            await asyncio.sleep(0)

    async def two(units: int) -> None:
        await asyncio.gather(turns(units // 2), turns(units // 2))

    with asyncio.Runner() as runner:
        return timed(1_000 if quick else 40_000, lambda units: runner.run(two(units)))


def lock(quick: bool) -> Reading:
    """Two threads; each waits for its own lock and lets the other's go."""
    ours, theirs = threading.Lock(), threading.Lock()
    ours.acquire()
    theirs.acquire()
    is_over = False

    def other() -> None:
        while True:
            theirs.acquire()
            if is_over:
                return
            ours.release()

    thread = threading.Thread(target=other)
    thread.start()

    def work(units: int) -> None:
        for _ in range(units):
            theirs.release()
            ours.acquire()

    reading = timed(300 if quick else 6_000, work)
    is_over = True
    theirs.release()
    thread.join()
    return one_way(reading)


def pipe(quick: bool) -> Reading:
    """Two processes, a byte there and back through two pipes."""
    if not hasattr(os, "fork"):
        return {"missing": "this system has no fork"}
    from_ping, to_pong = os.pipe()
    from_pong, to_ping = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(to_pong)
        start = time.process_time()
        while byte := os.read(from_ping, 1):
            os.write(to_ping, byte)
        # What the turns took, and neither its being made nor its end.
        os.write(to_ping, str(time.process_time() - start).encode())
        os._exit(0)
    os.close(from_ping)
    os.close(to_ping)

    def work(units: int) -> None:
        for _ in range(units):
            os.write(to_pong, b"!")
            os.read(from_pong, 1)

    reading = timed(300 if quick else 6_000, work)
    os.close(to_pong)
    used = os.read(from_pong, 64)
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise RuntimeError(f"the second process failed: {status}")
    # A tenth more than what was timed was the warming up.
    reading["cpu_s"] += float(used) / 1.1
    return one_way(reading)


def tcp_threads(quick: bool) -> Reading:
    """Two threads, a byte there and back over loopback TCP."""
    ours, theirs = pair()

    def echo() -> None:
        while byte := theirs.recv(1):
            theirs.sendall(byte)

    thread = threading.Thread(target=echo)
    thread.start()

    def work(units: int) -> None:
        for _ in range(units):
            ours.sendall(b"!")
            ours.recv(1)

    reading = timed(200 if quick else 3_000, work)
    ours.close()
    thread.join()
    return one_way(reading)


def tcp_asyncio(quick: bool) -> Reading:
    """Two tasks that do the same."""
    import asyncio

    ours, theirs = pair()
    ours.setblocking(False)
    theirs.setblocking(False)

    async def echo(units: int) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(units):
            await loop.sock_sendall(theirs, await loop.sock_recv(theirs, 1))

    async def ask(units: int) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(units):
            await loop.sock_sendall(ours, b"!")
            await loop.sock_recv(ours, 1)

    async def both(units: int) -> None:
        await asyncio.gather(echo(units), ask(units))

    with asyncio.Runner() as runner:
        return one_way(
            timed(100 if quick else 1_500, lambda units: runner.run(both(units)))
        )


def pair() -> tuple[socket.socket, socket.socket]:
    """Return two sockets that are connected and send each byte at once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = socket.create_connection(listener.getsockname())
        theirs, _ = listener.accept()
    for one in (ours, theirs):
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return ours, theirs


PROBES: dict[str, Probe] = {
    "switch.python.generator": generator,
    "switch.python.generator_ten": lambda quick: generator(quick, 10),
    "switch.python.generator_hundred": lambda quick: generator(quick, 100),
    "switch.python.coroutine": coroutine,
    "switch.python.sleep0": sleep0,
    "switch.python.lock": lock,
    "switch.python.pipe": pipe,
    "switch.python.tcp_threads": tcp_threads,
    "switch.python.tcp_asyncio": tcp_asyncio,
}

if __name__ == "__main__":
    main(PROBES)
