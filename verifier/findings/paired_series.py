"""The second series that a share or a comparison of two groups needs: the whole to a part, the other side to a side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from verifier.claims.claim import Claim
from verifier.comparisons.series import Series
from verifier.findings.plan import Plan
from verifier.findings.rival_places import among
from verifier.findings.sources import Source, series_of
from verifier.findings.words import described
from verifier.incidents import regions
from verifier.incidents.cells import MATCHES, Definition
from verifier.incidents.dataset import Dataset
from verifier.incidents.measures import normalise
from verifier.places.names import candidates, country_code, country_name, places_named
from verifier.places.place import WORLD
from verifier.places.tree import codes_in, country_of, in_words, is_country, members, names_of, place, place_name
from verifier.questions.asked_measure import wholes
from verifier.questions.asked_place import asked_place, nothing_there

LONGEST_PHRASE = 6  # words
_WHOLE_WORDS = frozenset(["national", "nationwide", "global", "worldwide", "regional", "average"])
_WHOLES = normalise("national nationwide nation country global world worldwide")
# What only says when or how near, or that the same is meant.
_SAME = normalise(
    "year years month months week day days period time same last previous past end start half quarter january february "
    "march april may june july august september october november december did does do had has have was were saw ones "
    "number numbers figure total totals combined put together neighbour neighbor neighbouring neighboring nearby off "
    "near waters coast coasts"
)
_OF_WHOLE = re.compile(r"\s*of\b")
_OF_WHICH = re.compile(r"\b(?:of|among) (?:which|whom|these|those|them),?\s*(?:\w+\s+){0,2}$")


def with_second(sources: list[Source], plan: Plan, known_on: date | None) -> tuple[list[Source], str | None]:
    """The sources of one dataset, each with its second series; or the reason why it has none."""
    second = plan.statistic.kind.second
    if second is None:
        return sources, None
    if second == "places":  # a rank takes all places: only what fits best is looked at
        best = min((MATCHES.index(one.match) for one in sources), default=0)
        sources = [one for one in sources if MATCHES.index(one.match) == best]
    made, reasons = [], []
    for source in sources:
        found: Source | str
        if second == "places":
            found = among(source, plan)
        elif plan.wider and second != "side":
            found = _of_wider(source, plan.wider.code, known_on)
        else:
            found = (_other_side if second == "side" else _part)(source, plan.claim, known_on)
        if isinstance(found, Source):
            made.append(found)
        else:
            reasons.append(found)
    return made, None if made else next(iter(reasons), None)


def _of_wider(source: Source, wider: str, known_on: date | None) -> Source | str:
    """The source of one country, with the place of which it is a part as its other series."""
    place = source.series.cells.place
    series = _series(source, source.definition, wider, known_on)
    if series is None:
        return f"It counts {source.definition.shown_label} for {country_name(place)}, but not for {place_name(wider)}."
    return replace(source, other=series, own_label=place_name(place), other_label=in_words(wider))


def _part(source: Source, claim: Claim, known_on: date | None) -> Source | str:
    """The source of the part, with the whole as its other series."""
    whole = source.definition
    found = next(_parts(source.dataset, whole, claim), None)
    if found is None and (larger := _whole(source, claim, known_on)):
        return larger
    if found is None:
        return f"It counts {whole.label}, but no part of that by which the claim could be checked."
    part, match, why = found
    series = _series(source, part, source.series.cells.place, known_on)
    if series is None:
        return f"It has no counts of {part.label} for {country_name(source.series.cells.place)}."
    return replace(
        source, definition=part, match=max(match, source.match, key=MATCHES.index), why=f"{why} {source.why}".strip(),
        series=series, other=source.series, other_label=whole.label,
    )  # fmt: skip


def _says_whole(claim: Claim) -> bool:
    """Whether the measure is the whole: "17% of the attacks", "386 attacks, of which 17% …", and not "the share of"."""
    before, _, after = claim.sentence.partition(claim.text)
    return bool(_OF_WHOLE.match(after) or _OF_WHICH.search(before))


def _whole(source: Source, claim: Claim, known_on: date | None) -> Source | None:
    """The source of a part that the measure names, with its whole: what the last words name (attacks) of "the share of
    suicide attacks"; what is left without what narrows it (crashes) of "speeding was involved in 28% of the crashes".
    """
    words = (claim.measure or "").split()
    named = {one.definition.id for one in source.dataset.answers(claim.measure or "") if one.match == "exact"}
    wide = [" ".join(words[at:]) for at in range(1, len(words))]
    if _says_whole(claim):
        told = {word for one in claim.qualifiers for word in one.text.split()}
        wide = [" ".join(word for word in words if word not in told)] if told else []
    for said in wide:
        for answer in [one for phrase in (said, *wholes(said)) for one in source.dataset.answers(phrase)]:
            whole = answer.definition
            fits = whole.id not in named and whole.unit == source.definition.unit
            if fits and _narrower(source.definition, whole):
                series = _series(source, whole, source.series.cells.place, known_on)
                if series is not None:
                    match = max(answer.match, source.match, key=MATCHES.index)
                    why = f"{source.why} {answer.why}".strip()
                    return replace(source, match=match, why=why, other=series, other_label=whole.label)
    return None


def _parts(dataset: Dataset, whole: Definition, claim: Claim) -> Iterator[tuple[Definition, str, str]]:
    """Definitions of the same unit that the words of the sentence name, the longest phrases first."""
    own = normalise(claim.measure)
    texts = [claim.event or "", claim.sentence]
    phrases = [phrase for text in texts for phrase in _phrases(text)]
    asked: dict[frozenset[str], str] = {}
    for phrase in phrases:
        words = normalise(phrase)
        if words and not words <= own:
            asked.setdefault(words, phrase)
    # What answers the measure itself is no part of it, unless the words name just that.
    of_measure = {answer.definition.id for answer in dataset.answers(claim.measure or "")}
    for words, phrase in sorted(asked.items(), key=lambda one: -len(one[0])):
        of_deaths = f"{phrase} deaths" if whole.unit == "deaths" and "death" not in words else phrase
        for said in dict.fromkeys((phrase, of_deaths, f"{phrase} {claim.measure}")):
            for answer in dataset.answers(said):
                named = answer.match == "exact" or answer.definition.id not in of_measure
                if named and answer.definition.unit == whole.unit and _narrower(answer.definition, whole):
                    yield answer.definition, answer.match, answer.why


def _narrower(part: Definition, whole: Definition) -> bool:
    """Whether the part may be one: another definition, and not the whole under a wider filter or another estimate."""
    estimates = {"best", "low", "high"}
    return part.id != whole.id and not ({part.column, whole.column} <= estimates and part.filter == whole.filter)


def _other_side(source: Source, claim: Claim, known_on: date | None) -> Source | str:
    """The source with the other group's series: another country, another measure, or another region."""
    own, said = source.series.cells.place, claim.baseline or ""
    wanted = asked_place(claim)
    if wanted.is_finer and own == wanted.country:  # its whole country is another question
        return _other_region(source, claim) or nothing_there(source.dataset, wanted)
    other, whole = next(iter(_named_places(said, own)), None), _whole_of(said, own, claim)
    if other is not None and not whole and _says_more(said, other, claim):
        return f"It does not count what the claim compares with: “{said}”."
    other = other or whole
    if other is not None:
        series = _series(source, source.definition, other, known_on)
        if series is None:
            parts = codes_in(other)
            if source.definition.is_rate and len(parts) > 1 and all(source.dataset.vintages(one) for one in parts):
                several = f"{source.definition.shown_label}, for {in_words(own)} and for each of {in_words(other)}"
                return f"It counts {several}, and rates do not add up: compare with one place at a time."
            return f"It counts {source.definition.shown_label} for {in_words(own)}, but not for {in_words(other)}."
        return replace(source, other=series, other_label=country_name(other), own_label=country_name(own))
    if _WHOLE_WORDS & set(said.casefold().split()):
        return f"It does not count what the claim compares with: “{said}”."  # "the national robbery rate" of murders
    for phrase in sorted(_phrases(said), key=lambda one: -len(normalise(one))):
        for answer in source.dataset.answers(phrase) if normalise(phrase) - normalise(claim.measure) else []:
            other_definition = answer.definition
            if other_definition.unit == source.definition.unit and other_definition.id != source.definition.id:
                series = _series(source, other_definition, own, known_on)
                if series is not None:
                    return replace(
                        source, match=max(answer.match, source.match, key=MATCHES.index), other=series,
                        other_label=described(other_definition), own_label=described(source.definition),
                    )  # fmt: skip
    return _other_region(source, claim) or (
        f"It does not count what the claim compares with: “{said}”." if said else "The text does not say with what."
    )


