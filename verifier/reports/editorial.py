"""What the newsroom adds to a report: its ratings, and its corrections log. The program writes neither.

Both are YAML files in the report's folder, `ratings.yml` and `corrections.yml`; a report made again carries them over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from verifier.claims.text.clean import as_read
from verifier.errors import InputError
from verifier.files import is_file, read_within
from verifier.plain_yaml import WRONG, load_plain

RATINGS, CORRECTIONS = "ratings.yml", "corrections.yml"
MOST_BYTES = 1_000_000
_RATING_KEYS = {"rating", "text", "value", "best", "worst", "by", "date", "why"}
_TOP_KEYS = {"publisher", "publisher_url", "url", "ratings"}
_CORRECTION_KEYS = {"date", "what", "claim"}  # not "on", which YAML reads as true


@dataclass(frozen=True)
class Rating:
    """A journalist's rating of one claim. value, best and worst are for scales that have numbers."""

    rating: str
    text: str | None = None
    value: int | None = None
    best: int | None = None
    worst: int | None = None
    by: str | None = None
    on: date | None = None
    why: str | None = None


@dataclass(frozen=True)
class Correction:
    """One entry of the corrections log; claim is the number of the claim it is about, None for the whole report."""

    on: date
    what: str
    claim: int | None = None


@dataclass(frozen=True)
class Editorial:
    """The newsroom's own part of a report: who publishes it, where, its ratings by claim, its corrections."""

    publisher: str = ""
    publisher_url: str = ""
    url: str = ""
    ratings: dict[int, Rating] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def rating_words(self, claim: int) -> str:
        """The rating of a claim on a line, with who gave it and when; empty where there is none."""
        one = self.ratings.get(claim)
        if one is None:
            return ""
        by = ", ".join(part for part in (one.by, str(one.on) if one.on else None) if part)
        return f"{one.rating} ({by})" if by else one.rating

    def correction_words(self, claim: int) -> list[str]:
        """The corrections of a claim and of the whole report, each on a line with its day, newest first."""
        return [f"{one.on}: {one.what}" for one in self.corrections if one.claim in (None, claim)]


def editorial(folder: Path, ratings: Path | None = None, corrections: Path | None = None) -> Editorial:
    """The newsroom's files: those named, or those in the folder of an earlier report; none is no error.

    Raises InputError, naming the file, the entry and what is wrong, for a file that cannot be used.
    """
    read: dict[str, Any] = {}
    files = {}
    for name, given in ((RATINGS, ratings), (CORRECTIONS, corrections)):
        path = given or folder / name
        if given is None and not is_file(path):
            continue
        files[name], read[name] = _loaded(path)
        read[f"{name} path"] = str(given or name)
    top = _mapping(read.get(RATINGS) or {}, _TOP_KEYS, read.get(f"{RATINGS} path", RATINGS))
    where = read.get(f"{RATINGS} path", RATINGS)
    listed = read.get(CORRECTIONS) or []
    if not isinstance(listed, list):
        raise InputError(f"{read[f'{CORRECTIONS} path']}: write a list, each entry with date: and what:")
    entries = [_correction(one, f"{read[f'{CORRECTIONS} path']}, entry {at}") for at, one in enumerate(listed, 1)]
    return Editorial(
        publisher=_text(top, "publisher", where) or "",
        publisher_url=_address(top, "publisher_url", where),
        url=_address(top, "url", where),
        ratings=_ratings(top.get("ratings") or {}, where),
        corrections=sorted(entries, key=lambda one: one.on, reverse=True),
        files=files,
    )


def fits(found: Editorial, claims: Mapping[int, str]) -> None:
    """Raise InputError for a rating or correction of a claim that is not there, or whose words are no longer those."""
    about = [(f"{RATINGS}: rating", number, one.text) for number, one in found.ratings.items()]
    about += [(f"{CORRECTIONS}: entry", one.claim, None) for one in found.corrections if one.claim is not None]
    for where, number, text in about:
        if number not in claims:
            raise InputError(f"{where} of claim {number}: the text has {len(claims)} claims; correct the number")
        if text is not None and as_read(text) != as_read(claims[number]):
            raise InputError(
                f"{where} of claim {number} is for {text!r}, but that claim now reads {as_read(claims[number])!r}: "
                "the text or its numbering changed; look at the rating again"
            )


def _loaded(path: Path) -> tuple[str, Any]:
    try:
        text = read_within(path, MOST_BYTES, "file of ratings or corrections").decode("utf-8")
        return text, load_plain(text)
    except UnicodeDecodeError as error:
        raise InputError(f"{path} cannot be read: it is not UTF-8") from error
    except WRONG as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}:" if mark else ""
        raise InputError(f"{path}:{line} is not valid YAML; docs/reference/reports.md has an example") from error


def _mapping(value: Any, keys: set[str], where: str) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{where}: write fields, each as name: value; it takes {', '.join(sorted(keys))}")
    unknown = sorted(str(key) for key in value if key not in keys)
    if unknown:
        raise InputError(f"{where}: unknown field {', '.join(unknown)}; it takes {', '.join(sorted(keys))}")
    return value


def _ratings(value: Any, where: str) -> dict[int, Rating]:
    if not isinstance(value, dict) or not all(type(number) is int for number in value):
        raise InputError(f"{where}: ratings: write one entry a claim, as in 1: {{rating: Misleading}}")
    return {number: _rating(one, f"{where}, claim {number}") for number, one in value.items()}


def _rating(value: Any, where: str) -> Rating:
    fields = _mapping(value, _RATING_KEYS, where)
    rating = _text(fields, "rating", where)
    if not rating:
        raise InputError(f"{where}: rating is missing: the words of your own scale")
    numbers = {name: _number(fields, name, where) for name in ("value", "best", "worst")}
    if numbers["value"] is not None and (numbers["best"] is None or numbers["worst"] is None):
        raise InputError(f"{where}: a value needs best and worst, the ends of its scale")
    words = {name: _text(fields, name, where) for name in ("text", "by", "why")}
    return Rating(
        rating,
        text=words["text"],
        value=numbers["value"],
        best=numbers["best"],
        worst=numbers["worst"],
        by=words["by"],
        on=_day(fields, "date", where),
        why=words["why"],
    )


def _correction(value: Any, where: str) -> Correction:
    fields = _mapping(value, _CORRECTION_KEYS, where)
    on, what = _day(fields, "date", where), _text(fields, "what", where)
    if on is None or not what:
        raise InputError(f"{where}: it needs date (a day, YYYY-MM-DD) and what (what was corrected)")
    return Correction(on, what, _number(fields, "claim", where))


def _text(fields: dict[Any, Any], name: str, where: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{where}: {name}: {value!r} is not a text; put it in quotation marks")
    return value


def _address(fields: dict[Any, Any], name: str, where: str) -> str:
    value = _text(fields, name, where) or ""
    if value and not value.startswith(("https://", "http://")):
        raise InputError(f"{where}: {name}: {value!r} is not an address that begins with https://")
    return value


def _number(fields: dict[Any, Any], name: str, where: str) -> int | None:
    value = fields.get(name)
    if value is not None and type(value) is not int:
        raise InputError(f"{where}: {name}: {value!r} is not a whole number")
    return value


def _day(fields: dict[Any, Any], name: str, where: str) -> date | None:
    value = fields.get(name)
    if value is not None and type(value) is not date:
        raise InputError(f"{where}: {name}: {value!r} is not a day written YYYY-MM-DD")
    return value
