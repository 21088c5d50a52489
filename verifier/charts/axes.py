"""What several charts share: axes of ratios, axes of days, counts by month, and the words around a chart."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from verifier.charts.lettering import width_of
from verifier.charts.style import FAINT, NoChartError
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import kind_words, wording
from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.findings.words import VAGUE, described
from verifier.places.names import country_name
from verifier.window import Window

TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 50, 100)
LONG, YEARS_APART = 40, (1, 2, 5, 10, 20, 50, 100)  # years on an axis, and between its labels
MOST_NAMES = 0.62  # of the width of a chart
SMALLEST_NAMES = 6  # points: what is longer still is cut
SHORTEST, LONGEST = 0.04, 60.0  # ratios beyond these are drawn at the edge


def ratio_words(target: TargetReading) -> Callable[[float], str]:
    """How a chart says a ratio: as a multiple where one is claimed or groups are compared, else in percent."""
    return wording.multiple if target.factor or target.label.endswith("the other") else wording.percent


def ratio_said(ratio: float, target: TargetReading) -> str:
    """A ratio of counts in the words of a chart, where there may have been none before."""
    return "a rise from none" if math.isinf(ratio) else ratio_words(target)(float(ratio))


def ratio_ticks(words: Callable[[float], str], ticks: Iterable[float] = TICKS) -> list[float]:
    """Ratios to label on an axis, round as it says them: ×10, or +1,000%."""
    return [tick + 1 if tick >= 10 and words is wording.percent else tick for tick in ticks]


def ratio_axis(
    axes: Axes, low: float, high: float, words: Callable[[float], str], which: Literal["x", "y"] = "y"
) -> None:
    """A log axis of ratios, labelled by words (see ratio_words)."""
    axis = axes.yaxis if which == "y" else axes.xaxis
    (axes.set_yscale if which == "y" else axes.set_xscale)("log")
    (axes.set_ylim if which == "y" else axes.set_xlim)(low, high)
    kept: list[float] = []
    for tick in sorted(ratio_ticks(words), key=lambda one: abs(math.log(one))):
        if low <= tick <= high and all(_apart(axes, tick, other, words, which) for other in kept):
            kept.append(tick)
    axis.set_major_locator(FixedLocator(sorted(kept)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _position: words(float(value))))
    lined(axes, which, 0.5)


def _apart(axes: Axes, one: float, other: float, words: Callable[[float], str], which: Literal["x", "y"]) -> bool:
    """Whether the labels of two ticks leave room between them."""
    figure, place = axes.get_figure(root=True), axes.get_position()
    assert figure is not None  # noqa: S101 (axes made by a figure)
    low, high = axes.get_xlim() if which == "x" else axes.get_ylim()
    share = abs(math.log(one / other)) / math.log(high / low)
    if which == "y":
        return bool(share * place.height * figure.get_size_inches()[1] >= 0.2)
    needed_room = sum(width_of(words(tick), 9.5) for tick in (one, other)) / 2 + 0.1
    return bool(share * place.width * figure.get_size_inches()[0] >= needed_room)


def ratio_limits(target: TargetReading, values: Iterable[float]) -> tuple[float, float]:
    """The ends of a ratio axis that shows no change, the claim and these ratios, as far as they are to be drawn."""
    told = [one for one in (target.low, target.high, *values) if math.isfinite(one) and one > 0]
    held = [min(max(one, SHORTEST), LONGEST) for one in [*told, 1.0]]
    edges = [LONGEST] if any(math.isinf(one) for one in values) else []
    return max(SHORTEST, min(held) / 1.3), min(LONGEST, max([*held, *edges]) * 1.3)


def is_cut(values: pd.Series[Any] | pd.DataFrame, limits: tuple[float, float]) -> bool:
    """Whether some of these ratios lie beyond an axis."""
    return bool(((values < limits[0]) | (values > limits[1])).to_numpy().any())


def held(values: pd.Series[Any] | np.ndarray[Any, Any], low: float, high: float) -> np.ndarray[Any, Any]:
    """Ratios as they are drawn on an axis from low to high: those beyond it at its edge."""
    drawn: np.ndarray[Any, Any] = np.clip(np.asarray(values, dtype=np.float64), low, high)
    return drawn


def days_axis(axes: Axes, first: date, last: date, most: int = 10, *, years: bool = False) -> None:
    """A horizontal axis of days, with a margin on either side; of bars for years, each named below its middle."""
    margin = max(3.0, (last - first).days * 0.02)
    axes.set_xlim(number(first) - margin, number(last) + margin)
    span = range(first.year, last.year + 1)
    step = next((step for step in YEARS_APART if len(span) / step <= most), YEARS_APART[-1])
    if years:
        axes.xaxis.set_major_locator(FixedLocator([number(date(year, 7, 2)) for year in span if year % step == 0]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _position: f"{mdates.num2date(value):%Y}"))
        return
    few = len(span) <= LONG  # matplotlib's own choice has no steps for the longest spans
    dated(axes, mdates.AutoDateLocator(minticks=3, maxticks=most) if few else mdates.YearLocator(step))


def dated(axes: Axes, locator: mdates.DateLocator) -> None:
    """Label a horizontal axis with days, months or years, as short as can be."""
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))


def lined(axes: Axes, which: Literal["x", "y"] = "y", width: float = 0.6) -> None:
    """Faint lines at the ticks, behind all else."""
    axes.grid(axis=which, color=FAINT, linewidth=width, zorder=0)
    axes.set_axisbelow(True)


def count_axis(axes: Axes, top: float, ticks: int = 5, unit: str = "") -> None:
    """A vertical axis of counts: from zero, with thousands apart; unit is said behind each."""
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(ticks, integer=top >= 2))
    millions = FuncFormatter(lambda value, _position: f"{value / 1e6:g}m" if value else "0")
    plain = FuncFormatter(lambda value, _position: f"{round(value, 6):,}".removesuffix(".0") + unit)
    axes.yaxis.set_major_formatter(millions if top >= 1e6 else plain)
    axes.tick_params(length=3)
    lined(axes)


def room_for_counts(figure: Figure, several: list[Axes], right: float = 0.2) -> None:
    """Move the left edge of axes so that the longest label of their counts fits; right are inches beside them."""
    width = float(figure.get_size_inches()[0])
    longest = 0.0
    for axes in several:
        ticks = axes.yaxis.get_major_locator().tick_values(*axes.get_ylim())
        labels = [axes.yaxis.get_major_formatter()(tick) for tick in ticks if tick <= axes.get_ylim()[1]]
        longest = max([longest, *(width_of(label, 9.5) for label in labels)])
    figure.subplots_adjust(left=(longest + 0.22) / width, right=1 - right / width)


def room_for_names(figure: Figure, names: list[str], size: float) -> float:
    """The left edge of axes that leaves room for the longest name beside them, up to most of the width."""
    width = float(figure.get_size_inches()[0])
    return min(MOST_NAMES, (max(width_of(name, size, "bold") for name in names) + 0.25) / width)


def size_of_names(figure: Figure, names: list[str], size: float) -> float:
    """The size at which the longest name beside axes has room, at most that given."""
    room = MOST_NAMES * float(figure.get_size_inches()[0]) - 0.25
    return max(SMALLEST_NAMES, min(1.0, room / max(width_of(name, size, "bold") for name in names)) * size)


def lowered(figure: Figure) -> None:
    """Take the room that is kept for labels below the axes, where there are none."""
    figure.subplots_adjust(bottom=figure.subplotpars.bottom - 0.3 / float(figure.get_size_inches()[1]))


def number(day: date) -> float:
    """A day as matplotlib counts them."""
    return float(mdates.date2num(day))


def deciding(check: Check) -> list[Source]:
    """The sources whose comparisons have a vote, which are those that charts of all comparisons show."""
    rows = check.sufficient[["dataset", "vintage", "definition"]].itertuples(index=False, name=None)
    drawn = set(rows)
    return [one for one in check.sources if (one.dataset.id, one.series.cells.vintage, one.definition.id) in drawn]


def source_line(sources: Iterable[Source]) -> str:
    """Title, release and day of publication of each source, for under a chart, and the day of access if known."""
    named = dict.fromkeys(f"{one.dataset.title} ({release(one)})" for one in sources)
    return "Source: " + "; ".join(named)


def release(source: Source) -> str:
    """The release of a source and when it was published; its own number where that says more than the day."""
    vintage = source.series.cells.vintage
    accessed = _kept(source).get("accessed")
    named = "" if str(source.published).startswith(vintage) else f"{vintage}, "
    seen = f", accessed {wording.day(date.fromisoformat(accessed))}" if accessed else ""
    return f"{named}published {published(source)}{seen}"


def published(source: Source) -> str:
    """When a source's release was published, as far as that is known: a day, or a month."""
    when = source.published
    return f"{when:%B %Y}" if _kept(source).get("published_precision") == "month" else wording.day(when)


