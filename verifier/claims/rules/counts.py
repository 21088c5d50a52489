"""Cue rules for counts: so many attacks, so many people killed, so many a day."""

from __future__ import annotations

from dataclasses import replace

from verifier.claims.phrases.count_words import RECORDED
from verifier.claims.phrases.event_words import befalls_people, is_predicate, strong
from verifier.claims.phrases.incident_phrases import befallen, countable, head_of, is_incident, is_standing
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.predicates import befalling, event_after, event_before, event_of, fits, is_things
from verifier.claims.phrases.subjects import with_others
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.rules.levels import incident_left, level_of, peaked, reached
from verifier.claims.rules.listed import beside_its_noun, item_place, of_one_sense
from verifier.claims.rules.partial_counts import of_those, out_of, some_of, the_same_again, with_so_many
from verifier.claims.rules.rates import per, rate_unit
from verifier.claims.rules.share_wholes import named_first
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, match, phrases

_IDIOMS = phrases("idioms", "after")
_UNDERGONE = bag("experienced suffered experience suffer")
_RELATIVE = bag("who that which to be been being others more other getting get got")
_KINDS = bag("cause causes form forms type types kind kinds record records rate rates level levels counts")
_ABOARD = bag("aboard onboard inside")
_FALLEN = bag(
    "dead wounded injured missing victims casualties fatalities killed detained arrested deaths killings arrests "
    "injuries hostages prisoners detainees murders homicides abductions kidnappings"
)
_BODIES = bag("bodies corpses remains skeletons")
_INCLUDING = bag("including among comprising comprised comprise included")
_UNCOVERED = bag("found recovered discovered pulled buried burying unearthed exhumed morgue retrieved dumped")
_STAYING = bag("living abroad as registered exile outside")  # "5.1 million Ukrainians were living abroad as refugees"
_FURTHER = bag("more additional further")
_PARTITIVE = bag("them whom which us you those these the his her their our")


