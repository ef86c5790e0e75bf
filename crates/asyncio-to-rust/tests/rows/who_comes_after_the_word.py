import asyncio


async def main() -> None:
    event = asyncio.Event()
    event.set()
    await asyncio.wait_for(event.wait(), 30)
    print("who comes later is let through")


asyncio.run(main())
