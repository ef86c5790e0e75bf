"""A coroutine is stopped in four ways. Which of its lines still run?"""

import asyncio


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    print("before its first turn:")
    work(asyncio.Event()).close()

    print("where it waits:")
    gate = asyncio.Event()
    task = asyncio.create_task(work(gate))
    await asyncio.sleep(0)
    task.cancel()
    print("  (told to stop)")
    await asyncio.wait([task])

    print("where it waits, and it is no task:")
    coroutine = work(asyncio.Event())
    coroutine.send(None)
    coroutine.close()
    print("  (it is gone)")

    print("where it waits, and refuses:")
    gate = asyncio.Event()
    task = asyncio.create_task(refuse(gate))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    gate.set()
    await task


async def work(gate: asyncio.Event) -> None:
    try:
        try:
            print("  begins")
            await gate.wait()
            print("  goes on")
        finally:
            print("  cleans up: inside")
    finally:
        print("  cleans up: outside")


async def refuse(gate: asyncio.Event) -> None:
    try:
        await gate.wait()
    except asyncio.CancelledError:
        print("  is asked to stop")
    await gate.wait()
    print("  goes on")


if __name__ == "__main__":
    main()
