"""What a claim counts is honoured whole or not answered: causes, doers, means, victims and what happened."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier import check, parse
from verifier.incidents.catalogue import datasets
from verifier.questions.asked_measure import leaves_open

CAUSES = [
    "road accidents",
    "floods",
    "snake bites",
    "malaria",
    "drug overdoses",
    "house fires",
    "police custody",
    "mines",
]
DOERS = ["the police", "stray dogs", "Boko Haram", "the army", "gunmen", "armed herders", "Israel", "the Wagner Group"]
HAPPENED = ["arrested", "kidnapped", "displaced", "deported", "infected", "robbed", "evicted", "vaccinated", "poisoned"]
VICTIMS = ["journalists", "women", "police officers", "polio workers", "tourists", "children", "aid workers"]
PLACES = ["Pakistan", "Nigeria", "Ukraine", "Somalia", "Mali", "India"]
TEMPLATES = {
    "cause": [
        "{n} people were killed in {x} in {p} in {y}.",
        "Deaths in {x} in {p} rose by {n} percent in {y} compared with {b}.",
        "In {p}, {n} people died from {x} in {y}.",
        "The number of people killed in {x} in {p} doubled in {y}.",
        "In {y}, {x} in {p} killed {n} percent more people than in {b}.",
    ],
    "doer": [
        "In {y}, {x} killed {n} people in {p}.",
        "{n} people were killed by {x} in {p} in {y}.",
        "Attacks by {x} in {p} rose by {n} percent in {y} compared with {b}.",
        "Attacks in {p} by {x} fell by {n} percent in {y} compared with {b}.",
    ],
    "happened": [
        "The number of people {x} in {p} rose by {n} percent in {y} compared with {b}.",
        "In {p}, {n} percent more people were {x} in {y} than in {b}.",
        "{n} people were {x} in {p} in {y}.",
    ],
    "victim": [
        "{n} {x} were killed in {p} in {y}.",
        "The number of {x} killed in {p} rose by {n} percent in {y} compared with {b}.",
        "Attacks on {x} in {p} rose by {n} percent in {y} compared with {b}.",
    ],
}
WORDS = {"cause": CAUSES, "doer": DOERS, "happened": HAPPENED, "victim": VICTIMS}


@st.composite
def narrowed(draw):
    """A sentence about something that no shipped dataset tells apart."""
    kind = draw(st.sampled_from(sorted(TEMPLATES)))
    year = draw(st.integers(2012, 2023))
    return draw(st.sampled_from(TEMPLATES[kind])).format(
        x=draw(st.sampled_from(WORDS[kind])), p=draw(st.sampled_from(PLACES)),
        n=draw(st.integers(11, 95)), y=year, b=year - 1,
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(narrowed())
def test_a_narrower_thing_is_never_answered_by_a_wider_one(sentence):
    """No cause, doer, victim or event of the text is dropped to reach a count."""
    for claim in parse(sentence, published="2024-03-01"):
        found = check(claim)
        assert found.finding == "Not checkable", (sentence, found.sentence)
        assert found.refusal is not None
        assert found.refusal.missing


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Civilians killed in Mali fell by half in 2023.", "Civilian deaths in Mali fell by half in 2023."),
        ("Militants carried out 262 attacks in Pakistan in 2022.", "Pakistan saw 262 militant attacks in 2022."),
        ("In 2022 terrorists killed 643 people in Pakistan.", "Terror attacks killed 643 people in Pakistan in 2022."),
        ("In 2022 suicide bombings killed 300 people in Pakistan.", "300 died in suicide attacks in Pakistan in 2022."),
        ("There were 294 attacks by insurgents in Pakistan in 2021.", "Pakistan saw 294 insurgent attacks in 2021."),
    ],
)  # fmt: skip
def test_words_for_one_thing_are_one_thing(said, plain):
    """However it is put, the same thing is asked of the same series."""
    (one,), (other,) = parse(said, published="2024-03-01"), parse(plain, published="2024-03-01")
    first, second = check(one), check(other)
    assert {source.key for source in first.sources} == {source.key for source in second.sources} != set()


@pytest.mark.parametrize("text", [
    "47,508 people were killed in Brazil in 2022.",
    "Deaths in Pakistan rose by 30 percent in 2022 compared with 2021.",
    "Attacks in Pakistan rose by 30 percent in 2022 compared with 2021.",
    "2014 was the deadliest year in Pakistan since 2008.",
])  # fmt: skip
def test_what_killed_is_not_guessed(text):
    """Bare deaths and attacks are answered by no dataset, and the reader is told how to say what is meant."""
    (claim,) = parse(text, published="2024-03-01")
    found = check(claim)
    assert found.finding == "Not checkable"
    assert "does not say what k" in found.refusal.missing
    assert "--measure" in found.refusal.remedy


def test_the_text_around_a_claim_says_what_killed():
    """A title or a sentence before supplies the kind of attack, which is told with where it was found."""
    body = "Attacks in Pakistan rose by 27 percent in 2022 compared with 2021."
    (named,) = parse(f"---\ntitle: Terrorism in Pakistan\n---\n{body}", published="2023-03-01")
    assert check(named).question.to_dict()["counted"] == {"value": "terrorist attacks", "how": "title"}
    (before,) = parse(f"Militants are back. {body}", published="2023-03-01")
    assert check(before).question.to_dict()["counted"] == {"value": "militant attacks", "how": "document"}
    (other,) = parse(f"Floods and militants plague the country. {body}", published="2023-03-01")
    assert check(other).finding == "Not checkable"


def test_incidents_that_were_named_before_are_not_all_of_their_kind():
    """ "These attacks", "the blast": the incidents of one story, not those of a year."""
    for text in (
        "In 2022 these militant attacks killed 70 people in Pakistan.",
        "The blast killed 40 people in Pakistan in 2022.",
    ):
        for claim in parse(text, published="2023-03-01"):
            assert check(claim).finding == "Not checkable", text


def test_the_user_says_what_is_counted_where_the_text_does_not():
    """measure, period and baseline take the place of the text's words, and are told as given."""
    (claim,) = parse("Deaths rose by 30 percent in Pakistan.", published="2023-06-01")
    found = check(claim, measure="people killed in terrorist attacks", period="2022", baseline="2021")
    asked = found.question.to_dict()
    assert [asked[part]["how"] for part in ("counted", "period", "baseline")] == ["given"] * 3
    assert found.sources


def test_no_shipped_definition_stands_for_bare_words():
    """Deaths, attacks and incidents of no kind are what no shipped dataset claims to count."""
    bare = [(one.id, definition.id, phrase) for one in datasets() if one.shipped for definition in one.definitions
            for phrases in definition.answers.values() for phrase in phrases if leaves_open(phrase)]  # fmt: skip
    assert bare == []
