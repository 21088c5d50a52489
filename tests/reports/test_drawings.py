"""Charts as a report shows them: left out where they say nothing, and never the end of a report."""

import csv
import io
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from verifier.charts.axes import count_axis
from verifier.charts.themed import forms, in_the_dark
from verifier.claims.reader import parse
from verifier.findings.check import check
from verifier.reports import asking, blocks, cautions, drawings, first_screen

DRAWN = [
    drawings.counts, drawings.by_dataset, drawings.curve, drawings.influence,
    drawings.verdict_map, drawings.cumulative, drawings.vintages,
]  # fmt: skip
SECTIONS = [
    *DRAWN, first_screen.answer, first_screen.by_source, blocks.comparisons, asking.origins, asking.against,
    blocks.counted, blocks.sources, cautions.decides, cautions.uncertainty,
]  # fmt: skip


def checked(text, datasets=None, published="2024-03-01"):
    """The check of the only claim of a text."""
    (claim,) = parse(text, published=published)
    return check(claim, datasets)


@pytest.mark.parametrize(
    "text",
    [
        "There were more pirate attacks off Nigeria than off Ghana in 2019.",
        "There were twice as many pirate attacks in Indonesia as in Nigeria in 2015.",
    ],
)
def test_two_countries_have_no_chart_of_earlier_and_later_counts(text):
    """What compares two places is drawn, or left out; no chart of two times is tried and fails."""
    found = checked(text, ["pirates"])
    assert isinstance(drawings.counts(found), drawings.Explained)
    assert [draw(found) for draw in (drawings.by_dataset, drawings.verdict_map, drawings.cumulative)] == [None] * 3
    assert all(not isinstance(draw(found), blocks.Block) for draw in DRAWN)


def test_a_chart_that_fails_is_a_line_that_names_it(monkeypatch):
    """Whatever a chart raises, the others are drawn, and its place says which one is missing and why."""

    def fails(*_):
        raise TypeError("Window(None, None)")

    monkeypatch.setattr(drawings, "specification_curve", fails)
    found = checked("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.", ["pirates"])
    line = drawings.curve(found)
    assert isinstance(line, blocks.Block)
    assert "“All comparisons in order” could not be drawn (TypeError: Window(None, None))" in line.text
    assert isinstance(drawings.counts(found), drawings.Explained)


@pytest.mark.parametrize(
    "text", ["Shark attacks in Australia rose by 40 percent in 2022.", "Deaths rose by 20 percent in 2023."]
)
def test_a_claim_that_cannot_be_checked_is_one_paragraph(text):
    """Why, in one paragraph, by the name that the list of claims has for it; every other section is left out whole."""
    found = checked(text)
    said = blocks.refused(found)
    assert found.refusal.missing in said.text
    assert said.html.count('<p class="answer">') == 1
    assert said.text.startswith(f"{found.finding.value}. {found.refusal.missing}")
    assert "something else" not in said.text
    assert [section(found) for section in SECTIONS] == [None] * len(SECTIONS)


def test_a_claim_that_was_checked_is_not_refused():
    """No paragraph on what is missing stands beside an answer."""
    found = checked("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.", ["pirates"])
    assert blocks.refused(found) is None
    assert first_screen.answer(found).text


def test_an_introduction_comes_with_its_chart_alone():
    """The words on a map of all periods are the map's: totals by year have neither."""
    daily = checked("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.", ["pirates"])
    assert "one square of the map" in drawings.verdict_map(daily).introduction
    totals = checked("Suicide attacks in Pakistan rose by 500 percent in 2022 compared with 2020.", ["picss"])
    assert drawings.verdict_map(totals) is None


