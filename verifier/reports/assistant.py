"""A Model Context Protocol server over standard input and output, by which an assistant reads, checks and compares.

It only reads. Every answer says for which place and days a figure holds, in which release of which dataset, with what
fit to the question, and what could not be answered and why: an assistant that quotes it has nothing to fill in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from verifier import __version__
from verifier.charts.axes import published
from verifier.claims.document import document
from verifier.claims.reader import read_claims
from verifier.comparisons.compare import compare as compare_figures
from verifier.comparisons.compare import find_definition
from verifier.errors import NotCoveredError, UsageError, VerifierError
from verifier.findings.check import Check
from verifier.findings.check import check as check_claim
from verifier.findings.sources import Source
from verifier.findings.words import counted, publisher
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load
from verifier.places.names import country_name
from verifier.questions.named_source import publisher_name
from verifier.reports.dataset_list import dataset_row
from verifier.reports.figures import documents, window_of
from verifier.reports.refused import counting_other_things
from verifier.unseen_characters import web_address
from verifier.window import Window

MISSING = "`verifier mcp` needs the Model Context Protocol's package: pip install 'claims-verifier[mcp]'"
LONGEST = 200_000  # characters of a text
RATING = "This is the program's finding. Whether a statement is true is for a journalist to rate."
INSTRUCTIONS = (
    "Checks sentences with a number (changes, counts, rates, ranks) against public incident, crime, death and disaster "
    "statistics that are stored here. Call `check` with the sentence, its day (published) and, where known, its "
    "country. Quote the counts with their place, days, source and release. Where an answer abstains, say so and why: "
    "do not fill in a figure of your own. Nothing here says why counts moved."
)


def parse(text: str, published: str | None = None, country: str | None = None) -> dict[str, Any]:
    """Find the quantitative claims in a text: what is counted, the number, its place, period and baseline, who says it.

    published is the day of the text (YYYY-MM-DD), country where it was published; both date and place what the text
    leaves open. Numbers that are no claims are listed with the reason.
    """
    own = document(_within_bounds(text), published=published, country=country)
    read = read_claims(own)
    return {
        "claims": [one.to_dict() for one in read.claims],
        "not_claims": [one.to_dict() for one in read.skipped],
        "warnings": list(own.warnings),
    }


def check(
    text: str,
    published: str | None = None,
    country: str | None = None,
    datasets: list[str] | None = None,
    place: str | None = None,
    measure: str | None = None,
    period: str | None = None,
    baseline: str | None = None,
) -> dict[str, Any]:
    """Check every quantitative claim of a text against the datasets here.

    For each claim: the finding in words with its counts, how the question was understood and what of it was assumed,
    each dataset's own answer with place, days, release and where the figure was published, cautions, and the datasets
    that cannot answer, with the reason. published is the day of the text (YYYY-MM-DD), country where it was published.
    datasets (ids), place, measure, period and baseline (2022, 2022-03, 2021-08-15..2022-08-14) take the place of what
    the text says.
    """
    own = document(_within_bounds(text), published=published, country=country)
    found = read_claims(own).claims
    done = [
        check_claim(one, datasets, said=own.published, place=place, measure=measure, period=period, baseline=baseline)
        for one in found
    ]
    answer: dict[str, Any] = {"claims": [_checked(one) for one in done], "rating": RATING, "warnings": own.warnings}
    if not found:
        answer["abstained"] = "No quantitative claim was found in the text; `parse` lists its numbers with the reason."
    return answer


def compare(
    dataset: str, measure: str, place: str, after: str, before: str, vintage: str | None = None
) -> dict[str, Any]:
    """Compare two periods of one dataset, such as after 2022, before 2020 (or 2022-03, 2021-08-15..2022-08-14).

    dataset is an id from `datasets`, measure words for what is counted or the id of a definition, place a name or code;
    vintage is a release, by default the newest. Where a period is not covered the answer abstains and says what is.
    """
    source = load(dataset)
    try:
        found = compare_figures(dataset, measure, place, after, before, vintage)
    except NotCoveredError as error:
        definition, match = find_definition(source, measure)
        return {
            "abstained": str(error), "dataset": dataset, "title": source.title, "definition": definition.id,
            "definition_label": definition.label, "match": match, "place": place,
            "asked": {"after": str(Window.parse(after)), "before": str(Window.parse(before))},
        }  # fmt: skip
    told = found.to_dict()
    return {
        **told, "title": source.title, "place_name": country_name(told["place"]), "licence": source.licence.name,
        "citation": source.citation, "address": web_address(source.url), "abstained": None,
    }  # fmt: skip


def datasets(words: str | None = None) -> dict[str, Any]:
    """List the datasets here: what each counts, where, until when, its newest release and licence.

    words keeps those that count something by these words, such as "burglaries" or "suicide attacks".
    """
    several = all_datasets()
    if words:
        several = [one for one in several if one.answers(words)]
    rows = [
        {
            **dataset_row(one),
            "definitions": [{"id": each.id, "label": each.label, "unit": each.unit} for each in one.definitions],
        }
        for one in several
    ]
    abstained = None if rows else f"No dataset here counts “{words}”; call without words for all that is here."
    return {"datasets": rows, "abstained": abstained}


TOOLS: tuple[Callable[..., dict[str, Any]], ...] = (parse, check, compare, datasets)


def server() -> Any:
    """The server with its four tools. Raises UsageError where the package of the protocol is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp_types import ToolAnnotations
    except ImportError as error:
        raise UsageError(MISSING) from error
    made = MCPServer("verifier", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR")
    hints = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

    def told(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        """The tool, with what was wrong with a call in words for the assistant."""

        @wraps(tool)
        def called(*given: Any, **named: Any) -> dict[str, Any]:
            try:
                return tool(*given, **named)
            except VerifierError as error:
                raise ToolError(str(error).replace("--", "")) from error

        return called

    for tool in TOOLS:
        made.tool(annotations=hints)(told(tool))
    return made


def _within_bounds(text: str) -> str:
    if len(text) > LONGEST:
        raise UsageError(f"the text has {len(text):,} characters; send at most {LONGEST:,} at a time")
    return text.strip() + "\n"


def _checked(found: Check) -> dict[str, Any]:
    """A claim's finding as data, with what a writer needs to quote it and nothing that is only for the program."""
    refusal = found.refusal.to_dict() if found.refusal else None
    claim = found.claim.to_dict()
    return {
        "claim": {name: claim[name] for name in ("text", "sentence", "kind", "measure", "speaker", "negated")},
        "finding": found.finding.value,
        "sentence": found.sentence,
        "question": found.question.to_dict() if found.question else None,
        "answers": [] if found.reason else [_answer(one.source, one.to_dict(), one.row) for one in found.answers],
        "flags": [flag.to_dict() for flag in found.flags],
        "comparisons": len(found.rows),
        "abstained": {
            "because": refusal,
            "datasets": [
                {"dataset": one.dataset, "title": publisher_name(load(one.dataset)), "why": one.why}
                for one in found.abstained
                if one.dataset not in found.elsewhere
            ],
            "others": counting_other_things(found),
        },
    }


def _answer(source: Source, told: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """What one dataset counted: its words, place and release beside the numbers, and where they were published."""
    cells = source.series.cells
    windows = [window for side in ("after", "before") if (window := window_of(row, side))]
    found = [pair for window in windows for pair in documents(source, window)]
    return {
        **told,
        "publisher": publisher(source),
        "counts": counted(source),
        "place": cells.place,
        "place_name": country_name(cells.place),
        "release": cells.vintage,
        "published": published(source),
        "published_in": [{"document": name, "address": address} for name, address in dict.fromkeys(found)],
        "licence": source.dataset.licence.name,
    }
