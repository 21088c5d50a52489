"""Figures that organisations published for Pakistan, from one typed table: crss, gti, picss, pips and satp."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pandas as pd

from builders.inputs import Inputs, digest, read
from builders.made import Made
from verifier.errors import InputError
from verifier.incidents.packages import vintage
from verifier.window import Window

FIGURES = "pakistan_published_figures.csv"
SHA256 = "fb6846b1eef9564a3cc83cd9a165744382a58998acf01ec5190f73a529d3da2e"


def make(about: dict[str, Any], inputs: Inputs) -> Made:
    """One organisation's published figures: a row per figure, a vintage per day on which it published."""
    path = inputs.file(FIGURES, SHA256, only=True)
    raw = read(path)
    measures: dict[str, str] = about["source"]["measures"]
    kept, left_out = [], Counter[str]()
    for row in resolve_same(raw.to_dict("records")):
        if row["organisation"] != about["source"]["organisation"]:
            continue
        reason = unusable(row)
        if reason:
            left_out[reason] += 1
            continue
        if row["metric"] not in measures:
            raise InputError(f"{FIGURES}: no measure is named for {row['metric']!r} of {row['organisation']}")
        window, span_note = span(row["period"])
        published, precision, day_note = publication(row["published"])
        kept.append(
            {
                "start": window.start.isoformat(),
                "end": window.end.isoformat(),
                "measure": measures[row["metric"]],
                "place": "PAK",
                "count": int(row["value"]),
                "published": published.isoformat(),
                "published_precision": precision,
                "document": re.sub(r"\s*(\([^()]*\)|;.*)$", "", row["document"]),
                "url": row["url"],
                "note": "; ".join(filter(None, [span_note, day_note])),
            }
        )
    if not kept:
        raise InputError(f"{FIGURES}: no figure of {about['source']['organisation']} can be used")
    table = pd.DataFrame(kept).sort_values(["published", "measure", "start", "end"], kind="stable", ignore_index=True)
    table["note"] = list(restatements(table))
    return Made({"figures": table}, figure_vintages(table, digest(path)), dict(left_out))


def resolve_same(rows: Iterable[dict[Any, Any]]) -> Iterator[dict[str, Any]]:
    """Spell out the word "same", which stands for the value of the row before."""
    before: dict[str, Any] = {}
    for row in rows:
        before = {key: before[key] if value == "same" else value for key, value in row.items()}
        yield before


def unusable(row: dict[str, Any]) -> str | None:
    """Why a row is no published figure to count with, or None when it is one."""
    if row["confidence"].startswith("UNVERIFIED"):
        return "remembered, not read in a document"
    if row["confidence"] != "seen":
        return "derived from another figure, not published"
    if "pct_change" in row["metric"]:
        return "a percentage, not a count"
    if row["metric"].endswith("per_month_average"):
        return "a monthly average, not a count"
    return None


def span(period: str) -> tuple[Window, str]:
    """The days a figure is about; "2023 (to 25 Dec)" is a year that ends on that day."""
    partial = re.fullmatch(r"(\d{4}) \(to (\d{1,2}) ([A-Z][a-z]{2})\)", period)
    if not partial:
        return Window.parse(period), ""
    year, day, month = partial.groups()
    end = date(int(year), list(calendar.month_abbr).index(month), int(day))
    return Window(date(int(year), 1, 1), end), f"covers the year to {end} only"


def publication(text: str) -> tuple[date, str, str]:
    """The day of publication (the last of the month where only the month is known), its precision, and a note."""
    match = re.match(r"(\d{4}-\d{2}(-\d{2})?)(.*)", text)
    if not match:
        raise InputError(f"{FIGURES}: column published: cannot read {text!r} as a day or a month")
    note = "the day of publication is inferred" if "inferred" in match[3] else ""
    return Window.parse(match[1]).end, "day" if match[2] else "month", note


def restatements(table: pd.DataFrame) -> Iterator[str]:
    """The note of each figure, with the figure it restates or repeats."""
    said: dict[tuple[str, ...], tuple[int, str]] = {}
    for row in table.to_dict("records"):
        key, notes = (row["measure"], row["start"], row["end"]), [row["note"]] if row["note"] else []
        if key in said:
            value, day = said[key]
            if day == row["published"] and value != row["count"]:
                raise InputError(f"{FIGURES}: two figures for {key} were published on {day}: {value}, {row['count']}")
            verb = "repeats" if value == row["count"] else "restates"
            notes.append(f"{verb} the {value} published by {day}")
        said[key] = (row["count"], row["published"])
        yield "; ".join(notes)


def figure_vintages(table: pd.DataFrame, checksum: str) -> list[dict[str, Any]]:
    """One vintage per day of publication, holding all that had been published by then."""
    vintages = []
    for published, fresh in table.groupby("published"):
        known = table[table["published"] <= published]
        spans = {"PAK": [known["start"].min(), known["end"].max()]}
        precision = "day" if (fresh["published_precision"] == "day").any() else "month"
        vintages.append(vintage(str(published), str(published), precision, checksum, {"figures": spans}))
    return vintages
