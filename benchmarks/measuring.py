"""What several processes of a benchmark use together: processor time and memory."""

from __future__ import annotations

import resource
import threading
from collections.abc import Callable

import psutil


def resident(process: psutil.Process) -> int:
    """Bytes in memory; what several processes share counts for each."""
    return int(process.memory_info().rss)


def proportional(process: psutil.Process) -> int:
    """Bytes in memory; what several processes share is divided among them (Linux)."""
    return int(process.memory_full_info().pss)


class Peak:
    """The most memory that this process and those under it held at once, and this one alone, by one of the measures
    above, looked at every so many seconds.
    """

    def __init__(self, measure: Callable[[psutil.Process], int], every: float) -> None:
        self.bytes, self.own = 0, 0
        self._measure, self._every = measure, every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._over.wait(self._every):
            held = 0
            for process in [own, *own.children(recursive=True)]:
                try:
                    used = self._measure(process)
                except (psutil.Error, AttributeError):
                    continue
                held += used
                if process is own:
                    self.own = max(self.own, used)
            self.bytes = max(self.bytes, held)


def processor_seconds() -> float:
    """What this process and those that it waited for used."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)
