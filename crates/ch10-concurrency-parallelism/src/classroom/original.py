"""Four pupils and one teacher, then two: is anybody taught at the same moment as another?"""

import asyncio
import threading


class School:
    def __init__(self) -> None:
        self.door = threading.Condition()
        self.taught = 0
        self.two_at_once = False

    def lesson(self) -> None:
        """Lasts until somebody else is taught, too, or for 0.1 s."""
        with self.door:
            self.taught += 1
            self.two_at_once = self.two_at_once or self.taught == 2
            self.door.notify_all()
            self.door.wait_for(lambda: self.two_at_once, 0.1)
            self.taught -= 1


async def pupil(school: School, everybody: asyncio.Barrier) -> None:
    school.lesson()
    await everybody.wait()  # practises until all others have had a lesson, too
    school.lesson()


async def teach(school: School, pupils: list[str]) -> None:
    everybody = asyncio.Barrier(len(pupils))
    tasks = [asyncio.create_task(pupil(school, everybody), name=name) for name in pupils]
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
        print(f"{name}: {'two' if school.two_at_once else 'one'} taught at a time")


if __name__ == "__main__":
    main()
