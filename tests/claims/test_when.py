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
