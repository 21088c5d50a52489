"""Why a number counts nothing that could be checked: money, ages, sizes, names, scores, parts of a year."""

from __future__ import annotations

from verifier.claims.numbers.money import is_money
from verifier.claims.numbers.spelled_numbers import ORDINALS
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.text.lexicon import MEASURE_UNIT, MONEY, TIME_UNIT, bag
from verifier.claims.text.tokens import Sentence

UNITS = MEASURE_UNIT | TIME_UNIT | MONEY
_TITLES = bag(
    "proposition prop section article chapter amendment bill rule title resolution act no. no number line page "
    "route highway interstate flight channel room apartment level grade district ward precinct phase part version "
    "type class group episode season volume figure table option platform gate track tier stage unit boeing airbus "
    "apollo windows area code form schedule paragraph psalm verse game week day hb sb hr ab g covid - f b mi ak m "
    "fm am world war"
)
_TITLES |= bag("unscr u.s.c. usc c.f.r. cfr")
_CITED = bag("art arts p pp para paras sec secs vol ch cl res nos")  # with a stop: pp. 60-61
_SHARES = bag("pp p.p. ppt ppts bps bp percentile percentiles permille permil prozent procent perc")  # not read
_SHARES_OF_TWO = frozenset([("basis", "points"), ("basis", "point"), ("pour", "cent"), ("por", "ciento")])
_LAND = bag("acres acre hectares")
_BURNT = bag("burned burnt burning burns scorched charred consumed destroyed blackened torched")
_PERIODS = bag("half halves quarter quarters")
_BEFORE_PERIODS = bag("the this that last next each every previous final latest same fiscal current its their per")
_PREFIXES = bag("near mid pre post over some about sub under to or and nearly almost roughly plus")  # "near-400,000"


def _period(sentence: Sentence, q: Quantity) -> bool:
    """ "the third quarter", "four good quarters", "half-time", "a half-brother"; not "a quarter of", "half-mile"."""
    word, before, after = sentence.word, sentence.word(q.core - 1), sentence.word(q.core_end)
    if q.core_end - q.core > 1 and word(q.core) not in ("a", "an"):
        return False  # "three quarters"
    if after == "-" and sentence.glued(q.core_end):
        return not sentence.flag(q.core_end + 1) & UNITS
    return (
        word(q.core).endswith("s")
        or before in ORDINALS
        or before in _BEFORE_PERIODS
        or after in ("final", "finals", "finalist", "finalists")
    )


def _burnt(sentence: Sentence, first: int) -> bool:
    """Whether a verb of fire stands before an area: "has burned 40,000 acres"."""
    return any(word in _BURNT for word in sentence.words[max(0, first - 4) : first])


def _dash(sentence: Sentence, q: Quantity, at: int) -> bool:
    """Whether a dash with spaces parts two statements: "2,943 - 7 per cent lower", "2019 - 34"; "2 - 1" is a score."""
    if sentence.glued(at) or sentence.glued(at + 1):
        return False
    before, after = sentence.word(at - 1), sentence.word(at + 1)
    year = before.isdecimal() and len(before) == 4 and before[:2] in ("19", "20")
    return (
        q.high >= 100
        or year
        or len(before) > 3
        or sentence.word(at + 2) in ("%", "per", "percent", "pc", "p.c.")
        or ("," in before + after)
    )


LASTING = "a length of time"


def not_counting(sentence: Sentence, q: Quantity) -> str | None:
    """Why a number counts nothing that could be checked, or None."""
    w = sentence.word
    before, after = w(q.core - 1), w(q.core_end)
    if is_money(sentence, q.core, q.core_end, q.spelled):
        return "an amount of money"
    if q.unit == "fraction" and w(q.core_end - 1) in _PERIODS and _period(sentence, q):
        return "a part of a year or a match"
    if q.unit in ("percent", "percentage_point", "times", "fraction"):
        return None
    if after in _SHARES or (after, w(q.core_end + 1)) in _SHARES_OF_TWO:
        return "a share of a kind that is not read"
    if q.unit == "ordinal":
        return "a place in an order"
    if (
        sentence.glued(q.core)
        and (before[-1:].isalpha() or before in ("-", ".", "#", "@", "/", ":", "_", "="))
        and not q.spelled
    ):
        if before == "-" and w(q.core - 2) in _PREFIXES:
            return "an age" if w(q.core - 2) == "under" and q.high < 26 and sentence.capital(q.core - 2) else None
        if before != "-" or sentence.glued(q.core - 1):
            return "part of a name, an address or a score"
    if (w(q.core), after, w(q.core_end + 1)) == ("9", "/", "11") or (before == "/" and w(q.core - 2) == "9"):
        return "part of a name, an address or a score"
    if sentence.glued(q.core_end) and after in (":", "@", "_") and w(q.core_end + 1)[:1].isdecimal():
        return "a time of day or a score"
    if after in ("figures", "figure", "digits", "digit") and q.spelled:
        return "a number of figures"
    if after in ("a.m.", "p.m.", "am", "pm", "o'clock", "a.m", "p.m", "gmt", "est"):
        return "a time of day"
    at = q.core_end + 1 if after == "-" else q.core_end
    unit, then = sentence.flag(at), w(at + 1)
    if unit & TIME_UNIT:
        if w(at) in ("year", "years", "month", "months", "week", "weeks", "day", "days") and (
            then == "old"
            or (then == "-" and w(at + 2) in ("old", "olds"))
            or then == "olds"
            or (then == "of" and w(at + 2) == "age")
        ):
            return "an age"
        return LASTING
    if unit & MEASURE_UNIT and not (w(at) in _LAND and _burnt(sentence, q.first)):
        return "a size, weight, distance or score"
    of_age = before == "of" and w(q.core - 2) in ("age", "ages")  # "no one under the age of 20"
    if (
        of_age
        or before in ("aged", "age", "ages")
        or (before in ("under", "over", "below") and w(q.core - 2) == "aged")
    ):
        return "an age"
    if before == "," and after in (",", ".") and q.high < 110 and sentence.capital(q.core - 2):
        return "an age"
    cited = before == "." and sentence.glued(q.core - 1) and w(q.core - 2) in _CITED
    if (cited or before in ("§", "§§") or after in ("u.s.c.", "c.f.r.")) and not q.spelled:
        return "part of a name or title"
    if (
        before in _TITLES
        and not q.spelled
        and (sentence.capital(q.core - 1) or before in ("no", "section", "page", "line", "number"))
    ):
        return "part of a name or title"
    scored = after == "-" and w(q.core_end + 1)[:1].isdecimal() and not _dash(sentence, q, q.core_end)
    counted_off = before == "-" and w(q.core - 2)[-1:].isdecimal() and not q.spelled  # but "30 June - nine fewer"
    if scored or (counted_off and not _dash(sentence, q, q.core - 1)):
        return "a score, a vote or a reference"
    return None
