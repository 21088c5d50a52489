"""Ending when asked to: a terminal's interrupt, a scheduler's SIGTERM and a hangup end a command in the same way."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_USUAL = (signal.SIG_DFL, signal.default_int_handler)


@dataclass
class _Start:
    """Whether processes are being started, the signal that asked to stop meanwhile, and whether one asked at all."""

    going_on: bool = False
    asked: int = 0
    heard: bool = False


_start = _Start()


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


def asked() -> bool:
    """Whether this process was asked to stop. A library at work, as DuckDB, may make an error of its own of that."""
    return _start.heard


def leave_to_parent() -> None:
    """In a worker process: leave an interrupt, which a terminal sends to all, to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])  # see start_deaf


@contextmanager
def start_deaf(name: str) -> Iterator[None]:
    """Within, processes are started that do not hear a signal (“SIGINT”) until they unblock it: one that came before
    they could ignore it would end them with a traceback.

    A signal that asks this process to stop is answered after it: a process whose start was broken off halfway would
    wait for its task for ever, and nobody would know of it to end it.
    """
    number = getattr(signal, name, None)
    before = None
    _start.going_on = True
    try:
        if number is not None and hasattr(signal, "pthread_sigmask"):
            before = signal.pthread_sigmask(signal.SIG_BLOCK, [number])  # handed on to what is started meanwhile
        yield
    finally:
        _start.going_on = False
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if _start.asked:
            signal.raise_signal(_start.asked)


def keep_helpers() -> None:
    """Start the process by which multiprocessing clears up, deaf to a hangup of the terminal: it outlives its users."""
    if hasattr(signal, "SIGHUP"):
        from multiprocessing import resource_tracker

        with start_deaf("SIGHUP"):
            resource_tracker.ensure_running()


def _stop(number: int, _frame: FrameType | None) -> None:
    if _start.going_on:
        _start.asked = number
        return
    _start.heard = True
    for other in STOPS:
        if other != signal.SIGINT:  # whoever asks once more by hand does not want to wait
            signal.signal(other, signal.SIG_IGN)
    for worker in multiprocessing.active_children():
        worker.terminate()
    raise KeyboardInterrupt
