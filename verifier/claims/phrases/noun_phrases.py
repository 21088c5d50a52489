"""Where a noun phrase begins and ends, without a parser: closed classes, verbs, dates and places bound it."""

from __future__ import annotations

from verifier.claims.phrases.match import Span
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag
from verifier.claims.text.tokens import Sentence

# Prepositions that may stay inside what is counted: "attacks on police", "victims of crime", "violence against women".
_INNER = bag("of on against by involving with from at among for to")
_STANDARDS = bag("level levels average averages peak high low norm")
_BEFORE_STATE = bag("worst deadliest violent dangerous safest border red blue southern northern eastern western other")
_COUNT_HEADS = bag("number numbers total count tally majority bulk")


def content(p: Parsed, at: int) -> bool:
    """Whether a token can stand inside a noun phrase (a noun or an adjective, as far as word lists tell)."""
    s = p.s
    if not 0 <= at < len(s) or at in p.date_at:
        return False
    if at in p.quantity_at:
        return s.glued(at) and s.words[at - 1] == "-" and s.words[at - 2][-1:].isalpha()  # COVID-19
    word, flag = s.words[at], s.flags[at]
    if word == "relative" and s.word(at + 1) == "to":
        return False
    if word == "-":
        return s.glued(at) and s.glued(at + 1) and at > 0 and s.words[at - 1][-1].isalnum()
    if not word[0].isalpha():
        return word in ("'s", "&") or word[0].isdecimal()
    if flag & (lex.INCIDENT | lex.PEOPLE | lex.MODIFIER):
        return not (flag & lex.CLOSED)
    if word in ("stop", "stops", "and", "search", "searches", "frisk") and _stop_and_search(s.words, at):
        return True
    if word in ("or", "and") and s.flag(at - 1) & s.flag(at + 1) & lex.ADJ_PARTICIPLE:
        return content(p, at + 1)  # "known or suspected terrorists"
    if word in ("or", "and") and s.flag(at + 2) & lex.INCIDENT and not (s.flag(at - 1) | s.flag(at + 1)):
        return _plain_noun(p, at - 1) and _plain_noun(p, at + 1)  # "weather and climate disasters"
    if word == "work" and s.word(at + 1) in ("stoppage", "stoppages"):
        return True
    if flag & lex.CLOSED and not in_compound(p, at):
        return s.raw[at] == "US"
    if _compound(s, at) or (word in ("state", "states") and _named_state(p, at)):
        return True
    if flag & (lex.CHANGE_VERB | lex.MULTIPLE) and not flag & lex.GENERIC:
        return False
    if flag & (lex.GENERIC | lex.THING):
        return True
    if flag & lex.ADJ_PARTICIPLE:
        return content(p, at + 1) or (s.word(at + 1) == '"' and content(p, at + 2))
    if flag & (lex.EVENT | lex.WEAK | lex.VERB | lex.SPEECH):
        return bool(
            flag & lex.EVENT
            and s.flag(at + 1) & (lex.PEOPLE | lex.THING | lex.INCIDENT)
            and word.endswith(("ed", "en"))
            and (at == 0 or s.flags[at - 1] & (lex.DET | lex.PREP) or at - 1 in p.quantity_at)
        ) or bool(
            word.endswith("ing")
            and flag & lex.EVENT
            and s.flag(at + 1) & lex.INCIDENT
            and (at == 1 or _plain_noun(p, at - 1))
        )
        # "of infected people", "40 kidnapped girls"; "phone snatching incidents"
    if word.endswith("ed") and len(word) > 4:
        return at + 1 < len(s) and _follows_modifier(p, at) and content(p, at + 1)
    return True


def in_compound(p: Parsed, at: int) -> bool:
    """Whether "state" is half of a word: "non-state", "state-based"."""
    return p.s.words[at] == "state" and _compound(p.s, at)


def _plain_noun(p: Parsed, at: int) -> bool:
    """Whether a word is one that no list has, in small letters: no place, no date, no number, no name."""
    s = p.s
    named = at in p.place_at or at in p.date_at or at in p.quantity_at or s.capital(at)
    return at >= 0 and s.words[at].isalpha() and not named


def _stop_and_search(words: list[str], at: int) -> bool:
    """Whether a word is part of "stop and search", which is one noun."""
    first = at - (words[at] == "and") - 2 * (words[at] in ("search", "searches", "frisk"))
    return (
        first >= 0
        and words[first] in ("stop", "stops")
        and words[first + 1 : first + 2] == ["and"]
        and (words[first + 2 : first + 3] != [] and words[first + 2] in ("search", "searches", "frisk"))
    )


