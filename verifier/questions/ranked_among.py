"""The places that a claim ranks its own among: "more murders than any other state", "the world's highest murder rate".

"More than any other" is a rank, the first, however it is worded. The places are those of one level: the countries of
the world, of a region or of a union; the states or provinces of a country. A group whose members are not listed here
("rich countries", "red states") is named and not replaced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from verifier.claims.claim import Claim
from verifier.places import tree
from verifier.places.names import places_named
from verifier.places.place import WORLD

_PARTS = r"(?:states?|provinces?)"
_COUNTRIES = r"(?:member(?:[ -]states?| countr(?:y|ies)|s)?|countr(?:y|ies)|nations?)"
_EVERY = r"(?:any|every|each|all|no|the)"
_OTHERS = r"(?:\s+of)?(?:\s+the)?(?:\s+(?:other|single|50|fifty|27|28))*"
# "Any other EU country", "among the 50 states", "all of the countries in Africa".
_ANY = rf"\b(?:{_EVERY}{_OTHERS}|among(?:\s+the)?(?:\s+\d+)?)\s+(?P<which>(?:[\w.’'-]+\s+){{0,3}}?)(?P<what>WHAT)\b"
_OF_WHERE = r"(?:\s+(?:in|of|across|on|within)\s+(?:the\s+)?(?P<where>(?:(?-i:[A-Z])[\w.-]+ ?){1,3}))?"
_ANYWHERE = rf"\banywhere\s+else(?:\s+on\s+(?:earth|the planet)\b)?{_OF_WHERE}"
_MOST = r"(?:most|highest|largest|biggest|fewest|lowest)\b"
_NATIONWIDE = re.compile(
    r"\b(?:nation-?wide|nationally|country-?wide"
    r"|(?:in|of|across|throughout) (?:the )?(?:whole |entire )?(?:nation|country)\b"
    r"|(?:the )?(?:nation|country) ?['’]s|(?:lead|leads|led|leading) (?:the )?(?:nation|country))\b",
    re.IGNORECASE,
)
_WORLDWIDE = re.compile(
    r"\b(?:world-?wide|global(?:ly)?|(?:in|across|around|throughout|of) the (?:whole |entire )?world(?: ?['’]s)?"
    r"|(?:the )?world ?['’]s|(?:lead|leads|led|leading) the world)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:in|across|of|throughout|within) (?:the )?((?:[A-Z][\w.-]+ ?){1,3})")
_COMPARED = re.compile(rf"\s*(?:in\s+|off\s+|by\s+)?(?:{_EVERY}\b|anywhere else\b)", re.IGNORECASE)
_NONE = re.compile(
    rf"\W*no\s+(?:other\s+)?(?P<which>(?:[\w.-]+\s+){{0,2}}?)(?P<what>{_PARTS}|{_COUNTRIES})\b", re.IGNORECASE
)
_ADJECTIVES = {"african": "Africa", "american": "America", "asian": "Asia", "eastern": "East", "european": "Europe"}
# "The EU's | highest", "Latin America's third- | deadliest": whose it is the highest of.
_OWNED = re.compile(r"\b(?:the\s+)?((?:(?-i:[A-Z])[\w.-]*[ ]?){1,3})['’]s\s+(?:[\w-]+\s+)?$")
# "Spain had the | highest robbery rate", "Louisiana ranked | first": among whom is not said, if it does not look back.
_HAD = (
    r"\b{own}\b[^,;]*?\b(?:(?:had|has|have|recorded|saw|suffered|posted|registered|reported|logged|host(?:ed|s))\s+the"
    r"|ranks|ranked|placed|came|tops|topped|heads|headed)\s*$"
)
# "The highest | rate was seen in London": the same, the other way round.
_WAS_IN = r"^[^,;]*?\b(?:was|were|is|are|came)\s+(?:also\s+)?(?:\w+ed\s+|seen\s+)?(?:in|off|from)\s+(?:the\s+)?{own}\b"
_LOOKS_BACK = re.compile(
    r"\b(?:since|ever|history|record|records|decades?|years|generation|memory|months|weeks|year|month|day|week)\b",
    re.IGNORECASE,
)
_POINTED = re.compile(r"\W*(?:it|that|this)\b", re.IGNORECASE)  # "It was the highest toll of any country"
_BY_RATE = re.compile(r"\s+(?:such |overall )?rates?\b", re.IGNORECASE)
_RATED = re.compile(r"\brate of [\d.]+ (?:per|for every) [\d,]+(?: \w+){0,2}, the\s*$", re.IGNORECASE)
_FILLERS = re.compile(r"\b(?:ranked|ranks|ranking|hosted|hosts|hosting)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RankedAmong:
    """own is the place that is ranked, whole the place whose countries or states the others are; unknown are the words
    for a group whose members are not listed, in place of a whole. level is what each is called: countries, states.
    """

    own: str
    whole: str | None
    level: str = "countries"
    unknown: str | None = None

    @property
    def reason(self) -> str | None:
        """Why nothing can be ranked, where that is so."""
        if self.unknown is None:
            return None
        if not self.unknown:
            return "The text does not say among whom, or since when."
        return f"The text ranks among “{self.unknown}”, and which these are is not listed here."

    def others(self, day: date | None) -> tuple[str, ...]:
        """The other places, those of a union as of a day."""
        assert self.whole is not None  # noqa: S101 (asked only where nothing is unknown)
        found = _parts(self.whole)[1] if self.level != "countries" else _states(self.whole, day)
        return tuple(code for code in found if code != self.own)


def ranked_among(claim: Claim) -> tuple[RankedAmong, Claim] | None:
    """What a claim ranks its place among, with the claim as that rank; None for any other claim."""
    compared = claim.kind == "ratio" and claim.form == "qual_compare"
    if not compared and (claim.kind != "rank" or claim.baseline or claim.resolved.baseline):
        return None
    if (compared and claim.value is not None) or (not compared and (claim.value is None or _of_its_own(claim))):
        return None
    own = _own(claim)
    field: RankedAmong | None
    denied = _NONE.match(claim.sentence) if compared else None
    if denied and (found := _named_alone(claim.baseline)):
        field = _field(found, denied["which"], denied["what"])
        where = replace(claim.resolved, places=(found,), country=tree.country_of(found), unknown_place=None)
        claim = replace(claim, place=claim.baseline, resolved=where)
    elif own is None or (compared and not _is_each(claim.baseline or "")):
        return None
    else:
        text = claim.baseline or "" if compared else claim.sentence
        field = _said_field(own, text) or (_left_open(claim, own) if claim.place and not compared else None)
    if field is None:
        return None
    if compared:
        claim = replace(claim, kind="rank", form="rank", value=1.0, unit="rank", baseline=None)
    kept = tuple(one for one in claim.qualifiers if _without(one.text, claim) not in ("", "among", "in", "of"))
    measure, counted = (_without(phrase, claim) or None for phrase in (claim.measure, claim.counted))
    said, _, after = claim.sentence.partition(claim.text)
    if _BY_RATE.match(after) or _RATED.search(said):  # "639 for every 100,000, the fifth highest rate"
        measure, counted = (f"{one} rate" if one and "rate" not in one else one for one in (measure, counted))
    return field, replace(claim, qualifiers=kept, measure=measure, counted=counted)


def _is_each(other: str) -> bool:
    """Whether each of the others is meant, "any other state", and not all of them together."""
    return bool(_COMPARED.match(other)) and not re.search(r"\b(?:combined|together|put together)\b", other)


def _of_its_own(claim: Claim) -> bool:
    """Whether a rank is among a place's own years: "its highest murder rate", "a record number of murders"."""
    before = claim.sentence.partition(claim.text)[0]
    return "record" in claim.text.lower() or re.search(r"\b(?:its|their)\s*$", before) is not None


