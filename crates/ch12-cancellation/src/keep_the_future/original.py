"""Three messages, read in pairs. The first pair takes too long, and is kept."""

import asyncio

Inbox = asyncio.Queue[int]


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    inbox: Inbox = asyncio.Queue()
    inbox.put_nowait(1)
    first = asyncio.create_task(pair(inbox))
    try:
        got = await asyncio.wait_for(asyncio.shield(first), timeout=0.05)
    except TimeoutError:
        print("no pair in time")
        inbox.put_nowait(2)
        inbox.put_nowait(3)
        got = await first
    print("a pair:", got)


async def pair(inbox: Inbox) -> tuple[int, int]:
    first = await inbox.get()
    second = await inbox.get()
    return first, second


if __name__ == "__main__":
    main()
