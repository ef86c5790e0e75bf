"""One name for each page: as in `src/core/address.rs`."""

import re
from urllib.parse import parse_qsl, quote, urljoin, urlsplit, urlunsplit

PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


def absolute(base: str, link: str) -> str | None:
    """The address that a link leads to, or None if it leads to no page."""
    # Browsers, and Rust's crate `url`, do this; `urljoin` does not.
    link = re.sub(r"[\t\r\n]", "", link).strip()
    if re.match(r"(https?:|/|\\|\?|#|[^:/?#\\]*([/?#\\]|$))", link, re.IGNORECASE):
        path, mark, query = link.partition("?")
        link = path.replace("\\", "/") + mark + query
    if re.fullmatch("https?:[/\\\\]*", link, re.IGNORECASE):
        return None
    if link.startswith("?"):
        # `urljoin` takes a query without letters for none.
        base = base.partition("#")[0].partition("?")[0]
    try:
        return normal(urljoin(base, link))
    except ValueError:
        return None


def normal(url: str) -> str | None:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return None
    host = parts.hostname
    if not host.isascii():
        host = host.encode("idna").decode()
    if ":" in host:
        host = f"[{host}]"
    if parts.port not in (None, 80):
        host += f":{parts.port}"
    path = plain_escapes(quote(parts.path or "/", safe="%/!$&'()*+,;=:@|\\^[]"))
    query = plain_escapes(quote(parts.query, safe="%/!$&()*+,;=:@?|\\^[]`{}"))
    return urlunsplit(("http", host, path, query, ""))


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
