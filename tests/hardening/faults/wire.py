"""A server on this machine that answers with whatever bytes it is told to, however wrong they are."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

Answer = Callable[[socket.socket, str], None]


class Wire:
    """Reads a request's head and lets `answer(connection, head)` do the rest, then closes the connection.

    `heads` are the requests in order.
    """

    def __init__(self, answer: Answer, family: socket.AddressFamily = socket.AF_INET) -> None:
        self.answer, self.heads = answer, list[str]()
        self._listening = socket.create_server(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0), family=family)
        self.port = self._listening.getsockname()[1]
        self.url = f"http://{'[::1]' if family == socket.AF_INET6 else '127.0.0.1'}:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            self.heads.append(head.decode("latin-1"))
            self.answer(connection, self.heads[-1])


def reset(connection: socket.socket) -> None:
    """End a connection with a reset instead of a farewell."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def says(*pieces: bytes) -> Answer:
    """An answer of these bytes."""

    def answer(connection: socket.socket, _head: str) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return answer
