"""One question in HTTP/1.1 and its answer, without a socket: as in `src/core/http.rs`."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler import NAME
from crawler.address import target
from crawler.limits import Limits
from crawler.outcome import BROKEN, LONG_HEAD, NO_HTTP, Failed

HEADERS = 100


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
        seconds = self.header("retry-after")
        return int(seconds) * second if seconds.isdecimal() else None


class Reader:
    """Reads an answer from whatever pieces it comes in."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
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
            if b"\n" in self.waiting:
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
        head, end, rest = bytes(self.waiting).partition(b"\r\n\r\n")
        first = re.match(rb"HTTP/1\.[01] ([0-9]{3})([ \r]|$)", head)
        if not first and (end or not b"HTTP/1.1 ".startswith(head[:9])):
            raise Failed(NO_HTTP)
        if not end:
            if len(head) > self.limits.head or head.count(b"\n") > HEADERS:
                raise Failed(LONG_HEAD)
            return
        assert first is not None
        self.waiting = bytearray(rest)
        status = int(first[1])
        if status < 200:
            return
        lines = head.decode("utf-8", "replace").split("\r\n")[1:]
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
        if "chunked" in self.answer.header("transfer-encoding"):
            self.state = "chunk size"
        elif status in (204, 304):
            self.state, self.left = "length", 0
        elif lengths:
            # Two lengths are how requests are smuggled past a proxy. No answer has two.
            if len(lengths) > 1 or not lengths[0].isdecimal():
                raise Failed(NO_HTTP)
            self.state, self.left = "length", int(lengths[0])
        else:
            self.state = "to the end"
