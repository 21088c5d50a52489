"""The files of a report's folder: which there are, what each is, and the writing of them."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from verifier.charts.card import MOST_BARS, Bar, card
from verifier.charts.style import Chart
from verifier.claims.document import Document
from verifier.claims.text.clean import as_read
from verifier.claims.text.lexicon import mid_sentence
from verifier.files import write_json, write_whole
from verifier.findings import wording
from verifier.listing import capital
from verifier.reports.editorial import CORRECTIONS, RATINGS, Editorial, claim_reviews
from verifier.reports.exports import chart_names, numbers_csv, report_markdown, write_charts
from verifier.reports.notebook import Drawn, charts_of, text_of
from verifier.reports.page import claim_section, document_page
from verifier.reports.pdf import print_pdf
from verifier.reports.provenance import NAME as CRATE
from verifier.reports.provenance import crate
from verifier.reports.who_said import full_name, told_sentence, with_article
from verifier.unseen_characters import visible

PAGE, PDF, WORDS, NUMBERS = "index.html", "report.pdf", "report.md", "numbers.csv"
REVIEWS, PROVENANCE = "claimreview.json", "provenance.json"
_drawing = threading.Lock()  # the settings of matplotlib are those of the whole process


def names(
    document_file: str, charts: Mapping[int, Sequence[Drawn]], newsroom: Editorial, *, pdf: bool
) -> dict[str, str]:
    """The files of a report's folder by name, each with what it is, in the order in which a reader may want them.

    charts are those of each claim, by its number.
    """
    files = {PAGE: "this page"}
    files |= {PDF: "this page as a tagged PDF"} if pdf else {}
    files |= {WORDS: "its words as Markdown", NUMBERS: "every comparison as a table (CSV)"}
    for number, drawn in charts.items():
        files |= chart_names(number, drawn)
        files[f"claim-{number}.ipynb"] = f"the executed notebook of claim {number}"
        files[f"claim-{number}.json"] = f"the check of claim {number} as data"
        files[f"card-{number}.png"] = f"a picture of claim {number} and its finding, to share"
    files |= {REVIEWS: "ClaimReview data (schema.org)", PROVENANCE: "software, checksums, datasets and vintages"}
    files |= {CRATE: "what each file is, for archives (RO-Crate 1.1)", document_file: "the text that was checked"}
    kept = {RATINGS: "the newsroom’s ratings", CORRECTIONS: "the corrections log"}
    return files | {name: words for name, words in kept.items() if name in newsroom.files}


def write_files(
    folder: Path,
    document: Document,
    claims: list[dict[str, Any]],
    record: dict[str, Any],
    newsroom: Editorial,
    browser: str | None,
    tell: Callable[[str], None] | None,
) -> None:
    """Write everything into a report's folder but the notebooks and the text, which are there already.

    claims have keys number, title, notebook, executed, result, table. browser prints the PDF; None prints none.
    """
    charts = {one["number"]: charts_of(one["executed"]) for one in claims}
    files = names(record["document"]["file"], charts, newsroom, pdf=browser is not None)
    for name, text in newsroom.files.items():
        write_whole(folder / name, text)
    made = date.fromisoformat(record["made"][:10])
    reviews = claim_reviews(document, {one["number"]: one["result"] for one in claims}, made, newsroom)
    for one in claims:
        with _drawing:
            chart = claim_card(document, one["result"], charts[one["number"]])
            picture = chart.png()
        write_whole(folder / f"card-{one['number']}.png", picture)
        write_charts(folder, one["number"], charts[one["number"]])
        data = {**one["result"], "card_alt": chart.alt}
        write_json(folder / f"claim-{one['number']}.json", data)
    sections = [
        {**one, "id": f"claim-{one['number']}", "finding": one["result"]["finding"],
         "body": claim_section(one["executed"], one["number"])}
        for one in claims
    ]  # fmt: skip
    text = text_of(claims[0]["executed"]) if claims else ""
    write_whole(folder / PAGE, document_page(document, sections, reviews, record, newsroom, files, text))
    write_whole(folder / WORDS, report_markdown(document, claims, record, newsroom))
    write_whole(folder / NUMBERS, numbers_csv(claims))
    write_json(folder / REVIEWS, reviews)
    write_json(folder / PROVENANCE, record)
    if browser:
        if tell:
            tell("printing the PDF")
        print_pdf(folder / PAGE, folder / PDF, browser)
    write_json(folder / CRATE, crate(folder, files, record))


def claim_card(document: Document, result: dict[str, Any], charts: Sequence[Drawn] = ()) -> Chart:
    """The social card of one claim, with the bars of its first chart."""
    claim = result["claim"]
    speaker = full_name(claim["speaker"] or document.speaker, document)
    day = wording.day(document.published) if document.published else ""
    named = with_article(speaker, claim["sentence"])
    by = "a statement that the text denies" if claim["negated"] else f"said by {named}" if speaker else ""
    said = ", ".join(part for part in (by, day) if part)
    lead, _, why = result["sentence"].partition(". ")
    numbers = lead.partition(": ")[2] or why.partition(". ")[0]
    used = "; ".join(f"{one['title']} (published {one['published']})" for one in result["datasets"].values())
    return card(
        visible(told_sentence(claim["sentence"])),
        visible(capital(said)),
        visible(f"“{as_read(claim['text'])}”" + (f" ({mid_sentence(claim['measure'])})" if claim["measure"] else "")),
        result["finding"],
        capital(numbers).rstrip(".") + ".",
        visible(f"Data: {used}" if used else "No dataset answered."),
        _bars(result, charts),
    )


def _bars(result: dict[str, Any], charts: Sequence[Drawn]) -> list[Bar]:
    """The bars of the first chart's first series, as far back as a card has room for; empty without a chart of time."""
    if not charts or not result["answers"]:
        return []
    rows = list(csv.DictReader(io.StringIO(charts[0].csv)))
    if not rows or "start" not in rows[0]:
        return []
    first = [row for row in rows if row["series"] == rows[0]["series"]][-MOST_BARS:]
    row = result["answers"][0]

    def side(start: str, end: str) -> str:
        """The stretch that a bar is part of; of a day's stock, the bar that the day is in."""
        for one in ("after", "before"):
            first, last = row.get(f"{one}_start"), row.get(f"{one}_end")
            if first and ((first <= start and end <= last) or start <= first == last <= end):
                return one
        return ""

    return [Bar(one["start"], float(one["value"] or "nan"), side(one["start"], one["end"])) for one in first]
