import asyncio


async def main() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    queue.put_nowait(1)
    await queue.get()  # and no task_done()
    try:
        await asyncio.wait_for(queue.join(), 0.05)
    except TimeoutError:
        print("join still waits")
    queue.task_done()
    await asyncio.wait_for(queue.join(), 30)
    print("join is over")


asyncio.run(main())
