"""A server that answers nobody before ten clients wait at the same time."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

CLIENTS = 10


def serve(listener: socket.socket) -> None:
    waiting = [listener.accept()[0] for _ in range(CLIENTS)]
    for client in waiting:
        client.sendall(b"hello")
        client.close()


def ask(port: int, patience: float) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as server:
        try:
            return server.recv(5).decode()
        except TimeoutError:
            return "no answer"


def start_server() -> int:
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=[listener], daemon=True).start()
    port: int = listener.getsockname()[1]
    return port


def main() -> None:
    print("one after the other:", ask(start_server(), patience=0.3))
    request = partial(ask, patience=30)
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(request, [start_server()] * CLIENTS))
    print("on ten threads:", answers.count("hello"), "answers")


if __name__ == "__main__":
    main()
