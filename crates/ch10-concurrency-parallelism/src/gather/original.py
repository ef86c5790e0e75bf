"""Three, waited for together: when all succeed, and when the second fails."""

import asyncio
from collections.abc import Coroutine

NAMES = ["a", "b", "c"]


class Run:
    """One run of the three: what each waits for before it ends, and what has happened."""

    def __init__(self) -> None:
        self.released = {name: asyncio.Event() for name in NAMES}
        self.everybody = asyncio.Barrier(len(NAMES))
        self.log: list[str] = []


async def work(run: Run, name: str, releases: str | None, fails: bool) -> str:
    try:
        await run.everybody.wait()  # until all three wait here
        await run.released[name].wait()
    except asyncio.CancelledError:
        run.log.append("one is stopped")
        raise
    run.log.append(f"{name} {'fails' if fails else 'ends'}")
    if releases is not None:
        run.released[releases].set()
    if fails:
        raise ValueError(name)
    return name


def three(
    run: Run, fails: bool, b_releases_c: bool
) -> list[Coroutine[None, None, str]]:
    """b ends first, c when it is released, and a after c. If not by b, we release c."""
    run.released["b"].set()
    a = work(run, "a", None, False)
    b = work(run, "b", "c" if b_releases_c else None, fails)
    c = work(run, "c", "a", False)
    return [a, b, c]


# ANCHOR: tools
async def all_succeed() -> None:
    run = Run()
    answers = await asyncio.gather(*three(run, fails=False, b_releases_c=True))
    run.log.append(f"we have {', '.join(answers)}")
    report("gather, none fails", run)


async def all_are_awaited() -> None:
    run = Run()
    futures = three(run, fails=True, b_releases_c=True)
    await asyncio.gather(*futures, return_exceptions=True)
    run.log.append("we have the error")
    report("gather, return_exceptions", run)


async def first_error() -> None:
    run = Run()
    futures = three(run, fails=True, b_releases_c=False)
    try:
        await asyncio.gather(*futures)
    except ValueError:
        run.log.append("we have the error")
    run.released["c"].set()
    # Only so that the log is complete: `gather` does not wait for the other two.
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
    report("gather", run)


async def first_error_of_tasks() -> None:
    run = Run()
    try:
        async with asyncio.TaskGroup() as group:
            for future in three(run, fails=True, b_releases_c=False):
                group.create_task(future)
    except* ValueError:
        run.log.append("we have the error")
    run.released["c"].set()
    report("TaskGroup", run)


# ANCHOR_END: tools
def report(tool: str, run: Run) -> None:
    print(f"{tool}: {'; '.join(run.log)}")


async def show() -> None:
    await all_succeed()
    await all_are_awaited()
    await first_error()
    await first_error_of_tasks()


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
