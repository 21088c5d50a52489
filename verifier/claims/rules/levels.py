"""Levels that a sentence says were reached, or are: "the toll rose to 57", "deaths stood at 918", "arrests: 24"."""

from __future__ import annotations

from verifier.claims.phrases.count_words import FALLEN
from verifier.claims.phrases.incident_phrases import (
    befallen_by,
    is_counted,
    is_incident,
    is_people,
    more_or_less,
    those,
)
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right, run_left
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.predicates import is_things
from verifier.claims.phrases.subjects import subject
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.rules.rates import per, rate_unit
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag

_EQUALS = bag(
    "is was are were be been reach reached reaches reaching hit hits top topped tops exceed exceeds exceeded "
    "surpass surpassed passed passes pass nears approaches approached total totals totaled totalled number "
    "numbers numbered stand stands stood at averages averaged average peaked crossed "
    "crosses crossing touched touches breached :"
)
_PASSED = bag("exceed surpass exceeded exceeds surpassed surpassing topped passed averaged")  # comparators too
_BRINGS = bag(
    "bringing brings brought bring raising raised raises lifting lifts lifted boosting boosted boosts pushing pushed "
    "pushes taking took takes"
)
_RAISING = ("rais", "lift", "boost")
_PUT = bag("put puts putting estimated")
_LEADS = bag("just only at as high low about now already the currently around a an total of some than more to record")
_CAME = bag("came comes come amounted amounts")
_NUMBERED = bag("numbered number numbers totalled totaled reached exceeded topped")
_AT = bag("stands stood stand put was is are were peaked")
_HEIGHTS = frozenset([("all", "-", "time", "high"), ("all", "-", "time", "low"), ("record", "high"), ("record", "low")])
_TOTALS = bag("total tally count number figure")
_FIGURES = bag("number numbers toll tally count total figure population caseload seekers")
_FAR = 14  # words between "peaked" and its number
_TURNED = {("peaked",): "up", ("topped", "out"): "up", ("bottomed", "out"): "down"}
_MOVED = bag("up down")
_UP_TO = bag("to past")  # "the toll climbed past 30"


def reached(p: Parsed, q: Quantity) -> Match | None:
    """A level reached by a movement: "the death toll rose to 57", "killings climbed to a record 65"."""
    s = p.s
    at = q.first - 1
    if s.words[q.first] in ("above", "past", "below", "beyond"):
        at = q.first
    steps = 0
    while (
        at > 0
        and steps < 5
        and at < q.first
        and s.words[at] not in _UP_TO
        and (s.flags[at] & (lex.DET | lex.ADV) or content(p, at))
    ):
        at -= 1
        steps += 1
    if at < 1 or (s.words[at] not in _UP_TO and at < q.first):
        return None
    brought = _brought(p, q, at)
    if brought:
        return brought
    verb = at - 1
    while verb > 0 and (
        s.flags[verb] & lex.ADV
        or verb in p.date_at
        or s.words[verb] in ("in", "to", "by", "%", "percent", ",", "between", "from", "(")
        or verb in p.quantity_at
    ):
        verb -= 1
    if not s.flags[verb] & (lex.CHANGE_VERB | lex.MULTIPLE) and s.words[verb] not in _MOVED:
        return None
    down = s.flags[verb] & lex.DOWN_VERB or s.words[verb] == "down"
    measure = subject(p, verb)
    if measure and s.word(measure[1]) == "with" and not is_counted(p, measure):
        return None  # "the number of countries with an attack grew to 66"
    if measure is None or not (is_incident(p, measure) or (is_counted(p, measure) and not own_noun(p, q))):
        measure = incident_left(p, verb) or _toll(p, verb)
    own = phrase_right(p, q.last)
    if measure is None and own and own[0] == q.last and is_incident(p, own):
        measure = own  # "the rate has fallen to 4.5 murders per 100,000"
    if measure is None:
        return None
    anchor = q.first if s.flags[verb] & lex.MULTIPLE else verb  # "tripled to 900" says both
    return _level(p, q, measure, "down" if down else "up", f"reached {s.words[verb]}", anchor)


def turned(p: Parsed, at: int) -> tuple[int, str] | None:
    """Where a verb of a height begins that ends here, and its direction: "peaked", "bottomed out"."""
    for words, direction in _TURNED.items():
        first = at + 1 - len(words)
        if tuple(p.s.words[max(0, first) : at + 1]) == words:
            return first, direction
    return None


