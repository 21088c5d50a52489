"""The first picture of a report shows what its first sentence says: a rank, steps in a row, a day's stock, a total."""

import re

import pytest
from drawn import assert_legible, texts

from verifier.charts.counts import MOST, counts_chart, ranked_places_chart
from verifier.charts.influence import influence_chart
from verifier.charts.plots import plot_of
from verifier.charts.specification_curve import specification_curve
from verifier.charts.style import AFTER, BARS, BEFORE, QUIET
from verifier.claims.reader import parse
from verifier.findings.check import check


def checked(sentence, said="2025-06-01", country=None):
    """The check of the one claim of a sentence by what is shipped."""
    (claim,) = parse(sentence, published=said, country=country)
    return check(claim)


def coloured(figure):
    """The colours of the bars of a figure's first axes, in their order."""
    from matplotlib.colors import to_hex

    return [to_hex(bar.get_facecolor()) for bar in figure.axes[0].containers[0]]


@pytest.fixture(scope="module")
def manitoba():
    """A claim that ranks a province."""
    return checked("Manitoba had the highest number of murders of any province in 2022.", country="CAN")


def test_a_rank_among_places_is_drawn_place_by_place(manitoba):
    """Every province has a bar, in the order of the rank that the sentence gives, and the claimed one is orange."""
    chart = ranked_places_chart(manitoba)
    assert "fifth-highest of 10 provinces" in chart.title
    assert chart.data["rank"].tolist() == sorted(chart.data["rank"])
    assert chart.data.set_index("place").loc["Manitoba", "rank"] == manitoba.headline["value"] == 5
    assert coloured(chart.figure) == [AFTER if at == 4 else BARS for at in range(10)]
    assert_legible(chart.figure)


def test_a_place_behind_the_first_ones_is_shown_with_its_rank():
    """Of many places the first are drawn, and the claimed one after them, by its own number."""
    chart = ranked_places_chart(checked("Mexico ranked fifth in the world for its murder rate in 2021."))
    names = [text for text, _ in texts(chart.figure)]
    own = int(chart.data.set_index("place").loc["Mexico", "rank"])
    assert any(name.split() == [str(own), "Mexico"] for name in names)
    assert len(chart.figure.axes[0].containers[0]) == MOST
    assert len(chart.data) > MOST


def test_steps_in_a_row_are_coloured_by_whether_they_went_the_claimed_way():
    """Blue where the run begins, orange for each year that rose, dark grey for one that did not; the title counts."""
    found = checked("Robberies in Germany rose for the second year in a row in 2022.")
    chart = counts_chart(found)
    assert coloured(chart.figure)[-3:] == [BEFORE, QUIET, AFTER]
    assert chart.title == "Up in 1 of the 2 years after 2020"


def test_a_stock_on_a_day_is_drawn_by_the_year_it_ends():
    """How many there were at the end of a year is that year's bar, in orange, with no unknown months between."""
    chart = counts_chart(checked("At the end of 2023 there were 9.1 million internally displaced people in Sudan."))
    assert "by year" in chart.subtitle
    assert "no figure" not in chart.subtitle
    years = [one.year for one in chart.data["end"]]
    assert coloured(chart.figure)[years.index(2023)] == AFTER


def test_a_total_over_few_years_is_drawn_by_month_where_every_day_is_known():
    """Two years of daily counts are months in colour, and the title says the total and not how months compare."""
    chart = counts_chart(checked("More than 67,000 Palestinians have been killed in Gaza since October 2023.",
                                 said="2025-10-08"))  # fmt: skip
    assert len(chart.data) > 24
    assert chart.title.startswith("67,183 from 7 October 2023")
    assert coloured(chart.figure).count(AFTER) > 20


def test_every_unit_that_is_ranked_is_in_the_picture():
    """The title counts as many years as the sentence ranks among, and the rival's count stands over no other bar."""
    found = checked("The United States had the second-highest number of billion-dollar disasters since 1980 in 2024.")
    chart = counts_chart(found)
    assert f"{int(found.headline['among'])} years compared" in chart.title
    assert f"of {int(found.headline['among'])} years" in found.sentence
    assert_legible(chart.figure)


def test_a_step_of_a_long_way_down_is_no_low_point():
    """A year between a higher one before and a lower one after is called neither a low point nor a trough."""
    chart = counts_chart(checked("Robberies in France fell by 10 percent in 2020 compared with 2019."))
    assert chart.title == "3 of 15 years on record had fewer than the earlier period"


def test_a_middle_beyond_the_axis_is_an_arrow():
    """An option whose middle ratio is drawn at the edge has an arrow there, and the subtitle says what it means."""
    import numpy as np
    from made import checked as made_up
    from made import series, source

    from verifier.charts.influence import influence_chart

    rates = {2018: 0.05, 2019: 8.0, 2020: 0.05, 2021: 8.0, 2022: 0.05, 2023: 9.0}
    chart = influence_chart(made_up([source(series(rates))], "no-baseline"))
    markers = {line.get_marker(): line.get_xdata() for line in chart.figure.axes[0].lines if len(line.get_xdata())}
    assert np.isclose(markers[">"], chart.figure.axes[0].get_xlim()[1]).all()
    assert "Arrows at the edge" in chart.subtitle


