"""Let the kernel say which sockets are ready: an echo server of callbacks."""

import asyncio
import socket


def main() -> None:
    # On Windows asyncio's usual loop has no add_reader; this one is the same everywhere.
    loop = asyncio.SelectorEventLoop()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    client = socket.create_connection(listener.getsockname())
    client.setblocking(False)
    loop.add_reader(listener, accept, loop, listener)
    client.sendall(b"one")
    loop.add_reader(client, hear, loop, client)
    loop.run_forever()
    loop.remove_reader(listener)
    listener.close()
    loop.close()


def accept(loop: asyncio.SelectorEventLoop, listener: socket.socket) -> None:
    """The server: somebody wants to connect."""
    print("server: a connection")
    connection, _ = listener.accept()
    connection.setblocking(False)
    loop.add_reader(connection, echo, loop, connection)


def echo(loop: asyncio.SelectorEventLoop, connection: socket.socket) -> None:
    """The server: something has come, or the other side has hung up."""
    data = connection.recv(1024)
    if not data:
        print("server: good-bye")
        loop.remove_reader(connection)
        connection.close()
        loop.stop()
    else:
        print("server:", data.decode())
        connection.sendall(data)


def hear(loop: asyncio.SelectorEventLoop, client: socket.socket) -> None:
    """The client: the echo has come."""
    data = client.recv(1024)
    print("client: heard", data.decode())
    if data == b"one":
        client.sendall(b"two")
    else:
        loop.remove_reader(client)
        client.close()


if __name__ == "__main__":
    main()
