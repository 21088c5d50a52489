"""Several series counted together: which of them each window belongs to is told by a number beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np

from verifier.arrays import Bools
from verifier.comparisons.series import Series, looked_up
from verifier.comparisons.spans import BEYOND_DAYS, Days, Spans, join

_FOREVER = np.iinfo(np.int64).max


class ManySeries:
    """Series in one list, each once. `which` is everywhere the place in that list, one for each window."""

    def __init__(self, several: Iterable[Series]) -> None:
        self.each = list({id(one): one for one in several}.values())
        self._places = {id(one): at for at, one in enumerate(self.each)}

    def place(self, series: Series) -> int:
        """Where a series is in the list. Raises KeyError for one that is not in it."""
        return self._places[id(series)]

    @cached_property
    def dense(self) -> Bools:
        """Which of them are counted day by day."""
        return np.array([one.dense for one in self.each], dtype=bool)

    @cached_property
    def stocks(self) -> Bools:
        """Which of them count how many there are, and not how many come about."""
        return np.array([one.cells.stock for one in self.each], dtype=bool)

    @cached_property
    def covered(self) -> tuple[Days, Days]:
        """The first and the last day that each covers: 0 and a day without end where it covers nothing."""
        spans = [one.coverage for one in self.each]
        first = [span.start.toordinal() if span else 0 for span in spans]
        last = [span.end.toordinal() if span else _FOREVER for span in spans]
        return np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)

    @cached_property
    def published(self) -> tuple[Days, Days, Spans]:
        """The spans of published figures, series by series: where those of each begin, how many, and all of them."""
        spans = [one.published_spans for one in self.each]
        many = np.array([len(one) for one in spans], dtype=np.int64)
        return np.cumsum(many) - many, many, join(spans)

    def by_series(self, which: Days) -> Iterator[tuple[Series, Days]]:
        """Each series that occurs, and where."""
        order = np.argsort(which, kind="stable")
        places, first = np.unique(which[order], return_index=True)
        for place, rows in zip(places.tolist(), np.split(order, first[1:]), strict=False):
            yield self.each[place], rows

    def counts(self, which: Days, spans: Spans) -> tuple[Days, Bools]:
        """What `Series.counts` gives of each window in its series."""
        if len(self.each) == 1 or (len(which) and (which == which[0]).all()):
            return self.each[int(which[0]) if len(which) else 0].counts(spans)
        dense = self.dense[which]
        found, known = np.zeros(len(spans), dtype=np.int64), np.zeros(len(spans), dtype=bool)
        for rows, count in (np.flatnonzero(dense), self._daily), (np.flatnonzero(~dense), self._figures):
            if len(rows):
                found[rows], known[rows] = count(which[rows], spans.take(rows))
        for place in self._with_gaps:
            rows = np.flatnonzero(known & (which == place))
            known[rows] = self.each[place].outside_gaps(spans.take(rows))
            found[rows] *= known[rows]
        return found, known

    @cached_property
    def _with_gaps(self) -> list[int]:
        return [at for at, one in enumerate(self.each) if one.cells.gaps]

    def _daily(self, which: Days, spans: Spans) -> tuple[Days, Bools]:
        at, first, days, prefix = self._prefixes
        begin = spans.starts - first[which]
        end = spans.ends - first[which] + 1
        known: Bools = (begin >= 0) & (end <= days[which])
        place = at[which]
        found: Days = prefix[place + np.where(known, end, 0)] - prefix[place + np.where(known, begin, 0)]
        return found, known

    @cached_property
    def _prefixes(self) -> tuple[Days, Days, Days, Days]:
        """Where the running sums of each daily series begin, its first day, how many days it has (-1: nothing is
        covered), and the sums of all.
        """
        none = np.zeros(1, dtype=np.int64)
        parts = [one.prefix if one.dense and one.coverage else none for one in self.each]
        many = np.array([len(part) for part in parts], dtype=np.int64)
        days = np.array([one.coverage.days if one.dense and one.coverage else -1 for one in self.each], dtype=np.int64)
        return np.cumsum(many) - many, self.covered[0], days, np.concatenate(parts)

    def _figures(self, which: Days, spans: Spans) -> tuple[Days, Bools]:
        (starts, _), (ends, _) = self._edges
        spans = self._from_their_starts(which, spans)
        # Both edges are those of one series, so that two places tell the window and the series.
        wanted = which * BEYOND_DAYS + spans.starts, which * BEYOND_DAYS + spans.ends
        return looked_up((starts, ends), wanted, self._figures_at)

    def _from_their_starts(self, which: Days, spans: Spans) -> Spans:
        """Windows of stocks as if each began with the span of its last day: where it begins does not matter."""
        stocks = np.flatnonzero(self.stocks[which])
        if not len(stocks):
            return spans
        starts = spans.starts.copy()
        for series, rows in self.by_series(which[stocks]):
            starts[stocks[rows]] = series.starts_of_stocks(spans.ends[stocks[rows]])
        return Spans(starts, spans.ends)

    @cached_property
    def _edges(self) -> tuple[tuple[Days, Days], tuple[Days, Days]]:
        """The first, and the last, days of the published figures of all, each with the place of its series before it in
        one number; and where those of each series begin.
        """
        found = []
        for side in (0, 1):
            parts = [one.cell_edges[side] if not one.dense else np.zeros(0, dtype=np.int64) for one in self.each]
            many = np.array([len(part) for part in parts], dtype=np.int64)
            edges = np.concatenate([at * BEYOND_DAYS + part for at, part in enumerate(parts)])
            found.append((edges, np.cumsum(many) - many))
        return found[0], found[1]

    def _figures_at(self, first: Days, last: Days) -> Days:
        """`Series.figures` of first days, which go upwards, and last days, by where they are among those of all."""
        (starts, at_first), (_, at_last) = self._edges
        place = starts[first] // BEYOND_DAYS
        found = np.zeros(len(first), dtype=np.int64)
        for series, rows in self.by_series(place):
            at = place[rows[0]]
            found[rows] = series.figures(first[rows] - at_first[at], last[rows] - at_last[at])
        return found
