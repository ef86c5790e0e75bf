import asyncio
import contextvars

name = contextvars.ContextVar("name", default="nobody")


async def who() -> None:
    print("the task has", name.get())


async def main() -> None:
    name.set("Alice")
    await asyncio.create_task(who())


asyncio.run(main())
