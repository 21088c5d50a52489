"""The comparison that speaks for each source, and the most sensible one of each series: what several charts show."""

from __future__ import annotations

from typing import Any

from verifier.findings import scores
from verifier.findings.check import Check
from verifier.findings.comparison_table import rows_of
from verifier.findings.sources import Source
from verifier.findings.top_rows import most_sensible
from verifier.findings.words import counted, publisher


def voices(check: Check) -> dict[tuple[str, str], tuple[Source, dict[str, Any]]]:
    """The comparison that speaks for each source, by who counts and what, that of the sentence first.

    A source's several tables of one thing are one.
    """
    lead = (check.headline or {}).get("dataset")
    found: dict[tuple[str, str], tuple[Source, dict[str, Any]]] = {}
    for one in sorted(check.answers, key=lambda one: one.source.dataset.id != lead):
        found.setdefault((publisher(one.source), counted(one.source)), (one.source, one.row))
    return found


def best_rows(check: Check) -> list[tuple[Source, dict[str, Any] | None]]:
    """Each series with its most sensible comparison that has enough counts, None where it has none.

    A source's low and high estimates are the range of its best one, and no series of their own. Most weight first. Ties
    between comparisons go to the windows that lie closest together, as for the headline.
    """
    found = []
    enough = scores.sufficient(check.rows)
    for source in check.sources:
        if _is_an_estimate(source, check.sources):
            continue
        rows = enough[rows_of(enough, source)]
        weight = float(rows["weight"].sum())
        best = most_sensible(rows, [source], 1)
        # What has no vote has no weight: its own comparison is the one that speaks for it beside the finding.
        row = best[0] if best else next((one.row for one in check.answers if one.source.key == source.key), None)
        found.append((weight, source, row))
    return [(source, row) for _, source, row in sorted(found, key=lambda one: -one[0])]


def _is_an_estimate(source: Source, several: list[Source]) -> bool:
    """Whether a series is the low or high estimate of one that is there."""
    own = source.definition
    return own.column in ("low", "high") and any(
        one.dataset is source.dataset and one.definition.column == "best" and one.definition.filter == own.filter
        for one in several
    )
