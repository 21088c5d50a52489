"""What a notebook shows and a report repeats: each block is HTML for a page and plain text for a terminal.

Every text from a document, a dataset or a parameter goes through the templates' escaping.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from verifier.charts.axes import published
from verifier.charts.style import OUTCOME_WORDS, Chart
from verifier.charts.themed import forms
from verifier.claims.document import Document
from verifier.claims.text.clean import as_read
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import kind_words, wording
from verifier.findings.answer import row_to_dict
from verifier.findings.check import Check
from verifier.findings.comparison_table import COLUMNS
from verifier.findings.sentences import between, gives
from verifier.findings.sources import Source
from verifier.findings.top_rows import picked_rows
from verifier.findings.words import counted as counted_by
from verifier.findings.words import counter, figure
from verifier.listing import capital
from verifier.places.names import country_name
from verifier.questions.named_source import names_apart
from verifier.reports import figures
from verifier.reports.escaping import csv_text, finalized, linked
from verifier.reports.refused import (
    cannot_answer,
    counting_other_things,
    in_readers_words,
    is_refused,
    only_asked,
    why_refused,
)
from verifier.unseen_characters import web_address
from verifier.window import Window

TEMPLATES = Path(__file__).parent / "templates"
RESULT_TYPE = "application/vnd.verifier.check+json"
TABLE_TYPE = "text/csv"
CHART_TYPE = "application/vnd.verifier.chart+json"  # a chart's words and its SVG forms, for the page
MOST_ROWS = 5000  # of a chart's table
MOST_SENSIBLE = 12  # comparisons in a table
HEADING = "verifier_heading"  # where the metadata of an output says that its first line is a heading

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=finalized,
)
_environment.filters["linked"] = linked
_environment.filters["short_address"] = lambda link: urlsplit(link).netloc.removeprefix("www.")


@dataclass(frozen=True)
class Block:
    """A piece of a report: HTML for notebooks and pages, plain text for everything else, and a heading over both."""

    html: str
    text: str
    heading: str = ""

    def _repr_mimebundle_(self, **_options: Any) -> tuple[dict[str, str], dict[str, Any]]:
        if not self.heading:
            return {"text/html": self.html, "text/plain": self.text}, {}
        html = render("heading.html.j2", heading=self.heading) + self.html
        return {"text/html": html, "text/plain": f"{self.heading}\n{self.text}"}, {HEADING: self.heading}


@dataclass(frozen=True)
class Picture:
    """A chart as PNG with its alternative text, which notebooks and pages keep.

    more are its words, its forms for pages (SVG) and its table (CSV), where it has any, and for a chart that is to be
    had by itself the whole of it as SVG.
    """

    chart: Chart
    png: bytes
    more: dict[str, Any] | None = None

    @classmethod
    def of(cls, chart: Chart, *, whole: bool = False) -> Picture:
        """The picture of a chart, with all that a page needs; whole where it is to be had by itself."""
        drawn = forms(chart)
        words = {"title": chart.title, "subtitle": chart.subtitle, "source": chart.source}
        kept = {"svg": chart.svg()} if whole else {}
        return cls(chart, chart.png(), {**words, "forms": drawn, "csv": table_of(chart), **kept} if drawn else None)

    def _repr_mimebundle_(self, **_options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data: dict[str, Any] = {
            "image/png": base64.b64encode(self.png).decode("ascii"),
            "text/plain": self.chart.alt,
        }
        if self.more:
            data[CHART_TYPE] = self.more
        return data, {"image/png": {"alt": self.chart.alt}}


def table_of(chart: Chart) -> str:
    """The table that a chart was drawn from, as CSV; empty where it is too long to keep."""
    if len(chart.data) > MOST_ROWS:
        return ""
    rows = [
        ["" if pd.isna(value) else value.date() if isinstance(value, pd.Timestamp) else value for value in row]
        for row in chart.data.to_numpy(object)
    ]
    return csv_text([str(name) for name in chart.data.columns], rows)


@dataclass(frozen=True)
class Data:
    """A result as JSON of a type, kept in the executed notebook so that programs take their numbers from there; a line
    on it for readers; of a check every comparison as CSV.
    """

    type: str
    data: dict[str, Any]
    words: str
    table: str = ""

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        table = {TABLE_TYPE: self.table} if self.table else {}
        return {self.type: self.data, **table, "text/plain": self.words}


def image(chart: Chart) -> str:
    """A chart as an image in the page of a notebook that is running."""
    data = base64.b64encode(chart.png()).decode("ascii")
    return f'<img style="max-width: 100%" alt="{escape(chart.alt, quote=True)}" src="data:image/png;base64,{data}">'


def render(template: str, **values: Any) -> str:
    """Fill in one of the package's templates; values are escaped."""
    return _environment.get_template(template).render(**values, wording=wording, country_name=country_name)


