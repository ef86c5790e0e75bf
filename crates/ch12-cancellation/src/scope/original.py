"""Three copies are made at once, and the disk is full for one of them."""

import asyncio


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    stopped: list[str] = []
    try:
        await copy_all(stopped)
    except* OSError as group:
        print("stopped by then:", *sorted(stopped))
        print("error:", *group.exceptions)


async def copy_all(stopped: list[str]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for name in ("a", "b", "c"):
            tasks.create_task(copy(name, stopped))


async def copy(name: str, stopped: list[str]) -> None:
    try:
        await asyncio.sleep(0)
        if name == "b":
            raise OSError("the disk is full")
        await asyncio.Event().wait()
    finally:
        stopped.append(name)


if __name__ == "__main__":
    main()
