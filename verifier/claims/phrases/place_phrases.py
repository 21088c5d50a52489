"""From a place's name to all that belongs to it: "city of Atlanta", "Baghdad suburb", "Nagaland and Assam"."""

from __future__ import annotations

from verifier.claims.dates.date_spans import DateSpan
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.noun_phrases import content, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.places.gazetteer import PlaceSpan
from verifier.claims.places.place_words import AREAS, DIRECTIONS, PLACE_NOUNS, TIES, UNCHANGING, WORLDWIDE
from verifier.claims.text.lexicon import ADV, CLOSED, DET, GENERIC, INCIDENT, PEOPLE, ROLE, SPEECH, bag
from verifier.places.names import demonyms
from verifier.places.tree import is_country, place

# Those who act or suffer far from the country they are of: "13 U.S. troops killed in Afghanistan".
_ABROAD = bag(
    "troops troop soldier soldiers marine marines forces force military army navy servicemen peacekeepers diplomat "
    "diplomats ambassador embassy contractor contractors hostage hostages journalist journalists airstrike airstrikes "
    "offensive jets helicopters tanks warplanes nationals aid drone drones artillery"
)
LEADS = bag("in across inside within throughout off near around at outside along into")
FROM = bag("from on over")
_RANKED = bag(
    "has had have is was ranks ranked leads led saw recorded suffered enjoyed enjoys boasts topped tops posted"
)
_OFFICES = bag(
    "agency bureau department administration commission service office council ministry institute center centre"
)
_SEATED = bag(
    "bureau centre center institute organization organisation agency office headquarters secretariat programme"
)
_STANDING_FOR = bag("uppsala")
_WITHIN = bag("of to")
_OF_ITS_OWN = bag("nation country state wars war conflict conflicts")
_UNIVERSITIES = bag("university college institute school")
_SCHOLARS = bag(
    "researchers scholars academics scientists experts team tally count tracker dashboard data database figures kept "
    "compiled maintained collected run study project epidemiologists criminologists"
)
_BODIES = bag(
    "center centre bureau institute organisation organization agency office database monitor observatory group"
)


def lead_of(p: Parsed, first: int) -> int:
    """The index of the word that leads to a place: articles, compass points, "city of" and adjectives are passed."""
    s = p.s
    at = first - 1
    while at > 0 and first - at < 8:
        word = s.words[at]
        if (
            word in ("the", "of", "(", "[")
            or word in DIRECTIONS
            or s.flags[at] & DET
            or word in PLACE_NOUNS
            or (content(p, at) and not s.capital(at) and not s.flags[at] & (INCIDENT | PEOPLE))
        ):
            at -= 1
        else:
            break
    lead = s.word(at)
    if lead in LEADS or lead in FROM:
        return at
    at = first - 1
    while at > 0 and (s.words[at] in ("the", "of") or s.words[at] in DIRECTIONS):
        at -= 1
    return at


def ranks(p: Parsed, last: int) -> bool:
    """Whether a place is the subject of "has", "ranks" and the like."""
    s = p.s
    at = s.past(last, ADV, (",", "in", "fact"))
    return s.word(at) in _RANKED


def opening_place(p: Parsed) -> PlaceSpan | None:
    """The place that opens a sentence, behind an article or not."""
    return p.place_at.get(0) or p.place_at.get(1)


def is_dateline(p: Parsed) -> bool:
    """Whether a sentence opens with where it was reported from: "LAGOS (Reuters) -", "SHAHE, China -"."""
    s = p.s
    return bool(dateline_end(p)) or (s.raw[0].isupper() and len(s.raw[0]) > 2 and s.word(1) in (",", "(", ":"))


