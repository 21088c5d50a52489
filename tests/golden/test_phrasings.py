"""A fact that the shipped datasets hold gets the same finding however a newspaper words it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from verifier import check, parse

POSITIONS = {
    "holds up": "right",
    "roughly right": "right",
    "at least as much as said": "right",
    "at least about as much as said": "right",
    "exaggerated": "too_strong",
    "overstated": "too_strong",
    "understated": "too_weak",
    "contradicted": "wrong_way",
    "not checkable": "abstain",
}


def cases() -> Iterator[tuple[str, str, str, str]]:
    """The day, the country, the finding that is due and the text of each case."""
    written = (Path(__file__).parent / "phrasings.txt").read_text(encoding="utf-8")
    for block in written.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        for line in lines[1:]:
            day, _, country = lines[0].partition(" ")
            due, _, text = line.partition(" ")
            yield day, country, due, text


@pytest.mark.parametrize(("day", "country", "due", "text"), list(cases()), ids=lambda value: value[-60:])
def test_every_wording_gets_the_finding_that_is_due(day: str, country: str, due: str, text: str):
    told, _, judged = text.rpartition("||")
    home = {"country": country} if country else {}
    found = []
    for claim in parse(told + judged, published=day, **home):
        if claim.start >= len(told):
            label = check(claim, said=date.fromisoformat(day)).finding.lower()
            found.append(POSITIONS.get(label.removeprefix("leans "), "unsure"))
    answered = {one for one in found if one != "abstain"}
    assert answered == (set() if due == "abstain" else {due})
