"""Ask for the loop where none runs, and where one does."""

import asyncio
import sys
import warnings


async def work() -> None:
    print("inside:", await asyncio.create_task(answer()))


async def answer() -> str:
    asyncio.get_running_loop()
    return "there is a loop, and it has made a task"


def main() -> None:
    # This one first: `asyncio.run` leaves something behind that changes the answer.
    print("get_event_loop does what its documentation says:", is_as_documented())
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        print("outside:", error)
    asyncio.run(work())


def is_as_documented() -> str:
    """What `get_event_loop` does where no loop runs, by the version of Python."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            asyncio.get_event_loop().close()
            found = "makes one and warns" if caught else "makes one"
        except RuntimeError:
            found = "refuses"
    documented = "makes one"
    if sys.version_info >= (3, 12) or sys.version_info[:3] in ((3, 11, 0), (3, 11, 1)):
        documented = "makes one and warns"
    if sys.version_info >= (3, 14):
        documented = "refuses"
    return "yes" if found == documented else f"no, it {found}"


if __name__ == "__main__":
    main()
