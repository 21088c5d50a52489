"""Where a window stands among the windows of its length, and how many steps in a row went one way."""

from __future__ import annotations

import numpy as np

from verifier.comparisons.intervals import exact_bounds
from verifier.comparisons.ranking import HISTORY_RULES, ranks, stated_history, tiles
from verifier.comparisons.rules import AFTER_RULES, Anchors
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Days, Spans
from verifier.comparisons.specifications import SpecificationSet
from verifier.comparisons.statistics.measured import Asked, Bools, Measured
from verifier.window import Window

FEWEST = 3  # windows, the ranked one included, below which a rank says nothing
KNOWN = 2 / 3  # share of the windows that must have a count


def rank(asked: Asked) -> Measured:
    """The rank of each after-window among the windows of its length in each stretch of history; ties do not count
    against it.

    before is the window it has to beat (the highest of the others, or the one at the claimed place), before_count its
    count. The bounds are the ranks that chance leaves open: the windows whose exact ratio to this one lies above 1
    surely rank before it, those that it cannot be told from may. The lower half of the ranking is the opposite.
    """
    rows: list[tuple[float, ...]] = []
    widths = asked.declared.content["relevance"]
    beside = float(widths.get("beside_stated", 1.0)) if stated_history(asked.anchors) else 1.0
    down, place = asked.target.down, max(1, int(asked.target.low))
    for a, (window, after_option, weight) in enumerate(_windows(asked.declared, asked.anchors, asked.series)):
        for number, option in enumerate(asked.declared.content["before"]):
            first = HISTORY_RULES[option["rule"]](asked.anchors, asked.series, window, option)
            if first is None:
                continue
            among = tiles(window, first, asked.anchors.grain)
            counts, known = asked.series.counts(among)
            if not len(among) or not known[0] or known.sum() < 2 or known.mean() < KNOWN:
                continue
            among, counts = among.take(known), counts[known]
            found, tied = ranks(counts, down=down)
            order = np.argsort(counts[1:] if down else -counts[1:], kind="stable")
            rival = 1 + int(order[min(place, len(order)) - 1])
            low, high = _chance(counts, among.days, down=down)
            worth = weight * option["naturalness"]
            if beside != 1 and option["rule"] in ("last_years", "whole_history"):
                worth *= beside
            rows.append(
                (a, among.starts[0], among.ends[0], counts[0], after_option, worth, found, low, high,
                 among.starts[rival], among.ends[rival], counts[rival], number, len(counts), tied)
            )  # fmt: skip
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 15)
    table = table[np.argsort(-table[:, 5], kind="stable")]
    _, start, end, count, option_of, weight, value, low, high, b0, b1, other, before_option, among_, tied_ = table.T
    whole = {"start": start, "end": end, "b0": b0, "b1": b1}
    days = {name: column.astype(np.int64) for name, column in whole.items()}
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = count / other
    return Measured(
        Spans(days["start"], days["end"]), count.astype(np.int64), option_of.astype(np.int64), weight, value, low, high,
        "exact, pair by pair", (among_ >= FEWEST) & (count + other >= asked.declared.smallest_total), before=Spans(days["b0"], days["b1"]),
        before_count=other.astype(np.int64), before_option=before_option.astype(np.int64), ratio=ratio,
        opposite=value > (among_ + 1) / 2, among=among_, tied=tied_,
    )  # fmt: skip


def run(asked: Asked) -> Measured:
    """How many steps in a row, up to each after-window, went the claimed way.

    The bounds count the steps that went so beyond chance, and those that chance does not rule out (exact ratios of
    neighbours). No step at all is the opposite. A window without a count ends the run, and is not held against it.
    """
    rows = []
    for window, after_option, weight in _windows(asked.declared, asked.anchors, asked.series):
        first = asked.series.coverage.start if asked.series.coverage else window.start
        among = tiles(window, first, asked.anchors.grain)
        counts, known = asked.series.counts(among)
        length = int(np.argmin(known)) if not known.all() else len(known)
        if length < 2:
            continue
        among, counts = among.take(np.arange(length)), counts[:length]
        later, earlier = counts[:-1], counts[1:]
        low, high = exact_bounds(later, earlier, among.days[:-1], among.days[1:])
        went = later < earlier if asked.target.down else later > earlier
        surely = high < 1 if asked.target.down else low > 1
        maybe = low < 1 if asked.target.down else high > 1
        value = _leading(went)
        # Too short a history to hold the claimed run says something only where the run is broken in it.
        enough = value < len(went) or value >= asked.target.low
        rows.append((among.starts[0], among.ends[0], counts[0], after_option, weight, value, _leading(surely),
                     max(value, _leading(maybe)), among.starts[1], among.ends[1], counts[1], enough))  # fmt: skip
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 12)
    table = table[np.argsort(-table[:, 4], kind="stable")]
    start, end, count, option_of, weight, value, low, high, b0, b1, other, enough = table.T
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = count / other
    return Measured(
        Spans(start.astype(np.int64), end.astype(np.int64)), count.astype(np.int64), option_of.astype(np.int64), weight,
        value, low, high, "exact, step by step", enough > 0, before=Spans(b0.astype(np.int64), b1.astype(np.int64)),
        before_count=other.astype(np.int64), ratio=ratio, opposite=value == 0,
    )  # fmt: skip


def _windows(declared: SpecificationSet, anchors: Anchors, series: Series) -> list[tuple[Window, int, float]]:
    """The after-windows with the option that made each and how natural it is; of two that make one, the first."""
    found: dict[Window, tuple[Window, int, float]] = {}
    for number, option in enumerate(declared.content["after"]):
        made = AFTER_RULES[option["rule"]](anchors, series, option).windows()
        for window in made:
            if window.end <= anchors.latest and window not in found:
                found[window] = (window, number, float(option["naturalness"]))
    return list(found.values())


def _chance(counts: Days, days: Days, *, down: bool) -> tuple[float, float]:
    """The best and the worst rank of the first count that the exact ratios to the others leave open."""
    n = len(counts) - 1
    own, own_days = np.full(n, counts[0]), np.full(n, days[0])
    low, high = exact_bounds(own, counts[1:], own_days, days[1:])
    behind, ahead = (low > 1, high < 1) if down else (high < 1, low > 1)
    return 1.0 + float(behind.sum()), 1.0 + float(n - ahead.sum())


def _leading(steps: Bools) -> int:
    """How many of the first values hold before the first that does not."""
    return len(steps) if steps.all() else int(np.argmin(steps))

