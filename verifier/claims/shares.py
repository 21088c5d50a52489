"""Cue rules for shares: so many percent, a third, one in five, four of the twelve."""

from __future__ import annotations

from verifier.claims.found import Found, Span
from verifier.claims.lexicon import ADV, AUX, DET, EVENT, INCIDENT, MODIFIER, PEOPLE, VERB, WEAK, bag
from verifier.claims.noun_phrases import Parsed, is_incident, is_people, phrase_left, phrase_right
from verifier.claims.quantities import Quantity

_WHOLES = bag("those these people all them time cases instances")
_CHANCE = bag("chance probability risk likelihood share proportion odds")


def share(p: Parsed, q: Quantity) -> Found | None:
    """The share a percentage or fraction states, or None where neither the whole nor the part is an incident."""
    s = p.s
    if q.unit not in ("percent", "fraction"):
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
    elif q.unit == "fraction" or s.flag(at) & (PEOPLE | INCIDENT):
        measure = phrase_right(p, at)
    if measure is None:
        measure = phrase_left(p, q.first) if s.flag(q.first - 1) & AUX else None
    if measure is None:
        return None
    if not _about_incidents(p, q, measure):
        return None
    measure = _with_participle(p, measure)
    if s.words[measure[0]] not in _WHOLES and not (is_incident(p, measure) or is_people(p, measure)):
        return None
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


def _those(p: Parsed, start: int) -> Span | None:
    """ "of those arrested", "of all who died"."""
    s = p.s
    at = start
    while s.flag(at) & DET and s.word(at) not in ("those", "these"):
        at += 1
    if s.word(at) in ("those", "these", "people", "all", "them"):
        last = at + 1
        while s.flag(last) & (EVENT | AUX) or s.word(last) == "who":
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
    end = next((i for i in range(at + 1, min(len(s), at + 16)) if s.flags[i] & AUX or s.words[i] in (",", ".")), None)
    if end is None or not s.flags[end] & AUX:
        return measure
    return (measure[0], end)


def _about_incidents(p: Parsed, q: Quantity, measure: Span | None) -> bool:
    """Whether the whole is incidents, or people of whom the sentence tells an incident."""
    s = p.s
    if is_incident(p, measure):
        return True
    reach = range(max(0, q.first - 18), min(len(s), q.last + 22))
    told = any(
        (s.flags[at] & (INCIDENT | MODIFIER) or (s.flags[at] & EVENT and not s.flags[at] & WEAK))
        and at not in p.date_at
        for at in reach
        if not (measure and measure[0] <= at < measure[1])
    )
    return told and s.word(q.last) not in ("tax", "interest", "rate")


def odds(p: Parsed, first: Quantity, second: Quantity) -> Found | None:
    """ "one in four", "two out of every 1,000", "four of the 12 attackers"."""
    s = p.s
    link = s.words[first.last : second.first]
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
    if first.not_counting or second.not_counting:
        return None
    measure = phrase_right(p, second.last)
    odds_like = ratio and (first.value <= 10 and (link[0] != "out" or "every" in link or first.value == 1))
    if not (measure or odds_like) or not _about_incidents(p, second, measure):
        return None
    if odds_like:
        return Found(
            (first.first, second.last), "share", "odds", "none", first.value / second.value, "fraction",
            first.comparator, "share:odds in", measure, None, first.first, ends=second.last,
        )  # fmt: skip
    end = measure[1] if measure and measure[0] == second.last else second.last
    return Found(
        (first.first, end), "share", "share_count", "none", first.value, "count", first.comparator, "share:count of",
        measure, None, first.first, ends=second.last,
    )  # fmt: skip
