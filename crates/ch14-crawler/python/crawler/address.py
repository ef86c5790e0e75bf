"""One name for each page: as in `src/core/address.rs`."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

# A space and what comes before it; `strip` takes more, such as a wide space.
SPACES = "".join(map(chr, range(33)))


def absolute(base: str, link: str) -> str | None:
    """The address that a link leads to, or None if it leads to no page."""
    try:
        return normal(joined(base, link))
    except ValueError:
        return None


def joined(base: str, link: str) -> str:
    """As `urljoin`, which loses an empty part of a path, and a `;` at its end."""
    # Browsers, and Rust's crate `url`, do this; `urllib` does not.
    link = re.sub(r"[\t\r\n]", "", link).strip(SPACES)
    if re.match(r"(https?:|/|\\|\?|#|[^:/?#\\]*([/?#\\]|$))", link, re.IGNORECASE):
        path, mark, query = link.partition("?")
        link = path.replace("\\", "/") + mark + query
    if re.fullmatch("https?:[/\\\\]*|//+", link, re.IGNORECASE):
        raise ValueError("a host without a name")
    link = re.sub("^(https?:)/{2,}", r"\1//", link, flags=re.IGNORECASE)
    at, to = urlsplit(base), urlsplit(link)
    if to.scheme not in ("", at.scheme) or to.netloc:
        return link if to.scheme else f"{at.scheme}:{link}"
    if link.startswith("//"):
        raise ValueError("a host without a name")
    path, query = to.path, to.query
    if not path:
        path = at.path
        query = query if "?" in link.partition("#")[0] else at.query
    elif not path.startswith("/"):
        path = at.path.rpartition("/")[0] + "/" + path
    return urlunsplit((at.scheme, at.netloc, path, query, ""))


def normal(url: str) -> str | None:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return None
    host = unquote(parts.hostname).lower()
    if re.search(r"[\x00-\x20#%/<>?@\\^|\x7f]", host):
        return None
    if not host.isascii():
        host = host.encode("idna").decode()
    if ":" in host:
        host = f"[{host}]"
    if parts.port not in (None, 80):
        host += f":{parts.port}"
    path = plain_escapes(quote(parts.path, safe="%/!$&'()*+,;=:@|\\^[]"))
    path = without_dots(path)
    query = plain_escapes(quote(parts.query, safe="%/!$&()*+,;=:@?|\\^[]`{}"))
    return urlunsplit(("http", host, path, query, ""))


def without_dots(path: str) -> str:
    """`/a/../b` is `/b`: RFC 3986, section 5.2.4."""
    out: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            del out[-1:]
        elif part != ".":
            out.append(part)
    # Behind the last of them stands a folder.
    if re.search(r"/\.\.?$", path):
        out.append("")
    return "/" + "/".join(out)


def plain_escapes(text: str) -> str:
    """`%7e` is `~`, and `%c3` is `%C3`: RFC 3986, section 6.2.2."""

    def plain(escape: re.Match[str]) -> str:
        character = chr(int(escape[1], 16))
        return character if character in PLAIN else escape[0].upper()

    return re.sub("%([0-9A-Fa-f]{2})", plain, text)


def origin(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def target(url: str) -> str:
    """What a server is asked for."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def pattern(url: str) -> str:
    """What addresses of the same kind share."""
    parts = urlsplit(url)
    out, before = origin(url), ""
    for part in parts.path.split("/")[1:]:
        if part != before:
            out += "/" + re.sub("[0-9]+", "#", part)
        before = part
    names = parse_qsl(parts.query, keep_blank_values=True)
    return out + "".join(f"?{name}" for name, _ in names)
