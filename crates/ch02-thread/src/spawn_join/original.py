"""What comes back from a thread: a value, an error, and its name."""

import threading
from concurrent.futures import ThreadPoolExecutor


def main() -> None:
    with ThreadPoolExecutor(thread_name_prefix="reader") as threads:
        readers = [threads.submit(read, text) for text in ("5", "seven", "30")]
    for reader in readers:
        try:
            print("a price:", reader.result())
        except ValueError as error:
            print("an error:", error)


def read(text: str) -> int:
    assert threading.current_thread().name.startswith("reader")
    if not text.isdecimal():
        raise ValueError(f'"{text}" is no price')
    return int(text)


if __name__ == "__main__":
    main()
