"""Numbers that were torn out of a longer sign: the figures seen are a part of what a reader of the page sees.

A scan's 6O (the letter), 1,0,0, 6.5.4, a6, a keycap, a figure and a mark that nobody sees: what they are worth
cannot be told, so nothing is counted by them. What is glued to a number and is known to be no part of it (a unit, a
scale, a word whose space was lost) tears nothing.
"""

from __future__ import annotations

import unicodedata

from verifier.claims.numbers.money import before_money
from verifier.claims.numbers.number_search import Number
from verifier.claims.quantities.uncounted import UNITS
from verifier.claims.text.lexicon import bag
from verifier.claims.text.tokens import Sentence

_SIGNS = frozenset(".,'/_·:")  # between two figures they belong to both
_ENDINGS = bag("s x ish odd plus strong fold pc pct am pm hr hrs yr yrs")
_ALIKE = frozenset("oqlisbzоз")  # letters that stand for figures in a scan, two of them Cyrillic
_LONGEST_SHOWN = 24


def torn(s: Sentence, number: Number, dated: set[int]) -> str | None:
    """Why a number is only a part of what stands there, or None. dated are the tokens of dates, which end a number."""
    if not number.digits or number.first in dated:
        return None
    first, last = number.first, number.last
    if s.words[first] in ("-", "minus", "negative"):
        first += 1
    if _two_scripts("".join(s.raw[first:last])):
        return f"digits of two scripts in one number: {_shown(s, first, last)}"
    if _goes_on(s, last, dated) or _begins_before(s, first, dated):
        return f"a part of a longer sign: {_shown(s, first, last)}"
    return None


def _goes_on(s: Sentence, at: int, dated: set[int]) -> bool:
    """Whether what follows a number that ends before this token belongs to it."""
    if not s.glued(at) or at in dated:
        return False
    word = s.words[at]
    if word[0] in _SIGNS:
        figure = word[1:2] or (s.word(at + 1)[:1] if s.glued(at + 1) and at + 1 not in dated else "")
        return figure.isdecimal()
    if word[0].isalpha():
        if s.glued(at + 1) and s.word(at + 1)[:1].isdecimal() and at + 1 not in dated:
            return True  # 0x60
        if word in _ENDINGS or s.flags[at] & (~0 if len(word) > 1 else UNITS):
            return False
        return len(word) == 1 or _ALIKE.issuperset(word) or (len(word) < 3 and not word.isascii())
    return word[0].isdigit() or _is_mark(word[0])


def _begins_before(s: Sentence, first: int, dated: set[int]) -> bool:
    """Whether what stands before a number that begins at this token belongs to it."""
    if not s.glued(first) or first - 1 in dated or before_money(s, first) < first:
        return False
    if before_money(s, first - 1) < first - 1:  # $A5
        return False
    word = s.words[first - 1]
    if word in _SIGNS:
        return s.glued(first - 1) and s.word(first - 2)[-1:].isdecimal() and first - 2 not in dated
    if word[-1].isalpha():
        return len(word) == 1 or not s.flags[first - 1]
    return word[-1].isdigit() or _is_mark(word[-1])


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M" or unicodedata.category(sign) == "Cf"


def _two_scripts(written: str) -> bool:
    """Whether figures count from different zeros: ٦0."""
    if written.isascii():
        return False
    return len({ord(sign) - unicodedata.decimal(sign) for sign in written if sign.isdecimal()}) > 1


def _shown(s: Sentence, first: int, last: int) -> str:
    """What stands there between two spaces."""
    while s.glued(first):
        first -= 1
    while s.glued(last):
        last += 1
    whole = s.slice(first, last)
    return whole if len(whole) <= _LONGEST_SHOWN else f"{whole[: _LONGEST_SHOWN - 1]}…"
