"""The documents of an archive one after the other: which fields hold what, and what is wrong with a bad one."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from verifier.claims.document import Document, decoded, document, usable_country
from verifier.errors import InputError, UsageError
from verifier.listing import listed

# What a document's fields are called in archives, the likeliest name first; case does not matter.
NAMES = {
    "id": ("id", "doc_id", "document_id", "article_id", "uuid", "guid", "_id"),
    "text": ("text", "body", "content", "article", "article_text", "full_text", "maintext"),
    "title": ("title", "headline"),
    "published": (
        "published", "date", "published_at", "publication_date", "publish_date", "date_published", "date_publish",
        "pub_date", "pubdate",
    ),
    "url": ("url", "link", "web_url"),
    "publisher": ("publisher", "outlet", "source", "publication", "newspaper", "source_domain", "site"),
    "country": ("country", "country_code"),
}  # fmt: skip
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:.*)?|(\d{8})", re.S)
MOST_OF_ID = 500
MOST_BYTES = 20_000_000  # of one document
Columns = tuple[tuple[str, str], ...]
TOO_LONG = f"it is longer than the {MOST_BYTES:,} bytes that are read of one document"


@dataclass(frozen=True, slots=True)
class Record:
    """A document as an archive holds it, not yet parsed.

    row is its place; name its id, where it has one; content bytes, or fields by role; problem why there is none.
    """

    row: int
    name: str
    content: bytes | Mapping[str, str | None]
    problem: str = ""

    @property
    def size(self) -> int:
        """About how many bytes it holds."""
        if isinstance(self.content, bytes):
            return len(self.content)
        return sum(len(value) for value in self.content.values() if value)


def chosen_columns(given: Sequence[str]) -> Columns:
    """`--column ROLE=NAME` as pairs, an empty name for a role to leave alone. Raises UsageError for what is none."""
    pairs = []
    for one in given:
        role, sign, name = one.partition("=")
        if role not in NAMES or not sign:
            near = get_close_matches(role, NAMES, n=1)
            hint = f"did you mean {near[0]}=…?" if near else f"the roles are {', '.join(NAMES)}"
            raise UsageError(f"--column {one!r} is not ROLE=NAME, as text=content; {hint}")
        pairs.append((role, name))
    return tuple(sorted(pairs))


@lru_cache(maxsize=64)
def roles(header: tuple[str, ...], chosen: Columns, *, all_there: bool = True) -> dict[str, str]:
    """The column of each role among those of a header: the one that was chosen, or the first with a usual name.

    Raises InputError where none holds the text or, if all must be there, where a chosen one is not.
    """
    by_small = {name.casefold(): name for name in reversed(header)}
    wanted, there = dict(chosen), listed(header, 40) or "nothing"
    found = {}
    for role, usual in NAMES.items():
        if role not in wanted:
            name = next((by_small[each] for each in usual if each in by_small), None)
        elif wanted[role] and wanted[role] not in header:
            if all_there:
                raise InputError(f"there is no column {wanted[role]!r}; there is {there}")
            name = None
        else:
            name = wanted[role] or None
        if name is not None:
            found[role] = name
    if "text" not in found:
        names = [wanted["text"]] if wanted.get("text") else NAMES["text"]
        raise InputError(
            f"there is no {', '.join(names[:-1])}{' or ' if names[1:] else ''}{names[-1]} for the text; "
            f"say with --column text=NAME which to take of {there}"
        )
    return found


def document_of(record: Record, columns: Columns, country: str | None) -> tuple[str, Document]:
    """The id and the document of a record. country is where it was published if it does not say.

    Raises InputError with what is wrong with it.
    """
    if record.problem:
        raise InputError(record.problem)
    if isinstance(record.content, bytes) and record.name:
        found = document(decoded(record.content, "the file"), name="the file")
        return record.name, found if found.country or not country else replace(found, country=country)
    fields = record.content if not isinstance(record.content, bytes) else _json_fields(record.content, columns)
    name = _line(fields.get("id"), "id") or f"row-{record.row}"
    if len(name) > MOST_OF_ID:
        raise InputError(f"its id has {len(name):,} characters: at most {MOST_OF_ID} are taken")
    return name, _document(name, fields, country)


def name_of(record: Record, columns: Columns) -> str:
    """The id of a record, possibly a bad one; empty where it cannot be read."""
    if record.name or record.problem:
        return record.name
    try:
        fields = record.content if not isinstance(record.content, bytes) else _json_fields(record.content, columns)
        return (_line(fields.get("id"), "id") or "")[:MOST_OF_ID]
    except InputError:
        return ""


def _json_fields(line: bytes, columns: Columns) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"the line is not UTF-8 (byte {error.start}): save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise InputError(f"the line is not JSON (column {error.colno}: {error.msg})") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"the line is not JSON that can be read ({error})") from error
    if not isinstance(value, dict):
        raise InputError(f"the line is a JSON {type(value).__name__}, not an object with fields such as text")
    return {role: value[name] for role, name in roles(tuple(value), columns, all_there=False).items()}


def _document(name: str, fields: Mapping[str, Any], country: str | None) -> Document:
    text = fields.get("text")
    if not isinstance(text, str):
        raise InputError("it has no text" if text is None else f"its text is a JSON {type(text).__name__}")
    if not text.strip():
        raise InputError("its text is empty")
    if len(text) > MOST_BYTES:
        raise InputError(f"its text has {len(text):,} characters: at most {MOST_BYTES:,} are read")
    if (zero := text.find("\0")) >= 0:
        raise InputError(f"its text is not text (character {zero} is zero)")
    land = _line(fields.get("country"), "country")
    return Document(
        text=_whole(text, "text"),
        body=0,
        name=name,
        title=_beside(fields, "title"),
        url=_beside(fields, "url"),
        publisher=_beside(fields, "publisher"),
        published=_day(fields.get("published")),
        country=usable_country(land, "country", InputError) if land else country,
    )


def _beside(fields: Mapping[str, Any], role: str) -> str | None:
    """An optional field; left out where it is not a text."""
    value = fields.get(role)
    return _line(value, role) if _is_line(value) else None


def _is_line(value: object) -> bool:
    return not isinstance(value, bool | list | dict)


def _line(value: object, role: str) -> str | None:
    """A field that is a short text; a number is taken as it is written."""
    if value is None or value == "":
        return None
    if not _is_line(value):
        kind = type(value).__name__
        raise InputError(f"{role}: a text is wanted, not a JSON {kind}; --column {role}= leaves the field alone")
    return _whole(" ".join(str(value).split()), role) or None


def _whole(text: str, role: str) -> str:
    if not text.isascii() and re.search(r"[\ud800-\udfff]", text):
        raise InputError(f"{role}: it holds half a character (a lone surrogate); was it cut or stored as UTF-16?")
    return text


def _day(value: object) -> date | None:
    """The day a document was published, as it is written there, whatever time zone goes with it."""
    text = _line(value, "published")
    if text is None:
        return None
    try:
        if found := _DAY.fullmatch(text):
            return date.fromisoformat(found[1] or found[2])
        return parsedate_to_datetime(text).date()  # as feeds write it: Wed, 08 Nov 2023 10:00:00 GMT
    except (ValueError, IndexError, OverflowError) as error:
        shown = text if len(text) <= 60 else f"{text[:57]}…"
        raise InputError(f"published: {shown!r} is not a day that can be used: write it as 2023-11-08") from error


class ArchiveSource(ABC):
    """The documents of an archive in their order.

    unit is what `extent` and `passed` count (B for bytes); at is the row of the last record read, from 1.
    """

    kind: str
    unit = "B"

    def __init__(self, path: Path, columns: Columns) -> None:
        self.path, self.columns, self.at = path, columns, 0

    @abstractmethod
    def extent(self) -> int:
        """How much there is to pass, in `unit`."""

    def passed(self) -> int:
        """How much of it has been passed: the documents read, where `unit` is no other."""
        return self.at

    @abstractmethod
    def read(self) -> Record | None:
        """The next document, None after the last, a bad one with its problem. Raises InputError where it breaks off."""

    @abstractmethod
    def skip_to(self, row: int) -> None:
        """Pass everything up to that row, which is then `at`."""

    def stamp(self) -> str:
        """What changes when the archive does: size and time of change."""
        found = self.path.stat()
        return f"{found.st_size} bytes, changed {found.st_mtime_ns}"

    def left_out(self) -> dict[str, int]:
        """How many files were skipped because they are not documents, by kind."""
        return {}

    def close(self) -> None:  # noqa: B027  (most have something open, a folder has not)
        """Let go of what is open."""
