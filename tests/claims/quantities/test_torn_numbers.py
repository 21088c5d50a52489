"""A number that is a part of what a reader of the page sees is no number: it is passed over, with the reason."""

import pytest

from verifier.claims.document import document
from verifier.claims.reader import read_claims

SENTENCES = ("Attacks in Pakistan rose by {} percent in 2020.", "Militants killed {} people in Pakistan in 2020.")
TORN = [
    "6O", "1OO", "l0", "I0", "6ОО", "5l", "6\u20e30\u20e3", "6\u20e3", "6’5", "1,0,0", "22,24,26", "1,234,56", "6.5.4",
    "1.000.000", "6\u034f0", "6\ufe0f0", "6\u115f0", "6\u3164", "6\u0301", "6²", "²6", "6e", "60a", "a60", "x6", "6x0",
    "0x60", "6_0", "6/0", "60'00", "1'23'456", "6\u05c10", "6·5·4", "v2",
]  # fmt: skip


def read(number):
    """The values of claims, and what was passed over, in each sentence with that number."""
    for sentence in SENTENCES:
        found = read_claims(document(sentence.format(number)))
        yield [claim.value for claim in found.claims if claim.value is not None], found.skipped


@pytest.mark.parametrize("number", TORN, ids=ascii)
def test_a_part_of_a_longer_sign_is_no_number(number):
    """Whatever letter, mark, figure, apostrophe or stop belongs to it; the whole sign is shown with the reason."""
    for values, skipped in read(number):
        assert values == []
        reasons = [one.reason for one in skipped if one.text != "2020"]
        assert reasons
        assert all(one.startswith("a part of a longer sign: ") for one in reasons), reasons


@pytest.mark.parametrize("number", ["٦0", "6٠", "６0", "1٢3", "٦۰"], ids=ascii)
def test_digits_of_two_scripts_are_shown_and_refused(number):
    """Even where each has a value: somebody meant another number to be seen."""
    for values, skipped in read(number):
        assert values == []
        assert f"digits of two scripts in one number: {number}" in [one.reason for one in skipped]


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("60'000", 60_000), ("60’000", 60_000), ("1'234'567", 1_234_567), ("1,23,456", 123_456), ("1,234", 1234),
        ("12,34,567", 1_234_567), ("６０", 60), ("٦٠", 60), ("6\u200b0", 60), ("6<!-- -->0", 60), ("6<b>0</b>", 60),
        ("60", 60), ("1\u202f234", 1234), ("60K", 60_000), ("5m", 5_000_000),
    ],
)  # fmt: skip
def test_a_number_that_is_written_regularly_is_read(number, value):
    """Swiss and Indian groups, one script, marks that show nothing, comments, and powers of a thousand."""
    for values, _ in read(number):
        assert values == [value]


def test_the_raised_point_is_a_decimal_point():
    """As British journals write it; where it multiplies a power of ten it is a sign of multiplication."""
    (claim,) = read_claims(document("Attacks in Pakistan rose by 6·5 percent in 2020.")).claims
    assert (claim.text, claim.value) == ("6·5 percent", 6.5)
    assert read_claims(document("Attacks rose by 6·10⁴ in 2020.")).claims[0].value in (60_000, None)


@pytest.mark.parametrize(
    "text",
    ["Police said 60people were killed.", "Attacks rose by60 percent.", "Attacks rose 60percent."],
)  # fmt: skip
def test_a_space_that_was_lost_tears_nothing(text):
    """A word that is known beside the number is no part of it."""
    assert [claim.value for claim in read_claims(document(text)).claims] == [60]
