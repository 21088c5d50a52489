"""Cue rules for ranks: the highest since 2014, the second-most violent city, ranked third in murders, a record."""

from __future__ import annotations

from verifier.claims.found import Found, Span
from verifier.claims.lexicon import (
    AUX,
    CHANGE_NOUN,
    CHANGE_VERB,
    DET,
    EVENT,
    GENERIC,
    INCIDENT,
    MODIFIER,
    PEOPLE,
    TIME_UNIT,
    VERB,
    bag,
    match,
    phrases,
)
from verifier.claims.noun_phrases import Parsed, content, is_counted, is_incident, phrase_left, phrase_right, run_right
from verifier.claims.subjects import subject

_WORDS = phrases("ranks", "up", "down")
_CUES = bag("no number # lead leads led leading leader low high peak")
# Words that are ranks only as "a record …", "the top …": alone they mean too many other things.
_NEEDS_NOUN = bag("record top leading high low peak least longest")
_COUNTED = bag("number numbers of total the count")
# Superlatives that are about violence whatever follows: "the deadliest month".
_INHERENT = bag("deadliest bloodiest safest")
_FIELDS = bag("nation country world state states region league continent nations planet list")
_SETTINGS = bag(
    "county counties city cities country countries place places town towns state states neighborhood neighborhoods "
    "neighbourhood area areas region year month week day decade period summer century prison prisons nation nations "
    "road roads district"
)
_HEADLESS = bag(
    "it they this we that among level levels rate rates point number numbers total since in on ever year month day "
    "toll count figure figures"
)


def ranks(p: Parsed, *, follows: bool = False) -> list[Found]:
    """The superlatives and ranks of a sentence that are about incidents."""
    s = p.s
    found: list[Found] = []
    at = 0
    while at < len(s):
        word = s.words[at]
        if word not in _WORDS and word not in _CUES and at not in p.quantity_at:
            at += 1
            continue
        one = _superlative(p, at, follows) or _ranked(p, at) or _number_one(p, at) or _leads(p, at)
        if one is not None and not any(
            t.kind == "rank" and t.span[0] < one.span[1] and one.span[0] < t.span[1] for t in found
        ):
            found.append(one)
            at = max(at + 1, one.span[1], one.ends)
        else:
            at += 1
    return found


def _superlative(p: Parsed, at: int, follows: bool) -> Found | None:
    s = p.s
    hit = match(s.words, at, _WORDS)
    if hit is None or at in p.date_at:
        return None
    end, direction = hit
    word = s.words[end - 1]
    first, value, start = at, 1.0, at
    hyphen = s.word(end) == "-" and s.glued(end) and s.glued(end + 1)
    if hyphen:  # highest-profile, record-breaking, lowest-level
        end += 2
    if s.word(at - 1) == "-" and s.glued(at) and at - 2 in p.quantity_at and p.quantity_at[at - 2].unit == "ordinal":
        first, value = at - 2, p.quantity_at[at - 2].high
    elif at - 1 in p.quantity_at and p.quantity_at[at - 1].unit == "ordinal":
        first, value = p.quantity_at[at - 1].core, p.quantity_at[at - 1].high
    elif s.word(at - 1) == "-" and s.glued(at):
        return None
    start = first
    while start > 0 and s.words[start - 1] in ("the", "its", "their", "our", "'s", "a", "his"):
        start -= 1
    one_of = s.words[start - 2 : start] == ["one", "of"] or s.words[start - 2 : start] == ["among", "the"]
    if word == "least" and s.word(at - 1) == "at":
        return None
    if word == "most" and not _most(p, end):
        return None
    if word in ("low", "high", "peak") and end == at + 1:
        return _lowest_in_years(p, at) if _since_years(p, at) else None
    if word in _NEEDS_NOUN and end == at + 1 and not (run_right(p, end) or s.flag(end) & GENERIC):
        return None
    if (
        word == "record"
        and not hyphen
        and s.word(first - 1) not in ("a", "the", "all-time", "to", "at", "on", "in", "by", "set", "hit", "reached")
        and not s.flag(end) & (INCIDENT | GENERIC)
    ):
        return None
    if word == "leading" and not is_incident(p, phrase_right(p, end)):
        return None
    measure = _change(p, end, follows) if s.flag(end) & CHANGE_NOUN else _measure(p, first, end)
    if measure is None or s.words[measure[1] - 1] == "threat":
        return None
    return Found(
        (first, end), "rank", "rank", direction, None if one_of else value, "rank", "exact",
        f"rank:superlative {s.slice(at, end).lower()}", measure, None, at, ends=end,
    )  # fmt: skip


