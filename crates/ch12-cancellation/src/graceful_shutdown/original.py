"""A server is told to stop: once, twice, and while it has nothing to do."""

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
    idle()


# ANCHOR: serve
async def serve() -> None:
    stop = listen_for_stop()
    requests: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = asyncio.create_task(answer(reader, writer))
        requests.add(request)
        request.add_done_callback(requests.discard)  # one that has ended is forgotten

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await stop.wait()

    server.close()
    print("stopping", flush=True)
    drained = 0
    if requests:
        done, _ = await asyncio.wait(requests, timeout=LIMIT)
        drained = len(done)
    print(f"drained {drained}, dropped {len(requests)}")


def listen_for_stop() -> asyncio.Event:
    """Ctrl-C, and the signal that is sent by whatever manages services."""

    def on_signal() -> None:
        if stop.is_set():
            os._exit(130)
        stop.set()

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, on_signal)
    loop.add_signal_handler(signal.SIGTERM, on_signal)
    return stop
    # ANCHOR_END: serve


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"?")
    await reader.readexactly(1)
    writer.write(b"!")
    await writer.drain()
    writer.close()


class Server:
    """The server as a child process, and its clients."""

    def __init__(self) -> None:
        command = [sys.executable, *sys.argv, "serve"]
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.line())

    def line(self) -> str:
        assert self.child.stdout
        return self.child.stdout.readline().rstrip()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port))

    def request(self) -> socket.socket:
        """A request that the server has begun to answer."""
        client = self.connect()
        assert client.recv(1) == b"?"
        return client


def finish(client: socket.socket) -> None:
    """Lets the server finish a request, and sees that it closes the connection."""
    client.sendall(b".")
    assert client.recv(1) == b"!"
    assert client.recv(1) == b""


def once() -> None:
    server = Server()
    finish(server.request())
    print("a request: answered")
    clients = [server.request() for _ in range(3)]
    server.child.send_signal(signal.SIGINT)
    print("Ctrl-C, with three open:", server.line())
    try:
        server.connect()
        print("a new one: accepted")
    except ConnectionRefusedError:
        print("a new one: refused")
    for client in clients[:2]:
        finish(client)
    print("two of the three: answered")
    print(f"and then: {server.line()}, exit code {server.child.wait()}")


def twice() -> None:
    server = Server()
    _client = server.request()
    server.child.send_signal(signal.SIGINT)
    print("Ctrl-C, with one open:", server.line())
    server.child.send_signal(signal.SIGINT)
    print("Ctrl-C again: exit code", server.child.wait())


def idle() -> None:
    server = Server()
    server.child.send_signal(signal.SIGTERM)
    print("SIGTERM, with none open:", server.line())
    print(f"and then: {server.line()}, exit code {server.child.wait()}")


if __name__ == "__main__":
    main()
