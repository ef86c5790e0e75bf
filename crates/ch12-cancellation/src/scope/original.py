"""Copies are made at once, and the disk is full for one of them. When are the others over?"""

import asyncio


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    over: list[str] = []
    try:
        await copy_alone(["a", "b", "c"], over)
    except OSError as error:
        print(f"tasks alone: {error}; over by then:", *sorted(over))

    over = []
    try:
        await copy_in_a_group(["a", "b", "c"], over)
    except* OSError as group:
        print(f"in a group: {group.exceptions[0]}; over by then:", *sorted(over))

    over = []
    task = asyncio.create_task(copy_in_a_group(["d", "e"], over))
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("the group is cancelled; over by then:", *sorted(over))


async def copy_alone(names: list[str], over: list[str]) -> None:
    await asyncio.gather(*(copy(name, over) for name in names))


async def copy_in_a_group(names: list[str], over: list[str]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for name in names:
            tasks.create_task(copy(name, over))


async def copy(name: str, over: list[str]) -> None:
    """Stops in the middle, except for `b`, which fails."""
    try:
        await asyncio.sleep(0)
        if name == "b":
            raise OSError("the disk is full")
        await asyncio.Event().wait()
    finally:
        over.append(name)


if __name__ == "__main__":
    main()
