"""Who says it: the person, body, study or data a sentence names as the source of its claims."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.claims.found import Span
from verifier.claims.lexicon import ADV, AUX, CLOSED, DET, PREP, PRON, ROLE, SPEECH, bag
from verifier.claims.noun_phrases import Parsed

_PICTURES = bag(
    "image images photo photos photograph photographs video videos screenshot picture pictures clip footage"
)
_BY = bag(
    "reported recorded compiled published released conducted collected documented provided issued cited kept estimated"
)
_NOMINAL = bag(
    "claims claim reports report estimates estimate records record counts shows show notes states state finds "
    "observed cites put puts asked recorded counted"
)
_STOPS = frozenset([",", ";", ":", ".", '"', "(", ")", "-", "—"])
_NAME_JOINS = bag("of the and for al bin ibn de da del von van di le la 's - & . on")


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who speaks in a sentence: where the verb (or "according to") stands, and the tokens of the name."""

    at: int
    name: Span
    sourced: bool


def voices(p: Parsed) -> list[Voice]:
    """Everyone a sentence names as a source, left to right; a pronoun where only that is given."""
    s = p.s
    found: list[Voice] = []
    for at, word in enumerate(s.words):
        flag = s.flags[at]
        if (word == "according" and s.word(at + 1) == "to") or (word in _BY and s.word(at + 1) == "by"):
            name = _name_right(p, at + 2) if at + 2 not in p.date_at else None
            if name and (word == "according" or _names(p, *name)):
                found.append(Voice(at, name, True))
        elif flag & SPEECH and _is_verb(p, at):
            name = _subject_of(p, at)
            if name is None and (word == "citing" or (at and s.words[at - 1] in (",", '"'))):
                name = _inverted(p, at)
            if name:
                found.append(Voice(at, name, False))
    return found


def speaker(found: list[Voice], at: int) -> Span | None:
    """The source of what stands at a token: "according to" before all, else the nearest verb before it, else after."""
    sourced = [voice for voice in found if voice.sourced]
    if sourced:
        return min(sourced, key=lambda voice: abs(voice.at - at)).name
    before = [voice for voice in found if voice.at < at]
    if before:
        return before[-1].name
    return found[0].name if found else None


def is_pronoun(p: Parsed, found: Span) -> bool:
    """Whether the speaker is only "he", "she", "they"."""
    return found[1] == found[0] + 1 and bool(p.s.flags[found[0]] & PRON)


def _inverted(p: Parsed, at: int) -> Span | None:
    """ "…," said the minister; citing police."""
    name = _name_right(p, at + 1)
    if name and (_names(p, *name) or (name[1] - name[0] == 1 and p.s.word(at - 1) == '"')):
        return name
    return None


def _is_verb(p: Parsed, at: int) -> bool:
    """Whether a word of speech is a verb with a speaker here, not a noun ("the report for 2016") nor passive."""
    s = p.s
    word = s.words[at]
    if at == 0 or (s.capital(at) and word not in ("say", "says", "said", "reports", "finds", "shows")):
        return False
    if s.word(at - 1) in ("was", "were", "been", "be", "are", "is", "being") and not word.endswith("ing"):
        return False
    if word in _NOMINAL and s.word(at + 1) in ("for", "of", "on", "by", "from", "in", "about", "to", "card"):
        return word in ("reported", "recorded", "counted", "observed", "asked") and s.word(at + 1) != "by"
    return not (word in _NOMINAL and not word.endswith("ed") and s.word(at + 1) in ("", ".", ",", ";", ")"))


def _subject_of(p: Parsed, verb: int) -> Span | None:
    """The subject left of a verb of speech; an apposition between commas is passed."""
    s = p.s
    end = verb
    while end > 0 and s.flags[end - 1] & (AUX | ADV) and s.words[end - 1] not in _STOPS:
        end -= 1
    if end == 0:
        return None
    if s.words[end - 1] == ",":
        back = end - 2
        while back > 0 and s.words[back] not in (",", ";", '"'):
            back -= 1
        if s.words[back] != "," or back == 0:
            return None
        end = back
    inner = p.date_at.get(end - 1)
    if inner and s.word(inner.first - 1) in ("for", "of", "in", "from", "on"):  # "the report for 2016 shows"
        end = inner.first - 1
    found = _name_left(p, end) if end else None
    if found is None:
        return None
    first = found[0]
    if s.words[verb] in _NOMINAL and not s.capital(first) and not s.flags[found[1] - 1] & (ROLE | PRON):
        return None
    return found


def _name_left(p: Parsed, end: int) -> Span | None:
    s = p.s
    if s.flags[end - 1] & PRON and s.words[end - 1] in ("he", "she", "they", "we", "i"):
        return (end - 1, end)
    first = end
    while first > 0 and _in_name(p, first - 1):
        first -= 1
        if s.flags[first] & DET:
            break
    while first < end and (
        (s.words[first] in _NAME_JOINS and s.words[first] != "the") or s.flags[first] & (ADV | PREP)
    ):
        first += 1
    while first < end and s.flags[first] & (DET | SPEECH) and not s.flags[first] & ROLE:
        first += 1
    return (first, end) if first < end and _names(p, first, end) else None


def _name_right(p: Parsed, start: int) -> Span | None:
    s = p.s
    at = start
    while s.flag(at) & DET:
        at += 1
    last = at
    while last < len(s) and _in_name(p, last):
        last += 1
    while last > at and s.words[last - 1] in _NAME_JOINS:
        last -= 1
    return (at, last) if last > at else None


def _in_name(p: Parsed, at: int) -> bool:
    s = p.s
    word = s.words[at]
    if at in p.date_at:
        return False
    if word in _NAME_JOINS:
        return word != "and" or (s.capital(at + 1) and s.capital(at - 1))
    if word in _STOPS or not word[0].isalnum():
        return False
    if word in ("state", "report", "study", "estimate", "estimates") and s.flag(at - 1) & DET:
        return True
    return bool(s.flags[at] & ROLE) or s.capital(at) or not s.flags[at] & (CLOSED | SPEECH)


def _names(p: Parsed, first: int, last: int) -> bool:
    """Whether the phrase can speak: it holds a capitalised name or a role ("police", "officials", "the study")."""
    s = p.s
    if s.words[last - 1] in _PICTURES:
        return False
    return any(
        s.flags[at] & ROLE or (s.capital(at) and at > 0) or (s.capital(at) and last - first > 1)
        for at in range(first, last)
    ) or (first == 0 and s.capital(first) and not s.flags[first] & CLOSED)
