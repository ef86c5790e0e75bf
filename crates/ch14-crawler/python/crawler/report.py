"""What came of a crawl: as in `src/core/report.rs`."""

from hashlib import sha256

from crawler.frontier import Commit


class Report:
    """How it ended with each address."""

    def __init__(self) -> None:
        self.ends: dict[str, str] = {}

    def add(self, commit: Commit) -> None:
        self.ends[commit.url] = commit.end + commit.detail

    def extend(self, commits: list[Commit]) -> None:
        for commit in commits:
            self.add(commit)

    def lines(self) -> list[str]:
        return [f"{url}\t{end}" for url, end in sorted(self.ends.items())]

    def fingerprint(self) -> str:
        text = "".join(f"{line}\n" for line in self.lines())
        return sha256(text.encode()).hexdigest()[:16]

    def __str__(self) -> str:
        ends = self.ends.values()
        ways = ("kept", "redirected", "refused", "gave up")
        rows = [f"{sum(end.startswith(way) for end in ends):3} {way}\n" for way in ways]
        total = f"{len(ends):3} addresses, fingerprint {self.fingerprint()}"
        return "".join(rows) + total
