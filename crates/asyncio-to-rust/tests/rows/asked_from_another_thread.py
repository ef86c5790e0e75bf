import asyncio
import threading


async def answer() -> int:
    return 42


async def main() -> None:
    loop = asyncio.get_running_loop()
    done = asyncio.Event()

    def ask() -> None:
        future = asyncio.run_coroutine_threadsafe(answer(), loop)
        print("the thread has", future.result())
        loop.call_soon_threadsafe(done.set)

    thread = threading.Thread(target=ask)
    thread.start()
    await done.wait()
    thread.join()

    # On the loop's own thread the answer cannot come while we wait for it.
    future = asyncio.run_coroutine_threadsafe(answer(), loop)
    try:
        future.result(timeout=0.05)
    except TimeoutError:
        print("the loop's own thread waits for itself")


asyncio.run(main())
