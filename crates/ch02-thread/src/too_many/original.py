"""Threads are started until the system refuses one, and then one more."""

import resource
import threading

MOST = 100  # more than there is room for
over = threading.Event()


def main() -> None:
    # Addresses for very few stacks, so that the refusal comes soon.
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, hard))
    threading.stack_size(64 << 20)
    waiting, refusal = start_until_refused()
    print("some threads started:", "yes" if waiting else "no")
    if refusal is not None:
        print("then the system refused:", refusal)
    else:
        print("the system refused nothing")
    over.set()
    for thread in waiting:
        thread.join()
    text = "they have ended, and one more runs"
    one_more = threading.Thread(target=print, args=(text,))
    one_more.start()
    one_more.join()


def start_until_refused() -> tuple[list[threading.Thread], RuntimeError | None]:
    waiting: list[threading.Thread] = []
    while len(waiting) < MOST:
        thread = threading.Thread(target=over.wait)
        try:
            thread.start()
        except RuntimeError as error:
            return waiting, error
        waiting.append(thread)
    return waiting, None


if __name__ == "__main__":
    main()
