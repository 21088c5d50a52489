"""The annotation: offsets and labels only; and how the reader does on it where the sentences are at hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from verifier.claims.reader import parse

RECORDS = [json.loads(line) for line in (Path(__file__).parent / "annotations.jsonl").read_text("utf-8").splitlines()]
GOLD = Path(__file__).resolve().parents[2].parent / "shared" / "gold"
LABELS = {
    "kind": {"change", "ratio", "level", "share", "rank", "rate", "trend"},
    "direction": {"up", "down", "none"},
    "comparator": {"exact", "approx", "at_least", "at_most", "more_than", "less_than"},
    "domain": {"incident", "other"},
}


def test_two_hundred_sentences_are_annotated_half_of_them_put_aside() -> None:
    halves = [record["half"] for record in RECORDS]
    assert len(RECORDS) >= 200
    assert min(halves.count("development"), halves.count("aside")) >= 100
    assert len({record["id"] for record in RECORDS}) == len(RECORDS)


def test_the_annotation_holds_offsets_and_labels_and_no_text() -> None:
    for record in RECORDS:
        for claim in record["claims"]:
            for field, labels in LABELS.items():
                assert claim[field] in labels
            for field in ("span", "measure", "place", "period", "baseline", "speaker"):
                assert claim[field] is None or all(isinstance(offset, int) for offset in claim[field])


@pytest.mark.parametrize(("half", "least"), [("development", 92.0), ("aside", 85.0)])
def test_claims_of_the_annotated_sentences_are_detected(half: str, least: float) -> None:
    """A floor under the F1 of detection, so that a rule that breaks others is noticed."""
    if not (GOLD / "dev_sentences.jsonl").exists():
        pytest.skip("the annotated sentences are not shipped; they are expected in ../shared/gold")
    texts = {}
    for line in (GOLD / "dev_sentences.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        texts[case["id"]] = case["text"]
    gold = [_unfold(record, texts[record["id"]]) for record in RECORDS if record["half"] == half]
    found = [{"id": case["id"], "claims": [claim.to_dict() for claim in parse(case["text"])]} for case in gold]
    spec = importlib.util.spec_from_file_location("score_claims", GOLD / "score_claims.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    assert float(scorer.score(gold, found)["detect P/R/F1"].split("/")[2]) >= least


def _unfold(record: dict[str, Any], text: str) -> dict[str, Any]:
    claims = [
        claim
        | {
            field: text[claim[field][0] : claim[field][1]] if claim[field] else None
            for field in ("span", "measure", "place", "period", "baseline", "speaker")
        }
        for claim in record["claims"]
    ]
    return {"id": record["id"], "text": text, "claims": claims}
