"""Charts over a grid of made-up checks: every finding, tiny and huge counts, long names, few and many comparisons."""

import re
from datetime import timedelta
from functools import cache

import pytest
from drawn import assert_legible
from made import CASES, STEADY, checked, series, source

from verifier.charts.by_dataset import by_dataset_chart
from verifier.charts.counts import counts_chart
from verifier.charts.cumulative import cumulative_chart
from verifier.charts.influence import influence_chart
from verifier.charts.specification_curve import COLUMNS, specification_curve
from verifier.charts.style import NoChartError
from verifier.charts.themed import form
from verifier.charts.verdict_map import verdict_map_chart
from verifier.claims.reader import parse
from verifier.findings.check import check
from verifier.findings.position import Finding
from verifier.window import Window

CHARTS = {
    "counts": counts_chart,
    "by-dataset": by_dataset_chart,
    "cumulative": cumulative_chart,
    "curve": specification_curve,
    "influence": influence_chart,
    "map": verdict_map_chart,
}
made = cache(lambda case: CASES[case]())


@cache
def drawn(case, name):
    """The chart, or None where it says that it does not apply."""
    try:
        return CHARTS[name](made(case))
    except NoChartError:
        return None


@pytest.mark.parametrize("case", CASES)
def test_words_stay_apart_and_fit_the_picture(case):
    """No text of any chart covers another or is cut off: on a page or on a phone."""
    for name in CHARTS:
        if chart := drawn(case, name):
            assert_legible(chart.figure)
            assert_legible(form(chart, "narrow"))


@pytest.mark.parametrize("case", CASES)
def test_words_are_there_and_hold_no_leftovers_of_code(case):
    """Reading and alternative text are sentences with numbers, without nan or inf."""
    for name in CHARTS:
        if chart := drawn(case, name):
            assert chart.reading.endswith(".") or name == "counts"
            assert re.search(r"\d", chart.alt)
            assert len(chart.alt) > 80
            for words in (chart.title, chart.reading, chart.alt):
                assert not re.search(r"\bnan\b|\binf\b|\bNone\b|  ", words), words


def test_the_cases_reach_every_finding():
    """The grid holds each finding that there is."""
    assert {made(case).finding for case in CASES} == set(Finding)


def test_a_chart_that_does_not_apply_says_why():
    """Totals for whole years cannot be added up day by day, nor mapped; nothing is drawn of counts too small."""
    for name, why in (("cumulative", "counts day by day"), ("map", "counts day by day")):
        with pytest.raises(NoChartError, match=why):
            CHARTS[name](made("totals"))
    for case in ("not-checkable", "nobody-answers"):
        for name in CHARTS:
            with pytest.raises(NoChartError, match="enough counts"):
                CHARTS[name](made(case))
    with pytest.raises(NoChartError, match="two options"):
        influence_chart(made("one"))


def test_counts_begin_at_zero():
    """Every axis of counts shows zero."""
    for case in ("holds-up", "tiny", "huge", "from-none"):
        for name in ("counts", "cumulative"):
            assert all(axes.get_ylim()[0] == 0 for axes in drawn(case, name).figure.axes)


def test_running_totals_end_at_the_counts_of_the_comparison():
    """The two lines end at the counts of the windows compared."""
    check = made("holds-up")
    data = drawn("holds-up", "cumulative").data
    assert data[["after", "before"]].iloc[-1].tolist() == [
        check.headline["after_count"],
        check.headline["before_count"],
    ]
    assert (data[["after", "before"]].diff().dropna() >= 0).all().all()


def test_the_map_holds_the_comparison_it_marks():
    """A square of the map has the counts that the series gives for its two windows."""
    check = made("depends")
    chart = drawn("depends", "map")
    series, end = check.sources[0].series, check.headline["after_end"]
    for row in chart.data.sample(40, random_state=1).itertuples():
        after = Window(end - timedelta(row.days - 1), end)
        before = Window(*(day - timedelta(row.baseline_days_earlier) for day in (after.start, after.end)))
        assert (row.after, row.before) == (series.count(after).count, series.count(before).count)


def test_influence_agrees_with_the_decisive_choice():
    """The first choice of the chart is the one that the finding names, with the same share."""
    for case in ("two", "at-least"):
        decisive, table = made(case).decisive_choice, drawn(case, "influence").data
        assert table["factor"].iloc[0] == decisive.factor
        assert table["variance_share"].iloc[0] == pytest.approx(decisive.variance_share)


def test_a_hundred_thousand_comparisons_are_drawn_as_a_few_hundred_columns():
    """The curve stays as small as with a few comparisons; its columns stand for all of them, in order."""
    check = checked([source(series({year: 1 + year % 3 for year in range(2000, 2024)}))], times=5600)
    assert len(check.rows) > 100_000
    chart = specification_curve(check)
    assert_legible(chart.figure)
    assert len(chart.data) == COLUMNS
    assert chart.data["comparisons"].sum() == (check.rows["outcome"] != "insufficient").sum()
    assert chart.data["ratio"].is_monotonic_increasing
    assert len(chart.png()) < 150_000


@pytest.mark.parametrize(("claim", "way"), [("rise", "a rise"), ("fall", "a fall")])
def test_titles_speak_of_the_way_that_is_claimed(claim, way):
    """For a claim of a fall the title counts the sources that fell."""
    check = checked([source(series({**STEADY, 2023: 1.2}, name), name) for name in ("one", "two")], claim)
    title = by_dataset_chart(check).title
    assert title == ("None of 2 sources shows a rise" if claim == "rise" else "Both sources show a fall")
    assert way in title


def test_charts_of_changes_are_left_out_for_two_countries():
    """ "More attacks off Nigeria than off Ghana": one window of two places has no baseline to draw."""
    (claim,) = parse("There were more pirate attacks off Nigeria than off Ghana in 2019.", published="2020-02-01")
    found = check(claim, ["pirates"])
    assert found.statistic == "sides"
    for chart in (by_dataset_chart, cumulative_chart, influence_chart, verdict_map_chart):
        with pytest.raises(NoChartError, match="not one of change"):
            chart(found)
    assert specification_curve(found).title


def test_running_totals_of_a_leap_year_have_its_last_day():
    """The year with a day more is added up to its end, and the other stays where it ended."""
    said = "The number of migrants who died in the Mediterranean fell by 18 percent in 2024."
    found = check(parse(said, published="2025-01-14")[0])
    data = cumulative_chart(found).data
    assert len(data) == 366
    assert data[["after", "before"]].iloc[-1].tolist() == [2_573, 3_155]
