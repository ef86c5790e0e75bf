"""The crawler as threads that share one frontier."""

import threading
import time

from crawler.blocking import fetch
from crawler.frontier import BUSY, DONE, Frontier, Job, Wait
from crawler.judge import judge
from crawler.report import Report
from crawler.site import Site


def main() -> None:
    with Site() as site:
        print(crawl(site))
        print("the site says:", site.verdict())


class Shared:
    """What the threads share."""

    def __init__(self, site: Site) -> None:
        self.frontier = Frontier(site.limits, site.starts)
        self.report = Report()
        self.changed = threading.Condition()
        self.began = time.monotonic()


def crawl(site: Site) -> Report:
    shared = Shared(site)
    threads = [
        threading.Thread(target=work, args=(shared, site))
        for _ in range(site.limits.at_once)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return shared.report


def work(shared: Shared, site: Site) -> None:
    frontier, changed, began = shared.frontier, shared.changed, shared.began
    changed.acquire()
    while True:
        following = frontier.next(time.monotonic() - began)
        shared.report.extend(frontier.commits())
        match following:
            case Job() as job:
                # Nobody waits for the desk while this thread waits for a server.
                changed.release()
                outcome = judge(job, fetch(job, site.address, site.limits), site.limits)
                changed.acquire()
                frontier.done(job, outcome, time.monotonic() - began)
                changed.notify_all()
            case Wait(until):
                changed.wait(max(0, until - (time.monotonic() - began)))
            case _ if following == BUSY:
                changed.wait()
            case _:
                assert following == DONE
                changed.release()
                return


if __name__ == "__main__":
    main()
