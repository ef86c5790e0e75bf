"""Answers as they come; and what becomes of those that are not awaited."""

import asyncio

MIRRORS = ["a", "b", "c"]


async def fetch(mirror: str, gate: asyncio.Event, log: list[str]) -> str:
    try:
        await gate.wait()
    except asyncio.CancelledError:
        log.append(f"{mirror} is stopped")
        raise
    log.append(f"{mirror} answers")
    return mirror


async def as_they_come() -> None:
    gates = {mirror: asyncio.Event() for mirror in MIRRORS}
    opens = {"b": "c", "c": "a"}
    came = []
    gates["b"].set()
    for answer in asyncio.as_completed([fetch(m, gates[m], []) for m in MIRRORS]):
        mirror = await answer
        came.append(mirror)
        # Each answer opens the gate of the next one.
        if mirror in opens:
            gates[opens[mirror]].set()
    print(f"asked: {', '.join(MIRRORS)}; came: {', '.join(came)}")


async def the_first_is_enough() -> None:
    gates = {mirror: asyncio.Event() for mirror in MIRRORS}
    log: list[str] = []
    gates["b"].set()
    for answer in asyncio.as_completed([fetch(m, gates[m], log) for m in MIRRORS]):
        await answer
        log.append("that is enough")
        break
    gates["a"].set()
    gates["c"].set()
    # Whoever else is on the loop now has been put there by `as_completed`.
    others = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.wait(others)  # only so that the log is complete
    print("; ".join(log))


async def show() -> None:
    await as_they_come()
    await the_first_is_enough()


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
