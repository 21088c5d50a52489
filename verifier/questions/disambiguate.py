"""Which of several places of one name a claim means, judged by what it compares and whose counts it cites.

Georgia in the FBI's figures is the state, and so is a New York that is compared with Texas.
"""

from __future__ import annotations

import re
from dataclasses import replace

from verifier.claims.claim import Claim
from verifier.places import tree
from verifier.places.names import candidates
from verifier.questions.named_source import NamedSource, datasets_of

_OTHER_STATE = re.compile(r"\b(?:any|every|no|each)\s+(?:other\s+)?(?:state|province)\b", re.IGNORECASE)


def disambiguated(claim: Claim, source: NamedSource | None) -> Claim:
    """The claim with the one of several places that its words can mean; the claim itself where they do not tell."""
    meant = candidates(claim.place or "")
    if len(meant) < 2 or len(claim.resolved.places) > 1:
        return claim
    called_a_city = re.search(rf"\b{re.escape(claim.place or '')}, the (?:\w+ ){{0,2}}city\b", claim.sentence)
    fitting = () if called_a_city else _beside_states(claim, meant) or _of_source(source, meant)
    if len(fitting) != 1 or fitting == claim.resolved.places:
        return claim
    country = tree.country_of(fitting[0])
    return replace(claim, resolved=replace(claim.resolved, places=fitting, country=country, unknown_place=None))


def place_of_source(claim: Claim, source: NamedSource | None) -> Claim | None:
    """The claim in the one place that the source whose counts are cited has of what it counts, where the text names no
    place: PIPS counts attacks in Pakistan, the FBI murders in the United States and its states. None where the text
    names one, or the source has several.
    """
    resolved = claim.resolved
    if source is None or claim.place or resolved.places or resolved.unknown_place or resolved.between:
        return None
    able = datasets_of(source)
    able = [one for one in able if one.answers(claim.counted or claim.measure or "")] or able
    covered = {place for one in able for place in one.places()}
    # The only place, or the country of all of them where it is counted itself.
    countries = {tree.country_of(one) for one in covered}
    whole = covered if len(covered) == 1 else covered & countries
    if len(whole) != 1 or len(countries) != 1:
        return None
    (place,) = whole
    how = {**resolved.how, "place": "assumed"}
    return replace(claim, resolved=replace(resolved, places=(place,), country=tree.country_of(place), how=how))


def _beside_states(claim: Claim, meant: tuple[str, ...]) -> tuple[str, ...]:
    """The states among the meanings, where the claim compares states."""
    if claim.kind not in ("ratio", "rank"):
        return ()
    parts = tuple(code for code in meant if tree.place(code).kind == "part")
    compared = {tree.country_of(code) for code in candidates(claim.baseline or "") if tree.place(code).kind == "part"}
    text = claim.baseline if claim.kind == "ratio" else claim.sentence
    if _OTHER_STATE.search(text or ""):
        return parts
    return tuple(code for code in parts if tree.country_of(code) in compared)


def _of_source(source: NamedSource | None, meant: tuple[str, ...]) -> tuple[str, ...]:
    """The meanings that the source whose counts are cited has."""
    if source is None:
        return ()
    covered = {place for one in datasets_of(source) for place in one.places()}
    return tuple(code for code in meant if code in covered)
