"""Cue rules for shares: so many percent, a third, one in five, four of the twelve."""

from __future__ import annotations

from verifier.claims.found import Found, Span
from verifier.claims.lexicon import (
    ADV,
    AUX,
    CONJ,
    DET,
    EVENT,
    GENERIC,
    INCIDENT,
    MODIFIER,
    PEOPLE,
    PREP,
    SPEECH,
    VERB,
    WEAK,
    bag,
)
from verifier.claims.noun_phrases import Parsed, content, is_counted, is_incident, is_people, phrase_left, phrase_right
from verifier.claims.quantities import Quantity

_WHOLES = bag("those these people all them time cases instances")
# "to fire workers", "will strike": verbs that look like incidents.
_ALSO_VERBS = bag("fire strike stop search crossing drug raid threat abuse")
_BEFORE_VERBS = bag("to either will would can could may might must should not they we you")
_ENDS = frozenset([",", ".", ";", ":", "?", "!", '"', "(", ")", "'"])
# "60 percent of voters say crime …" is a poll.
_OF_ANOTHER = bag(
    "penalty row bill bills department departments station stations reporter desk kit kits lab labs scene scenes "
    "prevention law laws policy policies control insurance alarm alarms trial trials rifle rifles weapon weapons "
    "hotline novel novels film films story stories charge"
)
_BY_POLICE = bag("stopped searched frisked charged accused released rescued infected evacuated handcuffed")
_OPINION = bag(
    "say said believe believed think support supported oppose want favor favour agree agreed approve feel prefer"
)
_CHANCE = bag("chance probability risk likelihood share proportion odds")


def share(p: Parsed, q: Quantity, earlier: Found | None = None) -> Found | None:
    """The share a percentage or fraction states, or None where neither the whole nor the part is an incident."""
    s = p.s
    if q.unit not in ("percent", "fraction") or s.word(q.last) == "-":
        return None
    at = q.last
    while s.flag(at) & DET and s.word(at) not in ("that", "this"):
        at += 1
    measure: Span | None = None
    if s.words[at : at + 3] == ["of", "the", "time"]:
        measure = (at + 2, at + 3)
    elif s.word(at) == "of":
        measure = phrase_right(p, at + 1) or _those(p, at + 1)
    elif s.word(at) in _CHANCE:
        at = q.first
        while s.flag(at - 1) & (AUX | DET | ADV) or s.word(at - 1) in ("face", "faces", "faced", "over"):
            at -= 1
        measure = phrase_left(p, at)
        if not (is_incident(p, measure) or is_people(p, measure)):
            measure = _doer(p, at) or measure
    elif q.unit == "fraction" or s.flag(at) & (PEOPLE | INCIDENT):
        measure = phrase_right(p, at)
    if measure is None:
        measure = phrase_left(p, q.first) if s.flag(q.first - 1) & AUX else None
    whole = _whole_before(p, q, earlier) if not (measure and is_incident(p, measure)) else None
    if whole:
        measure = whole
    if measure is None:
        return None
    if not whole and not _about_incidents(p, q, measure):
        return None
    if s.words[measure[0]] not in _WHOLES and not (is_incident(p, measure) or is_people(p, measure)):
        return None
    if is_people(p, measure) and s.word(measure[1]) in _OPINION and not is_incident(p, measure):
        return None
    measure = _with_clause(p, _with_participle(p, measure))
    form = "share_percent" if q.unit == "percent" else "share_fraction"
    return Found(
        (q.first, q.last),
        "share",
        form,
        "none",
        q.value,
        q.unit,
        q.comparator,
        f"share:of {form}",
        measure,
        None,
        q.first,
        ends=q.last,
    )


def _whole_before(p: Parsed, q: Quantity, earlier: Found | None) -> Span | None:
    """The whole that was named before: "of 373 homicides, half involved guns", "1,652 deaths, of which 40 percent"."""
    s = p.s
    named = _named_first(p, q)
    if named:
        return named
    if earlier is None or earlier.measure is None or earlier.kind not in ("level", "rate", "share"):
        return None
    after = s.word(q.last)
    if after == "of" and s.word(q.last + 1) in ("which", "whom", "them", "those", "these"):
        return earlier.measure
    if s.word(q.first - 1) in ("which", "whom", "these", "those") and s.word(q.first - 2) == "of":
        return earlier.measure
    said = s.flag(q.last) & (AUX | VERB | EVENT) or after in ("by", "from", "among")
    said = said or (earlier.kind == "share" and s.flag(q.last) & PREP and after != "of")
    opened = s.word(q.first - 1) in (",", "and", ";", "with", "but") and q.first - earlier.ends < 24
    of = any(s.words[at] == "of" for at in range(max(0, earlier.span[0] - 3), earlier.span[0]))
    return earlier.measure if said and opened and (of or earlier.kind == "share") else None


def _named_first(p: Parsed, q: Quantity) -> Span | None:
    """ "Of all gun deaths, 60 percent are suicides"."""
    s = p.s
    if s.word(q.first - 1) != "," or not s.flag(q.last) & (AUX | VERB):
        return None
    for at in range(q.first - 2, max(-1, q.first - 14), -1):
        if s.words[at] == "of" and (at == 0 or s.words[at - 1] in (",", '"', "that", "out")):
            found = phrase_right(p, at + 1)
            return found if is_counted(p, found) else None
    return None


def _doer(p: Parsed, end: int) -> Span | None:
    """The people at the head of the clause: "female students at the college have a 20 percent chance"."""
    for at in range(max(0, end - 14), end):
        found = phrase_right(p, at) if p.s.flags[at] & PEOPLE else None
        if found and found[1] <= end:
            return phrase_left(p, found[1]) or found
    return None


