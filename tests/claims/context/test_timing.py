"""When a claim is about: sentences of our own with the period, the baseline and the counts they give.

`claims` is how many claims a text holds (null: as many as there are), `pick` a fragment of the one that is meant. A
period that is open at its end ("since …", no day of publication) is [start, null].
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from verifier.claims.reader import parse

CASES = [json.loads(line) for line in Path(__file__).with_name("when_cases.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_period_baseline_and_counts_are_those_of_the_sentence(case: dict[str, Any]) -> None:
    """Each claim has the period, the baseline and the counts that its text gives, however they are worded."""
    found = [claim.to_dict() for claim in parse(case["text"], published=case["published"])]
    assert case["claims"] in (None, len(found)), [one["text"] for one in found]
    claim = next(one for one in found if not case["pick"] or case["pick"] in one["text"])
    assert (claim["kind"], claim["form"], claim["counts"]) == (case["kind"], case["form"], case["counts"])
    assert claim["value"] == pytest.approx(case["value"], rel=1e-3)
    resolved = claim["resolved"]
    assert (resolved["period"], resolved["baseline"]) == (case["period"], case["baseline"])
    if case["how"]:
        assert resolved["how"]["period"] == case["how"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Deputy Mayor Carla Okafor, at a meeting in Lagos, blamed gangs, citing a 40 percent rise in robberies.",
            "Deputy Mayor Carla Okafor",
        ),
        (
            "Interior Minister Paulo Reis defended the raids, citing a 12 percent drop in murders.",
            "Interior Minister Paulo Reis",
        ),
        (
            "In a speech on Friday, President Ana Sosa blamed smugglers, noting that kidnappings rose by 20 percent.",
            "President Ana Sosa",
        ),
        ("The ministry rejected the charge, saying that attacks fell by 12 percent.", "ministry"),
        ("Kenya tightened its law, citing a 12 percent rise in murders.", None),
        ("Gunmen stormed a market, killing 20 people.", None),
    ],
)
def test_who_acts_and_cites_a_number_says_it(text: str, speaker: str | None) -> None:
    """The doer of a sentence that goes on with "citing …" is the speaker of the claims, however far it stands."""
    assert {claim.speaker for claim in parse(text)} == {speaker}


ARTICLE = """LAGOS: The state will send more police to the harbour.

Officials said that the strike of the dockers on 3 May 2021 had emptied the streets of patrols.

Deputy Mayor Carla Okafor, at a briefing on Monday, attacked the union, citing a 40 percent increase in robberies and a
300 percent rise in carjackings since the dockers' strike.
"""


@pytest.mark.parametrize(("published", "end"), [("2023-11-28", "2023-11-28"), (None, None)])
def test_an_event_dated_elsewhere_in_the_text_is_the_start_of_both_claims(
    published: str | None, end: str | None
) -> None:
    """ "Since the strike" counts from the day the text gives it; without a day of publication its end stays open."""
    found = [claim.to_dict() for claim in parse(ARTICLE, published=published)]
    assert [claim["value"] for claim in found] == [40, 300]
    assert {claim["speaker"] for claim in found} == {"Deputy Mayor Carla Okafor"}
    for claim in found:
        assert claim["resolved"]["period"] == ["2021-05-03", end]
        assert claim["resolved"]["how"]["period"] == "document"
        assert claim["resolved"]["how"].get("period_end") == (None if end else "assumed")
