"""Which address is next, and when: as in `src/core/frontier.rs`."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from crawler.address import origin, pattern, target
from crawler.limits import Limits
from crawler.outcome import TOO_SLOW, Again, Kept, Outcome, Redirected, Refused
from crawler.robots import Rules

RULES_REDIRECTS = 5


@dataclass
class Job:
    """One request to be made: for a page, or for the rules of a host."""

    url: str
    rules_of: str | None = None
    depth: int = 0
    redirects: int = 0
    tries: int = 0
    why: str = TOO_SLOW.why


@dataclass(frozen=True)
class Wait:
    """Nothing before this time, unless a job ends earlier."""

    until: float


BUSY = "busy"
DONE = "done"


@dataclass(frozen=True)
class Commit:
    """How it ended with one address, and what was found there."""

    url: str
    end: str
    detail: str = ""
    found: tuple[tuple[str, int, int], ...] = ()


@dataclass
class Host:
    origin: str
    rules: Rules | None = None
    asking: bool = False
    waiting: deque[Job] = field(default_factory=deque)
    later: list[tuple[float, Job]] = field(default_factory=list)
    under_way: int = 0
    not_before: float = 0.0

    def take_up_what_is_due(self, now: float) -> None:
        due = sorted(
            (row for row in self.later if row[0] <= now), key=lambda row: row[0]
        )
        self.later = [row for row in self.later if row[0] > now]
        self.waiting.extendleft(job for _, job in reversed(due))


class Frontier:
    """All that is known, waiting and under way."""

    def __init__(self, limits: Limits, starts: list[str], begin: bool = True) -> None:
        self.limits = limits
        self.within = {origin(url) for url in starts}
        self.hosts: dict[str, Host] = {}
        self.turn = 0
        self.seen: set[str] = set()
        self.alike: dict[str, int] = {}
        self.under_way = 0
        self.asked = 0
        self.ended: list[Commit] = []
        for url in starts if begin else []:
            self.add(url, 0, 0)

    def resume(self, rows: Iterable[tuple[str, int, int, bool]]) -> None:
        """Takes up what an earlier crawl has left, in the order in which it was found."""
        for url, depth, redirects, ended in rows:
            if ended:
                self.seen.add(url)
                self.alike[pattern(url)] = self.alike.get(pattern(url), 0) + 1
            elif origin(url) in self.within:
                self.add(url, depth, redirects)

    def next(self, now: float) -> Job | Wait | str:
        """What to do at this time, counted from the crawl's beginning."""
        soonest: list[float] = []
        if self.under_way < self.limits.at_once:
            hosts = list(self.hosts.values())
            for step in range(len(hosts)):
                index = (self.turn + step) % len(hosts)
                found = self.next_of(hosts[index], now)
                if isinstance(found, Job):
                    self.turn = index + 1
                    self.under_way += 1
                    return found
                if found is not None:
                    soonest.append(found)
        if soonest:
            return Wait(min(soonest))
        return BUSY if self.under_way else DONE

    def next_of(self, host: Host, now: float) -> Job | float | None:
        host.take_up_what_is_due(now)
        if host.under_way >= self.limits.per_host:
            return None
        while host.waiting:
            job = host.waiting.popleft()
            if (
                job.rules_of is None
                and host.rules
                and not host.rules.allow(target(job.url))
            ):
                why = "could not be read" if host.rules.is_unknown else "forbids it"
                self.ended.append(Commit(job.url, f"refused: robots.txt {why}"))
                continue
            if now < host.not_before:
                host.waiting.appendleft(job)
                return host.not_before
            if job.rules_of is None:
                if host.rules is None:
                    host.waiting.appendleft(job)
                    if host.asking:
                        break
                    host.asking = True
                    job = Job(f"{host.origin}/robots.txt", host.origin)
                elif job.tries == 0:
                    if self.asked >= self.limits.pages:
                        host.waiting.appendleft(job)
                        break
                    self.asked += 1
            host.under_way += 1
            host.not_before = max(host.not_before, now + self.limits.pause)
            return job
        return min((due for due, _ in host.later), default=None)

    def done(self, job: Job, outcome: Outcome, now: float) -> None:
        """Takes in what came of a job."""
        self.under_way -= 1
        self.host(job.url).under_way -= 1
        if isinstance(outcome, Again):
            self.again(job, outcome, now)
        elif job.rules_of is not None:
            if isinstance(outcome, Redirected) and job.redirects < RULES_REDIRECTS:
                following = replace(
                    job, url=outcome.to, redirects=job.redirects + 1, tries=0
                )
                self.host(following.url).waiting.appendleft(following)
            else:
                rules = outcome if isinstance(outcome, Rules) else Rules.all()
                self.hosts[job.rules_of].rules = rules
        elif isinstance(outcome, Kept):
            end = "kept, cut short" if outcome.cut else "kept"
            detail = f"\t{outcome.title}\t{outcome.hash}"
            self.end_with(job.url, end, detail, outcome.links, job.depth + 1, 0)
        elif isinstance(outcome, Redirected):
            hops = job.redirects + 1
            self.end_with(
                job.url, "redirected", f"\t{outcome.to}", (outcome.to,), job.depth, hops
            )
        elif isinstance(outcome, Refused):
            self.ended.append(Commit(job.url, f"refused: {outcome.why}"))

    def commits(self) -> list[Commit]:
        """What has ended since it was asked the last time, in order."""
        ended, self.ended = self.ended, []
        return ended

    def again(self, job: Job, outcome: Again, now: float) -> None:
        """Tries it again after a pause that doubles, and that the server may prolong."""
        limits = self.limits
        pause = max(limits.second * 2**job.tries, outcome.after or 0.0)
        job.tries += 1
        # The first reason that says more than that there was no answer in time.
        if job.why == TOO_SLOW.why:
            job.why = outcome.why
        if job.tries < limits.tries and pause <= limits.second * limits.patience:
            host = self.host(job.url)
            if outcome.after is not None:
                host.not_before = max(host.not_before, now + pause)
            host.later.append((now + pause, job))
        elif job.rules_of is not None:
            # Nobody knows what the rules are: so nothing is allowed.
            self.hosts[job.rules_of].rules = Rules.unknown()
        else:
            # To ask again would be too early: then it is no matter how often it has asked.
            asked = job.tries if job.tries == limits.tries else 1
            tries = f" after {asked} tries" if asked > 1 else ""
            self.ended.append(Commit(job.url, f"gave up{tries}: {job.why}"))

    def end_with(
        self,
        url: str,
        end: str,
        detail: str,
        links: tuple[str, ...],
        depth: int,
        redirects: int,
    ) -> None:
        at = len(self.ended)
        wanted = [link for link in links if origin(link) in self.within]
        found = tuple(
            (link, depth, redirects)
            for link in wanted
            if self.add(link, depth, redirects)
        )
        self.ended.insert(at, Commit(url, end, detail, found))

    def add(self, url: str, depth: int, redirects: int) -> bool:
        """Whether the address is new."""
        if url in self.seen:
            return False
        self.seen.add(url)
        alike = self.alike[pattern(url)] = self.alike.get(pattern(url), 0) + 1
        if len(url) > self.limits.address:
            refusal = "its address is too long"
        elif redirects > self.limits.redirects:
            refusal = "too many redirects"
        elif depth > self.limits.depth:
            refusal = "too many links away"
        elif alike > self.limits.alike:
            refusal = "too many addresses like it"
        else:
            self.host(url).waiting.append(Job(url, None, depth, redirects))
            return True
        self.ended.append(Commit(url, f"refused: {refusal}"))
        return True

    def host(self, url: str) -> Host:
        return self.hosts.setdefault(origin(url), Host(origin(url)))