def _with_clause(p: Parsed, measure: Span) -> Span:
    """The whole with the clause that limits it: "suspects who tried to buy guns", "guns that are used in crimes"."""
    s = p.s
    at = measure[1]
    if s.word(at) not in ("who", "that", "which") or s.word(at - 1) == ",":
        return measure
    at += 1
    while s.flag(at) & (AUX | ADV) or s.word(at) == "to":
        at += 1
    at += 1
    last = at
    while last < len(s) and last - measure[1] < 16:
        word, flag = s.words[last], s.flags[last]
        verb = flag & (AUX | VERB | SPEECH) and s.words[last - 1] != "to" and not flag & PREP
        if word in _ENDS or verb or (word.endswith("ed") and not flag & (PREP | DET) and last > at):
            break
        last += 1
    while last > at and (s.flags[last - 1] & (PREP | DET | ADV) or last - 1 in p.place_at or last - 1 in p.date_at):
        last -= 1
    return (measure[0], last)


def _those(p: Parsed, start: int) -> Span | None:
    """ "of those arrested", "of all who died"."""
    s = p.s
    at = start
    while s.flag(at) & DET and s.word(at) not in ("those", "these"):
        at += 1
    if s.word(at) in ("those", "these", "people", "all", "them"):
        last = at + 1
        while s.flag(last) & EVENT or s.word(last) == "who" or (s.flag(last) & AUX and s.word(last - 1) == "who"):
            last += 1
        if s.word(last) in ("for", "in", "by", "of"):
            inner = phrase_right(p, last + 1)
            last = inner[1] if inner else last
        return (at, last)
    return None


def _with_participle(p: Parsed, measure: Span) -> Span:
    """The whole with the participle that limits it: "firearms recovered and traced in drug crimes" were …"."""
    s = p.s
    at = measure[1]
    if not (s.flag(at) & (EVENT | VERB) and s.word(at).endswith(("ed", "en", "ght"))) or s.flag(at + 1) & (DET | AUX):
        return measure
    end = next((i for i in range(at + 1, min(len(s), at + 16)) if _finite(p, i) or s.words[i] in (",", ".")), None)
    if end is None or not _finite(p, end):
        return measure
    while end - 1 in p.place_at or s.flags[end - 1] & PREP:
        end -= 1
    return (measure[0], end)


def _finite(p: Parsed, at: int) -> bool:
    """Whether a word is the main verb after a participle: "guns traced in crimes | originated in"."""
    s = p.s
    return bool(s.flags[at] & AUX) or (s.words[at].endswith("ed") and not s.flags[at - 1] & CONJ and not content(p, at))


def _about_incidents(p: Parsed, q: Quantity, measure: Span | None) -> bool:
    """Whether the whole is incidents, or people of whom the sentence tells an incident."""
    s = p.s
    if is_counted(p, measure) or (measure and any(_suffered(p, at) for at in range(*measure))):
        return True
    reach = range(max(0, q.first - 18), min(len(s), q.last + 22))
    told = any(
        (_incident_word(p, at) or (s.flags[at] & EVENT and not s.flags[at] & (WEAK | INCIDENT)))
        and at not in p.date_at
        and not (s.words[at] in _ALSO_VERBS and s.word(at - 1) in _BEFORE_VERBS)
        for at in reach
        if not (measure and measure[0] <= at < measure[1])
    )
    return told and s.word(q.last) not in ("tax", "interest", "rate")


def _suffered(p: Parsed, at: int) -> bool:
    """Whether a word inside the whole is an event: "those arrested", "the people stopped by police"."""
    flag = p.s.flags[at]
    return bool(flag & EVENT) and (not flag & WEAK or p.s.words[at] in _BY_POLICE)


def _incident_word(p: Parsed, at: int) -> bool:
    """Whether a word tells of incidents by itself, not as part of another name: "death penalty", "crime bill"."""
    s = p.s
    flag, after = s.flags[at], s.flag(at + 1)
    if flag & INCIDENT:
        return s.word(at + 1) not in _OF_ANOTHER
    return bool(flag & MODIFIER and after & (INCIDENT | GENERIC | PEOPLE))


def odds(p: Parsed, first: Quantity, second: Quantity) -> Found | None:
    """ "one in four", "two out of every 1,000", "four of the 12 attackers"."""
    s = p.s
    link = s.words[first.last : second.first]
    person = None
    if (
        len(link) in (2, 3, 4)
        and s.flag(first.last) & (PEOPLE | INCIDENT)
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
    if first.value >= second.value or second.core_end != second.last:
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
    measure = person or phrase_right(p, second.last)
    if first.value == 1 and link == ["of"] and not is_incident(p, measure) and not is_people(p, measure):
        return None
    odds_like = ratio and (first.value <= 10 and (link[0] != "out" or "every" in link or first.value == 1))
    if not (measure or odds_like) or not _about_incidents(p, second, measure):
        return None
    if odds_like:
        if measure and s.words[measure[0]] in _CHANCE:
            measure = _doer(p, first.first) or measure
        return Found(
            (first.first, second.last), "share", "odds", "none", first.value / second.value, "fraction",
            first.comparator, "share:odds in", measure, None, first.first, ends=second.last,
        )  # fmt: skip
    end = measure[1] if measure and measure[0] == second.last else second.last
    return Found(
        (first.first, end), "share", "share_count", "none", first.value, "count", first.comparator, "share:count of",
        measure, None, first.first, ends=second.last,
    )  # fmt: skip
