"""Who keeps its turn too long? In debug mode asyncio says it when the turn is over."""

import asyncio
import logging
import re
import time

LIMIT = 0.1


class Watch(logging.Handler):
    """Takes asyncio's warnings about long turns and prints whom they name."""

    def emit(self, record: logging.LogRecord) -> None:
        if named := re.search(r"name='([^']+)'", record.getMessage()):
            print(named[1], "kept its turn too long")


async def polite() -> None:
    for _ in range(10):
        await asyncio.sleep(0.01)
    print("the polite one has ended")


async def greedy() -> None:
    await asyncio.sleep(0.01)
    time.sleep(2 * LIMIT)  # noqa: ASYNC251 (this is the mistake)
    print("the greedy one gives its turn back")


async def show() -> None:
    asyncio.get_running_loop().slow_callback_duration = LIMIT
    logging.getLogger("asyncio").addHandler(Watch())
    tasks = [asyncio.create_task(polite()), asyncio.create_task(greedy())]
    await asyncio.wait(tasks)


def main() -> None:
    asyncio.run(show(), debug=True)


if __name__ == "__main__":
    main()