def _left_open(claim: Claim, own: str) -> RankedAmong | None:
    """Whose a superlative is where only its owner tells, "the EU's highest"; or that it is left open."""
    before = claim.sentence.partition(claim.text)[0]
    owner = _OWNED.search(before)
    whole = _named_alone(owner[1].strip()) if owner else None
    if whole and whole != own and tree.lies_in(own, whole):
        return RankedAmong(own, whole) if not tree.is_country(whole) else _field(own, "", "states")
    said = (claim.measure or "").casefold()
    if _follows_another(own, claim.sentence) or re.fullmatch(_COUNTRIES if tree.is_country(own) else _PARTS, said):
        return RankedAmong(own, WORLD) if tree.is_country(own) else _field(own, "", "states")
    own_name = re.escape(claim.place or "")
    after = claim.sentence[len(before) :]
    had = re.search(_HAD.format(own=own_name), before, re.I) or re.search(_WAS_IN.format(own=own_name), after, re.I)
    said_whole = f"{claim.sentence} {claim.measure or ''}"
    return RankedAmong(own, None, unknown="") if had and not _LOOKS_BACK.search(said_whole) else None


def _follows_another(own: str, sentence: str) -> bool:
    """Whether the next in the order is a place like the first: "followed by Pakistan (1.6 million)"."""
    said = re.search(r"(?:\bfollowed (?:closely )?by|, (?:after|behind|ahead of)) ((?:[A-Z][\w.-]+ ?){1,3})", sentence)
    following = _named_alone(said[1].strip()) if said else None
    if following is None or tree.is_country(own):
        return following is not None and tree.is_country(following)
    return tree.place(own).kind == tree.place(following).kind == "part"


def _own(claim: Claim) -> str | None:
    places = claim.resolved.places
    own = places[0] if len(places) == 1 and (claim.place or _POINTED.match(claim.sentence)) else None
    return own if own and (tree.is_country(own) or tree.place(own).kind in ("part", "city")) else None


def _named_alone(text: str | None) -> str | None:
    codes = places_named(text or "")
    return codes[0] if len(codes) == 1 else None


