"""A crawler of forty lines, and where it stops."""

import os
import re
import threading
import time
from collections import deque
from urllib.request import Request, urlopen

from crawler.site import Site


def main() -> None:
    with Site() as site:
        threading.Thread(target=crawl, args=(site,), daemon=True).start()
        while site.asked("/never") == 0:
            time.sleep(0.001)
        print("… and there it still is.")
        print("the site says:", site.verdict(), flush=True)
        os._exit(0)  # no thread can be stopped from outside, and this one would go on


def crawl(site: Site) -> None:
    waiting = deque(["/"])
    seen = {"/"}
    while waiting:
        path = waiting.popleft()
        print(path)
        for link in re.findall('href="(/.*?)"', fetch(site, path)):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def fetch(site: Site, path: str) -> str:
    host, port = site.address
    headers = {"Host": "site.test", "User-Agent": "naive"}
    with urlopen(Request(f"http://{host}:{port}{path}", headers=headers)) as answer:
        page: bytes = answer.read()
        return page.decode()


if __name__ == "__main__":
    main()
