import asyncio


async def work(number: int, begun: list[int], gate: asyncio.Event) -> int:
    begun.append(number)
    if number == 0:
        await gate.wait()
    return number


async def main() -> None:
    begun: list[int] = []
    gate = asyncio.Event()
    two_at_once = asyncio.Semaphore(2)

    async def limited(number: int) -> int:
        async with two_at_once:
            return await work(number, begun, gate)

    results = asyncio.gather(*(limited(number) for number in range(4)))
    for _ in range(20):
        await asyncio.sleep(0)
    print("begun while the first one waits:", begun)
    gate.set()
    print("results:", await results)


asyncio.run(main())
