"""A deadline for work on one document, wherever it is done: in a worker's thread as in the main one."""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from verifier.errors import VerifierError

Given = TypeVar("Given")
_LOOK = 0.1  # seconds between two looks at the clock
_ARRIVES = 1.0  # seconds in which what is raised in a thread has arrived; where two works end at once only one does
USUAL = 60.0  # seconds for a text of the usual length
_SIGNS_A_SECOND = 20_000  # of a long one: no text that we know of is read more slowly


class DeadlineError(VerifierError):
    """Work on one document took longer than it may."""


@dataclass(eq=False)
class _Work:
    """Work that is watched: in which thread, and until when."""

    thread: int
    until: float
    over: bool = False


_works: set[_Work] = set()
_lock = threading.Lock()
_watcher: threading.Thread | None = None


def seconds_for(signs: int) -> float:
    """How long a text of so many characters may take."""
    return USUAL + signs / _SIGNS_A_SECOND


def within(seconds: float, what: str, action: Callable[[], Given]) -> Given:
    """What an action gives, unless it takes longer than so many seconds: then DeadlineError, with `what` in its words.

    Python looks for the deadline between two steps of its own: one call of a compiled library is not broken off.
    """
    work = _Work(threading.get_ident(), time.monotonic() + seconds)
    try:  # all of it: what the watcher raises arrives between any two steps
        with _lock:
            _works.add(work)
            _start()
        try:
            given = action()
        except _OverError:
            raise
        except BaseException:
            _end(work)
            raise
        _end(work)
    except _OverError:
        _works.discard(work)
        if not work.over:  # the deadline of the work around this one
            raise
        raise DeadlineError(f"{what} took longer than {seconds:,.0f} seconds and was given up") from None
    return given


class _OverError(BaseException):
    """What is raised in the thread; no error that somebody catches on the way."""


def _end(work: _Work) -> None:
    """Watch the work no longer. What is raised already and on its way is waited for: it must not arrive in other work.

    It is not called back: that would leave the interpreter looking for it at every step, and, where it is traced (by a
    debugger, say), at nothing else.
    """
    with _lock:
        _works.discard(work)
    arriving = time.monotonic() + _ARRIVES
    while work.over and time.monotonic() < arriving:
        time.sleep(0)


def _start() -> None:
    global _watcher
    if _watcher is None or not _watcher.is_alive():
        _watcher = threading.Thread(target=_watch, name="deadlines", daemon=True)
        _watcher.start()


def _watch() -> None:
    global _watcher
    while True:
        time.sleep(_LOOK)
        with _lock:
            if not _works:  # until there is work again, nothing wakes the process
                _watcher = None
                return
            now = time.monotonic()
            for work in _works:
                if not work.over and work.until < now:
                    work.over = True
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(work.thread), ctypes.py_object(_OverError)
                    )


def _forked() -> None:
    """A forked process has none of its parent's other threads."""
    global _watcher, _lock
    _watcher, _lock = None, threading.Lock()
    _works.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
