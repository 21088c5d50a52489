"""Counting windows: prefix sums for day-by-day tables, exact tiling for published totals."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.comparisons.series import Series
from verifier.comparisons.spans import Spans
from verifier.errors import NotCoveredError
from verifier.incidents.cells import Cells, Definition
from verifier.window import Window

FIRST = date(2020, 1, 1)


def series(rows, coverage=None, *, dense=False):
    """A series from (start, end, count[, published]) rows with ISO dates."""
    filled = [(*row, "2024-01-01")[:4] for row in rows]
    table = pd.DataFrame(filled, columns=["start", "end", "count", "published"])
    for name in ("start", "end", "published"):
        table[name] = pd.to_datetime(table[name])
    table["document"] = [f"report {place}" for place in range(len(table))]
    table["url"] = ""
    table["count"] = table["count"].astype("int64")
    definition = Definition("attacks", "attacks", "incidents", "count")
    return Series(Cells("made-up", "1", definition, "PAK", table, coverage, dense))


def dense(counts):
    """A day-by-day series from 1 January 2020; days without incidents have no row."""
    rows = [
        (FIRST + timedelta(days=day), FIRST + timedelta(days=day), count) for day, count in enumerate(counts) if count
    ]
    return series(rows, Window(FIRST, FIRST + timedelta(days=len(counts) - 1)), dense=True)


@given(counts=st.lists(st.integers(0, 9), min_size=1, max_size=200), data=st.data())
def test_a_window_of_a_dense_series_is_the_sum_of_its_days(counts, data):
    """Prefix sums give what adding the days gives, for every window, days without a row being zeros."""
    first = data.draw(st.integers(0, len(counts) - 1))
    last = data.draw(st.integers(first, len(counts) - 1))
    window = Window(FIRST + timedelta(days=first), FIRST + timedelta(days=last))
    assert dense(counts).count(window).count == sum(counts[first : last + 1])


@given(
    lengths=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5), st.integers(0, 9)), min_size=1, max_size=12),
    data=st.data(),
)
def test_a_window_of_separate_figures_is_their_sum_where_they_leave_no_day_out(lengths, data):
    """Of figures that share no day, a window has a count if they fill it, in whatever order the table lists them."""
    rows, day = [], FIRST
    for gap, days, count in lengths:
        start = day + timedelta(days=gap)
        day = start + timedelta(days=days)
        rows.append((start, day - timedelta(days=1), count))
    one = series(data.draw(st.permutations(rows)))
    first = data.draw(st.integers(0, len(rows) - 1))
    last = data.draw(st.integers(first, len(rows) - 1))
    window = Window(rows[first][0], rows[last][1])
    found, known = one.counts(Spans.of([window]))
    inside = rows[first : last + 1]
    assert bool(known[0]) == (sum((end - start).days + 1 for start, end, _ in inside) == window.days)
    assert found[0] == (sum(count for *_, count in inside) if known[0] else 0)


def test_several_rows_of_a_day_add_up():
    """A day with more than one row (regions, say) counts all of them."""
    one = series(
        [("2020-01-02", "2020-01-02", 2), ("2020-01-02", "2020-01-02", 3)], Window(FIRST, date(2020, 1, 9)), dense=True
    )
    assert one.count(Window.parse("2020-01-01..2020-01-09")).count == 5
    assert np.array_equal(one.daily[:3], [0, 5, 0])


def test_a_window_past_the_coverage_is_not_covered():
    """Outside its coverage a dense series knows nothing, and says what it covers."""
    with pytest.raises(NotCoveredError, match=r"2020-01-01\.\.2020-01-03"):
        dense([1, 1, 1]).count(Window(FIRST, date(2020, 1, 4)))


def with_gap(counts, *gaps):
    """A day-by-day series of which the days in the gaps are not known."""
    return Series(replace(dense(counts).cells, gaps=tuple((Window.parse(gap), "the records are lost") for gap in gaps)))


@pytest.mark.parametrize(
    "window", ["2020-01-03..2020-01-04", "2020-01-04", "2020-01-01..2020-01-09", "2020-01-05..2020-01-06"]
)
def test_a_window_that_touches_a_gap_is_not_covered(window):
    """Nothing is known of a gap, so no window with a day of it has a count, and the reason is said: never zero."""
    made = with_gap([1, 2, 3, 0, 0, 4, 5, 6, 7], "2020-01-04..2020-01-05")
    asked = Window.parse(window)
    assert not made.covers(asked)
    with pytest.raises(NotCoveredError, match=r"nothing is known of 2020-01-04\.\.2020-01-05 \(the records are lost\)"):
        made.count(asked)


def test_windows_on_both_sides_of_a_gap_are_counted():
    """Up to the day before a gap and from the day after it, the series counts as any other."""
    made = with_gap([1, 2, 3, 0, 0, 4, 5], "2020-01-04..2020-01-05")
    assert made.count(Window.parse("2020-01-01..2020-01-03")).count == 6
    assert made.count(Window.parse("2020-01-06..2020-01-07")).count == 9


def test_days_of_a_gap_are_no_known_days():
    """Known days leave out the gaps, also one that reaches past an end of the coverage."""
    made = with_gap([1] * 6, "2019-12-30..2020-01-01", "2020-01-04..2020-01-05")
    assert made.known_days.tolist() == [0, 0, 1, 2, 2, 2, 3]


def test_totals_that_span_a_gap_do_not_cover_it():
    """A published total is no answer for a span of which its source says that it knows nothing."""
    made = series([("2020-01-01", "2020-12-31", 5)])
    assert made.covers(Window.parse("2020"))
    gapped = Series(replace(made.cells, gaps=((Window.parse("2020-03"), "not recorded"),)))
    assert not gapped.covers(Window.parse("2020"))


def test_totals_tile_a_window():
    """Two half-years make a year; a year and a month make thirteen months."""
    made = series(
        [("2022-01-01", "2022-06-30", 151), ("2022-07-01", "2022-12-31", 228), ("2023-01-01", "2023-01-31", 44)]
    )
    assert made.count(Window.parse("2022")).count == 379
    assert made.count(Window.parse("2022-01-01..2023-01-31")).count == 423


def test_one_published_total_beats_a_sum_of_parts():
    """Where the source gave the year's total, it is taken, and its document named, not the sum of the halves."""
    made = series(
        [("2022-01-01", "2022-06-30", 151), ("2022-07-01", "2022-12-31", 228), ("2022-01-01", "2022-12-31", 380)]
    )
    found = made.count(Window.parse("2022"))
    assert found.count == 380
    assert found.documents == ("report 2",)


