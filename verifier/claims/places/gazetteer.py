"""Places named in a sentence, and the country of each where the name leaves no doubt.

The names are those of the tree of places (verifier/places). A small city, or a capitalised name that no list holds,
counts as a place only after a word such as "in" or "near".
"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.claims.dates import calendar as cal
from verifier.claims.places.place_names import Name, Names, names
from verifier.claims.places.place_words import ALSO_PEOPLE, AREAS, DIRECTIONS, PLACE_NOUNS, titled
from verifier.claims.text.lexicon import CLOSED, DET, EVENT, GENERIC, INCIDENT, PEOPLE, ROLE, SPEECH, THING, bag
from verifier.claims.text.tokens import Sentence
from verifier.places.names import bracketed, demonyms
from verifier.places.tree import country_of

_WHERE = bag("in at near across around outside inside off throughout within from to of over for and , between into via")
_SURELY_WHERE = bag("in near across outside inside off throughout within")
_SITED = bag("at on into along over")  # lead to a place where the name has a noun of places: "at Gatwick Airport"
_ABBREVIATED = bag("us uk uae drc la eu kp un dc ny nj pa tx fl nc sc az wi mn oh tn ky nh")
# Before "in" they lead to a company, a paper or a language.
_IN_NO_PLACE = bag(
    "shares stake stakes shareholder shareholders investment investments invested interest confidence published "
    "printed wrote written article speaking spoken talking"
)
# "Saint Martin (French part)", "the Atlantic route to the Canary Islands"
_SMALL = bag("part former administered controlled route routes crossing from across")
# Names of regions and seas begin with them in small letters too: "sub-Saharan Africa", "the central Mediterranean".
_OPENERS = bag("sub central eastern western northern southern north south east west")
_ROUTES = bag("route routes crossing")
_PAPERS = bag("post times tribune herald globe sun news journal star chronicle observer gazette mirror world today")
_BODIES = bag("program programme project observatory university institute index foundation association bureau")
_LOCAL = bag("police sheriff firefighters residents")  # "Kenosha police arrested …"
_NOT_LOCAL = bag("riot local state federal undercover armed some when while after many most traffic secret city county")
_DISASTERS = bag(
    "shooting shootings massacre bombing bombings earthquake quake crash flood floods fire siege disaster riots"
)
_WHO = bag(
    "taliban hamas hezbollah nazi nazis muslim boko islamist tutsi hutu kurdish police mafia unabomber "
    "challenger columbia titanic hindenburg"
)
_BROAD = bag("state states country nation world")  # "the Jewish state" is no name
_JOINS = bag("of the over and")  # may stand inside a longer name: "Bridge over the River Kwai"
_SUFFERED = bag(
    "has had saw recorded suffered ranks ranked experienced registered logged counted police reported reports"
)
_NO_PLACES = bag(
    "congress senate parliament house god internet facebook twitter tiktok instagram youtube islam christianity "
    "covid english spanish obamacare medicaid medicare bible quran constitution interpol nato un iraqi army nation "
    "ramadan christmas easter republicans democrats democratic republican supreme court ice gop fbi cia nsa nypd "
    "general president mr ms mrs world executive lords commons urdu hindi arabic tamil"
)


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place at tokens [first, last); country is alpha-3, None where it is unknown or shared by several; codes are
    the places of the tree that the name may mean, none where no list holds it.
    """

    first: int
    last: int
    country: str | None
    codes: tuple[str, ...] = ()


def places(sentence: Sentence) -> list[PlaceSpan]:
    """The places of a sentence, left to right, the longest names first; neighbours joined by "and" stay apart."""
    table = names()
    tokens, found, at = sentence.words, [], 0
    while at < len(tokens):
        span = None
        if sentence.raw[at][0].isupper():
            span = (
                _known(sentence, at, table.get(tokens[at], ()))
                or _possessive(sentence, at, table)
                or _guessed(sentence, at)
            )
        elif _opens_in_small(sentence, at):
            span = _known(sentence, at, table.get(tokens[at], ()))
        if span is None:
            at += 1
        else:
            span = _with_brackets(sentence, span)
            found.append(span)
            at = span.last
    return found


def _opens_in_small(sentence: Sentence, at: int) -> bool:
    """Whether a name may begin here in small letters: "sub-Saharan Africa", "the route to the Canary Islands"."""
    word = sentence.words[at]
    route = word in _ROUTES and sentence.word(at + 1) in ("from", "to", "across")
    return route or (word in _OPENERS and sentence.capital(at + 1 + (word == "sub")))


def _with_brackets(sentence: Sentence, span: PlaceSpan) -> PlaceSpan:
    """A name with another one of it in brackets, or with where it lies: "Myanmar (Burma)", "Punjab (Pakistan)"."""
    if sentence.word(span.last) != "(" or ")" not in sentence.words[span.last : span.last + 8]:
        return span
    close = sentence.words.index(")", span.last)
    codes = bracketed(sentence.slice(span.first, span.last), sentence.slice(span.last + 1, close))
    return PlaceSpan(span.first, close + 1, country_of(codes[0]), codes) if len(codes) == 1 else span


