"""The first chart of a report: counts a year (or a month) in the series that answers, the compared stretches coloured.

Blue is the earlier period and orange the later one, whatever is claimed. The picture comes in a form for a wide page
and one for a phone, without its words, which the page sets itself; the PNG has all of them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from verifier.charts.axes import answered, source_line
from verifier.charts.plots import PANEL, STRIP, Plot, draw_plots, plot_of, span_words, value_words
from verifier.charts.style import Chart, Frame, pictured
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.findings.words import as_shown
from verifier.listing import capital
from verifier.places.names import country_name

FEW = 5  # known bars below which nothing is said of where the earlier period stands


def counts_chart(check: Check) -> Chart:
    """The counts a year, or a month where the stretches are short, of the headline's series.

    A stretch that whole years (months) make up colours their bars; any other is drawn over them, as high as its count a
    year. Data: columns series, start, end, value. Raises NoChartError where no comparison has enough counts.
    """
    answered(check)
    row = check.headline
    assert row is not None  # noqa: S101 (answered raises where there is none)
    source = check.source_of(row)
    plot = plot_of(check, row, source)
    title, subtitle = _title(check, row, source, plot), _subtitle(check, source, plot)
    said = "; ".join(
        f"{panel.name + ': ' if len(plot.panels) > 1 else ''}"
        + ", ".join(
            f"{span_words(window, plot)} {value_words(value, plot)}"
            for window, value in panel.bars
            if value is not None
        )
        for panel in plot.panels
    )

    def draw(frame: Frame) -> Figure:
        figure, axes = frame((PANEL + STRIP) * len(plot.panels), rows=len(plot.panels))
        draw_plots(figure, [(panel, plot, at) for at, panel in enumerate(axes)])
        return figure

    data = pd.DataFrame(
        [
            {"series": panel.name, "start": window.start, "end": window.end, "value": value}
            for panel in plot.panels
            for window, value in panel.bars
        ]
    )
    alt = f"{title}. {subtitle} {said}."
    return pictured(draw, title=title, subtitle=subtitle, source=source_line([source]), alt=alt, data=data)


def _title(check: Check, row: dict[str, Any], source: Source, plot: Plot) -> str:
    """Where the compared stretches stand in the history."""
    own = plot.stretches[0]
    values = [value for _, value in plot.panels[0].bars if value is not None]
    if len(plot.panels) > 1:
        both = [f"{panel.name} {each[-1].label}" for panel, each in zip(plot.panels, plot.stretches, strict=True)]
        return capital(f"{both[0]}, {both[1]} {wording.during(own[-1].window)}")
    if len(values) < FEW:
        return capital(f"{as_shown(source.definition.label)}, {country_name(row['place'])}")
    if plot.ranked:
        return _rank(plot, own[-1].rate)
    if len(own) == 1:
        higher = sum(value > own[0].rate * 1.0001 for value in values)
        place = "The highest" if not higher else f"{higher:,} of the others {'is' if higher == 1 else 'are'} higher:"
        return (
            f"The highest of {len(values):,} {plot.unit}s on record"
            if place == "The highest"
            else f"{higher:,} of {len(values):,} {plot.unit}s on record {'was' if higher == 1 else 'were'} higher"
        )
    below = sum(value < own[0].rate * 0.9999 for value in values)
    share = below / len(values)
    where = "a low point" if share < 0.25 else "a high point" if share > 0.75 else "neither a peak nor a trough"
    said = "none of" if not below else f"{below:,} of"
    return f"The earlier period is {where}: {said} {len(values):,} {plot.unit}s on record had fewer"


def _rank(plot: Plot, rate: float) -> str:
    """How many of the ranked units stand before the claimed one."""
    ranked = [value for window, value in plot.panels[0].bars if value is not None and window in plot.ranked]
    before = sum(value < rate if plot.down else value > rate for value in ranked)
    many = f"{len(plot.ranked):,} {plot.unit}s compared"
    if not before:
        return f"The {'lowest' if plot.down else 'highest'} of the {many}"
    return f"{before:,} of the {many} {'was' if before == 1 else 'were'} {'lower' if plot.down else 'higher'}"


def _subtitle(check: Check, source: Source, plot: Plot) -> str:
    own = plot.stretches[0]
    what = as_shown(source.definition.label)
    place = "" if len(plot.panels) > 1 else f", {country_name(source.series.cells.place)}"
    colours = [f"{'blue' if one.word == 'before' else 'orange'}: {wording.span(one.window)}" for one in own]
    share = f", as a share of {source.other_label}" if plot.percent else ""
    unknown = any(value is None for panel in plot.panels for _, value in panel.bars)
    parts = [
        f"{capital(what)}{place}, a {plot.unit}{share}. {capital('; '.join(colours))}.",
        ("Dashed: what was claimed." if plot.claimed[1] <= plot.top else "▲: what was claimed is far higher.")
        if plot.claimed
        else "",
        "Line under the axis: the time the claim is about." if plot.period else "",
        "Dark grey: what it is ranked among." if plot.ranked else "",
        "?: no figure." if unknown else "",
    ]
    return " ".join(part for part in parts if part)
