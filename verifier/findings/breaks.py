"""Breaks of a source: days from which it counts otherwise, so that counts on the two sides differ by that alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verifier.findings import wording
from verifier.findings.sources import Source


def break_days(source: Source) -> list[tuple[int, str]]:
    """The ordinals of a source's breaks for what it counts, with the reason of each, the earliest first."""
    if not getattr(source.dataset, "breaks", None):
        return []
    told = source.dataset.breaks_in(source.definition.id, source.series.cells.place)
    return sorted((day.toordinal(), why) for day, why in told)


def break_words(row: Mapping[str, Any], source: Source) -> list[str]:
    """What to say where a break lies between the two windows of a comparison, or inside one of them."""
    after, before = wording.row_windows(row)
    first, last = before.start.toordinal(), after.end.toordinal()
    told = [why.rstrip(".") for day, why in break_days(source) if first < day <= last]
    return [f"The counts on the two sides differ in how they were made: {'; '.join(told)}."] if told else []