def peaked(p: Parsed, q: Quantity) -> Match | None:
    """A level that incidents turned at: "apprehensions peaked in 2000 at 1.6 million"."""
    s, at = p.s, q.first - 1
    if s.word(at) not in ("at", "with"):
        return None
    verb = next((n for n in range(at - 1, max(-1, at - _FAR), -1) if turned(p, n)), None)
    if verb is None or any(n in p.quantity_at and n not in p.date_at for n in range(verb, at)):
        return None
    first, direction = turned(p, verb) or (verb, "up")
    own = phrase_right(p, q.last)
    measure = None if own and own[0] <= q.last + 1 and is_incident(p, own) else subject(p, first)
    return _level(p, q, measure, direction, "peaked", q.first) if measure and is_counted(p, measure) else None


def _toll(p: Parsed, verb: int) -> Span | None:
    """A bare toll as the subject: "the toll in the collapse climbed to 83"."""
    s = p.s
    at = next((at for at in range(verb - 1, max(-1, verb - 16), -1) if s.words[at] == "toll"), None)
    return (at, at + 1) if at is not None and s.flag(at - 1) & lex.DET and s.word(at + 1) != "road" else None


def _brought(p: Parsed, q: Quantity, to: int) -> Match | None:
    """ "bringing the death toll to 18", "raised the number of arrests to 40", "bringing to 124 those killed"."""
    s = p.s
    if s.words[to - 1] in _BRINGS and s.word(q.last) == "those" and befallen_by(p, q.last + 1):
        return _level(p, q, (q.last, q.last + 2), "none", f"brought {s.words[to - 1]}", q.first)
    for at in range(to - 1, max(-1, to - 14), -1):
        if s.words[at] in _BRINGS:
            found = phrase_right(p, at + 1)
            if s.words[at + 1] in ("us", "them", "it", "this"):
                found = incident_left(p, at)  # "five new homicides brings us to 243"
            toll = found is not None and any(s.words[i] == "toll" for i in range(*found))
            if found and not toll and any(s.words[i] in _TOTALS for i in range(*found)) and not is_counted(p, found):
                found = incident_left(p, at)  # "13 deaths, bringing the total to 412"
                toll = found is not None
            if found is None or not (toll or is_counted(p, found)):
                return None
            direction = "up" if s.words[at].startswith(_RAISING) else "none"
            return _level(p, q, found, direction, f"brought {s.words[at]}", q.first)
    return None


