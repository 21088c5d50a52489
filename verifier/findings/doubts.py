"""What is known of sources beside their counts: what they rest on, and how far their counts may be off, by chance, by
how such counts cluster, or by the source's own estimates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from verifier.arrays import Floats
from verifier.comparisons import bounded
from verifier.comparisons.borrowed import dispersions
from verifier.comparisons.intervals import exposures
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.pairs import Pairs
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days, Spans
from verifier.findings.sources import Source, series_of

OWN_RANGE = "source's own range"
METHODS = (*bounded.METHODS, OWN_RANGE)


def with_doubts(sources: Sequence[Source], beside: Sequence[Source] = ()) -> list[Source]:
    """The sources with their family, what their totals are taken to vary by, and their low and high estimates.

    beside are sources that answer another question: those of the same place and unit lend their dispersion too.
    """
    found = dispersions([one.series for one in (*sources, *beside)])[: len(sources)].tolist()
    families = _families(sources)
    return [
        replace(one, family=family, dispersion=each, estimates=_estimates(one))
        for one, family, each in zip(sources, families, found, strict=True)
    ]


def _families(sources: Sequence[Source]) -> list[str]:
    """The family of each source: the declared one, else its dataset; tables with the same cells are one family."""
    known: dict[tuple[str, str, str, bytes], str] = {}
    found = []
    for one in sources:
        family = str(one.dataset.descriptor["verifier"].get("family") or one.dataset.id)
        cells = one.series.cells
        key = cells.place, cells.definition.unit, one.definition.column, one.series.fingerprint
        found.append(known.setdefault(key, family))
    return found


def bounds(source: Source, pairs: Pairs) -> tuple[Floats, Floats, Days]:
    """The lower and upper bound of each ratio of one source, and how they were worked out, as a place in METHODS."""
    low, high, quasi = bounded.bounds(source.series, pairs, source.dispersion)
    method = quasi.astype(np.int64)
    if source.estimates:
        series = ManySeries(source.estimates)
        places = [np.full(len(pairs), series.place(one), dtype=np.int64) for one in source.estimates]
        least, most = own_range(series, (places[0], places[1]), pairs.after, pairs.before, bounded.rate_ratios(pairs))
        own = ~np.isnan(least)
        low, high = np.where(own, least, low), np.where(own, most, high)
        method[own] = METHODS.index(OWN_RANGE)
    return low, high, method


def own_range(
    series: ManySeries, places: tuple[Days, Days], after: Spans, before: Spans, ratio: Floats
) -> tuple[Floats, Floats]:
    """From the least to the most that a source's low estimates against its low ones, and its high ones against its
    high ones, give for a ratio, the ratio itself among them; NaN where it has none. places are those of the low and the
    high series of each pair, -1 for none.
    """
    least, most = np.full(len(ratio), np.nan), np.full(len(ratio), np.nan)
    rows = np.flatnonzero((places[0] >= 0) & (places[1] >= 0) & ~np.isnan(ratio))
    if not len(rows):
        return least, most
    later, earlier = after.take(rows), before.take(rows)
    least[rows] = most[rows] = ratio[rows]
    for which in places:
        counts, known = series.counts(which[rows], later)
        others, also = series.counts(which[rows], earlier)
        either = known & also & (counts + others > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            days, base = exposures(later.days, earlier.days)
            told = np.where(either, counts * base / (others * days), ratio[rows])
        least[rows], most[rows] = np.fmin(least[rows], told), np.fmax(most[rows], told)
    return least, most


def _estimates(source: Source) -> tuple[Series, ...]:
    """The series of a source's low and high estimates for what its best one counts; empty where it has none."""
    own, place = source.definition, source.series.cells.place
    if source.series.cells.definition.filter != own.filter or own.column != "best":
        return ()  # one region of a country: its own estimates are not kept apart
    same = {one.column: one.id for one in source.dataset.definitions if one.filter == own.filter}
    if not {"low", "high"} <= set(same):
        return ()
    now = source.dataset.vintage(source.series.cells.vintage, place, own)
    return tuple(series_of(source.dataset, same[column], place, now) for column in ("low", "high"))
