"""One question in HTTP/1.1 and its answer, without a socket: as in `src/core/http.rs`."""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from crawler import NAME
from crawler.address import target
from crawler.frontier import Job
from crawler.limits import Limits
from crawler.outcome import BROKEN, LONG_HEAD, NO_HTTP, Failed
from crawler.robots import LONGEST

HEADERS = 100
DIGITS = 18  # of a number; one with more is as good as endless


def request(url: str) -> bytes:
    """What a crawler writes into a connection."""
    lines = [
        f"GET {target(url)} HTTP/1.1",
        f"Host: {urlsplit(url).netloc}",
        f"User-Agent: {NAME}",
        "Accept: text/html, text/plain;q=0.5",
        "Connection: close",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass
class Answer:
    """A whole answer."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    cut: bool = False

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def retry_after(self, second: float) -> float | None:
        seconds = number(self.header("retry-after"))
        return None if seconds is None else seconds * second


def number(text: str) -> int | None:
    """What it says, if it has digits and nothing else. `int` takes more, and fails on thousands."""
    if not re.fullmatch("[0-9]+", text):
        return None
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) <= DIGITS else 10**DIGITS


class Reader:
    """Reads an answer from whatever pieces it comes in."""

    def __init__(self, job: Job, limits: Limits) -> None:
        # Half of a file of rules would allow what the other half forbids.
        body = limits.body if job.rules_of is None else max(limits.body, LONGEST)
        self.limits = replace(limits, body=body)
        self.waiting = bytearray()
        self.state = "head"
        self.left = 0
        self.answer = Answer()

    def take(self, data: bytes) -> Answer | None:
        """Takes what has come; no bytes mean that the connection is closed."""
        self.waiting += data
        while True:
            before = (self.state, len(self.waiting))
            if self.step(closed=not data):
                return self.answer
            if (self.state, len(self.waiting)) == before:
                break
        if not data:
            raise Failed(BROKEN)
        return None

    def step(self, closed: bool) -> bool:
        """Goes on as far as it can. Whether the answer is whole."""
        if self.state == "head":
            self.head()
        elif self.state == "to the end":
            return self.body(len(self.waiting)) or closed
        elif self.state == "chunk size":
            line = re.match(rb"([0-9A-Fa-f]+)[ \t]*(;[^\r\n]*)?\r\n", self.waiting)
            if line:
                # The match only points into the bytes: read it before they move.
                self.left = int(line[1], 16)
                end = line.end()
                del self.waiting[:end]
                self.state = "chunk"
                return self.left == 0
            wrong = b"\n" in self.waiting or not re.match(
                rb"[0-9A-Fa-f]*($|[ \t\r;])", self.waiting
            )
            if wrong or len(self.waiting) > self.limits.head:
                raise Failed(NO_HTTP)
        elif self.left > 0:
            taken = min(self.left, len(self.waiting))
            self.left -= taken
            return self.body(taken) or (self.state == "length" and self.left == 0)
        elif self.state == "length":
            return True
        elif len(self.waiting) >= 2:
            del self.waiting[:2]
            self.state = "chunk size"
        return False

    def body(self, count: int) -> bool:
        """Moves bytes into the body. Whether it is full."""
        room = self.limits.body - len(self.answer.body)
        self.answer.body += self.waiting[: min(count, room)]
        del self.waiting[:count]
        self.answer.cut = count > room
        return self.answer.cut

    def head(self) -> None:
        # Some servers end a line with `\n` alone.
        blank = re.search(rb"\n\r?\n", self.waiting)
        end = blank.end() if blank else 0
        head = bytes(self.waiting[:end] if end else self.waiting)
        first = re.match(rb"HTTP/1\.[01] ([0-9]{3})([ \r\n]|$)", head)
        begins = any(v.startswith(head[:9]) for v in (b"HTTP/1.0 ", b"HTTP/1.1 "))
        if not first and (end or not begins):
            raise Failed(NO_HTTP)
        if not end:
            if len(head) > self.limits.head or head.count(b"\n") > HEADERS + 1:
                raise Failed(LONG_HEAD)
            return
        assert first is not None
        del self.waiting[:end]
        status = int(first[1])
        if status < 200:
            return
        text = head.decode("utf-8", "replace").rstrip("\r\n")
        lines = re.split("\r?\n", text)[1:]
        if len(lines) > HEADERS:
            raise Failed(LONG_HEAD)
        headers = []
        for line in lines:
            name, colon, value = line.partition(":")
            if not colon or not re.fullmatch(r"[!-9;-~]+", name):
                raise Failed(NO_HTTP)
            headers.append((name.lower(), value.strip()))
        self.answer = Answer(status, headers)
        lengths = [value for name, value in headers if name == "content-length"]
        hows = [value for name, value in headers if name == "transfer-encoding"]
        if any("chunked" in how.lower() for how in hows):
            self.state = "chunk size"
        elif status in (204, 304):
            self.state, self.left = "length", 0
        elif lengths:
            # Two lengths are how requests are smuggled past a proxy. No answer has two.
            length = number(lengths[0])
            if len(lengths) > 1 or length is None:
                raise Failed(NO_HTTP)
            self.state, self.left = "length", length
        else:
            self.state = "to the end"
