"""Fitting words into a chart: how wide a text is, where its lines break, and labels side by side without overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

_DPI = 100  # that of a figure, whose hinting decides how wide letters come out
_SPARE = 1.03
_POINT = 1 / 72  # inches


def width_of(text: str, size: float, weight: str = "normal") -> float:
    """How wide a line of text is in inches, in the font that the current settings of matplotlib name."""
    return _width(text, size, weight, tuple(mpl.rcParams["font.family"]), tuple(mpl.rcParams["font.sans-serif"]))


@lru_cache(maxsize=20_000)
def _width(text: str, size: float, weight: str, family: tuple[str, ...], _fonts: tuple[str, ...]) -> float:
    font = FontProperties(family=list(family), size=size, weight=weight)
    wide, _, _ = _renderer().get_text_width_height_descent(text, font, ismath=False)
    return float(wide) / _DPI * _SPARE


@lru_cache(maxsize=1)
def _renderer() -> RendererAgg:
    return RendererAgg(8, 8, _DPI)


def wrapped(text: str, size: float, room: float, weight: str = "normal", most: int | None = None) -> str:
    """The text in lines no wider than `room` inches; a word that is wider is broken. At most `most` lines, the last
    with an ellipsis where something is left out.
    """
    words, lines, at = text.split(), list[str](), 0
    while at < len(words):
        line = words[at]
        while width_of(line, size, weight) > room and len(line) > 1:
            fits = _fitting(line, size, room, weight)
            lines.append(line[:fits])
            line = line[fits:]
        more = _more(line, words[at + 1 :], size, room, weight)
        lines.append(" ".join([line, *words[at + 1 : at + 1 + more]]))
        at += 1 + more
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], shortened(f"{lines[most - 1]} {lines[most]}", size, room, weight)]
    return "\n".join(lines)


def shortened(text: str, size: float, room: float, weight: str = "normal") -> str:
    """The text on one line no wider than `room` inches, cut with an ellipsis where it has to be."""
    line = " ".join(text.split())
    if width_of(line, size, weight) <= room:
        return line
    return line[: max(1, _fitting(line, size, room - width_of("…", size, weight), weight))].rstrip() + "…"


def _more(line: str, words: list[str], size: float, room: float, weight: str) -> int:
    """How many of the words fit behind a line."""
    ends = list(accumulate((1 + len(word) for word in words), initial=len(line)))
    return _last(lambda count: " ".join([line, *words[:count]]), ends, 0, size, room, weight)


def _fitting(text: str, size: float, room: float, weight: str) -> int:
    """How many of the first characters fit, at least one."""
    return _last(lambda count: text[:count], range(len(text) + 1), 1, size, room, weight)


def _last(first: Callable[[int], str], lengths: Sequence[int], low: int, size: float, room: float, weight: str) -> int:
    """The last number from `low` for which the text of the first so many parts fits the room; low itself is not tried.

    lengths are those of the texts, in characters. Measuring a text costs more than all else here, so that it is tried
    first where the letters measured last let expect the end.
    """
    high, wide = len(lengths) - 1, size * _POINT * 0.55
    while low < high:
        count = min(max(bisect_right(lengths, room / wide) - 1, low + 1), high)
        text = first(count)
        found = width_of(text, size, weight)
        low, high = (count, high) if found <= room else (low, count - 1)
        wide = found / max(1, len(text)) or wide
    return low


def side_by_side(wanted: list[float], sizes: list[float], low: float, high: float, gap: float = 0.0) -> list[float]:
    """Centres as near as can be to those wanted, for things of these sizes that neither touch nor leave [low, high].

    Where they do not all fit, they are pushed together from `low` up.
    """
    order = np.argsort(wanted, kind="stable")
    placed = [0.0] * len(wanted)
    edge = low
    for at in order:
        placed[at] = max(wanted[at], edge + sizes[at] / 2)
        edge = placed[at] + sizes[at] / 2 + gap
    edge = high
    for at in order[::-1]:
        placed[at] = min(placed[at], edge - sizes[at] / 2)
        edge = placed[at] - sizes[at] / 2 - gap
    return placed
