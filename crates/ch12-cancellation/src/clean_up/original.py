"""A session says goodbye when it is over. Who says it when the session is stopped?"""

import asyncio
from collections.abc import Coroutine


class Session:
    """The other end wants a goodbye, and it takes a while to say it."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def close(self) -> None:
        await asyncio.sleep(0)
        print(f"{self.name}: goodbye")


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    await stopped(at_the_end())
    print("at the end: no goodbye")
    await stopped(in_finally())
    session = Session("by the parent")
    await stopped(use(session))
    await session.close()


async def at_the_end() -> None:
    session = Session("at the end")
    await use(session)
    await session.close()


async def in_finally() -> None:
    session = Session("on the way out")
    try:
        await use(session)
    finally:
        await session.close()


async def use(_session: Session) -> None:
    await asyncio.Event().wait()


async def stopped(coroutine: Coroutine[None, None, None]) -> None:
    """Begins it, and stops it where it waits."""
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])


if __name__ == "__main__":
    main()
