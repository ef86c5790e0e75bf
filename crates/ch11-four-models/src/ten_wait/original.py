"""Ten threads, eleven requests: when all ten wait, who makes the last?"""

import queue
import threading

# A request: by which thread, its number, what to set when it is answered.
Request = tuple[int, int, threading.Event]


def main() -> None:
    requests: queue.Queue[Request] = queue.Queue()
    left_over = [11]
    threads: list[threading.Thread] = []
    pending: dict[int, threading.Event] = {}
    for thread in range(1, 11):
        threads.append(
            threading.Thread(target=work, args=[thread, requests, left_over])
        )
        threads[-1].start()
        _, number, answered = requests.get()
        pending[number] = answered
    print("open:", sorted(pending))
    print("is the eleventh open, too?", str(is_open(requests)).lower())

    print("request 7 is answered")
    pending.pop(7).set()
    by, number, answered = requests.get()
    print(f"thread {by} has made request {number}")
    pending[number] = answered
    for answered in pending.values():
        answered.set()
    for one in threads:
        one.join()


def is_open(requests: queue.Queue[Request]) -> bool:
    try:
        requests.get(timeout=0.1)
    except queue.Empty:
        return False
    return True


def work(thread: int, requests: queue.Queue[Request], left_over: list[int]) -> None:
    """Makes a request and waits for the answer; then the one left over."""
    todo = [thread]
    while todo:
        answered = threading.Event()
        requests.put((thread, todo.pop(), answered))
        answered.wait()
        if left_over:
            todo.append(left_over.pop())


if __name__ == "__main__":
    main()
