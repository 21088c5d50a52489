"""A number that is a part of what a reader of the page sees is no number: it is passed over, with the reason."""

import pytest

from verifier.claims.document import document
from verifier.claims.reader import read_claims

SENTENCES = ("Attacks in Pakistan rose by {} percent in 2020.", "Militants killed {} people in Pakistan in 2020.")
TORN = [
    "6O", "1OO", "l0", "I0", "6ОО", "5l", "6\u20e30\u20e3", "6\u20e3", "6’5", "1,0,0", "22,24,26", "1,234,56", "6.5.4",
    "1.000.000", "6\u034f0", "6\ufe0f0", "6\u115f0", "6\u3164", "6\u0301", "6²", "²6", "6e", "60a", "a60", "x6", "6x0",
    "0x60", "6_0", "6/0", "60'00", "1'23'456", "6\u05c10", "6·5·4", "v2", "6..0", "6,,0", "6''0", "6`0`", "6;000",
    "6=0",
    "6|0", "6*0", "6\\0", "6~0", "6\"000", "6“000", "6‛000", "6＇000", "6，000", "6．5", "6、5", "6\u2027000", "6•0",
    "6\u28000",
    "6\u2032000", "60′", "60″", "6\u2044 0", "6<?x?>0", "6\x000", "6\x1b[8m0", "6\x0b0", "6\x850", "6\ue0000",
    "6\ufffd0",
    "6\U000e00200", "⅗0", "1,OOO", "60.O", "60'O", "I,000", "l,234", "6O,000", "6O.5", "6<sup>0</sup>",
    "60<sup>2</sup>",
    "6<sub>0</sub>", "<sup>2</sup>60", "10<sup>6</sup>", "sixty6", "sixty\u0336",
    "3|", "5S", "1 OO", "6 O", "60^3^", "2.½", "5⅟", "2↉", "6〇", "6&bogus;0", "6&amp;nbsp;000", "60, 000", "60. 000",
    "0,600", "00,600", "000", "1'234,567", "60°", "1,23, 000",
    "6🅾", "6○", "6⭕", "6●", "🅾6", "○6", "60®", "60؉", "6。0", "6(0)", "6{0}", "6 ·5", "6· 5", "6 .5", "1 ,000",
    "½6", "1½0", "½0", "6sixty", "60five", "6ty", "√60", "∓60", "¬60", "60±5", "%60", "60´", "6\u2061 0",
    "60 0/0", "60 o/o", "60 °/o",
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
        assert any(one.startswith("a part of a longer sign: ") for one in reasons), reasons


@pytest.mark.parametrize(
    "number", ["6 0", "6\u00a00", "6\u20090", "6\u30000", "1 00 000", "12 34", "6  \n0", "6\f0", "6<br>0",
    "6&thinsp;0", "6 0 0", "1,234 567", "six sixty", "sixty 5",
    "ten eleven", "one million million million"],
    ids=ascii,
)  # fmt: skip
def test_of_numbers_in_a_row_none_is_read(number):
    """Whatever space parts them: a scan or a setter has parted one number, or it is the row of a table."""
    for values, skipped in read(number):
        assert values == []
        reasons = [one.reason for one in skipped if one.text != "2020"]
        assert all(one.startswith("one of several numbers in a row: ") for one in reasons), reasons


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2019 60 people were killed in Pakistan.", "On 5 March 60 people were killed in Pakistan.",
        "On March 5, 2019 60 people were killed in Pakistan.", "At 10 pm 60 people were killed in Pakistan.",
        "In Pakistan in 2019\u00a060 people were killed.",
    ],
)  # fmt: skip
def test_a_year_or_a_day_before_a_number_is_no_row(sentence):
    """What dates an amount may stand before it without a comma."""
    assert [claim.value for claim in read_claims(document(sentence)).claims] == [60]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Militants killed six one-eyed men in Pakistan in 2020.", 6),
        ("Militants killed sixty-six people in Pakistan in 2020.", 66),
        ("Militants killed one hundred and one people in Pakistan in 2020.", 101),
    ],
)  # fmt: skip
def test_words_of_one_number_are_no_row(sentence, value):
    """Nor is a word that says of what kind what is counted is."""
    assert value in [claim.value for claim in read_claims(document(sentence)).claims]


@pytest.mark.parametrize("words", ["two 155mm shells", "five 20 kg bombs", "six 12-year-old boys"])
def test_a_size_or_an_age_behind_a_number_in_words_is_no_row(words):
    """It says of what kind what is counted is."""
    found = read_claims(document(f"Militants fired {words} in Pakistan in 2020, and killed 60 people."))
    assert not [one for one in found.skipped if one.reason.startswith("one of several numbers in a row")]


