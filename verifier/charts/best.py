"""The most sensible comparison of each series: what several charts show."""

from __future__ import annotations

from typing import Any

from verifier.findings import scores
from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.findings.table import plain_rows, rows_of, with_intervals


def best_rows(check: Check) -> list[tuple[Source, dict[str, Any] | None]]:
    """Each series with its most sensible comparison that has enough counts, None where it has none.

    Most weight first. Ties between comparisons go to the windows that lie closest together, as for the headline.
    """
    found = []
    enough = scores.sufficient(check.rows)
    for source in check.sources:
        rows = enough[rows_of(enough, source)]
        weight = float(rows["weight"].sum())
        apart = (rows["after_start"] - rows["before_end"]).dt.days
        order = rows.assign(apart=apart).sort_values(["sensibility", "apart"], ascending=[False, True], kind="stable")
        row = plain_rows(with_intervals(order.head(1), [source]))[0] if len(rows) else None
        found.append((weight, source, row))
    return [(source, row) for _, source, row in sorted(found, key=lambda one: -one[0])]
