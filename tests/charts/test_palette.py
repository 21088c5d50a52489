"""Pictures in few colours: nothing is lost where there are few, and little where there are many."""

import numpy as np
from PIL import Image

from verifier.charts.palette import few_colours


def picture(colours):
    """A picture of flat areas and lines in so many colours, white the most frequent."""
    chance = np.random.default_rng(3)
    pixels = np.full((120, 200, 3), 255, dtype=np.uint8)
    for number in range(colours - 1):
        row, column = divmod(number, 40)
        pixels[row * 2 : row * 2 + 2, column * 5 : column * 5 + 4] = (number % 251, chance.integers(256), number // 4)
    return np.dstack([pixels, np.full((120, 200), 255, dtype=np.uint8)])


def error(drawn, few):
    """The mean difference of a picture from what was drawn, in steps of 256."""
    return np.abs(drawn[:, :, :3].astype(int) - np.asarray(few.convert("RGB"), dtype=int)).mean()


def test_few_colours_are_kept_as_they_are():
    """A picture of 200 colours comes back pixel by pixel."""
    drawn = picture(200)
    few = few_colours(drawn)
    assert few.mode == "P"
    assert error(drawn, few) == 0


def test_many_colours_come_as_near_as_pillow_brings_them():
    """More than 256: white stays white, and the rest is as near as a median cut of every pixel."""
    drawn = picture(900)
    few = few_colours(drawn)
    assert few.getpixel((199, 119)) == few.getpixel((4, 0))
    assert few.convert("RGB").getpixel((199, 119)) == (255, 255, 255)
    every = (
        Image.fromarray(drawn).convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    )
    assert 0 < error(drawn, few) < 1.3 * error(drawn, every)