def _kept(source: Source) -> dict[str, Any]:
    """What the dataset's descriptor says of the source's release."""
    every = source.dataset.descriptor.get("verifier", {}).get("vintages", [])
    return next((each for each in every if each["id"] == source.series.cells.vintage), {})


def short_span(window: Window) -> str:
    """A window where there is little room: 2022, March 2022, Aug 2021 – Aug 2022."""
    words = wording.span(window)
    return f"{window.start:%b %Y} – {window.end:%b %Y}" if " to " in words else words


def measured(check: Check) -> str:
    """Measure and place of a check: "suicide bombings, Pakistan"; of "people" what happened to them."""
    source = check.source_of(check.headline) if check.headline else check.sources[0]
    measure, own = check.claim.measure or "", source.series.cells.place
    what = described(source.definition) if not measure or measure.lower() in VAGUE else measure
    apart = check.statistic == Statistic.SIDES and source.other is not None and source.other.cells.place != own
    return f"{what}, {f'{source.own_label} and {source.other_label}' if apart else country_name(own)}"


def answered(check: Check) -> TargetReading:
    """The reading that a chart holds the numbers against. Raises NoChartError where the check has nothing to draw."""
    if not check.targets or check.headline is None:
        raise NoChartError("No comparison has enough counts to draw.")
    return check.targets[0]


