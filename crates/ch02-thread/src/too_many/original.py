"""Threads are started until the system refuses one, and then one more."""

import resource
import threading

over = threading.Event()


def main() -> None:
    # Memory for very few threads, so that the refusal comes soon.
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, hard))
    threading.stack_size(64 << 20)
    waiting, refusal = start_until_refused()
    print("some threads started:", "yes" if waiting else "no")
    print("then the system refused:", refusal)
    over.set()
    for thread in waiting:
        thread.join()
    text = "they have ended, and one more runs"
    one_more = threading.Thread(target=print, args=(text,))
    one_more.start()
    one_more.join()


def start_until_refused() -> tuple[list[threading.Thread], RuntimeError]:
    waiting: list[threading.Thread] = []
    while True:
        thread = threading.Thread(target=over.wait)
        try:
            thread.start()
        except RuntimeError as refusal:
            return waiting, refusal
        waiting.append(thread)


if __name__ == "__main__":
    main()
