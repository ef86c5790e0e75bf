import asyncio

PIECE = b"x" * 65_536


async def main() -> None:
    let_go = asyncio.Event()
    arrived = asyncio.Event()

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        arrived.set()
        await let_go.wait()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await arrived.wait()
    for _ in range(1_000):
        writer.write(PIECE)
    waits_here = writer.transport.get_write_buffer_size()
    print("millions of bytes wait in memory:", waits_here > 10_000_000)
    drain = asyncio.create_task(writer.drain())
    await asyncio.sleep(0)
    print("drain has to wait:", not drain.done())
    writer.transport.abort()
    await asyncio.gather(drain, return_exceptions=True)
    let_go.set()
    server.close()


asyncio.run(main())
