"""Quantities: ranges, bounds, units, what counts nothing, and which way a quantity moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.claims.dates.date_search import dates
from verifier.claims.numbers.number_search import numbers
from verifier.claims.quantities.movement import moved
from verifier.claims.quantities.quantity_search import Quantity, quantities
from verifier.claims.text.tokens import Sentence, sentences


def read(text: str, movements: bool = False) -> list[tuple[Sentence, Quantity]]:
    out = []
    for sentence in sentences(text):
        found = numbers(sentence)
        spans = dates(sentence, None, found)
        out += [(sentence, q) for q in quantities(sentence, found, spans, movements)]
    return out


def values(text: str, movements: bool = False) -> list[float | tuple[float, float]]:
    return [q.value for _, q in read(text, movements)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They need 4 to 6 boats.", (4, 6)),
        ("It costs between $30 and $45.", (30, 45)),
        ("It costs $2 million to $3 million.", (2e6, 3e6)),
        ("It costs A$2m-A$3m.", (2e6, 3e6)),
        ("It costs €2-3bn.", (2e9, 3e9)),
        ("It takes RM1.5 million to RM2 million.", (1.5e6, 2e6)),
        ("A walk of 3 miles to 5 miles.", (3, 5)),
        ("A band of 20kHz to 30kHz.", (20, 30)),
        ("A 10- to 15-mile walk.", (10, 15)),
        ("A 10-to-15-mile walk.", (10, 15)),
        ("About four to five thousand birds.", (4000, 5000)),
        ("Some 4-5,000 birds.", (4000, 5000)),
        ("Growth of 3-5%.", (3, 5)),
        ("Sales grew 3 to 5 percent.", (3, 5)),
    ],
)
def test_a_range_is_one_quantity(text: str, expected: tuple[float, float]) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The share rose 12 points to 300.", [12, 300]),
        ("The share fell 3.4 to 57.8.", [3.4, 57.8]),
        ("Oil gained 5 cents to 58 cents.", [5, 58]),
        ("It went from 10 to 15.", [10, 15]),
        ("They paid $5 for 2 and 3 for 7.", [5, 2, 3, 7]),
    ],
)
def test_a_step_and_a_level_are_two_quantities(text: str, expected: list[float]) -> None:
    assert values(text) == expected


def test_with_movements_the_ends_of_a_change_are_a_range() -> None:
    assert values("It went from 10 to 15.", movements=True) == [(10, 15)]
    assert values("Prices went from $60 a seat to $45.", movements=True) == [(60, 45)]


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("It costs about $40.", "approx"),
        ("It costs more than US$40.", "more_than"),
        ("A hall of near-4,000 seats.", "approx"),
        ("A flat of sub-50 metres.", "less_than"),
        ("A sum of $5 million-plus.", "at_least"),
        ("Boats smaller than 20 feet.", "less_than"),
        ("Boats larger than 20 feet.", "more_than"),
        ("It costs $40.", "exact"),
        ("It costs up to $40.", "at_most"),
        ("Fees adding up to $40.", "exact"),
    ],
)
def test_bounds_stand_before_money_and_beside_hyphens(text: str, comparator: str) -> None:
    assert [q.comparator for _, q in read(text)] == [comparator]


@pytest.mark.parametrize("text", ["US$5", "A$5", "$A5", "RM5", "EUR 5", "Y=5", "5 euros", "PS5.2m", "5€"])
def test_money_in_every_dress(text: str) -> None:
    assert [q.not_counting for _, q in read(f"It made {text} then.")] == ["an amount of money"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took a year and a half.", 1.5),
        ("It took an hour and a quarter.", 1.25),
        ("It took three hours and a half.", 3.5),
    ],
)
def test_a_unit_and_a_part(text: str, expected: float) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    "text", ["In the third quarter.", "Sales in the quarter.", "Four good quarters.", "At half-time.", "A half-sister."]
)
def test_a_part_of_a_year_or_a_match_is_no_share(text: str) -> None:
    reasons = [q.not_counting for _, q in read(text) if q.unit == "fraction"]
    assert all(reasons)


@pytest.mark.parametrize("text", ["Half of the boats.", "A quarter of the boats.", "More than half."])
def test_a_share_stays_a_share(text: str) -> None:
    assert [(q.unit, q.not_counting) for _, q in read(text)] == [("fraction", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The share rose 3 percent.", "up"),
        ("The share lost 12 points.", "down"),
        ("The share slipped a further 2 percent.", "down"),
        ("The share was up about 4 percent.", "up"),
        ("The share jumped on Monday 3 percent.", "up"),
        ("They cut the price of the boat by $500.", "down"),
        ("Sales were +3 percent.", "up"),
        ("The price fell to 12 dollars.", None),
        ("She added 15 points.", None),
        ("The boat has 3 sails.", None),
        ("Rain fell, and 3 boats came by 12.", None),
    ],
)
def test_which_way_a_quantity_moved(text: str, expected: str | None) -> None:
    assert [moved(s, q) for s, q in read(text)][-1] == expected


_PIECES = (
    "from to between and - or $ RM us 3 4.5 1,000 million half a year hours plus about up down rose by % percent year "
    "old quarter third near sub the of = y , . one two"
)
PIECES = st.sampled_from(_PIECES.split())


@given(st.lists(PIECES, max_size=30), st.booleans())
def test_quantities_never_fail_and_keep_their_order(pieces: list[str], movements: bool) -> None:
    found = read(" ".join(pieces), movements)
    for sentence, q in found:
        assert 0 <= q.first <= q.core < q.core_end <= q.last <= len(sentence)
        moved(sentence, q)
