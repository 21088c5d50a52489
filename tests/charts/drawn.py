"""What is drawn in a figure, for the tests of charts."""

import itertools

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from verifier.charts.style import SETTINGS


def texts(figure):
    """Every text that is drawn, with the box it takes, in pixels; labels of ticks beyond an axis are not drawn."""
    with mpl.rc_context(SETTINGS):
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        ticks = {}
        for axes in figure.axes:
            area = axes.get_window_extent(renderer)
            ticks |= dict.fromkeys(axes.get_xticklabels(), (area.x0, area.x1, 0))
            ticks |= dict.fromkeys(axes.get_yticklabels(), (area.y0, area.y1, 1))
        for text in figure.findobj(Text):
            if not text.get_visible() or not text.get_text().strip():
                continue
            box = text.get_window_extent(renderer)
            low, high, axis = ticks.get(text, (-np.inf, np.inf, 0))
            middle = (box.y0 + box.y1) / 2 if axis else (box.x0 + box.x1) / 2
            if low - 1 <= middle <= high + 1:
                yield text.get_text(), box


def assert_legible(figure):
    """No two texts share more than a hair's breadth, and none is cut off."""
    found = list(texts(figure))
    width, height = figure.get_size_inches() * figure.dpi
    for text, box in found:
        assert box.x0 >= -1, text
        assert box.x1 <= width + 1, text
        assert box.y0 >= -1, text
        assert box.y1 <= height + 1, text
    for (one, first), (two, second) in itertools.combinations(found, 2):
        overlap = (
            min(first.x1, second.x1) - max(first.x0, second.x0),
            min(first.y1, second.y1) - max(first.y0, second.y0),
        )
        assert not (overlap[0] > 1 and overlap[1] > 2), (one, two)
