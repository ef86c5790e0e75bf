"""Which rule of a robots.txt decides."""

from crawler import NAME
from crawler.robots import Rules

FILE = """
User-agent: *
Disallow: /

User-agent: taking-turns
Disallow: /private/
Allow: /private/but-this

User-agent: Taking-Turns
Disallow: /*.pdf$
Disallow: /secret%7e
"""


def main() -> None:
    rules = Rules.parse(FILE, NAME)
    for path in [
        "/",
        "/private/diary",
        "/private/but-this",
        "/a.pdf",
        "/a.pdf.html",
        "/secret~1",
    ]:
        print(f"{path:18} {word(rules.allow(path))}")
    print("no such file      ", word(Rules.all().allow("/")))
    print("no answer         ", word(Rules.unknown().allow("/")))


def word(allowed: bool) -> str:
    return "allowed" if allowed else "forbidden"


if __name__ == "__main__":
    main()
