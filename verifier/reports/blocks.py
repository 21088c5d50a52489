"""What a notebook shows and a report repeats: each block is HTML for a page and plain text for a terminal.

Every text from a document, a dataset or a parameter goes through the templates' escaping.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from verifier.charts.baseline import baseline_chart
from verifier.charts.specification_curve import specification_curve
from verifier.charts.style import OUTCOME_WORDS, Chart
from verifier.claims.clean import as_read
from verifier.claims.document import Document
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.incidents.countries import country_name
from verifier.reports.opened import Opened

TEMPLATES = Path(__file__).parent / "templates"
RESULT_TYPE = "application/vnd.verifier.check+json"

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True)
class Block:
    """A piece of a report: HTML for notebooks and pages, plain text for everything else."""

    html: str
    text: str

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


@dataclass(frozen=True)
class Picture:
    """A chart with its alternative text, which notebooks and pages keep."""

    chart: Chart

    def _repr_mimebundle_(self, **_options: Any) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"image/png": base64.b64encode(self.chart.png()).decode("ascii"), "text/plain": self.chart.alt}
        return data, {"image/png": {"alt": self.chart.alt}}


@dataclass(frozen=True)
class Result:
    """The check as data, kept in the executed notebook so that a report takes its numbers from there."""

    data: dict[str, Any]

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        return {
            RESULT_TYPE: self.data,
            "text/plain": f"{self.data['finding']}: {self.data['specifications']} comparisons",
        }


def render(template: str, **values: Any) -> str:
    """Fill in one of the package's templates; values are escaped."""
    return _environment.get_template(template).render(**values, wording=wording, country_name=country_name)


def claim_card(opened: Opened) -> Block:
    """The claim verbatim: who said it, when, where, and what it is about, each with how it was found."""
    claim, document = opened.claim, opened.document
    facts: list[tuple[str, str]] = [("In the text", as_read(claim.sentence))]
    speaker = claim.speaker or document.speaker
    facts += [("Said by", speaker)] if speaker else []
    facts += [("Said on", wording.day(document.published))] if document.published else []
    facts += [("Published by", document.publisher)] if document.publisher else []
    facts.append(("What is counted", claim.measure or "the text does not say"))
    resolved = claim.resolved
    if resolved.country:
        facts.append(("Where", f"{country_name(resolved.country)} ({resolved.how.get('country', 'assumed')})"))
    for name, words in (("period", "Period"), ("baseline", "Baseline")):
        window, said = getattr(resolved, name), getattr(claim, name)
        if window:
            facts.append((words, f"{wording.span(window)} ({_quoted(said)}{resolved.how.get(name, 'assumed')})"))
        else:
            facts.append((words, f"“{said}”: no window of days is named" if said else "the text names none"))
    facts.append(
        ("Readings", "; ".join(_reading(target.label, target.low, target.high) for target in opened.check.targets))
    )
    facts = [(label, value or "none that can be checked") for label, value in facts]
    html = render("facts.html.j2", facts=facts, links=_links(document))
    return Block(html, "\n".join(f"{label}: {value}" for label, value in facts))


def finding(check: Check) -> Block:
    """The finding in words, the range that most comparisons support, and the flags."""
    html = render("finding.html.j2", check=check)
    lines = [check.sentence, *([check.fair_statement] if check.fair_statement else [])]
    return Block(html, "\n".join([*lines, *(f"! {flag.flag}: {flag.detail}" for flag in check.flags)]))


def comparisons(check: Check, most: int = 12) -> Block:
    """The most sensible comparisons as a table, at most `most` rows, each with windows, counts and outcome."""
    order = check.table.sort_values(["sensibility", "dataset", "after_start"], ascending=[False, True, True])
    rows = [_table_row(row) for row in order.head(most).to_dict("records")]
    html = render(
        "comparisons.html.j2", rows=rows, total=len(check.table), shown=len(rows), claim=as_read(check.claim.text)
    )
    lines = [" | ".join(str(value) for value in row.values()) for row in rows]
    return Block(html, "\n".join(lines) or "no comparison can be made")


def both_sides(check: Check) -> Block:
    """The strongest sensible comparisons against the claim, and those that give its number."""
    sides = [
        ("Against it", "No sensible comparison stays short of the claim.", check.counter_comparisons),
        ("For it", "No sensible comparison gives the claimed number.", check.supporting_comparisons),
    ]
    filled = [(title, none, [check.words_of(row) for row in rows]) for title, none, rows in sides]
    html = render("sides.html.j2", sides=filled)
    return Block(html, "\n".join(f"{title}: " + ("; ".join(rows) or none) for title, none, rows in filled))


def counted(check: Check) -> Block:
    """Which datasets answered, with definition, fit and reason; and which abstained, and why."""
    html = render("counted.html.j2", sources=check.sources, abstained=check.abstained)
    lines = [f"{one.dataset.id}: {one.definition.label} ({one.match}). {one.why}" for one in check.sources]
    lines += [f"{one.dataset} abstains: {one.why}" for one in check.abstained]
    return Block(html, "\n".join(lines))


def baseline(check: Check) -> Picture | Block:
    """The baseline chart of the most sensible comparison, or a line where there is none."""
    return Picture(baseline_chart(check, check.headline)) if check.headline else _nothing_to_draw()


def curve(check: Check) -> Picture | Block:
    """The specification curve of all comparisons, or a line where there is none."""
    return Picture(specification_curve(check)) if check.headline else _nothing_to_draw()


def _nothing_to_draw() -> Block:
    return Block("<p>No comparison has enough counts to draw.</p>", "no comparison has enough counts to draw")


def sources(check: Check) -> Block:
    """Title, vintage, licence and citation of every dataset that was used."""
    used = list({one.dataset.id: one for one in check.sources}.values())
    html = render("sources.html.j2", used=used)
    lines = [
        f"{one.dataset.title}, vintage {one.series.cells.vintage}, {one.dataset.licence.name}. {one.dataset.citation}"
        for one in used
    ]
    return Block(html, "\n".join(lines) or "no dataset was used")


def result(check: Check) -> Result:
    """The check as data, for the report."""
    datasets = {
        one.dataset.id: {
            "vintage": one.series.cells.vintage,
            "title": one.dataset.title,
            "licence": one.dataset.licence.name,
            "citation": one.dataset.citation,
        }
        for one in check.sources
    }
    return Result({**check.to_dict(), "datasets": datasets})


def _links(document: Document) -> list[str]:
    links = [document.url, *document.sources]
    return [link for link in dict.fromkeys(links) if link and link.startswith(("https://", "http://"))]


def _quoted(said: str | None) -> str:
    return f"“{said}”, " if said else ""


def _reading(label: str, low: float, high: float) -> str:
    bounds = f"at least ×{low:.4g}" if high == float("inf") else f"×{low:.4g} to ×{high:.4g}"
    return f"{label} ({bounds})"


def _table_row(row: dict[Any, Any]) -> dict[str, str]:
    after, before = wording.row_windows(row)
    return {
        "dataset": f"{row['dataset']}, {row['vintage']}",
        "definition": f"{row['definition']} ({row['match']})",
        "after": f"{wording.span(after)}: {row['after_count']:,}",
        "before": f"{wording.span(before)}: {row['before_count']:,}",
        "change": wording.percent(row["ratio"]) if row["before_count"] else f"from none to {row['after_count']:,}",
        "interval": wording.bounds(row["interval_low"], row["interval_high"]),
        "outcome": OUTCOME_WORDS[row["outcome"]],
    }