def _whole_of(said: str, own: str, claim: Claim) -> str | None:
    """The country of a state, or the world, where a rate is held against "the national rate", "the global average"."""
    words = set(said.casefold().replace("’", "'").replace("'s", "").split())
    measure = normalise(claim.measure)
    if "rate" not in measure or normalise(said) - {"average", "rate"} - _WHOLES - measure:
        return None
    country = country_of(own)
    if words & {"national", "nationwide", "nation", "country"}:
        return country if country != own else None
    return WORLD if words & {"global", "world", "worldwide"} else None


def _says_more(said: str, other: str, claim: Claim) -> bool:
    """Whether what is compared with is more than the same in the other place: "the EU average", "suicides in India"."""
    named = {word for name in names_of(other) for word in normalise(name)}
    named |= {word for code in codes_in(other) for name in names_of(code) for word in normalise(name)}
    own = normalise(claim.measure) | normalise(claim.counted) | normalise(claim.event)
    return bool(normalise(said) - named - own - _SAME)


def _other_region(source: Source, claim: Claim) -> Source | str | None:
    """Two regions of one country, where the dataset says in which region each incident was."""
    place = source.series.cells.place
    own, other = claim.place or "", claim.baseline or ""
    if country_code(own) == place:
        return None
    pair = [regions.find(source.dataset, source.definition, place, source.series.cells.vintage, one)
            for one in (own, other)]  # fmt: skip
    if pair[0] is None or pair[1] is None:
        missing = own if pair[0] is None else other
        if not own or not missing:
            return "The text does not say which places it compares."
        return f"It counts {country_name(place)} as a whole, and has nothing for {missing}."
    vintage = source.dataset.vintage(source.series.cells.vintage, place)
    counted = [series_of(source.dataset, source.definition.id, place, vintage, one) for one in pair if one]
    return replace(source, series=counted[0], other=counted[1], own_label=pair[0], other_label=pair[1])


