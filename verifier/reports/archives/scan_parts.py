"""The parts of a scan that is under way: one scan at a time, each part whole or absent, the same parameters throughout.

TABLE.parts/lock              held by the scan at work
TABLE.parts/scan.json         what the parts are made from
TABLE.parts/000001.parquet    the rows of a part
TABLE.parts/000001.json       its note; a part is there when its note is
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from verifier.errors import BusyError, UsageError, VerifierError
from verifier.files import (
    MISSHAPEN,
    cannot_write,
    clear_partials,
    locked,
    read_json,
    restored,
    write_json,
    write_whole,
)
from verifier.reports.archives import claims_table
from verifier.reports.archives.documents import Record

IDENTITY = "scan.json"


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with a document, or with checking one of its claims (whose number is then given)."""

    document: str
    row: int
    claim: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a part: the rows of the archive it covers (after `first`, up to `last`), and its counts.

    passed is how much of the archive that is, in the source's unit; digest is a hash of the documents' content.
    """

    number: int
    first: int
    last: int
    passed: int
    documents: int
    claims: int
    size: int
    problems: list[Problem] = field(default_factory=list)
    digest: str = ""


class Parts:
    """The folder of parts beside a table. Made by `open_parts`, which holds its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def table(self, number: int) -> Path:
        """Where the rows of a part are."""
        return self.folder / f"{number:06}.parquet"

    def note(self, number: int) -> Note | None:
        """The note of a part; None where the part is not there, or not whole."""
        try:
            note: Note = restored(Note, read_json(self.folder / f"{number:06}.json") or {})
        except MISSHAPEN:
            return None
        table = self.table(number)
        return note if table.is_file() and table.stat().st_size == note.size else None

    def keep(self, note: Note, table: bytes) -> None:
        """Put a part in its place: the rows first, then the note."""
        write_whole(self.table(note.number), table)
        write_json(self.folder / f"{note.number:06}.json", asdict(note))

    def numbers(self) -> list[int]:
        """The numbers of the parts that have a note, in their order."""
        return sorted(int(file.stem) for file in self.folder.glob("*.json") if file.stem.isdecimal())

    def belong_to(self, identity: dict[str, Any], *, again: bool) -> None:
        """See to it that all parts here are made from the same: the archive, the parameters, the data, the package.

        Raises UsageError, with what differs, for an unfinished scan of something else, unless it is made again.
        """
        held = read_json(self.folder / IDENTITY)
        if held == identity:
            return
        if held is not None and self.numbers() and not again:
            differ = [name for name in identity if held.get(name) != identity[name]]
            raise UsageError(
                f"{self.folder} holds a scan that was stopped and was made with other {', '.join(differ)}: end it with "
                "the command it was begun with, or start from scratch with --again"
            )
        self.clear()
        write_json(self.folder / IDENTITY, identity)

    def clear(self) -> None:
        """Take away everything but the lock."""
        for each in sorted(self.folder.iterdir(), key=lambda file: file.suffix != ".json"):  # notes before their rows
            if each.name != "lock":
                each.unlink()


@contextmanager
def open_parts(table: Path) -> Iterator[Parts]:
    """The parts of a table, locked against other scans; they vanish when the block ends well.

    Raises BusyError where another scan has locked them, UsageError where they cannot be written.
    """
    parts = Parts(table.with_name(f"{table.name}.parts"))
    lock = parts.folder / "lock"
    with locked(lock, lambda: _busy(table)):
        if not lock.exists():  # the scan that held it has just ended and taken it away
            raise _busy(table)
        try:
            clear_partials(parts.folder)
        except OSError as error:
            raise cannot_write(parts.folder, error) from error
        try:
            yield parts
            with suppress(OSError):  # a table that is done stays done, whatever is left beside it
                shutil.rmtree(parts.folder)
        finally:
            with suppress(OSError):  # nothing but the lock is in it where the scan did not begin
                if [each.name for each in parts.folder.iterdir()] == ["lock"]:
                    shutil.rmtree(parts.folder)


def _busy(table: Path) -> BusyError:
    return BusyError(f"another scan is at work on {table}: let it end, or write another table")


@dataclass(frozen=True, slots=True)
class EarlierTable:
    """A finished table and its parts by the digest of their documents, each with where its rows begin in the table."""

    table: Path
    parts: dict[str, tuple[Note, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Path, identity: dict[str, Any]) -> EarlierTable:
        """The parts of a table that was made with the same parameters, data and package; none of any other file."""
        found, begins = cls(table), 0
        if not table.is_file() or table.suffix.lower() == ".csv":
            return found
        try:
            held = claims_table.table_description(table, claims_table.PARTS)
            for one in held["parts"] if held["made with"] == identity else []:
                note = restored(Note, {**one, "passed": 0, "size": 0})
                found.parts[note.digest] = note, begins
                begins += note.claims
            return found if begins == claims_table.row_count(table) else cls(table)
        except (VerifierError, *MISSHAPEN):  # not ours, of another version, or damaged
            return cls(table)

    def take(self, digest: str, number: int, first: int, passed: int) -> tuple[Note, bytes] | None:
        """Note and rows of a part with these documents, now after row `first` of the archive; None if there is none.

        None too where the table is damaged there: the part is then read again.
        """
        known = self.parts.get(digest)
        if known is None:
            return None
        note, begins = known
        shift = first - note.first
        try:
            rows = claims_table.rows_between(self.table, begins, note.claims, shift)
        except VerifierError:
            return None
        problems = [replace(one, row=one.row + shift) for one in note.problems]
        last = note.last + shift
        moved = replace(note, number=number, first=first, last=last, passed=passed, size=len(rows), problems=problems)
        return moved, rows


def parts_record(notes: Iterable[Note], identity: dict[str, Any]) -> dict[str, Any]:
    """What a table says of its parts, for the next scan of the archive."""
    fields = ("number", "first", "last", "documents", "claims", "problems", "digest")
    return {"made with": identity, "parts": [{name: asdict(note)[name] for name in fields} for note in notes]}


def records_digest(records: Iterable[Record]) -> str:
    """The content of a part. Where a document has no name of its own, its row is one."""
    digest = hashlib.sha256()
    for one in records:
        place = one.name or one.row
        digest.update(repr((place, one.problem)).encode("utf-8", "surrogatepass"))
        content = one.content if isinstance(one.content, bytes) else repr(sorted(one.content.items())).encode(
            "utf-8", "surrogatepass"
        )  # fmt: skip
        digest.update(f"{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
