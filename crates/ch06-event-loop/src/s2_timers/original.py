"""Register functions to be called when a time has passed."""

import asyncio


def main() -> None:
    loop = asyncio.new_event_loop()
    loop.call_later(0.300, print, "after 300 ms")
    loop.call_later(0.100, print, "after 100 ms")
    loop.call_later(0.400, loop.stop)
    loop.call_soon(print, "soon")
    loop.run_forever()
    print("stopped")
    loop.close()


if __name__ == "__main__":
    main()
