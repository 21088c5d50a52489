"""Text as it is pasted: HTML, entities, words cut by a line break, repeats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.claims.document import document
from verifier.claims.reader import parse, read_claims
from verifier.claims.text.clean import Clean

PAGE = """<html><head><title>News</title><style>p { width: 60 percent }</style></head><body>
<h1>Crime</h1><p>Police said <b>murders</b> in Lagos rose&nbsp;by <em>60</em> percent in&#160;2019.</p>
<script>var deaths = "500 people were killed";</script>
<ul><li>Robberies fell by 10 percent</li><li>Burglaries fell by 20 percent</li></ul></body></html>"""


def test_a_page_is_read_without_its_markup_and_offsets_point_into_the_page() -> None:
    claims = parse(PAGE)
    assert [(claim.value, claim.measure) for claim in claims] == [
        (60.0, "murders"),
        (10.0, "Robberies"),
        (20.0, "Burglaries"),
    ]
    for claim in claims:
        assert PAGE[claim.start : claim.end] == claim.text
    assert claims[0].text == "60</em> percent"
    assert claims[0].period == "2019"


def test_a_word_cut_by_a_line_break_is_whole() -> None:
    text = "Suicide at-\ntacks in Pakistan rose by 60 per-\ncent in 2019."
    (claim,) = parse(text)
    assert (claim.measure, claim.value, claim.unit) == ("Suicide attacks", 60.0, "percent")
    assert text[claim.start : claim.end] == claim.text == "60 per-\ncent"


def test_a_list_item_is_a_sentence_of_its_own() -> None:
    claims = parse("Last year:\n- murders rose by 5 percent\n- robberies fell by 8 percent\n")
    assert [(claim.measure, claim.direction) for claim in claims] == [("murders", "up"), ("robberies", "down")]


def test_curly_quotes_and_narrow_spaces_read_as_plain_ones() -> None:
    (claim,) = parse("“Pakistan’s murder rate rose by 60\u202f% in 2019,” he said.")
    assert (claim.measure, claim.value) == ("murder rate", 60.0) or claim.measure == "Pakistan’s murder rate"


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "No number here.", "Пожаров стало больше.", "犯罪が増えた。", "عدد الجرائم"]
)
def test_a_text_without_claims_gives_none(text: str) -> None:
    assert parse(text) == []


def test_a_claim_made_twice_is_linked_not_counted_twice() -> None:
    text = (
        "Murders in Lagos rose by 60 percent in 2019, police said.\n\nThe opposition disputed it. "
        "The 60 percent rise in murders was made up, it said. Robberies rose by 60 percent."
    )
    found = read_claims(document(text))
    assert [(claim.id, claim.measure) for claim in found.claims] == [("c1", "Murders"), ("c2", "Robberies")]
    (again,) = found.repeats["c1"]
    assert text[again.start : again.end] == "60 percent"
    assert again.start > found.claims[0].start


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "&amp;",
    "&nbsp;",
    "a",
    "<",
    "&",
    "é",
    "<br/>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
]


@given(st.lists(st.sampled_from([*PIECES, "at-\ntack", " ", "\n"]), max_size=30))
def test_every_clean_character_knows_where_it_stood(parts: list[str]) -> None:
    original = "".join(parts)
    clean = Clean(original, 0)
    last = 0
    for at, char in enumerate(clean.text):
        start, end = clean.start(at), clean.end(at + 1)
        assert last <= start <= end <= len(original)
        assert char.isspace() or original[start:end] in (char, "&amp;", "&nbsp;", "&amp", "&nbsp")
        last = start


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Chad #39;s army killed 12 rebels.", "Chad's army killed 12 rebels."),
        ("Thieves took #36;5 and shot two men.", "Thieves took $5 and shot two men."),
        ("quot;Two men died,quot; he said.", '"Two men died," he said.'),
        ("Item #39; is no entity of A&#39;s", "Item ' is no entity of A's"),
        ("We rank #39 of 50; they rank #4;", "We rank #39 of 50; they rank #4;"),
    ],
)
def test_entities_that_lost_their_sign_are_read(text: str, clean: str) -> None:
    assert Clean(text, 0).text == clean
