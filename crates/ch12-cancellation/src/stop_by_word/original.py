"""Workers print pages. Three are asked to stop, and three are cancelled."""

import asyncio


class Press:
    """What the workers share, and what is counted."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.begun = self.printed = 0


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    press = Press()
    workers = [asyncio.create_task(work(press)) for _ in range(3)]
    await asyncio.sleep(0)
    press.stop.set()
    await asyncio.wait(workers)
    print(f"asked: {press.begun} pages begun, {press.printed} printed")

    press = Press()
    workers = [asyncio.create_task(work(press)) for _ in range(3)]
    await asyncio.sleep(0)
    for worker in workers:
        worker.cancel()
    await asyncio.wait(workers)
    print(f"cancelled: {press.begun} pages begun, {press.printed} printed")


async def work(press: Press) -> None:
    while not press.stop.is_set():
        await print_page(press)


async def print_page(press: Press) -> None:
    press.begun += 1
    await asyncio.sleep(0)
    press.printed += 1


if __name__ == "__main__":
    main()
