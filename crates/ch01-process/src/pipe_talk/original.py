"""How much may a parent write to its child before it reads what the child answers?"""

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO

LIMIT = 5  # seconds, after which we take it that nobody moves any more
Talk = Callable[[IO[str], IO[str], str], str]


def main() -> None:
    if sys.argv[-1] == "child":
        return answer_in_capitals()
    print("10 lines, write, then read:", under_a_limit(write_then_read, 10))
    print("10000 lines, write, then read:", under_a_limit(write_then_read, 10000))
    print("10000 lines, write and read:", under_a_limit(write_and_read, 10000))


def answer_in_capitals() -> None:
    for line in sys.stdin:
        print(line.upper(), end="", flush=True)


# ANCHOR: talk
def write_then_read(to_child: IO[str], from_child: IO[str], text: str) -> str:
    to_child.write(text)
    to_child.close()
    return from_child.read()


def write_and_read(to_child: IO[str], from_child: IO[str], text: str) -> str:
    def write() -> None:
        to_child.write(text)
        to_child.close()

    writer = threading.Thread(target=write)
    writer.start()
    answer = from_child.read()
    writer.join()
    return answer
    # ANCHOR_END: talk


def under_a_limit(talk: Talk, lines: int) -> str:
    child = subprocess.Popen(
        [sys.executable, *sys.argv, "child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None and child.stdout is not None
    to_child, from_child, outcome = child.stdin, child.stdout, []

    def run() -> None:
        text = ("x" * 99 + "\n") * lines
        try:
            answer = talk(to_child, from_child, text)
            outcome.append("all back" if answer == text.upper() else "garbled")
        except OSError:
            outcome.append("the write failed")

    talking = threading.Thread(target=run)
    talking.start()
    talking.join(LIMIT)
    if talking.is_alive():
        outcome.append("stuck, so we kill the child")
        child.kill()
        talking.join()
    child.wait()
    return "; ".join(outcome)


if __name__ == "__main__":
    main()
