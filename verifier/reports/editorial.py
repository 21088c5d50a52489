"""What the newsroom adds to a report: its ratings, and its corrections log. The program writes neither.

Both are YAML files in the report's folder, `ratings.yml` and `corrections.yml`; a report made again carries them over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from verifier.checked import against_schema, load_marked, stop_at
from verifier.claims.text.clean import as_read
from verifier.errors import InputError
from verifier.files import is_file

RATINGS, CORRECTIONS = "ratings.yml", "corrections.yml"
MOST_BYTES = 1_000_000


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
    """The newsroom's files: those named, else those in the folder of an earlier report, if any.

    Raises InputError, with line and column of every fault, for a file that cannot be used.
    """
    files, values = {}, {}
    for name, given in ((RATINGS, ratings), (CORRECTIONS, corrections)):
        path = given or folder / name
        if given is not None or is_file(path):
            marked = load_marked(path, "file of ratings or corrections", most=MOST_BYTES)
            schema = Path(__file__).with_name(name).with_suffix(".schema.json")
            stop_at(path, marked.problems)
            if marked.value is not None:
                stop_at(path, against_schema(marked, schema, schema.name.partition(".")[0]))
            files[name], values[name] = marked.text, marked.value
    top = values.get(RATINGS) or {}
    entries = [Correction(**_dated(entry)) for entry in values.get(CORRECTIONS) or []]
    return Editorial(
        publisher=top.get("publisher") or "",
        publisher_url=top.get("publisher_url") or "",
        url=top.get("url") or "",
        ratings={int(number): Rating(**_dated(entry)) for number, entry in (top.get("ratings") or {}).items()},
        corrections=sorted(entries, key=lambda entry: entry.on, reverse=True),
        files=files,
    )


def _dated(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry of a file, its `date` as the day `on`."""
    fields = {name: value for name, value in entry.items() if name != "date"}
    return fields | {"on": date.fromisoformat(entry["date"]) if entry.get("date") else None}


def fits(found: Editorial, claims: Mapping[int, str]) -> None:
    """Raise InputError for a rating or correction of a claim that is missing, or whose words have changed."""
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
