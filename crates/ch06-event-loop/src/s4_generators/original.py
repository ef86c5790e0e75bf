"""Drive generators by a loop, as asyncio did before there was `async`."""

import asyncio
import socket
from collections.abc import Callable, Generator, Iterable

# What a coroutine yields: the seconds to wait, or the socket to wait for.
Pause = float | socket.socket
Coroutine = Generator[Pause, None, None]


def turn(
    loop: asyncio.SelectorEventLoop, coroutine: Coroutine, at_end: Callable[[], None]
) -> None:
    """Give a coroutine its turn, and register the next one."""
    try:
        pause = next(coroutine)
    except StopIteration:
        at_end()
        return
    if isinstance(pause, socket.socket):
        loop.add_reader(pause, is_readable, loop, pause, coroutine, at_end)
    else:
        loop.call_later(pause, turn, loop, coroutine, at_end)


def is_readable(
    loop: asyncio.SelectorEventLoop,
    sock: socket.socket,
    coroutine: Coroutine,
    at_end: Callable[[], None],
) -> None:
    """Stop watching the socket: it was for one turn."""
    loop.remove_reader(sock)
    turn(loop, coroutine, at_end)


def server(connection: socket.socket) -> Coroutine:
    """Send back what comes, until the other side hangs up."""
    while True:
        yield connection
        data = connection.recv(1024)
        if not data:
            break
        print("server:", data.decode())
        connection.sendall(data)
    connection.close()


def client(sock: socket.socket, words: Iterable[bytes]) -> Coroutine:
    """Say each word, hear the echo, and rest a little."""
    for word in words:
        sock.sendall(word)
        yield sock
        print("client: heard", sock.recv(1024).decode())
        yield 0.010
    sock.close()


def main() -> None:
    # On Windows asyncio's usual loop has no add_reader; this one is the same everywhere.
    loop = asyncio.SelectorEventLoop()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sock = socket.create_connection(listener.getsockname())
        connection, _ = listener.accept()
    loop.call_soon(turn, loop, client(sock, [b"one", b"two"]), lambda: None)
    loop.call_soon(turn, loop, server(connection), loop.stop)
    loop.run_forever()
    print("the server has ended")
    loop.close()


if __name__ == "__main__":
    main()
