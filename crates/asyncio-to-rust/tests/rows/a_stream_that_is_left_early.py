import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

log: list[str] = []


async def numbers() -> AsyncGenerator[int, None]:
    try:
        for number in range(3):
            yield number
    finally:
        log.append("cleaned up")


async def main() -> None:
    stream = numbers()
    async for number in stream:
        log.append(str(number))
        break
    print("after break:", *log)
    await stream.aclose()

    log.clear()
    async with aclosing(numbers()) as stream:
        async for number in stream:
            log.append(str(number))
            break
    print("after aclosing:", *log)


asyncio.run(main())