@pytest.mark.parametrize(
    "number",
    ["60† percent", "60 [1] percent", "60, percent", "60 (1) percent", "sixty (60) percent", "60 (sixty) percent",
     "60 — percent", "60' percent", "60® percent", "60 pp", "60 p.p.", "60 bps", "60 basis points", "60 percentiles",
     "twenty-ﬁve percent", "60 ｐercent", "60 perçent", "60 pɛrcent", "60 per ϲent", "60 bananas", "2 thirds",
     "sixty-something percent", "six oh percent", "three score percent", "twenty.five percent", "twenty/five percent",
     "60 Prozent", "60 pour cent", "60 por ciento", "60 perc.", "60 permille"],
)  # fmt: skip
def test_a_share_that_is_not_read_is_no_number_of_incidents(number):
    """What parts a number from its percent, or another unit, leaves nothing of which the number would be a count."""
    found = read_claims(document(f"Attacks in Pakistan rose by {number} in 2020."))
    assert [claim.value for claim in found.claims if claim.value is not None] == []


@pytest.mark.parametrize(
    ("signs", "comparator"),
    [("> ＞ ﹥ &gt;", "more_than"), ("< ＜ &lt;", "less_than"), ("≥ ⩾ ≧ ≳ >=", "at_least"), ("≤ ⩽ ≦ ≲ <=", "at_most"),
     ("≈ ~ ∼ ≃ ≅ ca. ca approx.", "approx"), ("->", "exact")],
)  # fmt: skip
def test_a_sign_of_comparison_is_read(signs, comparator):
    """Glued to its number or apart; without it another claim would be checked."""
    for sign in signs.split():
        for gap in ("", " "):
            found = read_claims(document(f"There were {sign}{gap}60 terror attacks in Pakistan in 2020."))
            assert {claim.comparator for claim in found.claims} <= {comparator}, sign
            assert found.claims or gap == "", sign


@pytest.mark.parametrize("words", ["60 or 70 percent", "sixty or seventy percent"])
def test_of_two_shares_with_one_percent_neither_is_a_count(words):
    """The word stands for both."""
    (claim,) = read_claims(document(f"Attacks in Pakistan rose by {words} in 2020.")).claims
    assert (claim.value, claim.unit) == ((60, 70), "percent")


def test_a_stroke_before_percent_may_part_two_numbers():
    """60/70 percent is one or the other; 3/4 percent is a share of one."""
    found = read_claims(document("Attacks in Pakistan rose by 60/70 percent in 2020."))
    assert [claim.value for claim in found.claims] == [None]
    assert "a part of a longer sign: 60/70" in [one.reason for one in found.skipped]
    assert read_claims(document("Attacks in Pakistan rose by 3/4 percent in 2020.")).claims[0].value == 0.75


@pytest.mark.parametrize(
    "words",
    [
        "§ 60", "§60", "p. 60", "pp. 60-61", "UNSCR 1373", "18 U.S.C. 2332", "Under-19", "x.org/?q=60%20",
        "1e-400",
    ],
)  # fmt: skip
def test_a_reference_or_an_address_counts_nothing(words):
    """Pages, sections, resolutions, teams, the signs of an address, and what is too small to be a number."""
    assert read_claims(document(f"{words} people were killed in Pakistan in 2020.")).claims == []


def test_a_number_below_nothing_counts_nothing():
    """No count is negative, and a rise of less than nothing is not said; "down -60 percent" says one thing twice."""
    for words in ("Militants killed -60 people", "Attacks rose by −60 percent", "There were -0 terror attacks"):
        found = read_claims(document(f"{words} in Pakistan in 2020."))
        assert found.claims == []
        assert any(one.reason.startswith("a number below nothing") for one in found.skipped)
    (claim,) = read_claims(document("Attacks in Pakistan were down -60% in 2020.")).claims
    assert (claim.direction, claim.value) == ("down", 60)


@pytest.mark.parametrize("day", ["2020-13-45", "2020-02-30", "45.13.2020"])
def test_a_day_that_is_none_is_no_year(day):
    """Its year alone would be another time."""
    (claim,) = read_claims(document(f"On {day} bombers killed 9 people in Pakistan.")).claims
    assert (claim.value, claim.period, claim.resolved.period) == (9, day, None)


@pytest.mark.parametrize("share", ["60‰", "60 ‰", "60‱", "60 per mille"])
def test_a_share_of_a_thousand_is_no_number_of_incidents(share):
    """What is not read is said, and not read as a count."""
    found = read_claims(document(f"Attacks in Pakistan rose by {share} in 2020."))
    assert [claim.value for claim in found.claims] == [None]
    assert any(one.reason.startswith("a share of a thousand, which is not read") for one in found.skipped)


