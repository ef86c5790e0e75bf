"""Three threads each read a price, and one of them can't."""

import threading

TEXTS = ["5", "seven", "30"]
prices: list[int] = []


def main() -> None:
    threads = [threading.Thread(target=read, args=(text,)) for text in TEXTS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("the total is", sum(prices))


def read(text: str) -> None:
    prices.append(int(text))


if __name__ == "__main__":
    main()
