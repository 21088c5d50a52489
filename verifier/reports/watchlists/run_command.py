"""`verifier run`: a watchlist's run, what it tells, and the exit code for a scheduler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from verifier.reports.watchlists.running import Run, run_watchlist
from verifier.reports.watchlists.watchlist import read_watchlist

FAILED, CHANGED = 1, 5


def run_and_tell(
    watchlist: Path,
    output: Path,
    *,
    workers: int | None,
    scheduler: str | None = None,
    fail_on: Sequence[str],
    time_limit: int,
    again: bool,
    tell: Callable[[str], None],
) -> int:
    """Run a watchlist, tell a line on each claim and a summary, and return the exit code.

    0 done; 1 every claim failed, or one, with fail_on error; 5 a result changed, with fail_on changed. Raises
    InputError for a watchlist with mistakes, and as run_watchlist does.
    """
    read = read_watchlist(watchlist)
    done = run_watchlist(read, output, workers=workers, seconds=time_limit, again=again, tell=tell, scheduler=scheduler)
    tell(run_summary(done))
    nothing = not done.made and not done.skipped
    if done.failed and (nothing or "error" in fail_on):
        return FAILED
    return CHANGED if "changed" in fail_on and done.changed else 0


def run_summary(done: Run) -> str:
    """What a run did, in numbers, and where to look."""
    left = f", {len(done.left)} no longer watched" if done.left else ""
    return (
        f"{len(done.made)} made, {len(done.changed)} changed, {len(done.skipped)} skipped, {len(done.failed)} failed"
        f"{left}. The index: {done.folder / 'index.html'}"
    )
