"""Numbers in lists: the items under one head, told apart by place, time, people or incidents.

"Texas had 1,845 murders, followed by California with 1,780"; "murders at 540, rapes at 1,200"; "cyclists (41)".
"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.claims.phrases.incident_phrases import countable, is_counted, is_incident, is_standing
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right, run_left
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.places.place_words import PLACE_NOUNS
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.rules.levels import incident_left
from verifier.claims.rules.rates import per
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag

_BOOKED = bag("reported recorded registered logged seen occurred committed")
_HAD = bag("had saw recorded reported registered logged counted suffered has")
_VERBS = _HAD | {"accounted", "hosted"}
_LEADING = _VERBS | bag("( - — with : for alone only just also still")
_SEPARATORS = bag(
    ", ; and ( ) - — : among over during on "
    "while then but or followed closely by with in from at the had has saw was were is of recorded "
    "reported registered logged where also only to for respectively"
)
AFTER_MEMBER = bag(", ; . ) ( and - — in from at for while respectively or but during on") | {""}
_OPENING = bag(", ; and while but")
REACH = 26  # words


@dataclass(slots=True)
class Before:
    """The claims of the sentence before, which a number may go on from."""

    p: Parsed
    found: list[Match]

    def governor(self) -> Match | None:
        """The claim that a pronoun points back to: the last one, where all are of one measure."""
        told = [one for one in self.found if one.measure or one.event or one.measure_of]
        if not told:
            return None
        words = [self.words(one) for one in told]
        alike = all(one <= words[-1] or words[-1] <= one for one in words)
        return told[-1] if alike else None

    def words(self, one: Match) -> set[str]:
        """The words of a claim's measure."""
        told, p = one.measure_of or one, one.measure_in or self.p
        return set(p.s.words[slice(*(told.measure or told.event or (0, 0)))])


def of_names(p: Parsed, q: Quantity, before: Before | None) -> Match | None:
    """The count of a place, of what the sentence before counts: "Texas had 1,845, California 1,929, Florida 1,066"."""
    s = p.s
    source = before.governor() if before else None
    here = named_before(p, q.first)
    if before is None or source is None or here is None or not all(at in p.place_at for at in range(*here)):
        return None
    if source.kind in ("share", "ratio") or (
        _HAD.isdisjoint(s.words[here[1] : q.first]) and "accounted" not in s.words
    ):
        return None
    opens = s.back(here[0] - 1, lex.DET | lex.PREP | lex.ADV)
    after = q.last + 2 * (s.words[q.last : q.last + 2] in (["of", "them"], ["of", "these"], ["of", "those"]))
    if (opens >= 0 and s.words[opens] not in _OPENING) or not (s.word(after) in AFTER_MEMBER or after in p.date_at):
        return None
    standing = source.measure_of or source
    counted = standing.measure or standing.event
    where = source.measure_in or before.p
    if "accounted" in s.words and counted and any(is_standing(where, at) for at in range(*counted)):
        return None  # refugees in a country, or those from there
    whole = q.high == int(q.high)
    unit = source.unit if source.kind == "rate" and source.unit and not (whole and q.high >= 1000) else "count"
    if unit == "count" and not whole:
        return None
    kind = "level" if unit == "count" else "rate"
    made = {"kind": kind, "form": kind, "direction": "none", "unit": unit, "rule": "level:listed"}
    return source.passed_on(q, before.p, **made, place=here)


