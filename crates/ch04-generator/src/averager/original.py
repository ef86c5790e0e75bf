"""Numbers are sent in, and the average so far comes out."""

from collections.abc import Generator


def main() -> None:
    forgotten = averager()
    try:
        forgotten.send(10)
    except TypeError as error:
        print("refused:", error)

    average = averager()
    print("primed, and out comes", next(average))
    for number in (10, 20, 30):
        print(number, "in, out comes", average.send(number))


def averager() -> Generator[float | None, float, None]:
    total = 0.0
    count = 0
    average = None
    while True:
        number = yield average
        total += number
        count += 1
        average = total / count


if __name__ == "__main__":
    main()