def _since_years(p: Parsed, at: int) -> bool:
    """Whether "high" or "low" is one of so many years: "a 46-year low"."""
    s = p.s
    return bool(s.flag(at - 1) & TIME_UNIT) and s.word(at - 2) == "-" and at - 3 in p.quantity_at


def _lowest_in_years(p: Parsed, at: int) -> Found | None:
    s = p.s
    first = verb = p.quantity_at[at - 3].core
    while (
        verb > 0
        and first - verb < 6
        and s.words[verb] != "at"
        and not s.flags[verb] & (AUX | VERB | CHANGE_VERB | EVENT)
    ):
        verb -= 1
    measure = phrase_left(p, verb)  # "theft led to production falling to a 30-year low" is not about theft
    if measure is None or not is_incident(p, measure):
        return None
    direction = "up" if s.words[at] == "high" else "down"
    return Found(
        (first, at + 1), "rank", "rank", direction, 1.0, "rank", "exact", f"rank:year {s.words[at]}", measure, None, at,
        ends=at + 1,
    )  # fmt: skip


def _most(p: Parsed, end: int) -> bool:
    """Whether "most" is a superlative here ("the most murders") and not a share ("most people")."""
    s = p.s
    return (
        s.word(end - 2) in ("the", "'s", "-", "its")
        and s.word(end) not in ("of", "recent", "part", "important", "comprehensive")
        and not s.flag(end) & PEOPLE
    )


def _change(p: Parsed, end: int, follows: bool) -> Span | None:
    """ "the steepest drop in violent crime"; "that is the largest increase in 25 years" after a claim."""
    s = p.s
    inner = phrase_right(p, end + 2) if s.word(end + 1) in ("in", "of") and end + 2 not in p.quantity_at else None
    if inner:
        return (end, inner[1]) if is_incident(p, inner) else None
    return (end, end + 1) if follows or _subject_is_incident(p, end) else None


def _measure(p: Parsed, first: int, end: int) -> Span | None:
    s = p.s
    if s.words[end : end + 2] == ["per", "capita"]:
        end += 2
    if s.words[end - 1] == "capital" and s.flag(end - 2) & (INCIDENT | MODIFIER):
        return (end - 2, end - 1)
    own = phrase_right(p, end)
    if own and all(s.words[at] in _COUNTED for at in range(end, own[0])):
        inherent = s.words[end - 2 : end] in (
            ["most", "violent"],
            ["most", "dangerous"],
            ["most", "deadly"],
            ["most", "terrorised"],
            ["most", "terrorized"],
        )
        if s.words[end - 1] in _INHERENT or (inherent and s.words[own[1] - 1] in _SETTINGS):
            return own
        if is_counted(p, own) and not (s.flags[own[1] - 1] & CHANGE_NOUN and not s.flags[own[1] - 1] & INCIDENT):
            return own
        if s.flags[own[1] - 1] & CHANGE_NOUN:
            inner = phrase_right(p, own[1] + 1) if s.word(own[1]) == "in" else None
            if is_incident(p, inner) and inner:
                return (own[0], inner[1])
            return own if _subject_is_incident(p, first) else None
    tail = own[1] if own and own[0] >= end else end
    follow = s.word(tail)
    if follow in ("of", "for", "in", "rate", "on") and tail + 1 not in p.date_at:
        inner = phrase_right(p, tail + 1)
        if is_incident(p, inner) and inner and tail + 1 not in p.place_at:
            return inner
        if follow == "of" and inner:
            return None  # "the highest levels of the Kremlin"
    headless = own is None and (s.word(end) in _HEADLESS or not s.word(end)[:1].isalpha())
    if headless or (own is not None and (s.words[own[0]] in _HEADLESS or s.words[own[1] - 1] in _HEADLESS)):
        return _subject(p, first)
    return None


def _subject(p: Parsed, end: int) -> Span | None:
    """The incident phrase to the left that a headless superlative is about."""
    s = p.s
    found = subject(p, end)
    if is_incident(p, found):
        return found
    at = end
    while at > 0 and end - at < 24 and s.words[at - 1] not in (";", "."):
        if content(p, at - 1) and s.flags[at - 1] & (INCIDENT | MODIFIER | GENERIC):
            found = phrase_left(p, at) if not content(p, at) else None
            if found and is_incident(p, found):
                return found
        at -= 1
    return None


