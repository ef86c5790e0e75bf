"""Three messages, read in pairs. The first pair takes too long."""

import asyncio

Inbox = asyncio.Queue[int]


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    inbox: Inbox = asyncio.Queue()
    inbox.put_nowait(1)
    try:
        print("a pair:", await asyncio.wait_for(pair(inbox), timeout=0.05))
    except TimeoutError:
        print("no pair in time")
    inbox.put_nowait(2)
    inbox.put_nowait(3)
    print("a pair:", await pair(inbox))


async def pair(inbox: Inbox) -> tuple[int, int]:
    first = await inbox.get()
    second = await inbox.get()
    return first, second


if __name__ == "__main__":
    main()
