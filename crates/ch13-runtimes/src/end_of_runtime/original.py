"""The main coroutine returns, and a task is left over. What becomes of it?"""

import asyncio


def main() -> None:
    with asyncio.Runner() as runner:
        runner.run(run())
        print("the main coroutine is done")
    print("the runtime is gone")


async def run() -> None:
    begun = asyncio.Event()
    task = asyncio.create_task(left_over(begun))
    await begun.wait()
    del task


async def left_over(begun: asyncio.Event) -> None:
    try:
        print("a task has begun")
        begun.set()
        await asyncio.Event().wait()
    finally:
        print("the task cleans up")


if __name__ == "__main__":
    main()
