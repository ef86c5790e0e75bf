"""Ten downloads on one thread: how long do they wait, all in all?"""

import asyncio
import time


async def main() -> None:
    start = time.monotonic()
    downloads = [asyncio.create_task(download()) for _ in range(10)]
    waited = sum([await each for each in downloads])
    took = time.monotonic() - start
    print("they waited longer than the program ran:", "yes" if waited > took else "no")
    print("more than five times as long:", "yes" if waited > 5 * took else "no")


async def download() -> float:
    """Wait, and say how long it was."""
    start = time.monotonic()
    await asyncio.sleep(0.300)  # In place of a server that takes its time.
    return time.monotonic() - start


if __name__ == "__main__":
    asyncio.run(main())