def notes(sentences: list[str], heading: str = "") -> Block:
    """Sentences, one a point."""
    return Block(render("notes.html.j2", sentences=sentences), "\n".join(sentences), heading)


def facts(pairs: list[tuple[str, str]], addresses: Iterable[str] = ()) -> Block:
    """Names with what is said under each, and links to addresses."""
    links = list(dict.fromkeys(one for one in addresses if one.startswith(("https://", "http://"))))
    return Block(
        render("facts.html.j2", facts=pairs, links=links), "\n".join(f"{name}: {said}" for name, said in pairs)
    )


def load_templates() -> None:
    """Compile every template now, for a process that is to be forked."""
    for name in _environment.list_templates(filter_func=lambda name: name.endswith(".j2") and "/" not in name):
        _environment.get_template(name)


FIT_WORDS = {"exact": "counts exactly this", "near": "counts something close", "proxy": "stands in for it"}


def refused(check: Check, instead: str = "") -> Block | None:
    """Why the claim cannot be checked and what would answer it, in one paragraph; None for a claim that was checked.

    Options and commands are the terminal's: instead is what to say in place of one, where the text can be changed.
    """
    if not is_refused(check):
        return None
    missing, remedy = why_refused(check)
    remedy = in_readers_words(remedy, instead)
    html = render("refused.html.j2", missing=missing, remedy=remedy)
    return Block(html, " ".join(part for part in (f"Not checkable. {missing}", remedy) if part))


def comparisons(check: Check) -> Block | None:
    """The most sensible comparisons as a table with windows, counts and outcome; None for a claim not checked."""
    if is_refused(check):
        return None
    order = check.table.sort_values(["sensibility", "dataset", "after_start"], ascending=[False, True, True])
    closest = order.head(MOST_SENSIBLE)
    rows = [_table_row(check, row) for row in closest.to_dict("records")]
    ranged = closest[[bool(row["interval"]) for row in rows]]
    html = render(
        "comparisons.html.j2",
        rows=rows,
        total=len(check.table),
        shown=len(rows),
        claim=as_read(check.claim.text),
        heads=compared_as(check),
        ranges="" if ranged.empty else _range_head(ranged),
        change="Change" if check.statistic == Statistic.RATIO else "Gives",
    )
    lines = [" | ".join(str(value) for value in row.values() if value) for row in rows]
    return Block(html, "\n".join(lines), "All comparisons")


def _range_head(rows: pd.DataFrame) -> str:
    """What the range of each comparison allows for: chance, or what the source itself gives as low and high."""
    own = rows["interval_method"].astype(str).str.startswith("source")
    if own.all():
        return "By the source’s low and high estimates"
    return "Allowing for chance, or by the source’s low and high estimates" if own.any() else "Allowing for chance"


def compared_as(check: Check) -> tuple[str, str]:
    """What the two counts of a comparison are called; the second is empty where there is but one."""
    if check.statistic == Statistic.SIDES:
        first = check.source_of(check.headline) if check.headline else check.sources[0]
        return first.own_label, first.other_label
    if check.statistic.kind.second == "whole" and not check.statistic.kind.is_change:
        return "Part", "Whole"
    if check.statistic.kind.is_change or check.statistic == Statistic.RUN:
        return "After", "Before"
    return "Count", "To beat" if check.statistic in (Statistic.RANK, Statistic.PLACE_RANK) else ""


def counted(check: Check) -> Block | None:
    """Which series answered, and which datasets could not and why; one line on those that count something else."""
    if is_refused(check):
        return None
    answering = list({one.dataset.id: one.dataset for one in check.sources}.values())
    groups = names_apart([[dataset] for dataset in answering])
    names = {dataset.id: capital(name) for dataset, (name,) in zip(answering, groups, strict=True)}
    counts = [(names[one.dataset.id], one.definition.label, FIT_WORDS[one.match], one.why) for one in check.sources]
    cannot = cannot_answer(check)
    others = " ".join(filter(None, (only_asked(check), counting_other_things(check))))
    html = render("counted.html.j2", counts=counts, cannot=cannot, others=others)
    lines = [f"{title}: {label} ({fit}). {why}" for title, label, fit, why in counts]
    lines += [f"{title} cannot answer. {why}" for title, why in cannot]
    return Block(html, "\n".join([*lines, *([others] if others else [])]), "What was counted")


