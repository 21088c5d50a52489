"""Counting windows: a day-by-day table by prefix sums, published figures by exact tiling."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from verifier.arrays import Bools, Floats, Ints
from verifier.comparisons.spans import BEYOND_DAYS, Days, Spans, begins, ordinals
from verifier.errors import NotCoveredError
from verifier.incidents.cells import Cells
from verifier.window import Window

DAY = timedelta(days=1)
# Stands for a count that published figures do not give.
UNKNOWN = int(np.iinfo(np.int64).min)


@dataclass(frozen=True, slots=True)
class Count:
    """How many incidents (or deaths …) a window holds, and the documents the figure rests on."""

    window: Window
    count: int
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    window: Window
    count: int
    published: date
    document: str


class Series:
    """The cells of one dataset, vintage, definition and place, ready to be counted over any window.

    A dense series (an event table) has a true zero on every day of its coverage without a row, but for the days of a
    gap, of which the source knows nothing: a window that touches one has no count. In a series of published figures
    only what the figures say is known: a window has a count when figures tile it without gap or overlap. Nothing is
    pro-rated. Stocks (refugees at the end of a year) are never added up: a window has the count of its last day.
    """

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.dense = cells.dense
        self._overlaps: dict[int, tuple[Floats, Floats]] = {}
        self._squares: dict[int, Floats] = {}
        self._stretches: dict[tuple[int, int], tuple[int, int]] = {}
        self._figures: dict[tuple[int, int], int] = {}

    @property
    def name(self) -> str:
        """Dataset and vintage, as messages cite the series."""
        return f"{self.cells.dataset} (vintage {self.cells.vintage})"

    @cached_property
    def coverage(self) -> Window | None:
        """The first to the last day with anything known; None for an empty series."""
        if self.cells.coverage is not None:
            return self.cells.coverage
        if self.cells.table.empty:
            return None
        return Window(self.cells.table["start"].min().date(), self.cells.table["end"].max().date())

    @cached_property
    def fingerprint(self) -> bytes:
        """The same for two series just when their cells and their coverage are the same."""
        table = self.cells.table
        digest = hashlib.sha256(f"{self.dense} {self.cells.coverage}".encode())
        for name in ("start", "end", "count"):
            digest.update(np.ascontiguousarray(table[name].to_numpy().astype(np.int64)).tobytes())
        return digest.digest()

    @cached_property
    def daily(self) -> Ints:
        """Dense series only: the count of each day of the coverage, in order; 0 stands for the unknown days of gaps."""
        if not self.dense or self.coverage is None:
            raise TypeError(f"{self.name} is no day-by-day series")
        table = self.cells.table
        offsets = ordinals(table["start"]) - self.coverage.start.toordinal()
        counts = table["count"].to_numpy(dtype=np.int64)
        days = np.zeros(self.coverage.days, dtype=np.int64)
        np.add.at(days, offsets, counts)
        return days

    @cached_property
    def prefix(self) -> Ints:
        """Dense series only: prefix[i] is the total of the first i days, so that any window is one subtraction."""
        return np.concatenate([[0], np.cumsum(self.daily)])

    @cached_property
    def _cells_by_start(self) -> dict[date, list[_Cell]]:
        by_start: dict[date, list[_Cell]] = {}
        table = self.cells.table
        days = (table[name].to_numpy().astype("datetime64[D]").tolist() for name in ("start", "end", "published"))
        others = table["count"].tolist(), table["document"].tolist()
        for start, end, published, count, document in zip(*days, *others, strict=True):
            cell = _Cell(Window(start, end), int(count), published or date.min, str(document))
            by_start.setdefault(start, []).append(cell)
        return by_start

    @cached_property
    def _first_days(self) -> list[date]:
        return sorted(self._cells_by_start)

    @cached_property
    def own_spans(self) -> list[Window]:
        """Published figures only: the spans outside gaps that the publisher gave totals for, earliest first."""
        if self.dense:
            return []
        spans = self.published_spans.windows()
        return [span for span in spans if not self.gap_in(span)] if self.cells.gaps else spans

    @cached_property
    def stretches(self) -> list[Window]:
        """The times it has counts for: its coverage, or the spans of its figures, adjoining ones as one."""
        if self.dense:
            return [self.coverage] if self.coverage else []
        found: list[Window] = []
        for one in self.own_spans:
            if found and one.start <= found[-1].end + DAY:
                found[-1] = Window(found[-1].start, max(found[-1].end, one.end))
            else:
                found.append(one)
        return found

    @cached_property
    def published_spans(self) -> Spans:
        """`own_spans` as arrays."""
        if self.dense:
            return Spans.of([])
        starts, ends = (ordinals(self.cells.table[name]) for name in ("start", "end"))
        key = np.unique(starts * BEYOND_DAYS + ends)
        return Spans(key // BEYOND_DAYS, key % BEYOND_DAYS)

    def covers(self, window: Window) -> bool:
        """Whether the window can be counted."""
        if self.gap_in(window):
            return False
        if self.dense:
            return self.coverage is not None and self.coverage.contains(window)
        return self._tiling(window) is not None

    def gap_in(self, window: Window) -> tuple[Window, str] | None:
        """The first span inside the window of which the source knows nothing, with the reason; None without one."""
        return next((gap for gap in self.cells.gaps if gap[0].overlaps(window)), None)

    @cached_property
    def known_days(self) -> Ints:
        """Dense series only: known_days[i] is how many of the first i days of the coverage lie in no gap."""
        known = np.ones(len(self.daily), dtype=np.int64)
        for gap, _ in self.cells.gaps:
            if self.coverage is not None and self.coverage.overlaps(gap):
                first = max(0, (gap.start - self.coverage.start).days)
                known[first : (gap.end - self.coverage.start).days + 1] = 0
        return np.concatenate([[0], np.cumsum(known)])

    def count(self, window: Window) -> Count:
        """The window's count. Raises NotCoveredError, naming the span that is covered, where it cannot be told."""
        if gap := self.gap_in(window):
            raise NotCoveredError(f"{self.name} does not cover {window}: nothing is known of {gap[0]} ({gap[1]})")
        if self.dense:
            if self.coverage is None or not self.coverage.contains(window):
                raise NotCoveredError(f"{self.name} does not cover {window}: {self._what_is_covered(window)}")
            first = (window.start - self.coverage.start).days
            return Count(window, int(self.prefix[first + window.days] - self.prefix[first]))
        tiling = self._tiling(window)
        if tiling is None:
            raise NotCoveredError(
                f"{self.name} has no figures that add up to {window}: {self._what_is_covered(window)}"
            )
        documents = tuple(dict.fromkeys(cell.document for cell in tiling))
        return Count(window, sum(cell.count for cell in tiling), documents)

    def counts(self, spans: Spans) -> tuple[Days, Bools]:
        """The count of each window, and whether it has one (0 where it has none): one subtraction each where the series
        is dense; published figures are looked up once for each different window.
        """
        found, known = self._daily_counts(spans) if self.dense else self._figure_counts(spans)
        if self.cells.gaps:
            known &= self.outside_gaps(spans)
            found = found * known
        return found, known

    def outside_gaps(self, spans: Spans) -> Bools:
        """Which windows touch no gap."""
        outside = np.ones(len(spans), dtype=bool)
        for gap, _ in self.cells.gaps:
            outside &= (spans.ends < gap.start.toordinal()) | (spans.starts > gap.end.toordinal())
        return outside

    def _daily_counts(self, spans: Spans) -> tuple[Days, Bools]:
        if self.coverage is None:
            return np.zeros(len(spans), dtype=np.int64), np.zeros(len(spans), dtype=bool)
        first = spans.starts - self.coverage.start.toordinal()
        after_last = spans.ends - self.coverage.start.toordinal() + 1
        known = (first >= 0) & (after_last <= self.coverage.days)
        size = self.coverage.days
        return (self.prefix[np.clip(after_last, 0, size)] - self.prefix[np.clip(first, 0, size)]) * known, known

    def _figure_counts(self, spans: Spans) -> tuple[Days, Bools]:
        # Where a window of stocks begins does not matter: it is looked up as if it began with the span of its last day.
        starts = self.starts_of_stocks(spans.ends) if self.cells.stock else spans.starts
        return looked_up(self.cell_edges, (starts, spans.ends), self.figures)

    def starts_of_stocks(self, ends: Days) -> Days:
        """The first day of the span that each of these days ends; -1 where it ends none."""
        starts = {cell[0].window.end.toordinal(): cell[0].window.start.toordinal() for cell in self._stocks.values()}
        return np.array([starts.get(end, -1) for end in ends.tolist()], dtype=np.int64)

    @cached_property
    def cell_edges(self) -> tuple[Days, Days]:
        """Published figures only: the different first days, and the different last days, in order."""
        spans = self.published_spans
        return np.unique(spans.starts), np.unique(spans.ends)

    def figures(self, first: Days, last: Days) -> Days:
        """The count of each window that published figures tile, UNKNOWN where none do: first and last say which of
        `cell_edges` it starts and ends on.
        """
        if self._chain is None:
            places = zip(first.tolist(), last.tolist(), strict=True)
            return np.array([self._figure(*each) for each in places], dtype=np.int64)
        total, run = self._chain
        whole = (first <= last) & (run[first] == run[last])
        return np.where(whole, total[last + 1] - total[first], UNKNOWN)

    def _figure(self, first: int, last: int) -> int:
        """The count of one window, found once."""
        if (first, last) not in self._figures:
            start, end = int(self.cell_edges[0][first]), int(self.cell_edges[1][last])
            tiling = self._tiling(Window(*map(date.fromordinal, (start, end)))) if start <= end else None
            self._figures[first, last] = UNKNOWN if tiling is None else sum(cell.count for cell in tiling)
        return self._figures[first, last]

    @cached_property
    def _chain(self) -> tuple[Days, Days] | None:
        """Where no two figures share a day: their running sums, and for each the number of the unbroken run it is in,
        since any window has one tiling at most; None where they do, and for stocks.
        """
        spans, table = self.published_spans, self.cells.table
        last_day = date.max.toordinal()
        if self.cells.stock or len(spans) != len(table) or bool((spans.ends >= last_day).any()):
            return None
        if (spans.starts[1:] <= spans.ends[:-1]).any():
            return None
        counts = table["count"].to_numpy()[np.argsort(ordinals(table["start"]))].astype(np.int64)
        breaks = np.concatenate([[0], np.cumsum(spans.starts[1:] != spans.ends[:-1] + 1)]) if len(spans) else counts
        return np.concatenate([[0], np.cumsum(counts)]), breaks

    @cached_property
    def published_counts(self) -> Days:
        """The count of each of `published_spans`."""
        return self.counts(self.published_spans)[0]

    def pearson(self, spans: Spans, length: int) -> Floats:
        """Dense series only: the Pearson sum of each window's whole bins around their mean.

        The sum over bins of (count - mean)² / mean, from running sums of squares, so that each window costs the same
        whatever its length; 0 where the mean is 0. Every window must be covered and hold at least one bin.
        """
        assert self.coverage is not None  # noqa: S101 (a dense series that covers the windows)
        first = spans.starts - self.coverage.start.toordinal()
        bins = spans.days // length
        total = (self.prefix[first + bins * length] - self.prefix[first]).astype(np.float64)
        running = self._running_squares(length)
        squares = running[first + bins * length] - running[first]
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = squares * bins / total - total
        return np.where(total > 0, np.maximum(spread, 0.0), 0.0)

    def _running_squares(self, length: int) -> Floats:
        """At day i the sum of the squared counts of the bins that end at i, i - length, i - 2·length, …"""
        if length not in self._squares:
            running = np.zeros(len(self.prefix))
            ends = np.arange(length, len(self.prefix))
            running[ends] = (self.prefix[ends] - self.prefix[ends - length]).astype(np.float64) ** 2
            for phase in range(length):
                running[phase::length] = np.cumsum(running[phase::length])
            self._squares[length] = running
        return self._squares[length]

    def overlapping(self, spans: Spans, length: int) -> Floats:
        """Dense series only: variance over mean of all overlapping bins of each window, free of bias where days are
        independent (see `bounded`); 0 where nothing was counted. Each window costs the same, whatever its
        length. Every window must be covered and longer than a bin.
        """
        assert self.coverage is not None  # noqa: S101 (a dense series that covers the windows)
        first = spans.starts - self.coverage.start.toordinal()
        bins = spans.days - length + 1
        total = (self.prefix[first + spans.days] - self.prefix[first]).astype(np.float64)
        mean = total * length / spans.days
        sums, squares = (running[first + bins] - running[first] for running in self._running_overlaps(length))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = (squares / bins - 2 * mean * sums / bins + mean**2) / mean / (1 - length / spans.days)
        return np.where(total > 0, np.maximum(ratio, 0.0), 0.0)

    def _running_overlaps(self, length: int) -> tuple[Floats, Floats]:
        """At day i the sum of the counts, and of the squared counts, of all bins that start before i."""
        if length not in self._overlaps:
            counts = (self.prefix[length:] - self.prefix[:-length]).astype(np.float64)
            sums, squares = (np.concatenate([[0.0], np.cumsum(each)]) for each in (counts, counts**2))
            self._overlaps[length] = sums, squares
        return self._overlaps[length]

    def _tiling(self, window: Window) -> list[_Cell] | None:
        """The fewest cells that tile the window (one published total beats a sum of parts); newest figures on a tie."""
        if self.cells.stock:
            return self._stocks.get(window.end)
        own = [cell for cell in self._cells_by_start.get(window.start, []) if cell.window.end == window.end < date.max]
        if own:
            return [max(own, key=lambda cell: cell.published)]
        best: dict[date, tuple[int, int, list[_Cell]]] = {window.start: (0, 0, [])}
        starts = self._first_days
        for start in starts[bisect_left(starts, window.start) : bisect_right(starts, window.end)]:
            if start not in best:
                continue
            size, age, path = best[start]
            for cell in self._cells_by_start[start]:
                if cell.window.end > window.end:
                    continue
                following = cell.window.end + DAY
                step = (size + 1, age - cell.published.toordinal(), [*path, cell])
                if following not in best or step[:2] < best[following][:2]:
                    best[following] = step
        found = best.get(window.end + DAY) if window.end < date.max else None
        return found[2] if found else None

    @cached_property
    def _stocks(self) -> dict[date, list[_Cell]]:
        """Stocks only: the cell of each day that has one."""
        return {cell.window.end: [cell] for cells in self._cells_by_start.values() for cell in cells}

    def whole_cells(self, spans: Spans) -> Spans:
        """Published figures only: the longest stretch inside each window that figures tile; one of no days where there
        is none.
        """
        edges = self.cell_edges
        first = np.searchsorted(edges[0], spans.starts)
        last = np.searchsorted(edges[1], spans.ends, side="right") - 1
        starts, ends = np.ones(len(spans), dtype=np.int64), np.zeros(len(spans), dtype=np.int64)
        rows = np.flatnonzero((first < len(edges[0])) & (last >= 0))
        tiled = self.figures(first[rows], last[rows]) != UNKNOWN
        whole = rows[tiled]
        starts[whole], ends[whole] = edges[0][first[whole]], edges[1][last[whole]]
        for at in rows[~tiled].tolist():
            starts[at], ends[at] = self._longest(int(first[at]), int(last[at]))
        return Spans(starts, ends)

    def _longest(self, first: int, last: int) -> tuple[int, int]:
        """The longest stretch that figures tile from the edge `first` on, up to the edge `last`, found once."""
        if (first, last) not in self._stretches:
            starts, ends = (edge.tolist() for edge in self.cell_edges)
            best = 1, 0
            if self._chain is not None and first <= last:
                heads = first + np.flatnonzero(begins(self._chain[1][first : last + 1]))
                runs = zip(heads.tolist(), [*(heads[1:] - 1).tolist(), last], strict=True)
                best = max(((starts[head], ends[tail]) for head, tail in runs), key=lambda one: one[1] - one[0])
            for start in range(first, len(starts)) if self._chain is None else ():
                for end in range(last, -1, -1):
                    if ends[end] - starts[start] <= best[1] - best[0]:
                        break
                    if self._figure(start, end) != UNKNOWN:
                        best = starts[start], ends[end]
                        break
            self._stretches[first, last] = best
        return self._stretches[first, last]

    def _what_is_covered(self, window: Window) -> str:
        if self.dense:
            return f"it covers {self.coverage}" if self.coverage else "it covers nothing"
        if self.cells.stock:
            days = sorted(self._stocks)
            return f"it counts on single days, {days[0]} to {days[-1]}" if days else "it covers nothing"
        ends = [end for end in self._reachable_ends(window.start) if end <= window.end]
        if ends:
            return f"covered from that day is {Window(window.start, max(ends))}"
        inside = [span for span in self.own_spans if span.overlaps(window)]
        if inside:
            return "published totals that touch it are " + ", ".join(str(span) for span in inside[:6])
        return "its figures are for " + ", ".join(str(span) for span in self.own_spans[:6])

    def _reachable_ends(self, start: date) -> list[date]:
        ends: list[date] = []
        waiting = [start]
        while waiting:
            for cell in self._cells_by_start.get(waiting.pop(), []):
                if cell.window.end not in ends:
                    ends.append(cell.window.end)
                    waiting.append(cell.window.end + DAY)
        return ends


