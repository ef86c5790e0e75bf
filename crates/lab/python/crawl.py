"""What a page costs the crawler of chapter 14 on asyncio, the chapter's own program."""

import asyncio
import importlib.util
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace

from probe import Probe, Reading, main, whole

CHAPTER = Path(__file__).parents[2] / "ch14-crawler"
HOSTS = ["site.test", "gone.test", "ill.test", "moved.test", "mute.test"]


def crawl(at_once: int, quick: bool) -> Reading:
    """Crawl a site that means no harm: the same as Rust's drivers do."""
    pages = 6 if quick else 100
    original, limits = chapter()
    program = os.environ.get("LAB_PROGRAM")
    if program is None:
        sys.exit("error: run this by `cargo lab crawl.10.python`, which has the site")
    command = [program, "part", "crawl-site", str(pages)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        # It ends when its standard input does.
        assert server.stdout is not None
        try:
            host, port = server.stdout.readline().strip().rsplit(":", 1)
            site = SimpleNamespace(
                address=(host, int(port)),
                starts=[f"http://{host}/" for host in HOSTS],
                limits=limits.Limits(
                    at_once=at_once, per_host=at_once, pause=0, alike=1_000_000
                ),
            )
            reports = []
            reading = whole(
                len(HOSTS) * (pages + 1),
                lambda: reports.append(asyncio.run(original.crawl(site))),
            )
        finally:
            server.kill()
    kept = sum("\tkept\t" in line for line in reports[0].lines())
    if kept != reading["units"]:
        sys.exit(f"error: only {kept} pages were kept:\n{reports[0]}")
    return reading


def chapter() -> tuple[ModuleType, ModuleType]:
    """Load the chapter's program, and what it has for limits."""
    sys.path.insert(0, str(CHAPTER / "python"))
    file = CHAPTER / "src/crawl/original.py"
    spec = importlib.util.spec_from_file_location("original", file)
    assert spec is not None and spec.loader is not None
    original = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(original)
    return original, importlib.import_module("crawler.limits")


PROBES: dict[str, Probe] = {
    f"crawl.{at_once}.python": partial(crawl, at_once) for at_once in (10, 200)
}

if __name__ == "__main__":
    main(PROBES)
