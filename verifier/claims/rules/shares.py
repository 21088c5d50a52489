"""Cue rules for shares: so many percent, a third, one in five, four of the twelve."""

from __future__ import annotations

from dataclasses import replace

from verifier.claims.phrases.event_words import of_disaster
from verifier.claims.phrases.incident_phrases import is_counted, is_incident, is_people
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import phrase_left, phrase_right, run_left
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.predicates import told_of_themselves
from verifier.claims.phrases.subjects import subject
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.rules.share_wholes import (
    ANYONE,
    CHANCE,
    FALLEN,
    doer,
    pronoun_before,
    put_at,
    rate_of,
    those_of,
    whole_before,
    whole_of_share,
    with_clause,
    with_participle,
)
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, match, phrases

_IDIOMS = phrases("idioms", "after")
_MOSTLY = bag("majority most bulk portion proportion share percentage")
_PROPORTIONS = bag("proportion share percentage prevalence")
_VARIED = bag("ranged ranges ranging varied varies varying was between")
_WHOLES = bag("those these people all them time cases instances")
# "to fire workers", "will strike": verbs that look like incidents.
_ALSO_VERBS = bag("fire strike stop search crossing drug raid threat abuse")
_BEFORE_VERBS = bag("to either will would can could may might must should not they we you")
# "60 percent of voters say crime …" is a poll.
_OF_ANOTHER = bag(
    "penalty row bill bills department departments station stations reporter desk kit kits lab labs scene scenes "
    "prevention law laws policy policies control insurance alarm alarms trial trials rifle rifles weapon weapons "
    "hotline novel novels film films story stories charge"
)
_BY_POLICE = bag("stopped searched frisked charged accused released rescued infected evacuated handcuffed")
_WHOSE = 6  # words at most before the number of a whole: "the state's 5,456 deaths"
_OPINION = bag(
    "say said believe believed think support supported oppose want favor favour agree agreed approve feel prefer "
    "worry worried fear feared"
)


def share(p: Parsed, q: Quantity, earlier: Match | None = None) -> Match | None:
    """The share a percentage or fraction states, or None where neither the whole nor the part is an incident."""
    s = p.s
    set_off = _set_off(p, q)
    if set_off:
        return Match.share(q, "share_percent", "share:set off", set_off)
    if q.unit not in ("percent", "fraction") or s.word(q.last) == "-":
        return None
    of_head = whole_of_share(p, q)
    if of_head:
        return Match.share(q, f"share_{q.unit}", "share:share of", of_head)
    at = q.last
    while s.flag(at) & lex.DET and s.word(at) not in ("that", "this"):
        at += 1
    inner = p.quantity_at.get(at + 1) if s.word(at) == "(" else None
    if inner and inner.unit == "count" and s.words[inner.last : inner.last + 2] == [")", "of"]:
        at = inner.last + 1  # "about 20% (1,061) of the deaths"
    measure: Span | None = None
    if s.words[at : at + 3] == ["of", "the", "time"]:
        measure = (at + 2, at + 3)
    elif s.word(at) == "of":
        measure = _counted_whole(p, at + 1) or phrase_right(p, at + 1) or those_of(p, at + 1)
    elif s.word(q.first - 1) == "at" and put_at(p, q.first - 1):
        measure = put_at(p, q.first - 1)
    elif s.word(at) in CHANCE:
        at = q.first
        while s.flag(at - 1) & (lex.AUX | lex.DET | lex.ADV) or s.word(at - 1) in ("face", "faces", "faced", "over"):
            at -= 1
        measure = phrase_left(p, at)
        if not (is_incident(p, measure) or is_people(p, measure)):
            measure = doer(p, at) or measure
        if measure is None or not (is_incident(p, measure) or is_people(p, measure)):
            measure = pronoun_before(p, at) or measure
    elif q.unit == "percent" and (ranging := _ranging(p, q)):
        measure = ranging
    elif s.words[q.first - 2 : q.first] == ["rate", "of"]:
        measure = rate_of(p, q.first - 2)
    elif q.unit == "fraction" and s.word(q.core + 1) == "/" and not q.spelled:
        return None  # "Getty 7/19": a counter of pictures
    elif q.unit == "fraction" or s.flag(at) & (lex.PEOPLE | lex.INCIDENT):
        measure = phrase_right(p, at)
    if (
        measure is None
        and s.words[0] == "of"
        and s.flag(1) & lex.DET
        and (s.flag(q.last) & lex.AUX or s.word(q.last) == "(")
    ):
        named = phrase_right(p, 1)  # "Of these offences 30 per cent (16,521) were recorded by …"
        measure = named if named and is_incident(p, named) and named[1] <= q.first else None
    if measure is None:
        measure = phrase_left(p, q.first) if s.flag(q.first - 1) & lex.AUX else None
    if measure and s.words[measure[1] - 1] in ("total", "totals", "toll") and measure[0] >= q.last:
        return None  # "24.1% of the national total": of what is said before it
    whole = whole_before(p, q, earlier) if not (measure and is_incident(p, measure)) else None
    if whole:
        measure = whole
    if measure is None:
        return None
    if not whole and not _about_incidents(p, q, measure):
        return None
    if s.words[measure[0]] not in _WHOLES | ANYONE | FALLEN and not (is_incident(p, measure) or is_people(p, measure)):
        return None
    if is_people(p, measure) and not is_incident(p, measure) and _of_opinion(p, measure[1]):
        return None
    measure = with_clause(p, with_participle(p, measure))
    form = "share_percent" if q.unit == "percent" else "share_fraction"
    return Match.share(q, form, f"share:of {form}", measure)