def dateline_end(p: Parsed) -> int:
    """The index of the dash that ends a dateline; 0 where there is none."""
    s = p.s
    city = p.place_at.get(0)
    if city and any(code.startswith("city:") for code in city.codes) and s.word(city.last) in ("-", "—", "–"):
        wide = not (WORLDWIDE | {"global", "world"}).isdisjoint(s.words)
        apart = (
            s.words[city.last] != "-" and s.words[city.last] not in s.words[city.last + 1 :]
        )  # "London — Piracy is …"
        if not s.glued(city.last) and (len(p.places) > 1 or wide or apart):
            return city.last  # "Berlin - In 2018, 5,009 migrants died worldwide"
    if not s.raw[0].isupper() or len(s.raw[0]) < 3:
        return 0
    for at in range(1, min(len(s), 14)):
        if s.words[at] in ("-", "—") and not (s.glued(at) and s.glued(at + 1)):
            return at
        if s.flags[at] & (CLOSED | SPEECH) and s.words[at] != "and":
            return 0
    return 0


def dateline_places(p: Parsed) -> int:
    """The token before which places are where a report was sent from; 0 where the sentence opens with no dateline."""
    end = dateline_end(p)
    if end:
        return end if _sent_from_city(p) and not _said_before(p, end) else 0
    opening = p.place_at.get(0)
    if opening is None or not p.s.raw[0].isupper():
        return 0
    after = p.s.word(opening.last)
    city = any(code.startswith("city:") for code in opening.codes)
    if city and after in ("(", ":") and len(p.s.raw[0]) > 2:
        return opening.last + 1  # "LAGOS (Reuters)", "GUWAHATI: Bombs …"
    land = p.place_at.get(opening.last + 1) if after == "," and city else None
    if land and p.s.word(land.last) in (":", "("):
        return land.last + 1  # "KUALA LUMPUR, Malaysia: Pirates attacked …"
    day = p.date_at.get(opening.last + 1)  # "Islamabad, 8 May 2023."
    return day.last if after == "," and day and len(p.s) <= day.last + 1 else 0


def _sent_from_city(p: Parsed) -> bool:
    """Whether a sentence opens with a town; a country there is a heading: "YEMEN – Conflict deaths numbered 2,900"."""
    opening = p.place_at.get(0)
    return opening is not None and (len(opening.codes) != 1 or not is_country(opening.codes[0]))


def _said_before(p: Parsed, end: int) -> bool:
    """Whether a quantity stands before the dash, which then is one of the sentence itself."""
    return any(quantity.core < end and quantity.core not in p.date_at for quantity in p.quantities)


def in_dateline(p: Parsed, date: DateSpan) -> bool:
    """Whether a date only says when a report was sent: "LAGOS, Feb 10 -", "Islamabad, 8 May 2023."."""
    end = dateline_end(p)
    if end:
        return date.last <= end and not _said_before(p, end)
    opening = p.place_at.get(0)
    if opening is None or p.s.word(opening.last) != "," or date.first != opening.last + 1:
        return False
    return p.s.word(date.last) in (".", ":", "(", "-", "—", "")


def is_demonym(p: Parsed, span: Span) -> bool:
    """Whether a place is an adjective or people ("Iraqi"), not a country, region or city."""
    return span[1] == span[0] + 1 and p.s.words[span[0]] in demonyms()


def names_a_body(p: Parsed, one: PlaceSpan) -> bool:
    """Whether a place only tells which body is meant: by where it sits, or as a part of its name."""
    return (
        _of_a_source(p, one.first)
        or _names_its_programme(p, one)
        or _seats(p, one.first)
        or _in_a_name(p, one.last)
        or _ends_a_name(p, one.first)
        or _of_scholars(p, one.first, one.last)
    )


def _names_its_programme(p: Parsed, one: PlaceSpan) -> bool:
    """Whether a place stands for the body that counts there: "Uppsala recorded 300 deaths", "Uppsala's database"."""
    s = p.s
    return s.words[one.first] in _STANDING_FOR and s.word(one.first - 1) not in LEADS | FROM | _WITHIN


def is_epithet(p: Parsed, one: PlaceSpan) -> bool:
    """Whether a region only tells which country or war is meant: "the Sahel nation", "the Sahel wars"."""
    region = len(one.codes) == 1 and place(one.codes[0]).kind == "region"
    return region and p.s.word(one.last) in _OF_ITS_OWN and not is_demonym(p, (one.first, one.last))


