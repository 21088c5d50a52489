"""The output folder: one run at a time, each claim's folder whole or absent, and what is known of each.

ID/                  the report of a claim, with watch.json: what it was made from and what it says
history.json         the latest run (`ended` is null where it was stopped), and what happened to the claims in all runs
.watch/failed/ID…    the half-run notebook of a claim that failed
.watch/work-…/       reports in the making; never looked into, and cleared away by the next run

Nothing in .watch/ is needed again: it may be lost between two runs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from verifier.errors import BusyError
from verifier.files import (
    MISSHAPEN,
    cannot_write,
    check_replaceable,
    clear_partials,
    locked,
    new_folder,
    read_json,
    restored,
    settle_within,
    stamp,
    take_place,
    write_json,
)
from verifier.reports.watchlists.inputs import Inputs
from verifier.reports.watchlists.result import WatchedResult
from verifier.reports.watchlists.run_history import Event

MANIFEST = "watch.json"
OWN = ".watch"
NEWSROOM = ("ratings.yml", "corrections.yml")


class OutputFolder:
    """The output folder of a watchlist. Made by `open_output`, which holds its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.own = folder / OWN
        self._read: dict[str, tuple[tuple[int, ...], Manifest]] = {}

    def work_folder(self) -> Path:
        """A new folder for reports in the making."""
        try:
            return new_folder(self.own, "work-")
        except OSError as error:
            raise cannot_write(self.own, error) from error

    def manifest(self, name: str) -> Manifest | None:
        """What is known of a claim's report, which may be damaged; None where there is none."""
        path = self.folder / name / MANIFEST
        try:
            now = stamp(path)
            if name not in self._read or self._read[name][0] != now:  # pages ask for all of them again and again
                self._read[name] = now, restored(Manifest, read_json(path) or {})
            return self._read[name][1]
        except (OSError, *MISSHAPEN):  # none, not ours, or cut
            return None

    def is_whole(self, name: str, made: Manifest) -> bool:
        """Whether every file of a report is there, as long as it was when it was made."""
        files = [(self.folder / name / file, size) for file, size in made.files.items()]
        return all(path.is_file() and path.stat().st_size == size for path, size in files)

    def manifests(self) -> dict[str, Manifest]:
        """Every report's manifest by the name of its folder, those of claims that left the watchlist included."""
        names = sorted(path.parent.name for path in self.folder.glob(f"*/{MANIFEST}"))
        return {name: found for name in names if (found := self.manifest(name))}

    def newsroom(self, name: str) -> dict[str, Path]:
        """The newsroom's files beside a claim's report, by name."""
        found = {file: self.folder / name / file for file in NEWSROOM}
        return {file: path for file, path in found.items() if path.is_file()}

    def commit(self, name: str, made: Path, manifest: Manifest, newsroom: Mapping[str, Path]) -> None:
        """Put a finished report in its place, which holds the old or the new one at any moment (see `recover`)."""
        for file, path in newsroom.items():  # as they are now: somebody may have written in the meantime
            shutil.copy(path, made / file)
        files = {each.name: each.stat().st_size for each in made.iterdir() if each.name not in NEWSROOM}
        write_json(made / MANIFEST, asdict(replace(manifest, files=files)))
        target = self.folder / name
        try:
            check_replaceable(target)
            take_place(made, target)
        except OSError as error:
            raise cannot_write(target, error) from error
        shutil.rmtree(made, ignore_errors=True)  # the old report, where the two were exchanged

    def note(self, name: str, manifest: Manifest) -> None:
        """Keep what is known of a report that stays as it is."""
        write_json(self.folder / name / MANIFEST, asdict(manifest))

    def recover(self) -> None:
        """Put back what a stopped run had moved aside and clear away what it left."""
        settle_within(self.folder)
        for left in self.own.glob("work-*"):
            shutil.rmtree(left, ignore_errors=True)
        for place in (self.folder, self.own, self.own / "failed"):
            clear_partials(place)


@contextmanager
def open_output(folder: Path) -> Iterator[OutputFolder]:
    """The output folder, made where needed, locked against other runs and cleared of what an interrupted one left.

    Raises BusyError where another run has locked it, UsageError where it cannot be written.
    """
    kept = OutputFolder(folder)
    holder = kept.own / "holder.json"

    def busy() -> BusyError:
        by = read_json(holder)
        who = f" (process {by['process']}, since {by['since']})" if by else ""
        return BusyError(f"another run is at work in {folder}{who}: let it end, or write to another folder")

    with locked(kept.own / "lock", busy):
        try:
            write_json(holder, {"process": os.getpid(), "since": now()})
            try:
                kept.recover()
            except OSError as error:
                raise cannot_write(folder, error) from error
            yield kept
        finally:
            with suppress(OSError):
                holder.unlink(missing_ok=True)


def now() -> str:
    """The time in UTC, to the second, as RFC 3339 writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Manifest:
    """The record beside a claim's report.

    - run, made: when it was made.
    - claim, words, about, number: the sentence, the claim's own words in it, what it is about, and its number in the
      text. By these it is recognised after an edit of the text (see which_claim.py).
    - asked: how the watchlist's entry names the claim.
    - files: the sizes of the report's files by name.
    """

    id: str
    run: int
    made: str
    claim: str
    words: str
    about: list[str]
    number: int
    asked: dict[str, Any]
    title: str
    result: WatchedResult
    vintages: dict[str, str]
    inputs: Inputs
    events: list[Event]
    files: dict[str, int] = field(default_factory=dict)
