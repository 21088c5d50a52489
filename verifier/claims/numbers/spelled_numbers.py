"""Numbers in words: "three hundred and twelve", "two thirds of a million", "nine point nought four"."""

from __future__ import annotations

import math

from verifier.claims.text.lexicon import bag, data
from verifier.claims.text.tokens import Sentence

Read = tuple[float, int]  # the value, and the index after its last token

_WORDS = {key: words.split() for key, words in data("numbers").items()}
_BIG = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15}

SMALL = {word: value for value, word in enumerate(_WORDS["units"])} | {"nought": 0, "naught": 0}
TENS = {word: 10 * value for value, word in enumerate(_WORDS["tens"], start=2)} | {"threescore": 60, "fourscore": 80}
SCALES = _BIG | {word + "s": value for word, value in _BIG.items()}
SCALES |= dict.fromkeys(_WORDS["dozens"], 12.0)
SCALES |= {"lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7}
SCALES |= {"mln": 1e6, "mil": 1e6, "bln": 1e9, "bn": 1e9, "tln": 1e12, "tn": 1e12}
_SCALE_NOUNS = frozenset(_BIG) | bag("dozen lakh crore")  # those that "a" makes a number: "a hundred", "a dozen"

ORDINALS = {word: value for value, word in enumerate(_WORDS["nth_units"], start=1)}
ORDINALS |= {word[:-1] + "ieth": value for word, value in TENS.items() if word.endswith("y")}
_NTH_SCALES = {word + "th": value for word, value in _BIG.items()}
ORDINALS |= {word: int(value) for word, value in _NTH_SCALES.items()}
_HALVES = {"half": 2, "quarter": 4, "halves": 2, "quarters": 4, "quaters": 4}
_PLURAL_NTH = {word + "s": value for word, value in ORDINALS.items()}  # "seconds" only after tens: "thirty-seconds"
_PARTS = ORDINALS | _PLURAL_NTH | _HALVES

NUMBER_WORDS = frozenset(SMALL) | frozenset(TENS) | frozenset(SCALES) | frozenset(_PARTS) - {"seconds", "firsts"}
_DIGIT_WORDS = {word: str(value) for word, value in SMALL.items() if value < 10} | {"oh": "0"}
_AFTER_A_PART = bag(
    "of in since from over on more fewer less the compared last this to as were are was is have has said and "
    "between during while but by after higher lower that say all reduction increase drop decline rise fall "
    "decrease when had cut up down with than live die died who for at below above or if because until before"
)
_COINS = bag("dollar euro pound")
_LONGEST = 16  # words of one number; more are a list


def cardinal(s: Sentence, at: int, limit: int | None = None, joined: bool = True) -> Read | None:
    """A whole number in words from token `at` on, up to token `limit`; a bare scale word ("hundred") is one of it.

    Unless `joined`, it stops at an "and".
    """
    words, end = s.words, min(len(s), at + 2 * _LONGEST, len(s) if limit is None else limit)
    stack: list[float] = []  # 2_000_000, 300, 5 of "two million three hundred (and) five"
    room = math.inf  # what the next small word must stay below
    i = at
    while i < end:
        step = _past_hyphen(s, i, room) if i > at else i
        if step >= end:
            break
        word = words[step]
        if word == "and" and joined and stack and 100 <= room < math.inf:
            following = words[step + 1] if step + 1 < end else ""
            small = SMALL.get(following, TENS.get(following))
            if not small or small >= room or _mixed(s, step + 1):
                break
            i = step + 1
            continue
        value = TENS.get(word, SMALL.get(word))
        if value is not None:
            if value >= room or (value == 0 and stack):
                break
            if room == 10:
                stack[-1] += value
            else:
                stack.append(float(value))
            room = 10 if word in TENS else 0
        elif word in SCALES and _is_scale(s, step, bool(stack)):
            scale = SCALES[word]
            if scale == 12:
                stack[-1:] = [stack[-1] * 12 if stack else 12.0]
                i = step + 1
                break
            kept, part = len(stack), 0.0
            while kept and stack[kept - 1] < scale:
                kept, part = kept - 1, part + stack[kept - 1]
            if (stack and kept == len(stack)) or (kept and part * scale >= stack[kept - 1]):
                break
            stack[kept:] = [(part or 1.0) * scale]
            room = scale
        else:
            break
        i = step + 1
    total = sum(stack)
    return (total, i) if stack and math.isfinite(total) and not _is_quality(s, i) else None


def _is_quality(s: Sentence, end: int) -> bool:
    """Whether number words say of what kind something is: "one-sided violence", "three-wheeled cars"."""
    word = s.word(end + 1)
    return s.word(end) == "-" and word.endswith("ed") and word not in SCALES and s.glued(end) and s.glued(end + 1)


def is_price(s: Sentence, at: int) -> bool:
    """Whether a scale word is part of a price that says of what kind something is: "27 billion-dollar disasters"."""
    return s.word(at + 1) == "-" and s.word(at + 2) in _COINS and s.glued(at + 1) and s.word(at - 1) not in ("-", "$")


def _past_hyphen(s: Sentence, at: int, room: float) -> int:
    """The index after a hyphen that joins two number words: "twenty-five", and "fifty - two" of a careless hand."""
    if s.words[at] != "-":
        return at
    if s.glued(at) and s.glued(at + 1):
        return at + 1
    return at + 1 if room == 10 and 0 < SMALL.get(s.word(at + 1), 0) < 10 else at


def _is_scale(s: Sentence, at: int, seen: bool) -> bool:
    """Whether a scale word multiplies the number before it, and is no price ("billion-dollar") nor vague."""
    return not is_price(s, at) and (not s.words[at].endswith("s") or _counted(s, at, seen))


def _counted(s: Sentence, at: int, seen: bool) -> bool:
    """Whether a plural scale ends a number: "five millions", not the vague "hundreds" nor "three thousands of them"."""
    return seen and (s.word(at + 1) != "of" or s.words[at] in ("crores", "lakhs"))


def spelled(s: Sentence, at: int) -> tuple[float, int, str] | None:
    """The number in words that begins at token `at`: value, index after it, and cardinal, fraction or ordinal."""
    word, following = s.words[at], s.word(at + 1)
    article = word in ("a", "an")
    if (article and following not in LEADS) or (word in SCALES and word not in _SCALE_NOUNS):
        return None
    if word == "one" and s.word(at - 1) in _POINTING and following not in SCALES:
        return None  # "the one you mentioned"
    if word == "couple":
        after = at + 2 if following == "of" else at + 1
        if s.word(after) in _SCALE_NOUNS:
            return 2 * SCALES[s.word(after)], after + 1, "cardinal"
        return 2.0, at + 1, "cardinal"
    part = fraction(s, at)
    if part:
        whole = _of_scale(s, *part)
        return (*whole, "cardinal") if whole else (*part, "fraction")
    if article and following not in _SCALE_NOUNS:
        return None
    whole = cardinal(s, at + article)
    if whole is None:
        nth = ORDINALS.get(word)
        return (float(nth), at + 1, "ordinal") if nth else None
    value, end = whole
    ordinal = None if article else _ordinal_after(s, at, end, value)
    if ordinal:
        return (*ordinal, "ordinal")
    pointed = point(s, end) if not (value == 1 and s.word(at - 1) == "at") else None  # "at one point"
    if pointed:
        return (*scaled(s, pointed[1], value + pointed[0]), "cardinal")
    mixed = with_part(s, end, value, SCALES.get(s.words[end - 1], 1.0))
    if mixed:
        return (*scaled(s, mixed[1], mixed[0]), "cardinal")
    return value, end, "cardinal"


_POINTING = bag("the this that which another no each every any")
LEADS = _SCALE_NOUNS | frozenset(TENS) | frozenset(_PARTS)


def _ordinal_after(s: Sentence, first: int, end: int, value: float) -> Read | None:
    """ "twenty-first", "one hundred and fifth"; not "the last twenty first met"."""
    scale = SCALES.get(s.words[end - 1], 0.0)
    step = end + 1 if s.word(end) == "and" and scale else end
    hyphen = s.word(step) == "-" and s.glued(step)
    step += hyphen
    nth = ORDINALS.get(s.word(step), 0)
    tens = s.words[end - 1] in TENS and hyphen and nth < 10
    if nth and (tens or (scale >= 100 and nth < scale and (hyphen or step > end or first < end - 1))):
        return value + nth, step + 1
    return None


def fraction(s: Sentence, at: int, joined: bool = True) -> Read | None:
    """ "a third", "two-thirds", "one twenty-fifth", "a hundred thousand trillionths"; None where it is an ordinal."""
    words = s.words
    first = at + 1 if words[at] in ("a", "an") else at
    if words[at] in ("half", "halves", "quarter", "quarters"):
        return 1 / _HALVES[words[at]], at + 1
    last = _part_word(s, first)
    if last is None:
        return None
    several = words[last].endswith("s") or words[last] == "halves"
    if words[last] == "seconds" and not (s.word(last - 1) == "-" and s.word(last - 2) in TENS):
        return None
    for split in range(first, last + 1):  # the longest denominator that leaves a numerator
        if _bound(s, split) or (split == first and (first == at or several)):
            continue
        below = _denominator(s, split, last)
        if below is None:
            continue
        cut = split - 1 if words[split - 1] == "-" and split > first else split
        above = (1.0, cut) if split == first else cardinal(s, first, cut, joined)
        if above is None or above[1] != cut or (above[0] != 1) != several:
            continue
        bonded = words[last] in _HALVES or (cut < split and s.glued(split))
        return (above[0] / below, last + 1) if several or bonded or _is_part(s, last + 1) else None
    return None


def _part_word(s: Sentence, at: int) -> int | None:
    """Where the word that names the parts stands, in a run of number words from `at` on."""
    for i in range(at, min(len(s), at + _LONGEST)):
        word = s.words[i]
        if word in _PARTS:
            return i
        if word not in SMALL and word not in TENS and word not in SCALES and word not in ("-", "and"):
            return None
    return None


def _bound(s: Sentence, at: int) -> bool:
    """Whether a number cannot be divided before this token."""
    word, before = s.words[at], s.word(at - 1)
    bonded = before == "-" and s.word(at - 2) in TENS and 0 < SMALL.get(word, ORDINALS.get(word.rstrip("s"), 0)) < 10
    return word in SCALES or word in ("-", "and") or before == "and" or bonded


def _denominator(s: Sentence, at: int, last: int) -> float | None:
    """The number whose ordinal stands at [at, last]: 35 of "thirty-fifths", 105 of "one hundred and fifth"."""
    nth = _PARTS[s.words[last]]
    if at == last:
        return float(nth) if nth > 1 and s.words[last] not in ("second", "seconds") else None
    end = last
    while end > at and s.words[end - 1] in ("-", "and"):
        end -= 1
    whole = cardinal(s, at, end)
    if whole is None or whole[1] != end or s.words[last] in _HALVES:
        return None
    ending = s.words[end - 1]
    room = 10 if ending in TENS else SCALES.get(ending, 0.0)
    if s.words[last].rstrip("s") in _NTH_SCALES:
        return None
    return whole[0] + nth if nth < room else None


def _is_part(s: Sentence, after: int) -> bool:
    """Whether "a third" here is a part, not the third in a row: what follows is no noun ("a third attack")."""
    following = s.word(after)
    return not following or not following[0].isalpha() or following in _AFTER_A_PART


def _of_scale(s: Sentence, value: float, end: int) -> Read | None:
    """ "half a million", "a quarter million", "two thirds of a million"; None where no scale follows."""
    at = end + 1 if s.word(end) == "of" else end
    if s.word(at) in ("a", "an"):
        at += 1
    elif at > end:
        return None
    return (times(value, SCALES[s.word(at)]), at + 1) if s.word(at) in _SCALE_NOUNS else None


def _mixed(s: Sentence, at: int) -> bool:
    """Whether a part smaller than one begins here, as after "a hundred and": "three quarters"."""
    part = fraction(s, at, joined=False)
    return part is not None and part[0] < 1


def with_part(s: Sentence, end: int, value: float, scale: float) -> Read | None:
    """A whole number and a part: "two and a half", "three million and a quarter" (of a million), "two-and-a-half"."""
    at = end + 1 if s.word(end) == "-" and s.glued(end) else end
    if s.word(at) != "and":
        return None
    at += 2 if s.word(at + 1) == "-" else 1
    if at >= len(s):
        return None
    part = fraction(s, at)
    if part is None and s.words[at] == "a" and s.word(at + 1) == "-" and s.word(at + 2) in _HALVES:
        part = (1 / _HALVES[s.words[at + 2]], at + 3)
    if part is None and s.words[at] == "a" and s.word(at + 1) in ("half", "quarter"):
        part = (1 / _HALVES[s.words[at + 1]], at + 2)
    if part is None or part[0] >= 1:
        return None
    own = _of_scale(s, *part) if scale >= 1e6 else None
    if own and own[0] < value:
        return value + own[0], own[1]
    return value + part[0] * (scale if scale >= 1e6 else 1.0), part[1]


def point(s: Sentence, at: int) -> Read | None:
    """What stands after the decimal point: "point two four", "point nought three", "point seventy-one"."""
    if s.word(at) != "point" or at + 1 >= len(s):
        return None
    digits, i = "", at + 1
    while s.word(i) in _DIGIT_WORDS and len(digits) < 15:
        digits, i = digits + _DIGIT_WORDS[s.word(i)], i + 1
    if not digits:
        whole = cardinal(s, i)
        if whole is None or not 10 <= whole[0] < 100:
            return None
        digits, i = f"{whole[0]:.0f}", whole[1]
    return float(f"0.{digits}"), i


def times(value: float, scale: float) -> float:
    """A decimal with its scale, without what binary fractions add: 16.1 million is 16,100,000."""
    return round(value * scale, 3) if scale >= 1e3 else value * scale


def scaled(s: Sentence, after: int, value: float) -> Read:
    """Multiply by the scale words that follow: "1.5 million", "20-thousand", "3 hundred thousand"."""
    while True:
        step = after + 1 if s.word(after) == "-" and s.glued(after) else after
        scale = SCALES.get(s.word(step))
        if scale is None or is_price(s, step) or not math.isfinite(value * scale):
            return value, after
        value, after = times(value, scale), step + 1
