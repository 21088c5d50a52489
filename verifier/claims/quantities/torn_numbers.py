"""Numbers that were torn out of a longer sign: the figures seen are a part of what a reader of the page sees.

A scan's 6O (the letter), 1,0,0, 6.5.4, 6;000, 6 0, a6, a keycap, a figure and a mark that nobody sees: what they are
worth cannot be told, so nothing is counted by them. What is glued to a number and is known to be no part of it (a unit,
a scale, a word whose space was lost, a bracket, the dash of a range) tears nothing.
"""

from __future__ import annotations

import re
import unicodedata

from verifier.claims.dates.calendar import MONTHS
from verifier.claims.numbers.money import before_money
from verifier.claims.numbers.number_search import Number
from verifier.claims.numbers.spelled_numbers import SCALES, SMALL, TENS
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.quantities.uncounted import UNITS
from verifier.claims.text.lexicon import bag
from verifier.claims.text.tokens import Sentence
from verifier.unseen_characters import two_scripts

_BETWEEN = 3  # signs at most between two figures that belong to both
_PARTING = frozenset("-—%()[]{}")  # part two numbers that stand side by side, as any sign of a currency does
_JOINING = frozenset(".,'/_·:")  # before a number only these go on from the figure before them
_PRIMES = frozenset("\u2032\u2033\u2034\u2044\ufffd°")  # of feet, fractions, degrees, and what a lost sign became
_PER_THOUSAND = frozenset("‰‱")
_PER_MILLE = frozenset([("per", "mille"), ("per", "mil"), ("per", "mill")])
_ENDINGS = bag("s x ish odd plus strong fold pc pct am pm hr hrs yr yrs")
_PARTS_OF_WORDS = bag("ty teen")
_ALIKE = frozenset("oqlisbzоз")  # letters that stand for figures in a scan, two of them Cyrillic
_NOUGHTS = frozenset("oliо")  # those that do so even behind a comma or a point: 1,OOO
_NOUGHTS_APART = bag("O OO OOO О ОО ООО")  # letters of both alphabets behind a space
_OPENING = frozenset("([{\"'")
_ENDING = frozenset(".,;:!?%)]}\"'")
_PART, _SCRIPTS, _ROW = (
    "a part of a longer sign", "digits of two scripts in one number", "one of several numbers in a row"
)  # fmt: skip
_TORN = (_PART, _SCRIPTS, _ROW)
_YEARS = range(1500, 2101)
_READ_AS = str.maketrans("oOоОlIіІzZsSbB", "00001111225588")
_UNSHOWN = frozenset("\x0b\x1c\x1d\x1e\x1f\x85")  # controls that part words
_LONGEST_SHOWN = 24
_LOOSE_GROUPS = re.compile(r"(?:[.,] ?\d\d\d?)*[.,] ?0\d\d(?!\d)")  # of thousands, after a stop and a space: 60, 000
_BEHIND_A_STOP = re.compile(r"\d[.,] \Z")
_NO_START = re.compile(r"0\d*,|00+(?!\d)")  # no number begins so: 0,600 and 000
_KNOWN = frozenset("+<=>|~^`×÷→≥≤⩾⩽≧≦≳≲≈∼≃≅＞﹥＜﹤")  # mathematical signs and accents that change no number
_OTHER_SHARES = frozenset("؉؊⁒")  # per mille and the like, in other scripts
_SET_PERCENT = frozenset([("0", "/", "0"), ("o", "/", "o")])  # as a scan reads %
_PERCENT = frozenset(["%", "percent", "pct"])
_SMALL_PARTS = frozenset(["2", "3", "4", "5", "8", "10", "16", "100"])  # what a share of one percent is cut into


