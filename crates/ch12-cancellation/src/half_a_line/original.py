"""Half a line comes, the reader gives up, and the other half comes."""

import asyncio


def main() -> None:
    asyncio.run(run())


async def run() -> None:
    ends: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
    server = await asyncio.start_server(
        lambda _, end: ends.put_nowait(end), "127.0.0.1", 0
    )
    port: int = server.sockets[0].getsockname()[1]
    reader, _writer = await asyncio.open_connection("127.0.0.1", port)
    writer = await ends.get()

    writer.write(b"good")
    try:
        await asyncio.wait_for(reader.readline(), timeout=0.05)
    except TimeoutError:
        print("readline, given up")
    writer.write(b"bye\n")
    line = await reader.readline()
    print("readline:", line.decode().rstrip())

    writer.close()
    server.close()


if __name__ == "__main__":
    main()
