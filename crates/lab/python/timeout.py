"""What a time limit costs in CPython that does not strike. As `probe/stop.rs` does."""

from __future__ import annotations

import asyncio

from probe import Probe, Reading, main, timed


def limited(quick: bool) -> Reading:
    """Yield once, under a limit that is far."""

    async def run(units: int) -> None:
        for _ in range(units):
            async with asyncio.timeout(60):
                await asyncio.sleep(0)

    return timed(1_000 if quick else 50_000, lambda units: asyncio.run(run(units)))


PROBES: dict[str, Probe] = {"timeout.python": limited}

if __name__ == "__main__":
    main(PROBES)
