"""The names of places as the reader looks for them: by their first word, each with what it may mean."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from verifier.claims.text.lexicon import bag
from verifier.claims.text.tokens import words
from verifier.places.tree import Spelling, country_of, spellings


class Name(NamedTuple):
    """A name as its words, the codes of the places it may mean, the country they all lie in (None where they differ),
    and whether it is a place without a word such as "in" before it.
    """

    phrase: tuple[str, ...]
    codes: tuple[str, ...]
    country: str | None
    sure: bool


Names = dict[str, list[Name]]  # first word -> the names that start with it, the longest first

_REGION_TYPES = frozenset(
    [
        "State", "Province", "Region", "Department", "Governorate", "Prefecture", "Union territory", "Republic",
        "Territory", "Autonomous region", "Autonomous community", "Land", "Oblast", "Country", "Capital territory",
        "Federal district", "Federal capital territory", "Regional state", "County", "Emirate", "Two-tier county"
    ]
)  # fmt: skip
_REGIONS_SHARED = bag(
    "central northern southern eastern western north south east west centre center est nord sud ouest union delta "
    "capital coast lakes littoral plateau highland lowland upper lower river rivers bay bar nation national "
    "atlantic pacific interior federal independence saint san santa cruz la los del el cross centrale maritime "
    "highlands mono islands island general bolivar colon artemisa amazonas limon valle free level logic most gold "
    "more"
)  # fmt: skip
# Names that papers of several countries use for their own, whatever the sizes: the country is left open.
_SHARED = frozenset(
    ["victoria", "birmingham", "manchester", "cambridge", "richmond", "worcester", "salem", "aurora", "santa fe",
     "st. petersburg"]
)  # fmt: skip
# Places only after a word such as "in": first names, words of every day, the oceans in "Pacific Command".
_OFTEN_OTHERS = bag("jersey guernsey reunion montserrat brittany hesse atlantic pacific galicia samoa")
# After "the" alone a place to those who look it up; in a text as often something else.
_TOO_SHORT = bag("states strip delta west midlands world canaries")


@cache
def names() -> Names:
    """First word -> the names that start with it, the longest first."""
    table: Names = {}
    for spelling in spellings():
        sure = _sure(spelling)
        if sure is not None:
            for name in _written(spelling):
                _put(table, name, spelling.code, sure)
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry.phrase))
    return table


def _put(table: Names, name: str, code: str, sure: bool) -> None:
    phrase = tuple(words(name))
    codes = (code,) if code and name.lower() not in _SHARED else ()
    country = country_of(code) if codes else None
    entries = table.setdefault(phrase[0], [])
    for n, known in enumerate(entries):
        if known.phrase != phrase:
            continue
        if known.country == country and (country or known.codes == codes):
            entries[n] = Name(phrase, tuple(dict.fromkeys(known.codes + codes)), country, known.sure or sure)
        elif sure and not known.sure:
            entries[n] = Name(phrase, codes, country, True)  # a state before a small town
        elif sure or not known.sure:
            entries[n] = Name(phrase, tuple(dict.fromkeys(known.codes + codes)), None, sure or known.sure)
        return
    entries.append(Name(phrase, codes, country, sure))


def _sure(spelling: Spelling) -> bool | None:
    """Whether a name is a place wherever it stands; None for one that the reader does not look for."""
    name, source = spelling.name, spelling.source
    if source.startswith("iso:"):
        return _sure_region(spelling)
    if source in ("large", "small"):
        return (source == "large" or " " in name) and " of " not in name
    if name.removeprefix("the ").lower() in _TOO_SHORT:
        return None
    return source != "sometimes" and name.lower() not in _OFTEN_OTHERS


def _sure_region(spelling: Spelling) -> bool | None:
    if spelling.source.removeprefix("iso:") not in _REGION_TYPES or any(char in spelling.name for char in "[](),/"):
        return None
    name = _unaccented(spelling.name)
    if name.lower() in _REGIONS_SHARED or len(name) < 4 or name.lower().split()[0] in _REGIONS_SHARED:
        return None
    return spelling.code[:2] in ("US", "CA", "AU") and name != "Washington"


def _written(spelling: Spelling) -> list[str]:
    """A name as newspapers may write it: without its article, its accents, its hyphen."""
    name = spelling.name.removeprefix("the ").removeprefix("The ")
    if spelling.source.startswith("iso:"):
        return [_unaccented(name)]
    several = [name, _unaccented(name)]
    if spelling.source in ("usual", "iso"):
        several += [each.replace("-", " ").replace("St ", "St. ") for each in several]
    return list(dict.fromkeys(several))


def _unaccented(name: str) -> str:
    if name.isascii():
        return name
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
