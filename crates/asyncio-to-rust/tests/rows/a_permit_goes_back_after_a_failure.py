import asyncio


async def fail(semaphore: asyncio.Semaphore) -> None:
    async with semaphore:
        raise ValueError("no")


async def main() -> None:
    semaphore = asyncio.Semaphore(1)
    await asyncio.gather(fail(semaphore), return_exceptions=True)
    print("locked" if semaphore.locked() else "free again")


asyncio.run(main())
