"""What holds for the reader on any text: it never raises, its offsets are right, and it is linear."""

from __future__ import annotations

import time
from dataclasses import asdict
from html import escape
from math import isnan

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.claims.claim import Claim
from verifier.claims.document import document
from verifier.claims.reader import ClaimsRead, parse, read_claims
from verifier.claims.text.clean import Clean

WORDS = [
    "the",
    "a",
    "of",
    "in",
    "by",
    "to",
    "from",
    "since",
    "and",
    "more",
    "than",
    "least",
    "at",
    "per",
    "cent",
    "percent",
    "%",
    "60",
    "1,200",
    "3.5",
    "two",
    "half",
    "third",
    "hundred",
    "million",
    "attacks",
    "murders",
    "people",
    "killed",
    "rose",
    "fell",
    "rise",
    "doubled",
    "highest",
    "lowest",
    "rate",
    "twice",
    "times",
    "as",
    "many",
    "year",
    "2014",
    "2015",
    "May",
    "Pakistan",
    "London",
    "US",
    "said",
    "according",
    "police",
    ",",
    ".",
    ";",
    ":",
    "(",
    ")",
    '"',
    "'",
    "-",
    "—",
    "½",
    "was",
    "were",
    "not",
    "last",
    "years",
    "ago",
    "between",
    "one",
    "every",
    "hours",
    "15",
    "August",
    "2021",
    "#",
    "£",
    "$",
    "first",
    "quarter",
    "9/11",
    "respectively",
    "up",
    "down",
    "no",
    "same",
    "unchanged",
    "record",
    "most",
    "deadliest",
    "out",
    "ten",
    "dozens",
    "thousands",
    "than",
    "likely",
    "likely",
    "death",
    "toll",
    "crime",
]
soup = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
glued = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)


def read(text: str) -> ClaimsRead:
    return read_claims(document(text.replace("---", "- -"), published="2024-05-02"))


def squeezed(text: str) -> str:
    return "".join(text.split())


def check(text: str) -> None:
    plain = text.replace("---", "- -")
    found = read(text)
    clean = squeezed(Clean(plain, 0).text)
    starts = [claim.start for claim in found.claims]
    assert starts == sorted(starts)
    for claim in [*found.claims, *(again for later in found.repeats.values() for again in later)]:
        assert 0 <= claim.start < claim.end <= len(plain)
        assert plain[claim.start : claim.end] == claim.text
        assert claim.sentence in plain
        assert claim.text in claim.sentence
        for field in ("measure", "event", "place", "period", "baseline"):
            value = getattr(claim, field)
            assert value is None or squeezed(value) in clean
        low, high = claim.value if isinstance(claim.value, tuple) else (claim.value, claim.value)
        assert low is None or high is None or not isnan(low + high)
    assert [claim.id for claim in found.claims] == [f"c{n}" for n in range(1, len(found.claims) + 1)]
    assert set(found.repeats) <= {claim.id for claim in found.claims}
    for skipped in found.skipped:
        assert 0 <= skipped.start < skipped.end <= len(plain)
        assert plain[skipped.start : skipped.end] == skipped.text
        assert skipped.reason


ODD = [
    "\ud800", "\udfff", "\x00", "\x1b", "\x85", "\u2028", "\u200b", "\u202e", "\ufeff", "\u0301", "\r", "\n\n", "\f",
    "<p>", "</p>", "<!--", "-->", "<b", ">", "&", "&nbsp;", "&#0;", "&#xd800;", "[", "](", ")", "**", "_", "# ", "> ",
    "“", "”", '"', "٦٠", "६०", "½", "²", "Ⅳ", "一", "％", "۔", "。", "é", "İ", "ß", "-\n", "1e400", "0", "9" * 400,
    "1/0", "| ",
]  # fmt: skip


