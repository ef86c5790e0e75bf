"""What it costs in CPython to stop tasks that wait. As `probe/stop.rs` does."""

from __future__ import annotations

import asyncio
import time

from probe import Probe, Reading, main


def tasks(quick: bool) -> Reading:
    """Cancel tasks that wait, and wait until all have ended."""
    units = 100 if quick else 10_000

    async def run() -> Reading:
        loop = asyncio.get_running_loop()

        async def waits() -> None:
            await loop.create_future()

        all_tasks = [asyncio.create_task(waits()) for _ in range(units)]
        await asyncio.sleep(0)
        wall, cpu = time.perf_counter(), time.process_time()
        for task in all_tasks:
            task.cancel()
        for task in all_tasks:
            try:
                await task
            except asyncio.CancelledError:
                pass
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        return {"units": units, "wall_s": wall, "cpu_s": cpu}

    return asyncio.run(run())


PROBES: dict[str, Probe] = {"stop.python": tasks}

if __name__ == "__main__":
    main(PROBES)
