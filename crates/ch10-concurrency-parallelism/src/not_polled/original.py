"""While the body of the loop awaits: who drives the other download?"""

import asyncio
from collections.abc import Awaitable, Iterable

# How long the body may take.
LIMIT = 0.3


async def large(finished: asyncio.Event) -> str:
    for _piece in range(10):
        await asyncio.sleep(0)
    finished.set()
    return "large"


async def small() -> str:
    return "small"


async def save(finished: asyncio.Event) -> str:
    """Takes until the large download has finished, or until the limit."""
    try:
        await asyncio.wait_for(finished.wait(), LIMIT)
    except TimeoutError:
        return "stands still"
    return "goes on"


async def handle(
    what: str, downloads: Iterable[Awaitable[str]], finished: asyncio.Event
) -> None:
    for download in asyncio.as_completed(downloads):
        page = await download
        if page == "small":
            meanwhile = await save(finished)
            print(f"{what}: while we save the small page, the large one {meanwhile}")


async def coroutines() -> None:
    finished = asyncio.Event()
    await handle("coroutines", [large(finished), small()], finished)


async def tasks() -> None:
    finished = asyncio.Event()
    downloads = [asyncio.create_task(large(finished)), asyncio.create_task(small())]
    await handle("tasks", downloads, finished)


async def show() -> None:
    await coroutines()
    await tasks()


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
