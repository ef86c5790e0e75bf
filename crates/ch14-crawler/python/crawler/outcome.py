"""How it can end with one address: as in `src/core/outcome.rs`."""

from dataclasses import dataclass

from crawler.robots import Rules


@dataclass(frozen=True)
class Kept:
    """A page, and what is in it."""

    title: str
    hash: str
    cut: bool
    links: tuple[str, ...]


@dataclass(frozen=True)
class Redirected:
    """It is elsewhere."""

    to: str


@dataclass(frozen=True)
class Refused:
    """It is nothing that a crawler keeps, and would not be tomorrow."""

    why: str


@dataclass(frozen=True)
class Again:
    """It may be there later, and not before so long, if the server has said so."""

    why: str
    after: float | None = None


Outcome = Kept | Redirected | Refused | Again | Rules


class Failed(Exception):
    """There is no answer; the outcome says why."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


TOO_SLOW = Again("no whole answer in time")
BROKEN = Again("the connection broke")
NO_CONNECTION = Again("no connection")
NO_SUCH_HOST = Again("no such host")
NO_HTTP = Refused("the answer is not valid HTTP")
LONG_HEAD = Refused("its head is too long")
