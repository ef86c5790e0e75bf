"""The site that misbehaves, in a process of its own: the chapter's program is its server."""

import json
import os
import subprocess
import sys
from types import TracebackType
from typing import Self

from crawler.limits import Limits


class Site:
    """The site while it is open."""

    def __init__(self) -> None:
        program = os.environ.get("CHAPTER_PROGRAM")
        if program is None:
            sys.exit("error: run this by `cargo listing`, which builds the site")
        self.server = subprocess.Popen(
            [program, "site"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        told = json.loads(self.answer())
        self.address: tuple[str, int] = (told["host"], told["port"])
        self.starts: list[str] = told["starts"]
        self.limits = Limits(**told["limits"])

    def verdict(self) -> str:
        """What it thinks of its visitors so far."""
        return self.ask("verdict")

    def pages(self) -> int:
        """How many pages it was asked for."""
        return int(self.ask("pages"))

    def asked(self, path: str) -> int:
        """How often it was asked for this path of `site.test`."""
        return int(self.ask(path))

    def ask(self, question: str) -> str:
        assert self.server.stdin is not None
        self.server.stdin.write(f"{question}\n")
        self.server.stdin.flush()
        return self.answer()

    def answer(self) -> str:
        assert self.server.stdout is not None
        return self.server.stdout.readline().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # Its input ends, and so does it.
        self.server.communicate()
