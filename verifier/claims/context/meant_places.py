"""Which place of the tree the words of a claim mean: one, several together, or one that is named and not known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from verifier.claims.phrases.count_words import HAD
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.places.gazetteer import PlaceSpan
from verifier.claims.places.place_words import DIRECTIONS, NATIONWIDE, SITES, UNCHANGING, WORLDWIDE
from verifier.claims.text.lexicon import AUX, INCIDENT, bag
from verifier.places.names import candidates, likely, part_in
from verifier.places.place import WORLD
from verifier.places.tree import country_of, lies_in, place

_WORLD = bag("world globe planet")
# Nouns that say what kind of place a name is: "Punjab province", "the city of Atlanta", "the Sahel region".
_KINDS = {
    "country": ("country", "nation", "republic", "state", "kingdom", "territory", "island", "islands", "archipelago"),
    "part": (
        "state", "province", "region", "governorate", "prefecture", "territory", "republic", "county", "department",
        "emirate", "oblast", "island", "islands", "peninsula", "enclave", "strip", "canton", "district", "country",
    ),
    "city": ("city", "town", "metropolis", "municipality", "capital"),
    "wide": ("region", "continent", "bloc", "area", "countries", "states", "nations", "basin", "coast"),
}  # fmt: skip
_SPLIT = bag("state province governorate prefecture oblast region county department emirate")
_NEUTRAL = UNCHANGING | bag("the of 's , and & ( ) in a an - . whole all entire both across throughout")
_ABROAD = bag("embassy embassies consulate consulates mission base bases")  # stand in another country
_SUPERLATIVE = bag(
    "most least top first second third fourth fifth ranks ranked countries country nation nations anywhere"
)
_NOT_IN = bag("outside beyond between elsewhere")
_SHARES = bag("part parts rest most much half some majority corner corners areas")
_AND = frozenset(["and", "&"])
_LESS = bag("excluding except excepting minus")
_SHORES = bag("coast coasts waters shores shore coastline")


@dataclass(frozen=True, slots=True)
class Meant:
    """codes are the places meant, all together; country the one they lie in, where it is one; unknown the words of a
    place that no code stands for: not in the tree, one of several of that name, or a finer part ("northern Nigeria");
    between the places that the text tells of, where it does not say which of them is meant.
    """

    codes: tuple[str, ...] = ()
    country: str | None = None
    unknown: str | None = None
    between: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.codes or self.unknown)


THE_WORLD = Meant((WORLD,))


def world_spans(p: Parsed) -> list[Span]:
    """Where a sentence counts the whole world: "worldwide", "around the world", "the world's"; not in "the deadliest in
    the world".
    """
    s, found = p.s, []
    for at, word in enumerate(s.words):
        if word in WORLDWIDE | {"global"} and not (s.capital(at) and s.capital(at + 1)):  # "the Global Terrorism Index"
            found.append((at, at + 1))
        elif word == "world" and s.flag(at + 1) & INCIDENT and s.word(at + 1) not in ("war", "wars"):
            found.append((at, at + 1))  # "World piracy sank"
        elif word in _WORLD and not s.capital(at):
            first = at - 1 - (s.word(at - 1) in ("whole", "entire"))
            if s.word(first) != "the":
                continue
            owning = s.word(at + 1) == "'s"
            around = s.word(first - 1) in ("around", "across", "over", "throughout")
            around = around or (owning and s.word(at + 2) in ("seas", "oceans"))
            within = s.word(first - 1) in ("in", "of") and not is_ranked(p, first) and not owning
            opens = first == 0 and bool(s.flag(at + 1) & AUX)  # "The world is at war"
            opens |= s.word(at + 1) in HAD and first - 1 in p.date_at  # "At the end of 2025 the world had more"
            around = around or s.word(at + 1) == "over"
            if opens or around or within or (owning and not is_ranked(p, at + 6)):
                found.append((first, at + 1))
    return found


def is_ranked(p: Parsed, end: int) -> bool:
    """Whether the words just before tell a rank, "the third highest", or compare countries."""
    before = p.s.words[max(0, end - 10) : end]
    if any(word == "number" and after not in ("of", "and") for word, after in pairwise([*before, ""])):
        return True  # "number one in the world"
    return any(word in _SUPERLATIVE or (word.endswith("est") and len(word) > 4) for word in before)


def pointed_there(p: Parsed, *cores: Span | None) -> int | None:
    """Where "there" beside the words of a claim says where it happened: "murders there fell"; not in "there were"."""
    s = p.s
    if "there" not in s.words:
        return None
    for at, word in enumerate(s.words):
        near = word == "there" and any(core and core[0] - 2 <= at <= core[1] + 2 for core in cores)
        if near and not s.flag(at + 1) & AUX and s.word(at + 1) not in ("have", "has", "had", "being"):
            return at
    return None


def meant_by(p: Parsed, span: Span, around: Callable[[], Collection[str]]) -> Meant:
    """What the place of a claim means. around gives the places that the text names, the country of publication last:
    they tell Georgia from Georgia.
    """
    s = p.s
    named = [one for one in p.places if span[0] <= one.first < span[1]]
    if not named:
        if any(span[0] <= first < span[1] for first, _ in world_spans(p)):
            return THE_WORLD
        # "In prisons", "on the roads" says what is counted, not where.
        nowhere = s.words[span[0]] in NATIONWIDE or SITES & set(s.words[span[0] : span[1]])
        return Meant() if nowhere else Meant(unknown=_text(p, span))
    span = _with_less(p, span)
    codes: list[str] = []
    unknown = _takes_away(p, span, named)
    for one in named:
        others = {code for other in named if other is not one for code in other.codes}
        found = _chosen(p, one, others, around)
        codes += found if len(found) == 1 else ()
        unknown |= len(found) != 1
    kept = [code for code in codes if not any(other != code and lies_in(other, code) for other in codes)]
    countries = {country_of(code) for code in kept} | {one.country for one in named if not one.codes and one.country}
    country = countries.pop() if len(countries) == 1 else None
    if unknown or _narrowed(p, span, named, codes):
        whole = None if p.s.words[span[0]] in ("outside", "beyond") else country
        return Meant((), whole, _text(p, span))
    return Meant(tuple(dict.fromkeys(kept)), country)


def _takes_away(p: Parsed, span: Span, named: list[PlaceSpan]) -> bool:
    """Whether words before or after the names leave only some of it."""
    before = span[0] < named[0].first and p.s.words[span[0]] in _NOT_IN | _SHARES
    return before or bool(_LESS & set(p.s.words[named[-1].last : span[1]]))


def _with_less(p: Parsed, span: Span) -> Span:
    """The place with the words that take something away from it: "outside Iraq", "parts of Mali", "Africa, except"."""
    s = p.s
    first, last = span
    at = first - 1 - (s.word(first - 1) == "the")
    if s.word(at) == "in" and s.word(at - 1) in _NOT_IN:
        first = at - 1
    elif s.word(at) in _NOT_IN:
        first = at
    elif s.word(at) == "of" and s.word(at - 1) in _SHARES and s.word(last) != "'s":
        first = at - 1  # but "half of Canada's homicides"
    after = last + (s.word(last) == ",")
    if s.word(after) in _LESS:
        taken = next((named for named in p.places if after < named.first <= after + 3), None)
        last = taken.last if taken else after + 1
    return (first, last)


def _text(p: Parsed, span: Span) -> str:
    first = span[0] + (p.s.word(span[0]) == "the")
    return p.text((first, span[1]))


def _chosen(p: Parsed, one: PlaceSpan, others: set[str], around: Callable[[], Collection[str]]) -> tuple[str, ...]:
    """The places that a name may mean where it stands: one where that is clear."""
    if told := by_kind(p, one, others, around):
        return told
    if _is_called_a_city(p, one.last):
        return tuple(code for code in candidates(p.s.slice(one.first, one.last)) if place(code).kind == "city")
    listed = bool({p.s.word(one.first - 1), p.s.word(one.last)} & _AND)
    beside = {country_of(code) for code in others if place(code).kind == "part"} if listed else ()
    if beside and (alike := part_in(p.s.slice(one.first, one.last), beside)):
        return alike  # "New York and Illinois" are two states
    codes = one.codes
    if len({country_of(code) for code in codes}) < 2:
        return likely(codes)
    return _by_company(codes, others) or _by_company(codes, around()) or codes


def _is_called_a_city(p: Parsed, last: int) -> bool:
    """Whether an apposition says that a name is a city's: "New York, the largest city, …"."""
    s = p.s
    return s.words[last : last + 2] == [",", "the"] and any(s.word(at) == "city" for at in range(last + 2, last + 5))


