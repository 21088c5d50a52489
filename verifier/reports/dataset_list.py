"""The lists of `verifier data list`: what can be checked here, where, until when, and how to get what is not here."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from verifier.incidents.catalogue import Obtainable
from verifier.incidents.cells import WORLD, Definition
from verifier.incidents.dataset import Dataset
from verifier.incidents.obtain import Obtain
from verifier.places.tree import is_country, place, place_name

WIDEST_TOPICS = 52  # of a hundred columns or so that a screen has


def dataset_row(dataset: Dataset) -> dict[str, Any]:
    """A dataset in one line: what it counts, for which places, until when; latest vintage, coverage, licence."""
    latest = dataset.vintages()[-1]
    return {
        "id": dataset.id,
        "title": dataset.title,
        "topics": dataset.topics,
        "where": _where(dataset.places()),
        "until": _until(dataset),
        "vintage": latest.id,
        "coverage": str(latest.coverage) if latest.coverage else None,
        "places": len(dataset.places()),
        "licence": dataset.licence.name,
        "shipped": dataset.shipped,
    }


def dataset_list(rows: Sequence[dict[str, Any]]) -> str:
    """The datasets as a table that fits a screen: what can be checked here, where, until when, by which dataset."""
    lines = [("what", "where", "until", "dataset")]
    for row in rows:
        what = textwrap.shorten(", ".join(row["topics"]) or row["title"], WIDEST_TOPICS, placeholder=" …")
        lines.append((what, row["where"], row["until"], row["id"] + ("" if row["shipped"] else " (imported)")))
    widths = [max(len(line[at]) for line in lines) for at in range(3)]
    return "\n".join("  ".join([*(f"{line[at]:<{widths[at]}}" for at in range(3)), line[3]]) for line in lines)


def fits(definition: Definition) -> list[str]:
    """The phrases that a definition answers exactly, nearly or by proxy, each with why."""
    return [
        f"{match} for {', '.join(phrases)}. {definition.why.get(match, '')}".strip()
        for match, phrases in definition.answers.items()
        if phrases
    ]


def _where(places: Sequence[str]) -> str:
    """The places of a dataset in a few words: "the world, 199 countries", "Pakistan", "United States, 51 parts"."""
    countries = [code for code in places if code != WORLD and is_country(code)]
    others = [code for code in places if code != WORLD and code not in countries]
    if WORLD in places:
        return "the world" + (f", {len(countries)} countries" if countries else "")
    if len(countries) == 1 and others:
        return f"{place_name(countries[0])}, {len(others)} parts"
    if len(places) <= 2:
        return " and ".join(map(place_name, places))
    if not countries:
        return f"{len(others)} seas and routes" if others[0].startswith(("sea:", "route:")) else f"{len(others)} places"
    return f"{len(countries)} countries" + (f", {len(others)} parts" if others else "")


def _until(dataset: Dataset) -> str:
    """The last day counted, as a year where it ends one; the earliest and the latest such day where places differ."""
    ends: dict[str, date] = {}
    for vintage in dataset.vintages():
        for spans in vintage.tables.values():
            for code, span in spans.items():
                ends[code] = max(span.end, ends.get(code, span.end))
    days = sorted({end for code, end in ends.items() if place(code).kind != "former"})
    told = [str(day.year) if (day.month, day.day) == (12, 31) else str(day) for day in days]
    return told[0] if len(told) == 1 else f"{told[0]} to {told[-1]}" if told else ""


def to_obtain(known: Mapping[str, Obtainable]) -> str:
    """The datasets that a user may bring in, a line each; nothing where all are here."""
    if not known:
        return ""
    lines = ["", "Known, and brought in by you (verifier data show ID says how):"]
    lines += [f"  {dataset_id}  {one.title}" for dataset_id, one in known.items()]
    return "".join(f"{line}\n" for line in lines)


def topic_to_obtain(found: Obtain) -> str:
    """Where to get a topic that is not here, and how to bring it in."""
    parts = (("source", found.source), ("address", found.url), ("licence", found.licence), ("how", found.how))
    indented = textwrap.TextWrapper(
        100, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
    return "\n".join([found.topic, *(indented.fill(f"{name}: {said}") for name, said in parts)])
