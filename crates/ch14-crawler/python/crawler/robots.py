"""What a host wants read: robots.txt, by RFC 9309, as in `src/core/robots.rs`."""

import re
from urllib.parse import quote

from crawler.address import plain_escapes

LONGEST = 512 << 10


class Rules:
    """The rules of one host for one crawler."""

    def __init__(self, lines: list[tuple[bool, str]], is_unknown: bool = False) -> None:
        self.lines = lines
        self.is_unknown = is_unknown

    @classmethod
    def all(cls) -> "Rules":
        """Everything is allowed: there is no robots.txt."""
        return cls([])

    @classmethod
    def unknown(cls) -> "Rules":
        """Nothing is allowed: nobody knows what the rules are."""
        return cls([(False, "/")], is_unknown=True)

    def allow(self, path: str) -> bool:
        """Whether a path may be asked for: the longest pattern that fits decides."""
        path = plain_escapes(path)
        fitting = [line for line in self.lines if fits(line[1], path)]
        longest = max(fitting, key=lambda line: (len(line[1]), line[0]), default=None)
        return path == "/robots.txt" or longest is None or longest[0]

    @classmethod
    def parse(cls, text: str, name: str) -> "Rules":
        """Reads a file, for the crawler of this name."""
        own: list[tuple[bool, str]] | None = None
        anybody: list[tuple[bool, str]] = []
        for_own = for_any = naming = False
        read = text.removeprefix("\ufeff").encode()[:LONGEST].decode("utf-8", "ignore")
        # Not by `splitlines`, which also takes a form feed and `\u2028` for the end of a line.
        for line in re.split("[\r\n]", read):
            key, colon, value = line.split("#")[0].partition(":")
            key, value = key.strip().lower(), value.strip()
            if not colon:
                continue
            if key == "user-agent":
                # A group begins with the first of its names.
                if not naming:
                    for_own, for_any, naming = False, False, True
                for_any |= value == "*"
                if value.lower() == name:
                    for_own = True
                    own = own or []
            elif key in ("allow", "disallow"):
                naming = False
                if not value.startswith(("/", "*")):
                    continue
                row = (key == "allow", in_ascii(plain_escapes(value)))
                if for_own and own is not None:
                    own.append(row)
                if for_any:
                    anybody.append(row)
        return cls(anybody if own is None else own)


def in_ascii(path: str) -> str:
    """`/é` is `/%C3%A9`, as in the address that it is compared with: RFC 9309, section 2.2.2."""
    return "".join(c if c.isascii() else quote(c) for c in path)


def fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says. `*` is anything, `$` the path's end."""
    to_the_end = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    rest = path.removeprefix(first)
    if not parts:
        return not to_the_end or not rest
    for at, part in enumerate(parts):
        if to_the_end and at == len(parts) - 1:
            return rest.endswith(part)
        found = rest.find(part)
        if found < 0:
            return False
        rest = rest[found + len(part) :]
    return True
