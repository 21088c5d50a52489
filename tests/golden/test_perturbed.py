"""Settings of a claim's parameters: the same as going through them one by one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from perturbed import Parameter, Periods, Space, perturb
from test_series import dense, series

from verifier.comparisons.spans import Spans
from verifier.window import Window

LEVELS = ((1.0, 1), (3.0, 4))


def space(size, length=2):
    """w, t and d over a short series."""
    return Space(
        (
            Parameter("w", range(1, size + 1), length, 2.0, LEVELS),
            Parameter("t", range(size), size - 1, 3.0),
            Parameter("d", range(1, size), length, 4.0, LEVELS),
        )
    )


@given(
    st.lists(st.sampled_from([0, 1, 2, 5, 9, None]), min_size=2, max_size=14),
    st.booleans(),
)
def test_every_setting_is_what_adding_up_gives(counts, overlapping):
    """Settings, ratios and sensibility equal the three loops of the obvious way; unknown periods give none."""
    values = [math.nan if count is None else float(count) for count in counts]
    size = len(values)
    found = perturb(Periods(np.array(values)), space(size), overlapping=overlapping)
    made = dict(
        zip(
            zip(*(found.settings[name].tolist() for name in "wtd"), strict=True),
            zip(found.ratio, found.sensibility, strict=True),
            strict=True,
        )
    )
    wanted = {}
    for w in range(1, size + 1):
        for t in range(size):
            for d in range(1 if overlapping else w, size):
                if t - d - w + 1 < 0:
                    continue
                after, before = sum(values[t - w + 1 : t + 1]), sum(values[t - d - w + 1 : t - d + 1])
                if math.isnan(after) or math.isnan(before) or (after == before == 0):
                    continue
                worth = (3 if w % 4 == 0 else 1) * (3 if d % 4 == 0 else 1)
                distance = ((w - 2) / 2) ** 2 + ((t - size + 1) / 3) ** 2 + ((d - 2) / 4) ** 2
                wanted[w, t, d] = (after / before if before else math.inf, worth * math.exp(-distance / 2))
    assert made.keys() == wanted.keys()
    for key, numbers in wanted.items():
        assert made[key] == pytest.approx(numbers, rel=1e-9)


def test_the_most_sensible_come_first_and_ties_keep_their_order():
    """Counter-arguments give less than asked, by sensibility."""
    found = perturb(Periods(np.array([4.0, 5, 6, 5, 4, 3, 2, 1])), space(8))
    counters = found.counters(1.0, 50)
    assert counters
    assert all(each["ratio"] < 1 for each in counters)
    assert [each["sensibility"] for each in counters] == sorted(
        (each["sensibility"] for each in counters), reverse=True
    )


def test_periods_of_a_series_are_unknown_where_it_is():
    """A year without a figure is unknown, not zero; a covered day without incidents is zero."""
    years = [Window.parse(str(year)) for year in (2020, 2021, 2022)]
    published = series([("2020-01-01", "2020-12-31", 7), ("2022-01-01", "2022-12-31", 9)])
    found = Periods.of(published, Spans.of(years))
    assert found.values.tolist()[::2] == [7, 9]
    assert math.isnan(found.values[1])
    assert found.at("2022-12-31") == 2
    days = [Window.parse(f"2020-01-0{day}..2020-01-0{day}") for day in (1, 2, 3)]
    assert Periods.of(dense([1, 0, 2]), Spans.of(days)).values.tolist() == [1, 0, 2]


def test_what_cannot_be_asked_is_said():
    """A width of nothing is refused by name."""
    with pytest.raises(ValueError, match="gap"):
        Parameter("gap", [1], 1, 0)
