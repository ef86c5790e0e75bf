"""Call a coroutine function, and see that nothing runs until somebody drives it."""

import asyncio
import warnings


async def do_some_work(name: str) -> str:
    print("  the body runs:", name)
    return f"{name} is done"


async def show() -> None:
    first = do_some_work("first")
    print("called the first")
    print(await first)

    second = do_some_work("second")
    print("called the second")
    # Python warns on standard error. Here the warning is caught, to be printed.
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        del second
    print("thrown away:", [str(warning.message) for warning in heard])


def main() -> None:
    asyncio.run(show())


if __name__ == "__main__":
    main()
