import asyncio
import gc


async def main() -> None:
    loop = asyncio.get_running_loop()
    called = asyncio.Event()
    loop.call_later(0.01, called.set)
    gc.collect()
    await asyncio.wait_for(called.wait(), 30)
    print("called")


asyncio.run(main())
