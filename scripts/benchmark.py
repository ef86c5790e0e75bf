"""Measures how long an author waits for the book: builds of a copy of it, changed as an author would.

    cargo build --package press && python3 scripts/benchmark.py

Seconds on the clock, and seconds of processor time of everything that was started. On a machine with
other work only the second can be compared. Nothing in the clone is changed.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRESS = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug/press"
LIMIT = 600
PAGE = "book/en/ch08-task-future.md"


def copy(to: Path) -> None:
    """The sources of the book, and the typesetter."""
    for name in ["Cargo.toml", "book.toml"]:
        shutil.copy(ROOT / name, to / name)
    for name in ["book", "crates"]:
        shutil.copytree(ROOT / name, to / name)
    (to / ".tools").symlink_to(ROOT / ".tools")
    (to / "scripts").symlink_to(ROOT / "scripts")


def change(root: Path, number: int) -> str:
    """Adds a sentence to a page, and gives it."""
    sentence = f"Sentence number {number} of the benchmark."
    with (root / PAGE).open("a", encoding="utf-8") as page:
        page.write(f"\n{sentence}\n")
    return sentence


def until(what: str, is_so: object) -> None:
    """Waits until it is so."""
    assert callable(is_so)
    end = time.monotonic() + LIMIT
    while not is_so():
        if time.monotonic() > end:
            sys.exit(f"error: {what} did not come in {LIMIT} s")
        time.sleep(0.01)


def of_children() -> float:
    """The processor seconds of all children that have ended, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def of_tree(pid: int) -> float:
    """The processor seconds of a process and of those below it; only Linux says it in parts of one."""
    total, tick = 0.0, os.sysconf("SC_CLK_TCK")
    tree = {pid}
    stats: dict[int, tuple[int, int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        # State, parent, …; what it used itself and what its children did that have ended.
        stats[int(folder.name)] = (
            int(fields[1]),
            sum(int(field) for field in fields[11:15]),
        )
    while more := {one for one, (parent, _) in stats.items() if parent in tree} - tree:
        tree |= more
    for one in tree & stats.keys():
        total += stats[one][1] / tick
    return total


def say(what: str, wall: float, cpu: float) -> None:
    """A line of the table."""
    print(f"| {what} | {wall:6.1f} | {cpu:6.1f} |", flush=True)


def build(what: str, root: Path) -> None:
    """`cargo book build`, without cargo."""
    start, before = time.monotonic(), of_children()
    ended = subprocess.run(
        [PRESS, "build"], check=False, cwd=root, stdout=subprocess.DEVNULL
    )
    if ended.returncode != 0:
        sys.exit(ended.returncode)
    say(what, time.monotonic() - start, of_children() - before)


@contextmanager
def serving(root: Path, *options: str) -> Iterator[tuple[str, int]]:
    """A server of the book: its address and its number."""
    command = [str(PRESS), "serve", "--port", "0", *options]
    with tempfile.TemporaryFile("w+") as said:
        server = subprocess.Popen(command, cwd=root, stdout=said)

        def text() -> str:
            said.seek(0)
            return said.read()

        try:
            until(
                "the server",
                lambda: server.poll() is not None or "Serving on" in text(),
            )
            found = re.search(r"Serving on (http://[^/]+)", text())
            if not found:
                sys.exit("error: the server has ended")
            yield found[1], server.pid
        finally:
            server.terminate()
            server.wait()


def changed_page(root: Path) -> None:
    """From the saving of a page until a server gives it; the third time, as for an author at work."""
    with serving(root) as (address, pid):
        for number in range(3):
            start, before = time.monotonic(), of_tree(pid)
            sentence = change(root, number)

            def is_there(sentence: str = sentence) -> bool:
                page = f"{address}/en/{Path(PAGE).stem}.html"
                with urllib.request.urlopen(page) as answer:
                    return sentence.encode() in answer.read()

            until("the changed page", is_there)
            wall, cpu = time.monotonic() - start, of_tree(pid) - before
            # The search is indexed after the page is shown.
            time.sleep(5)
        say("`cargo book serve`: a changed page can be seen", wall, cpu)


def changed_pdf(root: Path) -> None:
    """From the saving of a page until its PDF is there, beside a server that keeps the typesetter."""
    pdf = root / "target/book/taking-turns-en.pdf"
    with serving(root, "--documents") as (_, pid):
        until("the first PDF", pdf.exists)
        time.sleep(5)
        for number in range(10, 12):
            old = pdf.stat().st_mtime_ns
            start, before = time.monotonic(), of_tree(pid)
            change(root, number)
            until(
                "the changed PDF",
                lambda old=old: pdf.exists() and pdf.stat().st_mtime_ns != old,
            )
            wall, cpu = time.monotonic() - start, of_tree(pid) - before
        say("`serve --documents`: the English PDF of a changed page", wall, cpu)


def main() -> None:
    """The table, in Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args()
    if not PRESS.exists():
        sys.exit("error: the builder is not built: cargo build --package press")
    if not Path("/proc/self/stat").exists():
        sys.exit("error: this needs Linux, which says what a process has used")
    chapters = len([page for page in (ROOT / "book/en").glob("ch*.md")])
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        root = Path(folder)
        copy(root)
        print(
            f"| {chapters} chapters | seconds | of them processor |\n|---|---|---|",
            flush=True,
        )
        build("`cargo book build`, from nothing", root)
        build("`cargo book build`, nothing changed", root)
        change(root, 100)
        build("`cargo book build`, a page changed", root)
        changed_page(root)
        changed_pdf(root)


if __name__ == "__main__":
    main()
