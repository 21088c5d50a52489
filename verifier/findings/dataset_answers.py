"""What each dataset says by itself: the comparison that was said, or its most sensible one, beside its vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from verifier.comparisons.spans import Days, firsts
from verifier.findings.batch import Batch
from verifier.findings.sources import Source
from verifier.findings.weights import ROUNDED


@dataclass(frozen=True)
class DatasetAnswer:
    """The comparison that speaks for a dataset, its series, and the share of the weight that the dataset has."""

    source: Source
    row: dict[str, Any]
    weight: float

    @property
    def votes(self) -> bool:
        """Whether the dataset moves the finding."""
        return self.weight > 0

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; days are ISO dates."""
        row = self.row
        days = {name: None if row[name] is None or row[name] != row[name] else str(row[name]) for name in _DAYS}
        before, value = row["before_count"], row["value"]
        return {
            "dataset": row["dataset"],
            "vintage": row["vintage"],
            "definition": row["definition"],
            "fit": row["match"],
            "why": self.source.why,
            **days,
            "after_count": int(row["after_count"]),
            "before_count": None if before is None or before != before else int(before),
            "value": float(f"{value:.9g}") if np.isfinite(value) else None,
            "outcome": row["outcome"],
            "vote": round(self.weight, 4),
        }


_DAYS = ("after_start", "after_end", "before_start", "before_end")


def speaking_rows(made: Batch) -> Days:
    """The row that speaks for each dataset of a batch of one question: first those that vote, the weightiest first,
    then the others, the best fitting and of these the newest first.
    """
    enough = np.flatnonzero(made.rows.enough & ~np.isnan(made.rows.value))
    fits, weight = made.panel.fits[made.source[enough]], np.round(made.weight[enough], ROUNDED)
    dataset = made.panel.keys[0][made.source[enough]]
    chosen = enough[firsts(dataset, -weight, ~made.literal[enough], fits, -made.rows.weight[enough])]
    at, votes = made.source[chosen], -np.round(made.weight[chosen], ROUNDED)
    last = np.lexsort((-made.panel.published[at], made.panel.fits[at], votes))
    return chosen[last]