def _named_state(p: Parsed, at: int) -> bool:
    """Whether "state" is a noun, not a verb of speech: "the most violent state in the country"."""
    s = p.s
    before = s.word(at - 1)
    return s.word(at + 1) != "that" and (
        bool(s.flag(at - 1) & (lex.DET | lex.MORE | lex.LESS | lex.MODIFIER))
        or before in _BEFORE_STATE
        or at - 1 in p.quantity_at
    )


def _compound(s: Sentence, at: int) -> bool:
    """Whether a word is half of a hyphenated one: "work-related", "vaccine-attributed"."""
    if s.word(at + 1) == "-" and s.glued(at + 1) and s.glued(at + 2):
        return s.words[at + 2][-1].isalpha()
    return s.word(at - 1) == "-" and s.glued(at) and s.glued(at - 1) and s.words[at - 2][-1].isalpha()


def _follows_modifier(p: Parsed, at: int) -> bool:
    """Whether the word before makes an -ed form an adjective: "the armed …", "40 wounded …", "of alleged …", "185 known
    exploited …".
    """
    return (
        at == 0
        or bool(p.s.flags[at - 1] & (lex.DET | lex.PREP))
        or (bool(p.s.flags[at - 1] & lex.ADJ_PARTICIPLE) and not p.s.capital(at - 1))
        or at - 1 in p.quantity_at
        or p.s.words[at - 1] == "and"
    )


def run_left(p: Parsed, end: int) -> Span | None:
    """The longest run of content words that ends before `end`."""
    first = end
    while first > 0 and content(p, first - 1):
        first -= 1
    while first < end and p.s.words[first] in ("-", "'s", "&"):
        first += 1
    return (first, end) if first < end else None


def run_right(p: Parsed, start: int) -> Span | None:
    """The longest run of content words from `start` on; it ends after people in the plural ("people dead")."""
    s = p.s
    last = start
    while content(p, last) or (s.word(last) == '"' and last > start and _goes_on(p, start, last)):
        if s.words[last].endswith("ing") and last > start and _verb_ing(s, last):
            break
        if s.words[last] in ("take", "takes", "took") and s.word(last + 1) == "place":
            break
        last += 1
        if s.flags[last - 1] & lex.INCIDENT and _finished(p, last):
            break  # "thefts worry the shopkeepers"
        if s.flags[last - 1] & lex.PEOPLE and s.words[last - 1].endswith(_PLURAL) and last > start:
            following = s.flag(last)
            if s.words[last : last + 1] != ["'s"] and (
                not following & (lex.PEOPLE | lex.INCIDENT | lex.GENERIC)
                or s.word(last) in _STATES
                or (following & lex.EVENT and s.word(last).endswith("ing"))
            ):
                break
    while last > start and p.s.words[last - 1] in ("-", "'s", "&"):
        last -= 1
    return (start, last) if last > start else None


def _goes_on(p: Parsed, start: int, at: int) -> bool:
    """Whether a quotation mark stands inside a noun phrase: "two armed "illegal aliens"", after adjectives only."""
    return content(p, at + 1) and not any(
        p.s.flags[i] & (lex.PEOPLE | lex.INCIDENT | lex.THING) for i in range(start, at)
    )


def _finished(p: Parsed, at: int) -> bool:
    """Whether an unknown word after incidents in the plural is a verb: they seldom stand before another noun."""
    s = p.s
    return s.words[at - 1].endswith("s") and not s.flag(at) and s.word(at)[:1].isalpha() and not s.capital(at)


def _verb_ing(s: Sentence, at: int) -> bool:
    """Whether an -ing word after a plural is a verb: "incidents stretching from"."""
    known = (
        s.flags[at] & (lex.INCIDENT | lex.MODIFIER | lex.GENERIC | lex.ADJ_PARTICIPLE) and not s.flags[at] & lex.EVENT
    )
    plural = s.words[at - 1].endswith(_PLURAL) and s.flags[at - 1] & (
        lex.INCIDENT | lex.PEOPLE | lex.GENERIC | lex.THING
    )
    return bool(plural) and not known


_PLURAL = ("s", "men", "women", "people", "children", "police", "others")
_STATES = bag("dead hostage wounded injured killed missing arrested homeless")


def phrase_right(p: Parsed, start: int) -> Span | None:
    """The noun phrase that starts at `start` (after determiners), with "of"-phrases and the like that belong to it."""
    s = p.s
    at = start
    if s.word(at) in ('"', "'") and content(p, at + 1):
        at += 1
    while (
        s.word(at) in ("'s", "-", "overall", "worldwide", "nationwide")
        or (s.flag(at) & lex.DET and at not in p.date_at)
        or (s.word(at) == "of" and at == start)
    ):
        at += 1
    found = run_right(p, at)
    if found is None:
        return None
    found = _extend_right(p, found)
    return without_count_head(p, found)