def torn_date(s: Sentence, q: Quantity) -> str | None:
    """What stands there, where a number that was torn is a part of a date: of a year (2O20, 20 20) or beside a month.

    The claims of its sentence would be asked of another time.
    """
    if not (q.not_counting or "").startswith(_TORN):
        return None
    first, last = q.core, q.core_end
    while s.glued(first) or (first and s.word(first - 1).isdecimal()):
        first -= 1
    while s.glued(last) or s.word(last).isdecimal():
        last += 1
    whole = s.slice(first, last)
    signs = [sign for sign in whole.translate(_READ_AS) if sign.isdecimal() or sign.isalpha()]
    year = len(signs) == 4 and all(sign.isdecimal() for sign in signs) and int("".join(signs)) in _YEARS
    beside = {s.word(first - 1), s.word(last), s.word(last + 1) if s.word(last) == "of" else ""}
    return whole if year or not beside.isdisjoint(MONTHS.keys() - {"may", "march", "mar", "sun", "sat"}) else None


def torn(s: Sentence, number: Number, dated: set[int]) -> str | None:
    """Why a number is only a part of what stands there, or None. dated are the tokens of dates, which end a number."""
    first, last = number.first, number.last
    if first in dated:
        return None
    if not number.digits:
        joined = (s.glued(last) and _belongs(s.word(last)[:1])) or (s.glued(first) and _belongs(s.words[first - 1][-1]))
        if joined or (not s.words[first][0].isalpha() and s.glued(first) and _figure_before(s, first - 1, dated)):
            return f"{_PART}: {_shown(s, first, last)}"
        signs = s.word(last) in ("·", "/", "_", ".") and s.glued(last) and s.glued(last + 1)
        if _percent_apart(s, last) or (signs and (s.word(last + 1) in SMALL or s.word(last + 1) in TENS)):
            return f"{_PART}: {_shown(s, first, last)}"
        rows = (
            _words_in_a_row(s, last) or _in_a_row(s, last, dated),
            _words_in_a_row(s, first) or _in_a_row(s, first, dated),
        )
        return f"{_ROW}: {_shown(s, first - rows[1], last + rows[0])}" if any(rows) else None
    if s.words[first] in ("-", "minus", "negative"):
        first += 1
    if two_scripts("".join(s.raw[first:last])):
        return f"{_SCRIPTS}: {_shown(s, first, last)}"
    if s.word(last)[:1] in _PER_THOUSAND or (s.word(last), s.word(last + 1)) in _PER_MILLE:
        return f"a share of a thousand, which is not read: {_shown(s, first, last)}"
    if (
        _slashed_percent(s, number)
        or _percent_apart(s, last)
        or _goes_on(s, last, dated)
        or _begins_before(s, first, dated)
    ):
        return f"{_PART}: {_shown(s, first, last)}"
    if _in_a_row(s, last, dated):
        return f"{_ROW}: {_shown(s, first, last + 1)}"
    if _in_a_row(s, first, dated):
        return f"{_ROW}: {_shown(s, first - 1, last)}"
    return f"{_PART}: {_shown(s, first, last)}" if _in_loose_groups(s, first, last) else None


def _goes_on(s: Sentence, at: int, dated: set[int]) -> bool:
    """Whether what follows a number that ends before this token belongs to it."""
    if at == len(s) or at in dated:
        return False
    word = s.words[at]
    if tuple(s.words[at : at + 3]) in _SET_PERCENT:
        return True
    if not s.glued(at):
        return _odd_gap(s, at) or s.raw[at] in _NOUGHTS_APART or _changes(word[0]) or _loose_decimals(s, at)
    if word[0].isalpha():
        if s.raw[at] == "S":
            return True  # a scan's 5; the plural of a decade is small
        if s.glued(at + 1) and s.word(at + 1)[:1].isdecimal() and at + 1 not in dated:
            return True  # 0x60
        if word in SMALL or word in TENS or word in _PARTS_OF_WORDS:
            return True  # 6ty
        if word in _ENDINGS or s.flags[at] & (~0 if len(word) > 1 else UNITS):
            return False
        return len(word) == 1 or _ALIKE.issuperset(word) or (len(word) < 3 and not word.isascii())
    if word[0].isnumeric() or _belongs(s.text[s.starts[at]]) or word[0] in "<\\|":
        return True
    if word in ("(", "{", "·") and (s.word(at + 1)[:1].isdecimal() and (word == "·" or s.glued(at + 1))):
        return True  # 6(0), 6· 5
    if word in ("%", "&") and s.glued(at + 1) and s.word(at + 1)[:1].isalnum():
        return word == "&" or s.word(at + 1)[0].isdecimal()  # an entity that is none, a sign of an address
    return _figure_after(s, at, dated)