def _known(sentence: Sentence, at: int, entries: tuple[()] | list[Name]) -> PlaceSpan | None:
    small = not sentence.raw[at][0].isupper()
    for phrase, codes, country, sure in entries:
        last = at + len(phrase)
        if last > len(sentence) or tuple(sentence.words[at:last]) != phrase:
            continue
        if not _written(sentence, at + small, last) or (small and (country or len(phrase) < 2)):
            continue
        if len(phrase) == 1 and _of_a_person(sentence, at):
            return None
        following = sentence.word(last)
        if following in _PAPERS and sentence.capital(last) and not titled(sentence.raw):
            return None  # "the Boston Globe"
        if _of_a_body(sentence, last):
            return None
        if (
            sure
            or (_may_begin(sentence, at) and following in _SUFFERED)  # "Boston has the lowest crime rate"
            or sentence.word(_before(sentence, at)) in _WHERE
            or following == "'s"
            or (following == "," and sentence.word(last + 1) == "where")
            or sentence.flag(last) & (INCIDENT | GENERIC | THING)  # "Oakland homicides"
            or following in PLACE_NOUNS
            or (sentence.capital(last) and sentence.flag(last + 1) & INCIDENT)  # "the Boston Marathon bombing"
            or (following == "," and _region_at(sentence, last + 1))  # "a Nashville, Tennessee, school"
            or _opens(sentence, at, last)
        ):
            return PlaceSpan(at, last, country, codes)
    return None


def _of_a_body(sentence: Sentence, last: int) -> bool:
    """Whether a name goes on as that of a body: "Uppsala Conflict Data Program"."""
    for at in range(last, last + 4):
        if not sentence.capital(at):
            return False
        if sentence.word(at) in _BODIES:
            return not titled(sentence.raw)
    return False


def _of_a_person(sentence: Sentence, at: int) -> bool:
    """Whether a name that is also a person's stands after a first name or title: "Jim Jordan", "Mr. Washington"."""
    if sentence.words[at] not in ALSO_PEOPLE or titled(sentence.raw):
        return False
    before = at - 1
    if sentence.word(before) == "." and before > 0:
        before -= 1
    word = sentence.word(before)
    named = sentence.capital(before) and word.isalpha() and not sentence.flag(before) & (CLOSED | SPEECH)
    if named and word not in DIRECTIONS and word not in cal.MONTHS and word not in names() and word != "new":
        return True
    following = sentence.word(at + 1)
    return (
        sentence.capital(at + 1)
        and following.isalpha()
        and not sentence.flag(at + 1)
        and following not in PLACE_NOUNS
        and following not in cal.MONTHS
        and following not in cal.WEEKDAYS
        and bool(sentence.flag(at + 2) & SPEECH)
    )


def _may_begin(sentence: Sentence, at: int) -> bool:
    """Whether a clause may begin here: "Says Newark has …", "…, Boston had …"."""
    return at == 0 or sentence.words[at - 1] in ("says", "that", ",", ";", ":", '"', "'", "and", "while", "but")


def _region_at(sentence: Sentence, at: int) -> bool:
    """Whether a region or country that is sure starts here."""
    return any(
        sure and tuple(sentence.words[at : at + len(phrase)]) == phrase and sentence.capital(at)
        for phrase, _, _, sure in names().get(sentence.word(at), ())
    )


def _possessive(sentence: Sentence, at: int, table: Names) -> PlaceSpan | None:
    """A name that lost its apostrophe: "Austins murder rate"."""
    word = sentence.words[at]
    if not word.endswith("s") or word.endswith("ss") or len(word) < 5 or word in table:
        return None
    for phrase, codes, country, sure in table.get(word[:-1], ()):
        if sure and phrase == (word[:-1],) and word[:-1] not in demonyms():
            return PlaceSpan(at, at + 1, country, codes)
    return None


def _before(sentence: Sentence, at: int) -> int:
    """The index of the word before a name; "the", brackets and compass points passed ("in the northern …")."""
    before = at - 1
    while before > 0 and (sentence.words[before] in ("the", "(", "[") or sentence.words[before] in DIRECTIONS):
        before -= 1
    return before


