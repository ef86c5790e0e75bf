"""A child changes a variable. What does the parent read?"""

import multiprocessing

counter = 1


def count() -> None:
    global counter
    counter += 1
    print("child: the counter is", counter)


def main() -> None:
    processes = multiprocessing.get_context("spawn")
    child = processes.Process(target=count)
    child.start()
    child.join()
    print("parent: the counter is", counter)


if __name__ == "__main__":
    main()
