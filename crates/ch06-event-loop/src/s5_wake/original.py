"""Wake a sleeping loop from another thread."""

import asyncio
import threading
import time


def main() -> None:
    loop = asyncio.new_event_loop()
    home = threading.get_ident()
    thread = threading.Thread(target=send_messages, args=(loop, home))
    thread.start()
    # No timer, no socket: without the messages this would sleep for ever.
    loop.run_forever()
    thread.join()
    loop.close()


def send_messages(loop: asyncio.AbstractEventLoop, home: int) -> None:
    for n in range(1, 4):
        time.sleep(0.050)
        # `loop.call_soon` would put it into the queue, too, and not wake the loop.
        loop.call_soon_threadsafe(read, n, home)
    loop.call_soon_threadsafe(loop.stop)


def read(n: int, home: int) -> None:
    at_home = threading.get_ident() == home
    print(f"message {n}, read on the loop's own thread: {str(at_home).lower()}")


if __name__ == "__main__":
    main()