def _seats(p: Parsed, first: int) -> bool:
    """Whether a place is the seat of a body that counts: "the International Maritime Bureau in Kuala Lumpur"."""
    s = p.s
    body = first - 2
    return s.word(first - 1) in ("in", "at") and s.word(body) in _SEATED and (s.capital(body) or s.capital(body - 1))


def _of_scholars(p: Parsed, first: int, last: int) -> bool:
    """Whether a place is the university of those who count: "a tally kept at Johns Hopkins University"."""
    s = p.s
    before = s.words[max(0, first - 4) : first]
    named = any(s.word(at) in _UNIVERSITIES and s.capital(at) for at in (last - 1, last))
    named = named or before[-2:] == ["university", "of"]
    return named and not _SCHOLARS.isdisjoint(before)


def _of_a_source(p: Parsed, first: int) -> bool:
    """Whether a place only says where a body is that is cited: "according to the bureau's center in Malaysia"."""
    s = p.s
    for at in range(first - 1, max(0, first - 16), -1):
        if s.words[at] in (",", ";", ":", "that"):
            return False
        if s.words[at] == "to" and s.words[at - 1] == "according":
            return not _BODIES.isdisjoint(s.words[at:first])
    return False


def _in_a_name(p: Parsed, last: int) -> bool:
    """Whether a place opens the name of an office, "the U.S. Cybersecurity and Infrastructure Security Agency", or what
    stands before its acronym, "the US cybersecurity agency CISA".
    """
    s, at = p.s, last + (p.s.word(last) == "'s")  # "America's cyber security agency CISA"
    while content(p, at) and not s.capital(at) and at < last + 4:
        at += 1
        if s.words[at - 1] in _OFFICES and s.capital(at) and s.raw[at].isupper() and len(s.raw[at]) > 2:
            return True
    at = last
    while s.capital(at) or (s.word(at) in ("and", "of", "for", "on") and s.capital(at + 1)):
        if s.words[at] in _OFFICES and at > last:
            return True
        at += 1
    return False


def _ends_a_name(p: Parsed, first: int) -> bool:
    """Whether a place ends the name of an institute: "the Peace Research Institute Oslo"."""
    at = first - 1
    if p.s.words[at] == "statistics" and p.s.capital(at):
        return True  # "Statistics Canada"
    while p.s.capital(at) and first - at < 6:
        if p.s.words[at] in _OFFICES:
            return True
        at -= 1
    return False


def abroad(p: Parsed, start: int) -> bool:
    """Whether a country's name stands before those it sends abroad: "US soldiers", "United States Marines"."""
    run = run_right(p, start)
    return run is not None and any(
        p.s.words[at] in _ABROAD and not (p.s.word(at + 1) == "-" and p.s.glued(at + 1)) for at in range(*run)
    )


def sent_abroad(p: Parsed, last: int) -> bool:
    """Whether a name ends here that says whose, not where: "US-led troops", "Israeli soldiers"."""
    tied = p.s.word(last) == "-" and p.s.glued(last) and p.s.word(last + 1) in TIES
    return tied or (content(p, last) and abroad(p, last))


def whole_place(p: Parsed, span: Span) -> Span:
    """The place with what belongs to its name: "Baghdad suburb", "city of Atlanta", "Nagaland and Assam"."""
    s = p.s
    last = _noun_after(p, span[1])
    if s.word(span[1]) == "'s" and (part := _next_place(p, span[1] + 1)):
        last = _noun_after(p, part)  # "Pakistan's Punjab province"
    first = _of_before(p, span[0])
    if is_demonym(p, span):
        return _with_name_after(p, first, last)
    joined = p.place_at.get(last + 1)
    if s.word(last) == "-" and joined and s.glued(last) and s.glued(last + 1):  # "the Sudan-Chad border"
        last = _noun_after(p, joined.last)
    if s.word(last - 1) in AREAS:
        first, last = _with_name_after(p, first, last)
    if s.word(last) == "in" and _next_place(p, last + 1) and not is_dateline(p):
        last = _next_place(p, last + 1)
    last = _listed(p, span, last)
    while s.word(last) in (",", "and"):
        passed = "the" if s.word(last) == "and" else "and"
        at = last + 1 + (s.word(last) == "and" and s.word(last + 1) in LEADS)  # "off Somalia and in the Gulf of Aden"
        further = p.place_at.get(at + (s.word(at) == passed))
        if further and s.word(further.last) == "'s" and (part := _next_place(p, further.last + 1)):
            last = part  # "Turkey and Syria's Idlib"
            continue
        if further is None or s.word(further.last) == "'s" or is_demonym(p, (further.first, further.last)):
            break
        if s.flag(further.last) & (SPEECH | ROLE):
            break  # "killed in Belgorod, Russia said"
        last = further.last
    if s.word(first - 1) == "in" and first - 2 in p.place_at and p.place_at[first - 2].last == first - 1:
        within = p.place_at[first - 2]
        first = first if is_demonym(p, (within.first, within.last)) else within.first
    while first > 1 and s.words[first - 1] in (",", "and") and first - 2 in p.place_at:
        earlier = p.place_at[first - 2]
        led = lead_of(p, earlier.first)
        if is_demonym(p, (earlier.first, earlier.last)) or (led == 0 and s.words[0] in LEADS and ranks(p, last)):
            break  # "In New England, Rhode Island has …"
        first = earlier.first
    return (first, last)