def _ranging(p: Parsed, q: Quantity) -> Span | None:
    """What a proportion is of that differs: "the proportion of women who had suffered violence ranged from 13% in Japan
    to 61% in Peru".
    """
    s = p.s
    led = s.word(q.first - 1) in ("from", "to", "between", "and")
    verb = next((at for at in range(q.first - 1, 0, -1) if s.words[at] in _VARIED), 0)
    head = next((at for at in range(verb, -1, -1) if s.words[at] in _PROPORTIONS and s.word(at + 1) == "of"), -1)
    start = s.past(head + 2, lex.ADV, ("-",))  # "ever-partnered women"
    return phrase_right(p, start) if led and verb and head >= 0 and q.first - verb < 24 else None


def _counted_whole(p: Parsed, at: int) -> Span | None:
    """The whole that is counted itself: "7 percent of the total 134,516 suicides", "of last year's 84 deaths"."""
    s = p.s
    q = next((one for one in p.quantities if one.first >= at and not one.not_counting), None)
    between = range(at, q.first) if q else ()
    whose = any(s.words[n] == "'s" for n in between)
    if len(between) > _WHOSE or not all(s.flags[n] & lex.DET or s.words[n] == "total" or whose for n in between):
        return None
    found = phrase_right(p, q.last) if q and q.unit == "count" and not q.not_counting else None
    if found is None or q is None or found[0] != q.last:
        return None
    befell = is_people(p, found) and s.flag(found[1]) & lex.EVENT  # "of the 5,166 civilians killed"
    return found if is_incident(p, found) or befell else None


def _listed(p: Parsed, q: Quantity) -> Span | None:
    """The whole that several percentages in brackets part: "A majority of the cases were cruelty (32.6 per cent),
    followed by assault (25 per cent)".
    """
    s = p.s
    several = [one for one in p.quantities if one.unit == "percent" and s.word(one.first - 1) == "("]
    most = next((at for at in range(q.first) if s.words[at] in _MOSTLY), None)
    if len(several) < 2 or most is None or any(flag & lex.CHANGE_NOUN for flag in s.flags[:most]):
        return None
    whole = phrase_right(p, most + 1)
    if whole is None or whole[1] > several[0].first:
        return None
    return whole if is_incident(p, whole) or s.words[whole[1] - 1] in ("cases", "incidents") else None


