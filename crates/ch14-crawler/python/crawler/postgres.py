"""As much of PostgreSQL's protocol as one worker needs. At work, take `psycopg`.

A message is a letter, a length and a body. A question is one `Q`; its answer is a row in each `D`,
and ends with `Z`.
"""

import socket
import struct


class Connection:
    """A connection to the server whose socket lies in this folder."""

    def __init__(self, folder: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(f"{folder}/.s.PGSQL.5432")
        self.stream = self.socket.makefile("rb")
        hello = struct.pack("!I", 3 << 16) + b"user\0postgres\0database\0postgres\0\0"
        self.socket.sendall(struct.pack("!I", len(hello) + 4) + hello)
        self.answer()

    def execute(self, query: str, *values: str) -> list[list[str]]:
        """Asks for something, with each `%s` replaced by a value, and gives the rows."""
        text = query % tuple(map(quoted, values)) if values else query
        body = text.encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack("!I", len(body) + 4) + body)
        return self.answer()

    def answer(self) -> list[list[str]]:
        rows = []
        error = None
        while True:
            kind, length = struct.unpack("!cI", self.stream.read(5))
            body = self.stream.read(length - 4)
            if kind == b"D":
                rows.append(columns(body))
            elif kind == b"E":
                error = RuntimeError(body.replace(b"\0", b" ").decode())
            elif kind == b"Z":
                if error is not None:
                    raise error
                return rows


def columns(body: bytes) -> list[str]:
    (count,) = struct.unpack_from("!H", body)
    at, found = 2, []
    for _ in range(count):
        (length,) = struct.unpack_from("!i", body, at)
        at += 4
        found.append(body[at : at + max(length, 0)].decode())
        at += max(length, 0)
    return found


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