def _listed(p: Parsed, span: Span, last: int) -> int:
    """The end of a list of names that begins with a place after "in": "in Lund, Ystad, Eslov and Hoor"."""
    s = p.s
    if last != span[1] or s.word(last) != "," or s.word(lead_of(p, span[0])) not in LEADS:
        return last
    at = last
    while s.word(at) == "," and s.capital(at + 1) and s.words[at + 1].isalpha():
        at = _item_end(p, at + 1)
        if s.word(at) == "and" and s.capital(at + 1):
            return _item_end(p, at + 1)
    return last


def _item_end(p: Parsed, at: int) -> int:
    """The end of one name in a list of places."""
    named = p.place_at.get(at)
    return named.last if named else at + 1


def _noun_after(p: Parsed, last: int) -> int:
    """The end of a place with the noun of places after its name: "Moscow subway station", "Niigata prefecture"."""
    s = p.s
    if s.word(last) == "'s" and s.word(last + 1) in ("capital", "city") and s.capital(last + 2):
        return _next_place(p, last + 2) or last + 3  # "Peru's capital Lima"
    start = last + (s.word(last) == "'s" and s.capital(last + 1))
    for at in range(start, start + 2):
        if s.word(at) in PLACE_NOUNS and not s.flag(at + 1) & (PEOPLE | ROLE) and not content(p, at + 1):
            return at + 1
        if not content(p, at) or s.flag(at) & (PEOPLE | INCIDENT | GENERIC):
            break
    return last


def _of_before(p: Parsed, first: int) -> int:
    """The start of a place with what stands before its name: "city of", "outskirts of the", "northern"."""
    s = p.s
    while True:
        at = first
        while s.word(at - 1) in DIRECTIONS or s.word(at - 1) in UNCHANGING:
            at -= 1
        if at < first and s.word(at - 1) != "of":
            return at
        of = at - 1
        while of > 0 and s.words[of] != "of" and at - of < 4 and (s.flags[of] & DET or content(p, of)):
            of -= 1
        noun = s.word(of - 1)
        if s.word(of) != "of" or not (noun in PLACE_NOUNS or noun in DIRECTIONS):
            return at
        first = of - 1
        while first > 0 and (s.words[first - 1] in DIRECTIONS or s.words[first - 1] in demonyms()):
            first -= 1


def _with_name_after(p: Parsed, first: int, last: int) -> Span:
    """An adjective with its noun and name: "northern Chinese province of Hebei"; else the two as they are."""
    s = p.s
    if s.word(last - 1) in AREAS and s.word(last) == "of" and _next_place(p, last + 1):
        return (first, _next_place(p, last + 1))
    return (first, last)


def _next_place(p: Parsed, at: int) -> int:
    """The end of the place that starts here, an article and compass points passed; 0 where none does."""
    while p.s.word(at) == "the" or p.s.word(at) in DIRECTIONS:
        at += 1
    named = p.place_at.get(at)
    return named.last if named and not is_demonym(p, (named.first, named.last)) else 0