def beside_its_noun(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """A further count right behind its own incidents: "murders stood at 540, rapes at 1,200 and arsons 77"."""
    s = p.s
    end = q.first - (s.word(q.first - 1) == "at")
    if earlier is None or earlier.kind != "level" or not earlier.measure or earlier.measure[1] > earlier.span[0]:
        return None
    measure = phrase_left(p, end)
    if measure is None or measure[1] != end or not is_incident(p, measure) or not s.words[end - 1].endswith("s"):
        return None
    before = s.word(measure[0] - 1 - bool(s.flag(measure[0] - 1) & lex.DET))
    ended = q.last in p.date_at or (s.word(q.last) in AFTER_MEMBER and not content(p, q.last))
    if before not in _OPENING or not ended or q.high != int(q.high):
        return None
    return Match.level(q, "count", "level:beside its noun", measure)


def member(p: Parsed, q: Quantity, governor: Match, found: list[Match]) -> tuple[Span | None] | None:
    """Whether a number is a further member of a list that a claim opens, told apart by place or time; and its place."""
    s = p.s
    last = next((one for one in reversed(found) if one.span[1] <= q.first), governor)
    if q.high != int(q.high) or (s.word(q.last) not in AFTER_MEMBER and q.last not in p.date_at):
        return None
    if s.word(q.first - 1) == "of":
        return None  # "Kabul, a city of 4 million"
    here = named_before(p, q.first)
    if governor.kind in ("rank", "trend", "change") or governor.form not in ("level", "rate"):
        told = (s.word(q.first - 1) == "(" and s.word(q.last) == ")") or s.word(q.first - 1) in _HAD | {"with"}
        mean = "average" in s.words[governor.span[1] : q.first]
        dated = s.word(q.first - 1) == "(" and q.first - 2 in p.date_at and not mean  # "the highest since 2002 (106)"
        counts = governor.measure is not None and is_incident(p, governor.measure)
        return (here,) if told and (here or dated) and counts and q.first - governor.span[1] < REACH else None
    set_off = s.word(q.first - 1) == "(" and s.word(q.last) == ")"
    if set_off and q.first - 2 in p.date_at and q.first - last.span[1] < REACH and governor.measure:
        return (None,)  # "… when compared with 2017 (10,655)"
    if set_off and here and here[0] in p.place_at and q.first - last.span[1] < REACH:
        return (here,)  # "600 deaths, most of them in Mali (311) and Niger (235)"
    start = max(last.span[1], last.measure[1] if last.measure and last.measure[1] <= q.first else 0)
    if last.event and last.event[1] <= q.first:
        start = max(start, last.event[1])
    if not 0 < q.first - start <= 14:
        return None
    named = False
    for at in range(start, q.first):
        name = at in p.place_at or at in p.date_at or (s.capital(at) and s.words[at].isalpha())
        name = name or s.words[at] in PLACE_NOUNS or s.word(at + 1) in PLACE_NOUNS
        named = named or name
        if not name and s.words[at] not in _SEPARATORS:
            return None
    after = q.last + (s.word(q.last) in ("in", "from", "at", "for", "on", "(", "-", "—"))
    if not (named or any(at in p.place_at or at in p.date_at for at in (after, after + 1))):
        return None
    there = p.place_at.get(after) or p.place_at.get(after + (s.flag(after) & lex.DET > 0))
    own = (there.first, there.last) if there and s.word(q.last) in ("in", "from", "at") else here
    return (own,)


def named_before(p: Parsed, first: int) -> Span | None:
    """The name that a number is set beside: "Madhya Pradesh (4,882)", "Kaduna 23", "Florida alone had 3,228"."""
    s = p.s
    end = first
    while end > 0 and first - end < 4 and s.words[end - 1] in _LEADING:
        end -= 1
    start = end
    while start > 0 and (start - 1 in p.place_at or (s.capital(start - 1) and s.words[start - 1].isalpha())):
        start -= 1
    return (start, end) if start < end and not any(at in p.date_at for at in range(start, end)) else None


def bracketed(p: Parsed, q: Quantity) -> Match | None:
    """A count beside its incidents: "kidnap cases (27)", "casualties — 5,122 — fell", "deaths – 163 – was"."""
    s = p.s
    opens, closes = s.word(q.first - 1), s.word(q.last)
    if (opens, closes) not in (("(", ")"), ("—", "—"), ("-", "-"), ("–", "–")) or q.high != int(q.high):
        return None
    if opens == "-" and (s.glued(q.first) or s.glued(q.last)):
        return None
    measure = phrase_left(p, q.first - 1)
    if measure is not None and s.word(q.last + 1) == "of" and not is_incident(p, measure):
        measure = phrase_right(p, q.last + 2)  # "the number of cases – over 56,000 – of crimes against women"
        return Match.level(q, "count", "level:beside", measure) if is_incident(p, measure) else None
    if measure is None or measure[1] != q.first - 1 or not is_incident(p, measure):
        return None
    summed = s.words[measure[0] - 2 : measure[0]] in (["number", "of"], ["total", "of"])
    if not summed and not s.words[measure[1] - 1].endswith("s"):
        return None
    if q.comparator == "exact" and len(s.words[q.core]) == 4 and 1900 <= q.high <= 2035:
        return None  # "(2019)"
    return Match.level(q, "count", "level:beside", measure)


def by_name(p: Parsed, q: Quantity, found: list[Match]) -> Match | None:
    """The first of a list of names: "Most suicides were reported in Maharashtra (17,972), followed by Kerala (90)",
    "Thefts: Leeds 320, York 95"; or one of a list that opens a sentence: "Chad (8) and Mali (4) saw most raids".
    """
    s = p.s
    here = named_before(p, q.first)
    set_off = s.word(q.first - 1) == "(" and s.word(q.last) == ")"
    if here is None or not (set_off or s.word(here[0] - 1) == ":") or q.not_counting:
        return None
    more = [p.quantity_at[at] for at in range(q.last, min(len(s), q.last + 9)) if at in p.quantity_at]
    listed = any(s.word(n.first - 1) == "(" or not set_off for n in more if named_before(p, n.first))
    booked = s.word(here[0] - 1) in ("in", "from", "by") and s.word(here[0] - 2) in _BOOKED
    last = next((one for one in reversed(found) if one.rule == "level:by name"), None)
    if listed or booked or (last and q.first - last.span[1] < 8):
        measure = incident_left(p, here[0] - 1)
        if measure and s.words[measure[0]] == "most":
            measure = (measure[0] + 1, measure[1])
        ahead = next((one.measure for one in found if one.span[0] > q.last and one.kind == "rank"), None)
        opens = all(at in p.quantity_at or s.capital(at) or s.words[at] in _SEPARATORS for at in range(here[0]))
        measure = measure or next((one.measure for one in reversed(found) if is_counted(p, one.measure)), None)
        measure = (ahead if opens else None) or measure
        unit = per(p, measure[1]) if measure else None
        return Match.level(q, unit or "count", "level:by name", measure, place=here) if measure else None
    return None


def group(p: Parsed, q: Quantity, governor: Match | None) -> Match | None:
    """A group of people in a list: "1,144 pedestrians died, followed by motorcyclists (912), passengers (527)"."""
    s = p.s
    if governor is None or governor.kind not in ("level", "share") or "followed" not in s.words[: q.first]:
        return None
    set_off = s.word(q.first - 1) == "(" and s.word(q.last) == ")"
    end = q.first - (set_off or s.word(q.first - 1) == "at")
    people = run_left(p, end)
    if people is None or people[1] != end or s.capital(end - 1) or not countable(p, people):
        return None
    if s.word(q.last) not in AFTER_MEMBER or q.high != int(q.high):
        return None
    incident = governor.measure if governor.measure and is_incident(p, governor.measure) else None
    event = governor.event or incident
    if event is None:
        return None
    made = {"kind": "level", "form": "level", "direction": "none", "unit": "count", "rule": "level:group"}
    return governor.passed_on(q, **made, measure=people, event=event)
