"""Six ways to run two coroutines. In which of them do both have a turn at once?"""

import asyncio
import threading
from collections.abc import Callable


class Meeting:
    """A place where two wait for each other, and block while they wait."""

    def __init__(self) -> None:
        self.barrier = threading.Barrier(2)

    def meet(self) -> bool:
        """Says whether the other one came in time. If not, a late one need not wait."""
        try:
            self.barrier.wait(0.5)
        except threading.BrokenBarrierError:
            return False
        return True


# ANCHOR: ways
async def visit(meeting: Meeting) -> bool:
    return meeting.meet()


async def visit_joined(meeting: Meeting) -> bool:
    return all(await asyncio.gather(visit(meeting), visit(meeting)))


async def visit_in_tasks(meeting: Meeting) -> bool:
    first = asyncio.create_task(visit(meeting))
    second = asyncio.create_task(visit(meeting))
    return await first and await second


def joined_on_one_loop(meeting: Meeting) -> bool | None:
    return asyncio.run(visit_joined(meeting))


def tasks_of_one_loop(meeting: Meeting) -> bool | None:
    return asyncio.run(visit_in_tasks(meeting))


def joined_on_a_pool(_meeting: Meeting) -> bool | None:
    return None


def tasks_of_a_pool(_meeting: Meeting) -> bool | None:
    return None


def a_loop_each(meeting: Meeting) -> bool | None:
    answers: list[bool] = []

    def run() -> None:
        answers.append(asyncio.run(visit(meeting)))

    other = threading.Thread(target=run)
    other.start()
    run()
    other.join()
    return all(answers)


def a_thread_each(meeting: Meeting) -> bool | None:
    answers: list[bool] = []
    other = threading.Thread(target=lambda: answers.append(meeting.meet()))
    other.start()
    answers.append(meeting.meet())
    other.join()
    return all(answers)
    # ANCHOR_END: ways


def show(way: str, run: Callable[[Meeting], bool | None]) -> None:
    answers = {True: "they met", False: "never", None: "not possible here"}
    print(f"{way}: {answers[run(Meeting())]}")


def main() -> None:
    show("joined, on one loop", joined_on_one_loop)
    show("two tasks, on one loop", tasks_of_one_loop)
    show("joined, on a pool of two threads", joined_on_a_pool)
    show("two tasks, on a pool of two threads", tasks_of_a_pool)
    show("a loop each", a_loop_each)
    show("a thread each, and no loop", a_thread_each)


if __name__ == "__main__":
    main()
