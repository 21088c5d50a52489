"""The output folder: one run at a time, each claim's folder whole or absent, and what is known of each.

ID/                  the report of a claim, with watch.json: what it was made from and what it says
.watch/run.json      the latest run: its number, when it began, when it ended (null: it was stopped)
.watch/failed/ID     why a claim's last attempt failed
.watch/work-…/       reports in the making; never looked into, and cleared away by the next run
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from verifier.errors import BusyError, VerifierError
from verifier.files import (
    cannot_write,
    check_replaceable,
    new_folder,
    read_json,
    settle_within,
    take_place,
    write_json,
    write_whole,
)

MANIFEST = "watch.json"
OWN = ".watch"
NEWSROOM = ("ratings.yml", "corrections.yml")


class Kept:
    """The output folder of a watchlist. Made by `opened`, which holds its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.own = folder / OWN

    def work_folder(self) -> Path:
        """A new folder for reports in the making."""
        try:
            return new_folder(self.own, "work-")
        except OSError as error:
            raise cannot_write(self.own, error) from error

    def manifest(self, name: str) -> dict[str, Any] | None:
        """What is known of a claim's report; None where there is none, or where one of its files is missing or cut."""
        found = read_json(self.folder / name / MANIFEST)
        if not found or not all(self._is_there(name, file, size) for file, size in found["files"].items()):
            return None
        return found

    def newsroom(self, name: str) -> dict[str, Path]:
        """The newsroom's files beside a claim's report, by name."""
        found = {file: self.folder / name / file for file in NEWSROOM}
        return {file: path for file, path in found.items() if path.is_file()}

    def commit(self, name: str, made: Path, manifest: dict[str, Any]) -> None:
        """Put a finished report in its place, which holds the old report or the new one at any moment, or holds the
        old one again after `recover`.
        """
        for file, path in self.newsroom(name).items():  # as they are now: somebody may have written in the meantime
            shutil.copy(path, made / file)
        files = {each.name: each.stat().st_size for each in made.iterdir() if each.name not in NEWSROOM}
        write_json(made / MANIFEST, {**manifest, "files": files})
        target = self.folder / name
        try:
            check_replaceable(target)
            take_place(made, target)
        except OSError as error:
            raise cannot_write(target, error) from error
        shutil.rmtree(made, ignore_errors=True)  # the old report, where the two were exchanged
        self.forget_failure(name)

    def fail(self, name: str, failure: dict[str, Any]) -> None:
        """Keep why a claim failed; where not even that can be written, the run has said it already."""
        with suppress(OSError, VerifierError):
            (self.own / "failed").mkdir(exist_ok=True)
            write_json(self.own / "failed" / f"{name}.json", failure)

    def failure(self, name: str) -> dict[str, Any] | None:
        """Why a claim's last attempt failed, None where it did not."""
        return read_json(self.own / "failed" / f"{name}.json")

    def forget_failure(self, name: str) -> None:
        """Take back that a claim failed."""
        with suppress(OSError):
            (self.own / "failed" / f"{name}.json").unlink(missing_ok=True)

    def begin(self) -> dict[str, Any]:
        """The record of this run: a new one, or that of the run that was stopped, which goes on."""
        last = read_json(self.own / "run.json") or {}
        if last and last.get("ended") is None:
            return {**last, "resumed": last.get("resumed", 0) + 1}
        begun = {"number": last.get("number", 0) + 1, "begun": now(), "ended": None, "last": last.get("ended")}
        self.record(begun)
        return begun

    def record(self, run: dict[str, Any]) -> None:
        """Keep the record of the run."""
        write_json(self.own / "run.json", run)

    def identity(self) -> str:
        """A name for this folder that no other has, for the feed."""
        from uuid import uuid4

        path = self.own / "feed-id"
        if not path.is_file():
            write_whole(path, uuid4().urn)
        return path.read_text(encoding="ascii").strip()

    def recover(self) -> None:
        """Put back what a stopped run had moved aside and clear away what it left."""
        settle_within(self.folder)
        for left in self.own.glob("work-*"):
            shutil.rmtree(left, ignore_errors=True)
        for place in (self.folder, self.own, self.own / "failed"):
            for partial in place.glob(".*.partial"):
                partial.unlink(missing_ok=True)

    def _is_there(self, name: str, file: str, size: int) -> bool:
        path = self.folder / name / file
        return path.is_file() and path.stat().st_size == size


@contextmanager
def opened(folder: Path) -> Iterator[Kept]:
    """The output folder, made where it is not there, held against other runs and cleared of what a stopped one left.

    Raises BusyError where another run holds it, UsageError where it cannot be written.
    """
    kept = Kept(folder)
    lock = FileLock(kept.own / "lock", timeout=0)
    try:
        kept.own.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        holder = read_json(kept.own / "holder.json") or {}
        by = f" (process {holder['process']}, since {holder['since']})" if holder else ""
        raise BusyError(f"another run is at work in {folder}{by}: let it end, or write to another folder") from error
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        write_json(kept.own / "holder.json", {"process": os.getpid(), "since": now()})
        try:
            kept.recover()
        except OSError as error:
            raise cannot_write(folder, error) from error
        yield kept
    finally:
        with suppress(OSError):
            (kept.own / "holder.json").unlink(missing_ok=True)
        lock.release()


def now() -> str:
    """The time in UTC, to the second, as RFC 3339 writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
