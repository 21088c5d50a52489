"""House style and lettering: a newsroom's own file, refused by name where it is wrong; words that fit."""

import os
import subprocess
import sys
from itertools import pairwise

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from verifier.charts.house import SHIPPED, load_house
from verifier.charts.lettering import shortened, side_by_side, width_of, wrapped
from verifier.charts.style import DPI, INK, OUTCOME_COLOURS, SETTINGS
from verifier.errors import InputError


def test_a_newsroom_changes_what_it_names_and_keeps_the_rest(tmp_path):
    """One colour and one font size are the newsroom's, everything else is as shipped."""
    own = tmp_path / "house.toml"
    own.write_text('[colours]\nafter = "#aa0000"\n[matplotlib]\n"font.size" = 11\n', encoding="utf-8")
    shipped, changed = load_house(SHIPPED), load_house(own)
    assert changed.colours == {**shipped.colours, "after": "#aa0000"}
    assert changed.matplotlib == {**shipped.matplotlib, "font.size": 11}
    assert changed.sizes == shipped.sizes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[colours]\nafter = "rouge"\n', "colours.after: 'rouge'"),
        ('[colours]\nbefor = "#000000"\n', "colours.befor: there is no such name"),
        ('[markers]\nmatches = "potato"\n', "markers.matches: 'potato'"),
        ("[sizes]\nwidth = 0\n", "sizes.width: 0"),
        ('[matplotlib]\n"font.size" = "big news"\n', "matplotlib.font.size: 'big news'"),
        ('[matplotlib]\n"font.volume" = 3\n', "matplotlib.font.volume: there is no such name"),
        ('[colors]\nafter = "#000000"\n', "colors: the tables are colours"),
        ("[colours\n", "not readable as TOML"),
    ],
)
def test_a_wrong_style_is_refused_by_name(tmp_path, text, why):
    """The message names the file, the field and the value."""
    own = tmp_path / "house.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_house(own)
    assert why in str(refused.value)
    assert str(own) in str(refused.value)


def test_the_environment_names_the_style_of_every_chart(tmp_path):
    """VERIFIER_STYLE is read by the charts; a file that is not there is an error and not the shipped style."""
    own = tmp_path / "house.toml"
    own.write_text('[colours]\nink = "#123456"\n', encoding="utf-8")

    def ink(path):
        done = subprocess.run(
            [sys.executable, "-c", "from verifier.charts.style import SETTINGS; print(SETTINGS['text.color'])"],
            env={**os.environ, "VERIFIER_STYLE": str(path)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip() or done.stderr

    assert ink(own) == "#123456"
    assert "house style" in ink(tmp_path / "none.toml")


def test_colours_of_outcomes_differ_in_grey():
    """Of matches, stronger, weaker and opposite no two have the same colour and marker, and text is dark on paper."""

    def lightness(colour):
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                            for part in mpl.colors.to_rgb(colour))  # fmt: skip
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    house = load_house(SHIPPED)
    for name in ("ink", "quiet", "after", "before"):
        assert (1.05) / (lightness(house.colours[name]) + 0.05) >= 4.5, name
    # What is close is drawn as what matches.
    drawn = [name for name in OUTCOME_COLOURS if not name.startswith("close")]
    assert len({house.markers[name] for name in drawn}) == len(drawn)
    assert abs(lightness(house.colours["weaker"]) - lightness(house.colours["stronger"])) > 0.2
    assert house.colours["ink"] == INK


LETTERS = st.characters(max_codepoint=0x24F, exclude_categories=["C"])


@given(st.text(LETTERS, max_size=200), st.floats(0.3, 6))
def test_lines_fit_and_nothing_is_lost(text, room):
    """Every line is as wide as the room at most, unless it is a single letter, and all letters are there in order."""
    lines = wrapped(text, 9, room).split("\n")
    assert all(width_of(line, 9) <= room or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(LETTERS, min_size=1, max_size=200), st.floats(0.5, 6))
def test_a_shortened_text_fits(text, room):
    """One line, no wider than the room, and the whole text where that fits."""
    line = shortened(text, 9, room)
    assert "\n" not in line
    assert width_of(line, 9) <= room or len(line) <= 2
    assert line.endswith("…") or line == " ".join(text.split())


@given(st.lists(st.tuples(st.floats(-1, 2), st.floats(0.01, 0.3)), min_size=1, max_size=3))
def test_labels_side_by_side_neither_touch_nor_leave_the_strip(labels):
    """Up to three labels that fit together are kept apart and inside."""
    wanted, sizes = [at for at, _ in labels], [size for _, size in labels]
    placed = sorted(zip(side_by_side(wanted, sizes, 0.0, 1.0), sizes, strict=True))
    edges = [(at - size / 2, at + size / 2) for at, size in placed]
    assert edges[0][0] >= -1e-9
    assert edges[-1][1] <= 1 + 1e-9
    assert all(left[1] <= right[0] + 1e-9 for left, right in pairwise(edges))


@given(
    st.text(LETTERS, min_size=1, max_size=80), st.sampled_from([8, 8.5, 9.5, 13]), st.sampled_from(["normal", "bold"])
)
def test_a_line_is_drawn_no_wider_than_it_was_measured(text, size, weight):
    """What matplotlib draws takes at most the measured width, and not much less."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(dpi=DPI)
        drawn = figure.text(0, 0, f"|{text}|", size=size, weight=weight)
        extent = drawn.get_window_extent(FigureCanvasAgg(figure).get_renderer())
        measured = width_of(f"|{text}|", size, weight)
    letter = size / 72 / 2
    assert measured * 0.9 - letter <= extent.width / DPI <= measured + 1 / DPI


def test_letters_that_no_font_has_are_measured_as_boxes():
    """A title in any script, or in none, has a width."""
    assert width_of("\N{CJK UNIFIED IDEOGRAPH-4E2D}\N{GRINNING FACE}\U00010ffff\0", 9) > 0


def test_a_font_that_is_not_installed_is_one_line(tmp_path, caplog):
    """A newsroom's font that this machine lacks is named once, and the one that ships with matplotlib is used."""
    style = tmp_path / "house.toml"
    style.write_text('[matplotlib]\n"font.sans-serif" = ["No Such Font"]\n', encoding="utf-8")
    assert load_house(style).matplotlib["font.sans-serif"] == ["DejaVu Sans"]
    assert [record.getMessage() for record in caplog.records] == [
        f"house style {style}: font not installed: No Such Font; DejaVu Sans is used"
    ]
    caplog.clear()
    style.write_text('[matplotlib]\n"font.sans-serif" = ["No Such Font", "DejaVu Sans"]\n', encoding="utf-8")
    assert load_house(style).matplotlib["font.sans-serif"] == ["No Such Font", "DejaVu Sans"]
    assert not caplog.records
