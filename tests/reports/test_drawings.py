"""Charts as a report shows them: left out where they say nothing, and never the end of a report."""

import pytest

from verifier.claims.reader import parse
from verifier.findings.check import check
from verifier.reports import blocks, cautions, drawings

DRAWN = [
    drawings.baseline, drawings.claimed, drawings.by_dataset, drawings.curve, drawings.influence, drawings.verdict_map,
    drawings.cumulative, drawings.vintages,
]  # fmt: skip
SECTIONS = [
    *DRAWN, blocks.finding, blocks.comparisons, blocks.both_sides, blocks.counted, blocks.sources, cautions.decides,
    cautions.uncertainty,
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
    assert isinstance(drawings.baseline(found), drawings.Explained)
    assert [draw(found) for draw in (drawings.by_dataset, drawings.verdict_map, drawings.cumulative)] == [None] * 3
    assert all(not isinstance(draw(found), blocks.Block) for draw in DRAWN)


def test_a_chart_that_fails_is_a_line_that_names_it(monkeypatch):
    """Whatever a chart raises, the others are drawn, and its place says which one is missing and why."""

    def fails(*_):
        raise TypeError("Window(None, None)")

    monkeypatch.setattr(drawings, "influence_chart", fails)
    found = checked("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.", ["pirates"])
    line = drawings.influence(found)
    assert isinstance(line, blocks.Block)
    assert "“How much each choice matters” could not be drawn (TypeError: Window(None, None))" in line.text
    assert isinstance(drawings.baseline(found), drawings.Explained)


@pytest.mark.parametrize(
    "text", ["Shark attacks in Australia rose by 40 percent in 2022.", "Deaths rose by 20 percent in 2023."]
)
def test_a_claim_that_cannot_be_checked_is_one_paragraph(text):
    """Why, and what counts other things, in one paragraph and a line; every other section is left out whole."""
    found = checked(text)
    said = blocks.refused(found)
    assert found.refusal.missing in said.text
    assert said.html.count('<p class="answer">') == 1
    assert "something else" in said.text
    assert [section(found) for section in SECTIONS] == [None] * len(SECTIONS)


def test_a_claim_that_was_checked_is_not_refused():
    """No paragraph on what is missing stands beside an answer."""
    found = checked("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.", ["pirates"])
    assert blocks.refused(found) is None
    assert blocks.finding(found).text


def test_an_introduction_comes_with_its_chart_alone():
    """The words on a map of all periods are the map's: totals by year have neither."""
    daily = checked("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.", ["pirates"])
    assert "one square of the map" in drawings.verdict_map(daily).introduction
    totals = checked("Suicide attacks in Pakistan rose by 500 percent in 2022 compared with 2020.", ["picss"])
    assert drawings.verdict_map(totals) is None
