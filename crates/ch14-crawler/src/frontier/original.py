"""A day of the crawler, with a clock that jumps."""

from collections import deque

from crawler.frontier import DONE, Frontier, Job, Wait
from crawler.limits import Limits
from crawler.outcome import Again, Kept, Outcome
from crawler.robots import Rules


def main() -> None:
    limits = Limits(per_host=1, pause=1)
    frontier = Frontier(limits, ["http://site.test/"])
    clock = 0.0
    script = deque[Outcome](
        [
            Rules.parse("User-agent: *\nDisallow: /private", "taking-turns"),
            page(
                "http://site.test/tea", "http://site.test/private", "http://site.test/"
            ),
            Again("status 503", 30),
            page(),
        ]
    )
    while True:
        following = frontier.next(clock)
        tell(frontier, clock)
        match following:
            case Job() as job:
                say(clock, f"fetch {job.url.removeprefix('http://site.test')}")
                frontier.done(job, script.popleft(), clock)
                tell(frontier, clock)
            case Wait(until):
                say(clock, f"wait until second {until:.0f}")
                clock = until
            case _:
                assert following == DONE
                break
    say(clock, "done")


def tell(frontier: Frontier, clock: float) -> None:
    """What has ended, and how much that was new was found there."""
    for commit in frontier.commits():
        path = commit.url.removeprefix("http://site.test")
        say(clock, f"{commit.end}: {path}, and {len(commit.found)} new")


def page(*links: str) -> Outcome:
    return Kept("", "", False, links)


def say(clock: float, what: str) -> None:
    print(f"{clock:2.0f} s  {what}")


if __name__ == "__main__":
    main()
