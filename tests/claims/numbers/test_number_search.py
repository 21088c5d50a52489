"""Numbers in figures and words: their exact value and where they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.claims.numbers.number_search import Number, numbers
from verifier.claims.text.tokens import sentences

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
ONES, TENS = _ONES.split(), _TENS.split()
NTH = {3: "third", 4: "fourth", 5: "fifth", 8: "eighth", 12: "twelfth", 20: "twentieth", 25: "twenty-fifth"}


def spell(value: int, joiner: str = " and ") -> str:
    """A whole number below a quadrillion in words."""
    for size, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if value >= size:
            rest = value % size
            return f"{spell(value // size, joiner)} {name}" + (f" {spell(rest, joiner)}" if rest else "")
    if value >= 100:
        return f"{ONES[value // 100]} hundred" + (f"{joiner}{spell(value % 100)}" if value % 100 else "")
    if value < 20:
        return ONES[value]
    return TENS[value // 10] + (f"-{ONES[value % 10]}" if value % 10 else "")


def read(text: str) -> list[tuple[float, str]]:
    return [(n.value, s.slice(n.first, n.last)) for s in sentences(text) for n in numbers(s)]


def only(text: str) -> Number:
    found = [n for s in sentences(text) for n in numbers(s)]
    assert len(found) == 1, found
    return found[0]


@given(st.integers(0, 10**12), st.sampled_from([" and ", " "]))
def test_a_spelled_number_is_read_as_what_it_says(value: int, joiner: str) -> None:
    words = spell(value, joiner)
    assert read(words) == [(value, words)]


@given(st.integers(0, 10**12), st.sampled_from(["The town has ", "They counted "]))
def test_a_spelled_number_inside_a_sentence_keeps_to_its_words(value: int, lead: str) -> None:
    words = spell(value)
    assert read(f"{lead}{words} birds.") == [(value, words)]


@given(st.integers(0, 10**15))
def test_figures_with_commas_are_one_number(value: int) -> None:
    assert read(f"{value:,}") == [(value, f"{value:,}")]


@given(st.integers(1_000_000, 10**14))
def test_figures_with_spaces_are_one_number(value: int) -> None:
    spaced = f"{value:,}".replace(",", " ")
    assert read(f"It stood at {spaced} then.") == [(value, spaced)]


@given(st.integers(0, 999), st.integers(0, 99))
def test_decimals_are_exact(whole: int, cents: int) -> None:
    assert only(f"{whole}.{cents:02d}").value == float(f"{whole}.{cents:02d}")


@given(st.integers(1, 90), st.sampled_from(sorted(NTH)))
def test_a_spelled_fraction_is_its_parts(above: int, below: int) -> None:
    plural = NTH[below] + ("" if above == 1 else "s")
    assert only(f"{spell(above)} {plural}").value == pytest.approx(above / below)


@given(st.integers(1, 500), st.integers(2, 500))
def test_a_fraction_in_figures_below_one_is_one_number(above: int, below: int) -> None:
    if above < below and (above, below) != (9, 11):
        number = only(f"{above}/{below}")
        assert number.kind == "fraction"
        assert number.value == pytest.approx(above / below)


@given(st.integers(0, 99), st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_a_spoken_decimal_keeps_its_noughts(whole: int, digits: list[int]) -> None:
    said = f"{spell(whole)} point {' '.join(ONES[digit] for digit in digits)}"
    assert only(said).value == pytest.approx(float(f"{whole}.{''.join(map(str, digits))}"))


_PIECES = (
    "one hundred thousand and a half third fifths point of - / ^ $ 3 1,000 000 million dozen over out couple twenty "
    "first seconds minus ² × 10 k . , quarter the"
)
WORDS = st.sampled_from(_PIECES.split())


@given(st.lists(WORDS, max_size=30))
def test_any_run_of_number_words_is_read_without_failing_and_without_overlap(words: list[str]) -> None:
    for sentence in sentences(" ".join(words)):
        found = numbers(sentence)
        assert all(a.last <= b.first for a, b in pairwise(found))
        assert all(0 <= n.first < n.last <= len(sentence) for n in found)


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    for sentence in sentences(text):
        numbers(sentence)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2^5", 32),
        ("1.5^-2", 1 / 2.25),
        ("4.2x10^3", 4200),
        ("7×10-2", 0.07),
        ("3e4", 30000),
        ("12k", 12000),
        ("$7.5bn", 7.5e9),
        ("4 mln", 4e6),
        ("US$ 3MM", 3e6),
        ("8 lakh", 800_000),
        ("two lakh crore", 2e12),
        ("five dozen", 60),
        ("half a dozen", 6),
        ("a couple hundred", 200),
        ("a couple of dozen", 24),
        ("2 1/2", 2.5),
        ("7½", 7.5),
        ("3,5", 3.5),
        ("12,50", 12.5),
        ("12,34,567", 1_234_567),
        ("minus six", -6),
        ("-$40", -40),
        ("- 8 k", -8000),
        ("eight over nine", 8 / 9),
        ("three out of four", 0.75),
        ("two hundred millionths", 200e-6),
        ("a hundredth", 0.01),
        ("four million and a half", 4.5e6),
        ("two and a half", 2.5),
        ("three quarters of a million", 750_000),
        ("six hundred and four eighths", 600.5),
        ("six hundred forty-fifths", 600 / 45),
    ],
)
def test_a_number_is_worth_what_it_says(text: str, value: float) -> None:
    assert only(text).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Pages 3,7,12 and 15 are torn.", [3, 7, 12, 15]),
        ("It was held on 5/17/2018.", [5, 17, 2018]),
        ("They paid $900 over 3 years.", [900, 3]),
        ("In 2005 300 ships sailed.", [2005, 300]),
        ("Ships 120 102 194 83 boats", [120, 102, 194, 83]),
        ("At one point two of them left.", [1, 2]),
        ("- 9 ships sailed", [9]),
        ("About 3. 7 million ships, and 81. 5 percent of them.", [3.7e6, 81.5]),
        ("It began in 1990. 5 ships sailed.", [1990, 5]),
        ("The wall is 40m high and 12m2 large.", [40, 12, 2]),
        ("A 4G network and 30g of salt.", [4, 30]),
        ("It lasted thirty seconds.", [30]),
    ],
)
def test_neighbours_stay_apart(text: str, values: list[float]) -> None:
    assert [value for value, _ in read(text)] == values


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the twenty-third ship", "ordinal"),
        ("the one hundred and fifth ship", "ordinal"),
        ("a third of the ships", "fraction"),
        ("a third ship", "ordinal"),
        ("sixfold", "times"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert only(text).kind == kind
