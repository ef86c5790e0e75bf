"""A coroutine waits for a lock, and is put aside. Who gets the lock?"""

import asyncio


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    lock = asyncio.Lock()
    await lock.acquire()
    aside = asyncio.create_task(visit(lock))
    await asyncio.sleep(0)
    # It stands in the lock's queue, and from now on nobody awaits it.
    lock.release()

    print("beside it:", await try_to_lock(lock))
    aside.cancel()
    print("without it:", await try_to_lock(lock))


async def visit(lock: asyncio.Lock) -> None:
    async with lock:
        pass


async def try_to_lock(lock: asyncio.Lock) -> str:
    try:
        await asyncio.wait_for(lock.acquire(), timeout=0.1)
    except TimeoutError:
        return "the lock is not to be had"
    lock.release()
    return "locked"


if __name__ == "__main__":
    main()
