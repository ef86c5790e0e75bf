"""What a process weighs, as the system counts it. As `probe/memory.rs` does."""


def resident() -> float | None:
    """Return the bytes of this process that are in memory now."""
    return read("/proc/self/smaps_rollup", "Rss")


def weight_of(process: int) -> float | None:
    """Return the bytes that are in memory because of that process."""
    return read(f"/proc/{process}/smaps_rollup", "Pss")


def grown(before: float | None, after: float | None) -> float | None:
    """Return the difference, or nothing where nobody knows."""
    if before is None or after is None:
        return None
    return max(after - before, 0.0)


def read(file: str, name: str) -> float | None:
    """Return the value in a line `name: 12 kB`, in bytes."""
    try:
        with open(file) as lines:
            for line in lines:
                if line.startswith(f"{name}:"):
                    return float(line.split()[1]) * 1024
    except OSError:
        pass
    return None