def _subject_is_incident(p: Parsed, end: int) -> bool:
    s = p.s
    return _subject(p, end) is not None or any(flag & INCIDENT for flag in s.flags)


def _ranked(p: Parsed, at: int) -> Found | None:
    """ "ranked 3rd in murders", "is third in homicides", "ranks second for gun deaths", "189th out of 193"."""
    s = p.s
    q = p.quantity_at.get(at)
    if q is None or q.unit != "ordinal" or q.core != at:
        return None
    ranked = s.word(at - 1) in (
        "ranked",
        "ranks",
        "rank",
        "is",
        "are",
        "was",
        "came",
        "comes",
        "number",
        "place",
        "placed",
        "as",
        "then",
    )
    if not ranked:
        return None
    measure = None
    if s.word(q.last) == "among":  # "ranks 25th among cities with the highest crime rates"
        top = next((i for i in range(q.last, min(len(s), q.last + 9)) if match(s.words, i, _WORDS)), None)
        measure = _measure(p, top, top + 1) if top else None
        if measure and top:
            return Found(
                (at, q.last),
                "rank",
                "rank",
                "up",
                q.high,
                "rank",
                "exact",
                "rank:ranked",
                measure,
                None,
                at,
                None,
                top + 1,
            )
    if s.word(q.last) not in (
        "in",
        "for",
        "out",
        "place",
        "on",
        "of",
        "among",
        "nationally",
        "nationwide",
        "worldwide",
    ):
        return None
    for i in range(q.last, min(len(s), q.last + 20)):
        if s.words[i] in (".", ";"):
            break
        if s.words[i] in ("in", "for", "on", "out", "of"):
            start = i + 1
            while s.flag(start) & DET or start in p.date_at:
                start += 1
            inner = phrase_right(p, start)
            if is_incident(p, inner):
                measure = inner
                break
    if measure is None:
        if s.word(q.last) != "out" or not any(flag & INCIDENT for flag in s.flags[:at]):
            return None
        measure = _subject(p, at)
    if measure is None:
        return None
    return Found(
        (at, q.last), "rank", "rank", "up", q.high, "rank", "exact", "rank:ranked", measure, None, at, ends=q.last
    )


def _first_incident(p: Parsed, start: int) -> Span | None:
    """The first incidents of a list: "No. 1 in unemployment, divorce, violent crime"; "the rate of women killed"."""
    s = p.s
    at = start
    while at < min(len(s), start + 16) and s.words[at] not in (".", ";", ":", "?"):
        found = phrase_right(p, at)
        if is_counted(p, found):
            return found
        if found and s.word(found[0] - 1) == "of" and s.flag(found[1]) & EVENT:
            return found
        at = max(found[1], at + 1) if found else at + 1
    return None


def _leads(p: Parsed, at: int) -> Found | None:
    """ "leads the nation in murders", "the world leader in executions"."""
    s = p.s
    end = at + 1
    if s.words[at] in ("lead", "leads", "led", "leading"):
        while end < len(s) and end - at < 5 and s.words[end] != "in":
            end += 1
        if end == at + 1 or not any(s.words[i] in _FIELDS or i in p.place_at for i in range(at + 1, end)):
            return None
    elif s.words[at] != "leader":
        return None
    if s.word(end) != "in" or end + 1 in p.date_at:
        return None
    measure = _first_incident(p, end + 1)
    if measure is None or measure[0] - end > 8:
        return None
    return Found(
        (at, at + 1), "rank", "rank", "up", 1.0, "rank", "exact", f"rank:{s.words[at]}", measure, None, at, ends=at + 1
    )


def _number_one(p: Parsed, at: int) -> Found | None:
    """ "the No. 1 cause of childhood deaths", "number one killer"."""
    s = p.s
    if s.words[at] not in ("no", "number", "#"):
        return None
    i = at + 2 if s.word(at + 1) == "." else at + 1
    q = p.quantity_at.get(i)
    if q is None or q.core != i or isinstance(q.value, tuple) or q.value > 200 or q.core_end != i + 1:
        return None
    value = q.value
    measure = phrase_right(p, i + 1)
    if not is_incident(p, measure) and s.word(i + 1) in ("in", "for"):
        measure = _first_incident(p, i + 2)
    if measure is None or not is_incident(p, measure):
        return None
    return Found(
        (at, i + 1),
        "rank",
        "rank",
        "up",
        float(value),
        "rank",
        "exact",
        "rank:number one",
        measure,
        None,
        at,
        ends=i + 1,
    )