def level_of(p: Parsed, q: Quantity) -> Match | None:
    """A level that is said of its incidents: "the toll stands at 12", "people shot: 24", "deaths were 918"."""
    s = p.s
    if s.word(q.first - 1) == "," and s.word(q.last) == ",":
        measure = phrase_left(p, q.first - 1)  # "the number of stabbings, 41, was"
        start = measure[0] if measure else 0
        summed = s.words[start - 2 : start] == ["number", "of"] or s.words[q.first - 2] in _TOTALS
        if summed and is_counted(p, measure) and measure:
            return _level(p, q, measure, "none", "in commas", q.first)
    if s.words[q.first - 2 : q.first] == [",", "at"] and s.word(q.last) == ",":
        measure = phrase_left(p, q.first - 2)  # "the prison population, at 2.2 million, is"
        if measure and is_incident(p, measure):
            return _level(p, q, measure, "none", "at", q.first)
    if (
        s.word(q.first - 1) == ":"
        and q.first <= 3
        and s.flag(q.first - 2) & (lex.EVENT | lex.WEAK | lex.INCIDENT) == lex.EVENT
    ):
        found = _level(p, q, (q.first - 2, q.first - 1), "none", "after colon", q.first)  # "Killed: 14."
        found.event, found.measure = found.measure, None
        return found
    summed = s.word(q.first - 1) == "of" and s.word(q.first - 2) in ("toll", "total", "tally", "count")
    if summed and not content(p, q.last):
        measure = phrase_left(p, q.first - 1)  # "with a civilian death toll of 55"
        return _level(p, q, measure, "none", "toll of", q.first) if measure and is_incident(p, measure) else None
    if (
        s.word(q.first - 1) == "on"
        and s.word(q.last) == "occasions"
        and s.word(q.first - 2) in ("recorded", "reported")
    ):
        measure = subject(p, q.first - 2)  # "robberies were recorded on 376 occasions"
        return _level(p, q, measure, "none", "on occasions", q.first) if measure and is_incident(p, measure) else None
    lead = next((i for i in range(q.first, q.core) if s.words[i] in _PASSED), None)
    at = q.first - 1
    if lead is None:
        at = _before_height(p, at)
        while at > 0 and q.first - at < 5 and (s.flags[at] & lex.ADV or s.words[at] in _LEADS) and s.words[at] != "at":
            at -= 1
        if s.word(at) == "to" and s.word(at - 1) in _CAME:
            at -= 1  # "property crimes came to 5.1 million"
        elif s.word(at) == "at" and s.word(at - 1) in _AT:
            at -= 1
        elif s.word(at) == "at" and s.word(at - 1) == "toll" and s.word(at - 2) in (":", ",", "-", ";"):
            measure = incident_left(p, at - 2)  # "beheadings: toll at 12"
            return _level(p, q, measure or (at - 1, at), "none", "toll at", at)
        elif s.word(at) == "at" and any(word in _PUT for word in s.words[max(0, at - 20) : at]):
            measure = the_fallen(p, at) or _counted_before(p, at)  # "puts the dead at 852"
            return _level(p, q, measure, "none", "said at", at) if measure else None
        if at < 1 or s.words[at] not in _EQUALS | _CAME | {"put"} or s.words[at] == "at" or s.words[at - 1] == "(":
            return None  # nor "(was 11.6 in 2008)", which is told by what stands before it
        lead = at
    after = s.word(q.last)
    if more_or_less(s.flag(q.last)) and "than" in s.words[q.last : q.last + 5]:
        return None  # "stood at 595, which is 51 more people than last year"
    if content(p, q.last) and q.last not in p.date_at and (not own_noun(p, q) or is_things(p, (q.last, q.last + 1))):
        return None  # "burglars hit 12 homes"
    odds = after == "in" and q.high <= 10 and q.last + 1 not in p.place_at and q.last + 1 not in p.date_at
    dashed = after == "-" and not s.glued(q.last) and not s.glued(q.last + 1)  # "were 2,943 - 7 per cent lower"
    if (after in ("of", "times", "to", "out", "-", "/", "years") and not dashed) or odds:
        return None
    if s.words[q.first] in ("under", "over", "above") and q.high <= 100:
        return None  # "two in five victims were under 18"
    if s.word(lead - 1) == "there" and q.last == q.core_end and content(p, q.last):
        return None  # "statistics show that there were 543,391 offences": those, and no statistics
    rated = _rate_before(p, q, lead)
    if rated:
        return rated
    measure = _counted_before(p, lead)
    other = run_left(p, lead)  # "40 murders were recorded, in 2020 the budget was 12 million"
    apart = other and other[0] > measure[1] and other[0] not in p.place_at if measure else False
    if measure is None or (apart and other and "," in s.words[measure[1] : other[0]]):
        return None
    level = _level(p, q, measure, "none", f"said {s.words[lead]}", lead)
    if level.comparator == "exact" and "average" in s.words[max(0, measure[0] - 1) : measure[0] + 1]:
        level.comparator = "approx"
    return level


def _before_height(p: Parsed, at: int) -> int:
    """Where "reached" stands before "an all-time high of 24,703", "hit a record low of 5"; else the same place."""
    s = p.s
    for words in _HEIGHTS if s.words[at] == "of" else ():
        first = at - len(words)
        if tuple(s.words[first:at]) == words:
            return first - 1 - (s.word(first - 1) in ("a", "an", "the", "its"))
    return at


def _rate_before(p: Parsed, q: Quantity, end: int) -> Match | None:
    """ "The death rate per 100,000 people in Mali was 32.7": a rate whose unit stands beside its name."""
    s = p.s
    for at in range(end - 1, max(-1, end - 14), -1):
        if s.words[at] in (";", ".", ",", ":"):
            return None
        if s.words[at] == "rate":
            measure, every = phrase_left(p, at + 1), per(p, at + 1)
            if measure and every and is_incident(p, measure):
                return Match.level(q, every, "rate:said", measure)
            return None
    return None