def count(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """The level or rate a count states, or None where it counts no incident."""
    if q.unit != "count" or _year_like(p, q) or _half_of_word(p, q):
        return None
    if q.spelled and q.value == 1 and p.s.word(q.first - 1) == "not":
        return None  # "not one attack": a count of zero
    stated = beside_its_noun(p, q, earlier) or reached(p, q) or peaked(p, q) or level_of(p, q)
    if stated:
        return stated
    if isinstance(q.value, float) and q.value < 0 and (q.first - 1 in p.place_at or p.s.capital(q.first - 1)):
        q = replace(q, value=-q.value, first=q.core_end - 1, core=q.core_end - 1)  # "Zamfara -16 deaths"
    if _no_count(p, q):
        return None
    if p.s.word(q.last) == "of" and p.s.word(q.last + 1) in _PARTITIVE:
        return some_of(p, q, earlier)
    restated = _restated(p, q)
    if restated == q.first:
        return None  # the "(1,097)" of "one thousand and ninety-seven (1,097) people"
    nouns = restated or q.last + (p.s.word(q.last) in _FURTHER)
    measure = _counted_noun(p, q, nouns)
    if measure is None and earlier and not of_one_sense(p, earlier) and item_place(p, q):
        return None
    if measure is None:
        start = nouns + (p.s.word(nouns) in _ABOARD)
        if earlier is not None and earlier.rule == "level:out of" and p.s.flag(q.last) & lex.AUX:
            return out_of(p, q, earlier)
        parted: Match | None = of_those(p, q) if p.s.word(q.first - 1) == "," else None
        event = None if parted and parted.kind == "share" else _bare_event(p, q, start, earlier)
        if event is None:
            return (
                _bare_rate(p, q, earlier)
                or the_same_again(p, q, earlier)
                or out_of(p, q, earlier)
                or of_those(p, q)
                or with_so_many(p, q)
            )
        return _counted(p, q, _shared_people(p, q, earlier) or named_first(p, q), event, start)
    if p.s.words[head_of(p, measure)] in _KINDS:
        return None
    booked = p.s.past(measure[1], lex.AUX | lex.ADV, _STAYING)
    if p.s.words[slice(*measure)] == ["cases"] and p.s.word(booked) in RECORDED and booked > measure[1]:
        return _counted(p, q, measure, None, measure[1])  # "Some 21,115 cases were recorded in May"
    if is_incident(p, measure) or _bodies(p, measure):
        return _counted(p, q, measure, None, measure[1])
    people = p.place_at.get(measure[1] - 1)
    told = phrase_right(p, booked) if people and booked > measure[1] else None
    if people and told and told[0] == booked and is_standing(p, head_of(p, told)):
        standing = _counted(p, q, told, None, told[1])  # "5.1 million Ukrainians were refugees"
        return standing and replace(standing, place=(people.first, people.last))
    happened = _happened(p, q, measure, earlier)
    return (
        _counted(p, q, measure, happened, measure[1]) if happened else with_so_many(p, q) or _bare_rate(p, q, earlier)
    )


def _no_count(p: Parsed, q: Quantity) -> bool:
    """Whether a number before people or incidents counts none: "one person in 5,000", "one of them", "suffered one"."""
    s = p.s
    if s.word(q.first - 1) == "in" and s.flag(q.first - 2) & lex.PEOPLE and s.word(q.first - 3) in ("one", "a"):
        return True
    if q.value != 1 or not q.spelled:
        return False
    if s.word(q.core_end) in ("of", "in", "another", "day", "thing") or s.word(q.first - 1) in _UNDERGONE:
        return True
    return s.word(q.first - 1) == "in" and q.core == q.first and bool(s.flag(q.last) & lex.INCIDENT)  # "in one attack"


def _counted_noun(p: Parsed, q: Quantity, start: int) -> Span | None:
    """The noun phrase that a number counts, right after it; "40 a day" and "12 aboard" have none."""
    measure = None if per(p, q.last) or p.s.word(start) in _ABOARD else phrase_right(p, start)
    if measure and any(at in p.date_at for at in range(q.last, measure[0])):
        return None
    later = measure and p.s.flags[measure[0]] & lex.TIME_UNIT and measure[0] > start  # "522 a year later"
    if measure and (later or p.s.words[slice(*measure)] == ["homeless"]):
        return None
    if measure and is_standing(p, measure[1] - 1):
        return with_others(p, measure, len(p.s))  # "79.5 million refugees, asylum-seekers and displaced people"
    return _compound(p, measure) if measure else None


def _compound(p: Parsed, measure: Span) -> Span:
    """A noun phrase with what goes on of it past "and" or a short form: "law and security officials", "Indian Penal
    Code (IPC) crimes".
    """
    s, at = p.s, measure[1]
    if s.word(at) == "(" and s.word(at + 2) == ")" and s.raw[at + 1].isupper():
        more = run_right(p, at + 3)
        return (measure[0], more[1]) if more and more[0] == at + 3 and is_incident(p, more) else measure
    if s.word(at) != "and" or s.flags[at - 1] & (lex.PEOPLE | lex.THING | lex.INCIDENT) or countable(p, measure):
        return measure
    more = run_right(p, at + 1)
    people = more is not None and more[0] == at + 1 and s.flags[more[1] - 1] & lex.PEOPLE
    return (measure[0], more[1]) if more and people else measure


def _happened(p: Parsed, q: Quantity, measure: Span, earlier: Match | None) -> Span | None:
    """What befell the people or things that are counted; None where nothing did, or nobody knows what they are."""
    before = event_before(p, q.first)
    plural = p.s.words[measure[1] - 1].endswith("s") and not p.s.flags[measure[1] - 1] & lex.GENERIC
    named = before is not None and p.s.word(before[1]) == "of" and plural
    people = named or countable(p, measure)
    if not people and not plural:
        return None
    if q.value == 1 and q.spelled and (p.s.word(q.first - 1) == "including" or p.s.flag(q.last) & lex.DET):
        return None  # "including one boy" names no further count
    event = befallen(p, measure) if people else None
    carried = _carried_on(p, q, earlier)
    if carried and is_things(p, measure) and not fits(p, carried, measure):
        carried = None  # "left 16 people dead and 400 homes without power"
    event = event or event_of(p, q, measure) or carried or _among(p, q.first)
    return event if event and (people or befalls_people(p, event)) else None


def _counted(p: Parsed, q: Quantity, measure: Span | None, event: Span | None, start: int) -> Match | None:
    """The level or rate of what is counted."""
    direct = measure is not None and measure[0] >= q.last and measure[0] - q.last < 3
    span = (q.first, measure[1] if direct and measure else q.last)
    every = rate_unit(p, q, start, event)
    if not every and _broken(p, q):
        return None
    if every and direct:
        measure = _rate_before(p, q) or measure
    cue = "event " + p.s.words[event[1] - 1] if event else "incident " + p.s.words[measure[1] - 1] if measure else ""
    rule, ends = f"{'rate' if every else 'level'}:{cue}", max(span[1], event[1] if event else 0)
    return Match.level(q, every or "count", rule, measure, event=event, span=span, ends=ends)


def _rate_before(p: Parsed, q: Quantity) -> Span | None:
    """The rate that a number is said of: "the homicide rate was 1.56 victims for every 100,000 people"."""
    at = p.s.back(q.first - 1, lex.AUX | lex.ADV, ("of", "at", "to", "stood"))
    measure = phrase_left(p, at + 1) if p.s.word(at) in ("rate", "rates") else None
    measure = measure and _without_rank(p, measure)
    return measure if is_incident(p, measure) else None


def _without_rank(p: Parsed, measure: Span) -> Span:
    """A measure without a superlative before it: "the highest suicide rate at 25.5 deaths per 100,000"."""
    return (measure[0] + p.s.words[measure[0]].endswith("est"), measure[1])


def _restated(p: Parsed, q: Quantity) -> int | None:
    """Where the noun of a number stands that is said twice, "twelve (12) men"; where it begins, for the second; None
    where it is said once."""
    s = p.s
    again = p.quantity_at.get(q.last + 1)
    if (
        s.word(q.last) == "("
        and again
        and s.word(again.last) == ")"
        and (again.value == q.value or again.unit == "percent")
    ):
        return again.last + 1  # also "2,575 (86.8%) murders"
    before = p.quantity_at.get(q.first - 2)
    said = before is not None and s.word(q.first - 1) == "(" and s.word(q.last) == ")" and before.value == q.value
    return q.first if said else None


def _bodies(p: Parsed, measure: Span) -> bool:
    """Whether the dead are counted as bodies: "45 bodies have been recovered"."""
    s = p.s
    near = s.words[max(0, measure[0] - 10) : measure[1] + 10]
    return s.words[head_of(p, measure)] in _BODIES and any(word in _UNCOVERED for word in near)


def _year_like(p: Parsed, q: Quantity) -> bool:
    """Whether a bare figure is a year before a noun: "the fatal 1918 infections", "in 2020 riots"."""
    s = p.s
    if q.comparator != "exact" or isinstance(q.value, tuple) or q.core_end - q.core != 1:
        return False
    if not s.words[q.core].isdecimal() or len(s.words[q.core]) != 4 or not 1900 <= q.value <= 2035:
        return False
    return bool(s.flag(q.core - 1) & (lex.DET | lex.PREP)) or (
        content(p, q.core - 1) and not s.flag(q.core - 1) & lex.VERB
    )


def _half_of_word(p: Parsed, q: Quantity) -> bool:
    """Whether a number only makes an adjective: "a two-pronged assault", "a 900-case backlog"."""
    s = p.s
    return s.word(q.last) == "-" and s.glued(q.last) and s.glued(q.last + 1) and s.words[q.last + 1][0].isalpha()


def _broken(p: Parsed, q: Quantity) -> bool:
    """Whether a figure has a fraction that no count of incidents has: "2.0 crimes", unless it is an average."""
    fraction = "." in p.s.words[q.core] and q.core_end == q.core + 1
    return q.high < 1000 and (fraction or not q.whole) and q.comparator != "approx" and not per(p, q.last)


def _continues(p: Parsed, earlier: Match, at: int) -> bool:
    """Whether a count goes on from an earlier one: only commas, "and" and noun phrases lie between."""
    s = p.s
    start = earlier.measure[1] if earlier.measure else earlier.span[1]
    return 0 <= at - start <= 8 and all(
        s.words[i] in (",", "and", "another", "as", "well", "or", "of", "the", "(", ")", "besides", "plus")
        or content(p, i)
        or s.flags[i] & lex.ADV
        for i in range(start, at)
    )


def _carried_on(p: Parsed, q: Quantity, earlier: Match | None) -> Span | None:
    """The event of the count before, where a list goes on: "killed three soldiers and two policemen"."""
    if earlier is None or earlier.kind not in ("level", "rate"):
        return None
    head = earlier.measure[1] - 1 if earlier.measure else -1
    if not earlier.event and head >= 0 and p.s.words[head] in _FALLEN and _included(p, earlier, q.first):
        return (head, head + 1)  # "the 100 fatalities comprised 52 personnel, 36 civilians"
    if not earlier.event:
        return None
    return earlier.event if _continues(p, earlier, q.first) or _included(p, earlier, q.first) else None


def _among(p: Parsed, at: int) -> Span | None:
    """ "among the dead were 12 children": what befell those among whom they are counted."""
    s = p.s
    if s.words[0] == "among" and s.word(at - 1) == "were":
        end = next((n for n in range(1, min(len(s), 7)) if s.words[n] in _FALLEN), 0)
        return (end, end + 1) if end else None  # "Among those 33 killed in attacks in June were 10 civilians"
    if s.word(at - 1) in ("included", "include", "includes") and (s.flag(at - 3) & lex.DET or at < 4):
        return (at - 2, at - 1) if s.word(at - 2) in _FALLEN else None  # "the dead included 22 women"
    if s.word(at - 1) == "including" and s.word(at - 2 - (s.word(at - 2) == ",")) in _FALLEN:
        end = at - 1 - (s.word(at - 2) == ",")  # "3,804 civilian deaths, including 927 children"
        return (end - 1, end)
    if s.word(at - 1) not in ("were", "was", "are", "is") or s.words[at - 4 : at - 2] != ["among", "the"]:
        return None
    return (at - 2, at - 1) if s.flag(at - 2) & (lex.EVENT | lex.INCIDENT) else None


def _included(p: Parsed, earlier: Match, at: int) -> bool:
    """Whether a count is part of the one before: "arrested nearly 400, including more than 220 gang members"."""
    among = p.s.words[at - 2 : at] == ["among", "them"]
    return (among or p.s.word(at - 1) in _INCLUDING) and 0 <= at - earlier.ends <= 8


def _bare_event(p: Parsed, q: Quantity, after: int, earlier: Match | None) -> Span | None:
    """The event of a number with no noun: "kills 18", "five killed", "20 dead", "and injured 40"."""
    s = p.s
    headline = (
        s.flag(q.first - 1) & lex.EVENT
        and not s.flag(q.first - 1) & lex.WEAK
        and s.word(q.last) in (",", ".", "and", "")
    )
    listed = earlier is not None and earlier.event and s.word(q.first - 1) in (",", "and") and befalling(p, q.last)
    near = listed and earlier is not None and q.first - earlier.ends < 3  # "three injured and one assaulted"
    if (q.value == 1 and q.spelled and not headline and not near) or not q.whole:
        return None  # but "kills one, injures three"
    if s.word(q.first - 1) in ("every", "each") or (s.word(q.first - 1) in ("a", "an") and not q.spelled):
        return None  # "shot a 66"
    if q.comparator in ("less_than", "more_than") and s.flag(q.first - 1) & lex.PEOPLE:
        return None  # "women under 50"
    at = after
    idiom = match(s.words, at, _IDIOMS)
    if idiom:
        return (at, idiom[0])  # "driven 1.5 million from their homes"
    at = s.past(at, lex.AUX | lex.ADV, _RELATIVE)
    if s.flag(at) & lex.EVENT and at not in p.date_at and is_predicate(p, at) and strong(p, (at, at + 1), None):
        return (after, at + 1)
    if s.flag(after) & lex.AUX or s.word(after) in (
        "remained",
        "remain",
        "were",
        "are",
        "reported",
        "confirmed",
        "feared",
    ):
        state = event_after(p, after)
        if state and state[1] - after < 7 and strong(p, state, None):
            return state
    before = event_before(p, q.first)
    if (
        before
        and s.word(before[1]) != "of"
        and s.words[before[1] - 1] not in ("died", "dead", "die", "dying", "perished")
        and strong(p, before, None)
    ):
        if s.flag(q.last) & lex.TIME_UNIT or s.word(q.last) in ("times", "-", "'", "%"):
            return None
        return before
    return None


def _shared_people(p: Parsed, q: Quantity, earlier: Match | None) -> Span | None:
    """Who is counted when only the earlier clause says it: "killed 12 people and injured at least 380"."""
    if earlier and earlier.measure and earlier.kind in ("level", "rate") and earlier.measure[1] <= q.first:
        if p.s.words[earlier.measure[1] - 1] == "lives":
            return None
        of_all = "of" in p.s.words[max(0, earlier.span[0] - 2) : earlier.span[0]]  # "Of the 55 inmates, 25 were killed"
        return earlier.measure if earlier.event or of_all else None
    return None


def _bare_rate(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """ "450 a day": a rate whose incidents are named before it; "were killed in May, or about 25 per day"."""
    every = per(p, q.last) or (per(p, q.last + 1) if p.s.flag(q.last) & lex.PEOPLE else None)
    measure = incident_left(p, q.first) if every else None
    restated = p.s.word(q.first - 1) == "or" and earlier is not None and earlier.event and q.first - earlier.ends < 12
    if every and restated and earlier is not None:
        return Match.level(q, every, "rate:restated", earlier.measure, event=earlier.event)
    if measure is None or every is None:
        return None
    return Match.level(q, every, "rate:bare", _without_rank(p, measure))
