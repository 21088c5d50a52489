"""Series that are asked together: their counts in one list, and what is said of each beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from verifier.arrays import Bools, Floats
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days, Spans
from verifier.findings.sources import Source, break_days, earlier_series, latest_day
from verifier.findings.votes import union_days
from verifier.incidents.cells import MATCHES

FAR = 100_000  # days


class Panel:
    """Sources in one list. `series` holds every series that has to do with them, each once; own says where there that
    of each source is, other where the one that it is held against is, None where a source has none.
    """

    def __init__(self, sources: Sequence[Source], *, estimated: bool, dated: bool) -> None:
        """estimated: the other counts of the same thing are asked for too; dated: those of earlier releases are."""
        self.sources = list(sources)
        others = [one.other for one in sources if one.other is not None]
        estimates = [(*one.estimates, *earlier_series(one)) if estimated else () for one in sources]
        earlier = [tuple(earlier_series(one)) if dated else () for one in sources]
        ranges = [one.estimates for one in sources]
        several = [one.series for one in sources] + others
        rivals = [one.rivals for one in sources]
        beside = (*estimates, *earlier, *rivals, *ranges)
        self.series = ManySeries([*several, *(each for some in beside for each in some)])
        place = self.series.place
        self.own = np.array([place(one.series) for one in sources], dtype=np.int64)
        self.other = np.array([place(one) for one in others], dtype=np.int64) if len(others) == len(sources) else None
        self.estimates = self._in_turn(estimates)
        low_high = self._in_turn(ranges)
        self.low, self.high = low_high if low_high else (np.full(len(self.sources), -1, dtype=np.int64),) * 2
        self.votes: dict[tuple[Any, ...], list[tuple[bool, float]]] = {}
        self._covered: dict[tuple[int, int, int], tuple[tuple[tuple[int, int], ...], int]] = {}
        self.earlier = self._in_turn(earlier)
        self.rivals = self._in_turn(rivals)

    def covered(self, place: int, start: int, end: int) -> tuple[tuple[tuple[int, int], ...], int]:
        """The stretches of a period that the cells of a source tile, as ordinals, and how many days they are."""
        key = place, start, end
        if key not in self._covered:
            series = self.sources[place].series
            if series.dense:
                covers = series.coverage
                first, last = (covers.start.toordinal(), covers.end.toordinal()) if covers else (1, 0)
                found = [(max(start, first), min(end, last))] if max(start, first) <= min(end, last) else []
            else:
                spans = series.published_spans
                inside = np.flatnonzero((spans.starts >= start) & (spans.ends <= end))
                found = list(zip(spans.starts[inside].tolist(), spans.ends[inside].tolist(), strict=True))
            self._covered[key] = tuple(found), union_days(found)
        return self._covered[key]

    @cached_property
    def grains(self) -> list[int]:
        """The days of the finest cell of each source."""
        series = [one.series for one in self.sources]
        return [1 if one.dense else int(one.published_spans.days.min(initial=FAR)) for one in series]

    @cached_property
    def proxies(self) -> Bools:
        """Which sources only stand in for what the claim counts."""
        return np.array([one.match == MATCHES[-1] for one in self.sources], dtype=bool)

    @cached_property
    def _breaks(self) -> list[tuple[int, Days]]:
        """The sources that have breaks, and the days of these."""
        days = [np.array([day for day, _ in break_days(one)], dtype=np.int64) for one in self.sources]
        return [(at, each) for at, each in enumerate(days) if len(each)]

    def crosses(self, source: Days, after: Spans, before: Spans) -> Bools:
        """Which pairs of windows have a break of their source between or in them."""
        found = np.zeros(len(source), dtype=bool)
        for at, days in self._breaks:
            rows = np.flatnonzero(source == at)
            first, last = before.starts[rows], after.ends[rows]
            found[rows] = np.searchsorted(days, last, side="right") > np.searchsorted(days, first, side="right")
        return found

    @cached_property
    def families(self) -> Days:
        """The family of each source as its place among the different ones, sorted."""
        return _ranked([source.family or source.key[0] for source in self.sources])

    @cached_property
    def fits(self) -> Days:
        """How well the definition of each source fits: 0 is best."""
        return np.array([MATCHES.index(one.match) for one in self.sources], dtype=np.int64)

    @cached_property
    def published(self) -> Days:
        """The day (an ordinal) on which the release of each source was published."""
        return np.array([one.published.toordinal() for one in self.sources], dtype=np.int64)

    @cached_property
    def dispersion(self) -> Floats:
        """What the totals of each source are taken to vary by."""
        return np.array([one.dispersion for one in self.sources], dtype=np.float64)

    def _in_turn(self, several: list[tuple[Series, ...]]) -> tuple[Days, ...]:
        """The places of the first of each, of the second …; -1 where there is none."""
        most = max(map(len, several), default=0)
        places = [[*map(self.series.place, some), *[-1] * (most - len(some))] for some in several]
        return tuple(np.array(column, dtype=np.int64) for column in zip(*places, strict=True))

    @cached_property
    def latest(self) -> Days:
        """The last day that a window of each source may reach, whenever a claim was made."""
        return np.array([latest_day(one).toordinal() for one in self.sources], dtype=np.int64)

    @cached_property
    def keys(self) -> tuple[Days, Days, Days]:
        """The dataset, the vintage and the definition of each source as its place among the different names, sorted."""
        dataset, vintage, definition = (
            _ranked([source.key[at] for source in self.sources]) for at in range(3)
        )  # fmt: skip
        return dataset, vintage, definition

    @cached_property
    def same(self) -> Days:
        """A number for each source, the same for those of one dataset, vintage and definition."""
        places = {key: at for at, key in enumerate(dict.fromkeys(source.key for source in self.sources))}
        return np.array([places[source.key] for source in self.sources], dtype=np.int64)


def _ranked(names: list[str]) -> Days:
    places = {name: at for at, name in enumerate(sorted(set(names)))}
    return np.array([places[name] for name in names], dtype=np.int64)
