"""Sixteen requests for so many workers: how many are open at once?"""

import threading
from concurrent.futures import ThreadPoolExecutor

REQUESTS = 16


def main() -> None:
    for workers in (1, 4, 16):
        most = open_at_once(workers)
        print(f"workers: {workers:2}, open at once: {most:2}")


def open_at_once(workers: int) -> int:
    service = Service()
    with ThreadPoolExecutor(workers) as pool:
        for _ in range(REQUESTS):
            pool.submit(service.request)
    return service.most


class Service:
    """Answers when all requests are there, or when it has waited enough."""

    def __init__(self) -> None:
        self.all_there = threading.Barrier(REQUESTS)
        self.lock = threading.Lock()
        self.open = self.most = 0

    def request(self) -> None:
        with self.lock:
            self.open += 1
            self.most = max(self.most, self.open)
        try:
            self.all_there.wait(timeout=3)
        except threading.BrokenBarrierError:
            pass  # enough
        with self.lock:
            self.open -= 1


if __name__ == "__main__":
    main()
