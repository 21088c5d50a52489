"""Specification curve: every comparison's ratio in order of size, with the choices that made it below.

After Simonsohn, Simmons & Nelson, "Specification curve analysis", Nature Human Behaviour 4, 2020.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import blended_transform_factory

from verifier.charts.axes import (
    answered,
    deciding,
    held,
    is_cut,
    lowered,
    measured,
    ratio_axis,
    ratio_limits,
    ratio_said,
    ratio_words,
    room_for_names,
    size_of_names,
    source_line,
    value_axis,
    value_limits,
)
from verifier.charts.lettering import shortened
from verifier.charts.style import (
    FAINT,
    INK,
    NARROW,
    OUTCOME_COLOURS,
    OUTCOME_MARKERS,
    OUTCOME_WORDS,
    QUIET,
    TARGET,
    Chart,
    Frame,
    pictured,
)
from verifier.claims.readings.claim_readings import TargetReading
from verifier.findings import kind_words, scores, wording
from verifier.findings.check import Check
from verifier.findings.comparison_table import with_intervals
from verifier.findings.outcomes import kind_of
from verifier.findings.words import publisher, reach
from verifier.listing import capital

HEADINGS = {"dataset": "Source", "after_option": "Later period", "before_option": "Earlier period"}
RANKED_IN = "History: what it is ranked in"
# What is compared, in the line under the title.
WHAT = {
    "ratio": " of the later with the earlier period, by day", "difference": " of counts, later less earlier",
    "points": " of shares, later less earlier", "count": " of a count with the claim",
    "rate": " of a rate with the claim", "share": " of a share with the claim", "sides": " of one side with the other",
    "rank": " of a rank with the claim", "place_rank": " of a rank with the claim", "run": " of a run with the claim",
}  # fmt: skip
CLOSE = "as claimed, or close to it"
ROW, TALL = 0.17, 2.3  # inches: a line of choices, and the curve above them
SINGLE = 1200  # more comparisons than this are drawn as COLUMNS columns of many each
COLUMNS = 300
FEW = 60  # columns up to which marks are larger
MOST = 14  # options of one choice in one picture


@dataclass(frozen=True, eq=False)
class _Line:
    """A line of the lower part: a heading (option is empty) or an option, with its share of each drawn column."""

    words: str
    option: str
    share: npt.NDArray[np.float64]


def specification_curve(check: Check) -> Chart:
    """All comparisons of a check, from the largest fall to the largest rise, on a ratio axis with the claim as a band.

    Each column is one comparison; the marks below show its dataset, after-window and baseline. More than SINGLE
    comparisons are drawn as COLUMNS columns, each the middle one of as many neighbours; a mark below is then the darker
    the more of them share the choice. Data: the comparisons drawn, with `comparisons`, how many each stands for. Raises
    NoChartError where no comparison has enough counts.
    """
    target = answered(check)
    axis = axis_of(check)
    rows = scores.sufficient(check.rows).sort_values([axis, "dataset"], kind="stable").reset_index(drop=True)
    edges = np.linspace(0, len(rows), min(len(rows), COLUMNS if len(rows) > SINGLE else len(rows)) + 1).astype(np.int64)
    middles = (edges[:-1] + edges[1:] - 1) // 2
    drawn = with_intervals(rows.iloc[middles].reset_index(drop=True), check.sources)
    drawn = drawn.assign(comparisons=np.diff(edges))
    lines = _lines(check, rows, edges)
    claimed = wording.thousands(target.label)
    reaching = f"{reach(check.shares)} comparisons by weight reach the claim"
    title = f"{check.finding.value}: {reaching}"
    many = len(drawn) < len(rows)
    cut = target.on == "ratio" and is_cut(drawn["ratio"], ratio_limits(target, drawn["ratio"]))
    ranged = drawn[drawn["interval_low"] < drawn["interval_high"]]
    own = ranged["interval_method"].astype(str).str.startswith("source").all()
    grey = f"; grey: {'the source’s own estimates' if own else 'allowing for chance'}" if len(ranged) else ""
    subtitle = (
        f"{capital(measured(check))}. {_number(rows)}{WHAT[check.statistic]}; "
        f"band: the claim ({claimed}){grey}."
        + (" Arrows at the edge: beyond the axis." if cut else "")
        + (f" Each column is the middle one of about {len(rows) // len(drawn):,}; darker marks: more of them." * many)
    )
    below = ROW * (len(lines) + 1)
    counts = rows["outcome"].value_counts()
    # What is close has the colour and mark of what matches.
    seen = {(OUTCOME_COLOURS[name], OUTCOME_MARKERS[name]): name for name in OUTCOME_COLOURS if counts.get(name)}

    def draw(frame: Frame) -> Figure:
        legend = ROW * 1.2 * len(seen)
        figure, (curve, choices, key) = frame(TALL + below + legend - 0.3, rows=3, height_ratios=[TALL, below, legend])
        lowered(figure)
        names = [line.words for line in lines]
        size = size_of_names(figure, names, 8 if figure.get_size_inches()[0] > NARROW else 7.2)
        figure.subplots_adjust(left=room_for_names(figure, names, size), hspace=0.03)
        _draw_curve(curve, drawn, target)
        _draw_choices(figure, choices, drawn, lines, size)
        _draw_key(figure, key, list(seen.values()))
        return figure

    parts = [f"{int(counts[name]):,} {words}" for name, words in OUTCOME_WORDS.items() if counts.get(name)]
    alt = (
        f"Specification curve for {measured(check)}: {_number(rows)} from "
        f"{_words(check, rows[axis].min())} to {_words(check, rows[axis].max())}, the claim: {claimed}. "
        f"By number: {', '.join(parts)}. {capital(reaching)}."
    )
    return pictured(
        draw, title=title, subtitle=subtitle, source=source_line(deciding(check)), alt=alt, data=drawn,
        reading=_reading(check, rows),
    )  # fmt: skip


def _lines(check: Check, rows: pd.DataFrame, edges: npt.NDArray[np.int64]) -> list[_Line]:
    nothing = np.zeros(len(edges) - 1)
    labels = {**check.labels, "dataset": {one.dataset.id: publisher(one) for one in check.sources}}
    lines = []
    for column, heading in HEADINGS.items():
        by_weight = rows.groupby(column, observed=True)["weight"].sum().sort_values(ascending=False, kind="stable")
        if column == "before_option" and check.statistic == "rank":
            heading = RANKED_IN
        shown = [str(option) for option in by_weight.index[:MOST]]
        if not shown or (len(shown) < 2 and (column == "dataset" or shown == ["none"])):  # none has any, or all have it
            continue
        more = f" ({len(shown)} of {len(by_weight)})" if len(shown) < len(by_weight) else ""
        lines.append(_Line(heading + more, "", nothing))
        for option in shown:
            running = np.concatenate([[0], np.cumsum((rows[column] == option).to_numpy())])
            share = np.diff(running[edges]) / np.diff(edges)
            lines.append(_Line(labels.get(column, {}).get(option, option), option, share))
    return lines


def _draw_curve(axes: Axes, drawn: pd.DataFrame, target: TargetReading) -> None:
    places, claimed = np.arange(len(drawn)), (target.low, target.high)
    if target.on == "ratio":
        bottom, highest = ratio_limits(target, drawn["ratio"].to_numpy())
        top = highest
        ratio_axis(axes, bottom, top, ratio_words(target))
        values = held(drawn["ratio"], bottom, highest)
        beyond = np.flatnonzero((drawn["ratio"] > highest) | (drawn["ratio"] < bottom))
        for at in beyond.tolist():
            over = drawn["ratio"].iloc[at] > highest
            axes.annotate("▲" if over else "▼", (places[at], values[at]), xytext=(0, 6 if over else -6), size=6,
                          textcoords="offset points", ha="center", va="center", color=INK, zorder=4)  # fmt: skip
    else:
        told = drawn["value"].to_numpy(dtype=np.float64)
        bottom, top = value_limits(told[np.isfinite(told)], target)
        value_axis(axes, bottom, top, target)
        values = held(drawn["value"], bottom, top)
        if target.on == "rank":  # the ranks themselves lie in the middle of the band
            claimed = (target.low - 0.5, target.high - 0.5)
    axes.axhspan(max(claimed[0], bottom), min(claimed[1], top), color=TARGET, alpha=0.3, linewidth=0, zorder=0)
    middle = kind_of(target.on).neutral
    if middle is not None:
        axes.axhline(middle, color=INK, linewidth=0.9, zorder=1)
    axes.vlines(
        places, held(drawn["interval_low"], bottom, top), held(drawn["interval_high"], bottom, top),
        color=FAINT, linewidth=max(0.5, min(2.0, 120 / len(drawn))), zorder=1,
    )  # fmt: skip
    for name, colour in OUTCOME_COLOURS.items():
        chosen = (drawn["outcome"] == name).to_numpy()
        if chosen.any():
            axes.scatter(
                places[chosen],
                values[chosen],
                s=26 if len(drawn) < FEW else 12,
                color=colour,
                marker=OUTCOME_MARKERS[name],
                linewidth=0,
                zorder=3,
            )
    axes.set_xlim(-1, len(drawn))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _draw_key(figure: Figure, axes: Axes, seen: list[str]) -> None:
    """What the colours and marks mean."""
    marks = [
        Line2D([], [], linestyle="none", marker=OUTCOME_MARKERS[name], color=OUTCOME_COLOURS[name], markersize=5)
        for name in seen
    ]
    axes.axis("off")
    axes.set_xticks([])
    axes.set_yticks([])
    words = [CLOSE if name.startswith("close") else OUTCOME_WORDS[name] for name in seen]
    left = figure.subplotpars.left if figure.get_size_inches()[0] > NARROW else 0.1
    axes.legend(
        marks, words, loc="upper left", bbox_to_anchor=(left, 1),
        bbox_transform=blended_transform_factory(figure.transFigure, axes.transAxes), frameon=False, fontsize=8.5,
        handletextpad=0.2, borderaxespad=0.0, borderpad=0.2, labelspacing=0.3,
    )  # fmt: skip


def _draw_choices(figure: Figure, axes: Axes, drawn: pd.DataFrame, lines: list[_Line], size: float) -> None:
    """One line of marks an option, in three groups with a heading each."""
    colours = np.array([to_rgba(OUTCOME_COLOURS[str(outcome)]) for outcome in drawn["outcome"]])
    room = float(figure.get_size_inches()[0]) * figure.subplotpars.left - 0.15
    shares = np.array([line.share for line in lines])
    across, down = np.nonzero(shares.T > 0)
    tones = colours[across]
    tones[:, 3] = np.clip((shares / shares.max(axis=1, keepdims=True, initial=1e-300))[down, across], 0.08, 1.0)
    axes.scatter(across, down, s=16 if len(drawn) < FEW else 9, marker="s", color=tones, linewidth=0)
    names = [shortened(line.words, size, room, "normal" if line.option else "bold") for line in lines]
    axes.set_yticks(range(len(lines)), names, fontsize=size)
    for text, line in zip(axes.get_yticklabels(), lines, strict=True):
        if not line.option:
            text.set_fontweight("bold")
            text.set_color(QUIET)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.set_xlim(-1, len(drawn))
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _number(rows: pd.DataFrame) -> str:
    return f"{len(rows):,} comparison{'s' * (len(rows) != 1)}"


def axis_of(check: Check) -> str:
    """The column that is drawn: the ratio of a change, the value of anything else."""
    return "ratio" if check.statistic == "ratio" else "value"


def _words(check: Check, number: float) -> str:
    target = check.targets[0]
    return ratio_said(number, target) if check.statistic == "ratio" else kind_words.value(number, target)


def _reading(check: Check, rows: pd.DataFrame) -> str:
    """The middle of all comparisons by weight, and how many go the other way from no change."""
    weights = rows["weight"].to_numpy(dtype=np.float64)
    values = rows[axis_of(check)].to_numpy(dtype=np.float64)
    middle = scores.weighted_quantile(values, weights, 0.5)
    fair = f" {check.fair_statement}" if check.fair_statement else ""
    if check.statistic != "ratio":
        return f"By weight the middle comparison gives {_words(check, middle)}.{fair}"
    up = float(weights[values > 1].sum() / weights.sum())
    return (
        f"By weight the middle comparison shows {_words(check, middle)}; "
        f"{wording.in_hundred(up)} by weight show a rise of any size.{fair}"
    )
