"""Register functions with asyncio's loop, and let it call them."""

import asyncio


def main() -> None:
    loop = asyncio.new_event_loop()
    loop.call_soon(first, loop)
    loop.call_soon(second)
    print("registered: first, second")
    loop.run_forever()
    print("the loop has stopped")
    loop.close()


def first(loop: asyncio.AbstractEventLoop) -> None:
    print("first has its turn, and registers third")
    loop.call_soon(third, loop)
    print("first returns")


def second() -> None:
    print("second has its turn")


def third(loop: asyncio.AbstractEventLoop) -> None:
    print("third has its turn, and stops the loop")
    loop.stop()


if __name__ == "__main__":
    main()
