"""Places named in a sentence, and the country of each where the name leaves no doubt.

Countries and demonyms are our own list over ISO 3166-1 (pycountry); first-level regions come from pycountry's ISO
3166-2; cities of 100,000 people or more and capitals from GeoNames (data/cities.tsv). A small city, or a capitalised
name that no list holds, counts as a place only after a word such as "in" or "near".
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from verifier.claims import calendar as cal
from verifier.claims.lexicon import CLOSED, EVENT, GENERIC, INCIDENT, PEOPLE, ROLE, bag, data
from verifier.claims.places import demonyms, usual_names
from verifier.claims.tokens import Sentence, words

# name -> [(its words, country or None, whether it counts without "in")], longest first
Names = dict[str, list[tuple[tuple[str, ...], str | None, bool]]]

_WHERE = bag("in at near across around outside inside off throughout within from to of over for and , between into via")
_SURELY_WHERE = bag("in near across outside inside off throughout within")
_SUFFERED = bag("has had saw recorded suffered ranks ranked experienced registered logged counted police")
_DIRECTIONS = bag(
    "north south east west northern southern eastern western central northeast northwest southeast southwest"
)
_NO_PLACES = bag(
    "congress senate parliament house god internet facebook twitter tiktok instagram youtube islam christianity "
    "covid english spanish obamacare medicaid medicare bible quran constitution interpol nato un iraqi army "
    "ramadan christmas easter republicans democrats democratic republican supreme court ice gop fbi cia nsa nypd "
    "general president mr ms mrs"
)
_REGION_TYPES = frozenset(
    [
        "State", "Province", "Region", "Department", "Governorate", "Prefecture", "Union territory", "Republic",
        "Territory", "Autonomous region", "Autonomous community", "Land", "Oblast", "Country", "Capital territory",
        "Federal district", "Federal capital territory", "Regional state", "County", "Emirate", "Two-tier county",
    ]
)  # fmt: skip
_REGIONS_SHARED = bag(
    "central northern southern eastern western north south east west centre center est nord sud ouest union delta "
    "capital coast lakes littoral plateau highland lowland upper lower river rivers bay bar nation national "
    "atlantic pacific interior federal independence saint san santa cruz la los del el cross centrale maritime "
    "highlands mono islands island general bolivar colon artemisa amazonas limon valle free level logic most gold "
    "more"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place at tokens [first, last); country is alpha-3, None where it is unknown or shared by several."""

    first: int
    last: int
    country: str | None


def places(sentence: Sentence) -> list[PlaceSpan]:
    """The places of a sentence, left to right, the longest names first; neighbours joined by "and" stay apart."""
    table = _names()
    tokens, found, at = sentence.words, [], 0
    while at < len(tokens):
        span = None
        if sentence.raw[at][0].isupper():
            span = (
                _known(sentence, at, table.get(tokens[at], ()))
                or _possessive(sentence, at, table)
                or _guessed(sentence, at)
            )
        if span is None:
            at += 1
        else:
            found.append(span)
            at = span.last
    return found


def _known(
    sentence: Sentence, at: int, entries: tuple[()] | list[tuple[tuple[str, ...], str | None, bool]]
) -> PlaceSpan | None:
    for phrase, country, sure in entries:
        last = at + len(phrase)
        if last > len(sentence) or tuple(sentence.words[at:last]) != phrase or not _written(sentence, at, last):
            continue
        if (
            sure
            or (at == 0 and sentence.word(last) in _SUFFERED)  # "Boston has the lowest crime rate"
            or sentence.word(_before(sentence, at)) in _WHERE
            or sentence.word(last) == "'s"
            or _opens(sentence, at, last)
        ):
            return PlaceSpan(at, last, country)
    return None


def _possessive(sentence: Sentence, at: int, table: Names) -> PlaceSpan | None:
    """A name that lost its apostrophe: "Austins murder rate"."""
    word = sentence.words[at]
    if not word.endswith("s") or len(word) < 6 or word in table:
        return None
    for phrase, country, sure in table.get(word[:-1], ()):
        if sure and phrase == (word[:-1],) and word[:-1] not in demonyms():
            return PlaceSpan(at, at + 1, country)
    return None


def _before(sentence: Sentence, at: int) -> int:
    """The index of the word before a name, "the" and compass points passed ("in the northern …")."""
    before = at - 1
    while before > 0 and (sentence.words[before] == "the" or sentence.words[before] in _DIRECTIONS):
        before -= 1
    return before


def _opens(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name opens the sentence as a dateline does: "GAZA CITY (Reuters) -"."""
    return first == 0 and sentence.word(last) in ("-", ":", "(", ",", "—") and sentence.raw[first].isupper()


def _written(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the letters fit a name: "US" is one, "us" and "Us" are not; every word starts with a capital."""
    if last == first + 1 and sentence.words[first] in ("us", "uk", "uae", "drc", "la", "eu", "kp", "un"):
        return sentence.raw[first].isupper()
    return all(sentence.raw[at][0].isupper() or len(sentence.raw[at]) < 4 for at in range(first, last))


def _guessed(sentence: Sentence, at: int) -> PlaceSpan | None:
    """A capitalised name that no list holds, after "in" or the like: "in Kenosha", "near the Tree of Life"."""
    before = _before(sentence, at)
    word = sentence.words[at]
    if before < 0 or sentence.words[before] not in _SURELY_WHERE:
        return None
    if before > 0 and sentence.words[before] == "in" and not sentence.words[at].isalpha():
        return None
    last = at
    while last < len(sentence) and sentence.raw[last][0].isupper() and sentence.words[last].isalpha() and last - at < 4:
        last += 1
    if last == at or word in cal.MONTHS or word in cal.WEEKDAYS or word in _NO_PLACES:
        return None
    if (
        any(sentence.flags[i] & (CLOSED | ROLE | PEOPLE | INCIDENT | EVENT | GENERIC) for i in range(at, last))
        or sentence.word(last) == "'s"
    ):
        return None
    return PlaceSpan(at, last, None)


@cache
def _names() -> Names:
    table: Names = {}

    def put(name: str, country: str | None, sure: bool) -> None:
        phrase = tuple(words(name))
        entries = table.setdefault(phrase[0], [])
        for n, (known, code, known_sure) in enumerate(entries):
            if known == phrase:
                if code != country and (sure or not known_sure):
                    entries[n] = (phrase, None, sure or known_sure)
                return
        entries.append((phrase, country, sure))

    for code, names in usual_names().items():
        for name in names:
            if name.endswith("s") and name[:-1] in names:
                continue  # people, not a place
            put(name.removeprefix("the "), code, True)
    for code, joined in data("regions").items():
        for name in joined.split("|"):
            put(name, None if code == "many" else code, True)
    for line in files("verifier.claims").joinpath("data/cities.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, code, size = line.split("\t")
            put(name, code or None, size == "large" and " of " not in name)
    for name, code, sure in _regions():
        put(name, code, sure)
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def _regions() -> list[tuple[str, str, bool]]:
    import pycountry

    alpha_3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    out = []
    for region in pycountry.subdivisions:
        if region.type not in _REGION_TYPES or any(char in region.name for char in "[](),/"):
            continue
        name = _plain(region.name)
        if name.lower() in _REGIONS_SHARED or len(name) < 4 or name.lower().split()[0] in _REGIONS_SHARED:
            continue
        out.append(
            (name, alpha_3[region.country_code], region.country_code in ("US", "CA", "AU") and name != "Washington")
        )
    return out


def _plain(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
