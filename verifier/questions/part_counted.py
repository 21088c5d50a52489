"""A number of some among others, where what it counts is said: "26 of the attacks were suicide bombings" counts suicide
bombings, "of these, 48 took place off Nigeria" counts those off Nigeria.
"""

from __future__ import annotations

import re
from dataclasses import replace

from verifier.claims.claim import Claim
from verifier.incidents.catalogue import datasets

_WERE = re.compile(r"\s*,?\s*(?:which )?(?:were|was|are|is) (?!not\b)((?:[\w’'-]+ ){0,3}[\w’'-]+)")
_HAPPENED = r"(?:were|was) (?:recorded|reported|registered)|took place|occurred|happened|were|was|came"
_LED = r",?\s*(?:in|off|from|at|around) (?:the )?(?:coasts? of |waters of )?"
_THERE = re.compile(rf"\s*(?:{_HAPPENED}){_LED}")
_ALSO_THERE = re.compile(rf"\s*(?:{_HAPPENED})?{_LED}")  # "and 36 off Indonesia"
_FROM = re.compile(r"\s*(?:were |are |came )?from ")


def as_count_of_part(claim: Claim) -> Claim:
    """The claim as a count of the part that it tells of, where its sentence names that; else the claim itself."""
    if claim.form != "share_count" or any(one.role == "which" for one in claim.qualifiers):
        return claim
    counted = replace(claim, kind="level", form="level", event=None)
    rest = _after(claim.sentence, claim.text)
    parted = claim.measure_from or claim.text.endswith(("of them", "of these", "of those"))
    led = (_ALSO_THERE if parted else _THERE).match(rest)
    if claim.place and led and rest[led.end() :].startswith(claim.place):
        return counted
    if _FROM.match(rest) and " from " in (claim.counted or ""):
        return counted  # "1.6 million refugees, 924,000 of them from South Sudan"
    for after in (rest, _after(claim.sentence, claim.measure_from or "")):
        named = _WERE.match(after)
        part = _counted_here(named[1]) if named else None
        if part:
            phrase = " ".join([part, *(one.text for one in claim.qualifiers)])
            return replace(counted, measure=part, counted=phrase)
    return claim


def _after(sentence: str, said: str) -> str:
    """What a sentence goes on with after some words of it; nothing where it has them not, or twice."""
    _, found, after = sentence.partition(said) if said else (sentence, "", "")
    return after if found and said not in after else ""


def _counted_here(words: str) -> str | None:
    """The longest opening of some words that a dataset counts."""
    said = words.split()
    phrases = (" ".join(said[:length]) for length in range(len(said), 0, -1))
    return next((each for each in phrases if any(one.answers(each) for one in datasets())), None)