def test_words_about_colours_hold_on_a_dark_page():
    """Greys turn round in the dark: words name them by how far they stand out, never dark, black or white."""
    found = checked("The United States had the second-highest number of billion-dollar disasters since 1980 in 2024.")
    runs = checked("Robberies in Germany rose for the second year in a row in 2022.")
    for chart in (counts_chart(found), counts_chart(runs)):
        assert "Stronger grey" in chart.subtitle or "stronger grey" in chart.subtitle
        assert not {"dark", "black", "white"} & set(chart.subtitle.lower().split())


@pytest.mark.parametrize(
    ("sentence", "height"),
    [
        ("Indonesia accounted for a third of pirate attacks worldwide in 2015.", 100 / 3),
        ("Fewer than 200 pirate attacks were recorded worldwide in 2019.", 200),
        ("There were 30 fewer pirate attacks worldwide in 2018 than in 2017.", 186 - 30),
        ("In 2015 there were 1.5 pirate attacks a day worldwide.", 1.5 * 365),
        ("Pirate attacks worldwide fell by more than 40 percent between 2011 and 2019.", 438 * 0.6),
    ],
)
def test_what_was_claimed_is_drawn_at_its_own_height(sentence, height):
    """The dashed line is where the later bar would end if the claim were right: in percent, as open as it was said."""
    chart = counts_chart(checked(sentence))
    dashed = [one for one in chart.figure.axes[0].collections if one.get_linestyle()[0][1]]
    assert [one.get_segments()[0][0][1] for one in dashed] == [pytest.approx(height, rel=1e-3)]
    assert "Dashed" in chart.subtitle


@pytest.fixture(scope="module")
def from_none():
    """A claim that starts from a month without any."""
    return checked(
        "The number of people killed in conflict in Sudan rose tenfold in April 2023 compared with March 2023."
    )


def test_a_multiple_of_none_is_drawn_nowhere(from_none):
    """Ten times none is no height; and months that are left out of the picture are not called all on record."""
    chart = counts_chart(from_none)
    assert "Dashed" not in chart.subtitle
    assert "months shown" in chart.title


def test_a_claimed_multiple_keeps_its_scale_in_every_chart(from_none):
    """Axes, words and alternative texts of a tenfold rise are multiples; a percentage is none of them."""
    for chart in (specification_curve(from_none), influence_chart(from_none)):
        written = [text for text, _ in texts(chart.figure) if text.startswith(("×", "+", "−"))]
        assert "×10" in written
        assert not any("%" in text for text in written)
        assert not re.search(r"[+−][\d,]+%", chart.alt + chart.reading)


def test_what_lies_beyond_an_axis_is_marked(from_none):
    """A middle further out is an arrow at the edge, and so is the end of a line that goes on."""
    axes = influence_chart(from_none).figure.axes[0]
    low, high = axes.get_xlim()
    for line in axes.lines:
        marker, places = line.get_marker(), list(line.get_xdata())
        if marker in ("<", ">") and places:
            assert set(places) == {low if marker == "<" else high}
    assert any(line.get_marker() == ">" and len(line.get_xdata()) for line in axes.lines)


def test_a_year_is_named_below_the_middle_of_its_bar():
    """No label of a year stands between two bars."""
    axes = counts_chart(checked("There were 19,500 murders in the United States in 2021.")).figure.axes[0]
    low, high = axes.get_xlim()
    ticks = [tick for tick in axes.get_xticks() if low < tick < high]
    inside = [bar for tick in ticks for bar in axes.containers[0] if bar.get_x() < tick < bar.get_x() + bar.get_width()]
    assert len(inside) == len(ticks) > 3
    middles = [bar.get_x() + bar.get_width() / 2 for bar in inside]
    assert middles == pytest.approx(ticks, abs=2)


def test_what_was_claimed_stands_where_the_claim_has_it():
    """ "From 60,000 to 70,000" is a line at 70,000, whatever the earlier count was."""
    found = checked("Robberies in France rose from 60,000 in 2020 to 70,000 in 2021.")
    assert plot_of(found, found.headline, found.source_of(found.headline)).claimed == pytest.approx(70_000)


def test_charts_of_all_comparisons_name_what_they_show():
    """What “people” stands for, both sides, no heading over nothing, and only the sources that are drawn."""
    found = checked("Twice as many people were killed in conflict in Ethiopia as in Yemen in 2021.")
    chart = specification_curve(found)
    assert chart.subtitle.startswith("Deaths in organised violence, Ethiopia and Yemen. ")
    assert "Earlier period" not in [words for words, *_ in texts(chart.figure)]
    attacks = "Terror attacks in Pakistan rose by 60 percent since 15 August 2021."
    assert "UCDP" not in specification_curve(checked(attacks, said="2023-11-08", country="PAK")).source


def test_two_things_counted_in_one_place_have_it_in_the_subtitle():
    """The panels are named by what they count."""
    chart = counts_chart(checked("More robberies than burglaries were recorded in Spain in 2021."))
    assert chart.subtitle.startswith("Spain, by year. ")
    assert "Eurostat publishes them" not in chart.title
