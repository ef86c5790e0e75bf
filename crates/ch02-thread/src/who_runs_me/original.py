"""Two threads of one process ask the kernel who they are, and where they run."""

import os
import threading
from pathlib import Path

answers: list[tuple[int, int, int]] = []


def main() -> None:
    allowed = sorted(os.sched_getaffinity(0))
    chosen = [allowed[0], allowed[-1]]
    both = threading.Barrier(2)
    threads = [threading.Thread(target=ask, args=(core, both)) for core in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    processes, ids, cores = (list(column) for column in zip(*answers, strict=True))
    process, my_id = os.getpid(), current_id()
    print("both say the same process id:", yes(processes == [process, process]))
    print("with the main thread, three thread ids:", yes(len({*ids, my_id}) == 3))
    print("the main thread's id is the process id:", yes(my_id == process))
    print("each ran on the core chosen for it:", yes(sorted(cores) == chosen))


def ask(core: int, both: threading.Barrier) -> None:
    os.sched_setaffinity(0, [core])  # 0 means: the thread that calls
    both.wait()  # both threads are there, at the same time
    # After the name, which stands in brackets, comes field 3; the core is field 39.
    fields = Path("/proc/thread-self/stat").read_text().rpartition(")")[2].split()
    answers.append((os.getpid(), current_id(), int(fields[39 - 3])))


def current_id() -> int:
    return threading.get_native_id()


def yes(answer: bool) -> str:
    return "yes" if answer else "no"


if __name__ == "__main__":
    main()
