"""Several series counted together against each of them alone."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_series import FIRST, dense, series

from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.ranking import tiles, tilings
from verifier.comparisons.rules import GRAIN_MONTHS
from verifier.comparisons.series import Series
from verifier.comparisons.spans import Spans
from verifier.window import Window

NOTHING = series([], dense=True)


@st.composite
def figures(draw):
    """A series of published figures about months of two years and stretches of them."""
    rows = []
    for _ in range(draw(st.integers(0, 8))):
        first = draw(st.integers(0, 23))
        last = draw(st.integers(first, 23))
        start = date(2020 + first // 12, first % 12 + 1, 1)
        end = date(2020 + (last + 1) // 12, (last + 1) % 12 + 1, 1) - timedelta(days=1)
        rows.append((start, end, draw(st.integers(0, 99)), draw(st.sampled_from(["2022-01-01", "2023-01-01"]))))
    return series(rows)


@st.composite
def daily(draw):
    """A series of days, of some of which nothing may be known."""
    made = dense(draw(st.lists(st.integers(0, 9), min_size=1, max_size=800)))
    gaps = tuple((gap, "records were lost") for gap in draw(st.lists(windows(), max_size=2)))
    return Series(replace(made.cells, gaps=gaps))


@st.composite
def windows(draw):
    """Whole months as often as any days."""
    if draw(st.booleans()):
        first, last = sorted((draw(st.integers(0, 23)), draw(st.integers(0, 23))))
        end = date(2020 + (last + 1) // 12, (last + 1) % 12 + 1, 1) - timedelta(days=1)
        return Window(date(2020 + first // 12, first % 12 + 1, 1), end)
    start = FIRST + timedelta(days=draw(st.integers(-50, 900)))
    return Window(start, start + timedelta(days=draw(st.integers(0, 400))))


@given(
    st.lists(daily() | figures() | st.just(NOTHING), min_size=1, max_size=5), st.lists(windows(), min_size=1), st.data()
)
def test_counts_of_several_are_those_of_each(each, asked, data):
    """Whatever the series are, and in whatever order they are asked."""
    several = ManySeries(each)
    which = [data.draw(st.integers(0, len(several.each) - 1)) for _ in asked]
    counts, known = several.counts(np.array(which), Spans.of(asked))
    for at, window, count, has in zip(which, asked, counts.tolist(), known.tolist(), strict=True):
        (alone,), (covered,) = several.each[at].counts(Spans.of([window]))
        assert (count, has) == (alone, covered)
        assert has == several.each[at].covers(window)


def test_stocks_of_several_are_looked_up_by_the_last_day():
    """Where a window of stocks begins does not matter, in several series as in one."""
    years = [(date(year, 1, 1), date(year, 12, 31), count, "2023-01-01") for year, count in ((2020, 7), (2021, 9))]
    each = [Series(replace(series(years[:some]).cells, stock=True)) for some in (1, 2)]
    asked = Spans.of([Window.parse(one) for one in ("2020-12-31", "2020", "2020-06-01..2021-12-31", "2020-06-30")])
    several = ManySeries(each)
    for at, one in enumerate(each):
        which = np.array([at] * len(asked) + [1 - at], dtype=np.int64)
        more = Spans(np.append(asked.starts, asked.starts[0]), np.append(asked.ends, asked.ends[0]))
        found, known = several.counts(which, more)
        counts, is_known = one.counts(asked)
        assert (found[:-1].tolist(), known[:-1].tolist()) == (counts.tolist(), is_known.tolist())
        assert known[0]


def test_a_series_is_held_once_and_found_again():
    """Its place is that of the first time; a series that is not held is an error, even one that looks the same."""
    one, other = dense([1, 2]), dense([1, 2])
    several = ManySeries([one, other, one])
    assert [several.place(each) for each in (one, other)] == [0, 1]
    assert len(several.each) == 2
    with pytest.raises(KeyError):
        several.place(NOTHING)


def test_what_several_cover_and_publish():
    """Days covered and published spans lie by series; what covers nothing has no first day and no last one."""
    year = series([("2021-01-01", "2021-12-31", 5), ("2021-01-01", "2021-01-31", 1), ("2021-01-01", "2021-12-31", 6)])
    several = ManySeries([dense([1, 2, 3]), year, NOTHING])
    first, last = several.covered
    assert first.tolist() == [FIRST.toordinal(), date(2021, 1, 1).toordinal(), 0]
    assert last.tolist()[:2] == [FIRST.toordinal() + 2, date(2021, 12, 31).toordinal()]
    assert last[2] > date.max.toordinal()
    begin, many, spans = several.published
    assert (begin.tolist(), many.tolist()) == ([0, 0, 2], [0, 2, 0])
    assert spans.windows() == year.own_spans == [Window.parse("2021-01"), Window.parse("2021")]


def test_which_series_come_with_their_places():
    """Every series that is asked, with the windows that ask it, in their order."""
    several = ManySeries([dense([1]), dense([2]), dense([3])])
    found = {id(one): rows.tolist() for one, rows in several.by_series(np.array([2, 0, 2, 0, 0]))}
    assert found == {id(several.each[0]): [1, 3, 4], id(several.each[2]): [0, 2]}


@given(
    st.lists(st.tuples(windows(), st.dates(date(2000, 1, 1), date(2022, 1, 1)), st.sampled_from(list(GRAIN_MONTHS))))
)
def test_tiles_of_many_windows_are_those_of_each(several):
    """However many are looked at in one go."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("verifier.comparisons.ranking.AT_ONCE", 30)
        asked = Spans.of([window for window, _, _ in several])
        first = np.array([day.toordinal() for _, day, _ in several], dtype=np.int64)
        parts = list(tilings(asked, first, np.array([GRAIN_MONTHS[grain] for *_, grain in several], dtype=np.int64)))
    found = [[] for _ in several]
    for index, spans in parts:
        for at, window in zip(index.tolist(), spans.windows(), strict=True):
            found[at].append(window)
    assert found == [tiles(*one).windows() for one in several]
