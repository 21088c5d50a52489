"""The reader leaves out what a sentence cannot hold; what it reads is the same as if every sentence were searched."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_reader import read_plainly
from test_reader_properties import WORDS

from verifier.claims import prefilter as glances
from verifier.claims import reader
from verifier.claims.context.speakers import voices
from verifier.claims.document import document
from verifier.claims.numbers.number_search import numbers
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.prefilter import CUE, INCIDENT, NUMBER, SPEAKER, glance
from verifier.claims.reader import read_claims
from verifier.claims.rules.listed import Before
from verifier.claims.rules.rule_order import read
from verifier.claims.text.tokens import sentences

HERE = Path(__file__).parent
CASES = [json.loads(line)["text"] for line in (HERE / "rules" / "form_cases.jsonl").read_text("utf-8").splitlines()]

# What the shortcuts have to carry from one sentence to another: speakers, quotations, places, days, what was rising.
CARRIED = [
    "He said it fell by 20 percent.", "She said more than 40 people were killed.", "They found crime is up.",
    "Police Chief Ann Lee told reporters.", "Interior minister Omar Bello said that the talks went on.",
    "According to the ministry, two men were arrested.", "The talks went on, a spokesman added.", "It rained.",
    "“Murders doubled.", "Robberies fell by a third.”", "“We lost 12 people,” said Maria Gomez.", '"Crime is down."',
    "“Thefts rose by 30 percent,” he said. “Nobody was hurt.", "“And arrests fell by 10 percent since the ban.”",
    "The report was silent.", "That is the largest increase in 25 years.", "It is the highest level ever recorded.",
    "LAGOS (Reuters) - The mayor spoke.", "Islamabad, 8 May 2023. The mayor spoke.", "Two Swedes came to Kenya.",
    "The Taliban took over Afghanistan on 15 August 2021.", "The ceasefire in Colombia began on 24 August 2016.",
    "The flood of 12 July 2022 struck Pakistan.", "Since the flood in Pakistan, thefts have doubled.",
    "Attacks have risen by 30 percent since the Taliban took over.", "Bombings have doubled since the ceasefire.",
    "No deaths were reported.", "Dozens were killed in the blast.", "A woman is killed every 36 hours.",
    "Murders rose by 60 percent last year.", "Nobody knows why the bridge closed.", "The harbour was quiet at night.",
    "Fewer fires were reported.", "Gun deaths outnumber traffic deaths.", "The murder rate is unchanged.",
]  # fmt: skip
soup = st.lists(st.sampled_from(WORDS), max_size=25).map(lambda words: " ".join(words) + ".")
sentence = st.one_of(st.sampled_from(CARRIED), st.sampled_from(CARRIED), st.sampled_from(CASES), soup)
between = st.sampled_from([" ", " ", " ", "\n\n", "\n\n", "\n", ' "', "” ", "\n- ", "\n# "])
texts = st.lists(st.tuples(sentence, between), max_size=14).map(lambda parts: "".join(a + b for a, b in parts))
fronts = st.sampled_from(
    ["", "", "---\ncountry: Kenya\n---\n", "---\npublished: 2021-03-01\nevents:\n  the ban: 2019-05-01\n---\n"]
)
SLOW = [HealthCheck.too_slow]  # the first one loads the word lists


@given(fronts, texts, st.sampled_from([None, "2024-05-02"]), st.sampled_from([None, "PAK"]))
@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
def test_what_is_read_is_what_a_search_of_every_sentence_finds(
    front: str, text: str, published: str | None, country: str | None
) -> None:
    given_ = document(front + text.replace("---", "- -"), published=published, country=country)
    assert read_claims(given_) == read_plainly(given_)


def test_it_is_so_for_long_documents_too() -> None:
    choose = random.Random(4)  # noqa: S311 - made-up texts
    claims = 0
    for _ in range(25):
        parts = [choose.choice([*CARRIED, *CARRIED, *CASES]) for _ in range(60)]
        text = "".join(part + choose.choice([" ", " ", "\n\n"]) for part in parts)
        given_ = document(text, published=choose.choice([None, "2024-05-02"]))
        found = read_claims(given_)
        assert found == read_plainly(given_)
        claims += len(found.mentions)
    assert claims > 500


def test_a_speaker_is_found_however_far_back() -> None:
    quiet = "He said nothing. The sea was calm. " * 200
    text = f"Interior minister Omar Bello said that the talks went on. {quiet}He said crime fell by 20 percent."
    assert [claim.speaker for claim in read_claims(document(text)).claims] == ["Omar Bello"]


def test_days_and_places_are_found_however_far_on() -> None:
    quiet = "The sea was calm. " * 3000
    text = f"In Kenya. {quiet}Thefts have doubled since the ban on knives. {quiet}The ban on knives came on 5 May 2019."
    (claim,) = read_claims(document(text, published="2020-01-31")).claims
    assert claim.resolved.country == "KEN"
    assert claim.resolved.period is not None


@given(st.one_of(sentence, texts))
@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
def test_a_glance_misses_nothing_that_is_there(text: str) -> None:
    for s in sentences(text):
        seen, p = glance(s), Parsed(s, None)
        assert seen & NUMBER or not numbers(s)
        assert seen & SPEAKER or not voices(p)
        for before in (None, Before(p, [])):
            if read(p, before)[0]:
                assert seen & (NUMBER | CUE)
                assert before or seen & INCIDENT


@pytest.mark.parametrize("lost", [NUMBER, CUE, INCIDENT, SPEAKER])
def test_a_glance_that_missed_something_would_be_noticed(lost: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "glance", lambda s: glances.glance(s) & ~lost)
    text = "Interior minister Omar Bello said so. He told the house that murders have doubled. Crime is up. 12 died."
    given_ = document(text)
    assert read_claims(given_) != read_plainly(given_)


def test_most_sentences_of_the_news_are_passed_over() -> None:
    quiet = [
        "The council met in the old harbour, and a choir sang until the meeting began.",
        "Teachers say that the report leaves too many questions open.",
        "The museum reopened with an exhibition about the fishing families.",
    ]
    assert not any(glance(s) & NUMBER for text in quiet for s in sentences(text))
    assert not any(glance(s) & INCIDENT and glance(s) & CUE for text in quiet for s in sentences(text))
