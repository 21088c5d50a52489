"""A progress bar on the terminal, and none where nobody looks."""

from __future__ import annotations

import sys
import threading
from typing import Any


def bar(what: str, total: int | None, done: int = 0, unit: str = "B", delay: float = 0) -> Any:
    """A bar on standard error, where that is a terminal: shown after so many seconds, removed when done."""
    from tqdm import tqdm

    # One process draws; tqdm's own lock is a semaphore, which a forked process that is killed would never give back.
    tqdm.set_lock(threading.RLock())
    return tqdm(
        desc=what,
        total=total,
        initial=done,
        unit=unit,
        unit_scale=unit == "B",
        delay=delay,
        leave=False,
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
    )
