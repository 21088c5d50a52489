"""Charts for a page: SVG whose letters the reader's own machine sets, and whose colours turn with light and dark."""

from __future__ import annotations

import io
import re
from colorsys import hls_to_rgb, rgb_to_hls

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from verifier.charts.style import DPI, HOUSE, SETTINGS

_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_LEFTOVER = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.S)
_GREY = 0.15  # saturation below which a colour is a shade of grey
LEFT, RIGHT, TAIL = 0.52, 0.2, 0.32  # inches beside and below the axes


def bare(width: float, height: float, rows: int, strip: float) -> tuple[Figure, list[Axes]]:
    """A figure without title and source, transparent, with room above each of its axes for a strip of labels."""
    figure = Figure(figsize=(width, height), dpi=DPI)
    figure.patch.set_alpha(0)
    axes = figure.subplots(rows, 1, squeeze=False).ravel()
    for one in axes:
        one.patch.set_alpha(0)
    figure.subplots_adjust(
        left=LEFT / width, right=1 - RIGHT / width, top=1 - strip / height, bottom=TAIL / height, hspace=0.5
    )
    return figure, list(axes)


def themed_svg(figure: Figure) -> str:
    """The figure as SVG: text as text, every colour with another one for a dark page."""
    buffer = io.BytesIO()
    with mpl.rc_context({**SETTINGS, "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    drawn = _LEFTOVER.sub("", buffer.getvalue().decode("utf-8"))
    used = sorted(set(_COLOUR.findall(drawn)))
    names = {colour: f"var(--c{at})" for at, colour in enumerate(used)}
    drawn = _COLOUR.sub(lambda found: names[found[0]], drawn)
    families = ", ".join(["system-ui", *(f"'{one}'" for one in HOUSE.matplotlib["font.sans-serif"]), "sans-serif"])
    drawn = re.sub(r"font-family: [^;\"]*|(?<=px )'[^;\"]*", lambda found: _family(found[0], families), drawn)
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


def _family(found: str, families: str) -> str:
    return f"font-family: {families}" if found.startswith("font-family") else families
