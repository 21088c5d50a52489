"""A deadline for a whole answer: time-outs of a socket begin anew with every byte that a server sends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_AGAIN = 0.2  # seconds between two looks once time is up: a connection may be between two sockets


class Deadline:
    """Ends the connections of a session, from a thread of its own, once the time that was given is over.

    A read that hangs in them then fails, or finds the end of the stream; `over` tells that from a server's own end.
    """

    def __init__(self) -> None:
        self.connections: WeakSet[HTTPConnection] = WeakSet()
        self.over = False
        self._until = float("inf")
        self._changed = threading.Condition()

    @contextmanager
    def watched(self, seconds: float) -> Iterator[None]:
        """Watch what is done within, which has so many seconds until `allow` gives it others."""
        self.over, done = False, threading.Event()
        self.allow(seconds)
        thread = threading.Thread(target=self._watch, args=(done,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            with self._changed:
                self._changed.notify_all()
            thread.join()

    def allow(self, seconds: float) -> None:
        """Give what is watched so many seconds from now; a later end than the one before needs no thread to wake."""
        until = time.monotonic() + seconds
        with self._changed:
            sooner, self._until = until < self._until, until
            if sooner:
                self._changed.notify_all()

    def _watch(self, done: threading.Event) -> None:
        with self._changed:
            while not done.is_set():
                left = self._until - time.monotonic()
                if left > 0:
                    self._changed.wait(left)
                    continue
                self.over = True
                for connection in list(self.connections):
                    if connection.sock is not None:
                        with suppress(OSError):  # on its way from a plain socket to one in TLS: at the next look
                            # Of one in TLS the socket below it, which the reader does not look at.
                            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
                self._changed.wait(_AGAIN)


class WatchedAdapter(HTTPAdapter):
    """The usual adapter, whose connections a deadline can end."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """The pools, with connections that are known to the deadline."""
        super().init_poolmanager(*args, **more)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **more: Any) -> Any:
        """The same, through a proxy."""
        return self._watch(super().proxy_manager_for(*args, **more))

    def _watch(self, manager: Any) -> Any:
        known = self.deadline.connections

        def pool(usual: Any, connection: Any) -> Any:
            class Watched(connection):  # type: ignore[misc]
                def __init__(self, *args: Any, **more: Any) -> None:
                    super().__init__(*args, **more)
                    known.add(self)

            return type(usual.__name__, (usual,), {"ConnectionCls": Watched})

        manager.pool_classes_by_scheme = {
            "http": pool(HTTPConnectionPool, HTTPConnection),
            "https": pool(HTTPSConnectionPool, HTTPSConnection),
        }
        return manager