def _loose_decimals(s: Sentence, at: int) -> bool:
    """Whether a space parts a number from its own decimals or thousands, which begin at this token: 6 .5, 1 ,000."""
    word = s.words[at]
    if word in (",", "·") and s.glued(at + 1):
        return s.word(at + 1).isdecimal() and (word == "·" or len(s.word(at + 1)) == 3)
    return word[0] == "." and word[1:].isdecimal()


def _percent_apart(s: Sentence, at: int) -> bool:
    """Whether a sign or a bracket parts a number that ends before this token from its percent: 60† percent,
    sixty (60) percent. It would count things.
    """
    word = s.word(at)
    if word in ("(", "["):
        at = next((end for end in range(at, at + 4) if s.word(end) in (")", "]")), at)
    elif not word or word[0].isalnum() or word in _PERCENT or (word in "*_-" and s.glued(at)):
        return False
    return s.word(at + 1) in _PERCENT or (s.word(at + 1), s.word(at + 2)) == ("per", "cent")


def _slashed_percent(s: Sentence, number: Number) -> bool:
    """Whether a stroke before percent may part two numbers: 60/70 percent; 3/4 percent is a share of one."""
    if number.kind != "fraction" or s.word(number.last - 2) != "/" or s.words[number.last - 1] in _SMALL_PARTS:
        return False
    return s.word(number.last) in ("%", "percent", "per", "pc", "pct")


def _figure_after(s: Sentence, at: int, dated: set[int]) -> bool:
    """Whether signs from here on, with nothing between them, lead to another figure or what passes for one."""
    for end in range(at, at + _BETWEEN):
        word = s.word(end)
        if end in dated or not s.glued(end) or _parts(s, end):
            return False
        if len(word) > 1 and not word[0].isalnum():
            word = word[1:]  # a point and the figures after it
            return word[0].isdecimal()
        if s.glued(end + 1) and end + 1 not in dated:
            following = s.words[end + 1]
            if following[0].isnumeric():
                return True
            if word in ".,'" and _passes_for_figures(following):
                return not (s.glued(end + 2) and s.word(end + 2)[:1].isalpha())
    return False


def _parts(s: Sentence, at: int) -> bool:
    """Whether a sign parts two numbers: the dash of a range, a bracket, a currency; ~ before the larger of two."""
    word = s.words[at]
    if word == "~":
        return (len(s.words[at - 1]), s.words[at - 1]) <= (len(s.word(at + 1)), s.word(at + 1))
    return word[0] in _PARTING or unicodedata.category(word[0]) == "Sc" or word[0].isalpha()


def _passes_for_figures(word: str) -> bool:
    return len(word) < 4 and _NOUGHTS.issuperset(word)


def _begins_before(s: Sentence, first: int, dated: set[int]) -> bool:
    """Whether what stands before a number that begins at this token belongs to it."""
    if first and not s.glued(first):
        if s.word(first - 2).isdecimal() and s.words[first - 1] == "·" and s.glued(first - 1):
            return True  # 6· 5
        return (
            _odd_gap(s, first)
            or _changes(s.words[first - 1][0])
            or (s.words[first - 1].isdecimal() and _loose_decimals(s, first))
        )
    if not first or first - 1 in dated or before_money(s, first) < first:
        return False
    if before_money(s, first - 1) < first - 1:  # $A5
        return False
    word = s.words[first - 1]
    if word == "%" or (word in (")", "]", "}") and s.glued(first - 1) and s.word(first - 2)[-1:].isdecimal()):
        return True  # %60, [6]0
    if word in (",", "·") and s.word(first - 2).isdecimal() and _loose_decimals(s, first - 1):
        return True  # 1 ,000
    if not word[-1].isalnum():
        return _belongs(word[-1]) or _figure_before(s, first - 1, dated)
    if word[-1].isalpha():
        return len(word) == 1 or not s.flags[first - 1]
    return word[-1].isnumeric()