def needed(check: Check) -> TargetReading:
    """`answered`, for charts of changes. Raises NoChartError for a claim of another kind too."""
    target = answered(check)
    if check.statistic != Statistic.RATIO:  # two groups are compared by a ratio too, but in one window
        raise NoChartError("A chart of changes does not apply: the claim is not one of change.")
    return target


def value_axis(axes: Axes, low: float, high: float, target: TargetReading) -> None:
    """A vertical axis of values of the target's kind, labelled in its words; ranks run downwards, the first on top."""
    axes.set_ylim((high, low) if target.on == "rank" else (low, high))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=target.on in ("count", "rank", "run")))
    axes.yaxis.set_minor_locator(NullLocator())
    least = 1.0 if target.on == "rank" else -math.inf  # there is no rank above the first
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _position: kind_words.value(float(value), target) if value >= least else "")
    )
    lined(axes, width=0.5)


def value_limits(values: np.ndarray[Any, Any], target: TargetReading) -> tuple[float, float]:
    """The ends of a value axis: all values and the finite ends of the claim, with a margin."""
    ends = [float(np.min(values)), float(np.max(values)), *(e for e in (target.low, target.high) if math.isfinite(e))]
    margin = max((max(ends) - min(ends)) * 0.12, 0.05 * max(map(abs, ends)), 1e-3)
    bottom, top = min(ends) - margin, max(ends) + margin
    if target.on == "rank":
        return min(0.5, bottom), top
    return max(0.0, bottom) if min(ends) >= 0 else bottom, top