def by_kind(p: Parsed, one: PlaceSpan, others: set[str], around: Callable[[], Collection[str]]) -> tuple[str, ...]:
    """The first-level region that a noun beside a name shows it to be: "Niger state", "the state of Georgia"."""
    noun = p.s.word(one.last)
    if noun not in _SPLIT and p.s.word(one.first - 1) == "of":
        noun = p.s.word(one.first - 2)
    if noun not in _SPLIT:
        return ()
    codes = tuple(code for code in candidates(p.s.slice(one.first, one.last)) if noun in place(code).noun.split())
    if not any(place(code).is_country for code in one.codes):
        codes = tuple(code for code in codes if code in one.codes or country_of(code) == one.country)
    if len(codes) > 1:
        codes = _by_company(codes, others) or _by_company(codes, [one.country or ""]) or _by_company(codes, around())
    return codes if len(codes) == 1 else ()


def _by_company(codes: Iterable[str], company: Iterable[str]) -> tuple[str, ...]:
    """Of several places of one name the one in whose country another place lies, or in whose part of the world."""
    several, company = tuple(codes), [code for code in company if code]
    countries = {country_of(code) for code in company}
    held = tuple(
        code for code in several if country_of(code) in countries or any(lies_in(code, one) for one in company)
    )
    if len(held) == 1:
        return held
    regions = {parent for country in countries if country for parent in place(country).parents}
    near = tuple(code for code in several if set(place(country_of(code) or WORLD).parents) & regions)
    return near if len(near) == 1 and not held else ()


