import asyncio


class Jumping(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next timer, as a test in Python may have it."""

    def __init__(self) -> None:
        self.jumped = 0.0
        super().__init__()

    def time(self) -> float:
        return super().time() + self.jumped


async def main() -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, Jumping)
    begun = loop.time()
    # Nobody does this for us: asyncio's clock can only be replaced.
    loop.call_soon(setattr, loop, "jumped", 3600.0)
    await asyncio.sleep(3600)
    print("an hour has passed" if loop.time() - begun >= 3600 else "too soon")


with asyncio.Runner(loop_factory=Jumping) as runner:
    runner.run(main())
