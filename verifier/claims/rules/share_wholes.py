"""What a share is a part of, and where it is named."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import is_counted, is_incident
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag

# Participles that stand for people: "half of the wounded were children".
FALLEN = bag("dead wounded injured missing killed detained arrested accused deported jailed")
ANYONE = bag("you we they he she anyone everyone someone somebody")
_ENDS = frozenset([",", ".", ";", ":", "?", "!", '"', "(", ")", "'"])
_STOPS = frozenset([",", ".", "–", "—", "("])
CHANCE = bag("chance probability risk likelihood share proportion odds")


def whole_before(p: Parsed, q: Quantity, earlier: Match | None) -> Span | None:
    """The whole that was named before: "of 373 homicides, half involved guns", "1,652 deaths, of which 40 percent"."""
    s = p.s
    named = named_first(p, q)
    if named:
        return named
    if earlier is None or earlier.measure is None or earlier.kind not in ("level", "rate", "share"):
        return None
    after = s.word(q.last)
    if after == "of" and s.word(q.last + 1) in ("which", "whom", "them", "those", "these"):
        return earlier.measure
    if s.word(q.first - 1) in ("which", "whom", "these", "those") and s.word(q.first - 2) == "of":
        return earlier.measure
    befell = s.word(q.first - 1) == ";" and s.flag(q.last) & lex.AUX and s.words[q.last + 1].endswith(("ed", "en"))
    if befell and is_counted(p, earlier.measure):
        return earlier.measure  # "Homicides came to 400; 68% were committed with a firearm"
    said = s.flag(q.last) & (lex.AUX | lex.VERB | lex.EVENT) or after in ("by", "from", "among")
    said = said or (earlier.kind == "share" and s.flag(q.last) & lex.PREP and after != "of")
    opened = s.word(q.first - 1) in (",", "and", ";", "with", "but") and q.first - earlier.ends < 24
    of = any(s.words[at] == "of" for at in range(max(0, earlier.span[0] - 3), earlier.span[0]))
    return earlier.measure if said and opened and (of or earlier.kind == "share") else None


def named_first(p: Parsed, q: Quantity) -> Span | None:
    """The whole that opens a clause: "Of all gun deaths, 60 percent are suicides", "of the 295 deaths since 2005 fully
    86% were".
    """
    s = p.s
    lead = s.back(q.first - 1 - s.word(q.first - 1).endswith("ly"), lex.ADV)
    if not (s.word(lead) == "," or lead in p.date_at) or not s.flag(q.last) & (lex.AUX | lex.VERB):
        return None
    for at in range(lead - 1, max(-1, lead - 24), -1):
        if s.words[at] == "of" and (at == 0 or s.words[at - 1] in (",", '"', "that", "out")):
            start = s.past(at + 1, lex.DET)
            counted = p.quantity_at.get(start)
            found = phrase_right(p, counted.last if counted and start not in p.date_at else at + 1)
            return found if found and found[1] <= lead + 1 and is_counted(p, found) else None
    return None


def whole_of_share(p: Parsed, q: Quantity) -> Span | None:
    """The whole of a share that is the subject: "Ukraine's share of the world's conflict deaths rose to 42 percent"."""
    s = p.s
    at = q.first - 1
    if s.word(at) in ("to", "at"):
        at -= 1
        if not (s.flag(at) & (lex.UP_VERB | lex.DOWN_VERB) or s.word(at) in ("stood", "put")):
            return None
    elif not s.flag(at) & lex.AUX and s.word(at) not in ("reached", "hit", "exceeded", "topped"):
        return None
    for head in range(at - 1, max(-1, at - 16), -1):
        if s.words[head] in _ENDS:
            return None
        if s.words[head] in ("share", "proportion") and s.word(head + 1) == "of":
            found = phrase_right(p, head + 2)
            return found if found and found[1] <= at and is_incident(p, found) else None
    return None


def doer(p: Parsed, end: int) -> Span | None:
    """The people at the head of the clause: "female students at the college have a 20 percent chance"."""
    for at in range(max(0, end - 14), end):
        found = phrase_right(p, at) if p.s.flags[at] & lex.PEOPLE else None
        if found and found[1] <= end:
            return phrase_left(p, found[1]) or found
    return None


def put_at(p: Parsed, at: int) -> Span | None:
    """ "puts the share of suicides at 60 percent": of what the share is."""
    s = p.s
    for i in range(at - 1, max(-1, at - 12), -1):
        if s.words[i] in CHANCE | {"percentage", "rate"} and s.word(i + 1) == "of":
            found = phrase_right(p, i + 2)
            return found if is_incident(p, found) else None
    return None


def rate_of(p: Parsed, at: int) -> Span | None:
    """The incidents whose rate is given: "identity theft …, at a rate of 4 percent", "a death rate of 2 percent"."""
    own = phrase_left(p, at + 1)
    if is_incident(p, own):
        return own
    for i in range(at - 1, max(-1, at - 24), -1):
        if p.s.words[i] in (";", ":"):
            break
        found = phrase_left(p, i + 1) if p.s.flags[i] & lex.INCIDENT and content(p, i) else None
        if is_incident(p, found) and found:
            return phrase_right(p, found[0]) or found
    return None


def pronoun_before(p: Parsed, end: int) -> Span | None:
    """ "you have a 20 percent chance of being shot": whose chance it is."""
    s = p.s
    at = end
    while at > 0 and (s.flags[at - 1] & (lex.AUX | lex.ADV)):
        at -= 1
    return (at - 1, at) if s.word(at - 1) in ANYONE else None


def with_clause(p: Parsed, measure: Span) -> Span:
    """The whole with the clause that limits it: "suspects who tried to buy guns", "guns that are used in crimes"."""
    s = p.s
    at = measure[1]
    if s.word(at) not in ("who", "that", "which") or s.word(at - 1) == ",":
        return measure
    at += 1
    at = s.past(at, lex.AUX | lex.ADV, ("to",))
    at += 1
    last = at
    while last < len(s) and last - measure[1] < 16:
        word, flag = s.words[last], s.flags[last]
        verb = flag & (lex.AUX | lex.VERB | lex.SPEECH) and s.words[last - 1] != "to" and not flag & lex.PREP
        if word in _ENDS or verb or (word.endswith("ed") and not flag & (lex.PREP | lex.DET) and last > at):
            break
        last += 1
    while last > at and (
        s.flags[last - 1] & (lex.PREP | lex.DET | lex.ADV) or last - 1 in p.place_at or last - 1 in p.date_at
    ):
        last -= 1
    return (measure[0], last)


def those_of(p: Parsed, start: int) -> Span | None:
    """ "of those arrested", "of all who died"."""
    s = p.s
    at = start
    while s.flag(at) & lex.DET and s.word(at) not in ("those", "these"):
        at += 1
    if s.word(at) in FALLEN and at > start and not content(p, at + 1):
        return (at, at + 1)  # "half of the wounded"
    if s.word(at) in ("those", "these", "people", "all", "them"):
        last = at + 1
        while (
            s.flag(last) & lex.EVENT or s.word(last) == "who" or (s.flag(last) & lex.AUX and s.word(last - 1) == "who")
        ):
            last += 1
        if s.word(last) in ("for", "in", "by", "of"):
            inner = phrase_right(p, last + 1)
            last = inner[1] if inner else last
        return (at, last)
    return None


def with_participle(p: Parsed, measure: Span) -> Span:
    """The whole with the participle that limits it: "firearms recovered and traced in drug crimes" were …"."""
    s = p.s
    at = measure[1]
    if not (s.flag(at) & (lex.EVENT | lex.VERB) and s.word(at).endswith(("ed", "en", "ght"))) or s.flag(at + 1) & (
        lex.DET | lex.AUX
    ):
        return measure
    inner = phrase_right(p, at + 2) if s.flag(at) & lex.EVENT and s.word(at + 1) in ("for", "by", "in") else None
    if inner and is_incident(p, inner):
        return (measure[0], inner[1])  # "people arrested for violent crimes"
    end = next((i for i in range(at + 1, min(len(s), at + 16)) if _finite(p, i) or s.words[i] in _STOPS), None)
    if end is None or not _finite(p, end):
        return measure
    while end - 1 in p.place_at or s.flags[end - 1] & lex.PREP:
        end -= 1
    return (measure[0], end)


def _finite(p: Parsed, at: int) -> bool:
    """Whether a word is the main verb after a participle: "guns traced in crimes | originated in"."""
    s = p.s
    return bool(s.flags[at] & lex.AUX) or (
        s.words[at].endswith("ed") and not s.flags[at - 1] & lex.CONJ and not content(p, at)
    )
