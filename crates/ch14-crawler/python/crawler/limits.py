"""Everything of which the crawler takes only so much: as in `src/core/limits.rs`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Times are in seconds; `second` is what `Retry-After: 1` means."""

    at_once: int = 8
    per_host: int = 2
    pause: float = 0.1
    answer: float = 20.0
    tries: int = 4
    second: float = 1.0
    patience: int = 120
    pages: int = 10_000
    depth: int = 50
    redirects: int = 10
    alike: int = 1_000
    address: int = 2_000
    head: int = 64 << 10
    body: int = 1 << 20
