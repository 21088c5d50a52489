"""The columns of the table of an archive's claims: names, types and meaning; and a claim as a row of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from verifier.claims.claim import Claim
from verifier.claims.document import Document
from verifier.comparisons.compare import finite
from verifier.findings.verdict import Verdict

TEXT, DAY, WHOLE, NUMBER, TRUTH, TEXTS = "VARCHAR", "DATE", "BIGINT", "DOUBLE", "BOOLEAN", "VARCHAR[]"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of the table: its name, its type in DuckDB's words, and what it holds."""

    name: str
    type: str
    words: str


_DOCUMENT = (
    TableColumn("id", TEXT, "the claim: the document’s id, `#c` and the number of the claim in it"),
    TableColumn("document", TEXT, "the document’s id; for a file of a folder, its path in the folder"),
    TableColumn("row", WHOLE, "where the document is: line of a JSONL file, row of a table, number of the file"),
    TableColumn("title", TEXT, "title of the document"),
    TableColumn("publisher", TEXT, "who published it"),
    TableColumn("published", DAY, "when it was published; no window reaches past this day"),
    TableColumn("published_in", TEXT, "the country it was published in (ISO 3166-1 alpha-3)"),
    TableColumn("url", TEXT, "its address"),
    TableColumn("sha256", TEXT, "SHA-256 of its text as UTF-8"),
)
_CLAIM = (
    TableColumn("claim", WHOLE, "number of the claim in the document, from 1"),
    TableColumn("mentions", WHOLE, "how often the document makes it"),
    TableColumn("text", TEXT, "the words of the claim"),
    TableColumn("text_start", WHOLE, "where they start in the document’s text, in characters from 0"),
    TableColumn("text_end", WHOLE, "where they end"),
    TableColumn("sentence", TEXT, "the sentence they are in; of a very long one, the part around them"),
    TableColumn("kind", TEXT, "change, level, rate, share, rank, trend …"),
    TableColumn("form", TEXT, "how the number is given"),
    TableColumn("direction", TEXT, "up, down, none …"),
    TableColumn("value_low", NUMBER, "the number, or the lower end of a range"),
    TableColumn("value_high", NUMBER, "the number, or the upper end of a range"),
    TableColumn("unit", TEXT, "percent, times …"),
    TableColumn("comparator", TEXT, "exactly, about, more than …"),
    TableColumn("measure", TEXT, "what is counted, in the words of the text"),
    TableColumn("event", TEXT, "what happened to it, in the words of the text"),
    TableColumn("place", TEXT, "where, in the words of the text"),
    TableColumn("country", TEXT, "the country that is meant (alpha-3)"),
    TableColumn("country_how", TEXT, "where it was found: stated, document, front matter, gazetteer, assumed"),
    TableColumn("period", TEXT, "when, in the words of the text"),
    TableColumn("period_start", DAY, "first day of the period that is meant"),
    TableColumn("period_end", DAY, "its last day"),
    TableColumn("period_how", TEXT, "where the period was found"),
    TableColumn("baseline", TEXT, "compared with when, in the words of the text"),
    TableColumn("baseline_start", DAY, "first day of the baseline that is meant"),
    TableColumn("baseline_end", DAY, "its last day"),
    TableColumn("baseline_how", TEXT, "where the baseline was found"),
    TableColumn("speaker", TEXT, "who said it, in the words of the text"),
    TableColumn("negated", TRUTH, "whether the text denies it"),
    TableColumn("modality", TEXT, "asserted, question, forecast, hypothetical"),
    TableColumn("rule", TEXT, "the rule of the reader, and the words that set it off"),
)
_VERDICT = (
    TableColumn("finding", TEXT, "what all comparisons say together; empty where checking this claim failed"),
    TableColumn("reason", TEXT, "why it is not checkable, where no comparison could be made"),
    TableColumn("statistic", TEXT, "what the comparisons work out: ratio, count, rate, share, rank …"),
    TableColumn("reading", TEXT, "how the number was understood"),
    TableColumn("target_low", NUMBER, "the values that bear the claim out start here"),
    TableColumn("target_high", NUMBER, "and end here; empty where there is no end"),
    TableColumn("specifications", WHOLE, "how many comparisons were made"),
    TableColumn("sufficient", NUMBER, "weighted share of comparisons with enough counts, from 0 to 1"),
    TableColumn("matches", NUMBER, "weighted share of those that give the claimed number"),
    TableColumn("close", NUMBER, "… that come close to it"),
    TableColumn("stronger", NUMBER, "… that give more than was claimed"),
    TableColumn("weaker", NUMBER, "… that give less"),
    TableColumn("opposite", NUMBER, "… that go the other way"),
    TableColumn("compatible", NUMBER, "… whose interval meets the claimed number"),
    TableColumn("claimed_direction", NUMBER, "… that go the way that was claimed"),
    TableColumn("uniform_finding", TEXT, "the finding with every comparison of a dataset counted alike"),
    TableColumn("flags", TEXTS, "what to be careful about"),
    TableColumn("datasets", TEXTS, "the datasets that answered"),
    TableColumn("dataset", TEXT, "dataset of the most reasonable comparison"),
    TableColumn("vintage", TEXT, "its vintage"),
    TableColumn("definition", TEXT, "its definition"),
    TableColumn("match", TEXT, "how well the definition fits the words: exact, near, proxy"),
    TableColumn("counted_place", TEXT, "the place it counts (alpha-3, WLD for the world)"),
    TableColumn("after_start", DAY, "first day of its later window"),
    TableColumn("after_end", DAY, "last day of it"),
    TableColumn("before_start", DAY, "first day of its baseline"),
    TableColumn("before_end", DAY, "last day of it"),
    TableColumn("after_count", WHOLE, "the count in the later window"),
    TableColumn("before_count", WHOLE, "the count in the baseline"),
    TableColumn("value_found", NUMBER, "the ratio of their daily rates, or what `statistic` names"),
    TableColumn("specification_set", TEXT, "the declared choices that were made"),
)
_PACKAGE = (TableColumn("package", TEXT, "the version of verifier that read and checked it"),)
COLUMNS = (*_DOCUMENT, *_CLAIM, *_VERDICT, *_PACKAGE)

