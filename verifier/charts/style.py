"""House style: colours, sizes and the frame of every chart. Replace this module to make the charts your newsroom's."""

from __future__ import annotations

import io
import textwrap
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe & Ito's colours: told apart by colour-blind readers, and of different lightness in grey.
INK = "#222222"
QUIET = "#6b6b6b"
FAINT = "#d9d9d9"
BARS = "#b5b5b5"
AFTER = "#d55e00"
BEFORE = "#0072b2"
TARGET = "#cc79a7"
OUTCOME_COLOURS = {
    "matches": "#009e73",
    "stronger": "#0072b2",
    "weaker": "#e69f00",
    "opposite": "#d55e00",
    "insufficient": "#999999",
}
OUTCOME_MARKERS = {"matches": "o", "stronger": "^", "weaker": "v", "opposite": "X", "insufficient": "."}
OUTCOME_WORDS = {
    "matches": "as claimed",
    "stronger": "more than claimed",
    "weaker": "less than claimed",
    "opposite": "the other way",
    "insufficient": "too few to say",
}

WIDTH = 8.0  # inches
DPI = 144
SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # ships with matplotlib, so that charts look alike on every machine
    "font.size": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "svg.hashsalt": "verifier",
    "svg.fonttype": "path",
}
_TITLE_SIZE, _SUBTITLE_SIZE, _SOURCE_SIZE = 13, 10, 8
_LINE = 1.35  # line height in units of the font size
_POINT = 1 / 72  # inches


@dataclass(frozen=True)
class Chart:
    """A finished picture with what a reader who cannot see it needs.

    figure is the matplotlib Figure; alt describes it in words; data is the table it was drawn from.
    """

    figure: Figure
    title: str
    alt: str
    data: pd.DataFrame

    def png(self) -> bytes:
        """The picture as PNG bytes, the same bytes for the same numbers."""
        return self._bytes("png", {"Software": None})

    def svg(self) -> str:
        """The picture as SVG text, the same text for the same numbers."""
        return self._bytes("svg", {"Date": None}).decode("utf-8")

    def _bytes(self, kind: str, metadata: dict[str, None]) -> bytes:
        buffer = io.BytesIO()
        with mpl.rc_context(SETTINGS):
            self.figure.savefig(buffer, format=kind, dpi=DPI, metadata=metadata)
        return buffer.getvalue()


def framed(
    height: float, title: str, subtitle: str, source: str, rows: int = 1, **grid: object
) -> tuple[Figure, list[Axes]]:
    """A figure with a title and subtitle above and a source line below, and its axes from top to bottom.

    height is that of the drawing area in inches: the frame grows with the text, so that no line covers another.
    """
    wrapped = [
        (textwrap.fill(title, 68), _TITLE_SIZE, "bold", INK),
        (textwrap.fill(subtitle, 94), _SUBTITLE_SIZE, "normal", QUIET),
    ]
    foot = textwrap.fill(source, 122)
    head = sum(_height(text, size) for text, size, _, _ in wrapped) + 0.35
    tail = _height(foot, _SOURCE_SIZE) + 0.55
    total = head + height + tail
    figure = Figure(figsize=(WIDTH, total))
    figure.patch.set_facecolor("white")
    top = total - 0.1
    for text, size, weight, colour in wrapped:
        figure.text(0.02, top / total, text, size=size, weight=weight, color=colour, va="top", linespacing=1.2)
        top -= _height(text, size) + 0.05
    figure.text(0.02, 0.08 / total, foot, size=_SOURCE_SIZE, color=QUIET, va="bottom", linespacing=1.2)
    axes = figure.subplots(rows, 1, squeeze=False, gridspec_kw=grid or None)[:, 0]
    figure.subplots_adjust(left=0.09, right=0.97, top=1 - head / total, bottom=tail / total, hspace=0.12)
    return figure, list(axes)


def _height(text: str, size: float) -> float:
    return (text.count("\n") + 1) * size * _LINE * _POINT
