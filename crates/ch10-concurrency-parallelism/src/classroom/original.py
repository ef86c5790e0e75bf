"""Four pupils and one teacher, then two. Are two pupils taught at once?"""

import asyncio
import threading
import time


class School:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.taught = self.most = 0

    def lesson(self) -> None:
        with self.lock:
            self.taught += 1
            self.most = max(self.most, self.taught)
        time.sleep(0.1)  # the teacher explains, and can do nothing else
        with self.lock:
            self.taught -= 1


async def pupil(school: School, everybody: asyncio.Barrier) -> None:
    school.lesson()
    await everybody.wait()  # practises until all others have had a lesson, too
    school.lesson()


async def teach(school: School, pupils: list[str]) -> None:
    everybody = asyncio.Barrier(len(pupils))
    tasks = [asyncio.create_task(pupil(school, everybody)) for _ in pupils]
    for task in tasks:
        await task


def run(school: School, pupils: list[str]) -> None:
    asyncio.run(teach(school, pupils))


def one_teacher(school: School) -> None:
    run(school, ["Alice", "Bob", "Carol", "Dave"])


def two_teachers(school: School) -> None:
    other = threading.Thread(target=run, args=[school, ["Carol", "Dave"]])
    other.start()
    run(school, ["Alice", "Bob"])
    other.join()


def main() -> None:
    for name, teach_all in ("one teacher", one_teacher), ("two teachers", two_teachers):
        school = School()
        teach_all(school)
        print(f"{name}: {'two at once' if school.most > 1 else 'one at a time'}")


if __name__ == "__main__":
    main()
