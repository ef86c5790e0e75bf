"""A worker for the queue in PostgreSQL: the same as in `src/together/on_tokio.rs`."""

import sys
import time

from crawler.blocking import fetch
from crawler.frontier import Job
from crawler.judge import judge
from crawler.limits import Limits
from crawler.outcome import Kept
from crawler.postgres import Connection

START = "http://site.test/manual/"
CLAIM = """SELECT url FROM page WHERE ending IS NULL
           ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED"""
END = "UPDATE page SET ending = %s, stored = stored + 1 WHERE url = %s"
FIND = "INSERT INTO page (url) VALUES (%s) ON CONFLICT DO NOTHING"


def main() -> None:
    folder, site, _ = sys.argv[1:]
    host, _, port = site.rpartition(":")
    # There is no second try, so a site that a busy machine holds up has time.
    limits = Limits(answer=20)
    queue = Connection(folder)
    pages = 0
    while True:
        queue.execute("BEGIN")
        rows = queue.execute(CLAIM)
        if not rows:
            queue.execute("ROLLBACK")
            left = queue.execute("SELECT count(*) FROM page WHERE ending IS NULL")
            if left == [["0"]]:
                return
            # Somebody has a page in hand, and may find more.
            time.sleep(0.005)
            continue
        url = rows[0][0]
        job = Job(url)
        outcome = judge(job, fetch(job, (host, int(port)), limits), limits)
        pages += 1
        if pages == 1:
            print(f"has {url.removeprefix('http://site.test')} in hand", flush=True)
        links = outcome.links if isinstance(outcome, Kept) else ()
        queue.execute(END, "kept" if isinstance(outcome, Kept) else repr(outcome), url)
        # In one order for all: whoever inserts what another has not committed waits for it.
        for link in sorted(links):
            if link.startswith(START):
                queue.execute(FIND, link)
        queue.execute("COMMIT")


if __name__ == "__main__":
    main()
