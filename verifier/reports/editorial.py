"""What the newsroom adds to a report: its ratings, and its corrections log; and the ClaimReview data (schema.org) of
what it rated. The program writes neither rating nor correction.

Both are YAML files in the report's folder, `ratings.yml` and `corrections.yml`; a report made again carries them over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from verifier.checked import against_schema, load_marked, stop_at
from verifier.claims.document import Document
from verifier.claims.text.clean import as_read
from verifier.errors import InputError
from verifier.files import is_file
from verifier.reports.who_said import full_name, is_organisation, statement
from verifier.unseen_characters import visible, web_address

RATINGS, CORRECTIONS = "ratings.yml", "corrections.yml"
MOST_BYTES = 1_000_000


def claim_reviews(
    document: Document, results: Mapping[int, Mapping[str, Any]], reviewed: date, newsroom: Editorial
) -> list[dict[str, Any]]:
    """A schema.org ClaimReview for each claim with a rating, where the newsroom says who it is and where the page is.

    results are the checks by the claims' numbers, reviewed the day of the check. Without a rating, an author and an
    address the data are no valid ClaimReview, so that there is none. The program's finding stands in reviewBody.
    """
    if not (newsroom.publisher and newsroom.url):
        return []
    sentences = Counter(result["claim"]["sentence"] for result in results.values())
    return [
        _review(document, result, reviewed, number, newsroom, newsroom.ratings[number],
                alone=sentences[result["claim"]["sentence"]] == 1)
        for number, result in results.items()
        if number in newsroom.ratings
    ]  # fmt: skip


def _review(
    document: Document, result: Mapping[str, Any], reviewed: date, number: int, own: Editorial, rating: Rating, *,
    alone: bool,
) -> dict[str, Any]:  # fmt: skip
    claim = result["claim"]
    said = visible(statement(claim, alone))
    item: dict[str, Any] = {"@type": "Claim", "name": said}
    speaker = visible(full_name(claim["speaker"] or document.speaker, document))
    if speaker and not claim["negated"]:  # who denies a statement did not make it
        item["author"] = {"@type": "Organization" if is_organisation(speaker) else "Person", "name": speaker}
    if document.published:
        item["datePublished"] = str(document.published)
    appearances = dict.fromkeys(map(web_address, [document.url, *document.sources]))
    links = [link for link in appearances if link]
    if links:
        item["appearance"] = [{"@type": "CreativeWork", "url": link} for link in links]
    author = {"@type": "Organization", "name": own.publisher}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": str(rating.on or reviewed),
        "url": f"{own.url}#claim-{number}",
        "author": {**author, "url": own.publisher_url} if own.publisher_url else author,
        "claimReviewed": said,
        "itemReviewed": item,
        "reviewBody": visible(as_read(result["sentence"])),
        "reviewRating": _rating(rating),
    }


def _rating(rating: Rating) -> dict[str, Any]:
    made: dict[str, Any] = {"@type": "Rating", "alternateName": rating.rating}
    numbers = {"ratingValue": rating.value, "bestRating": rating.best, "worstRating": rating.worst}
    made |= {name: number for name, number in numbers.items() if number is not None}
    made |= {"ratingExplanation": rating.why} if rating.why else {}
    return made | ({"author": {"@type": "Person", "name": rating.by}} if rating.by else {})


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
