"""The quantities of a text as NewsQuant (Almasian and others, 2023) tags them: value, unit, change.

What counts as a quantity there is wider than a claim: money, ages, sizes and lengths of time are tagged; dates, places
in an order, scores, names and "one" for a person or thing are not. "From 10 to 15" and "tens of thousands" are ranges.
"""

from __future__ import annotations

from typing import Any

from verifier.claims.numbers.number_search import NUMBER_WORDS
from verifier.claims.phrases.noun_phrases import content
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.quantities.movement import moved
from verifier.claims.quantities.quantity_search import Quantity, quantities
from verifier.claims.text.lexicon import AUX, CLOSED, DET, TIME_UNIT
from verifier.claims.text.tokens import Sentence, sentences

SIGNS = {"exact": "=", "approx": "~", "more_than": ">", "at_least": ">", "less_than": "<", "at_most": "<"}
BROAD = {
    "dozens": 12.0,
    "tens": 1e1,
    "hundreds": 1e2,
    "thousands": 1e3,
    "millions": 1e6,
    "billions": 1e9,
    "trillions": 1e12,
}
LEFT_OUT = (
    "part of a date",
    "a part of a year",
    "a place in an order",
    "a time of day",
    "part of a name",
    "a score, a vote",
)


def tags(text: str) -> list[dict[str, Any]]:
    """The quantities of a text as NewsQuant writes them: value, unit, change."""
    out = []
    for sentence in sentences(text):
        p = Parsed(sentence, None)
        p.quantities, p.places = quantities(sentence, p.numbers, p.dates, movements=True), []
        sign, before = "=", None
        for q in _with_chances(p):
            if _left_out(p, q):
                continue
            value = "-".join(f"{part:f}" for part in q.value) if isinstance(q.value, tuple) else f"{q.value:.12G}"
            unit = {"percent": "percentage", "percentage_point": "percentage point"}.get(q.unit, "-")
            if q.unit == "count" and q.core_end < len(sentence) and sentence.raw[q.core_end].isalpha():
                unit = sentence.words[q.core_end].removesuffix("s")
            if "money" in (q.not_counting or ""):
                unit = "dollar"
            again = before is not None and _said_again(sentence, before, q)
            sign, before = sign if again and sign in ("up", "down") else _change(sentence, q), q
            out.append({"value": value, "normalized_unit": unit, "change": sign, "referred_concepts": []})
        out += _broad(sentence)
    return out


def _with_chances(p: Parsed) -> list[Quantity]:
    """The quantities, with "one in five adults" and "one out of three" as one, a fraction."""
    out: list[Quantity] = []
    for q in p.quantities:
        link = p.s.words[out[-1].core_end : q.core] if out else []
        if out and link in (["in"], ["out", "of"], ["in", "every"]) and _chance(out[-1]) and _chance(q):
            one = out.pop()
            if one.high < q.high:
                value = one.high / q.high
                out.append(Quantity(one.first, one.core, q.core_end, q.last, value, "fraction", one.comparator))
                continue
            out.append(one)
        out.append(q)
    return out


def _chance(q: Quantity) -> bool:
    return q.unit == "count" and not isinstance(q.value, tuple) and not q.not_counting and q.value.is_integer()


def _change(s: Sentence, q: Quantity) -> str:
    """A bound where there is one ("up about 3 percent" is "about"), else which way a verb says that it moved."""
    bound = s.words[q.first : q.core]
    if "under" in bound or "below" in bound:
        return "<"
    if "over" in bound or "above" in bound:
        return ">"
    if isinstance(q.value, tuple):
        return SIGNS[q.comparator]
    if bound[-2:-1] == ["average"] and bound[-1] == "of":  # an exact figure, though of many
        return moved(s, q) or "="
    if q.comparator != "exact":
        return SIGNS[q.comparator]
    return "down" if q.unit == "percent" and q.high < 0 else moved(s, q) or "="


def _said_again(s: Sentence, before: Quantity, q: Quantity) -> bool:
    """ "12 points, or 1.4 percent", "12 points (1.4 percent)": the same movement in another unit."""
    between = [word for word in s.words[before.core_end : q.first] if not word[0].isalpha() or word == "or"]
    return before.unit != q.unit and q.first - before.core_end <= 4 and ("or" in between[-2:] or between[-1:] == ["("])


def _left_out(p: Parsed, q: Quantity) -> bool:
    """What NewsQuant does not tag: dates, places in an order, scores, names, "one" for a thing or person."""
    why = q.not_counting or ""
    if why.startswith("part of a date") and q.unit == "count" and p.s.flag(q.core_end) & TIME_UNIT:
        return False  # "in the past eight weeks"
    adjective = q.spelled and q.unit == "count" and p.s.word(q.core_end) == "-" and p.s.glued(q.core_end)
    led = adjective and p.s.flag(q.core - 1) & DET  # "the two-time champion"
    return why.startswith(LEFT_OUT) or bool(led) or _pronoun(p, q.core) or _named(p, q) or _year(p, q)


def _year(p: Parsed, q: Quantity) -> bool:
    """A year beside a noun: "the 2008 crisis"."""
    word = p.s.words[q.core]
    plain = q.unit == "count" and not q.spelled and q.comparator == "exact" and not q.not_counting
    return plain and len(word) == 4 and word[:2] in ("19", "20") and not p.s.word(q.core_end).endswith("s")


def _pronoun(p: Parsed, at: int) -> bool:
    """ "the new one for", "one is", "one who"; not "one of the", "one mile"."""
    s, after = p.s, at + 1
    if s.words[at] != "one" or (s.glued(after + 1) and s.word(after) == "-"):
        return False
    if s.flag(at - 1) & DET or (content(p, at - 1) and not s.flag(at - 1)):
        return not content(p, after)
    return s.word(after) in ("in", "", ".", ",", "who", "that", "to") or bool(s.flag(after) & AUX)


def _named(p: Parsed, q: Quantity) -> bool:
    """ "FTSE 100", "Windows 10", "game 3": figures after a name or a noun, with no unit or things that they count."""
    s, after = p.s, q.core_end
    if q.spelled or q.unit != "count" or isinstance(q.value, tuple) or q.not_counting:
        return False
    if q.core < 2 or (s.flag(q.core - 1) & CLOSED) or not s.words[q.core].isdecimal() or q.comparator != "exact":
        return False
    label = (
        content(p, q.core - 1)
        and not s.words[q.core - 1].endswith("s")
        and q.value < 1e4
        and s.raw[q.core - 1].isalpha()
        and not s.glued(q.core)
    )
    counted = content(p, after) and s.raw[after][0].islower()
    if s.word(q.core - 1) in (",", ":") and s.capital(after):
        return True  # a place in a list, or an address
    return (s.capital(q.core - 1) and not (counted and s.words[after].endswith("s"))) or (label and not counted)


def _broad(s: Sentence) -> list[dict[str, Any]]:
    """ "tens of thousands" as NewsQuant writes it: from ten thousand to ten times as many."""
    out, at = [], 0
    while at < len(s):
        size, start = 1.0, at
        while s.word(at) in BROAD and not s.word(start - 1)[:1].isdecimal():
            size, at = size * BROAD[s.words[at]], at + (2 if s.word(at + 1) == "of" and s.word(at + 2) in BROAD else 1)
        if size > 1 and s.word(start - 1) not in NUMBER_WORDS:
            value = f"{size:f}-{10 * size:f}"
            out.append({"value": value, "normalized_unit": "-", "change": "=", "referred_concepts": []})
        at = max(at, start + 1)
    return out
