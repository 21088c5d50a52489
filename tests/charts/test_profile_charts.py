"""Charts of vintages and profiles: legible for every kind of dataset, zero visible, words that fit the numbers."""

from datetime import date

import pytest
from drawn import assert_legible

from verifier.charts.profile_charts import coverage_chart, definitions_chart, dispersion_chart, seasonality_chart
from verifier.charts.vintages import vintages_chart
from verifier.incidents.catalogue import load
from verifier.reports.profiled import open_profile

PROFILES = [("pips", "PAK"), ("picss", "PAK"), ("ucdp-ged", "PAK"), ("ucdp-country-year", "WLD"), ("pirates", "IDN")]


def drawn(profile):
    """Every chart that the profile has."""
    title = profile.dataset.title
    charts = {
        "coverage": coverage_chart(profile.cells, profile.every, profile.dataset.breaks, title),
        "definitions": definitions_chart(profile.cells, profile.every, title),
    }
    if profile.cells.dense:
        charts |= {
            "seasonality": seasonality_chart(profile.cells, title),
            "dispersion": dispersion_chart(profile.cells, title),
        }
    if profile.against:
        charts["vintages"] = vintages_chart(profile.against, profile.cells, title)
    return charts


@pytest.fixture(scope="module", params=PROFILES, ids=lambda one: "-".join(one))
def charts(request):
    """The charts of one dataset and place."""
    return drawn(open_profile(dataset=request.param[0], place=request.param[1]))


def test_every_chart_is_legible(charts):
    """No text covers another, none is cut off."""
    for chart in charts.values():
        assert_legible(chart.figure)


def test_every_chart_has_words_and_is_the_same_each_time(charts):
    """Title, alternative text and the same bytes for the same numbers."""
    for chart in charts.values():
        assert chart.title in chart.alt
        assert len(chart.alt) > 80
        assert chart.png() == chart.png()


def test_counts_are_drawn_from_zero(charts):
    """Every axis with counts begins at zero."""
    for name in ("definitions", "seasonality", "dispersion"):
        for axes in charts[name].figure.axes if name in charts else []:
            assert axes.get_ylim()[0] == 0
    if "vintages" in charts:
        assert charts["vintages"].figure.axes[0].get_xlim()[0] == 0


def test_unknown_years_are_not_drawn_as_zeros():
    """The years that PIPS says nothing about have no bar and a cross, and no count in the data."""
    profile = open_profile(dataset="pips")
    chart = definitions_chart(profile.cells, profile.every, "t")
    rows = chart.data[chart.data["definition"] == "terrorist-attacks"].set_index("year")
    assert rows.loc[2015:2018, "count"].isna().all()
    assert rows.loc[2014, "count"] == 1206
    panel = chart.figure.axes[0]
    bars = {round(bar.get_x() + bar.get_width() / 2) for bar in panel.patches}
    crosses = {year for line in panel.lines if line.get_marker() == "x" for year in line.get_xdata()}
    assert not bars & set(range(2015, 2019))
    assert set(range(2015, 2019)) <= crosses


def test_the_vintages_chart_says_what_changed():
    """The title is the tally of the data, and a restated year stands with both counts in words and picture."""
    dataset = load("picss")
    old, new = (dataset.cells("militant-attacks", "PAK", vintage=one) for one in ("2023-01-02", "2025-01-31"))
    chart = vintages_chart(old, new, dataset.title)
    number = chart.data["change"].value_counts()
    both = number["restated"] + number.get("unchanged", 0)
    assert chart.title.startswith(f"{number['restated']} of {both} totals in both releases restated")
    assert "2022: 376 → 380" in chart.alt
    assert "376 → 380" in {text.get_text() for text in chart.figure.axes[0].texts}


def test_breaks_close_together_stay_apart():
    """The numbers of two breaks in one month are not drawn over each other; a break outside the data is not drawn."""
    profile = open_profile(dataset="pirates", place="IDN")
    breaks = [(date(2001, 1, 1), "a"), (date(2001, 1, 20), "b"), (date(2050, 1, 1), "c")]
    chart = coverage_chart(profile.cells, profile.every, breaks, "t")
    assert_legible(chart.figure)
    assert {text.get_text() for text in chart.figure.axes[0].texts} == {"1", "2"}
