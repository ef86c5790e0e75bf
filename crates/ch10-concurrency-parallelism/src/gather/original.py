"""Three, waited for together: when all succeed, and when the second fails."""

import asyncio
from collections.abc import Coroutine

NAMES = ["a", "b", "c"]


class Words:
    """What each coroutine waits for before it ends, and a log of what has happened."""

    def __init__(self) -> None:
        self.of = {name: asyncio.Event() for name in NAMES}
        self.everybody = asyncio.Barrier(len(NAMES))
        self.log: list[str] = []


async def work(words: Words, name: str, then: str | None, fails: bool) -> str:
    try:
        await words.everybody.wait()  # until all three wait here
        await words.of[name].wait()
    except asyncio.CancelledError:
        words.log.append("one is stopped")
        raise
    words.log.append(f"{name} {'fails' if fails else 'ends'}")
    if then is not None:
        words.of[then].set()
    if fails:
        raise ValueError(name)
    return name


def three(words: Words, fails: bool, go_on: bool) -> list[Coroutine[None, None, str]]:
    """They end in the order b, c, a; if not `go_on`, c and a wait for our word."""
    words.of["b"].set()
    a = work(words, "a", None, False)
    b = work(words, "b", "c" if go_on else None, fails)
    c = work(words, "c", "a", False)
    return [a, b, c]


async def all_succeed() -> None:
    words = Words()
    results = await asyncio.gather(*three(words, fails=False, go_on=True))
    words.log.append(f"we have {', '.join(results)}")
    report("gather, none fails", words)


async def all_are_awaited() -> None:
    words = Words()
    await asyncio.gather(*three(words, fails=True, go_on=True), return_exceptions=True)
    words.log.append("we have the error")
    report("gather, return_exceptions", words)


async def first_error() -> None:
    words = Words()
    coroutines = three(words, fails=True, go_on=False)
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    try:
        await asyncio.gather(*tasks)
    except ValueError:
        words.log.append("we have the error")
    words.of["c"].set()
    await asyncio.wait(tasks)
    report("gather", words)


async def first_error_of_tasks() -> None:
    words = Words()
    try:
        async with asyncio.TaskGroup() as group:
            for coroutine in three(words, fails=True, go_on=False):
                group.create_task(coroutine)
    except* ValueError:
        words.log.append("we have the error")
    words.of["c"].set()
    report("TaskGroup", words)


def report(tool: str, words: Words) -> None:
    print(f"{tool}: {'; '.join(words.log)}")


async def show() -> None:
    await all_succeed()
    await all_are_awaited()
    await first_error()
    await first_error_of_tasks()


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
