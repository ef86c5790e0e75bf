"""Where a page leads, and what it is called: as in `src/core/links.rs` and `text.rs`."""

import codecs
import html
import re
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urlsplit

from crawler.address import absolute, joined

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CHARSET = r"charset=[\"']?([\w.:-]+)"
# As browsers read them: these names have long meant the larger encoding.
MEANT = {
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
# Python has others, of which some are none of text, and some fail on whatever they are given.
KNOWN = (
    r"utf-8|utf-16(-[bl]e)?|gb18030|big5hkscs|cp(125\d|866|874|932|949)|euc_jp"
    r"|iso2022_jp|iso8859-\d+|koi8-[ru]|mac-(roman|cyrillic)"
)


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
        with suppress(LookupError):
            name = codecs.lookup(name).name
            name = MEANT.get(name, name)
            if re.fullmatch(KNOWN, name):
                return body.decode(name, "replace")
    return body.decode("utf-8", "replace")


class Links(HTMLParser):
    """Collects what stands in a page."""

    # What stands in these is text. Before Python 3.14 its parser knew only the first two.
    CDATA_CONTENT_ELEMENTS = (  # type: ignore[misc]
        "script",
        "style",
        "title",
        "textarea",
        "iframe",
        "noembed",
        "xmp",
    )

    def __init__(self, address: str) -> None:
        super().__init__()
        self.base = self.address = address
        self.has_base = False
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
        elif tag == "base" and "href" in values and not self.has_base:
            # The first that says where, as in browsers.
            self.has_base = True
            with suppress(ValueError):
                found = joined(self.address, values["href"])
                self.base = found if urlsplit(found).netloc else self.base
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

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        # `<![if IE]>`: a comment, for whoever is not an old browser. Python's parser may fail on it.
        return self.parse_bogus_comment(i)

    def handle_data(self, data: str) -> None:
        if self.in_title and self.title is not None:
            self.title += data


def links(page: str, address: str) -> tuple[str, tuple[str, ...]]:
    """The title, and absolute addresses in the order of the page, each once."""
    parser = Links(address)
    # `?page=1&section=3` has no `§` in it. Python's parser has known that since 3.14.
    parser.feed(re.sub("&(?=[A-Za-z][A-Za-z0-9]*=)", "&amp;", page))
    parser.close()
    found: dict[str, None] = {}
    for href in parser.hrefs if parser.follow else []:
        url = absolute(parser.base, href)
        if url is not None:
            found[url] = None
    return " ".join(html.unescape(parser.title or "").split()), tuple(found)
