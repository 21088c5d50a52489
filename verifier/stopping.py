"""Ending when asked to: a terminal's interrupt, a scheduler's SIGTERM and a hangup end a command in the same way."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_USUAL = (signal.SIG_DFL, signal.default_int_handler)


def heed() -> None:
    """Have each signal that asks to stop raise KeyboardInterrupt, so that what is half done is cleared away.

    One that is ignored, as a hangup under nohup, stays ignored.
    """
    for number in STOPS:
        if signal.getsignal(number) in _USUAL:
            signal.signal(number, _stop)


def ignore() -> None:
    """Once the exit code is known: what asks to stop finds nothing to stop, and changes neither code nor output.

    Python itself gives the signals back their first effect while it ends.
    """
    for number in STOPS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)


def leave_to_parent() -> None:
    """In a worker process: leave an interrupt, which a terminal sends to all, to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])  # see start_deaf


@contextmanager
def start_deaf(name: str) -> Iterator[None]:
    """Within, processes are started that do not hear a signal (“SIGINT”) until they unblock it: one that came before
    they could ignore it would end them with a traceback.
    """
    number = getattr(signal, name, None)
    if number is None or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [number])  # handed on to what is started meanwhile
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def keep_helpers() -> None:
    """Start the process by which multiprocessing clears up, deaf to a hangup of the terminal: it outlives its users."""
    if hasattr(signal, "SIGHUP"):
        from multiprocessing import resource_tracker

        with start_deaf("SIGHUP"):
            resource_tracker.ensure_running()


def _stop(number: int, _frame: FrameType | None) -> None:
    for other in STOPS:
        if other != signal.SIGINT:  # whoever asks once more by hand does not want to wait
            signal.signal(other, signal.SIG_IGN)
    for worker in multiprocessing.active_children():
        worker.terminate()
    raise KeyboardInterrupt
