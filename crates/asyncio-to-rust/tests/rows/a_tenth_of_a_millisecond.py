import asyncio


async def main() -> None:
    loop = asyncio.get_running_loop()
    handle = loop.call_later(0.0001, print)
    now = loop.time()
    print("rounded up:", handle.when() - now > 0.0001)
    handle.cancel()


asyncio.run(main())
