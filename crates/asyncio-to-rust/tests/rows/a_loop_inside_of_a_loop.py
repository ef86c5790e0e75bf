import asyncio


async def inner() -> None:
    pass


async def outer() -> None:
    coroutine = inner()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(f"RuntimeError: {error}")
    coroutine.close()


asyncio.run(outer())