def _said_field(own: str, text: str) -> RankedAmong | None:
    """The field that a text names for a place."""
    if tree.place(own).kind == "city":
        among = _NATIONWIDE.search(text) or re.search(_ANY.replace("WHAT", rf"cit(?:y|ies)|towns?|{_PARTS}"), text)
        return RankedAmong(own, None, unknown="cities") if among or _WORLDWIDE.search(text) else None
    if not tree.is_country(own):
        for found in _groups(_ANY.replace("WHAT", _PARTS), text):
            return _field(own, found["which"], found["what"])
        country = tree.country_of(own)
        at_home = any(country in places_named(each[1].strip()) for each in _NAMED.finditer(text))
        everywhere = _NATIONWIDE.search(text) or re.search(r"\banywhere else in the (?:country|nation)\b", text)
        return _field(own, "", "states") if everywhere or at_home else None
    for found in _groups(_ANY.replace("WHAT", _COUNTRIES) + _OF_WHERE, text):
        return _field(own, found["which"], found["what"], found["where"])
    if re.search(rf"\bthe {_COUNTRIES} with (?:the )?(?:[\w-]+-)?{_MOST}", text, re.IGNORECASE):
        return RankedAmong(own, WORLD)  # "The country with the most conflict deaths was Ukraine"
    if anywhere := re.search(_ANYWHERE, text):
        return _field(own, "", "country", anywhere["where"])
    if _WORLDWIDE.search(text):
        return RankedAmong(own, WORLD)
    for said in _NAMED.finditer(text):
        words = said[1].split()
        for size in range(len(words), 0, -1):
            codes = places_named(" ".join(words[:size]))
            if len(codes) == 1 and codes[0] != own and not tree.is_country(codes[0]) and tree.lies_in(own, codes[0]):
                return RankedAmong(own, codes[0])
    return None


def _groups(pattern: str, text: str) -> Iterator[re.Match[str]]:
    """The groups of places that a text names; "the country", "the state" are the place itself."""
    for found in re.finditer(pattern, text, re.IGNORECASE):
        itself = found[0].lower().startswith("the") and not found["what"].lower().endswith("s")
        if not itself and found["which"].strip().lower() != "united":  # "in the United States"
            yield found


def _field(own: str, which: str, what: str, where: str | None = None) -> RankedAmong:
    """The field of "any other WHICH country in WHERE"."""
    which = which.strip()
    said = " ".join(word for word in (which, _plural(what)) if word)
    unknown = RankedAmong(own, None, unknown=said if where is None else f"{said} in {where.strip()}")
    if not tree.is_country(own):
        country = tree.country_of(own)
        noun, parts = _parts(country) if country else ("", ())
        fits = which.lower() in ("", "u.s.", "us", "american", "canadian") and re.fullmatch(_PARTS, what, re.IGNORECASE)
        level = f"{noun}s" if own in parts else f"places (the {noun}s and {tree.place_name(own)})"
        return RankedAmong(own, country, level) if fits and parts else unknown
    if where and which:
        return unknown
    if not (which or where):
        return RankedAmong(own, WORLD)
    whole = _named_alone((where or which).strip()) or _region_of(which)
    if whole is None or tree.is_country(whole) or not tree.lies_in(own, whole):
        return unknown
    return RankedAmong(own, whole)


def _region_of(adjective: str) -> str | None:
    """The region that an adjective is of: "Latin American", "European"."""
    words = adjective.split()
    noun = _ADJECTIVES.get(words[-1].lower()) if words else None
    return _named_alone(" ".join([*words[:-1], noun])) if noun else None


def _plural(noun: str) -> str:
    return noun if noun.endswith("s") else f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _without(phrase: str | None, claim: Claim) -> str:
    """What is counted, without the words that rank it and say among whom."""
    text = (phrase or "").replace(" 's", "'s")
    for each in (
        re.compile(r"\b(?:of|than|in|among|for)?\s*" + _ANY.replace("WHAT", f"{_PARTS}|{_COUNTRIES}"), re.IGNORECASE),
        _NATIONWIDE, _WORLDWIDE, _FILLERS, re.compile(rf"\bof (?:{_PARTS}|{_COUNTRIES})$"),
        re.compile(rf"\bamong\s+{_PARTS}|\bamong\s+{_COUNTRIES}"),
    ):  # fmt: skip
        text = each.sub(" ", text)
    if _NONE.match(claim.sentence):
        text = re.sub(rf"\b(?:{_PARTS}|{_COUNTRIES})$", " ", text.strip())
    return " ".join(text.split())


@lru_cache(maxsize=64)
def _parts(country: str) -> tuple[str, tuple[str, ...]]:
    """The parts of a country that are of its usual kind (the states of the United States), and what they are called."""
    held = [each for each in map(tree.place, tree.codes()) if each.parents[:1] == (country,) and each.kind == "part"]
    nouns = Counter(each.noun for each in held if re.fullmatch(_PARTS, each.noun))
    noun = nouns.most_common(1)[0][0] if nouns else ""
    return noun, tuple(each.code for each in held if noun and each.noun == noun)


@lru_cache(maxsize=256)
def _states(whole: str, day: date | None) -> tuple[str, ...]:
    if whole == WORLD:
        return tuple(code for code in tree.codes() if tree.is_state(code))
    return tuple(code for code in tree.members(whole, day) if tree.is_state(code))
