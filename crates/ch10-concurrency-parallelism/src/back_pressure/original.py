"""A thousand messages and 99 jobs: where do they wait, and how many at once?"""

import asyncio

MESSAGES = 1_000
JOBS = 99


# ANCHOR: places
async def no_bound() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    for number in range(MESSAGES):
        queue.put_nowait(number)
    print(f"no bound: {queue.qsize()} queued")


async def a_bound_of_four() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue(4)
    stuck = asyncio.Event()

    async def produce() -> None:
        for number in range(MESSAGES):
            try:
                queue.put_nowait(number)
            except asyncio.QueueFull:
                stuck.set()
                await queue.put(number)

    producer = asyncio.create_task(produce())
    await stuck.wait()
    print(f"a bound of 4: {queue.qsize()} queued")
    for _ in range(MESSAGES):
        await queue.get()
    await producer


async def permit_in_the_task() -> None:
    jobs, permits = Jobs(), asyncio.Semaphore(0)

    async def job() -> None:
        try:
            async with permits:
                await jobs.work()
        finally:
            jobs.end()

    tasks = []
    for _ in range(JOBS):
        jobs.begin()
        tasks.append(asyncio.create_task(job()))
    for _ in range(3):
        permits.release()
    for task in tasks:
        await task
    jobs.report("a permit in the task")


async def permit_before_the_task() -> None:
    jobs, permits = Jobs(), asyncio.Semaphore(3)

    async def job() -> None:
        try:
            await jobs.work()
        finally:
            jobs.end()
            permits.release()

    # asyncio may lose a task that nobody holds: this holds those that are running.
    running = set()
    for _ in range(JOBS):
        await permits.acquire()
        jobs.begin()
        task = asyncio.create_task(job())
        running.add(task)
        task.add_done_callback(running.discard)
    for _ in range(3):
        await permits.acquire()  # all three are back: nobody is at work
    jobs.report("a permit before the task")


# ANCHOR_END: places
class Jobs:
    """How many jobs there are, and how many are at work."""

    def __init__(self) -> None:
        self.there = self.most_there = 0
        self.at_work = self.most_at_work = 0
        self.three = asyncio.Barrier(3)

    def begin(self) -> None:
        self.there += 1
        self.most_there = max(self.most_there, self.there)

    async def work(self) -> None:
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        await self.three.wait()  # until three are at work
        self.at_work -= 1

    def end(self) -> None:
        self.there -= 1

    def report(self, where: str) -> None:
        print(f"{where}: {self.most_at_work} at work, {self.most_there} there")


async def show() -> None:
    await no_bound()
    await a_bound_of_four()
    await permit_in_the_task()
    await permit_before_the_task()


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
