"""Three workers are told to stop, and each finishes the page that it has begun."""

import asyncio


class Press:
    """What the workers share, and what is counted."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.ink = asyncio.Event()
        self.begun = self.printed = 0


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    press = Press()
    async with asyncio.TaskGroup() as workers:
        for _ in range(3):
            workers.create_task(work(press))
        await asyncio.sleep(0)
        print(f"pages begun: {press.begun}, printed: {press.printed}")
        press.stop.set()
        print("told to stop")
        press.ink.set()
    print(f"pages begun: {press.begun}, printed: {press.printed}")


async def work(press: Press) -> None:
    while not press.stop.is_set():
        await print_page(press)


async def print_page(press: Press) -> None:
    press.begun += 1
    await press.ink.wait()
    press.printed += 1


if __name__ == "__main__":
    main()
