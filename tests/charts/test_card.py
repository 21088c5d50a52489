"""The social card: everything fits, whatever the length of the words."""

import struct

import pytest

from verifier.charts.card import HEIGHT, MARGIN, MOST_BARS, WIDTH, Bar, card, fit, measured

LONG = (
    "The minister told parliament that attacks of every kind had risen since the year in which the bridge was built. "
)
CASES = {
    "short": ("Up 60%.", "", "“60%”", "Holds up", "In 90 of 100.", "Data: X"),
    "usual": (
        LONG,
        "A. Minister, 1 May 2024",
        "“60 percent” (attacks)",
        "Depends on the choice",
        LONG,
        f"Data: {LONG}",
    ),
    "long": (LONG * 9, "A" * 300, "“60 percent” " * 20, "Depends on the choice", LONG * 9, f"Data: {LONG * 9}"),
    "one word": ("x" * 900, "y" * 300, "z" * 300, "Contradicted", "q" * 900, "w" * 900),
    "signs": ("It costs $5 and $6_{x}^2 & <b>", "", "“$5”", "Within the noise", "100% $ of \\frac", "Data: $"),
}


@pytest.mark.parametrize("case", CASES)
def test_no_text_leaves_the_card_or_covers_another(case):
    """Every line lies inside the margins, and no two lines overlap."""
    figure = card(*CASES[case]).figure
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.texts]
    assert boxes
    for box in boxes:
        assert box.x0 >= MARGIN - 2
        assert box.x1 <= WIDTH - MARGIN + 4
        assert box.y0 >= 0
        assert box.y1 <= HEIGHT
    for number, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[number + 1 :])


@pytest.mark.parametrize("number", [1, 12, MOST_BARS])
def test_the_bars_cover_no_word(number):
    """Beside the finding, below it and above the sources: no text lies over the small chart or its years."""
    bars = [Bar(f"{2024 - number + at}-01-01", float(at), "after" if at else "before") for at in range(number)]
    figure = card(*CASES["long"], bars).figure
    figure.draw_without_rendering()
    (axes,) = figure.axes
    chart = axes.get_tightbbox()
    for text in figure.texts:
        assert not text.get_window_extent().overlaps(chart), text.get_text()


def test_the_words_of_the_card_are_its_alternative_text():
    """Who cannot see the card gets claim, speaker, finding, numbers and source, uncut."""
    case = CASES["long"]
    alt = card(*case).alt
    assert all(" ".join(part.split()) in " ".join(alt.split()) for part in case)


def test_the_picture_has_the_size_that_services_show():
    """1200 by 630 pixels."""
    assert struct.unpack(">II", card(*CASES["usual"]).png()[16:24]) == (1200, 630)


def test_a_text_is_made_smaller_before_it_is_cut():
    """A short text keeps the largest size, a longer one gets a smaller, and only what fits none ends in an ellipsis."""
    large, small, cut = (fit(text, 600, 200, (40, 20)) for text in ("Up 60 percent.", LONG * 3, LONG * 20))
    assert [one.size for one in (large, small, cut)] == [40, 20, 20]
    assert [one.cut for one in (large, small, cut)] == [False, False, True]
    assert cut.lines[-1].endswith("…")
    assert " ".join(small.lines) == " ".join((LONG * 3).split())
    assert all(measured(line, 20) <= 600 for line in cut.lines)
