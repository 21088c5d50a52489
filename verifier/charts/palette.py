"""Pictures in few colours: of a chart that is drawn, at a fraction of the work that Pillow takes with every pixel."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MOST = 256
SPARSER = 8  # of this many pixels of a colour one is shown to the quantizer


def few_colours(drawn: NDArray[np.uint8]) -> Image.Image:
    """The picture with a palette: the very same where it has at most 256 colours, else its nearest by median cut.

    drawn has the red, green, blue and alpha of each pixel (height, width, 4), none of them transparent.

    A chart is mostly flat: it is looked at in runs of one colour along its lines, a hundredth of its pixels. The median
    cut is Pillow's own, on a picture that holds each colour about as often as the chart does, divided by SPARSER.
    """
    pixels = np.ascontiguousarray(drawn).view(np.uint32)[:, :, 0].ravel()
    starts = np.concatenate([[0], np.flatnonzero(pixels[1:] != pixels[:-1]) + 1])
    lengths = np.diff(starts, append=len(pixels))
    colours, which = np.unique(pixels[starts], return_inverse=True)
    if len(colours) <= MOST:
        index = np.arange(len(colours), dtype=np.uint8)
        palette = colours.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    else:
        counts = np.ceil(np.bincount(which, lengths) / SPARSER).astype(np.int64)
        shown = np.repeat(colours, counts)
        sample = Image.frombytes("RGBA", (len(shown), 1), shown.tobytes()).convert("RGB")
        cut = sample.quantize(MOST, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        index = np.asarray(cut).ravel()[np.cumsum(counts) - 1]
        palette = bytes(cut.getpalette() or [])
    few = Image.fromarray(np.repeat(index[which], lengths).reshape(drawn.shape[:2]))
    few.putpalette(palette)
    return few


def lighter(picture: str, colours: int, mode: str) -> str:
    """A PNG (base64) with at most so many colours, if that is smaller: for a chart it is less than half the bytes."""
    raw = base64.b64decode(picture)
    with Image.open(io.BytesIO(raw)) as image:
        buffer = io.BytesIO()
        image.convert(mode).quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return base64.b64encode(min(raw, buffer.getvalue(), key=len)).decode("ascii")
