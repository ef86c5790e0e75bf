"""Await what is ready, then await a pause, and see whose turn it is."""

import asyncio


async def ready() -> None:
    """End without having waited for anything."""


async def goes_on(name: str) -> None:
    for step in (1, 2, 3):
        print(" ", name, step)
        await ready()


async def gives_way(name: str) -> None:
    for step in (1, 2, 3):
        print(" ", name, step)
        # The documented way to let the others have a turn.
        await asyncio.sleep(0)


async def show() -> None:
    print("awaiting what is ready:")
    a, b = asyncio.create_task(goes_on("a")), asyncio.create_task(goes_on("b"))
    await a
    await b

    print("awaiting a pause:")
    a, b = asyncio.create_task(gives_way("a")), asyncio.create_task(gives_way("b"))
    await a
    await b


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