@pytest.mark.parametrize(
    "words",
    [
        "Attacks in Pakistan did n\u043et rise by 60 percent in 2020.",
        "Attacks in Pakistan rose by 60 p\u0435rcent in 2020.",
        "Attacks in Pakistan rose by 60 perc\u034fent in 2020.",
        "Attacks in Pak\U000e0101istan rose by 60 percent in 2020.",
        "Attacks in Pakistan r\u043ese in 2020, and thefts fell.",
        "Attacks in Pakistan rose by \u202e06\u202c percent in 2020.",
        "Attacks in Pakistan rose by \u202ex 06\u202c percent in 2020.",
        "Attacks in Pakistan rose by 60 percent in \u202e2102\u202c.",
        "Attacks in Pakistan rose by six\u034fty percent in 2020.",
        "Att\u034facks in Pakistan rose by 60 percent in 2020.",
        *(f"Attacks in Pak{one}istan rose by 60 percent in 2020." for one in "\x1b\x08\x7f\u061c\u2062\ufff9\ue000"),
    ],
    ids=ascii,
)  # fmt: skip
def test_a_word_that_is_not_what_a_reader_sees_takes_its_sentence_with_it(words):
    """A "not" or a "percent" with a foreign letter or an unseen sign is not understood, but is seen: no claim."""
    found = read_claims(document(f"{words} Thefts in Pakistan fell by 5 percent in 2020."))
    assert [claim.value for claim in found.claims] == [5]
    assert any("is not what a reader sees" in one.reason and "⟨U+" in one.reason for one in found.skipped)


@pytest.mark.parametrize(
    "date",
    ["2O20", "20l8", "20 20", "２020", "2\u034f020", "1O July 2020", "July 1O, 2020"],
    ids=ascii,
)
def test_a_date_that_is_torn_takes_its_sentence_with_it(date):
    """Another time would be asked of: the latest year, or the whole month."""
    for claim in ("rose by 60 percent", "rose"):
        found = read_claims(
            document(f"Attacks in Pakistan {claim} in {date}. Thefts in Lahore fell by 5 percent in 2020.")
        )
        assert [claim.value for claim in found.claims] == [5]
        assert any(one.reason.startswith("its date cannot be read: ") for one in found.skipped)


def test_a_number_that_is_torn_and_no_date_leaves_the_rest():
    """The claim beside it is still one."""
    found = read_claims(document("Attacks in Pakistan rose by 60 percent in 2020, killing 6O people."))
    assert [claim.value for claim in found.claims] == [60]


def test_two_sentences_are_no_decimal():
    """A point and a space between figures are a decimal that lost its place only where a decimal's unit follows."""
    text = "The toll in Pakistan rose to 60. 5 people were arrested over the attacks that killed 3 others in 2020."
    assert 60.5 not in [claim.value for claim in read_claims(document(text)).claims]
    (claim,) = read_claims(document("Attacks in Pakistan rose by 96. 5 percent in 2020.")).claims
    assert claim.value == 96.5


def test_a_number_at_the_end_of_a_page_is_no_page_number():
    """Only a number on a line of its own, or one that is called a page, is left out where a printed page ends."""
    assert read_claims(document("Attacks in Pakistan rose by 6\f0 percent in 2020.")).claims[0].value is None
    (claim,) = read_claims(document("Attacks in Pakistan rose by\n   12\n\f60 percent in 2020.")).claims
    assert claim.value == 60


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
        ("60", 60), ("1\u202f234", 1234), ("60K", 60_000), ("5m", 5_000_000), ("6<wbr>0", 60),
        ("<del>50</del><ins>60</ins>", 60),
        ("<s>50</s> 60", 60), ("~~50~~ 60", 60), ("<span style='visibility:hidden'>1</span>60", 60),
        ("<span style='opacity: 0'>1</span>60", 60), ("<span style='font-size:0px'>1</span>60", 60),
        ("<span style='display:/**/none'>1</span>60", 60), ("<span style='opacity:0.9'>60</span>", 60),
        ("<i style='position:absolute;left:-9999px'>1</i>60", 60), ("<ruby>60<rt>90</rt></ruby>", 60), ("60[1]", 60),
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
    [
        "Police said 60people were killed.", "Attacks rose by60 percent.", "Attacks rose 60percent.",
        "Attacks rose by 60 percent<sup>1</sup> in 2020.", "Attacks rose by 60 percent¹ in 2020.",
        "Attacks rose by 60%.¹ Police said so.", "Attacks in Pakistan² rose by 60 percent.",
    ],
)  # fmt: skip
def test_a_space_that_was_lost_tears_nothing(text):
    """A word that is known beside the number is no part of it."""
    assert [claim.value for claim in read_claims(document(text)).claims] == [60]


def test_marks_that_a_word_processor_leaves_disguise_no_word():
    """Soft hyphens, marks of direction, joiners of words and a byte order mark: the page shows the word."""
    words = "Att\u00adacks in \u200ePakistan\u200f rose by 60\u200e percent\u2060 in \u20682020\u2069.\ufeff"
    assert [claim.value for claim in read_claims(document(words)).claims] == [60]
