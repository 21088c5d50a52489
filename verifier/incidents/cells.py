"""What every source becomes: definitions, and cells (a span of days with a count)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from verifier.window import Window

WORLD = "WLD"
MATCHES = ("exact", "near", "proxy")
# How the unit of a rate ends: its table holds whole numbers.
RATES_PER = "per 100 million people"
_SHOWN_PER = "per 100,000 people"


@dataclass(frozen=True, slots=True)
class Definition:
    """Which incidents of a dataset count for a measure.

    label says it in plain words; unit is "incidents", "deaths" or "people injured" for the shipped datasets. The rows
    whose columns hold the values that `filter` allows are taken, and `column` is summed. `answers` holds, under exact,
    near and proxy, the phrases for which the definition may stand; `why` holds the sentence that says why so.
    """

    id: str
    label: str
    unit: str
    column: str
    filter: dict[str, list[str] | list[int]] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    preposition: str = ""

    @property
    def is_rate(self) -> bool:
        """Whether its counts are rates per population."""
        return self.unit.endswith(RATES_PER)

    @property
    def shown_label(self) -> str:
        """The label as a reader knows it: of a rate per 100,000 people, whatever number its table keeps it by."""
        return self.label.replace(RATES_PER, _SHOWN_PER)


@dataclass(frozen=True, eq=False)
class Cells:
    """The counts of one definition, place and vintage.

    table has a row per cell: start, end (both included), count, published, document, url. With dense=True (event
    tables) it has one row per day with incidents and every other day of the coverage is a true zero. With dense=False
    (published figures, aggregates) only what the rows say is known; spans may overlap, and coverage is no more than the
    first and the last day that any row is about. place is an alpha-3 code, or WLD for all places together.
    With stock=True a count is how many there were at the end of its span (refugees) or during it (wars): counts of
    several spans do not add up. gaps are the spans inside the coverage of which the source knows nothing (not none),
    each with the reason.
    notes are sentences about this series that a reader of its counts should see.
    """

    dataset: str
    vintage: str
    definition: Definition
    place: str
    table: pd.DataFrame
    coverage: Window | None
    dense: bool
    notes: tuple[str, ...] = ()
    gaps: tuple[tuple[Window, str], ...] = ()
    stock: bool = False
