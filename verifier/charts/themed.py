"""Charts for a page: SVG whose letters the reader's own machine sets, and whose colours turn with light and dark."""

from __future__ import annotations

import io
import re
from colorsys import hls_to_rgb, rgb_to_hls
from functools import partial

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from verifier.charts.palette import lighter
from verifier.charts.style import DPI, HOUSE, SETTINGS, Chart, settled

_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_LEFTOVER = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.S)
_PATH = re.compile(r'(?<= d=")[^"]*')
_PICTURE = re.compile(r"(data:image/png;base64,)([A-Za-z0-9+/=\s]+)")
_LONG = re.compile(r"-?\d+\.\d{2,}")  # a coordinate finer than a screen shows
_GREY = 0.15  # saturation below which a colour is a shade of grey
WIDTHS = {"wide": 7.4, "narrow": 3.7}  # inches: a page, and a phone
LEFT, RIGHT, HEAD, TAIL = 0.52, 0.2, 0.12, 0.34  # inches around the axes
FIXED = ("#010101", "#fefefe")  # colours that are the same on a dark page, such as those of lines over a map
TONES = 64  # colours of a picture inside an SVG
MANY = 400  # marks of one collection from which on they are drawn as a picture inside the SVG


def forms(chart: Chart) -> dict[str, str]:
    """The chart as SVG for a wide page and for a phone, without its words; none where it has but one form."""
    return {name: themed_svg(form(chart, name)) for name in WIDTHS} if chart.draw else {}


def form(chart: Chart, name: str) -> Figure:
    """The figure of one of a chart's forms: a name of WIDTHS."""
    assert chart.draw is not None  # noqa: S101 (callers ask)
    with mpl.rc_context(SETTINGS):
        return settled(chart.draw(partial(_bare, WIDTHS[name])))


def _bare(width: float, height: float, *, rows: int = 1, columns: int = 1, **grid: object) -> tuple[Figure, list[Axes]]:
    """A figure without title and source, transparent."""
    total = HEAD + height + TAIL
    figure = Figure(figsize=(width, total), dpi=DPI)
    figure.patch.set_alpha(0)
    axes = figure.subplots(rows, columns, squeeze=False, gridspec_kw=grid or None).ravel()
    for one in axes:
        one.patch.set_alpha(0)
    figure.subplots_adjust(
        left=LEFT / width, right=1 - RIGHT / width, top=1 - HEAD / total, bottom=TAIL / total, hspace=0.12
    )
    return figure, list(axes)


def themed_svg(figure: Figure) -> str:
    """The figure as SVG: text as text, every colour with another one for a dark page."""
    for one in (each for axes in figure.axes for each in axes.collections if isinstance(each, PathCollection)):
        if len(np.asarray(one.get_offsets())) > MANY:
            one.set_rasterized(True)
    buffer = io.BytesIO()
    with mpl.rc_context({**SETTINGS, "svg.fonttype": "none", "path.simplify_threshold": 0.6}):
        figure.savefig(buffer, format="svg", dpi=96, metadata={"Date": None, "Creator": None}, transparent=True)
    drawn = _LEFTOVER.sub("", buffer.getvalue().decode("utf-8"))
    drawn = _PATH.sub(lambda found: _shorter(found[0]), drawn)
    drawn = _PICTURE.sub(lambda found: found[1] + lighter(found[2], TONES, "RGBA"), drawn)
    used = sorted(set(_COLOUR.findall(drawn)) - set(FIXED))
    names = {colour: f"var(--c{at})" for at, colour in enumerate(used)}
    drawn = _COLOUR.sub(lambda found: names.get(found[0], found[0]), drawn)
    families = ", ".join(["system-ui", *(f"'{one}'" for one in HOUSE.matplotlib["font.sans-serif"]), "sans-serif"])
    drawn = re.sub(
        r"font-family: [^;\"]*|(?<=px )'[^;\"]*", lambda found: "font-family: " * (found[0][0] == "f") + families, drawn
    )
    light, dark = ("".join(f"--c{at}:{tone(one)};" for at, one in enumerate(used)) for tone in (str, in_the_dark))
    style = f"<style>:root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    head, end, rest = drawn.strip().partition(">")
    return "\n".join(line.strip() for line in f"{head}{end}{style}{rest}".splitlines() if line.strip())


def in_the_dark(colour: str) -> str:
    """A colour for a dark page: greys turn round, others become light enough to be seen."""
    hue, light, saturation = rgb_to_hls(*to_rgb(colour))
    grey = max(to_rgb(colour)) - min(to_rgb(colour)) < _GREY
    light = 0.1 + 0.86 * (1 - light) if grey else max(light, 0.62)
    return str(to_hex(hls_to_rgb(hue, light, saturation)))


def _shorter(path: str) -> str:
    """A path with no more digits than a screen shows, and lines that follow one another as numbers alone."""
    path = _LONG.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), path)
    return path if re.search("[CQ]", path) else re.sub(r"\s+L ", " ", path).strip()
