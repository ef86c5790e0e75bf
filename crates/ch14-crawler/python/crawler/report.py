"""What came of a crawl: as in `src/core/report.rs`."""

from collections import Counter
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
        counts = Counter(end.split("\t")[0] for end in self.ends.values())
        rows = [f"{count:4} {end}\n" for end, count in sorted(counts.items())]
        total = f"{len(self.ends):4} addresses, fingerprint {self.fingerprint()}"
        return "".join(rows) + total
