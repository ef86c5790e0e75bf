"""A million switches where the kernel kills whoever calls it."""

import ctypes
import os
import platform
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

PR_SET_SECCOMP, SECCOMP_MODE_STRICT = 22, 1  # of Linux: linux/prctl.h, linux/seccomp.h
SYS_EXIT = 60 if platform.machine() == "x86_64" else 93

libc = ctypes.CDLL(None)


def forbid_system_calls() -> None:
    """From here on, this thread may read, write and end itself."""
    assert libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT, 0, 0, 0) == 0


def switch_a_million_times() -> None:
    coroutine = count()
    next(coroutine)
    forbid_system_calls()
    switches = 0
    while switches < 1_000_000:
        coroutine.send(None)  # there, and back again
        switches += 2
    end(f"{switches} switches")


def count() -> Generator[None, None, None]:
    while True:
        yield


def yield_a_thread() -> None:
    forbid_system_calls()
    os.sched_yield()
    end("it still lives")


def end(last_words: str) -> None:
    """End this thread. A `print` may ask the kernel for more than to write."""
    os.write(sys.stdout.fileno(), f"{last_words}\n".encode())
    libc.syscall(SYS_EXIT, 0)


def is_under_a_filter() -> bool:
    status = Path("/proc/self/status").read_text()
    return "\nSeccomp:\t2\n" in status


def main() -> None:
    match sys.argv[-1]:
        case "coroutine":
            return switch_a_million_times()
        case "thread":
            return yield_a_thread()
    if is_under_a_filter():
        print(
            "error: under a filter of system calls, as in Docker, the kernel takes no other:",
            "run it outside, or with `--security-opt seccomp=unconfined`",
            file=sys.stderr,
        )
        sys.exit(77)
    for what in ["coroutine", "thread"]:
        child = subprocess.run([sys.executable, __file__, what], check=False)
        print(f"{what}: {'ends' if child.returncode == 0 else 'killed'}", flush=True)


if __name__ == "__main__":
    main()