def own_noun(p: Parsed, q: Quantity) -> bool:
    """Whether incidents, or people they befall, stand right after a number: "555 individuals", "12 deaths"."""
    found = phrase_right(p, q.last)
    return found is not None and (is_incident(p, found) or is_people(p, found))


def _counted_before(p: Parsed, end: int) -> Span | None:
    """The incidents that a level is said of: a number or toll of them, or they themselves in the plural."""
    s = p.s
    at = end
    while at > 0 and end - at < 26 and s.words[at - 1] not in (";", ".", ":", '"'):
        at -= 1
        if (
            s.words[at] in FALLEN
            and s.words[end] in _NUMBERED
            and (s.flag(at - 1) & lex.DET or s.word(at - 1) == "'s")
            and not content(p, at + 1)
        ):
            return (at, at + 1)  # "Gaza's dead numbered 71,269"
        if s.words[at] in _FIGURES or (
            s.flags[at] & (lex.INCIDENT | lex.GENERIC) and s.words[at].endswith("s") and not s.flags[at - 1] & lex.PREP
        ):
            if s.words[at] == "toll" and s.word(at + 1) not in ("of", "road", "roads", "booth"):
                return phrase_left(p, at + 1)
            if s.word(at + 2) == "those" and (fallen := those(p, at - 1)):
                return fallen  # "the number of those abducted is more than 70"
            of = s.word(at + 1) == "of" or (s.word(at + 1) == "for" and s.words[at] in _TOTALS)
            if not of:
                found = phrase_left(p, at + 1)
                told = False
            else:
                found = phrase_right(p, at + 2)
                told = found is not None and _told(p, found, end)
            if of and s.flags[at] & lex.INCIDENT and not (told or is_counted(p, found)):
                found = phrase_right(p, at)  # "deaths of migrants in the Mediterranean have reached 4,621"
            if found and (told or is_counted(p, found)) and (of or not _after_preposition(p, found[0])):
                return found
    return None


def _after_preposition(p: Parsed, at: int) -> bool:
    s = p.s
    while s.flag(at - 1) & lex.DET:
        at -= 1
    return bool(s.flag(at - 1) & lex.PREP)


def _told(p: Parsed, people: Span, end: int) -> bool:
    """Whether an incident is told of the people counted: "the number of people whose death certificates show …"."""
    s = p.s
    return any(s.flags[i] & lex.PEOPLE for i in range(*people)) and any(
        s.flags[at] & (lex.INCIDENT | lex.EVENT) for at in range(people[1], end)
    )


def _level(p: Parsed, q: Quantity, measure: Span, direction: str, cue: str, anchor: int) -> Match:
    s = p.s
    own = phrase_right(p, q.last)
    end = q.last
    if own and own[0] == q.last and (is_incident(p, own) or any(s.flags[i] & lex.PEOPLE for i in range(*own))):
        end = own[1]
    every = rate_unit(p, q, end, None)
    kind = "rate" if every else "level"
    return Match.level(
        q, every or "count", f"{kind}:{cue}", measure, direction=direction, span=(q.first, end), anchor=anchor
    )


def the_fallen(p: Parsed, end: int) -> Span | None:
    """ "The dead", "the injured" that end here."""
    told = p.s.word(end - 1) in FALLEN and p.s.flag(end - 2) & lex.DET
    return (end - 1, end) if told else None


def incident_left(p: Parsed, end: int) -> Span | None:
    """The nearest incident phrase before `end` in the sentence."""
    s = p.s
    at = end
    while at > 0 and end - at < 20 and s.words[at - 1] not in (";", ".", ":"):
        if s.flags[at - 1] & (lex.INCIDENT | lex.GENERIC) and content(p, at - 1) and not _in_a_title(p, at - 1):
            found = phrase_left(p, at)
            if found and is_incident(p, found):
                return found
        at -= 1
    return None


def _in_a_title(p: Parsed, at: int) -> bool:
    """Whether a word ends the name of an office: "the UN Office on Drugs and Crime"."""
    s = p.s
    joined = s.word(at - 1) in ("and", "of", "on", "for") and s.capital(at - 2)
    return s.capital(at) and joined and not all(s.capital(n) or not content(p, n) for n in range(len(s)))
