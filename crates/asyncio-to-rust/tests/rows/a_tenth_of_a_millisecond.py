import asyncio
import time


async def main() -> None:
    begun = time.monotonic()
    for _ in range(50):
        await asyncio.sleep(0.0001)
    print("most of 50 ms:", time.monotonic() - begun >= 0.04)


asyncio.run(main())
