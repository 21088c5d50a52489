"""Where a window stands among the windows of its length, and how many steps in a row went one way."""

from __future__ import annotations

from datetime import date

import numpy as np

from verifier.comparisons.intervals import exact_bounds
from verifier.comparisons.ranking import HISTORY_RULES, ranks, stated_history, tiles
from verifier.comparisons.rules import Anchors, windows_of
from verifier.comparisons.spans import Days, Spans
from verifier.comparisons.statistics.measured import Asked, Bools, Floats, Measured
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
    rows = [row for owner in range(len(asked.anchors)) for row in _ranks(asked, owner)]
    table = _columns(rows)
    enough = (table["among"] >= FEWEST) & (table["count"] + table["other"] >= asked.declared.smallest_total)
    return _measured(table, "exact, pair by pair", enough, table["value"] > (table["among"] + 1) / 2, ranked=True)


def _ranks(asked: Asked, owner: int) -> list[dict[str, float]]:
    """The rows of one claim."""
    anchors, target = asked.anchors.one(owner), asked.targets[owner]
    down, place = target.down, max(1, int(target.low))
    widths = asked.declared.content["relevance"]
    beside = float(widths.get("beside_stated", 1.0)) if stated_history(anchors) else 1.0
    rows: list[dict[str, float]] = []
    for window, after_option, natural in _windows(asked, anchors):
        for number, option in enumerate(asked.declared.content["before"]):
            first = HISTORY_RULES[option["rule"]](anchors, asked.series, window, option)
            found = _history(asked, anchors, window, first) if first else None
            if found is None:
                continue
            among, counts = found
            value, tied = ranks(counts, down=down)
            order = np.argsort(counts[1:] if down else -counts[1:], kind="stable")
            rival = 1 + int(order[min(place, len(order)) - 1])
            low, high = _chance(counts, among.days, down=down)
            unstated = option["rule"] in ("last_years", "whole_history")
            rows.append(
                {
                    "owner": owner,
                    **_pair(among, counts, rival),
                    "after_option": after_option,
                    "before_option": number,
                    "weight": natural * option["naturalness"] * (beside if unstated else 1.0),
                    "value": value,
                    "low": low,
                    "high": high,
                    "among": len(counts),
                    "tied": tied,
                }
            )
    return rows


def run(asked: Asked) -> Measured:
    """How many steps in a row, up to each after-window, went the claimed way.

    The bounds count the steps that went so beyond chance, and those that chance does not rule out (exact ratios of
    neighbours). No step at all is the opposite. A window without a count ends the run, and is not held against it.
    """
    rows = [row for owner in range(len(asked.anchors)) for row in _runs(asked, owner)]
    table = _columns(rows)
    return _measured(table, "exact, step by step", table["enough"] > 0, table["value"] == 0, ranked=False)


def _runs(asked: Asked, owner: int) -> list[dict[str, float]]:
    """The rows of one claim."""
    anchors, target = asked.anchors.one(owner), asked.targets[owner]
    down = target.down
    rows: list[dict[str, float]] = []
    for window, after_option, natural in _windows(asked, anchors):
        first = asked.series.coverage.start if asked.series.coverage else window.start
        among = tiles(window, first, anchors.grain)
        counts, known = asked.series.counts(among)
        length = _leading(known)
        if length < 2:
            continue
        among, counts = among.take(np.arange(length)), counts[:length]
        later, earlier = counts[:-1], counts[1:]
        low, high = exact_bounds(later, earlier, among.days[:-1], among.days[1:])
        value = _leading(later < earlier if down else later > earlier)
        rows.append(
            {
                "owner": owner,
                **_pair(among, counts, 1),
                "after_option": after_option,
                "weight": natural,
                "value": value,
                "low": _leading(high < 1 if down else low > 1),
                "high": max(value, _leading(low < 1 if down else high > 1)),
                # Too short a history to hold the claimed run says something only where the run is broken in it.
                "enough": value < length - 1 or value >= target.low,
            }
        )
    return rows


def _windows(asked: Asked, anchors: Anchors) -> list[tuple[Window, int, float]]:
    """The after-windows with the option that made each and how natural it is; of two that make one, the first."""
    found: dict[Window, tuple[Window, int, float]] = {}
    for number, option in enumerate(asked.declared.content["after"]):
        for window in windows_of(option["rule"], anchors, asked.series, option):
            if window.end <= anchors.latest and window not in found:
                found[window] = (window, number, float(option["naturalness"]))
    return list(found.values())


def _history(asked: Asked, anchors: Anchors, window: Window, first: date) -> tuple[Spans, Days] | None:
    """The windows to rank and their counts, this one first; None where too few of them have one."""
    among = tiles(window, first, anchors.grain)
    counts, known = asked.series.counts(among)
    if not len(among) or not known[0] or known.sum() < 2 or known.mean() < KNOWN:
        return None
    return among.take(known), counts[known]


def _pair(among: Spans, counts: Days, other: int) -> dict[str, float]:
    return {
        "start": among.starts[0],
        "end": among.ends[0],
        "count": counts[0],
        "other_start": among.starts[other],
        "other_end": among.ends[other],
        "other": counts[other],
    }


COLUMNS = (
    "owner", "start", "end", "count", "other_start", "other_end", "other", "after_option", "before_option", "weight",
    "value", "low", "high", "among", "tied", "enough",
)  # fmt: skip


def _columns(rows: list[dict[str, float]]) -> dict[str, Floats]:
    """The rows as columns, the heaviest of each claim first."""
    rows = sorted(rows, key=lambda row: (row["owner"], -row["weight"]))
    return {name: np.array([row.get(name, 0) for row in rows], dtype=np.float64) for name in COLUMNS}


def _measured(table: dict[str, Floats], method: str, enough: Bools, opposite: Bools, *, ranked: bool) -> Measured:
    whole = {name: table[name].astype(np.int64) for name in COLUMNS[:9]}
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = table["count"] / table["other"]
    return Measured(
        owner=whole["owner"],
        after=Spans(whole["start"], whole["end"]),
        after_count=whole["count"],
        after_option=whole["after_option"],
        weight=table["weight"],
        value=table["value"],
        low=table["low"],
        high=table["high"],
        method=method,
        enough=enough,
        before=Spans(whole["other_start"], whole["other_end"]),
        before_count=whole["other"],
        before_option=whole["before_option"] if ranked else None,
        ratio=ratio,
        opposite=opposite,
        among=table["among"] if ranked else np.zeros(0),
        tied=table["tied"] if ranked else np.zeros(0),
    )


def _chance(counts: Days, days: Days, *, down: bool) -> tuple[float, float]:
    """The best and the worst rank of the first count that the exact ratios to the others leave open."""
    n = len(counts) - 1
    own, own_days = np.full(n, counts[0]), np.full(n, days[0])
    low, high = exact_bounds(own, counts[1:], own_days, days[1:])
    before, after = (low > 1, high < 1) if down else (high < 1, low > 1)
    return 1.0 + float(before.sum()), 1.0 + float(n - after.sum())


def _leading(steps: Bools) -> int:
    """How many of the first values hold before the first that does not."""
    return len(steps) if steps.all() else int(np.argmin(steps))
