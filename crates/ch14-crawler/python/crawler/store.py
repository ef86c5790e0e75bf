"""The crawl on disk: the same SQLite file as in `src/core/store.rs`."""

import sqlite3
from collections.abc import Callable

from crawler.frontier import Commit

SCHEMA = """
    CREATE TABLE IF NOT EXISTS page (
        number INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        depth INTEGER NOT NULL,
        redirects INTEGER NOT NULL,
        found_on TEXT,
        ending TEXT,
        detail TEXT NOT NULL DEFAULT '',
        stored INTEGER NOT NULL DEFAULT 0
    )"""
END = "UPDATE page SET ending = ?2, detail = ?3, stored = stored + 1 WHERE url = ?1"
FIND = """INSERT OR IGNORE INTO page (url, depth, redirects, found_on)
          VALUES (?1, ?2, ?3, ?4)"""


class Store:
    """Where a crawl is kept."""

    def __init__(self, path: str) -> None:
        # No transaction begins by itself: each is asked for below.
        self.file = sqlite3.connect(path, timeout=5, isolation_level=None)
        self.file.execute("PRAGMA journal_mode = wal")
        self.file.execute("PRAGMA synchronous = full")
        self.file.execute(SCHEMA)

    def begin(self, start: str) -> None:
        """Puts in where a crawl begins, if it is new."""
        self.file.execute(FIND, (start, 0, 0, None))

    def commit(self, commit: Commit, moment: Callable[[], None] = lambda: None) -> None:
        """Keeps how it ended with an address, and what was found there: all or nothing."""
        self.file.execute("BEGIN IMMEDIATE")
        self.file.execute(END, (commit.url, commit.end, commit.detail))
        for url, depth, redirects in commit.found:
            self.file.execute(FIND, (url, depth, redirects, commit.url))
        moment()
        self.file.execute("COMMIT")

    def rows(self) -> list[tuple[str, int, int, bool]]:
        """Every address in the order in which it was found, and whether it has ended."""
        return self.file.execute(
            "SELECT url, depth, redirects, ending IS NOT NULL FROM page ORDER BY number"
        ).fetchall()

    def count(self, which: str) -> int:
        """How many rows are so."""
        (count,) = self.file.execute(
            f"SELECT count(*) FROM page WHERE {which}"
        ).fetchone()
        return int(count)
