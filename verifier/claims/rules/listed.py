"""Numbers in lists: the items under one head, told apart by place, time, people or incidents.

"Texas had 1,845 murders, followed by California with 1,780"; "murders at 540, rapes at 1,200"; "cyclists (41)".
"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.claims.phrases.count_words import HAD, RECORDED
from verifier.claims.phrases.incident_phrases import countable, is_counted, is_incident, is_standing
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right, run_left
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.places.place_words import AREAS, NATIONWIDE, PLACE_NOUNS, WORLDWIDE
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.rules.levels import incident_left, the_fallen
from verifier.claims.rules.rates import per
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag

_BOOKED = RECORDED | {"seen", "occurred"}
HOSTING = bag("had has hosted hosts hosting sheltered shelters sheltering took takes lived live living welcomed")
_LEADING = HAD | bag("( - — with : for alone only just also still at 's accounted hosted hosts follows stood stands")
# What stands between a place and its number in a list, besides articles, prepositions and the like.
_LIGHT = _LEADING | bag(
    "ahead of came comes come followed follow reached reaches hit posted next first second third fourth fifth last one "
    "worst counts there took seen"
)
_BOUNDS = bag(", ; : and while but whereas (")
_SEPARATORS = bag(
    ", ; and ( ) - — : among over during on 's "
    "while then but or followed closely by with in from at the had has saw was were is of recorded "
    "reported registered logged where also only to for respectively"
)
AFTER_MEMBER = bag(", ; . ) ( and - — in from at for while respectively or but during on each") | {""}
_ASIDE = bag("which where who whose")
_OPENING = bag(", ; and while but")
_LOGGED = bag("logged recorded counted registered documented listed tallied had has")
_OF_ALL = NATIONWIDE | WORLDWIDE | {"overall"}
_COUNTERS = bag(
    "office service bureau institute agency centre center list organisation organization database programme program "
    "index"
)
_PERIODS = bag("period time year month quarter")
_PER = bag("per people residents inhabitants population persons each")
REACH = 26  # words


@dataclass(slots=True)
class Before:
    """The claims of the sentence before, which a number may go on from; one without a number may stand between."""

    p: Parsed
    found: list[Match]
    passed: bool = False  # a sentence without claims stands between

    def governor(self) -> Match | None:
        """The claim that a pronoun points back to: the last one, where all are of one measure.

        Behind a count or a change, what is told beside it without a number ("murder is falling", "more than in any
        other state") and a rank of what is no incident ("the deadliest state") do not speak of another measure.
        """
        told = [one for one in self.found if one.measure or one.event or one.measure_of]
        numbered = [one for one in told if one.kind in ("level", "rate", "change")]
        told = [one for one in told if not numbered or one in numbered or self._may_differ(one, numbered[-1])]
        if not told:
            return None
        last = (numbered or told)[-1]
        alike = all(one <= self.words(last) or self.words(last) <= one for one in map(self.words, told))
        return last if alike else None

    def _may_differ(self, one: Match, last: Match) -> bool:
        """Whether a claim without a count of its own may be what the next sentence goes on from."""
        if one.kind == "rank":
            return is_counted(one.measure_in or self.p, (one.measure_of or one).measure)
        return one.kind not in ("trend", "ratio") or one.span[0] > last.span[0]

    def words(self, one: Match) -> set[str]:
        """The words of a claim's measure."""
        told, p = one.measure_of or one, one.measure_in or self.p
        return set(p.s.words[slice(*(told.measure or told.event or (0, 0)))])


def of_names(p: Parsed, q: Quantity, before: Before | None) -> Match | None:
    """The count of a place, of what the sentence before counts: "Texas had 1,845, California 1,929, Florida 1,066"."""
    s = p.s
    source = before.governor() if before else None
    here = item_place(p, q)
    if before is None or source is None or here is None or source.kind in ("share", "ratio"):
        return None
    after = q.last + 2 * (s.words[q.last : q.last + 2] in (["of", "them"], ["of", "these"], ["of", "those"]))
    if here[1] == q.first or not (s.word(after) in AFTER_MEMBER or after in p.date_at):
        return None
    standing = source.measure_of or source
    counted = standing.measure or standing.event
    where = source.measure_in or before.p
    hosts = not HOSTING.isdisjoint(s.words[here[1] : q.first]) or not HOSTING.isdisjoint(where.s.words)
    if not hosts and counted and any(is_standing(where, at) for at in range(*counted)):
        return None  # "Syria accounted for 6 million": refugees in a country, or those from there
    rated = (source.unit or "").startswith("per_") and not (q.whole and q.high >= 1000)
    unit = source.unit if rated and source.unit else "count"
    if unit == "count" and (not q.whole or (counted and where.s.words[counted[1] - 1] in ("rate", "rates"))):
        return None
    return source.counted_on(q, "level:listed", before.p, unit=unit, place=here)


def item_place(p: Parsed, q: Quantity) -> Span | None:
    """The place that a bare number is of, where nothing but light words stands in their clause: "Texas followed with
    1,845", "in Arizona there have been 290", "Tennessee, at 622, …"; None where there is none.
    """
    s, at = p.s, q.first - 1
    while at > 0 and at not in p.place_at and _is_light(p, at):
        at -= 1
    if s.word(at) == "," and (aside := _before_an_aside(p, at)):
        return aside
    at -= s.word(at) == "," and s.word(at + 1) in ("at", "with")
    named = p.place_at.get(at)
    if named is None:
        return None
    first = named.first
    while s.word(first - 1) == "and" and first - 2 in p.place_at:
        first = p.place_at[first - 2].first  # "Mexico and Colombia stood at 24.9 each"
    before = first - 1
    while before >= 0 and s.words[before] not in _BOUNDS:
        if not _is_light(p, before) and before not in p.date_at:
            return None
        before -= 1
    return (first, named.last)


def _is_light(p: Parsed, at: int) -> bool:
    closed = p.s.flags[at] & (lex.DET | lex.PREP | lex.PRON | lex.AUX | lex.ADV)
    noun = p.s.words[at] in PLACE_NOUNS and at - 1 in p.place_at  # "Washington state had 49,777"
    number = p.quantity_at.get(at)
    counts = number is not None and number.unit != "ordinal"  # "Nigeria came second with 32"
    return bool(closed or noun or p.s.words[at] in _LIGHT) and not counts and p.s.words[at] != "not"


def as_it_counted(p: Parsed, q: Quantity, before: Before | None) -> Match | None:
    """What the body that counts has for another time: "In 1985 it logged 1,196", "it counted 687 in 1990"."""
    s = p.s
    source = before.governor() if before else None
    verb = s.back(q.first - 1, lex.ADV | lex.DET)
    if before is None or source is None or source.kind in ("share", "ratio") or s.word(verb) not in _LOGGED:
        return None
    doer = s.back(verb - 1, lex.AUX | lex.ADV, ("had", "has"))
    acronym = s.raw[doer].isupper() and len(s.raw[doer]) > 2 and doer not in p.place_at
    counts = s.word(doer) in ("it", "they", "police", "officials", "authorities") or acronym
    counts = counts or (s.word(doer) in _COUNTERS and bool(s.flag(doer - 1) & lex.DET))
    dated = q.last in p.date_at or (s.flag(q.last) & lex.PREP and q.last + 1 in p.date_at)
    dated = dated or s.words[q.last : q.last + 2] == ["of", "them"] or s.words[0] in _OF_ALL
    ends = s.word(q.last) in (".", "", ",", ";")
    dated = dated or (ends and (doer <= 1 or any(date.last <= doer for date in p.dates)))
    if not counts or not dated or not q.whole or (source.kind == "rate" and source.unit != "count"):
        return None
    return source.counted_on(q, "level:as it counted", before.p)


def named_after(p: Parsed, q: Quantity, before: Before | None) -> Match | None:
    """A bare number of what stands behind the verb: "Eleven were wars", "another 2.1 million were asylum seekers"."""
    s = p.s
    opens = s.back(q.first - 1, lex.DET | lex.ADV, ("another", "a", "further"))
    if before is None or s.word(q.last) not in ("were", "are") or not q.whole or (q.spelled and q.value == 1):
        return None
    if opens >= 0 and s.words[opens] not in _BOUNDS:
        return None
    measure = phrase_right(p, q.last + 1)
    if measure is None or measure[0] > q.last + 2 or s.word(measure[1]) not in AFTER_MEMBER:
        return None
    if not (is_incident(p, measure) or any(is_standing(p, at) for at in range(*measure))):
        return None
    return Match.level(q, "count", "level:named after", measure)


def beside_its_noun(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """A further count right behind its own incidents: "murders stood at 540, rapes at 1,200 and arsons 77"."""
    s = p.s
    end = q.first - (s.word(q.first - 1) in ("at", "to"))
    if earlier is None or earlier.kind != "level" or not earlier.measure or earlier.measure[1] > earlier.span[0]:
        return None
    measure = phrase_left(p, end)
    if measure is None or measure[1] != end or not is_incident(p, measure) or not s.words[end - 1].endswith("s"):
        measure = the_fallen(p, end)  # "and the injured at 1,892"
    if measure is None:
        return None
    start = measure[0] - 2 * (s.words[measure[0] - 2 : measure[0]] == ["that", "of"])  # "and that of robberies at 425"
    before = s.word(start - 1 - bool(s.flag(start - 1) & lex.DET))
    ended = q.last in p.date_at or (s.word(q.last) in AFTER_MEMBER and not content(p, q.last))
    if before not in _OPENING or not ended or not q.whole:
        return None
    return Match.level(q, "count", "level:beside its noun", measure)


def member(p: Parsed, q: Quantity, governor: Match, found: list[Match]) -> tuple[Span | None] | None:
    """Whether a number is a further member of a list that a claim opens, told apart by place or time; and its place."""
    s = p.s
    last = next((one for one in reversed(found) if one.span[1] <= q.first), governor)
    rated = governor.kind == "rate"
    if (not q.whole and not rated) or (s.word(q.last) not in AFTER_MEMBER and q.last not in p.date_at):
        return None
    if s.word(q.first - 1) == "of":
        return None  # "Kabul, a city of 4 million"
    here = named_before(p, q.first)
    if governor.kind in ("rank", "trend", "change") or governor.form not in ("level", "rate", "share_count"):
        told = (s.word(q.first - 1) == "(" and s.word(q.last) == ")") or s.word(q.first - 1) in HAD | {"with"}
        mean = "average" in s.words[governor.span[1] : q.first]
        dated = s.word(q.first - 1) == "(" and q.first - 2 in p.date_at and not mean  # "the highest since 2002 (106)"
        counts = is_counted(p, governor.measure)
        direct = governor.measure is not None and s.word(q.first - 1) == "with" and governor.measure[1] == q.first - 1
        return (here,) if told and (here or dated or direct) and counts and q.first - governor.span[1] < REACH else None
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
        if not name and s.words[at] not in _SEPARATORS and not (rated and _of_the_rate(p, at)):
            return None
    after = q.last + (s.word(q.last) in ("in", "from", "at", "for", "on", "(", "-", "—"))
    if not (named or any(at in p.place_at or at in p.date_at for at in (after, after + 1))):
        return None
    there = p.place_at.get(after) or p.place_at.get(after + (s.flag(after) & lex.DET > 0))
    own = (there.first, there.last) if there and s.word(q.last) in ("in", "from", "at") else here
    return (own,)


def _of_the_rate(p: Parsed, at: int) -> bool:
    """Whether a word is of the unit of a rate: "487 per 100,000 people"."""
    return p.s.words[at] in _PER or (at in p.quantity_at and p.s.words[p.quantity_at[at].first - 1] == "per")


def of_one_sense(p: Parsed, head: Match) -> bool:
    """Whether a list says of its people that they are in the places it names: "Syria stood first with 6.6 million
    refugees" may tell of those in a country, or of those from there.
    """
    if head.measure is None or not any(is_standing(p, at) for at in range(*head.measure)):
        return True
    within = p.s.word(head.measure[1]) == "in" and head.measure[1] + 1 in p.place_at
    return within or not HOSTING.isdisjoint(p.s.words[: head.ends])


def unowned(p: Parsed, measure: Span | None) -> Span | None:
    """A measure without whose it is: of "Alaska's violent crime rate" the rate alone."""
    if measure is None or "'s" not in p.s.words[slice(*measure)]:
        return measure
    at = p.s.words.index("'s", measure[0])
    return (at + 1, measure[1]) if at - 1 in p.place_at and at + 1 < measure[1] else measure


def named_before(p: Parsed, first: int) -> Span | None:
    """The name that a number is set beside: "Madhya Pradesh (4,882)", "Kaduna 23", "Florida alone had 3,228"."""
    s = p.s
    end = first
    while end > 0 and first - end < 4 and s.words[end - 1] in _LEADING and end - 1 not in p.place_at:
        end -= 1
    if s.word(end - 1) == "," and (aside := _before_an_aside(p, end - 1)):
        return aside
    start = end
    while start > 0 and (start - 1 in p.place_at or (s.capital(start - 1) and s.words[start - 1].isalpha())):
        start -= 1
    return (start, end) if start < end and not any(at in p.date_at for at in range(start, end)) else None


def _before_an_aside(p: Parsed, comma: int) -> Span | None:
    """The place before a clause in commas: "Israel, under which the programme files Gaza, had 21,500"."""
    for at in range(comma - 2, max(0, comma - 14), -1):
        if p.s.words[at] == ",":
            opened = not _ASIDE.isdisjoint(p.s.words[at + 1 : at + 3])
            named = p.place_at.get(at - 1) if opened else None
            return (named.first, named.last) if named else None
    return None


def bracketed(p: Parsed, q: Quantity) -> Match | None:
    """A count beside its incidents: "kidnap cases (27)", "casualties — 5,122 — fell", "deaths – 163 – was"."""
    s = p.s
    opens, closes = s.word(q.first - 1), s.word(q.last)
    doubled = s.words[q.first - 2 : q.first] == s.words[q.last : q.last + 2] == ["-", "-"]  # "deaths -- 6,627 -- are"
    if (opens, closes) not in (("(", ")"), ("—", "—"), ("-", "-"), ("–", "–")) or not q.whole:
        return None
    start = q.first - 1 - doubled
    if opens == "-" and not doubled and (s.glued(q.first) or s.glued(q.last)):
        return None
    measure = phrase_left(p, start)
    if measure is not None and s.word(q.last + 1) == "of" and not is_incident(p, measure):
        measure = phrase_right(p, q.last + 2)  # "the number of cases – over 56,000 – of crimes against women"
        return Match.level(q, "count", "level:beside", measure) if is_incident(p, measure) else None
    if measure is not None:
        lead = s.back(measure[0] - 1, lex.DET, ("such",))
        if s.word(lead) == "in" and s.flag(lead - 1) & lex.INCIDENT:
            start, measure = lead, phrase_left(p, lead)  # "deaths in such crashes (6,627)"
    if measure is not None and not is_incident(p, measure):
        measure = incident_left(p, measure[0])
    if measure is None or not _beside(p, measure, start) or not is_incident(p, measure):
        return None
    summed = s.words[measure[0] - 2 : measure[0]] in (["number", "of"], ["total", "of"])
    if not summed and measure[1] < start:
        return None
    if not summed and not s.words[measure[1] - 1].endswith("s"):
        return None
    if q.comparator == "exact" and len(s.words[q.core]) == 4 and 1900 <= q.high <= 2035:
        return None  # "(2019)"
    return Match.level(q, "count", "level:beside", measure)


def _beside(p: Parsed, measure: Span, end: int) -> bool:
    """Whether nothing but a place and a time stands between incidents and their count in brackets: "the number of
    murders in Gauteng in this period (3187)".
    """
    return all(
        at in p.place_at or at in p.date_at or p.s.flags[at] & (lex.PREP | lex.DET) or p.s.words[at] in _PERIODS | AREAS
        for at in range(measure[1], end)
    )


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
    if s.word(q.last) not in AFTER_MEMBER or not q.whole:
        return None
    incident = governor.measure if governor.measure and is_incident(p, governor.measure) else None
    event = governor.event or incident
    if event is None:
        return None
    return governor.counted_on(q, "level:group", measure=people, event=event)
