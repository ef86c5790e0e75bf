"""Four pupils and one teacher, then two: are two lessons given at once?"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

given = Lock()  # taken while a lesson is given


def lesson() -> bool:
    """Says whether nobody else was being taught when it began."""
    alone = given.acquire(blocking=False)
    time.sleep(0.1)  # the teacher explains, and can do nothing else
    if alone:
        given.release()
    return alone


async def pupil(everybody: asyncio.Barrier) -> bool:
    first = lesson()
    await everybody.wait()  # practises until all others have had a lesson, too
    return lesson() and first


async def teach(pupils: list[str]) -> bool:
    everybody = asyncio.Barrier(len(pupils))
    tasks = [asyncio.create_task(pupil(everybody)) for _ in pupils]
    return all([await task for task in tasks])


def teacher(pupils: list[str]) -> bool:
    return asyncio.run(teach(pupils))


def show(teachers: str, alone: bool) -> None:
    print(f"{teachers}: {'one lesson at a time' if alone else 'two lessons at once'}")


def main() -> None:
    show("one teacher", teacher(["Alice", "Bob", "Carol", "Dave"]))
    with ThreadPoolExecutor(1) as second:
        theirs = second.submit(teacher, ["Carol", "Dave"])
        ours = teacher(["Alice", "Bob"])
        show("two teachers", ours and theirs.result())


if __name__ == "__main__":
    main()