def test_the_newer_of_equal_tilings_is_taken():
    """Of two totals for the same span the one published later counts."""
    made = series([("2022-01-01", "2022-12-31", 376, "2023-01-02"), ("2022-01-01", "2022-12-31", 380, "2023-12-25")])
    assert made.count(Window.parse("2022")).count == 380


@pytest.mark.parametrize(
    "window", ["2021", "2022-01-01..2022-11-30", "2022-02-01..2022-12-31", "2022-06", "2021-12-31..2022-12-31"]
)
def test_what_totals_do_not_tile_has_no_count(window):
    """No gap, no overlap, no share of a total: such a window has no count."""
    made = series([("2022-01-01", "2022-12-31", 380), ("2022-06-15", "2022-07-14", 30)])
    assert not made.covers(Window.parse(window))
    with pytest.raises(NotCoveredError):
        made.count(Window.parse(window))


def test_the_message_names_the_span_that_is_covered():
    """A year with a total to 25 December: the message gives the span up to there."""
    made = series([("2023-01-01", "2023-12-25", 623), ("2023-01-01", "2023-06-30", 271)])
    with pytest.raises(NotCoveredError, match=r"covered from that day is 2023-01-01\.\.2023-12-25"):
        made.count(Window.parse("2023"))


def test_the_message_names_totals_that_touch_the_window():
    """Where nothing starts on the window's first day, the totals that overlap it are named."""
    with pytest.raises(NotCoveredError, match=r"2022-01-01\.\.2022-12-31"):
        series([("2022-01-01", "2022-12-31", 380)]).count(Window.parse("2022-03"))


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.integers(0, 99)), min_size=1, max_size=12),
    st.integers(0, 40),
    st.integers(1, 30),
)
def test_tiling_agrees_with_trying_every_way(spans, start, length):
    """A window is covered exactly when some chain of spans fills it, and its count is that of a shortest chain."""
    rows = [(FIRST + timedelta(days=s), FIRST + timedelta(days=s + n - 1), count) for s, n, count in spans]
    made = series(rows)

    def chains(at, end):
        if at == end:
            yield []
        for s, n, count in spans:
            if s == at and s + n <= end:
                for rest in chains(s + n, end):
                    yield [count, *rest]

    ways = list(chains(start, start + length))
    window = Window(FIRST + timedelta(days=start), FIRST + timedelta(days=start + length - 1))
    assert made.covers(window) == bool(ways)
    if ways:
        fewest = min(len(way) for way in ways)
        assert made.count(window).count in {sum(way) for way in ways if len(way) == fewest}


@pytest.mark.parametrize("made", [series([("2022-01-01", "2022-12-31", 250)]), dense([1, 0, 2])])
@pytest.mark.parametrize("window", [Window(date(9999, 1, 1), date.max), Window(date.min, date.max)])
def test_the_last_day_there_is_can_be_asked_for(made, window):
    """A window up to the end of the calendar has no count, as any other that nothing is known of."""
    assert not made.covers(window)
    with pytest.raises(NotCoveredError):
        made.count(window)


@given(
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), min_size=1, max_size=8),
    asked=st.tuples(st.integers(0, 60), st.integers(1, 60)),
)
def test_the_whole_cells_of_a_window_are_its_longest_stretch_that_figures_tile(spans, asked):
    """Of all stretches inside the window that have a count none is longer; without one there is none."""

    def window(first, long):
        return Window(FIRST + timedelta(days=first), FIRST + timedelta(days=first + long - 1))

    made = series([(str(one.start), str(one.end), 7) for one in (window(*span) for span in spans)])
    inside = window(*asked)
    spans = made.whole_cells(Spans.of([inside]))
    counted = [
        one
        for first in range(asked[0], sum(asked))
        for long in range(1, sum(asked) - first + 1)
        if made.covers(one := window(first, long))
    ]
    assert bool(spans.days[0]) == bool(counted)
    if counted:
        found = spans.window(0)
        assert inside.contains(found)
        assert made.covers(found)
        assert found.days == max(one.days for one in counted)
