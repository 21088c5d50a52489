"""House style: colours, sizes and the frame of every chart, as `house.toml` or the newsroom's own file has them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from verifier.charts.house import load_house
from verifier.charts.lettering import wrapped
from verifier.charts.palette import few_colours
from verifier.errors import VerifierError

HOUSE = load_house()
INK, QUIET, FAINT, BARS, PAPER = (HOUSE.colours[name] for name in ("ink", "quiet", "faint", "bars", "paper"))
AFTER, BEFORE, TARGET = (HOUSE.colours[name] for name in ("after", "before", "target"))
OUTCOME_WORDS = {
    "matches": "as claimed",
    "close above": "a little more than claimed",
    "close below": "a little less than claimed",
    "stronger": "more than claimed",
    "weaker": "less than claimed",
    "opposite": "the other way",
    "insufficient": "too few to say",
}
# What is close is drawn as what matches.
_DRAWN_AS = {"close above": "matches", "close below": "matches"}
OUTCOME_COLOURS = {name: HOUSE.colours[_DRAWN_AS.get(name, name)] for name in OUTCOME_WORDS}
OUTCOME_MARKERS = {name: HOUSE.markers[_DRAWN_AS.get(name, name)] for name in OUTCOME_WORDS}

NARROW = 5.0  # inches: a figure that is less wide is one for a phone
WIDTH, DPI = HOUSE.sizes["width"], HOUSE.sizes["dpi"]
SETTINGS: dict[Any, Any] = {
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.facecolor": PAPER,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "hatch.color": QUIET,
    **HOUSE.matplotlib,
    "text.parse_math": False,  # a dollar sign in a dataset's title is a dollar sign
    "svg.hashsalt": "verifier",
    "svg.fonttype": "path",
}
_TITLE_SIZE, _SUBTITLE_SIZE, _SOURCE_SIZE = (HOUSE.sizes[name] for name in ("title", "subtitle", "source"))
_LINE = 1.35  # line height in units of the font size
_POINT = 1 / 72  # inches
_LEFT = 0.02  # where the words begin, as a share of the width


class NoChartError(VerifierError):
    """A chart that does not apply to a claim or to what the datasets hold; the message says why in a sentence."""


class Frame(Protocol):
    """Makes a figure with its axes row by row; height is that of the drawing area in inches, grid goes to gridspec."""

    def __call__(self, height: float, *, rows: int = 1, columns: int = 1, **grid: object) -> tuple[Figure, list[Axes]]:
        """An empty figure."""


@dataclass(frozen=True)
class Chart:
    """A finished picture with what a reader who cannot see it needs.

    figure is the matplotlib Figure; alt describes it in words; data is the table it was drawn from; reading says in one
    or two sentences, from the same numbers, what to take from it. draw draws it again in another frame, such as the one
    of a phone (see themed.forms), for pages that set title, subtitle and source themselves; None where it cannot.
    """

    figure: Figure
    title: str
    alt: str
    data: pd.DataFrame
    reading: str = ""
    subtitle: str = ""
    source: str = ""
    draw: Callable[[Frame], Figure] | None = None

    def png(self) -> bytes:
        """The picture as PNG bytes of at most 256 colours, the same bytes for the same numbers."""
        with mpl.rc_context(SETTINGS):
            canvas = FigureCanvasAgg(self.figure)
            canvas.draw()
        drawn = np.asarray(canvas.buffer_rgba())
        buffer = io.BytesIO()
        # Level 9 (optimize) takes twelve times as long as level 4 for a twelfth of the bytes.
        few_colours(drawn).save(buffer, format="PNG", compress_level=4, dpi=(DPI, DPI))
        return buffer.getvalue()

    def svg(self) -> str:
        """The picture as SVG text, the same text for the same numbers."""
        buffer = io.BytesIO()
        with mpl.rc_context(SETTINGS):
            self.figure.savefig(buffer, format="svg", dpi=DPI, metadata={"Date": None})
        return buffer.getvalue().decode("utf-8")


def pictured(
    draw: Callable[[Frame], Figure], *, title: str, subtitle: str, source: str, alt: str, data: pd.DataFrame,
    reading: str = "",
) -> Chart:  # fmt: skip
    """The chart that draw makes, with title and subtitle above it and its source below."""
    with mpl.rc_context(SETTINGS):
        figure = settled(draw(partial(framed, title=title, subtitle=subtitle, source=source)))
    return Chart(figure, title, alt, data, reading, subtitle, source, draw)


def settled(figure: Figure) -> Figure:
    """The figure, with a fixed place for the labels that its axes do not have: matplotlib measures the words at every
    tick to find one.
    """
    for axis in (one for axes in figure.axes for one in (axes.xaxis, axes.yaxis)):
        if not axis.get_label_text():
            axis.set_label_coords(0, 0)
    return figure


def framed(
    height: float, title: str, subtitle: str, source: str, rows: int = 1, columns: int = 1, **grid: object
) -> tuple[Figure, list[Axes]]:
    """A figure with a title and subtitle above and a source line below, and its axes row by row.

    height is that of the drawing area in inches: the frame grows with the text, so that no line covers another.
    """
    room = WIDTH * (1 - 2 * _LEFT)
    with mpl.rc_context(SETTINGS):
        words = [
            (wrapped(title, _TITLE_SIZE, room, "bold"), _TITLE_SIZE, "bold", INK),
            (wrapped(subtitle, _SUBTITLE_SIZE, room), _SUBTITLE_SIZE, "normal", QUIET),
        ]
        foot = wrapped(source, _SOURCE_SIZE, room)
        head = sum(_height(text, size) + 0.05 for text, size, _, _ in words) + 0.3
        tail = _height(foot, _SOURCE_SIZE) + 0.55
        total = head + height + tail
        figure = Figure(figsize=(WIDTH, total), dpi=DPI)
        figure.patch.set_facecolor(PAPER)
        top = total - 0.1
        for text, size, weight, colour in words:
            figure.text(_LEFT, top / total, text, size=size, weight=weight, color=colour, va="top", linespacing=1.2)
            top -= _height(text, size) + 0.05
        figure.text(_LEFT, 0.08 / total, foot, size=_SOURCE_SIZE, color=QUIET, va="bottom", linespacing=1.2)
        axes = figure.subplots(rows, columns, squeeze=False, gridspec_kw=grid or None).ravel()
        figure.subplots_adjust(left=0.09, right=0.97, top=1 - head / total, bottom=tail / total, hspace=0.12)
    return figure, list(axes)


def _height(text: str, size: float) -> float:
    return (text.count("\n") + 1) * size * _LINE * _POINT