def _opens(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name opens the sentence as a dateline does: "GAZA CITY (Reuters) -"."""
    return first == 0 and sentence.word(last) in ("-", ":", "(", ",", "—") and sentence.raw[first].isupper()


def _written(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the letters fit a name: "US" is one, "us" and "Us" are not; every word starts with a capital."""
    if last == first + 1 and sentence.words[first] in _ABBREVIATED:
        return sentence.raw[first].isupper()
    return all(
        raw[0].isupper() or len(raw) < 4 or raw[:2] in ("d'", "l'") or raw in _SMALL  # "Côte d'Ivoire"
        for raw in sentence.raw[first:last]
    )


# What a name that is no place's stands before: "in the Construction sector".
_SECTIONS = bag("'s sector industry division department league category trade")


def _guessed(sentence: Sentence, at: int) -> PlaceSpan | None:
    """A capitalised name that no list holds, after "in" or the like: "in Kenosha", "at Gatwick Airport"."""
    word = sentence.words[at]
    if at == 0 and word.isalpha() and not sentence.flags[at] and sentence.word(1) == "," and _region_at(sentence, 2):
        return PlaceSpan(0, 1, None)  # "Camden, N.J., had …"
    if at == 0 and word.isalpha() and not sentence.flags[at] and sentence.word(1) in _LOCAL and word not in _NO_PLACES:
        titled_too = sentence.capital(1) or word.endswith("s") or len(word) < 4 or word in DIRECTIONS
        return None if titled_too or word in _NOT_LOCAL or word in demonyms() else PlaceSpan(0, 1, None)
    if (
        at == 0
        or word in DIRECTIONS
        or not word.isalpha()
        or word in cal.MONTHS
        or word in cal.WEEKDAYS
        or word in _NO_PLACES
    ):
        return None
    if _of_a_disaster(sentence, at):
        return PlaceSpan(at, at + 1, None)
    near = before = _before(sentence, at)
    while before > 0 and at - before < 6 and not sentence.flags[before] & ~DET and _passed(sentence, before):
        before -= 1  # "outside the top-security Green Zone": words between are passed
    lead, plain = sentence.word(before), sentence.word(near) in _SURELY_WHERE
    named = sentence.word(near) == "of" and sentence.word(near - 1) in AREAS  # "the town of Hay"
    if near < 0 or not (plain or named or lead in _SURELY_WHERE or lead in _SITED):
        return None
    if sentence.word(near - 1) in _IN_NO_PLACE or (len(word) < 3 and word != "u"):  # "in the U.", cut
        return None
    run, last, sited = _name_end(sentence, at)
    if not (plain or named or sited):
        return None
    if not sited and sentence.raw[at].isupper() and word != "u" and any(raw.islower() for raw in sentence.raw):
        return None  # "in GDP"
    if sentence.word(last) in _SECTIONS or last == at:
        return None
    if titled(sentence.raw) and (last - at > 2 or (last < len(sentence) and sentence.words[last].isalpha())):
        return None  # in a headline every word has a capital
    barred = CLOSED | ROLE | PEOPLE | INCIDENT | EVENT | GENERIC
    if any(
        sentence.flags[i] & barred and sentence.words[i] not in PLACE_NOUNS for i in range(at, at + 1 if sited else run)
    ):
        return None
    return PlaceSpan(at, last, None)


def _of_a_disaster(sentence: Sentence, at: int) -> bool:
    """Whether a name tells where a well-known shooting or the like was: "the Parkland shooting"."""
    word = sentence.words[at]
    if sentence.word(at - 1) != "the" or sentence.flags[at] or word in _WHO or word in demonyms():
        return False
    named = sentence.word(at + 1) in _DISASTERS and not sentence.capital(at + 1)
    return named and len(word) > 3 and not word.endswith(("ist", "ists", "ian")) and not sentence.raw[at].isupper()


def _passed(sentence: Sentence, at: int) -> bool:
    return sentence.words[at] == "-" or (sentence.words[at].isalpha() and not sentence.capital(at))


def _name_end(sentence: Sentence, at: int) -> tuple[int, int, bool]:
    """Where a capitalised name ends without and with what belongs to it, and whether a noun of places is in it:
    "Tree of Life synagogue".
    """
    last = at
    while last < len(sentence) and last - at < 4 and sentence.capital(last) and sentence.words[last].isalpha():
        last += 1
    sited = any(word in PLACE_NOUNS for word in sentence.words[at:last])
    end, joined = last, 0
    while joined < 2:
        far = end
        while far - end < 2 and sentence.word(far) in _JOINS and sentence.word(far) != "and":
            far += 1
        if far == end or not sentence.capital(far) or not sentence.words[far].isalpha() or titled(sentence.raw):
            break
        end, joined = far + 1, joined + 1
        while sentence.capital(end) and end - at < 8 and sentence.words[end].isalpha():
            end += 1
    trail = end
    while trail < len(sentence) and trail - end < 2 and sentence.words[trail].isalpha() and not sentence.capital(trail):
        trail += 1
        noun = sentence.words[trail - 1]
        if noun in PLACE_NOUNS and noun not in _BROAD and sentence.word(trail) not in PLACE_NOUNS:
            return last, trail, True
        if sentence.flag(trail - 1) & CLOSED:
            break
    if sited or any(word in PLACE_NOUNS for word in sentence.words[at:end]):
        return last, end, True
    return last, last, False
