"""How often CPython enters the kernel, and why its threads stop running.

As `probe/entries.rs` does: system calls are counted from outside, by perf or strace, for two
processes of which one switches more; the difference is what the switches cost.
"""

import sys
import threading
import time
from collections.abc import Callable, Generator

from probe import Probe, Reading, main, on_threads

MILLION = 1_000_000


def generator(round_trips: int) -> None:
    """Switch to a generator and back."""

    def forever() -> Generator[None, None, None]:
        while True:
            yield

    turns = forever()
    for _ in range(round_trips):
        next(turns)


def thread(round_trips: int) -> None:
    """Hand over to another thread and back, by two locks."""
    ours, theirs = threading.Lock(), threading.Lock()
    ours.acquire()
    theirs.acquire()

    def other() -> None:
        for _ in range(round_trips):
            theirs.acquire()
            ours.release()

    second = threading.Thread(target=other)
    second.start()
    for _ in range(round_trips):
        theirs.release()
        ours.acquire()
    second.join()


SWITCHES: dict[str, Callable[[int], None]] = {"generator": generator, "thread": thread}


def calls(kind: str, few: int, many: int) -> Reading:
    """Return the system calls of a million switches."""
    start = time.perf_counter()
    for count in (counted_by_perf, counted_by_strace):
        low, high = count(kind, few), count(kind, many)
        if low is not None and high is not None:
            each = max(high - low, 0) / (many - few)
            wall = time.perf_counter() - start
            values = {"calls": each * MILLION}
            return {"units": many - few, "wall_s": wall, "cpu_s": 0.0, "values": values}
    return {"missing": "needs perf (as root) or strace: sudo apt-get install strace"}


def counted_by_perf(kind: str, switches: int) -> int | None:
    """Let perf count, if it is there and may."""
    text = run_under(
        ["perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter"], kind, switches
    )
    for line in text.splitlines():
        number = line.split(",")[0]
        if "raw_syscalls:sys_enter" in line and number.isdigit():
            # Python itself makes hundreds: none means that this kernel does not count.
            return int(number) or None
    return None


def counted_by_strace(kind: str, switches: int) -> int | None:
    """Let strace count, if it is there."""
    text = run_under(["strace", "-f", "-c", "-U", "calls,name"], kind, switches)
    for line in text.splitlines():
        words = line.split()
        if len(words) == 2 and words[1] == "total":
            return int(words[0])
    return None


def run_under(tool: list[str], kind: str, switches: int) -> str:
    """Run this file again under a tool, and return what the tool wrote."""
    import subprocess
    import tempfile

    program = [sys.executable, "-B", __file__, "--switch", kind, str(switches)]
    with tempfile.NamedTemporaryFile("r") as file:
        try:
            subprocess.run(
                [*tool, "-o", file.name, *program],
                check=True,
                capture_output=True,
                timeout=20,
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return file.read()


def two_threads(work: Callable[[], None]) -> Reading:
    """Run two threads, and count how often each stopped running, of itself or not."""
    try:
        import resource

        who = resource.RUSAGE_THREAD
    except (ImportError, AttributeError):
        return {"missing": "this system counts no switches of a thread"}
    voluntary: list[int] = []
    involuntary: list[int] = []

    def run() -> None:
        before = resource.getrusage(who)
        work()
        after = resource.getrusage(who)
        voluntary.append(after.ru_nvcsw - before.ru_nvcsw)
        involuntary.append(after.ru_nivcsw - before.ru_nivcsw)

    wall, cpu = time.perf_counter(), time.process_time()
    on_threads(2, run)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    values = {
        "voluntary": float(sum(voluntary)),
        "involuntary": float(sum(involuntary)),
    }
    return {"units": 1, "wall_s": wall, "cpu_s": cpu, "values": values}


def compute(steps: int) -> None:
    """Count, and nothing else."""
    while steps > 0:
        steps -= 1


def wait(seconds: float) -> None:
    """Wait fifty times."""
    for _ in range(50):
        time.sleep(seconds)


PROBES: dict[str, Probe] = {
    "entries.python.generator": lambda quick: calls(
        "generator", 0, 200_000 if quick else MILLION
    ),
    "entries.python.thread": lambda quick: calls(
        "thread", 200, 1_000 if quick else 10_000
    ),
    "entries.python.cpu.involuntary": lambda quick: two_threads(
        lambda: compute(20_000 if quick else 2_000_000)
    ),
    "entries.python.io.voluntary": lambda quick: two_threads(
        lambda: wait(0.0001 if quick else 0.0005)
    ),
}

if __name__ == "__main__":
    if sys.argv[1] == "--switch":
        SWITCHES[sys.argv[2]](int(sys.argv[3]) // 2)
    else:
        main(PROBES)
