"""Fitting words into a chart: how wide a text is, where its lines break, and labels side by side without overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache

import matplotlib as mpl
import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

_SPARE = 1.03  # for what is not counted: kerning, and the hinting that a house style may ask for
_POINT = 1 / 72  # inches
_EM = 100  # pixels of the size that letters are measured at


def width_of(text: str, size: float, weight: str = "normal") -> float:
    """How wide a line of text is in inches, in the fonts that the current settings of matplotlib name."""
    fonts = _fonts(tuple(mpl.rcParams["font.family"]), tuple(mpl.rcParams["font.sans-serif"]), weight)
    return sum(_advance(letter, fonts) for letter in text) * size * _POINT * _SPARE


@lru_cache(maxsize=64)
def _fonts(family: tuple[str, ...], _named: tuple[str, ...], weight: str) -> tuple[FT2Font, ...]:
    """The fonts in which letters are looked for, one after another; _named are those that "sans-serif" stands for."""
    return tuple(get_font(findfont(FontProperties(family=[one], weight=weight))) for one in family)


@lru_cache(maxsize=20_000)
def _advance(letter: str, fonts: tuple[FT2Font, ...]) -> float:
    """How far a letter moves on, in units of the font size; a letter that no font has is drawn as a box."""
    font = next((one for one in fonts if one.get_char_index(ord(letter))), fonts[0])
    font.set_size(_EM, 72)
    glyph = font.load_glyph(font.get_char_index(ord(letter)), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 2**16 / _EM


def wrapped(text: str, size: float, room: float, weight: str = "normal") -> str:
    """The text in lines no wider than `room` inches; a word that is wider is broken."""
    return "\n".join(lines_of(text.split(), room, lambda line: width_of(line, size, weight)))


def shortened(text: str, size: float, room: float, weight: str = "normal") -> str:
    """The text on one line no wider than `room` inches, cut with an ellipsis where it has to be."""
    line = " ".join(text.split())
    if width_of(line, size, weight) <= room:
        return line
    room -= width_of("…", size, weight)
    return line[: _fitting(line, room, lambda part: width_of(part, size, weight))].rstrip() + "…"


def lines_of(words: Iterable[str], room: float, width: Callable[[str], float]) -> list[str]:
    """Words in lines of at most `room`, as width measures them; a word that is wider is broken."""
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if width(longer) <= room:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        while len(line) > 1 and width(line) > room:
            fits = _fitting(line, room, width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines


def _fitting(text: str, room: float, width: Callable[[str], float]) -> int:
    """How many of the first characters fit, at least one."""
    return max(1, bisect_right(range(1, len(text)), room, key=lambda count: width(text[:count])))


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
