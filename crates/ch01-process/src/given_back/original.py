"""A child holds a port and has written half of a file when it is killed."""

import os
import socket
import subprocess
import sys
import tempfile


def main() -> None:
    if "child" in sys.argv:
        return hold(sys.argv[-1])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.txt")
        command = [sys.executable, *sys.argv, "child", path]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            port = int(child.stdout.readline())
            print("while it lives, its port is", state_of(port))
            child.kill()
            child.wait()
            print("killed; its last words:", child.stdout.read().strip() or "none")
        print("its port is", state_of(port))
        with open(path) as report:
            print("its file says:", report.read())


def hold(path: str) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    with open(path, "w") as report:
        report.write("written")
        report.flush()
        report.write(" and not yet written")
        print(listener.getsockname()[1], flush=True)
        sys.stdin.read()  # until the parent ends, or ends us
    print("goodbye")


def state_of(port: int) -> str:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return "taken"
    return "free"


if __name__ == "__main__":
    main()
