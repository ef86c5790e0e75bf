"""Python that computes outside of its lock: the same work shared by 1, 2 and 4 workers.

In C that lets the lock go, in Rust that holds it and that lets it go, in processes, and in
interpreters that have a lock each.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import sysconfig
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from probe import Probe, Reading, at_once, main, on_threads, whole

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

BLOCK = 1 << 20

# A process ends by itself after so many seconds, should its parent be gone.
LIMIT = 30.0


def compute(steps: int) -> int:
    """Count in a way that nothing can be left out of: as in `gil.py`."""
    state = 1
    while steps > 0:
        state = (state * 5 + 1) & 0xFFFF
        steps -= 1
    return state


def steps_of(quick: bool) -> int:
    """Return the number of steps that all workers take together."""
    return 40_000 if quick else 2_000_000


def hashing(number: int, quick: bool) -> Reading:
    """Have hashlib hash blocks that are large enough for it to let the lock go."""
    blocks = 4 if quick else 80
    block = bytes(BLOCK)

    def part() -> None:
        for _ in range(blocks // number):
            hashlib.sha256(block).digest()

    return whole(blocks, partial(on_threads, number, part))


def in_rust(function: str, number: int, quick: bool) -> Reading:
    """Call a function of the module that the book builds in Rust."""
    from importlib.machinery import ExtensionFileLoader
    from importlib.util import module_from_spec, spec_from_loader

    file = os.environ.get("STEPS_MODULE")
    if file is None:
        return {"missing": "needs the module in Rust, which cargo lab builds"}
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return {"missing": "needs a Python that has a lock to let go of"}
    loader = ExtensionFileLoader("steps", file)
    spec = spec_from_loader("steps", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    work: Callable[[int], int] = getattr(module, function)

    steps = 1_000_000 if quick else 80_000_000
    return whole(steps, lambda: on_threads(number, partial(work, steps // number)))


def wait_and_compute(connection: Connection, steps: int) -> None:
    """Wait for the word, compute, and say what it took."""
    connection.send("ready")
    if not connection.poll(LIMIT):
        return
    connection.recv()
    before = time.process_time()
    compute(steps)
    connection.send(time.process_time() - before)


def in_processes(number: int, quick: bool) -> Reading:
    """Compute in processes that have been started before."""
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    steps = steps_of(quick)
    started = []
    for _ in range(number):
        ours, theirs = context.Pipe()
        process = context.Process(
            target=wait_and_compute, args=(theirs, steps // number), daemon=True
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
    return {"units": steps, "wall_s": wall, "cpu_s": cpu}


def interpreter() -> Callable[[str], object] | None:
    """Make an interpreter with a lock of its own; return what runs code in it."""
    try:
        # Python 3.14.
        from concurrent import interpreters  # type: ignore[attr-defined,unused-ignore]
    except ImportError:
        try:
            # What it is made of, in Python 3.13.
            import _interpreters  # type: ignore[import-not-found,unused-ignore]
        except ImportError:
            return None
        return partial(run, _interpreters, _interpreters.create())
    made: Callable[[str], object] = interpreters.create().exec
    return made


def run(module: Any, name: int, code: str) -> None:
    """Run code in an interpreter of Python 3.13."""
    failure = module.exec(name, code)
    if failure is not None:
        raise RuntimeError(failure)


def in_interpreters(number: int, quick: bool) -> Reading:
    """Compute on threads, each in an interpreter that has been made before."""
    all_of_them = [interpreter() for _ in range(number)]
    ready = [each for each in all_of_them if each is not None]
    if len(ready) < number:
        return {"missing": "needs Python 3.13 or later, for interpreters"}
    steps = steps_of(quick)
    source = inspect.getsource(compute)
    for execute in ready:
        execute(source)
    parts = [partial(execute, f"compute({steps // number})") for execute in ready]
    return whole(steps, partial(at_once, parts))


PROBES: dict[str, Probe] = {}
for workers in (1, 2, 4):
    PROBES[f"outside.hash.{workers}"] = partial(hashing, workers)
    for word in ("holding", "released"):
        name = f"outside.pyo3_{word}.{workers}"
        PROBES[name] = partial(in_rust, f"compute_{word}", workers)
    PROBES[f"outside.processes.{workers}"] = partial(in_processes, workers)
    PROBES[f"outside.interpreters.{workers}"] = partial(in_interpreters, workers)

if __name__ == "__main__":
    main(PROBES)
