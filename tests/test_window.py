"""Windows: inclusive days, reading and shifting them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.errors import UsageError
from verifier.window import Window

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021-08-15..2022-08-14", date(2021, 8, 15), date(2022, 8, 14)),
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021..2022-06", date(2021, 1, 1), date(2022, 6, 30)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
    ],
)
def test_reads_days_months_and_years(text, start, end):
    """A window is read from days, a month or a year, both ends included."""
    assert Window.parse(text) == Window(start, end)


@pytest.mark.parametrize(
    "text",
    ["", "..", "2022-13", "yesterday", "2022-01-01..", "2022-1-1-1", "2021-02-30..2021-03-01", "99999999999999999999"],
)
def test_refuses_what_is_no_window(text):
    """Anything else is refused with an example of what to write."""
    with pytest.raises(UsageError, match="write START"):
        Window.parse(text)


def test_refuses_a_reversed_window():
    """A window that ends before it starts is refused."""
    with pytest.raises(UsageError, match="reversed"):
        Window.parse("2022-08-14..2021-08-15")


@given(start=days, length=st.integers(1, 4000))
def test_the_window_before_touches_and_is_as_long(start, length):
    """The window before is as long, ends the day before, and shares no day."""
    window = Window(start, start + timedelta(days=length - 1))
    before = window.before()
    assert before.days == window.days == length
    assert before.end + timedelta(days=1) == window.start
    assert not before.overlaps(window)


@given(start=days, length=st.integers(1, 4000))
def test_its_text_reads_back(start, length):
    """str() and parse() are inverse."""
    window = Window(start, start + timedelta(days=length - 1))
    assert Window.parse(str(window)) == window


def test_the_leap_day_a_year_earlier():
    """29 February a year earlier is 28 February."""
    assert Window.parse("2024-02-29..2024-02-29").years_earlier(1) == Window(date(2023, 2, 28), date(2023, 2, 28))
