"""What a finished table holds already: unchanged parts of an archive are taken from it and not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from verifier.errors import InputError
from verifier.reports.archives import claims_table
from verifier.reports.archives.documents import Record
from verifier.reports.archives.scan_parts import Note, Problem


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
            held = claims_table.parts_description(table)
            for one in held["parts"] if held["made with"] == identity else []:
                problems = [Problem(**each) for each in one["problems"]]
                note = Note(**{**one, "passed": 0, "size": 0, "problems": problems})
                found.parts[note.digest] = note, begins
                begins += note.claims
            return found if begins == claims_table.row_count(table) else cls(table)
        except (InputError, AttributeError, KeyError, TypeError):  # not ours, or of another version
            return cls(table)

    def take(self, digest: str, number: int, first: int, passed: int) -> tuple[Note, bytes] | None:
        """The note and the rows of a part with these documents, which now begin after row `first` of the archive; None
        where the table has no such part.
        """
        known = self.parts.get(digest)
        if known is None:
            return None
        note, begins = known
        shift = first - note.first
        rows = claims_table.rows_between(self.table, begins, note.claims, shift)
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
