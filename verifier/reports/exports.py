"""The numbers, words and charts of a report for other programs: CSV of every comparison, Markdown, pictures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from verifier.claims.document import Document
from verifier.claims.text.clean import as_read
from verifier.files import write_whole
from verifier.findings import wording
from verifier.reports.blocks import HEADING, RESULT_TYPE
from verifier.reports.editorial import Editorial
from verifier.reports.escaping import csv_cell, markdown
from verifier.reports.notebook import Drawn
from verifier.reports.page import NOTEBOOK_ONLY
from verifier.unseen_characters import visible

_FIRST = ["claim", "text", "finding"]
_DAY = (1980, 1, 1, 0, 0, 0)  # of a file in an archive: the same charts give the same bytes


def numbers_csv(claims: list[dict[str, Any]]) -> str:
    """Every comparison of every claim, one row each; a claim without comparisons has a row of its own.

    claims have the keys number, result (the check as data) and table (its comparisons as CSV).
    """
    tables = []
    for one in claims:
        claim = one["result"]["claim"]
        first = zip(_FIRST, (one["number"], as_read(claim["text"]), one["result"]["finding"]), strict=True)
        table = pd.read_csv(io.StringIO(one["table"]), dtype=str, keep_default_na=False)
        table = table if len(table) else table.reindex([0])
        tables.append(table.assign(**{name: csv_cell(value) for name, value in first}))
    every = pd.concat(tables) if tables else pd.DataFrame(columns=_FIRST)
    return every[[*_FIRST, *every.columns.drop(_FIRST)]].to_csv(index=False, lineterminator="\n")


def report_markdown(
    document: Document,
    claims: list[dict[str, Any]],
    provenance: Mapping[str, Any],
    newsroom: Editorial,
) -> str:
    """The report as Markdown: the words of the page in the same order, each chart as its alternative text.

    claims have the keys number, title, result and executed (the executed notebook).
    """
    lines = [f"# {markdown(document.title or document.name)}", ""]
    byline = [f"Said by {markdown(document.speaker)}."] if document.speaker else []
    byline += [f"{wording.day(document.published)}."] if document.published else []
    byline += [f"Source: {markdown(document.publisher)}."] if document.publisher else []
    lines += [" ".join(byline), ""] if byline else []
    if not claims:
        lines += ["No quantitative claim was found in this text.", ""]
    for one in claims:
        lines += [f"## {markdown(one['title'])}", ""]
        if rating := newsroom.ratings.get(one["number"]):
            why = f" {markdown(rating.why)}" if rating.why else ""
            by = f" Set by {markdown(rating.by)}." if rating.by else ""
            lines += [f"The newsroom’s rating: **{markdown(rating.rating)}**.{why}{by}", ""]
        lines += _cells(one["executed"])
    lines += [
        "## How to make this report again",
        "",
        f"    {' '.join(visible(provenance['rerun']).split())}",
        "",
        "## Corrections",
        "",
    ]
    for each in newsroom.corrections:
        about = f", claim {each.claim}" if each.claim else ""
        lines.append(f"- {wording.day(each.on)}{about}: {markdown(each.what)}")
    lines += [] if newsroom.corrections else ["None so far."]
    made = f"Made {provenance['made']} with verifier {provenance['software']['verifier']}."
    return "\n".join([*lines, "", made, ""])


def _cells(notebook: nbformat.NotebookNode) -> list[str]:
    lines: list[str] = []
    for cell in notebook.cells:
        if NOTEBOOK_ONLY in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown":
            lines += [re.sub(r"^(#+ )", r"#\1", cell.source, flags=re.M), ""]
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/plain" in data and RESULT_TYPE not in data:
                lines += [*_output(data, output.metadata.get(HEADING)), ""]
    return lines


def _output(data: Mapping[str, Any], heading: str | None = None) -> list[str]:
    """The words of an output; heading is its first line, where that is one."""
    text = str(data["text/plain"])
    if heading:
        rest = {**data, "text/plain": text.removeprefix(heading)}
        return [f"### {markdown(heading)}", "", *_output(rest)]
    if "image/png" in data:
        return [f"*Chart.* {markdown(text)}"]
    shown = [markdown(line) for line in text.splitlines() if line.strip()]
    return [f"- {line}" for line in shown] if len(shown) > 1 else shown


def chart_names(number: int, charts: Sequence[Drawn]) -> dict[str, str]:
    """The files of a claim's charts by name, each with what it is; none where it has no chart."""
    if not charts:
        return {}
    first = {
        f"chart-{number}.{kind}": f"the first chart of claim {number} as {kind.upper()}" for kind in _of(charts[0])
    }
    archive = f"charts-{number}.zip"
    return first | ({archive: f"every chart of claim {number} as PNG, SVG and CSV"} if len(charts) > 1 else {})


def write_charts(folder: Path, number: int, charts: Sequence[Drawn]) -> None:
    """Write the files that chart_names names."""
    for name in chart_names(number, charts):
        kind = name.rpartition(".")[2]
        write_whole(folder / name, _archive(charts) if kind == "zip" else _of(charts[0])[kind])


def _of(chart: Drawn) -> dict[str, str | bytes]:
    """The contents of a chart's files by kind; a table that is too long to keep is not among them."""
    return {"png": chart.png, "svg": chart.svg, **({"csv": chart.csv} if chart.csv else {})}


def _archive(charts: Sequence[Drawn]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for chart in charts:
            for kind, content in _of(chart).items():
                archive.writestr(zipfile.ZipInfo(f"{chart.name}.{kind}", _DAY), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
