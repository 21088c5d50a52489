"""Counts that need another count or an earlier word: parts of it, the same elsewhere, what follows a rank."""

from __future__ import annotations

from verifier.claims.phrases.count_words import CASES, RECORDED
from verifier.claims.phrases.event_words import strong
from verifier.claims.phrases.incident_phrases import countable, is_counted, is_incident
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.parts import is_part
from verifier.claims.phrases.predicates import event_after, event_before
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.rules.levels import incident_left
from verifier.claims.rules.rates import rate_unit
from verifier.claims.text.lexicon import ADJ_PARTICIPLE, AUX, CHANGE_NOUN, DET, EVENT, INCIDENT, PREP, VERB, bag

_PASSED = bag("in , on during were was")
_HOW_BADLY = bag("seriously critically badly fatally severely gravely slightly")
_LATER = (["year", "later"], ["month", "later"])
_ELSEWHERE = bag("in from at among near by (")


def some_of(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """ "five of whom were convicted", "three of the men were seized": a count of a whole that is not counted here."""
    s = p.s
    whole = phrase_right(p, q.last + 1)
    pronoun = s.word(q.last + 1) in ("them", "whom", "which", "us", "you", "those", "these")
    if pronoun and whole and whole[0] == q.last + 2 and is_incident(p, whole):
        pronoun = False  # "over 2,100 of these fatalities"
    start = whole[1] if whole and not pronoun else q.last + 2
    if q.value == 1 and q.spelled and not pronoun:
        return None
    own = phrase_right(p, start) if pronoun else None
    if own and own[0] == start and is_incident(p, own) and s.word(own[1]) in (",", ".", ";", ")"):
        return Match.level(q, "count", "level:of them", own, span=(q.first, own[1]))  # "14 of them suicide bombings"
    event = event_after(p, start)
    if event is None and pronoun and s.word(start) in _HOW_BADLY and earlier:
        event = earlier.event
        if event:
            return _part(p, q, start, earlier.measure, event)
    if whole is None or pronoun:
        whole = (
            earlier.measure if earlier and s.word(q.last + 1) in ("whom", "which", "them") else (q.last + 1, q.last + 2)
        )
    if event is None and pronoun and earlier and earlier.measure:
        before = event_before(p, q.first)
        if before and strong(p, before, whole):  # "killing 30 of them"
            return Match.level(q, "count", "level:of them", earlier.measure, event=before, span=(q.first, start))
        bare = content(p, start) or s.flag(start) & ADJ_PARTICIPLE
        if earlier.event and bare and s.word(q.first - 1) == ",":  # "seven of them unarmed"
            return _part(p, q, start, earlier.measure, earlier.event)
    if (
        event is None
        and pronoun
        and earlier
        and earlier.event
        and s.flag(start) & AUX
        and s.word(q.first - 1) in ("and", ",", "(")
    ):
        return _part(p, q, start, earlier.measure, earlier.event)  # "(and 14 of them were elderly farmers)"
    if event is None and not pronoun and whole:
        before = event_before(p, q.first)
        if before and strong(p, before, whole) and countable(p, whole):
            return _part(p, q, start, whole, before)  # "killing four of her patients"
    if event is None and not is_incident(p, whole):
        return None
    if event and (not strong(p, event, whole) or event[1] - start > 7):
        return None
    if whole is None or (not pronoun and not (countable(p, whole) or is_counted(p, whole))):
        return None
    every = rate_unit(p, q, start, event)
    if every:
        return Match.level(q, every, "rate:some of", whole, event=event, span=(q.first, start))
    return _part(p, q, start, whole, event)


def _part(p: Parsed, q: Quantity, end: int, whole: Span | None, event: Span | None) -> Match:
    return Match.share(q, "share_count", "share:some of", whole, event=event, span=(q.first, end))


def the_same_again(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """A count of the same elsewhere: "48 people in Japan, 8 in Britain", "1,762 deaths from flu and 5,185 from …"."""
    s = p.s
    if earlier is None or earlier.kind not in ("level", "rate") or not (earlier.measure or earlier.event):
        return None
    first = q.first - (s.word(q.first - 1) in ("just", "only"))
    before = s.word(first - 1)
    if s.word(q.last) in _HOW_BADLY and before == "," and earlier.event:  # "wounded 13, two seriously"
        return _part(p, q, q.last, earlier.measure, earlier.event)
    lead = first - 2 if before in ("to", "with") else first - 1
    dated = q.last in p.date_at or (s.flag(q.last) & PREP and q.last + 1 in p.date_at)
    if s.word(lead) == "after" and dated and q.first - earlier.ends < 14:
        return _same(p, q, earlier)  # "4,251 died in 2024, after 6,122 in 2023"
    if s.word(lead) in ("compared", "versus", "against", "vs") and (
        q.last in p.date_at or s.word(q.last) in _ELSEWHERE or s.word(q.last) in (".", ",", "the", "a")
    ):
        return _same(p, q, earlier)
    stops = s.word(q.last) in (".", ";", ",", "")
    if is_part(p, earlier):
        return None  # "320 offences, including 13 rapes, and Sweden with 170": of the offences
    if stops and s.word(q.first - 2) == "there" and before in ("are", "were") and q.first - earlier.ends < 14:
        return _same(p, q, earlier)  # "in 1980 there were 500 prisoners; today there are 2,000"
    if stops and (q.first - 2 in p.place_at or q.first - 1 in p.place_at) and q.first - earlier.ends < 12:
        there = p.place_at.get(q.first - 1)  # "35 homicides in 2010; in America, 11,078."
        return _same(p, q, earlier, (there.first, there.last) if there else None)
    if before == "including" and (s.flag(q.last) & PREP or q.last in p.date_at) and q.first - earlier.ends < 8:
        return _same(p, q, earlier)
    timed = any(at in p.date_at for at in range(earlier.ends, q.first))
    if q.last in p.date_at and before in (",", "and", "but") and timed and q.first - earlier.ends < 9:
        return _same(p, q, earlier)  # "59 deaths in custody in 1978 and 243 last year"
    later = s.word(q.last) in ("a", "one") and s.words[q.last + 1 : q.last + 3] in _LATER
    if later and before in (",", "and", "but") and q.first - earlier.ends < 12:
        return _same(p, q, earlier)  # "44 deaths in 2023 and 1,532 a year later"
    if s.word(q.last) not in _ELSEWHERE or before not in (",", "and", ";", "but", "versus", "vs"):
        return None
    if q.first - earlier.ends > 16 or s.flag(q.last + 1) & CHANGE_NOUN or (q.value == 1 and q.spelled):
        return None
    if s.word(q.last) == "in" and not (q.last + 1 in p.place_at or q.last + 2 in p.place_at or q.last + 1 in p.date_at):
        return None
    return _same(p, q, earlier)


def _same(p: Parsed, q: Quantity, earlier: Match, place: Span | None = None) -> Match:
    there = p.place_at.get(p.s.past(q.last + 1, DET)) if p.s.word(q.last) in ("in", "at", "from") else None
    return Match.level(
        q,
        earlier.unit or "count",
        f"{earlier.kind}:again",
        earlier.measure,
        event=earlier.event,
        place=(there.first, there.last) if there else place,
    )


def out_of(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """A part of a whole that the clause names first: "of the 5,698 deaths, 2,515 were among the young"."""
    s = p.s
    if earlier is None or earlier.measure is None or earlier.kind != "level":
        return None
    further = earlier.rule == "level:out of" and s.flag(q.last) & AUX and not content(p, q.last)
    if further and s.word(q.first - 1) in (",", "and", "other") and q.first - earlier.ends < 14:
        return Match.level(q, "count", "level:out of", earlier.measure, event=earlier.event)
    if s.word(q.first - 1) not in (",", "only"):
        return None
    of = any(s.words[at] == "of" for at in range(max(0, earlier.span[0] - 4), earlier.span[0]))
    if not of or not (s.flag(q.last) & (AUX | VERB) or s.word(q.last) == "involved"):
        return None
    return Match.level(q, "count", "level:out of", earlier.measure, event=earlier.event)


def of_those(p: Parsed, q: Quantity) -> Match | None:
    """A part of people told by what befell them: "of those killed, nine were police officers"."""
    s = p.s
    named = phrase_left(p, q.first - 1) if s.word(q.first - 1) == "," and s.flag(q.last) & AUX else None
    if s.words[0] == "of" and s.flag(1) & DET and s.flag(q.last) & AUX and not content(p, q.first - 1):
        named = phrase_right(p, 1)  # "Of the rapes reported last year a total of 4,789 were registered in the capital"
    of = named and s.words[named[0] - 2 : named[0]] in (["of", "these"], ["of", "those"], ["of", "the"])
    if named and of and is_incident(p, named):
        return _part(p, q, q.last, named, None)  # "Of these deaths, 23 are suspected to be due to …"
    those = q.first - 3
    if s.word(q.first - 1) != "," or not s.flag(q.last) & (AUX | VERB) or s.word(those - 1) != "of":
        return None
    if s.word(those) not in ("those", "the", "all", "these") or not s.flag(those + 1) & (EVENT | INCIDENT):
        return None
    measure = (those, those + 1) if s.word(those) == "those" else (those + 1, those + 2)
    return Match.level(q, "count", "level:of those", measure, event=(those + 1, those + 2))


def _right_before(p: Parsed, q: Quantity) -> bool:
    """Whether the incidents stand right before "with" and a date behind: "the most murders with 1,699 in 2014"."""
    measure = phrase_left(p, q.first - 1)
    dated = q.last in p.date_at or (p.s.flag(q.last) & PREP and q.last + 1 in p.date_at)
    return bool(dated and measure and measure[1] == q.first - 1)


def with_so_many(p: Parsed, q: Quantity) -> Match | None:
    """ "leads the country in executions with 538": how many, after the incidents."""
    s = p.s
    if s.word(q.first - 1) != "with":
        return None
    if s.word(q.last) in CASES and s.word(q.last + 1) in RECORDED:
        about = incident_left(p, q.first - 1)  # "Kidnappings showed the sharpest rise, with 3,306 cases reported"
        return Match.level(q, "count", "level:with cases", about) if about else None
    if s.word(q.last) in RECORDED and (s.flag(q.last + 1) & PREP or q.last + 1 in p.date_at):
        about = phrase_left(p, q.first - 1)  # "a drop in homicides with 40 recorded in the year to June"
        return Match.level(q, "count", "level:with so many", about) if is_incident(p, about) else None
    dated = q.last in p.date_at and s.word(q.first - 2) in (",", "-", "–", "—")
    if dated or _right_before(p, q) or s.word(q.last) in (".", ",", ";", ""):
        measure = phrase_left(p, q.first - 1) or incident_left(p, q.first - 1)
        passed = range(measure[1], q.first - 1) if measure else ()
        if any(s.words[at] == "followed" for at in passed):
            return None  # an item of a list: ", followed by Texas with 1,184"
        clause = not any(s.words[at] in ("and", "but", "while") for at in passed)
        told = (dated and clause) or all(at in p.date_at or s.words[at] in _PASSED for at in passed)
        if measure and (told or measure[1] >= q.first - 3) and is_incident(p, measure):
            ranked = s.words[measure[0]] in ("fewest", "most", "highest", "lowest") and measure[1] - measure[0] > 1
            return Match.level(q, "count", "level:with", (measure[0] + ranked, measure[1]))
    return None