@given(st.text(alphabet=st.characters(), max_size=300))
@settings(max_examples=150, deadline=None)  # the first one loads the word lists
def test_any_text_is_read_without_an_error(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from([*ODD, *WORDS, " ", " ", " "]), max_size=60).map("".join))
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_any_heap_of_odd_signs_and_cue_words_is_read_without_an_error(text: str) -> None:
    check(text)


@given(soup)
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
def test_any_heap_of_cue_words_is_read_without_an_error(text: str) -> None:
    check(text)


@given(glued)
@settings(max_examples=100)
def test_glued_words_are_read_without_an_error(text: str) -> None:
    check(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80), soup)
@settings(max_examples=80)
def test_odd_characters_around_a_claim_move_its_offsets_and_nothing_else(odd: str, words: str) -> None:
    check(f"{odd}\n\nMurders in Pakistan rose by 60 percent since 2015.\n\n{words}")


SENTENCE = "Murders in Pakistan rose by 60 percent between 2014 and 2015, police said."


def fields(claim: Claim) -> dict[str, object]:
    out = asdict(claim)
    for name in ("text", "start", "end", "sentence", "rule"):
        out.pop(name)
    return out


def only(text: str) -> Claim:
    (claim,) = parse(text, published="2016-03-01")
    return claim


@given(st.integers(1, 99))
def test_another_number_changes_the_value_alone(number: int) -> None:
    before, after = fields(only(SENTENCE)), fields(only(SENTENCE.replace("60", str(number))))
    assert after.pop("value") == float(number)
    before.pop("value")
    assert after == before


@pytest.mark.parametrize(("up", "down"), [("rose", "fell"), ("increased", "decreased"), ("climbed", "dropped")])
def test_the_opposite_verb_changes_the_direction_alone(up: str, down: str) -> None:
    before, after = fields(only(SENTENCE.replace("rose", up))), fields(only(SENTENCE.replace("rose", down)))
    assert (before.pop("direction"), after.pop("direction")) == ("up", "down")
    assert after == before


@pytest.mark.parametrize(
    "percent", [" percent", " per cent", "%", " %", " pct", "-percent", "\u00a0percent", " PERCENT"]
)
def test_how_percent_is_written_changes_no_field(percent: str) -> None:
    assert fields(only(SENTENCE.replace(" percent", percent))) == fields(only(SENTENCE))


@pytest.mark.parametrize("comparator", [("more than ", "more_than"), ("at least ", "at_least"), ("about ", "approx")])
def test_a_comparator_changes_the_comparator_alone(comparator: tuple[str, str]) -> None:
    before, after = fields(only(SENTENCE)), fields(only(SENTENCE.replace("60", comparator[0] + "60")))
    assert after.pop("comparator") == comparator[1]
    before.pop("comparator")
    assert after == before


@pytest.mark.parametrize(("place", "code"), [("Nigeria", "NGA"), ("France", "FRA"), ("South Africa", "ZAF")])
def test_another_place_changes_the_place_alone(place: str, code: str) -> None:
    before, after = fields(only(SENTENCE)), fields(only(SENTENCE.replace("Pakistan", place)))
    assert after.pop("place") == place
    resolved = after.pop("resolved")
    assert isinstance(resolved, dict)
    assert resolved["country"] == code
    before.pop("place")
    before.pop("resolved")
    assert after == before


PARTS = [
    "Murders in Pakistan rose by 60 percent between 2014 and 2015, police said.",
    "At least 30 people were killed in Lagos on Friday.",
    "One in five prisoners in France was attacked in 2019.",
    "Burglaries in Japan are the lowest since 1990.",
    "“Crime has doubled since 2015,” said Ada Bello. “Arrests fell by a third.”",
    "Nothing happened, and no 5 euro were paid on 3 May 2019.",
    "Kidnappings fell from 120 to 80 last year.\nRobberies did not change.",
    "- arson: up 5%\n- theft: down 6%",
]


def apart_from_the_document(claim: Claim) -> dict[str, object]:
    """The fields that a paragraph alone decides."""
    out = fields(claim)
    for name in ("id", "resolved", "speaker", "context"):
        out.pop(name)
    return out