def test_a_figure_is_linked_to_where_it_was_published():
    """Each source's row has the document of both its counts; the data have them for every comparison."""
    found = checked("Suicide attacks in Pakistan rose by 500 percent in 2022 compared with 2020.", ["picss"])
    html = first_screen.by_source(found).html
    cells = found.sources[0].series.cells.table
    for year in (2020, 2022):
        url = cells.loc[(cells["start"].dt.year == year) & (cells["end"].dt.day_of_year >= 365), "url"].iloc[-1]
        assert f'href="{url}"' in html
    result = blocks.result(found)
    assert all(one["published_in"][0]["url"].startswith("http") for one in result.data["figures"])
    rows = list(csv.DictReader(io.StringIO(result.table)))
    assert rows
    assert all(row["after_url"].startswith("http") and row["before_document"] for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        "Suicide attacks in Pakistan rose by 500 percent in 2022 compared with 2020.",
        "There were 376 militant attacks in Pakistan in 2022.",
        "Pirate attacks worldwide in 2010 were the highest since 2005.",
        "A third of pirate attacks in Indonesia in 2015 were hijackings.",
        "There were more pirate attacks off Nigeria than off Ghana in 2019.",
        "Pirate attacks in Indonesia fell by two-thirds in March 2018 compared with March 2015.",
    ],
)
def test_the_counts_are_drawn_for_wide_and_narrow_pages(text):
    """Both forms are SVG with text as text, colours for light and dark, and the counts of the compared stretches."""
    found = checked(text)
    chart = drawings.counts(found).chart
    both = forms(chart)
    assert set(both) == {"wide", "narrow"}
    for drawn in both.values():
        root = ElementTree.fromstring(drawn)  # noqa: S314 (made here)
        words = " ".join(root.itertext())
        assert f"{found.headline['after_count']:,}" in words or "%" in words
        assert "prefers-color-scheme:dark" in drawn
    assert set(chart.data.columns) == {"series", "start", "end", "value"}
    assert chart.data["value"].notna().any()


def test_a_colour_for_the_dark_is_light_enough():
    """Ink turns to nearly white, paper-like greys turn dark, and colours keep their hue."""
    assert in_the_dark("#222222") > "#c"
    assert in_the_dark("#ffffff") < "#3"
    red, green, blue = (int(in_the_dark("#b34700")[at : at + 2], 16) for at in (1, 3, 5))
    assert red > green > blue


def test_counts_are_labelled_with_what_their_ticks_are():
    """A tick at 2.5 is called 2.5, not 2 or 3, and thousands are apart."""
    figure = Figure()
    axes = figure.subplots()
    count_axis(axes, 10.5)
    label = axes.yaxis.get_major_formatter()
    assert [label(value, 0) for value in (0.0, 2.5, 7.5, 10.0, 1500.0)] == ["0", "2.5", "7.5", "10", "1,500"]


def test_a_series_that_does_not_vote_is_drawn_with_its_comparison():
    """What stands beside the finding has counts of its own: it is not said to have none."""
    found = checked("Terrorist attacks in Pakistan rose by 60 percent in 2022 compared with 2020.")
    assert any(one.weight == 0 for one in found.answers)
    chart = drawings.by_dataset(found).chart
    assert "no comparison with enough counts" not in chart.alt


def test_rates_are_shown_per_100_000_people_wherever_a_reader_looks():
    """Sentence, table and chart have the same two rates; the source of the sentence comes first, and only once."""
    found = checked("The murder rate in the United States rose by 30 percent in 2020.")
    counts = [f"{found.headline[f'{side}_count'] / 1000:.2f}" for side in ("after", "before")]
    chart = drawings.counts(found).chart
    assert all(count in found.sentence for count in counts)
    assert all(count in forms(chart)["wide"] for count in counts)
    assert "per 100,000 people" in chart.subtitle
    assert chart.data["value"].max() < 100
    first = first_screen.by_source(found).text.splitlines()[0]
    assert all(count in first for count in counts)
    assert first.startswith("The FBI")
    assert not any("The FBI" in one for one in found.said_of("beside"))


def test_that_a_text_denies_what_is_checked_is_said_with_the_answer():
    """A denial is not read as the statement itself."""
    found = checked("It is not true that terrorist attacks in Pakistan rose by 300 percent in 2022.")
    assert first_screen.answer(found).text.splitlines()[0] == "The text denies the statement that is checked here."
