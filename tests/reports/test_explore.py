"""explore_baseline: parameters by name, numbers as single comparisons give them, sliders that move the charts."""

from datetime import date, timedelta

import nbformat
import numpy as np
import papermill
import pytest

from verifier.comparisons.compare import compare_windows
from verifier.errors import DataError, NotCoveredError, UsageError
from verifier.reports import explore_blocks as blocks
from verifier.reports.explore_charts import windows_chart
from verifier.reports.explored import ExploreParameters, in_days, open_explored
from verifier.reports.page import claim_section
from verifier.resources import shipped
from verifier.window import Window

PIRATES = {"dataset": "pirates", "place": "Indonesia", "end": "2018-12-31", "claimed": -66, "offset": 36}


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"datset": "x"}, UsageError, "datset"),
        ({"place": "Atlantis"}, UsageError, "Atlantis"),
        ({"length": 0}, UsageError, "length"),
        ({"length": 12.0}, UsageError, "length"),
        ({"offset": 121}, UsageError, "offset"),
        ({"offset": 6}, UsageError, "share days"),
        ({"claimed": 0}, UsageError, "claimed"),
        ({"claimed": True}, UsageError, "claimed"),
        ({"claimed": "60"}, UsageError, "claimed"),
        ({"end": "31 December"}, UsageError, "end"),
        ({"end": "2030-01-01"}, NotCoveredError, "2030-01-01"),
        ({"dataset": "pips", "end": "2016-12-31"}, NotCoveredError, "no total for 2016"),
        ({"measure": "bicycle thefts"}, DataError, "bicycle thefts"),
    ],
)
def test_wrong_parameters_are_named(given, error, words):
    """The message names the parameter or the value, and what there is."""
    with pytest.raises(error, match=words):
        open_explored(**given)


def test_the_notebook_documents_every_parameter():
    """papermill's own help lists each parameter with its type and what it is for."""
    listed = papermill.inspect_notebook(str(shipped("notebooks") / "explore_baseline.ipynb"))
    assert set(listed) == set(ExploreParameters.__dataclass_fields__)
    for name, parameter in listed.items():
        assert parameter["help"], name
        assert parameter["inferred_type_name"] in {"str", "int", "float"}, name


def test_every_point_of_the_map_is_a_single_comparison():
    """Counts and ratio at points of the map are those of comparing the two windows alone."""
    explored = open_explored(**PIRATES)
    found = explored.map
    for length, offset in [(1, 1), (12, 12), (12, 36), (24, 120), (36, 47)]:
        after = Window(explored.end - timedelta(in_days(length) - 1), explored.end)
        before = Window(*(day - timedelta(in_days(offset)) for day in (after.start, after.end)))
        alone = compare_windows(explored.series, after, before)
        at = (length - 1, offset - 1)
        assert (found.after[at], found.before[at]) == (alone.after.count, alone.before.count)
        assert found.ratio[at] == pytest.approx(alone.ratio)
        assert found.known[at]
    assert not found.known[11, 10]
    assert f"{found.known.sum():,} pairs" in blocks.words(explored).text


def test_the_known_fall_is_in_the_notebook():
    """35 pirate attacks in 2018 against 111 in 2015."""
    explored = open_explored(**PIRATES)
    for said in (blocks.chosen(explored).text, blocks.table(explored).text, blocks.windows(explored).chart.title):
        assert "35 against 111" in said
    assert explored.map.ratio[11, 35] == pytest.approx(35 / 111)


def test_windows_outside_the_coverage_are_said_to_be():
    """The first year that is known has nothing before it: no piece fails, and none makes up a number."""
    explored = open_explored(dataset="pirates", place="IDN", end="1993-12-31")
    assert "cannot be counted" in blocks.chosen(explored).text
    assert "cannot be counted" in blocks.windows(explored).text
    assert "12 months | not covered" in blocks.table(explored).text
    assert blocks.every(explored).chart.alt


def test_a_day_of_a_gap_is_not_counted_as_none(monkeypatch):
    """A pair of windows that touches a gap is unknown in the map."""
    explored = open_explored(**PIRATES)
    days = explored.series.known_days.copy()
    at = (date(2017, 6, 1) - explored.coverage.start).days
    days[at + 1 :] -= 1
    monkeypatch.setitem(explored.series.__dict__, "known_days", days)
    assert not explored.map.known[23, 35]
    assert explored.map.known[11, 35]
    assert np.all(explored.map.before[~explored.map.known] == 0)


def test_without_widgets_the_notebook_says_so(monkeypatch):
    """Where ipywidgets is missing, a sentence stands in the place of the sliders."""
    monkeypatch.setitem(__import__("sys").modules, "ipywidgets", None)
    assert "pip install ipywidgets" in blocks.sliders(open_explored()).text


def test_the_sliders_draw_again():
    """Another window gives other charts with their words; an offset that is too short moves with the length."""
    pytest.importorskip("ipywidgets", reason="the sliders are an extra: pip install ipywidgets")
    sliders = blocks.sliders(open_explored(**PIRATES))
    assert "35 against 111" in sliders.shown.value
    sliders.offset.value = 24
    assert "35 against 48" in sliders.shown.value
    sliders.length.value = 30
    assert sliders.offset.value == 30
    assert sliders.shown.value.count('alt="') == 2
    sliders.end.value = date(2017, 12, 31)
    assert "31 December 2017" in sliders.shown.value
    bundle = sliders._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "Run All Cells" in bundle["text/html"]


def test_a_page_of_the_notebook_stands_without_sliders():
    """Exported, the notebook has both charts with their words and the table, and nothing that needs a kernel."""
    html = claim_section(nbformat.read(shipped("notebooks") / "explore_baseline.ipynb", 4))
    assert html.count("<img") == 2
    assert "pairs of equally long periods" in html
    assert "<table>" in html
    assert "widget" not in html


def test_published_totals_are_compared_by_whole_years():
    """The seed's own source has no days: its years are compared, in the numbers, the map, the table and the sliders."""
    pytest.importorskip("ipywidgets")
    explored = open_explored(dataset="pips", place="PAK", measure="terrorist attacks", end="2022-12-31", offset=24)
    assert (str(explored.after), str(explored.before)) == (str(Window.parse("2022")), str(Window.parse("2020")))
    assert (explored.comparison.after.count, explored.comparison.before.count) == (262, 146)
    found = explored.map
    assert found.after[found.known].min() >= 262
    assert found.before[0, 1] == 146
    assert "262 against 146" in blocks.table(explored).text
    sliders = blocks.sliders(explored)
    assert sliders.length.step == sliders.offset.step == 12
    sliders.offset.value = 12
    assert "207" in sliders.shown.value


def test_a_year_is_a_whole_year():
    """Twelve months up to the end of 2021 are 2021 and, a year earlier, 2020 with its 29 February."""
    explored = open_explored(end="2021-12-31")
    assert str(explored.after) == str(Window.parse("2021"))
    assert str(explored.before) == str(Window.parse("2020"))


def test_the_picture_stays_where_it_is_while_the_windows_move():
    """Both axes are those of all that is known, whatever the windows."""
    explored = open_explored()
    charts = [windows_chart(explored.moved(explored.end, *pair)).figure.axes[0] for pair in ((6, 6), (24, 96))]
    assert charts[0].get_xlim() == charts[1].get_xlim()
    assert charts[0].get_ylim() == charts[1].get_ylim()