@given(st.lists(st.sampled_from(PARTS), max_size=7, unique=True), st.sampled_from(["\n\n", "\n \n\n", "\r\n\r\n"]))
@settings(max_examples=60)
def test_a_document_reads_as_its_paragraphs_do(parts: list[str], gap: str) -> None:
    text = gap.join(parts)
    whole = parse(text, published="2020-01-01")
    single: list[tuple[Claim, int]] = []
    at = 0
    for part in parts:
        single += [(claim, at) for claim in parse(part, published="2020-01-01")]
        at += len(part) + len(gap)
    assert [(claim.start, apart_from_the_document(claim)) for claim in whole] == [
        (claim.start + at, apart_from_the_document(claim)) for claim, at in single
    ]
    assert [claim.text for claim in whole] == [claim.text for claim, _ in single]


@given(st.lists(st.sampled_from(PARTS[:6]), max_size=6, unique=True))
@settings(max_examples=40)
def test_a_page_reads_as_its_text_does(parts: list[str]) -> None:
    page = "<html><body><nav>Up 5 percent</nav>" + "".join(f"<p class='x'>{escape(part)}</p>\n" for part in parts)
    assert [fields(claim) for claim in parse(page, published="2020-01-01")] == [
        fields(claim) for claim in parse("\n\n".join(parts), published="2020-01-01")
    ]


SWAPPED = [
    "{m} {rose} by {n}{percent} in Kenya last year.",
    "{m} in Kenya {rose} {n}{percent} in 2019, the ministry said.",
    "There was a {n}{percent} {rise} in {l} in Kenya between 2017 and 2019.",
    "The ministry reported a {rise} of {n}{percent} in {l} since 2015.",
    "In 2018 {m} {rose} by {n}{percent}, police in Kenya said.",
]
UP, DOWN = {"rose": "rose", "rise": "rise"}, {"rose": "fell", "rise": "fall"}
measures = st.sampled_from(["murders", "robberies", "terrorist attacks", "road deaths", "kidnappings"])


def changed(template: str, measure: str, **words: object) -> dict[str, object]:
    filled: dict[str, object] = {
        "m": measure if template.startswith("In") else measure.capitalize(),
        "l": measure,
        "n": 60,
        "percent": " percent",
        **UP,
        **words,
    }
    return fields(only(template.format(**filled)))


@given(st.sampled_from(SWAPPED), measures, st.integers(2, 98))
def test_in_any_sentence_another_number_changes_the_value_alone(template: str, measure: str, number: int) -> None:
    before, after = changed(template, measure, n=number), changed(template, measure, n=number + 1)
    assert (before.pop("value"), after.pop("value")) == (float(number), float(number + 1))
    assert after == before


@given(st.sampled_from(SWAPPED), measures)
def test_in_any_sentence_fall_for_rise_changes_the_direction_alone(template: str, measure: str) -> None:
    before, after = changed(template, measure), changed(template, measure, **DOWN)
    assert (before.pop("direction"), after.pop("direction")) == ("up", "down")
    assert after == before


@given(
    st.sampled_from(SWAPPED), measures, st.sampled_from(["%", " per cent", " %", "\u00a0percent", " <b>percent</b>"])
)
def test_in_any_sentence_percent_may_be_written_in_any_way(template: str, measure: str, percent: str) -> None:
    assert changed(template, measure, percent=percent) == changed(template, measure)


