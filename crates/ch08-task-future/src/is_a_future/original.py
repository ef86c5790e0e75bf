"""A task is a future and is awaited like one; a coroutine is awaited, but is none."""

import asyncio
import inspect


async def do_some_work(x: int) -> int:
    return x


async def is_in_a_task() -> bool:
    return asyncio.current_task() is not None


def main() -> None:
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        coroutine = do_some_work(1)
        # Here the words part: what Rust calls a future is Python's coroutine object.
        print("a coroutine is a future:", yes(isinstance(coroutine, asyncio.Future)))
        print("a coroutine can be awaited:", yes(inspect.isawaitable(coroutine)))

        task = loop.create_task(coroutine)
        print("a task is a future:", yes(isinstance(task, asyncio.Future)))
        # Of a coroutine it would make a task; a future it hands back as it is.
        same = asyncio.ensure_future(task)
        print("a future made a future stays itself:", yes(same is task))

        print("a task, run to its end:", loop.run_until_complete(task))
        coroutine = do_some_work(2)
        print("a coroutine, run to its end:", loop.run_until_complete(coroutine))
        # It was wrapped in a task first: the loop knows no other way to run it.
        in_a_task = loop.run_until_complete(is_in_a_task())
        print("that coroutine was in a task:", yes(in_a_task))

        try:
            loop.create_task(task)  # type: ignore[arg-type]
            print("a task of a task: made")
        except TypeError:
            # A task drives a coroutine, and a task is none.
            print("a task of a task: refused")


def yes(answer: bool) -> str:
    return "yes" if answer else "no"


if __name__ == "__main__":
    main()
