"""What a claim counts, as a phrase that definitions can be compared with; or why its words are not enough."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from verifier.claims.claim import Claim
from verifier.incidents.cells import MATCHES
from verifier.incidents.measures import normalise
from verifier.questions.named_source import DIGIT, NamedSource, datasets_of, without_names

# Superlatives that say themselves what is ranked.
_SUPERLATIVES = {"deadliest": "deaths", "bloodiest": "deaths", "most violent": "violent incidents"}
_TIMES = frozenset({"day", "week", "month", "quarter", "year", "decade", "period", "one", "country", "nation"})
_CONFLICTS = (frozenset({"conflict"}), frozenset({"war"}), frozenset({"armed", "conflict"}))
_HARM = re.compile(r"\b(?!suicide\b)[\w-]+ (?:violence|crimes?|terrorism|unrest)\b", re.IGNORECASE)
# Words that do not say what killed, or who attacked: the text around them has to.
# The unit of a rate per population; its group is of how many people.
PER_PEOPLE = re.compile(r"per_(?:(\d+)|capita|person|people|population)")
_LIKELY = re.compile(r"\blikely to (?:be|get) murdered\b", re.IGNORECASE)
_OPEN = {
    frozenset({"death"}): "death",
    frozenset({"toll"}): "death",
    frozenset({"death", "attack"}): "death",
    frozenset({"injury"}): "injury",
    frozenset({"injury", "attack"}): "injury",
    frozenset({"attack"}): "attack",
    frozenset({"incident"}): "incident",
    frozenset({"event"}): "incident",
    frozenset({"disaster"}): "disaster",
    frozenset({"weather", "climate", "disaster"}): "disaster",
}
# "They killed 134 people", "134 people died in them" after "14 suicide attacks": what the pronoun stands for.
_THEM = re.compile(
    r"\b(?:they|these|those)\s+(?:(?:also|have|had|together|all)\s+)*(?:killed|claimed|left|injured|wounded|cost|caused)\b"
    r"|\bin\s+(?:them|these|those|which)\b",
    re.IGNORECASE,
)
_ATTACKS = re.compile(
    r"\b([a-z-]+ (?:attacks|bombings|blasts|explosions|strikes|raids|shootings|ambushes))\b", re.IGNORECASE
)
_KILLINGS = re.compile(r"\bkillings?\b", re.IGNORECASE)  # murders, in a text about these
_MURDER = "murder"
_SAME = {"killing": "death"}
_FATE = {"death": "people killed", "injury": "people injured"}
# The units of what an open word counts.
_UNITS = {"death": ("deaths",), "injury": ("people injured",), "attack": ("incidents",), "incident": ("incidents",)}
_ASKED = {
    "death": "does not say what killed them",
    "killing": "does not say what killed them",
    "injury": "does not say what injured them",
    "attack": "does not say what kind of attacks",
    "incident": "does not say what kind of incidents",
    "disaster": "does not say what kind of disasters",
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


def asked_measure(claim: Claim, source: NamedSource | None = None) -> AskedMeasure:
    """What the claim counts. The source that it cites and the sentences around it fill in only what its own words leave
    open.
    """
    phrase = claim.counted or " ".join(part for part in (claim.measure, claim.event) if part) or None
    if phrase and claim.kind == "change" and PER_PEOPLE.fullmatch(claim.unit or "") and "rate" not in normalise(phrase):
        phrase = f"{phrase} rate"  # "from 377 violent crimes per 100,000 people to 364"
    if claim.kind == "ratio" and _LIKELY.search(claim.sentence) and claim.event == "murdered":
        return AskedMeasure("murder rate", "assumed", "how likely it is to be murdered is taken as the murder rate")
    if claim.resolved.how.get("measure") == "given":
        return AskedMeasure(phrase, "given")
    pointing = next((one.text for one in claim.qualifiers if one.role == "which"), None)
    # "Such attacks", unless their own sentence says of which kind: "sectarian violence had 220 such attacks".
    such = pointing is not None and pointing.startswith("such ") and not _HARM.search(claim.sentence)
    if such and normalise(claim.measure) in _OPEN:
        phrase = claim.measure
    elif pointing:
        return AskedMeasure(
            phrase, missing=f"The text speaks of certain incidents (“{pointing}”), not of all of their kind."
        )
    # "The deadliest country for conflict" ranks deaths in conflict, and not conflicts.
    ranked = claim.kind == "rank" and any(
        one is not None and normalise(one) <= _TIMES for one in (claim.measure, phrase)
    )
    phrase = (_superlative(claim) if ranked else _of_the_conflict(claim)) or phrase
    words = normalise(phrase)
    if not words:
        return AskedMeasure(None, missing=_nothing_happened(claim))
    left_open = _OPEN.get(words)
    if left_open == "death" and _KILLINGS.search(phrase or ""):
        left_open = "killing"
    if left_open is None:
        return _not_narrower_before(claim, phrase)
    if left_open in _FATE and _THEM.search(claim.sentence) and (killing := _narrower_attacks(claim)):
        meant = f"{_FATE[left_open]} in {killing}"
        return AskedMeasure(
            meant, "document", f"{_quoted(claim, phrase)} is taken to mean {meant}, which the text speaks of before"
        )
    for how, text in (("sentence", claim.sentence), *claim.context):
        topic = _topic(DIGIT.sub("0", text), left_open, such=such)
        if topic is None and how != "sentence":
            continue
        made = (topic.get(left_open) or topic.get(_SAME.get(left_open, ""))) if topic is not None else None
        if source and not (made and _well_answered(made, source)) and (named := _of_source(source, left_open)):
            return AskedMeasure(
                named, "assumed", f"{_quoted(claim, phrase)} is taken to mean {named}, as {source.name} counts them"
            )
        if topic is not None and made is None:
            break
        if made is None:
            continue
        told = {"sentence": "the same sentence speaks of", "title": "the title speaks of"}
        where = told.get(how, "the sentences around it speak of")
        how = "document" if how == "after" else how
        return AskedMeasure(made, how, f"{_quoted(claim, phrase)} is taken to mean {made}, which {where}")
    return AskedMeasure(phrase, missing=f"The text {_ASKED[left_open]} (“{phrase}”).")


def _quoted(claim: Claim, phrase: str | None) -> str:
    """What is counted in the words of the text, in quotation marks where these stand in it as they are."""
    said = next((one for one in (phrase, claim.measure) if one and one in claim.sentence), None)
    return f"“{said}”" if said else "What is counted"


def _narrower_attacks(claim: Claim) -> str | None:
    """The attacks of one kind that the sentence, or else the nearest one before it that tells of attacks, speaks of;
    None where it speaks of several kinds, or of all.
    """
    for how, text in (("sentence", claim.sentence), *claim.context):
        told = {one.casefold() for one in _ATTACKS.findall(text) if how != "after"}
        if told := {one for one in told if normalise(one) not in _OPEN}:
            return told.pop() if len(told) == 1 and not told & _broad() else None
    return None


def _well_answered(made: str, source: NamedSource) -> bool:
    """Whether a source counts what was made of an open word, and not only something like it."""
    here = datasets_of(source)
    return not source.datasets or any(a.match in MATCHES[:-1] for one in here for a in one.answers(made))


def _of_source(source: NamedSource, left_open: str) -> str | None:
    """What an open word means where a source counts one thing alone of that kind: the attacks of PICSS are militant
    ones; None where it counts several.
    """
    here = datasets_of(source)
    made: dict[str, None] = {
        topic[left_open]: None for topic in _table()["topic"] if left_open in topic and not topic.get("such")
    }
    for match in MATCHES[:-1]:  # no proxy
        fitting = [each for each in made if any(a.match == match for one in here for a in one.answers(each))]
        if fitting:
            return fitting[0]
    units = _UNITS.get(left_open, ())
    named = {one.answers["exact"][0] for each in here for one in each.definitions
             if one.unit in units and one.answers.get("exact")}  # fmt: skip
    return named.pop() if len(named) == 1 else None


def _not_narrower_before(claim: Claim, phrase: str | None) -> AskedMeasure:
    """The phrase itself, unless the sentences before speak of a narrower kind of it alone, which it may mean too:
    "thefts" after "motor vehicle thefts".
    """
    head, before = claim.measure or "", [text for how, text in claim.context if how != "after"]
    if not before or not head or phrase != head or claim.kind in ("share", "rank"):
        return AskedMeasure(phrase)
    one = re.escape(head.removesuffix("s").removesuffix("ie").removesuffix("y"))
    found = re.compile(rf"(?:\b([\w’'-]+) )?\b{one}(?:y|ies|s)?\b", re.IGNORECASE)
    for text in before:
        kinds = {(word or "").casefold() for word in found.findall(text)}
        if not kinds:
            continue
        if not kinds <= _table()["kinds"]:
            break
        kind = sorted(kinds)[0]
        missing = f"The text speaks of “{kind} {head}” before, and does not say whether it means these or all of them."
        return AskedMeasure(None, missing=missing)
    return AskedMeasure(phrase)


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


def _of_the_conflict(claim: Claim) -> str | None:
    """Deaths in conflict, where a conflict is called the deadliest: how many conflicts there are does not tell."""
    deadly = claim.kind == "rank" and re.search(r"\b(?:deadliest|bloodiest)\b", claim.text, re.IGNORECASE)
    words = normalise(claim.measure) - _TIMES  # "the deadliest year of conflict"
    return "deaths in conflict" if deadly and words in _CONFLICTS else None


def _nothing_happened(claim: Claim) -> str:
    if claim.measure:
        return f"The text does not say what happened to “{claim.measure}”."
    return "The text does not say what is counted."


@cache
def _broad() -> frozenset[str]:
    """The kinds of attacks that a text may be about as a whole."""
    return frozenset(topic["attack"] for topic in _table()["topic"] if "attack" in topic and not topic.get("such"))


@lru_cache(maxsize=4096)
def _topic(text: str, left_open: str, *, such: bool) -> dict[str, str] | None:
    """The topic of a text, {} where it is about something else or about several things, None where it shows none; such:
    an open word points back to the narrowest ("such attacks").
    """
    words = normalise(without_names(text))
    words |= {word.rpartition(":")[2] for word in words}  # "deaths on the Mediterranean route"
    if left_open == "killing" and _MURDER in words and not any("terror" in one or "war" in one for one in words):
        return {"killing": "murders"}
    told = [(topic, [word for word in topic["words"] if word <= words]) for topic in _table()["topic"]]
    every = [word for _topic, own in told for word in own]
    # "War" alone in "the war in Gaza" is no topic beside that one.
    found = [topic for topic, own in told if any(not any(word < one for one in every) for word in own)]
    narrow = [topic for topic in found if topic.get("such")]
    if such and len(narrow) == 1:
        return dict(narrow[0])
    left_open = "death" if left_open == "killing" else left_open
    found = [topic for topic in found if not topic.get("such") and left_open in topic] or found
    others = _table()["others"] - frozenset().union(*(word for topic in narrow for word in topic["words"]))
    if words & others and not (found and left_open == "disaster"):
        return {}
    if found == narrow:
        return None
    kinds: dict[str | None, dict[str, str]] = {one.get(left_open): one for one in found if not one.get("such")}
    return (next(iter(kinds.values())) if len(kinds) == 1 else {}) if found else None


@cache
def _table() -> dict[str, Any]:
    table = tomllib.loads(files("verifier.questions").joinpath("topics.toml").read_text(encoding="utf-8"))
    for topic in table["topic"]:
        topic["words"] = [normalise(word) for word in topic["words"]]
    table["others"] = frozenset().union(*(normalise(word) for word in table["others"]["words"].split()))
    table["kinds"] = frozenset(table["kinds"]["words"].split())
    return table