def looked_up(
    edges: tuple[Days, Days], wanted: tuple[Days, Days], figures: Callable[[Days, Days], Days]
) -> tuple[Days, Bools]:
    """The figure of each window, and whether it has one (0 where it has none); one question for each different window.

    edges are the first and the last days that windows with figures have, in order; wanted those of the windows; figures
    are asked by the places of both among the edges, upwards, and are UNKNOWN where there is none.
    """
    (starts, first), (ends, last) = (_among(ordered, days) for ordered, days in zip(edges, wanted, strict=True))
    rows = np.flatnonzero(starts & ends)
    many = len(edges[1])
    different, which = np.unique(first[rows] * many + last[rows], return_inverse=True)
    told = figures(different // max(many, 1), different % max(many, 1))[which]
    found, known = np.zeros(len(starts), dtype=np.int64), np.zeros(len(starts), dtype=bool)
    known[rows] = told != UNKNOWN
    found[rows] = np.where(told != UNKNOWN, told, 0)
    return found, known


def _among(ordered: Days, days: Days) -> tuple[Bools, Days]:
    """Which numbers are among some that are in order, and where there."""
    if not len(ordered):
        return np.zeros(len(days), dtype=bool), np.zeros(len(days), dtype=np.int64)
    at: Days = np.minimum(np.searchsorted(ordered, days), len(ordered) - 1)
    return ordered[at] == days, at