def seconds(text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


PARAGRAPH = (
    "Police said on Monday that 1,200 people were killed in Lagos in 2019, up 12 percent from a year earlier. "
    "Since the ceasefire of 3 May 2018, attacks on farmers have more than doubled. One in five was a child.\n\n"
)


def test_time_grows_in_proportion_to_the_length() -> None:
    read(PARAGRAPH)
    short, long = PARAGRAPH * 100, PARAGRAPH * 800
    # Eight times the text takes 8 times as long, or 64 times where time grows with the square, on a busy machine too.
    assert any(seconds(long) < 24 * seconds(short) for _ in range(6))


@pytest.mark.parametrize(
    "text",
    [
        "1," * 25_000,
        "1" * 50_000,
        "1.1" * 15_000,
        "1,111" * 10_000,
        "a." * 25_000,
        "'s" * 25_000,
        "one hundred and " * 3_000,
        "twenty-" * 6_250,
        "2014-" * 10_000,
        "since " * 7_500,
        "from 1 to " * 3_750,
        "attacks and " * 3_750,
        "attacks, " * 5_000,
        "killed 5 people, " * 800,
        "of the " * 7_500,
        "more than " * 5_000,
        "Pakistan, " * 5_000,
        "said " * 10_000,
        "the highest " * 3_750,
        "(" * 25_000,
        '"' * 25_000,
        "- " * 20_000,
        ". " * 20_000,
        "\n" * 50_000,
        "\n- " * 15_000,
        " " * 50_000,
        "½" * 20_000,
        "% " * 20_000,
        "<b>" * 12_500,
        "&amp;" * 10_000,
        "rose fell " * 5_000,
        "crime rose " * 1_250,
        "in the last " * 3_750,
        "every 36 hours " * 2_500,
        "May 5 " * 6_250,
        "x" * 75_000,
        "[a](" * 12_500,
        "[" * 50_000,
        "[1]" * 15_000,
        "*" * 50_000,
        "_" * 50_000,
        "\\*" * 25_000,
        "# \n" * 15_000,
        ">\n" * 25_000,
        "> a\n" * 12_500,
        "-" * 50_000,
        "-\n" * 25_000,
        "a" + " " * 50_000 + "\f",
        "a \n\f 12\n" * 6_250,
        "\r" * 50_000,
        "e\u0301" * 25_000,
        "1\u202f000" * 10_000,
        "“" * 50_000,
        "“Murders doubled. " * 3_000,
        "<p>murders doubled" * 3_000,
        "murders rose 5% " * 1_000,
        "É" * 25_000,
    ],
    ids=lambda text: repr(text[:16]),
)
def test_no_repeated_pattern_makes_it_slow(text: str) -> None:
    """Of each of these texts of up to 50,000 characters, four times as much takes not nearly 16 times as long."""
    assert any((whole := seconds(text)) < 0.25 or whole < 6 * seconds(text[: len(text) // 4]) for _ in range(4))


# A sign of every class that a pattern of the reader tells apart, and what may stand around it.
SIGNS = [*".!?…।。,;:'\"’“”()[]<>{}*_#|&\\/-–=+@%$1aAé½٣Я記 \n\r\t", "\u0301", "\u200b", "\u00a0", "\u00ad", "\u2028"]


def slow_in_a_run(unit: str, glued: str) -> bool:
    """Whether a run of a few signs, four times as long, takes far more than four times as long to read."""
    short, long = (f"Attacks rose by 60 percent{unit * (n // len(unit))}{glued}." for n in (3_000, 12_000))
    return seconds(long) > 0.25 and min(seconds(long) for _ in range(2)) > 8 * min(seconds(short) for _ in range(3))


@pytest.mark.parametrize("unit", SIGNS, ids=ascii)
def test_a_run_of_one_sign_is_read_in_proportion_to_its_length(unit: str) -> None:
    """With a letter, a space or nothing after it: a stop that ends no sentence was looked at from each of its signs."""
    assert not [glued for glued in ("x", " X", "") if slow_in_a_run(unit, glued)]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), min_size=2, max_size=4).map("".join), st.sampled_from(["x", " X", "", "1"]))
def test_a_run_of_a_few_signs_is_read_in_proportion_to_its_length(unit: str, glued: str) -> None:
    """Whatever signs stand together."""
    assert not slow_in_a_run(unit, glued)
