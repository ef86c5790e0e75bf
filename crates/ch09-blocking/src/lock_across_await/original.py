"""A lock for threads, held while a coroutine waits; then the right ways."""

import asyncio
import threading


async def hold(lock: threading.Lock) -> None:
    with lock:
        # The lock stays locked while this coroutine waits for its next turn.
        await asyncio.sleep(0)


async def want(lock: threading.Lock) -> None:
    # Without the limit, the thread would wait here for ever: the only coroutine that can
    # unlock it waits for a turn on this very thread.
    if lock.acquire(timeout=0.1):
        lock.release()
        print("a lock for threads: taken")
    else:
        print("a lock for threads: never free, because whoever holds it has no turn")


async def hold_and_wait(lock: asyncio.Lock) -> None:
    async with lock:
        await asyncio.sleep(0)


async def want_and_wait(lock: asyncio.Lock) -> None:
    # Whoever wants this lock waits as a coroutine does, and the holder has its turn.
    async with lock:
        print("a lock for coroutines: taken")


async def unlock_first(lock: threading.Lock) -> None:
    with lock:
        pass
    # Nothing is held across the await: here the lock for threads is all one needs.
    await asyncio.sleep(0)
    is_free = "still locked" if lock.locked() else "free"
    print(f"unlocked before the await: {is_free}")


async def show() -> None:
    lock = threading.Lock()
    # The first of the two is the first to have a turn.
    await asyncio.gather(hold(lock), want(lock))
    waiting_lock = asyncio.Lock()
    await asyncio.gather(hold_and_wait(waiting_lock), want_and_wait(waiting_lock))
    await unlock_first(lock)


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
