"""Placebo dates: the same comparison in other years, none sharing a day with another."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from test_series import FIRST, dense, series

from verifier.comparisons.series import Series
from verifier.findings.placebo import LEAST, placebo
from verifier.window import Window


def one_by_one(made, after, before):
    """The rates' ratio, or the count, at each date that can be counted, the own one first; its pairs share no day."""
    whole = Window(before.start if before else after.start, after.end)
    step = next(years for years in range(1, 99) if not whole.years_earlier(years).overlaps(whole))
    found, used = [], []
    for years in sorted(range(-60, 61), key=lambda years: years != 0):
        if years % step:
            continue
        later, earlier = after.years_earlier(years), before.years_earlier(years) if before else None
        if not made.covers(later) or (earlier and not (made.covers(earlier) and made.count(earlier).count)):
            continue
        assert not any(each.overlaps(Window((earlier or later).start, later.end)) for each in used)
        used.append(Window((earlier or later).start, later.end))
        value = made.count(later).count
        found.append(value / made.count(earlier).count if earlier else value)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("after", "before"),
    [
        ("2027-03-01..2027-05-30", "2026-03-01..2026-05-30"),
        ("2026-03-01..2026-03-31", "2026-01-01..2026-01-31"),
        ("2030", "2027"),
        ("2026-06-01..2026-06-20", None),
    ],
)
def test_placebos_are_those_of_a_slow_loop(seed, after, before):
    """The windows moved by whole years, one after the other, no two pairs sharing a day."""
    made = dense(np.random.default_rng(seed).poisson(0.7, 365 * 30).tolist())
    after, before = Window.parse(after), Window.parse(before) if before else None
    own, *others = one_by_one(made, after, before)
    found = placebo(made, after, before)
    assert (found.dates, found.below) == (len(others), sum(one < own - 1e-12 for one in others))
    assert found.above == sum(one > own + 1e-12 for one in others)
    assert found.percentile == pytest.approx(100 * found.below / found.dates)


def test_published_years_are_placebos_too():
    """Totals of whole years are moved from year to year as days are."""
    made = series([(f"{year}-01-01", f"{year}-12-31", 10 * (year - 2000)) for year in range(2001, 2021)],
                  Window.parse("2001-01-01..2020-12-31"))  # fmt: skip
    found = placebo(made, Window.parse("2020"), Window.parse("2019"))
    assert (found.dates, found.below, found.above) == (9, 0, 9)


def test_no_placebo_touches_a_gap():
    """Dates for which a window would touch a gap are left out, so that zeros which only mean unknown do not count."""
    whole = dense([1, 2] * 365 * 8)
    year = Window.parse("2026")
    assert placebo(whole, year, year.years_earlier(1)).dates == 6
    gap = Window(date(2021, 5, 1), date(2021, 5, 9))
    gapped = Series(replace(whole.cells, gaps=((gap, "not recorded"),)))
    assert placebo(gapped, year, year.years_earlier(1)).dates == 5


def test_no_placebo_without_room():
    """Fewer than so many other dates give none, nor does an earlier window without incidents."""
    year = Window.parse("2021")
    few = dense([1] * 366 * (LEAST + 1))
    assert placebo(few, year, None) is not None
    assert placebo(dense([1] * 366 * LEAST), year, None) is None
    silent = dense([0] * 366 + [1] * 366 * 2 * LEAST)
    assert placebo(silent, year, Window(FIRST, FIRST + timedelta(days=365))) is None
