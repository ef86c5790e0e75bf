"""Serve two clients side by side: an echo server, and the clients."""

import asyncio

ended: asyncio.Queue[int] = asyncio.Queue()


async def main() -> None:
    # The server makes a task of `echo` for each connection.
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    first = await asyncio.open_connection(host, port)
    print("first:  connected, and silent")
    second = await asyncio.open_connection(host, port)
    for word in ["one", "two"]:
        print("second: heard", await ask(*second, word))
    second[1].close()
    print("first:  heard", await ask(*first, "at last"))
    first[1].close()
    print("server: sent back", await ended.get() + await ended.get(), "bytes")
    server.close()


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send back what comes, until the other side hangs up."""
    total = 0
    while data := await reader.read(1024):
        writer.write(data)
        await writer.drain()
        total += len(data)
    writer.close()
    await ended.put(total)


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, word: str
) -> str:
    """Say a word, and hear the echo."""
    writer.write(word.encode())
    await writer.drain()
    return (await reader.readexactly(len(word))).decode()


if __name__ == "__main__":
    asyncio.run(main())
