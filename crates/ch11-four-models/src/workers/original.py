"""Sixteen requests for so many workers: how many are open at the same time?"""

import threading
from concurrent.futures import ThreadPoolExecutor

REQUESTS = 16


def main() -> None:
    for workers in (1, 4, 16):
        print(f"workers: {workers:2}, open at once: {open_at_once(workers):2}")


def open_at_once(workers: int) -> int:
    service = Service()
    with ThreadPoolExecutor(workers) as pool:
        for _ in range(REQUESTS):
            pool.submit(service.request)
    return service.most


class Service:
    """Answers when all requests are there, or when they have kept it waiting for too long."""

    def __init__(self) -> None:
        self.all_there = threading.Barrier(REQUESTS)
        self.lock = threading.Lock()
        self.open = self.most = 0

    def request(self) -> None:
        with self.lock:
            self.open += 1
            self.most = max(self.most, self.open)
        try:
            self.all_there.wait(timeout=1)
        except threading.BrokenBarrierError:
            pass  # too long
        with self.lock:
            self.open -= 1


if __name__ == "__main__":
    main()
