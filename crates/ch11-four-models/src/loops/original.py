"""Three threads with a loop each share a server's connections."""

import asyncio
import socket
import threading

Connections = asyncio.Queue[socket.socket | None]

LONG = 30.0  # seconds
SHORT = 0.3

end_of_work = threading.Barrier(2)
served: dict[int, int] = {}


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    loops: list[tuple[asyncio.AbstractEventLoop, Connections]] = []
    threads: list[threading.Thread] = []
    for number in range(1, 4):
        loops.append((asyncio.new_event_loop(), asyncio.Queue()))
        threads.append(threading.Thread(target=run_loop, args=[number, *loops[-1]]))
        threads[-1].start()
    clients: list[socket.socket] = []
    for number in range(6):
        clients.append(socket.create_connection(listener.getsockname()))
        connection, _ = listener.accept()
        give(*loops[number % 3], connection)
    print("client 1 has work for a long time")
    clients[0].sendall(b"work")
    for number, client in enumerate(clients[1:], start=2):
        client.sendall(b"ping")
        patience = SHORT if number == 4 else LONG
        print(f"client {number}: {hear(client, patience)}")
    print("the work of client 1 is done")
    end_of_work.wait()
    for number in (1, 4):
        print(f"client {number}: {hear(clients[number - 1], LONG)}")
    for loop in loops:
        give(*loop, None)
    for number, thread in enumerate(threads, start=1):
        thread.join()
        print(f"loop {number} has served {served[number]}")


def give(
    loop: asyncio.AbstractEventLoop,
    connections: Connections,
    connection: socket.socket | None,
) -> None:
    loop.call_soon_threadsafe(connections.put_nowait, connection)


def hear(client: socket.socket, patience: float) -> str:
    client.settimeout(patience)
    try:
        return f"an answer from loop {client.recv(1)[0]}"
    except TimeoutError:
        return "no answer yet"


def run_loop(
    number: int, loop: asyncio.AbstractEventLoop, connections: Connections
) -> None:
    """What a thread does: its loop serves the connections that it is given."""
    served[number] = loop.run_until_complete(serve(number, connections))
    loop.close()


async def serve(number: int, connections: Connections) -> int:
    count = 0
    async with asyncio.TaskGroup() as tasks:
        while connection := await connections.get():
            tasks.create_task(answer(number, connection))
            count += 1
    return count


async def answer(number: int, connection: socket.socket) -> None:
    connection.setblocking(False)
    reader, writer = await asyncio.open_connection(sock=connection)
    if await reader.readexactly(4) == b"work":
        end_of_work.wait()  # keeps the thread, as a long computation would
    writer.write(bytes([number]))
    await writer.drain()
    writer.close()


if __name__ == "__main__":
    main()
