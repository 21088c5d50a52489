"""Social card: the claim, the finding and the sources of one check on a picture of 1200 by 630 pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from verifier.charts.lettering import lines_of
from verifier.charts.style import AFTER, BARS, BEFORE, DPI, INK, QUIET, SETTINGS, Chart

WIDTH, HEIGHT = 1200, 630  # pixels, what most services show whole
MARGIN = 64
BARS_WIDTH, GAP, MOST_BARS = 440, 40, 40  # pixels, and bars in so much room
LONGEST = 700  # characters looked at: no box of the card holds as many
_LINE = 1.3  # line height in units of the font size
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Fitted:
    """A text broken into lines that fit a box, at the largest of the sizes tried; cut where none is small enough."""

    lines: list[str]
    size: float
    cut: bool

    @property
    def height(self) -> float:
        """In pixels."""
        return len(self.lines) * self.size * _LINE


@dataclass(frozen=True)
class Bar:
    """A bar of the card's small chart: the first day of its unit, its count (NaN for none), and the side it is on."""

    start: str
    value: float
    side: str = ""


def card(claim: str, said: str, about: str, finding: str, numbers: str, source: str, bars: Sequence[Bar] = ()) -> Chart:
    """The card of one claim: its sentence, who said it and when, which claim of it, the finding, numbers, sources.

    The sentence is the reporter's, so that it has no quotation marks. bars are drawn beside the finding.
    """
    whole = WIDTH - 2 * MARGIN
    words = fit(claim, whole, 190, (44, 38, 33, 29, 25))
    inner = whole - BARS_WIDTH - GAP if bars else whole
    speaker = fit(said, whole, 34, (23, 20), most=1)
    which = fit(f"On {about} the data say:", whole, 32, (22, 19), most=1)
    verdict = fit(finding, whole, 62, (46, 40, 34), "bold", most=1)
    counts = fit(numbers, inner, 170 if bars else 118, (27, 24, 21))
    foot = fit(source, whole, 54, (18, 16), most=2)
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        figure.patch.set_facecolor("white")
        figure.add_artist(Rectangle((0, 0), 18 / WIDTH, 1, color=BEFORE, transform=figure.transFigure))
        top = _write(figure, words, 52, INK, "normal")
        _write(figure, speaker, top + 12, QUIET, "normal")
        _write(figure, which, 290, QUIET, "normal")
        top = _write(figure, verdict, 324, BEFORE, "bold")
        _write(figure, counts, top + 8, INK, "normal")
        if bars:
            _draw_bars(figure, bars)
        _write(figure, foot, HEIGHT - 34 - foot.height, QUIET, "normal")
    alt = f"Card. The claim: {claim} {said}. The finding on {about}: {finding}. {numbers} {source}"
    return Chart(figure, finding, alt, pd.DataFrame({"claim": [claim], "finding": [finding], "source": [source]}))


def _draw_bars(figure: Figure, bars: Sequence[Bar]) -> None:
    """Counts over time, the compared stretches coloured, and the first and last unit named."""
    left, low, high = WIDTH - MARGIN - BARS_WIDTH, 392, 506  # pixels from the left and from the upper edge
    axes = figure.add_axes((left / WIDTH, 1 - high / HEIGHT, BARS_WIDTH / WIDTH, (high - low) / HEIGHT))
    colours = [{"after": AFTER, "before": BEFORE}.get(one.side, BARS) for one in bars]
    axes.bar(range(len(bars)), [0 if math.isnan(one.value) else one.value for one in bars], width=0.84, color=colours)
    axes.set_xlim(-0.6, len(bars) - 0.4)
    axes.set_ylim(bottom=0)
    axes.set_xticks([0, len(bars) - 1], [bars[0].start[:4], bars[-1].start[:4]], fontsize=19 * 72 / DPI)
    axes.set_yticks([])
    axes.tick_params(length=0)
    for name in ("left", "top", "right"):
        axes.spines[name].set_visible(False)


def fit(
    text: str, width: float, height: float, sizes: tuple[float, ...], weight: str = "normal", most: int = 99
) -> Fitted:
    """Break a text into lines within width and height, at the largest size that does; else cut it with an ellipsis."""
    words = text[:LONGEST].split()
    fitted = Fitted([], sizes[-1], cut=False)
    for size in sizes:
        room = min(most, int(height // (size * _LINE)))
        lines = lines_of(words, width, lambda line: measured(line, size, weight))  # noqa: B023 (called at once)
        fitted = Fitted(lines, size, cut=False)
        if len(fitted.lines) <= room:
            return fitted
    kept = fitted.lines[: max(1, room)]
    last = kept[-1]
    while last and measured(last + _ELLIPSIS, fitted.size, weight) > width:
        last = last[:-1]
    return Fitted([*kept[:-1], last.rstrip(" ,;:") + _ELLIPSIS], fitted.size, cut=True)


def measured(text: str, size: float, weight: str = "normal") -> float:
    """The width of a line in pixels, at a size in pixels, with what the fitting of letters to pixels may add."""
    return _unscaled(text, weight) * (size / text_to_path.FONT_SCALE) * 1.02


@lru_cache(maxsize=4096)
def _unscaled(text: str, weight: str) -> float:
    """The width at the one size at which letters are looked up, from which others are scaled."""
    font = FontProperties(family=SETTINGS["font.sans-serif"], size=text_to_path.FONT_SCALE, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def _write(figure: Figure, fitted: Fitted, top: float, colour: str, weight: str) -> float:
    """Draw the lines below `top` (pixels from the upper edge) and return where they end."""
    for number, line in enumerate(fitted.lines):
        figure.text(
            MARGIN / WIDTH, 1 - (top + number * fitted.size * _LINE) / HEIGHT, line, va="top", color=colour,
            size=fitted.size * 72 / DPI, weight=weight, parse_math=False,
        )  # fmt: skip
    return top + fitted.height