MOST_CHARACTERS = 5000  # of a sentence or a title: a text without a full stop is not repeated whole in every row
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=date.isoformat)
_NO_VERDICT = {column.name: None for column in _VERDICT}
_OWN_WORDS = [one.name for one in fields(Claim) if one.name in {column.name for column in _CLAIM} - {"id", "sentence"}]


def claim_id(document: str, number: int) -> str:
    """What a claim is called in the table: stable as long as the document's id and text are."""
    return f"{document}#c{number}"


def text_hash(text: str) -> str:
    """SHA-256 of a text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def document_fields(name: str, row: int, document: Document) -> dict[str, Any]:
    """What the rows of all claims of a document share."""
    return {
        "document": name,
        "row": row,
        "title": _short(document.title),
        "publisher": _short(document.publisher),
        "published": document.published,
        "published_in": document.country,
        "url": _short(document.url),
        "sha256": text_hash(document.text),
    }


def claim_fields(document: str, number: int, claim: Claim, mentions: int) -> dict[str, Any]:
    """What is read in a claim, as part of a row."""
    value, resolved = claim.value, claim.resolved
    low, high = value if isinstance(value, tuple) else (value, value)
    row = {name: getattr(claim, name) for name in _OWN_WORDS}
    for name in ("period", "baseline"):
        window = getattr(resolved, name)
        row |= {f"{name}_start": window.start if window else None, f"{name}_end": window.end if window else None}
    return row | {f"{name}_how": resolved.how.get(name) for name in ("country", "period", "baseline")} | {
        "id": claim_id(document, number),
        "claim": number,
        "mentions": mentions,
        "text_start": claim.start,
        "text_end": claim.end,
        "sentence": _around(claim),
        "value_low": low,
        "value_high": high,
        "country": resolved.country,
    }  # fmt: skip


def verdict_fields(verdict: Verdict | None) -> dict[str, Any]:
    """What was found about a claim, as part of a row; empty where checking it failed."""
    return verdict._asdict() if verdict else _NO_VERDICT


def json_line(row: dict[str, Any]) -> str:
    """A row as one line of JSON: days as texts, null for a number that does not exist."""
    try:
        return f"{_ENCODER.encode(row)}\n"
    except ValueError:  # infinite, or none at all
        plain = {name: finite(value) if isinstance(value, float) else value for name, value in row.items()}
        return f"{_ENCODER.encode(plain)}\n"


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"


def _around(claim: Claim) -> str:
    if len(claim.sentence) <= MOST_CHARACTERS:
        return claim.sentence
    start = max(0, claim.sentence.find(claim.text) - MOST_CHARACTERS // 2)
    cut = claim.sentence[start : start + MOST_CHARACTERS]
    return f"{'…' if start else ''}{cut}{'…' if start + MOST_CHARACTERS < len(claim.sentence) else ''}"
