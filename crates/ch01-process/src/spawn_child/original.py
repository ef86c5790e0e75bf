"""What a child gets from the program that starts it, and what comes back."""

import os
import subprocess
import sys


def main() -> None:
    if "child" in sys.argv:
        task, *words = sys.argv[sys.argv.index("child") + 1 :]
        return child(task, words)
    what_it_gets()
    what_comes_back()
    what_becomes_an_error()


# ANCHOR: parent
def what_it_gets() -> None:
    command = myself("tell", "two words", "", 'say "hi"', "$HOME *")
    environment = {**os.environ, "GREETING": "hello"}
    del environment["PATH"]
    said = subprocess.run(
        command,
        env=environment,
        cwd="..",
        check=True,
        input="a line for you\n",
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    for line in said.splitlines():
        print("the child says:", line)


def what_comes_back() -> None:
    ended = subprocess.run(myself("fail"))  # noqa: PLW1510 (without check, on purpose)
    success = "yes" if ended.returncode == 0 else "no"
    print(f"it failed: code {ended.returncode}, success: {success}")

    waiting = subprocess.Popen(myself("wait"), stdin=subprocess.PIPE)
    waiting.kill()
    success = "yes" if waiting.wait() == 0 else "no"
    print(f"it was killed: success: {success}")


def what_becomes_an_error() -> None:
    try:
        checked(myself("fail"))
    except subprocess.CalledProcessError as error:
        print("checked, it is an error: the child ended with code", error.returncode)


def checked(command: list[str]) -> None:
    subprocess.run(command, check=True)
    # ANCHOR_END: parent


def child(task: str, words: list[str]) -> None:
    match task:
        case "tell":
            print("I got", " ".join(f"<{word}>" for word in words))
            print("GREETING is", os.environ.get("GREETING", "missing"))
            print("PATH is", os.environ.get("PATH", "missing"))
            print("my folder is", os.path.basename(os.getcwd()))
            print("I was told:", input())
        case "fail":
            sys.exit(3)
        case "wait":
            sys.stdin.read()


def myself(*words: str) -> list[str]:
    """This program once more, told by further words what to do."""
    return [sys.executable, os.path.abspath(__file__), "child", *words]


if __name__ == "__main__":
    main()