def _extend_right(p: Parsed, found: Span) -> Span:
    s = p.s
    for _ in range(2):
        at = found[1]
        word = s.word(at)
        if word not in _INNER or at + 1 in p.date_at or s.word(at + 2) in ("hand", "hands"):
            break  # "eleven wars on its hands"
        head = s.flag(at - 1)
        if (word != "of" and not head & (lex.INCIDENT | lex.MODIFIER)) or (word == "by" and not head & lex.INCIDENT):
            break
        begin = at + 1
        while s.flag(begin) & lex.DET and begin not in p.date_at:
            begin += 1
        inner = run_right(p, begin)
        if inner is None or (word != "of" and begin in p.place_at) or s.flags[inner[0]] & (lex.MORE | lex.LESS):
            break
        named = s.capital(begin) and not (s.raw[begin].isupper() and begin == at + 1)  # but "from COVID-19"
        caused = word == "from" and head & lex.INCIDENT and not named and s.words[inner[1] - 1] not in _STANDARDS
        if (
            word in ("from", "at", "for", "to", "among", "with")
            and not caused
            and not s.flag(inner[1] - 1) & (lex.PEOPLE | lex.INCIDENT | lex.THING | lex.MODIFIER)
        ):
            break
        if word == "of" and begin in p.place_at and p.place_at[begin].last == inner[1]:
            break
        found = (found[0], inner[1])
    return found


def without_count_head(p: Parsed, found: Span) -> Span:
    """ "number of attacks" -> "attacks"."""
    s = p.s
    at = found[0]
    while at < found[1] and s.words[at] != "of":
        at += 1
    if at < found[1] and s.words[at - 1] in _COUNT_HEADS:
        begin = s.past(at + 1, lex.DET)
        if begin < found[1]:
            return (begin, found[1])
    return found


def phrase_left(p: Parsed, end: int) -> Span | None:
    """The noun phrase that ends just before `end`, as the subject of a verb; places and dates after it are passed."""
    s = p.s
    at = s.opening(end, lex.AUX | 0, _SKIPPED)
    for _ in range(4):
        at_before = at
        at = _skip_phrase_left(p, at)
        if at == at_before:
            break
    found = run_left(p, at)
    if found is None:
        return None
    for _ in range(2):
        before = found[0] - 1
        while before > 0 and s.flags[before] & lex.DET and s.words[before] not in ("that", "which"):
            before -= 1
        if s.word(before) not in _INNER:
            break
        left = run_left(p, before)
        if left is None:
            break
        head = s.flag(left[1] - 1)
        if (s.words[before] != "of" and not head & lex.INCIDENT) or (
            head & lex.CHANGE_NOUN and not head & (lex.INCIDENT | lex.GENERIC)
        ):
            break
        found = (left[0], found[1])
    return without_count_head(p, found)


_SKIPPED = bag(
    "also sharply significantly steadily dramatically slightly considerably substantially markedly rapidly nearly "
    "almost already reportedly then still even that which who more than about roughly by just only not n't actually "
    "have has had over now recently alone steeply overall to at least well"
)


def _skip_phrase_left(p: Parsed, end: int) -> int:
    """The index before a "in Pakistan", "last year" or "(2019)" that ends at `end`, else `end`."""
    s = p.s
    span = p.date_at.get(end - 1) or p.place_at.get(end - 1)
    if span is not None:
        first = s.opening(span.first, lex.DET)
        if first > 0 and s.flags[first - 1] & lex.PREP and s.words[first - 1] != "of":
            return first - 1
        if first > 0 and s.words[first - 1] == "of" and end - 1 in p.place_at:
            return first - 1
        if end - 1 in p.date_at:
            return first
        return end
    if s.word(end - 1) in (",", ")", "("):
        inner = p.date_at.get(end - 2) or p.place_at.get(end - 2)
        if inner is not None or s.word(end - 1) == "(":
            return end - 1
    if s.word(end - 1) in ("in", "during") and end in p.date_at:
        return end - 1
    return end


def bracketed_off(p: Parsed, span: Span, at: int) -> bool:
    """Whether what stands at a token comes after the bracket that a stretch stands in: "163 (25% of all), 23 more"."""
    brackets = [word for word in p.s.words[: span[0]] if word in ("(", ")")]
    return brackets[-1:] == ["("] and ")" in p.s.words[span[1] : at]