def _named_places(text: str, own: str) -> list[str]:
    """Codes of the places that a phrase names in full, other than the claim's own: countries and wider places, and for
    a state or province the others of its country.
    """
    found: list[str] = []
    country = country_of(own)
    for phrase in _phrases(text):
        short = len(phrase) <= 3 and phrase not in ("UK", "US", "EU")
        named = places_named(phrase) if phrase[:1].isupper() and not short else ()
        if country not in (None, own) and phrase[:1].isupper():  # of Texas and New York the latter is the state
            parts = (one for one in candidates(phrase) if place(one).kind == "part" and country_of(one) == country)
            named = tuple(parts) or named
        code = named[0] if len(named) == 1 else own
        fits = is_country(code) or members(code) or (place(code).kind == "part" and country not in (None, own))
        if code != own and code not in found and fits:
            found.append(code)
    return found


def _series(source: Source, definition: Definition, place: str, known_on: date | None) -> Series | None:
    """A series of the same vintage, or, of published figures, of what had been published by the same day."""
    vintages = [
        one for one in source.dataset.vintages(place, definition) if known_on is None or one.published <= known_on
    ]
    same = [one for one in vintages if one.id == source.series.cells.vintage]
    if not same and source.dataset.descriptor["verifier"]["kind"] == "figures":
        same = vintages[-1:]
    # Countries of one dataset may have come out in different releases: the newest of each is compared.
    same = same or (vintages[-1:] if place != source.series.cells.place else [])
    if not same:
        return None
    series = series_of(source.dataset, definition.id, place, same[0])
    return None if series.cells.table.empty and not series.dense else series


def _phrases(text: str) -> list[str]:
    """Every run of up to LONGEST_PHRASE words of a text, the longest first."""
    words = re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", text)
    return [
        " ".join(words[at : at + length])
        for length in range(min(LONGEST_PHRASE, len(words)), 0, -1)
        for at in range(len(words) - length + 1)
    ]
