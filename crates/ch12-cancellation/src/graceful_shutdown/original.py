"""A server is told to stop, once and twice, while three requests are open."""

import asyncio
import os
import signal
import socket
import subprocess
import sys

LIMIT = 1.5  # seconds


def main() -> None:
    if sys.argv[-1] == "serve":
        return asyncio.run(serve())
    once()
    twice()


# ANCHOR: serve
async def serve() -> None:
    requests: set[asyncio.Task[None]] = set()

    async def accept(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        request = asyncio.create_task(answer(reader, writer))
        requests.add(request)

    def on_signal() -> None:
        if stop.is_set():
            os._exit(130)
        stop.set()

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, on_signal)
    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)

    await stop.wait()
    server.close()
    print("stopping", flush=True)
    done, left = await asyncio.wait(requests, timeout=LIMIT)
    print(f"drained {len(done)}, dropped {len(left)}")
    # ANCHOR_END: serve


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"?")
    await reader.readexactly(1)
    writer.write(b"!")
    await writer.drain()


class Server:
    """A child, and three requests that it has accepted."""

    def __init__(self) -> None:
        command = [sys.executable, *sys.argv, "serve"]
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.line())
        self.clients = [self.connect() for _ in range(3)]
        for client in self.clients:
            assert client.recv(1) == b"?"

    def line(self) -> str:
        assert self.child.stdout
        return self.child.stdout.readline().rstrip()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port))

    def interrupt(self) -> None:
        self.child.send_signal(signal.SIGINT)


def once() -> None:
    server = Server()
    server.interrupt()
    print("told once:", server.line())
    try:
        server.connect()
        print("a new request: accepted")
    except ConnectionRefusedError:
        print("a new request: refused")
    for client in server.clients[:2]:
        client.sendall(b".")
        assert client.recv(1) == b"!"
    print("two requests: answered")
    print(f"the third: {server.line()}, exit code {server.child.wait()}")


def twice() -> None:
    server = Server()
    server.interrupt()
    print("told once:", server.line())
    server.interrupt()
    print("told twice: exit code", server.child.wait())


if __name__ == "__main__":
    main()
