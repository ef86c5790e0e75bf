"""How one stops a paused function, and what it still does."""

from collections.abc import Generator


def main() -> None:
    print("throw what it handles:")
    shelf = prices()
    print("    out comes", next(shelf))
    print("    out comes", shelf.throw(ValueError("too much")))

    print("throw what it doesn't handle:")
    try:
        shelf.throw(KeyError("fire"))
    except KeyError as error:
        print("    back comes", error)

    print("close one that has never begun:")
    prices().close()
    print("    nothing")

    print("break, and it has a name:")
    shelf = prices()
    for price in shelf:
        print("    out comes", price)
        break
    print("    after the loop")
    shelf.close()

    print("break, and it has none:")
    for price in prices():
        print("    out comes", price)
        break
    print("    after the loop")

    print("close one that goes on:")
    refusing = stubborn()
    next(refusing)
    try:
        refusing.close()
    except RuntimeError as error:
        print("   ", error)


def prices() -> Generator[int, None, None]:
    print("    opened")
    try:
        for price in (5, 7, 30):
            try:
                yield price
            except ValueError as error:
                print("    told that it was", error)
    finally:
        print("    closed")


def stubborn() -> Generator[None, None, None]:
    try:
        yield
    except GeneratorExit:
        yield


if __name__ == "__main__":
    main()
