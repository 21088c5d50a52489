"""A number as said, as a target interval."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier import parse
from verifier.claims.claim import Claim
from verifier.claims.readings.claim_readings import half_unit, readings
from verifier.claims.readings.kind_readings import EVERY_STEP, unit_days


def claim(**fields: Any) -> Claim:
    value = fields.get("value", 60.0)
    said = " to ".join(
        f"{number:g}" for number in (value if isinstance(value, tuple) else [value]) if number is not None
    )
    base = {
        "id": "c1", "text": said, "start": 0, "end": 1, "sentence": "", "kind": "change", "form": "pct_change",
        "direction": "up", "value": 60.0, "unit": "percent", "comparator": "exact",
    }  # fmt: skip
    return Claim(**(base | fields))


def intervals(one: Claim) -> list[tuple[float, float]]:
    return [(pytest.approx(found.low), pytest.approx(found.high)) for found in readings(one)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": 60.0}, [(1.55, 1.65)]),
        ({"value": 62.0}, [(1.615, 1.625)]),
        ({"value": 51.5, "text": "51.5 percent"}, [(1.5145, 1.5155)]),
        ({"value": 50.0, "text": "50.0%"}, [(1.4995, 1.5005)]),
        ({"value": 500.0}, [(5.5, 6.5), (4.5, 5.5)]),
        ({"value": 60.0, "direction": "down"}, [(0.35, 0.45)]),
        ({"value": 60.0, "comparator": "more_than"}, [(1.6, math.inf)]),
        ({"value": 60.0, "comparator": "at_least", "direction": "down"}, [(0.0, 0.4)]),
        ({"value": 60.0, "comparator": "approx"}, [(1.5, 1.7)]),
        ({"value": 60.0, "comparator": "at_most"}, [(1.0, 1.6)]),
        ({"value": (20.0, 30.0)}, [(1.18, 1.33)]),
        ({"value": 62.0, "form": "to_pct_of_base", "direction": "down"}, [(0.615, 0.625)]),
        ({"value": 2.0, "form": "multiple", "unit": "times", "text": "doubled"}, [(1.9, 2.1)]),
        ({"value": 3.0, "form": "multiple", "unit": "times", "text": "three times more"}, [(2.8, 3.2), (3.7, 4.3)]),
        ({"value": 2.0, "form": "multiple", "direction": "down"}, [(1 / 2.2, 1 / 1.8)]),
        ({"value": 0.5, "form": "fraction_change", "direction": "down"}, [(0.45, 0.55)]),
        ({"value": 1 / 3, "form": "fraction_change", "direction": "up"}, [(1.3, 1 + 11 / 30)]),
        ({"value": 0.5, "form": "to_fraction_of_base", "direction": "down"}, [(0.45, 0.55)]),
        ({"value": (165.0, 252.0), "form": "from_to"}, [(251.5 / 165.5, 252.5 / 164.5)]),
        ({"value": (0.0, 5.0), "form": "from_to"}, [(4.5, 5.5)]),
        ({"value": 40.0, "form": "abs_change", "unit": "count"}, [(36, 44)]),
        ({"value": 40.0, "form": "abs_change", "unit": "count", "direction": "down"}, [(-44, -36)]),
        ({"value": 40.0, "form": "abs_change", "comparator": "at_least", "direction": "down"}, [(-math.inf, -40)]),
        ({"value": 5.0, "form": "pp_change"}, [(4.5, 5.5)]),
        ({"value": 3.0, "kind": "rate", "form": "rate", "unit": "per_day", "direction": "none"}, [(2.7, 3.3)]),
        ({"value": 10.0, "kind": "rate", "form": "rate", "unit": "per_100000", "direction": "none"}, []),
        ({"value": 60.0, "kind": "share", "form": "share_percent", "direction": "none"}, [(0.55, 0.65)]),
        ({"value": 0.2, "kind": "share", "form": "odds", "unit": "fraction"}, [(0.18, 0.22)]),
        ({"value": 2.0, "kind": "rank", "form": "rank", "unit": "rank"}, [(2, 3)]),
        ({"value": 2.0, "kind": "ratio", "form": "multiple_ratio", "unit": "times"}, [(1.9, 2.1)]),
        ({"value": 20.0, "kind": "ratio", "form": "pct_ratio"}, [(1.18, 1.22)]),
        ({"value": None, "kind": "ratio", "form": "qual_compare"}, [(1.0, math.inf)]),
        ({"value": None, "kind": "ratio", "form": "qual_compare", "direction": "down"}, [(0.0, 1.0)]),
        ({"value": None, "form": "no_change", "direction": "none"}, [(0.95, 1.05)]),
        ({"value": None, "kind": "trend", "form": "trend"}, [(1.0, math.inf)]),
        ({"value": None, "kind": "trend", "form": "trend", "direction": "down"}, [(0.0, 1.0)]),
        ({"value": None, "kind": "rank", "form": "rank"}, []),
        ({"value": None, "kind": "level", "form": "level_vague"}, []),
    ],
)
def test_the_interval_of_each_form(fields: dict[str, Any], expected: list[tuple[float, float]]) -> None:
    assert intervals(claim(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": 100.0, "text": "100 percent"}, (1.9, 2.1)),
        ({"value": 1.0, "text": "1 percent"}, (1.005, 1.015)),
        ({"value": 1.2, "text": "1.2 percent"}, (1.0115, 1.0125)),
        ({"value": 60.0, "comparator": "approx", "text": "about 60 percent"}, (1.5, 1.7)),
        ({"value": 100.0, "comparator": "approx", "text": "about 100 percent"}, (1.8, 2.2)),
        ({"value": 60.0, "comparator": "approx", "text": "almost 60 percent"}, (1.54, 1.6)),
        ({"value": 60.0, "comparator": "approx", "text": "just over 60 percent"}, (1.6, 1.66)),
        ({"value": 2.0, "form": "multiple", "comparator": "approx", "text": "nearly doubled"}, (1.9, 2.0)),
        ({"value": 2.0, "form": "multiple", "comparator": "approx", "text": "about doubled"}, (1.8, 2.2)),
        ({"value": 2.0, "form": "multiple", "comparator": "more_than", "text": "more than doubled"}, (2.0, math.inf)),
        ({"value": 0.5, "form": "fraction_change", "direction": "down", "comparator": "approx",
          "text": "nearly halved"}, (0.5, 0.55)),
        ({"value": 2 / 3, "form": "fraction_change", "direction": "down", "text": "two-thirds"}, (0.2917, 0.4)),
    ],
)  # fmt: skip
def test_no_interval_is_wider_than_a_tenth_unless_the_words_say_so(fields, expected):
    """A tenth of the number at most; "about" doubles it, "nearly" ends with the number, "just over" begins there."""
    found = readings(claim(**fields))[0]
    assert (found.low, found.high) == (pytest.approx(expected[0], abs=1e-4), pytest.approx(expected[1], abs=1e-4))


def test_a_nought_that_is_said_is_a_nought():
    """ "From none to six" is checked by the difference, "no attacks" by a count of none; a rise of 0 percent rounds."""
    (change,) = readings(claim(value=(0.0, 6.0), form="from_to"))
    assert (change.on, change.low, change.high, change.label) == ("difference", 5.5, 6.5, "from none to 6")
    (ended,) = readings(claim(value=(5.0, 0.0), form="from_to", direction="down"))
    assert ended.low <= 0 < ended.high < 1e-8
    (none,) = readings(claim(kind="level", form="level", value=0.0, unit="count", direction="none"))
    assert none.low <= 0 < none.high < 1e-8
    (still,) = readings(claim(value=0.0))
    assert (still.low, still.high) == (0.995, 1.005)


def test_a_reading_knows_the_number_as_said():
    """The number stays in the reading on the scale of its interval, which need not have it in the middle."""
    said = [
        ({"value": 60.0}, 1.6), ({"value": 60.0, "direction": "down"}, 0.4), ({"value": (20.0, 30.0)}, None),
        ({"value": 60.0, "comparator": "approx", "text": "almost 60 percent"}, 1.6),
        ({"value": 2.0, "form": "multiple", "text": "doubled"}, 2.0),
        ({"value": (165.0, 252.0), "form": "from_to"}, 252 / 165),
        ({"value": 40.0, "form": "abs_change", "unit": "count", "direction": "down"}, -40.0),
        ({"value": 60.0, "kind": "share", "form": "share_percent", "direction": "none"}, 0.6),
    ]  # fmt: skip
    for fields, number in said:
        found = readings(claim(**fields))[0]
        assert found.number == (None if number is None else pytest.approx(number)), fields


def test_the_two_readings_of_500_percent_are_named() -> None:
    assert [found.label for found in readings(claim(value=500.0))] == [
        "rise of 500%",
        "500% of the earlier number",
    ]


def test_a_level_is_about_the_count_itself() -> None:
    (found,) = readings(claim(kind="level", form="level", value=87.0, unit="count", direction="none"))
    assert (found.on, found.low, found.high) == ("count", 86.5, 87.5)


@pytest.mark.parametrize(("value", "half"), [(60, 5), (62, 0.5), (100, 50), (0.5, 0.05), (1200, 50), (0, 0.5)])
def test_half_a_unit_of_the_last_significant_digit(value: float, half: float) -> None:
    assert half_unit(value) == pytest.approx(half)


@given(
    st.floats(0.01, 99), st.sampled_from(["up", "down"]), st.sampled_from(["exact", "approx", "more_than", "at_most"])
)
def test_every_reading_is_an_interval_of_ratios_that_are_not_negative(value: float, way: str, comparator: str) -> None:
    for found in readings(claim(value=value, direction=way, comparator=comparator)):
        assert 0 <= found.low <= found.high


@given(st.integers(1, 99))
def test_a_fall_mirrors_a_rise(value: int) -> None:
    (up,), (down,) = readings(claim(value=float(value))), readings(claim(value=float(value), direction="down"))
    assert down.high - 1 == pytest.approx(1 - up.low)
    assert down.low - 1 == pytest.approx(1 - up.high) or down.low == 0


@pytest.mark.parametrize(
    ("unit", "days"),
    [("per_day", 1), ("per_week", 7), ("per_36_hours", 1.5), ("per_3_months", 3 * 365.25 / 12), ("per_100000", None)],
)
def test_a_rate_knows_the_days_of_its_unit(unit: str, days: float | None) -> None:
    assert unit_days(unit) == (pytest.approx(days) if days else None)


def test_steps_in_a_row_are_read_from_the_sentence() -> None:
    said = {"kind": "trend", "form": "trend", "value": None, "unit": None, "text": "rose"}
    (third,) = readings(claim(**said, sentence="Attacks rose for the third year in a row."))
    assert (third.on, third.low, third.grain, third.down) == ("run", 3, "year", False)
    (five,) = readings(claim(**said, sentence="Crime is up five straight months."))
    assert (five.low, five.grain) == (5, "month")
    (each,) = readings(claim(**said, sentence="Attacks rose in each of the last six years."))
    assert (each.on, each.low, each.grain) == ("run", 6, "year")
    (plain,) = readings(claim(**said, sentence="Attacks rose in the third year of the war."))
    assert plain.on == "ratio"


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("Pirate attacks off Nigeria have risen every year since 2014.", "year"),
        ("Pirate attacks off Nigeria fell each month from January to June 2018.", "month"),
        ("Pirate attacks off Nigeria have fallen year after year since 2014.", "year"),
        ("Pirate attacks off Nigeria have been steadily falling since 2014.", "year"),
        ("Pirate attacks off Nigeria rose consistently from 2014 to 2018.", "year"),
    ],
)
def test_every_step_is_read_where_the_text_says_from_when_on(text: str, grain: str) -> None:
    (said,) = parse(text, published="2019-03-01")
    (every,) = readings(said)
    assert (every.on, every.low, every.high, every.grain) == ("run", EVERY_STEP, math.inf, grain)


def test_every_step_without_a_beginning_is_no_reading() -> None:
    (said,) = parse("Pirate attacks off Nigeria rise every year.", published="2019-03-01")
    assert readings(said) == []


def test_edges_of_counts_are_whole_numbers() -> None:
    level = {"kind": "level", "form": "level", "unit": "count", "direction": "none", "value": 300.0}
    (most,) = readings(claim(**level, comparator="at_most"))
    assert most.low <= 300 < most.high
    (more,) = readings(claim(**level, comparator="more_than"))
    assert not more.low <= 300


HOLDS = {
    "more_than": Fraction.__gt__, "at_least": Fraction.__ge__, "less_than": Fraction.__lt__, "at_most": Fraction.__le__,
}  # fmt: skip
SAID = st.one_of(
    st.integers(1, 99).map(lambda percent: (Fraction(percent, 100), "pct_change", float(percent), "percent")),
    st.sampled_from(["1/10", "1/5", "1/4", "1/3", "1/2", "2/3", "3/4", "4/5", "9/10"]).map(
        lambda written: (Fraction(written), "fraction_change", float(Fraction(written)), "fraction")
    ),
)


@given(SAID, st.sampled_from(sorted(HOLDS)), st.sampled_from(["up", "down"]), st.integers(1, 60), st.data())
def test_words_that_hold_their_number_or_leave_it_out(said, comparator, direction, before, data):
    """Two counts are as claimed just when whole numbers say so, above all where they meet the number exactly."""
    fraction, form, value, unit = said
    sign = 1 if direction == "up" else -1
    at = before * (1 + sign * fraction)
    after = data.draw(st.one_of(st.integers(0, 130), st.just(round(at))), "after")
    change = sign * (Fraction(after, before) - 1)
    if change < 0:
        return  # the other way, which no wording of "at most" means
    (one,) = readings(claim(value=value, form=form, unit=unit, comparator=comparator, direction=direction))
    ratio = after / before
    expected = HOLDS[comparator](change, fraction)
    if change == 0 and direction == "down":
        expected = False  # no change is no fall
    assert (one.low <= ratio < one.high) == expected


@pytest.mark.parametrize(
    ("fields", "part", "whole", "holds"),
    [
        ({"value": 100.0}, 5, 5, True),
        ({"value": 90.0, "comparator": "more_than"}, 5, 5, True),
        ({"value": 50.0, "comparator": "more_than"}, 3, 6, False),
        ({"value": 50.0, "comparator": "at_least"}, 3, 6, True),
        ({"value": 60.0, "comparator": "at_most"}, 3, 5, True),
        ({"value": 60.0, "comparator": "less_than"}, 3, 5, False),
        ({"value": 0.5, "unit": "fraction", "comparator": "more_than"}, 3, 6, False),
        ({"value": 0.5, "unit": "fraction", "comparator": "more_than"}, 5, 5, True),
    ],
)
def test_a_share_that_meets_the_number_exactly(fields, part, whole, holds):
    """The whole is a share like any other, and "more than half" is more than half."""
    (one,) = readings(claim(kind="share", form="share", direction="none", **fields))
    assert (one.low <= part / whole < one.high) == holds


def test_every_step_of_a_trend_is_more_than_the_whole_way():
    """ "Risen every year since 2019" is not shown by a higher number: its steps are counted."""
    (whole,) = parse("Murders in the United States have risen since 2019.", published="2025-09-10")
    (each,) = parse("Murders in the United States have risen every year since 2019.", published="2025-09-10")
    assert (readings(whole)[0].on, readings(each)[0].on) == ("ratio", "run")
