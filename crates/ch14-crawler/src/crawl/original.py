"""The crawler on asyncio: a task for each request."""

import asyncio
import time

from crawler.frontier import BUSY, DONE, Frontier, Job, Wait
from crawler.http import Answer, Reader, request
from crawler.judge import judge
from crawler.outcome import BROKEN, NO_CONNECTION, TOO_SLOW, Failed, Outcome
from crawler.report import Report
from crawler.site import Site


def main() -> None:
    with Site() as site:
        print(asyncio.run(crawl(site)))
        print("the site says:", site.verdict())


async def crawl(site: Site) -> Report:
    frontier = Frontier(site.limits, site.starts)
    report = Report()
    visits: Visits = set()
    began = time.monotonic()
    while True:
        following = frontier.next(time.monotonic() - began)
        report.extend(frontier.commits())
        limit: float | None
        match following:
            case Job() as job:
                visits.add(asyncio.create_task(visit(job, site)))
                continue
            case Wait(until):
                limit = max(0, until - (time.monotonic() - began))
            case _ if following == BUSY:
                limit = None
            case _:
                assert following == DONE
                return report
        for job, outcome in await ended(visits, limit):
            frontier.done(job, outcome, time.monotonic() - began)


Visits = set[asyncio.Task[tuple[Job, Outcome]]]


async def ended(visits: Visits, limit: float | None) -> list[tuple[Job, Outcome]]:
    """The next visits that end, or none if the time is over first."""
    if not visits:
        await asyncio.sleep(limit or 0)
        return []
    over, _ = await asyncio.wait(
        visits, timeout=limit, return_when=asyncio.FIRST_COMPLETED
    )
    visits -= over
    return [task.result() for task in over]


async def visit(job: Job, site: Site) -> tuple[Job, Outcome]:
    answer: Answer | Outcome
    try:
        async with asyncio.timeout(site.limits.answer):
            answer = await fetch(job, site)
    except TimeoutError:
        answer = TOO_SLOW
    except Failed as failed:
        answer = failed.outcome
    return job, judge(job, answer, site.limits)


async def fetch(job: Job, site: Site) -> Answer:
    try:
        stream, writer = await asyncio.open_connection(*site.address)
    except OSError:
        raise Failed(NO_CONNECTION) from None
    try:
        writer.write(request(job.url))
        reader = Reader(job, site.limits)
        while True:
            answer = reader.take(await stream.read(16 << 10))
            if answer is not None:
                return answer
    except OSError:
        raise Failed(BROKEN) from None
    finally:
        writer.close()


if __name__ == "__main__":
    main()
