"""Builds the workspace's tests and runs their programs, several at once.

Cargo runs test programs one after the other. Many of them wait, for a browser, for a listing that
sleeps, for a child, while a core has nothing to do. So here one more runs at once than there are
cores, the long ones first. Each runs as cargo would run it, and a test that fails fails here.

What a program printed is shown if it fails, and is in target/tests in any case.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
CARGO = os.environ.get("CARGO", "cargo")
# They take the longest, so they begin: what begins last is what everything waits for. After a clone
# the one that counts instructions compiles the lab first, for minutes.
FIRST = [
    "press/browser",
    "lab/instructions",
    "press/broken",
    "listing/rows",
    "lab/orders",
    "press/documents",
    "press/again",
    "listing/unit",
    "lab/probes",
]

# What runs now: it ends with this program, and with it all that it has started.
RUNNING: set[subprocess.Popen[str]] = set()
ENDING = threading.Event()


@dataclass
class Program:
    """One program with tests, or cargo's own run of the examples in documentation."""

    name: str
    command: list[str]
    folder: Path
    environment: dict[str, str]


@dataclass
class Ended:
    """How one ended."""

    program: Program
    good: bool
    seconds: float
    printed: str

    def counts(self) -> str:
        """`12 passed, 1 ignored`, as the programs themselves say."""
        found = re.findall(r"(\d+) (passed|failed|ignored);", self.printed)
        sums = {word: 0 for word in ("passed", "failed", "ignored")}
        for count, word in found:
            sums[word] += int(count)
        return ", ".join(
            f"{count} {word}"
            for word, count in sums.items()
            if count or word == "passed"
        )


def build() -> list[Program]:
    """All programs that `cargo test --workspace` would run, compiled."""
    command = [
        CARGO,
        "test",
        "--workspace",
        "--no-run",
        "--message-format=json-render-diagnostics",
        "--quiet",
    ]
    built = subprocess.run(
        command, check=False, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    if built.returncode != 0:
        sys.exit(built.returncode)
    programs = []
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if (
            message.get("reason") != "compiler-artifact"
            or not message["profile"]["test"]
            or not message["executable"]
        ):
            continue
        folder = Path(message["manifest_path"]).parent
        target = message["target"]
        kind = (
            target["name"]
            if target["kind"] == ["test"]
            else "unit"
            if "bin" not in target["kind"]
            else "program"
        )
        environment = {
            "CARGO": CARGO,
            "CARGO_MANIFEST_DIR": str(folder),
            "CARGO_PKG_NAME": folder.name,
        }
        programs.append(
            Program(
                f"{folder.name}/{kind}",
                [message["executable"], "--quiet"],
                folder,
                environment,
            )
        )
    if not programs:
        sys.exit("cargo has built no tests")
    programs.append(
        Program(
            "documentation",
            [CARGO, "test", "--workspace", "--doc", "--no-fail-fast", "--quiet"],
            ROOT,
            {},
        )
    )
    first = {name: place for place, name in enumerate(FIRST)}
    programs.sort(key=lambda program: first.get(program.name, len(FIRST)))
    missing = first.keys() - {program.name for program in programs}
    if missing:
        sys.exit(f"scripts/tests.py begins with {sorted(missing)}, and there are none")
    return programs


def run(program: Program) -> Ended:
    """Runs one to its end. Its tests have limits of their own."""
    start = time.monotonic()
    with subprocess.Popen(
        program.command,
        cwd=program.folder,
        env=os.environ | program.environment,
        stdin=subprocess.DEVNULL,
        # In the order in which it was written, what it says and what it complains of.
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        # A group of its own: what it starts holds its output open, and would be waited for.
        process_group=0,
    ) as child:
        RUNNING.add(child)
        if ENDING.is_set():
            end(child)
        printed, _ = child.communicate()
        RUNNING.discard(child)
    seconds = time.monotonic() - start
    if child.returncode < 0:
        printed += f"\nit was ended by signal {-child.returncode}\n"
    return Ended(program, child.returncode == 0, seconds, printed)


def end(child: subprocess.Popen[str]) -> None:
    """Ends one and all that it has started, if it has not ended by itself."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)


def main() -> int:
    """Says of each program how it ended; 1 if one failed."""
    # `kill` and the end of the terminal end it as Ctrl-C does, which reaches it alone.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    programs = build()
    folder = TARGET / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    pool = ThreadPoolExecutor(max_workers=(os.cpu_count() or 2) + 1)
    running = [pool.submit(run, program) for program in programs]
    failed = []
    try:
        for future in as_completed(running):
            ended = future.result()
            name = ended.program.name
            (folder / f"{name.replace('/', '-')}.txt").write_text(
                ended.printed, encoding="utf-8"
            )
            if not ended.good:
                failed.append(name)
                print(f"\n---- {name}\n{ended.printed}", flush=True)
            # Half of them have few tests and no time; what takes time is what one wants to know.
            if ended.seconds > 1 or not ended.good:
                word = "ok    " if ended.good else "FAILED"
                print(
                    f"{word} {ended.seconds:6.1f} s  {name}: {ended.counts()}",
                    flush=True,
                )
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        ENDING.set()
        for child in RUNNING.copy():
            end(child)
        print("interrupted", file=sys.stderr)
        return 130
    print(
        f"{len(programs)} programs in {time.monotonic() - start:.0f} s, {len(failed)} failed; all that they printed: {folder}"
    )
    for name in failed:
        print(f"FAILED {name}: {folder / name.replace('/', '-')}.txt")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
