"""A crawl that is killed at each of its commits, and goes on each time: in Rust, then in Python."""

import os
import subprocess
import sys
import tempfile
import time

from crawler.blocking import fetch
from crawler.frontier import Frontier, Job, Wait
from crawler.judge import judge
from crawler.limits import Limits
from crawler.site import Site
from crawler.store import Store

START = "http://site.test/manual/"


def main() -> None:
    if len(sys.argv) == 4:
        file, site, moment = sys.argv[1:]
        host, _, port = site.rpartition(":")
        # A site that a busy machine holds up is not asked a second time, which would be counted.
        limits = Limits(second=0.02, answer=20, pause=0)
        return work(file, (host, int(port)), limits, moment)
    with Site() as opened, tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "crawl.sqlite")
        killed = 0
        while kill_one(file, opened, killed):
            killed += 1
        store = Store(file)
        print(f"killed {killed} times")
        print(f"pages: {store.count('true')}, asked for {opened.pages()} times")
        print(f"missing: {store.count('ending IS NULL')}")
        print(f"stored twice: {store.count('stored > 1')}")
        store.file.close()
    return None


def kill_one(file: str, site: Site, number: int) -> bool:
    """Starts a crawler, and kills it at its first commit. Whether it came so far."""
    moment = ("within", "behind")[number % 2]
    if number % 4 >= 2:
        command = [sys.executable, __file__]
    else:
        command = [os.environ["CHAPTER_PROGRAM"], "variant", "resume", "plain"]
    host, port = site.address
    with subprocess.Popen(
        [*command, file, f"{host}:{port}", moment],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        # On Unix this is SIGKILL: the crawler has no time for a last word.
        child.kill()
    return said.strip() == moment


def work(file: str, site: tuple[str, int], limits: Limits, moment: str) -> None:
    """The crawler as a loop. It takes up what is in the file, and keeps there what it finds."""
    store = Store(file)
    store.begin(START)
    frontier = Frontier(limits, [START], begin=False)
    frontier.resume(store.rows())
    began = time.monotonic()
    while True:
        following = frontier.next(time.monotonic() - began)
        for commit in frontier.commits():
            store.commit(commit, lambda: stop_here(moment, "within"))
            stop_here(moment, "behind")
        match following:
            case Job() as job:
                outcome = judge(job, fetch(job, site, limits), limits)
                frontier.done(job, outcome, time.monotonic() - began)
            case Wait(until):
                time.sleep(max(0, until - (time.monotonic() - began)))
            case _:
                return


def stop_here(moment: str, here: str) -> None:
    """If this is the moment, it says so and waits to be killed."""
    if moment == here:
        print(here, flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main()
