"""The crawler as a loop: one page after the other."""

import time

from crawler.blocking import fetch
from crawler.frontier import DONE, Frontier, Job, Wait
from crawler.judge import judge
from crawler.report import Report
from crawler.site import Site


def main() -> None:
    with Site() as site:
        print(crawl(site))
        print("the site says:", site.verdict())


def crawl(site: Site) -> Report:
    frontier = Frontier(site.limits, site.starts)
    report = Report()
    began = time.monotonic()
    while True:
        following = frontier.next(time.monotonic() - began)
        report.extend(frontier.commits())
        match following:
            case Job() as job:
                outcome = judge(job, fetch(job, site.address, site.limits), site.limits)
                frontier.done(job, outcome, time.monotonic() - began)
            case Wait(until):
                time.sleep(max(0, until - (time.monotonic() - began)))
            case _:
                assert following == DONE
                return report


if __name__ == "__main__":
    main()
