"""Four children that never start, and what the error says of each."""

import subprocess
import sys


def main() -> None:
    attempt("no such program", ["no-such-program"])
    attempt("no such folder", [sys.executable], "no-such-folder")
    attempt("not a program", ["./mod.rs"])
    attempt("a NUL in a word", [sys.executable, "a\0b"])


def attempt(what: str, command: list[str], folder: str = ".") -> None:
    try:
        subprocess.run(command, cwd=folder, check=True)
    except (OSError, ValueError) as error:
        print(f"{what}: {type(error).__name__}, {error}")


if __name__ == "__main__":
    main()