def _narrowed(p: Parsed, span: Span, named: list[PlaceSpan], codes: list[str]) -> bool:
    """Whether the words beside the names make it a finer place: "northern Nigeria", "Baghdad suburb", "the border"."""
    s = p.s
    inside = {at for one in named for at in range(one.first, one.last)}
    for at in range(*span):
        word = s.words[at]
        if word in _ABROAD and at not in inside:
            return True
        if at in inside or word in _NEUTRAL or word in SITES:  # "on German roads": what, not where
            continue
        if word in DIRECTIONS:
            if not _said_of_kind(p, at, span):
                return True
        elif word in _SHORES:
            if not _offshore(p, span):
                return True
        elif not any(word in _KINDS[kind] for kind in _kinds_of(codes)):
            return True
    return any(s.word(at) in DIRECTIONS for at in (span[0] - 1,) if not _said_of_kind(p, at, span))


def _kinds_of(codes: list[str]) -> set[str]:
    kinds = {place(code).kind for code in codes}
    return {"part" if kind == "part" else "city" if kind == "city" else
            "country" if kind in ("country", "territory", "former") else "wide" for kind in kinds}  # fmt: skip


def _said_of_kind(p: Parsed, at: int, span: Span) -> bool:
    """Whether a compass point says where a named region lies, not which part of it is meant: "Pakistan's northwestern
    Khyber Pakhtunkhwa province", "the northern city of Kano".
    """
    s = p.s
    if s.word(at + 1) in _SPLIT or s.word(at + 1) in _KINDS["city"]:
        return True
    named = p.place_at.get(at + 1)
    return named is not None and (s.word(named.last) in _SPLIT or s.word(named.last) in _KINDS["city"])


def _offshore(p: Parsed, span: Span) -> bool:
    """Whether it happened off a coast, so that the coast is the country's: "off the coast of Somalia"."""
    along = any(p.s.word(at) in ("off", "along") for at in range(max(0, span[0] - 3), span[0] + 1))
    return along or p.s.word(span[1]) in HAD  # "Nigeria's coast saw 28 of them"
