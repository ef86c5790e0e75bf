"""Register functions to be called when a time has passed."""

import asyncio
import time


def main() -> None:
    loop = asyncio.new_event_loop()
    start = time.monotonic()
    loop.call_later(0.300, print, "after 300 ms")
    loop.call_later(0.100, print, "after 100 ms")
    loop.call_later(0.400, loop.stop)
    loop.call_soon(print, "soon")
    loop.run_forever()
    # asyncio lets a timer fire early by what the clock cannot tell apart.
    resolution = time.get_clock_info("monotonic").resolution
    waited = time.monotonic() - start + resolution >= 0.400
    print(f"stopped; 400 ms have passed: {str(waited).lower()}")
    loop.close()


if __name__ == "__main__":
    main()
