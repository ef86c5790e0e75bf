"""Where a page leads, and what it is called: as in `src/core/links.rs` and `text.rs`."""

import codecs
import re
from html.parser import HTMLParser

from crawler.address import absolute

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CHARSET = r"charset=[\"']?([\w.:-]+)"
# As browsers read them: these names have long meant the larger encoding.
MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}


def decoded(body: bytes, content_type: str) -> str:
    """A page as text: its first bytes count most, then the server, then the page."""
    for bom, name in BOMS.items():
        if body.startswith(bom):
            return body.decode(name, "replace")
    head = body[:1024].decode("utf-8", "replace")
    meta = re.search("<meta.*", head, re.IGNORECASE | re.DOTALL)
    page = meta[0] if meta else ""
    for text in (content_type, page):
        found = re.search(CHARSET, text, re.IGNORECASE)
        if not found:
            continue
        name = found[1].lower()
        # A page that can be read so far is not in UTF-16, whatever it says.
        if text is page and name.startswith(("utf-16", "utf-32")):
            break
        try:
            return body.decode(MEANT.get(name, name), "replace")
        except LookupError:
            continue
    return body.decode("utf-8", "replace")


class Links(HTMLParser):
    """Collects what stands in a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.base = address
        self.hrefs: list[str] = []
        self.title: str | None = None
        self.in_title = False
        self.follow = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attrs)}
        if tag in ("a", "area"):
            if (
                "nofollow" not in values.get("rel", "").lower().split()
                and "href" in values
            ):
                self.hrefs.append(values["href"])
        elif tag == "base" and "href" in values:
            self.base = absolute(self.base, values["href"]) or self.base
        elif tag == "meta":
            name, content = (
                values.get("name", "").lower(),
                values.get("content", "").lower(),
            )
            if "robots" in name and "nofollow" in content:
                self.follow = False
        elif tag == "title" and self.title is None:
            self.in_title, self.title = True, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title and self.title is not None:
            self.title += data


def links(page: str, address: str) -> tuple[str, tuple[str, ...]]:
    """The title, and absolute addresses in the order of the page, each once."""
    parser = Links(address)
    parser.feed(page)
    parser.close()
    found: dict[str, None] = {}
    for href in parser.hrefs if parser.follow else []:
        url = absolute(parser.base, href)
        if url is not None:
            found[url] = None
    return " ".join((parser.title or "").split()), tuple(found)
