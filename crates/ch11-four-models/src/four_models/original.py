"""Twenty requests in five designs, and a server that counts the open ones."""

import asyncio
import queue
import socket
import subprocess
import sys
import threading

REQUESTS = 20
# Processes, threads in each, coroutines in each thread.
DESIGNS = [
    ("1 thread", 1, 1, 1),
    ("10 threads", 1, 10, 1),
    ("2 processes, 10 threads each", 2, 10, 1),
    ("1 loop", 1, 1, 20),
    ("2 processes, a loop in each", 2, 1, 10),
    ("2 threads, a loop on each", 1, 2, 10),
]


def main() -> None:
    numbers = sys.argv[-1].split(" ")
    if len(numbers) == 4:
        return process(*map(int, numbers))
    print(f"{'':28}  processes × threads × coroutines")
    for name, processes, threads, coroutines in DESIGNS:
        answers, most = run(processes, threads, coroutines)
        print(f"{name:28} {processes:3} × {threads:2} × {coroutines:2}: ", end="")
        print(f"{answers} answers, {most:2} open at once")


def run(processes: int, threads: int, coroutines: int) -> tuple[int, int]:
    """Runs one design: what the server has counted."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=REQUESTS)
    port: int = listener.getsockname()[1]
    expected = processes * threads * coroutines
    counts: list[int] = []
    server = threading.Thread(target=serve, args=[listener, expected, counts])
    server.start()
    each = REQUESTS // expected
    if processes == 1:
        process(port, threads, coroutines, each)
    else:
        task = f"{port} {threads} {coroutines} {each}"
        command = [sys.executable, *sys.argv, task]
        children = [subprocess.Popen(command) for _ in range(processes)]
        for child in children:
            assert child.wait() == 0
    server.join()
    answers, most = counts
    return answers, most


# ANCHOR: judge
def serve(listener: socket.socket, expected: int, counts: list[int]) -> None:
    """Answers when so many requests are open, and counts how many are."""
    requests: queue.SimpleQueue[socket.socket] = queue.SimpleQueue()

    def accept() -> None:
        for _ in range(REQUESTS):
            requests.put(listener.accept()[0])

    threading.Thread(target=accept, daemon=True).start()
    answers = most = 0
    while answers < REQUESTS:
        pending: list[socket.socket] = []
        # Patient until all are there; then a moment longer, for one too many.
        while request := take(requests, 10 if len(pending) < expected else 0.02):
            pending.append(request)
        if not pending:
            break
        most = max(most, len(pending))
        for request in pending:
            request.sendall(b"answer")
            request.close()
        answers += len(pending)
    counts[:] = answers, most


def process(port: int, threads: int, coroutines: int, each: int) -> None:
    """What one process does."""

    def work() -> None:
        if coroutines == 1:
            block(port, each)
        else:
            run_loop(port, coroutines, each)

    everybody = [threading.Thread(target=work) for _ in range(threads)]
    for thread in everybody:
        thread.start()
    for thread in everybody:
        thread.join()


# ANCHOR_END: judge
def block(port: int, each: int) -> None:
    """A thread without a loop: one request after the other."""
    for _ in range(each):
        with socket.create_connection(("127.0.0.1", port)) as stream:
            stream.recv(100)


def run_loop(port: int, coroutines: int, each: int) -> None:
    """A thread with a loop, which takes turns with so many coroutines."""

    async def everybody() -> None:
        several = [coroutine(port, each) for _ in range(coroutines)]
        await asyncio.gather(*several)

    asyncio.run(everybody())


async def coroutine(port: int, each: int) -> None:
    for _ in range(each):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await reader.read()
        writer.close()


def take(
    requests: queue.SimpleQueue[socket.socket], patience: float
) -> socket.socket | None:
    try:
        return requests.get(timeout=patience)
    except queue.Empty:
        return None


if __name__ == "__main__":
    main()
