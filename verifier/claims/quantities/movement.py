"""Which way the word beside a quantity of anything (a price, a profit, a crowd) says that it moved."""

from __future__ import annotations

from verifier.claims.numbers.money import before_money
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.text.lexicon import ADV, CHANGE_VERB, DOWN_VERB, UP_VERB, bag, data
from verifier.claims.text.tokens import Sentence

_STEP = bag("a an another further some whopping staggering massive huge additional by only just even as much many the")
_DAYS = bag("monday tuesday wednesday thursday friday saturday sunday trading early late midday afternoon morning")
_UP = frozenset(data("cues")["movement"]["up"].split("|"))
_DOWN = frozenset(data("cues")["movement"]["down"].split("|"))
_FAR = 8  # tokens between a verb and its "by": "cut the price of the basic car by 5 percent"
_ENDS = frozenset([",", ";", ":", ".", "(", ")", '"'])


def moved(s: Sentence, q: Quantity) -> str | None:
    """ "up" or "down" where the quantity is a step: "rose 3 percent", "lost 12 points", "cut the price by $5",
    "up about 4%"; None where it is a level ("fell to 12") or nothing moves.
    """
    at = before_money(s, q.first) - 1
    if s.word(at) == "+":
        return "up"
    by = False
    while at >= 0 and (s.words[at] in _STEP or _by_the_way(s, at)):
        by = by or s.words[at] == "by"
        at -= 1
    direction = direction_word(s, at)
    if direction or not by:
        counted = q.unit == "count" and before_money(s, q.core) == q.core
        return None if counted and s.word(at).startswith("add") else direction  # "added 15 points": no level moved
    for back in range(at, max(-1, at - _FAR), -1):
        if s.words[back] in _ENDS or s.words[back][0].isdecimal():
            return None
        direction = direction_word(s, back) if s.words[back] not in ("up", "down") else None
        if direction:
            return direction
    return None


def _by_the_way(s: Sentence, at: int) -> bool:
    if s.words[at] in _DAYS or (s.words[at] in ("on", "in", "of") and s.word(at + 1) in _DAYS):
        return True  # "rose on Monday 3 percent"
    return bool(s.flags[at] & ADV) and not s.flags[at] & CHANGE_VERB and s.words[at] not in _UP | _DOWN


def direction_word(s: Sentence, at: int) -> str | None:
    """Which way a verb, or "up" or "down", at an index points; None for any other word."""
    if at < 0:
        return None
    word, flag = s.words[at], s.flags[at]
    if word in ("up", "down"):
        before = s.flag(at - 1)  # "picked up 3", "went down 4": the verb says it as well
        return word if not (before & CHANGE_VERB and word == "up" and before & DOWN_VERB) else "down"
    if flag & UP_VERB or word in _UP:
        return "up"
    return "down" if flag & DOWN_VERB or word in _DOWN else None