def _set_off(p: Parsed, q: Quantity) -> Span | None:
    """The whole of a percentage that says exactly what stands beside it: "the majority of casualties - 63 percent -",
    "almost a third (31%) of suspects".
    """
    s = p.s
    if q.unit != "percent" or (s.word(q.first - 1), s.word(q.last)) not in (("(", ")"), ("-", "-"), ("—", "—")):
        return None
    said = p.quantity_at.get(q.first - 2)
    most = s.word(q.first - 2) in ("majority", "most", "half", "bulk", "third", "quarter")
    if (most or (said and said.unit == "fraction")) and s.word(q.last + 1) == "of":
        whole = phrase_right(p, q.last + 2)
        return whole if whole and (is_incident(p, whole) or is_people(p, whole)) else None
    if s.word(q.first - 1) == "(":
        listed = _listed(p, q)
        if listed:
            return listed
    found = run_left(p, q.first - 1)
    if found is None or found[1] != q.first - 1 or not is_incident(p, found):
        return None
    first = found[0] - 1
    while s.flag(first) & lex.DET:
        first -= 1
    return (
        found if s.word(first) == "of" and s.word(first - 1) in ("majority", "bulk", "most", "half", "third") else None
    )


def in_brackets(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """The percentage of a count or share that stands before it: "83 (0.5%) among …", "83 were shot, or about 77%"."""
    restated = p.s.words[q.first - 2 : q.first] == [",", "or"] and p.s.word(q.last) in (".", ",", ";", "")
    if q.unit != "percent" or earlier is None or not (p.s.word(q.first - 1) == "(" or restated):
        return None
    near = q.first - earlier.ends < 12 if restated else earlier.ends >= q.first - 2
    if earlier.kind != "share" and not (earlier.kind == "level" and earlier.direction == "none" and near):
        return None
    measure = earlier.measure
    if earlier.kind == "level" and p.s.word(q.last + 1) in ("of", "among"):
        measure = phrase_right(p, q.last + 2) or measure
    return replace(
        earlier, span=(q.first, q.last), kind="share", form="share_percent", value=q.value, unit="percent",
        comparator=q.comparator, measure=measure, event=None, rule="share:in brackets",
    )  # fmt: skip


def _of_opinion(p: Parsed, at: int) -> bool:
    """Whether a verb tells what people think, not what befell them: "60 percent of voters say crime …"."""
    return p.s.word(at) in _OPINION and told_of_themselves(p, at + 1) is None


def _about_incidents(p: Parsed, q: Quantity, measure: Span | None) -> bool:
    """Whether the whole is incidents, or people of whom the sentence tells an incident."""
    s = p.s
    if is_counted(p, measure) or (measure and any(_suffered(p, at) for at in range(*measure))):
        return True
    reach = range(max(0, q.first - 18), min(len(s), q.last + 22))
    told = any(match(s.words, at, _IDIOMS) for at in reach if s.words[at] in _IDIOMS) or any(
        (
            _incident_word(p, at)
            or (s.flags[at] & lex.EVENT and not s.flags[at] & (lex.WEAK | lex.INCIDENT))
            or (measure and s.flags[at] & lex.EVENT and of_disaster(p, (at, at + 1), measure))
        )
        and at not in p.date_at
        and not (s.words[at] in _ALSO_VERBS and s.word(at - 1) in _BEFORE_VERBS)
        for at in reach
        if not (measure and measure[0] <= at < measure[1])
    )
    return told and s.word(q.last) not in ("tax", "interest", "rate")


def _suffered(p: Parsed, at: int) -> bool:
    """Whether a word inside the whole is an event: "those arrested", "the people stopped by police"."""
    flag = p.s.flags[at]
    return bool(flag & lex.EVENT) and (not flag & lex.WEAK or p.s.words[at] in _BY_POLICE)


def _incident_word(p: Parsed, at: int) -> bool:
    """Whether a word tells of incidents by itself, not as part of another name: "death penalty", "crime bill"."""
    s = p.s
    flag, after = s.flags[at], s.flag(at + 1)
    if flag & lex.INCIDENT:
        return s.word(at + 1) not in _OF_ANOTHER
    return bool(flag & lex.MODIFIER and after & (lex.INCIDENT | lex.GENERIC | lex.PEOPLE))


def _may_be_whole(p: Parsed, measure: Span) -> bool:
    """Whether a part can be counted of a phrase: incidents, people and things that incidents befall."""
    words = p.s.words[slice(*measure)]
    return is_incident(p, measure) or is_people(p, measure) or not _WHOLES.union(ANYONE).isdisjoint(words)


def _by_one_in(p: Parsed, first: Quantity, second: Quantity) -> Match | None:
    """ "Burglaries fell by one in eight": the size of a change."""
    verb = first.first - 2
    measure = subject(p, verb)
    if not is_counted(p, measure) or isinstance(first.value, tuple) or isinstance(second.value, tuple):
        return None
    direction = "down" if p.s.flags[verb] & lex.DOWN_VERB else "up"
    q = replace(first, value=first.value / second.value, last=second.last)
    return Match.change(q, "fraction_change", direction, "fraction", "change:one in", measure, anchor=verb)


def odds(p: Parsed, first: Quantity, second: Quantity) -> Match | None:
    """ "one in four", "two out of every 1,000", "four of the 12 attackers"."""
    s = p.s
    link = s.words[first.last : second.first]
    person = None
    if (
        len(link) in (2, 3, 4)
        and s.flag(first.last) & (lex.PEOPLE | lex.INCIDENT)
        and first.value == 1
        and link[1] in ("in", "out")
    ):
        person, link = (first.last, first.last + 1), link[1:]  # "one woman in four"
    if (
        first.unit != "count"
        or second.unit not in ("count",)
        or isinstance(first.value, tuple)
        or isinstance(second.value, tuple)
    ):
        return None
    if s.word(first.first - 1) == "by" and s.flag(first.first - 2) & lex.CHANGE_VERB and link == ["in"]:
        return _by_one_in(p, first, second)
    if s.words[first.first - 2 : first.first] == ["of", "every"] and 0 < second.value < first.value:
        return _of_every(p, first, second)
    if first.value >= second.value or second.value <= 0 or second.core_end != second.last:
        return None
    counted = link in (
        ["of", "the"],
        ["of"],
        ["of", "its"],
        ["of", "their"],
        ["of", "those"],
        ["out", "of"],
        ["out", "of", "the"],
    )
    ratio = link in (["in"], ["in", "every"], ["out", "of"], ["out", "of", "every"], ["of", "every"], ["-", "in", "-"])
    if not counted and not ratio:
        return None
    if link != ["-", "in", "-"] and (first.not_counting or second.not_counting):
        return None
    of_them = those_of(p, second.last + 1) if s.word(second.last) == "of" else None
    measure = person or of_them or phrase_right(p, second.last)
    if first.value == 1 and link == ["of"] and not is_incident(p, measure) and not is_people(p, measure):
        return None
    odds_like = "every" in link or (ratio and first.value <= 10 and (link[0] != "out" or first.value == 1))
    if not (measure or odds_like) or not _about_incidents(p, second, measure):
        return None
    if measure and is_people(p, measure) and _of_opinion(p, measure[1]):
        return None
    odds_like = odds_like or (link == ["out", "of"] and (second.value <= 10 or second.value in (20, 100, 1000)))
    if counted and measure and not _may_be_whole(p, measure):
        return None  # "20 of 25 Photos"
    if odds_like:
        if measure and s.words[measure[0]] in CHANCE:
            measure = doer(p, first.first) or measure
        return _odds(first, second, (first.first, second.last), measure)
    end = measure[1] if measure and measure[0] == second.last else second.last
    return Match.share(first, "share_count", "share:count of", measure, span=(first.first, end), ends=second.last)


def _of_every(p: Parsed, every: Quantity, part: Quantity) -> Match | None:
    """ "Of every ten conflict deaths worldwide, four were in Ukraine"."""
    measure = phrase_right(p, every.last)
    if measure is None or not _about_incidents(p, every, measure) or not p.s.flag(part.last) & (lex.AUX | lex.EVENT):
        return None
    return _odds(part, every, (part.first, part.last), measure)


def _odds(part: Quantity, whole: Quantity, span: Span, measure: Span | None) -> Match:
    return Match(
        span, "share", "odds", "none", part.high / whole.high, "fraction", part.comparator, "share:odds in",
        measure, None, part.first, ends=span[1],
    )  # fmt: skip