def sources(check: Check) -> Block | None:
    """Title, vintage, licence, citation and dates of every dataset that was used; None where none was."""
    if is_refused(check):
        return None
    used = [_origin(one) for one in {one.dataset.id: one for one in check.sources}.values()]
    html = render("sources.html.j2", used=used)
    lines = [
        f"{one['title']}, {one['vintage']}, published {one['published']}. Licence: {one['licence']}. {one['citation']}"
        for one in used
    ]
    return Block(html, "\n".join(lines), "Sources")


def _origin(source: Source) -> dict[str, str]:
    """What a reader needs to find the data again; the day of access is given where it was written down."""
    dataset, vintage = source.dataset, source.series.cells.vintage
    raw: dict[str, Any] = next((one for one in dataset.descriptor["verifier"]["vintages"] if one["id"] == vintage), {})
    accessed = str(raw.get("accessed") or raw.get("fetched") or "")
    with suppress(ValueError):  # whatever else is written there stays as it is
        accessed = wording.day(date.fromisoformat(accessed[:10]))
    return {
        "id": dataset.id,
        "title": dataset.title,
        "vintage": vintage,
        "published": published(source),
        "accessed": accessed,
        "licence": dataset.licence.name,
        "licence_url": web_address(dataset.licence.url),
        "citation": dataset.citation,
        "url": web_address(dataset.url),
        "input_sha256": str(raw.get("input_sha256", "")),
    }


def result(check: Check) -> Data:
    """The check as data, for the report."""
    datasets = {one.dataset.id: _origin(one) for one in check.sources}
    every = np.arange(len(check.table), dtype=np.int64)
    known: dict[Any, list[tuple[str, str]]] = {}
    rows = [
        {**row_to_dict(row), **figures.of_row(check.source_of(row), row, known)}
        for row in picked_rows(check.table, every, check.sources)
    ]
    names = [*COLUMNS, *figures.COLUMNS]
    table = csv_text(names, [[row[name] for name in names] for row in rows])
    data = {**check.to_dict(), "datasets": datasets, "figures": _figures(check)}
    return Data(RESULT_TYPE, data, f"{data['finding']}: {data['specifications']} comparisons", table)


def _figures(check: Check) -> list[dict[str, Any]]:
    """The counts that speak for each source, each with the documents that its figures were published in."""
    found = []
    for one in [] if is_refused(check) else check.answers:
        for side in ("after", "before"):
            window = figures.window_of(one.row, side)
            if window is not None:
                published = [{"document": name, "url": url} for name, url in figures.documents(one.source, window)]
                found.append({
                    "dataset": one.row["dataset"], "vintage": one.row["vintage"], "definition": one.row["definition"],
                    "start": str(window.start), "end": str(window.end), "count": int(one.row[f"{side}_count"]),
                    "published_in": published,
                })  # fmt: skip
    return found


def links(document: Document) -> list[str]:
    """Where a document can be found: its address and those of its sources."""
    several = [document.url, *document.sources]
    return [link for link in dict.fromkeys(map(web_address, several)) if link]


def _table_row(check: Check, row: dict[Any, Any]) -> dict[str, str]:
    """A row of the table: a second count, and when it was, only where there is one."""
    source, target = check.source_of(row), check.targets[0]
    other = figure((source.other or source.series).cells.definition, row["before_count"])
    after = wording.span(Window(row["after_start"].date(), row["after_end"].date()))
    if pd.isna(row["before_start"]):  # of two places one is named over the column; of ranked ones none is
        when = {Statistic.SIDES: after, Statistic.PLACE_RANK: ""}.get(check.statistic, source.other_label)
    else:
        when = wording.span(Window(row["before_start"].date(), row["before_end"].date()))
    within = between if check.statistic == Statistic.RATIO else kind_words.bounds
    exactly = row["interval_low"] == row["interval_high"] == row["value"] and check.statistic != Statistic.RATIO
    return {
        "dataset": f"{capital(counter(source))}, as published {published(source)}",
        "definition": f"{counted_by(source)} ({FIT_WORDS[source.match]})",
        "after": f"{after}: {figure(source.series.cells.definition, row['after_count'])}",
        "before": ": ".join(filter(None, (when, other))) if other else "",
        "change": gives(check, row),
        "interval": "" if exactly else within(row["interval_low"], row["interval_high"], target),
        "outcome": OUTCOME_WORDS[row["outcome"]],
    }
