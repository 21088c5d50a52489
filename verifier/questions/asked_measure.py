"""What a claim counts, as a phrase that definitions can be compared with; or why its words are not enough."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from verifier.claims.claim import Claim
from verifier.incidents.measures import normalise

# Superlatives that say themselves what is ranked.
_SUPERLATIVES = {"deadliest": "deaths", "bloodiest": "deaths", "most violent": "violent incidents"}
_TIMES = frozenset({"day", "week", "month", "quarter", "year", "decade", "period", "one", "country", "nation"})
# Words that do not say what killed, or who attacked: the text around them has to.
# The unit of a rate per population; its group is of how many people.
PER_PEOPLE = re.compile(r"per_(?:(\d+)|capita|person|people|population)")
_OPEN = {
    frozenset({"death"}): "death",
    frozenset({"death", "attack"}): "death",
    frozenset({"injury"}): "injury",
    frozenset({"injury", "attack"}): "injury",
    frozenset({"attack"}): "attack",
    frozenset({"incident"}): "incident",
    frozenset({"event"}): "incident",
}
_ASKED = {
    "death": "does not say what killed them",
    "injury": "does not say what injured them",
    "attack": "does not say what kind of attacks",
    "incident": "does not say what kind of incidents",
}


@dataclass(frozen=True, slots=True)
class AskedMeasure:
    """The phrase asked of the datasets, how it was found (said, document, title, given), what was assumed in words, and
    what is missing where the phrase alone cannot be answered.
    """

    phrase: str | None
    how: str = "said"
    assumed: str | None = None
    missing: str | None = None


def asked_measure(claim: Claim) -> AskedMeasure:
    """What the claim counts. The sentences around it fill in only what its own words leave open."""
    phrase = claim.counted or " ".join(part for part in (claim.measure, claim.event) if part) or None
    if phrase and claim.kind == "change" and PER_PEOPLE.fullmatch(claim.unit or "") and "rate" not in normalise(phrase):
        phrase = f"{phrase} rate"  # "from 377 violent crimes per 100,000 people to 364"
    if claim.resolved.how.get("measure") == "given":
        return AskedMeasure(phrase, "given")
    pointing = next((one.text for one in claim.qualifiers if one.role == "which"), None)
    if pointing:
        return AskedMeasure(
            phrase, missing=f"The text speaks of certain incidents (“{pointing}”), not of all of their kind."
        )
    # "The deadliest country for conflict" ranks deaths in conflict, and not conflicts.
    ranked = claim.kind == "rank" and any(
        one is not None and normalise(one) <= _TIMES for one in (claim.measure, phrase)
    )
    phrase = (_superlative(claim) if ranked else None) or phrase
    words = normalise(phrase)
    if not words:
        return AskedMeasure(None, missing=_nothing_happened(claim))
    left_open = _OPEN.get(words)
    if left_open is None:
        return AskedMeasure(phrase)
    for how, text in (("sentence", claim.sentence), *claim.context):
        topic = _topic(text)
        if topic is None:
            continue
        made = topic.get(left_open)
        if made is None:
            break
        where = {"sentence": "the same sentence", "title": "the title"}.get(how, "the sentences around it")
        how = "document" if how == "after" else how
        return AskedMeasure(made, how, f"“{phrase}” is taken to mean {made}, which {where} speaks of")
    return AskedMeasure(phrase, missing=f"The text {_ASKED[left_open]} (“{phrase}”).")


def leaves_open(phrase: str | None) -> bool:
    """Whether a phrase does not say what killed, or who attacked ("deaths", "attacks", "incidents")."""
    return normalise(phrase) in _OPEN


def wholes(phrase: str) -> list[str]:
    """The narrower things that an open word may mean: "attacks" include suicide attacks."""
    left_open = _OPEN.get(normalise(phrase))
    return [topic[left_open] for topic in _table()["topic"] if left_open in topic] if left_open else []


def _superlative(claim: Claim) -> str | None:
    said = f"{claim.text} {claim.measure or ''}".casefold()
    unit = next((counted for word, counted in _SUPERLATIVES.items() if word in said), None)
    narrowed = [one.text for one in claim.qualifiers]
    return " ".join([unit, *narrowed]) if unit else None


def _nothing_happened(claim: Claim) -> str:
    if claim.measure:
        return f"The text does not say what happened to “{claim.measure}”."
    return "The text does not say what is counted."


def _topic(text: str) -> dict[str, str] | None:
    """The topic of a text, {} where it is about something else or about several things, None where it shows none."""
    words = normalise(text)
    found = [topic for topic in _table()["topic"] if any(word <= words for word in topic["words"])]
    if words & _table()["others"]:
        return {}
    return (found[0] if len(found) == 1 else {}) if found else None


@cache
def _table() -> dict[str, Any]:
    table = tomllib.loads(files("verifier.questions").joinpath("topics.toml").read_text(encoding="utf-8"))
    for topic in table["topic"]:
        topic["words"] = [normalise(word) for word in topic["words"]]
    table["others"] = frozenset().union(*(normalise(word) for word in table["others"]["words"].split()))
    return table
