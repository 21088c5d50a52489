"""Series that are asked together: their counts in one list, and what is said of each beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from verifier.arrays import Bools
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days, Spans
from verifier.findings.sources import Source, break_days, earlier_series, latest_day
from verifier.findings.votes import union_days
from verifier.incidents.cells import MATCHES

FAR = 100_000  # days


class Panel:
    """Sources in one list. `series` holds every series that has to do with them, each once.

    Of each source by its place: own, where there its series is, other where the one that it is held against is (None
    where a source has none), low and high where its estimates are, -1 for none; keys are its dataset, its vintage and
    its definition, and families its family, as places among the different names, sorted; same is a number that those of
    one dataset, vintage and definition share; fits is how well its definition fits, 0 the best, and proxies whether it
    only stands in for what the claim counts; published is the day (an ordinal) of its release; dispersion is what its
    totals are taken to vary by, grains how many days its finest cell has.
    """

    def __init__(self, sources: Sequence[Source], *, estimated: bool, dated: bool) -> None:
        """estimated: the other counts of the same thing are asked for too; dated: those of earlier releases are."""
        self.sources = list(sources)
        several, others = [one.series for one in sources], [one.other for one in sources if one.other is not None]
        estimates = [(*one.estimates, *earlier_series(one)) if estimated else () for one in sources]
        earlier = [tuple(earlier_series(one)) if dated else () for one in sources]
        rivals, ranges = [one.rivals for one in sources], [one.estimates for one in sources]
        beside = (*estimates, *earlier, *rivals, *ranges)
        self.series = ManySeries([*several, *others, *(each for some in beside for each in some)])
        self.own = _numbers(map(self.series.place, several))
        self.other = _numbers(map(self.series.place, others)) if len(others) == len(sources) else None
        self.estimates, self.earlier, self.rivals = map(self._in_turn, (estimates, earlier, rivals))
        self.low, self.high = self._in_turn(ranges) or (np.full(len(self.sources), -1, dtype=np.int64),) * 2
        self.keys = tuple(_ranked([source.key[at] for source in sources]) for at in range(3))
        self.families = _ranked([source.family or source.key[0] for source in sources])
        known = {key: at for at, key in enumerate(dict.fromkeys(source.key for source in sources))}
        self.same = _numbers(known[source.key] for source in sources)
        self.fits = _numbers(MATCHES.index(one.match) for one in sources)
        self.proxies: Bools = self.fits == len(MATCHES) - 1
        self.published = _numbers(one.published.toordinal() for one in sources)
        self.dispersion = np.array([one.dispersion for one in sources], dtype=np.float64)
        self.grains = [1 if one.dense else int(one.published_spans.days.min(initial=FAR)) for one in several]
        self.votes: dict[tuple[Any, ...], list[tuple[bool, float]]] = {}
        self._covered: dict[tuple[int, int, int], tuple[tuple[tuple[int, int], ...], int]] = {}

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
    def latest(self) -> Days:
        """The last day that a window of each source may reach, whenever a claim was made."""
        return _numbers(latest_day(one).toordinal() for one in self.sources)

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

    def _in_turn(self, several: list[tuple[Series, ...]]) -> tuple[Days, ...]:
        """The places of the first of each, of the second …; -1 where there is none."""
        most = max(map(len, several), default=0)
        places = [[*map(self.series.place, some), *[-1] * (most - len(some))] for some in several]
        return tuple(np.array(column, dtype=np.int64) for column in zip(*places, strict=True))


def _numbers(several: Iterable[int]) -> Days:
    return np.array(list(several), dtype=np.int64)


def _ranked(names: list[str]) -> Days:
    places = {name: at for at, name in enumerate(sorted(set(names)))}
    return _numbers(places[name] for name in names)