def _figure_before(s: Sentence, at: int, dated: set[int]) -> bool:
    """Whether signs up to here, with nothing between them, come from another figure or what passes for one."""
    for start in range(at, max(0, at - _BETWEEN), -1):
        if not s.glued(start) or start - 1 in dated or _parts(s, start):
            return False
        before = s.words[start - 1]
        if before[-1].isdecimal():
            return True
        if s.words[start] in _JOINING and _passes_for_figures(before):
            return True
    return False


def _in_a_row(s: Sentence, at: int, dated: set[int]) -> bool:
    """Whether only a space parts the figures before token `at` from those that begin there: 6 0 percent.

    A year or a day may stand before an amount; an age or a size after one has a hyphen.
    """
    if not 0 < at < len(s) or at in dated or at - 1 in dated or s.glued(at):
        return False
    start = at - 1
    while s.glued(start) and not s.words[start].isascii() and unicodedata.category(s.words[start][-1]) != "Sc":
        start -= 1  # a mark that nobody sees ends the figures before
    before, after = s.words[start], s.words[at]
    worded = before in TENS or (before in SMALL and before != "one")
    if not (after[0].isdecimal() and (worded or before.replace(",", "").isdecimal())):
        return False
    if worded and s.word(at + 1) and s.flags[at + 1] & UNITS:
        return False  # five 20 kg bombs
    if len(before) == 4 and int(before) in _YEARS:
        return False
    if s.glued(start) and s.words[start - 1] not in _OPENING:
        return False
    return not s.glued(at + 1) or s.words[at + 1] in _ENDING


def _words_in_a_row(s: Sentence, at: int) -> bool:
    """Whether only a space parts two numbers in words here: six sixty; not "six one-eyed men"."""
    if not 0 < at < len(s) or s.glued(at) or s.glued(at + 1):
        return False
    before, after = s.words[at - 1], s.words[at]
    whole = before in SMALL or before in TENS or before in SCALES
    return whole and (after in SMALL or after in TENS or (after in SCALES and not after.endswith("s")))


def _in_loose_groups(s: Sentence, first: int, last: int) -> bool:
    """Whether groups of thousands stand behind a stop and a space (60, 000), or no number begins as this one does."""
    begins, ends = s.starts[first], s.ends[last - 1]
    if _NO_START.match(s.simple, begins) or _LOOSE_GROUPS.match(s.simple, ends):
        return True
    if not _BEHIND_A_STOP.search(s.simple, max(0, begins - 3), begins):
        return False
    return s.words[first].isdecimal() and len(s.words[first]) == 3 and s.words[first][0] == "0"


def _odd_gap(s: Sentence, at: int) -> bool:
    """Whether a control sign stands between this token and the one before, which splits words but shows nothing."""
    return any(sign in _UNSHOWN for sign in s.text[s.ends[at - 1] : s.starts[at]])


def _belongs(sign: str) -> bool:
    """Whether a sign beside a figure changes it or nobody sees it: accents, keycaps, joiners, controls, primes."""
    return bool(sign) and (_changes(sign) or sign.isnumeric() or unicodedata.category(sign)[0] in "MC")


def _changes(sign: str) -> bool:
    """Whether a sign changes the number beside it, or may pass for a figure: primes, roots, circles, other shares."""
    return (
        sign in _PRIMES
        or sign in _OTHER_SHARES
        or (unicodedata.category(sign) in ("So", "Sk", "Sm") and sign not in _KNOWN)
    )


def _shown(s: Sentence, first: int, last: int) -> str:
    """What stands there between two spaces."""
    while s.glued(first):
        first -= 1
    while s.glued(last):
        last += 1
    whole = s.slice(first, last)
    return whole if len(whole) <= _LONGEST_SHOWN else f"{whole[: _LONGEST_SHOWN - 1]}…"
