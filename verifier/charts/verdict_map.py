"""Verdict map: the change for every window length and every distance of the baseline, with the claim as a contour."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from verifier.arrays import Bools
from verifier.charts.axes import needed, ratio_said, ratio_ticks, ratio_words, source_line
from verifier.charts.style import HOUSE, Chart, Frame, NoChartError, pictured
from verifier.charts.themed import FIXED
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.verdict_map import VerdictMap, verdict_map
from verifier.findings import scores, wording
from verifier.findings.anchors import anchors_for
from verifier.findings.check import Check
from verifier.findings.comparison_table import rows_of
from verifier.findings.outcomes import claimed_direction, claimed_ratio
from verifier.findings.sources import Source
from verifier.findings.top_rows import most_sensible
from verifier.listing import capital
from verifier.places.names import country_name

STEP = 14  # days between windows
LONGEST, FARTHEST = 5 * 365, 12 * 365  # days
FEWEST = 6  # rows and columns below which there is no map to speak of
HEIGHT = 3.6
SCALE = (1 / 20, 1 / 10, 0.2, 0.5, 1, 2, 5, 10, 20)  # ratios labelled beside the colours
TONES = 31  # of the scale, as many as can be told apart
YEAR = 365.25


def verdict_map_chart(check: Check) -> Chart:
    """The map of the most sensible day-by-day series: windows that end on one day, baselines just as long.

    The most sensible comparison of that series is marked, where it has two windows as long, and the later windows end
    on its last day. Data: a row a square: columns days, baseline_days_earlier, after, before, ratio. Raises
    NoChartError where no day-by-day dataset answers, or its days are too few.
    """
    target = needed(check)
    source, row = _chosen(check)
    last, mark = _place(check, source, row)
    grid = _grid(source, last)
    told = grid.known & (grid.after + grid.before >= check.specifications.smallest_total)
    reached = told & _reaching(grid, target)
    if not told.any():
        raise NoChartError("The counts are too small for a map of windows and baselines.")
    share = wording.in_hundred(float(reached.sum() / told.sum()))
    title = f"{capital(share)} pairs of periods reach the claim"
    subtitle = (
        f"{capital(source.definition.label)}, {country_name(source.series.cells.place)}, every period up to "
        f"{wording.day(grid.end)} against one as long before it. Black line: the claim "
        f"({wording.thousands(target.label)}). Hatched: fewer than 10 in the earlier one. "
        "Blank: periods that overlap or leave the data." + (" Ring: the closest comparison." if mark else "")
    )

    def draw(frame: Frame) -> Figure:
        figure, (axes,) = frame(HEIGHT)
        draw_map(figure, axes, grid, mark, claimed_ratio(target), ratio_words(target))
        return figure

    finite = grid.ratio[told]
    reading = _reading(grid, told, reached)
    alt = (
        f"Map of the change in {source.definition.label}, {country_name(source.series.cells.place)}, by length of the "
        f"window (up to {grid.lengths[-1]:,} days) and start of the baseline (up to {grid.offsets[-1]:,} days "
        f"earlier). "
        f"{title}. From {ratio_said(np.min(finite), target)} to {ratio_said(np.max(finite), target)}. {reading}"
    )
    return pictured(
        draw, title=title, subtitle=subtitle, source=source_line([source]), alt=alt, data=map_table(grid),
        reading=reading,
    )  # fmt: skip


def _chosen(check: Check) -> tuple[Source, dict[str, Any]]:
    """The day-by-day series of the most weight, and its most sensible comparison that has enough counts.

    A source's low and high estimates are the range of its best one, and no series of their own. Ties between
    comparisons go to the windows that lie closest together, as for the headline.
    """
    found: list[tuple[float, Source, dict[str, Any]]] = []
    enough = scores.sufficient(check.rows)
    for source in check.sources:
        if source.series.dense and not _is_an_estimate(source, check.sources):
            rows = enough[rows_of(enough, source)]
            best = most_sensible(rows, [source], 1)
            # What has no vote has no weight: its own comparison is the one that speaks for it beside the finding.
            best = best or [one.row for one in check.answers if one.source.key == source.key]
            found += [(float(rows["weight"].sum()), source, row) for row in best[:1]]
    if not found:
        raise NoChartError("No dataset that answers counts day by day, so windows of any length cannot be compared.")
    _, source, row = max(found, key=lambda one: one[0])
    return source, row


def _is_an_estimate(source: Source, several: list[Source]) -> bool:
    """Whether a series is the low or high estimate of one that is there."""
    own = source.definition
    return own.column in ("low", "high") and any(
        one.dataset is source.dataset and one.definition.column == "best" and one.definition.filter == own.filter
        for one in several
    )


def _place(check: Check, source: Source, row: dict[str, Any]) -> tuple[date, tuple[int, int] | None]:
    after, before = wording.row_windows(row)
    if abs(after.days - before.days) <= 1:
        return after.end, (after.days, (after.start - before.start).days)
    anchors = anchors_for(check.claim, check.said, source)
    coverage = source.series.coverage
    assert coverage is not None  # noqa: S101 (a row was counted in it)
    return max(coverage.start, min(anchors.period.end, anchors.latest)), None


def _grid(source: Source, end: date) -> VerdictMap:
    coverage = source.series.coverage
    assert coverage is not None  # noqa: S101 (a row was counted in it)
    days = (end - coverage.start).days + 1
    lengths = np.arange(STEP, min(LONGEST, days // 2) + 1, STEP)
    offsets = np.arange(STEP, min(FARTHEST, days) + 1, STEP)
    if len(lengths) < FEWEST or len(offsets) < FEWEST:
        raise NoChartError(f"The {days:,} days counted up to {wording.day(end)} are too few for a map of windows.")
    return verdict_map(source.series, end, lengths, offsets)


def _reaching(grid: VerdictMap, target: TargetReading) -> Bools:
    with np.errstate(invalid="ignore"):
        if claimed_direction(target) > 0:
            return grid.ratio >= target.low
        if claimed_direction(target) < 0:
            return grid.ratio < target.high
        return (grid.ratio >= target.low) & (grid.ratio < target.high)


def draw_map(
    figure: Figure, axes: Axes, grid: VerdictMap, mark: tuple[int, int] | None, ratio: float,
    words: Callable[[float], str],
) -> None:  # fmt: skip
    """The map with the claimed ratio as a line, a scale told by words, and a ring at mark (days, days earlier)."""
    width, total = (float(size) for size in figure.get_size_inches())
    below = figure.subplotpars.bottom + 0.2 / total  # for the words under the axis
    figure.subplots_adjust(left=0.62 / width, right=1 - 0.95 / width, bottom=below)
    x, y = grid.offsets / YEAR, grid.lengths / YEAR * 12
    with np.errstate(divide="ignore"):
        logs = np.where(grid.known, np.log(grid.ratio), np.nan)
    claimed = math.log(ratio) if ratio > 0 else 0.0
    finite = np.abs(logs[np.isfinite(logs)])
    usual = float(np.quantile(finite, 0.98)) if finite.size else 0.0
    reach = min(max(math.log(2), usual, abs(claimed) * 1.25), math.log(30))
    tones = LinearSegmentedColormap.from_list(
        "change", [HOUSE.colours[name] for name in ("low", "middle", "high")], N=TONES
    )
    shown = np.ma.masked_invalid(np.clip(logs, -reach, reach))
    # A pixel a square: as vectors, or in the resolution of a page, it would be twenty times as large.
    step = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    mesh = axes.imshow(
        shown, cmap=tones, norm=Normalize(-reach, reach), origin="lower", aspect="auto", interpolation="none",
        extent=(x[0] - step[0], x[-1] + step[0], y[0] - step[1], y[-1] + step[1]),
    )  # fmt: skip
    if grid.small_base.any():
        axes.contourf(x, y, grid.small_base.astype(float), levels=[0.5, 1.5], colors="none", hatches=["////"])
    filled = np.ma.masked_invalid(np.clip(logs, -50, 50))
    if filled.count() and filled.min() < claimed < filled.max():
        axes.contour(x, y, filled, levels=[claimed], colors=[FIXED[0]], linewidths=1.8, linestyles="-")
    axes.set_ylabel("Length of each period (months)")
    axes.set_xlabel("The earlier period begins … years earlier")
    axes.set_xlim(0, x[-1] + step[0])
    axes.set_ylim(0, y[-1] + step[1])
    axes.tick_params(length=3)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    place = axes.get_position()
    area = figure.add_axes((place.x1 + 0.12 / width, place.y0, 0.13 / width, place.height))
    bar = figure.colorbar(mesh, cax=area)
    bar.outline.set_visible(False)
    if bar.solids is not None:
        bar.solids.set_rasterized(True)  # as the map is: its colours are the same on a dark page
    ticks = [one for one in ratio_ticks(words, SCALE) if abs(math.log(one)) <= reach * 1.001]
    area.yaxis.set_major_locator(FixedLocator([math.log(one) for one in ticks]))
    area.yaxis.set_minor_locator(NullLocator())
    area.yaxis.set_major_formatter(FuncFormatter(lambda value, _at: words(math.exp(value))))
    area.tick_params(labelsize=8, length=2)
    area.axhline(claimed, color=FIXED[0], linewidth=1.8)
    days, earlier = mark or (math.nan, math.nan)
    for colour, edge in ((FIXED[1], 4.5), (FIXED[0], 2)):
        axes.plot(earlier / YEAR, days / YEAR * 12, "o", markersize=11, markerfacecolor="none",
                  markeredgecolor=colour, markeredgewidth=edge, clip_on=False)  # fmt: skip


def map_table(grid: VerdictMap) -> pd.DataFrame:
    """A row a square: both lengths, both counts, and what they give."""
    rows, columns = np.nonzero(grid.known)
    return pd.DataFrame(
        {
            "days": grid.lengths[rows],
            "baseline_days_earlier": grid.offsets[columns],
            "after": grid.after[rows, columns],
            "before": grid.before[rows, columns],
            "ratio": grid.ratio[rows, columns],
        }
    )


def _reading(grid: VerdictMap, told: Bools, reached: Bools) -> str:
    """Which part of the map reaches the claim: short or long windows, near or far baselines."""
    if not reached.any():
        return "No pair of periods on the map reaches the claim, wherever the earlier one is put."
    if reached.sum() == told.sum():
        return "Every pair of periods on the map reaches the claim, wherever the earlier one is put."
    parts = []
    for chosen, names in (
        (grid.lengths[:, None] <= YEAR, ("Periods of up to a year", "longer ones")),
        (grid.offsets[None, :] <= 3 * YEAR, ("Earlier periods that begin up to 3 years before", "those further back")),
    ):
        shares = []
        for side, name in zip((chosen, ~chosen), names, strict=True):
            every = int((told & side).sum())
            if every:
                shares.append((name, wording.in_hundred(float((reached & side).sum()) / every)))
        if len(shares) == 2:
            parts.append(f"{shares[0][0]} reach the claim in {shares[0][1]} pairs, {shares[1][0]} in {shares[1][1]}.")
        else:
            parts.append(f"{capital(shares[0][0])} reach the claim in {shares[0][1]} pairs.")
    return " ".join(parts)
