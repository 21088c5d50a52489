"""Date expressions: where they stand, which days they mean, and which stay open."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.claims.dates.date_search import dates
from verifier.claims.dates.date_spans import DateSpan
from verifier.claims.numbers.number_search import numbers
from verifier.claims.reader import parse
from verifier.claims.text.lexicon import bag
from verifier.claims.text.tokens import sentences

SAID = date(2023, 11, 8)  # a Wednesday


def read(text: str, reference: date | None = SAID) -> list[str]:
    """Each date of a text as "words: days"."""
    return [
        f"{sentence.slice(span.first, span.last)}: {span.window}"
        for sentence in sentences(text)
        for span in dates(sentence, reference, numbers(sentence))
    ]


def days(first: str, last: str = "") -> str:
    return f"{first}..{last or first}"


WRITTEN = [
    ("The pier burned on 12th of Jan, 2016.", "12th of Jan, 2016", days("2016-01-12")),
    ("The pier burned on Jan. 12th, 2016.", "Jan. 12th, 2016", days("2016-01-12")),
    ("The pier burned on Oct-2.", "Oct-2", days("2023-10-02")),
    ("The pier burned on May twenty-first.", "May twenty-first", days("2023-05-21")),
    ("The pier burned on the second of June.", "second of June", days("2023-06-02")),
    ("The pier burned on the twenty second of June.", "twenty second of June", days("2023-06-22")),
    ("The pier burned on 20 june 2016.", "20 june 2016", days("2016-06-20")),
    ("The abbey was founded on 5 December 1391.", "5 December 1391", days("1391-12-05")),
    ("It burned on Feb 29.", "Feb 29", days("2020-02-29")),
    ("It burned in Sept.", "Sept", days("2023-09-01", "2023-09-30")),
    ("It burned in August 99.", "August 99", days("1999-08-01", "1999-08-31")),
    ("It burned in 2016, Nov.", "2016, Nov", days("2016-11-01", "2016-11-30")),
    ("Monday, 6 November was quiet.", "Monday, 6 November", days("2023-11-06")),
    ("Monday March 7 was quiet.", "Monday March 7", days("2022-03-07")),  # the Monday decides the year
    ("Friday the 13th was quiet.", "Friday the 13th", days("2023-10-13")),
    ("The pier burned on the 15th.", "the 15th", days("2023-10-15")),
    ("It stayed shut until the 3rd.", "the 3rd", days("2023-11-03")),
    ("It reopened on the 20th of next month.", "20th of next month", days("2023-12-20")),
]
FIGURES = [
    ("Seen on 2023-11-08.", "2023-11-08", days("2023-11-08")),
    ("Seen on 2015/8/13.", "2015/8/13", days("2015-08-13")),
    ("Seen on 2019-sep-1.", "2019-sep-1", days("2019-09-01")),
    ("Seen on 12-Jan-2016.", "12-Jan-2016", days("2016-01-12")),
    ("Seen on 21-04-2016.", "21-04-2016", days("2016-04-21")),
    ("Seen on 9-18-15.", "9-18-15", days("2015-09-18")),
    ("Seen on 13.5.2015.", "13.5.2015", days("2015-05-13")),
    ("Seen on 2015.5.13.", "2015.5.13", days("2015-05-13")),
    ("Seen on 05/05/89.", "05/05/89", days("1989-05-05")),
    ("Seen on 22/04.", "22/04", days("2023-04-22")),
    ("Seen on 4/22, 2015.", "4/22, 2015", days("2015-04-22")),
    ("Seen in 2016-11.", "2016-11", days("2016-11-01", "2016-11-30")),
    ("Seen in 11/2016.", "11/2016", days("2016-11-01", "2016-11-30")),
    ("Seen in 2014-18.", "2014-18", days("2014-01-01", "2018-12-31")),
]
SPANS = [
    ("The road is shut 5-11 May 2020.", "5-11 May 2020", days("2020-05-05", "2020-05-11")),
    ("The road is shut from 3 until 12 of Sept.", "3 until 12 of Sept", days("2023-09-03", "2023-09-12")),
    ("The road is shut from 4 to 22 this month.", "4 to 22 this month", days("2023-11-04", "2023-11-22")),
    ("The road is shut between 4 and 22 next month.", "between 4 and 22 next month", days("2023-12-04", "2023-12-22")),
    ("The road is shut from 4 to March 22, 1995.", "4 to March 22, 1995", days("1995-03-04", "1995-03-22")),
    ("From Oct. 2 to October 22 it was shut.", "Oct. 2 to October 22", days("2023-10-02", "2023-10-22")),
    ("It was shut between 3 March and 5 April 2015.", "3 March and 5 April 2015", days("2015-03-03", "2015-04-05")),
    ("It was shut from Monday until Tuesday.", "Monday until Tuesday", days("2023-11-06", "2023-11-07")),
    ("It was shut between Friday and Monday.", "Friday and Monday", days("2023-11-03", "2023-11-06")),
    ("It was shut last week from Tue to Thu.", "last week from Tue to Thu", days("2023-10-31", "2023-11-02")),
    ("It was shut on Saturday and Sunday.", "Saturday and Sunday", days("2023-11-04", "2023-11-05")),
    ("It was shut on May 5 and 6.", "May 5 and 6", days("2023-05-05", "2023-05-06")),
    ("It is shut between now and December 1.", "now and December 1", days("2023-11-08", "2023-12-01")),
    ("It was shut from 2010 until now.", "2010 until now", days("2010-01-01", "2023-11-08")),
    ("It was shut from 10/25 to 01/25.", "10/25 to 01/25", days("2022-10-25", "2023-01-25")),
]
RELATIVE = [
    ("It burned two weeks from now.", "two weeks from now", days("2023-11-22")),
    ("It burned three days ago.", "three days ago", days("2023-11-05")),
    ("It burned the day before yesterday.", "the day before yesterday", days("2023-11-06")),
    ("It opens four days after tomorrow.", "four days after tomorrow", days("2023-11-13")),
    ("It opens two Sundays from now.", "two Sundays from now", days("2023-11-19")),
    ("It burned last Friday.", "last Friday", days("2023-11-03")),
    ("It opens this Friday.", "this Friday", days("2023-11-10")),
    ("It opens next Friday.", "next Friday", days("2023-11-17")),
    ("It burned on Friday last week.", "Friday last week", days("2023-11-03")),
    ("It opens next week on Monday.", "next week on Monday", days("2023-11-13")),
    ("It burned last weekend.", "last weekend", days("2023-11-04", "2023-11-05")),
    ("It burned over the weekend.", "the weekend", days("2023-11-04", "2023-11-05")),
    ("It burned in the past 3 weeks.", "the past 3 weeks", days("2023-10-19", "2023-11-08")),
    ("It is shut for the next 3 months.", "the next 3 months", days("2023-11-09", "2024-02-08")),
    ("It is shut for the rest of the month.", "the rest of the month", days("2023-11-08", "2023-11-30")),
    ("It burned earlier this year.", "earlier this year", days("2023-01-01", "2023-11-08")),
    ("It opens next June.", "next June", days("2024-06-01", "2024-06-30")),
    ("It burned in week 10 of 2019.", "week 10 of 2019", days("2019-03-04", "2019-03-10")),
    ("It burned in the week of 4 May 2023.", "the week of 4 May 2023", days("2023-05-01", "2023-05-07")),
    ("It burned in the week beginning 4 May 2023.", "the week beginning 4 May 2023", days("2023-05-04", "2023-05-10")),
    ("It burned the year before last.", "the year before last", days("2021-01-01", "2021-12-31")),
]
PARTS = [
    ("in the first half of 2023", "the first half of 2023", days("2023-01-01", "2023-06-30")),
    ("in the second half of May", "the second half of May", days("2023-05-16", "2023-05-31")),
    ("in the first half of the 1990s", "the first half of the 1990s", days("1990-01-01", "1994-12-31")),
    ("in the first week of October", "the first week of October", days("2023-10-01", "2023-10-07")),
    ("in the last week of October 2022", "the last week of October 2022", days("2022-10-25", "2022-10-31")),
    ("in the third quarter", "the third quarter", days("2023-07-01", "2023-09-30")),
    ("in the fourth quarter of last year", "the fourth quarter of last year", days("2022-10-01", "2022-12-31")),
    ("in 2016 Q3", "2016 Q3", days("2016-07-01", "2016-09-30")),
    ("in H1 2020", "H1 2020", days("2020-01-01", "2020-06-30")),
    ("on the first Friday of July", "the first Friday of July", days("2023-07-07")),
    ("on the last Monday in May 2019", "the last Monday in May 2019", days("2019-05-27")),
    ("in early 2016", "early 2016", days("2016-01-01", "2016-04-30")),
    ("in mid-2016", "mid-2016", days("2016-05-01", "2016-08-31")),
    ("in the nineties", "the nineties", days("1990-01-01", "1999-12-31")),
    ("in the 1920s", "the 1920s", days("1920-01-01", "1929-12-31")),
    ("in the 19th century", "the 19th century", days("1801-01-01", "1900-12-31")),
    (
        "in the first decade of the 21st century",
        "the first decade of the 21st century",
        days("2001-01-01", "2010-12-31"),
    ),
    ("in the winter of 2016", "the winter of 2016", days("2016-12-01", "2017-02-28")),
    ("in the year to March 2023", "the year to March 2023", days("2022-04-01", "2023-03-31")),
    ("in the 12 months to June", "the 12 months to June", days("2022-07-01", "2023-06-30")),
    ("in the quarter ended June 30", "the quarter ended June 30", days("2023-04-01", "2023-06-30")),
    ("so far this year", "so far this year", days("2023-01-01", "2023-11-08")),
    ("in the year to date", "year to date", days("2023-01-01", "2023-11-08")),
    ("between January and October", "January and October", days("2023-01-01", "2023-10-31")),
]
HOLIDAYS = [
    ("The pier burned on Christmas Day 2015.", "Christmas Day 2015", days("2015-12-25")),
    ("The pier burned on New Year's Eve.", "New Year's Eve", days("2022-12-31")),
    ("The pier burned on Good Friday.", "Good Friday", days("2023-04-07")),
    ("The pier burned on Easter Monday 2018.", "Easter Monday 2018", days("2018-04-02")),
    ("The Boxing Day quake hit the coast.", "Boxing Day", "None"),
]


@pytest.mark.parametrize(("text", "words", "window"), [*HOLIDAYS, *WRITTEN, *FIGURES, *SPANS, *RELATIVE, *PARTS])
def test_a_date_expression_is_found_whole_and_resolved_to_its_days(text: str, words: str, window: str) -> None:
    assert read(text) == [f"{words}: {window}"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Seen on 3/4/2020.", "3/4/2020"),
        ("Seen on 08-12-2015.", "08-12-2015"),
        ("Seen on 3.4.2020.", "3.4.2020"),
        ("Seen in 2012/13.", "2012/13"),
        ("Seen in 1999-00.", "1999-00"),
        ("Spent in fiscal 2022.", "fiscal 2022"),
        ("Spent in FY2022-23.", "FY2022-23"),
        ("Spent in the 2021-22 financial year.", "2021-22 financial year"),
        ("It burned on Feb 30.", "Feb 30"),
        ("It burned on the second Sunday.", "the second Sunday"),
        ("It burned last summer.", "last summer"),
        ("It burned in the '20s.", "'20s"),
        ("Spent in the second quarter of fiscal 2022.", "the second quarter of fiscal 2022"),
    ],
)
def test_a_date_that_may_be_several_days_stays_open(text: str, words: str) -> None:
    assert read(text) == [f"{words}: None"]


@pytest.mark.parametrize(
    "text",
    [
        "The blaze reached the 15th floor.",
        "Flowers were laid on the 15th anniversary of the raid.",
        "She lost for the 27th time.",
        "A man in his early 30s fell in the first half of the match.",
        "They won for the 15th in a row.",
        "They won 4-22.",
        "About 13/20 of them left.",
        "The clinic tested for H1N1 and Q fever.",
        "The shop is open 24/7.",
        "He was hit on 9/11.",
        "Each week 20 people call.",
        "He paid $4-5 a head.",
        "The first of them, and a second, left.",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value", "period"),
    [
        ("Attacks rose from 4 to 22 this month.", (4, 22), "this month"),
        ("There were from 4 to 22 attacks last week.", None, None),
        ("Gunmen killed 15 people on Monday.", 15, "Monday"),
        ("In May 15 people were killed.", 15, "May"),
        ("In May twenty people were killed.", 20, "May"),
        ("From Oct. 2 to October 22, 15 people were killed.", 15, "Oct. 2 to October 22"),
        ("On 4 May 12 people were killed.", 12, "4 May"),
        ("Killings rose 10% from 1 to 15 May.", 10, "1 to 15 May"),
        ("There were 20 attacks in March, 5 years after the truce.", 20, "March"),
    ],
)
def test_numbers_that_count_incidents_are_no_days(text: str, value: object, period: str | None) -> None:
    claims = parse(text, published="2023-11-08")
    if value is None:
        assert all("22" not in (claim.period or "") for claim in claims)
    else:
        assert [(claim.value, claim.period) for claim in claims] == [(value, period)]


def test_a_dash_with_spaces_after_a_year_joins_no_month() -> None:
    assert read("In 2016 - 11 people were killed.") == ["2016: 2016-01-01..2016-12-31"]


def test_from_one_day_to_another_is_baseline_and_period_where_something_changes() -> None:
    (claim,) = parse("Raids rose by 20 percent from 3 March 2020 to 10 March 2020.", published="2023-11-08")
    assert (claim.baseline, claim.period) == ("3 March 2020", "10 March 2020")


@pytest.mark.parametrize(
    ("year", "day"), [(1818, "03-22"), (1943, "04-25"), (2000, "04-23"), (2008, "03-23"), (2024, "03-31")]
)
def test_easter_is_where_the_almanacs_have_it(year: int, day: str) -> None:
    assert read(f"It rained on Easter Sunday {year}.") == [f"Easter Sunday {year}: {days(f'{year}-{day}')}"]


def test_a_quarter_without_a_year_is_the_latest_that_has_begun() -> None:
    assert read("Sales fell in the fourth quarter.", date(2024, 1, 20)) == [
        "the fourth quarter: 2023-10-01..2023-12-31"
    ]
    assert read("Sales fell in Q4.", date(2024, 1, 20)) == ["Q4: 2023-10-01..2023-12-31"]


def test_without_a_reference_day_only_full_dates_are_resolved() -> None:
    assert read("It burned on Friday, on the 15th, on May 3, two weeks from now, in week 10.", None) == [
        "Friday: None", "the 15th: None", "May 3: None", "two weeks from now: None", "week 10: None",
    ]  # fmt: skip
    assert read("It burned from March 3 to April 5, 2015.", None) == [
        "March 3 to April 5, 2015: 2015-03-03..2015-04-05"
    ]


_WORDS = sorted(
    bag(
        "the a of in on from to until through between and last this next past first second third fourth twenty "
        "thirty 15 22 31 4 99 00 2016 2000 1391 2016-17 3/4/2020 13.5.2015 31/12 2/29 1,200 20th 1st May march Feb "
        "June oct. Sept Monday Friday Sun Tue week weeks weekend month months year years day days quarter half decade "
        "century nineties 1990s Q1 H2 q early mid late end start fiscal summer winter fall ago from now before after "
        "yesterday tomorrow today earlier later rest so far same period ended ending date two three hundred couple "
        "few , . - / ' 's ( ) % attacks people killed rose"
    )
)
texts = st.lists(st.sampled_from(_WORDS), max_size=14).flatmap(
    lambda words: st.sampled_from([" ", "", "  "]).map(lambda gap: gap.join(words))
)


@given(
    text=texts,
    reference=st.none() | st.dates(date(1600, 1, 1), date(2200, 12, 31)) | st.sampled_from([date.min, date.max]),
)
def test_any_run_of_date_words_gives_ordered_spans_within_the_sentence(text: str, reference: date | None) -> None:
    for sentence in sentences(text):
        spans: list[DateSpan] = dates(sentence, reference, numbers(sentence))
        assert all(0 <= span.first < span.last <= len(sentence) for span in spans)
        assert all(one.last <= other.first for one, other in pairwise(spans))
        assert all(span.window is None or span.window.start <= span.window.end for span in spans)


@given(year=st.integers(1600, 2100), first=st.integers(1, 31), second=st.integers(1, 31))
def test_two_figures_are_a_day_only_where_one_order_fits(year: int, first: int, second: int) -> None:
    def exists(month: int, number: int) -> bool:
        try:
            date(year, month, number)
        except ValueError:
            return False
        return True

    found = [line.rpartition(": ")[2] for line in read(f"Seen on {first}/{second}/{year}.")]
    certain = exists(first, second) != exists(second, first) or first == second <= 12
    assert [window != "None" for window in found] == [certain]
