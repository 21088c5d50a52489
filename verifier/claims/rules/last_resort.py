"""Numbers that no other rule reads, in a sentence about incidents: what stands around them says that they go on.

"Niger reported a 94% spike to 930", "the number hovered between 40 and 50", "it puts 14 down to illness, 7 to debts".
"""

from __future__ import annotations

from typing import Any

from verifier.claims.phrases.count_words import CASES, FIGURES, POINTERS, RECORDED
from verifier.claims.phrases.incident_phrases import is_counted, more_or_less
from verifier.claims.phrases.match import Match
from verifier.claims.phrases.noun_phrases import content, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.rules.rates import per
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag

_POINTERS = POINTERS | FIGURES | {"which"}
_BOOKED = RECORDED | {"seen", "occurred"}
_LEADS = bag("to at from than with against by above below under over between reaching for in")
_HEIGHTS = bag("peak peaks high low highs lows record average mean")
_ENDS = bag(", ; . ) ( - — while but") | {""}
_STOOD = bag(
    "hovered peaked numbered averaged remained stayed stood stands reached hit exceeded amounted came out fluctuated "
    "ranged saw seen attributes attributed registered logged surpassed passed topped totalled totaled"
)
_ALONG = bag(", and - — ( ; but or while by seeing saw with to of")
_COMPARED = bag("compared against versus vs than")
_TOPPING = bag("topping exceeding surpassing")
_TOTALLING = bag("totaling totalling reaching hitting numbering accounting")
_OPENING = bag("when where , and of while but ;")
_GOING = bag("went gone going goes go")
_REACH = 30


def goes_on(p: Parsed, q: Quantity, governor: Match | None, found: list[Match]) -> Match | None:
    """What a number states of the incidents that its sentence tells of; None where it may count something else."""
    if governor is None or not (governor.event or governor.kind == "rank" or is_counted(p, governor.measure)):
        return None
    if not 0 <= q.first - governor.span[1] <= _REACH or (isinstance(q.value, tuple) and q.unit != "count"):
        return None
    for at in range(governor.span[1], q.first):
        n = p.quantity_at.get(at)
        told = n is None or n.not_counting or p.s.words[n.first - 1] == "per"
        told = told or any(one.span[0] <= at < one.span[1] for one in found)
        if p.s.words[at] == ";" or not told:
            return None  # "40 arrests at a match that drew 52,000 fans, a 10% rise"
    bare = q.unit == "count" and governor.unit == "percent" and governor.kind == "change"
    bare = bare and bool(p.s.flag(q.first - 1) & lex.CHANGE_VERB) and _bare(p, q) and q.high < 100
    made = _level(p, q, governor) if q.unit == "count" and not bare else _size(p, q, governor)
    if made and bare:  # "Ohio's dropped 16 percent and Nevada's rose 3"
        made |= {"form": "pct_change", "unit": "percent"}
    if made and governor.kind == "rank" and governor.measure and p.s.flags[governor.measure[0]] & lex.CHANGE_NOUN:
        own = phrase_right(p, governor.measure[0] + 2)  # "the biggest drop in crime at three per cent"
        made = made | {"measure": own} if own and own[0] < governor.measure[1] else None
    own = governor.measure
    if made and q.unit == "count" and p.s.word(q.last) in CASES:
        made |= {"span": (q.first, q.last + 1)}
    if made and own and "'s" in p.s.words[slice(*own)] and "'s" in p.s.words[governor.ends : q.first]:
        made |= {"measure": (p.s.words.index("'s", own[0]) + 1, own[1])}  # of "Leeds's murder rate" the rate alone
    return governor.passed_on(q, **made) if made else None


def _level(p: Parsed, q: Quantity, governor: Match) -> dict[str, Any] | None:
    """The fields of a count or a rate like the one before it."""
    led = _led(p, q, governor) or _listed(p, q) or _moved(p, q, governor)
    aged = p.s.words[q.first] in ("under", "over", "above", "below") and q.high <= 100
    if not _bare(p, q) or not led or aged or (q.value == 1 and q.spelled):
        return None
    parted = p.s.words[max(0, governor.span[0] - 2) : governor.span[0]] == ["of", "the"] and governor.kind == "level"
    if parted or governor.form == "share_count":
        return {"kind": "share", "form": "share_count", "direction": "none", "unit": "count", "rule": "share:goes on"}
    every = governor.unit if governor.kind == "rate" else governor.measure and per(p, governor.measure[1])
    if not q.whole and not every:
        return None
    every = None if q.high >= 1000 else every
    kind = "rate" if every else "level"
    direction = governor.direction if _moved(p, q, governor) else "none"
    return {"kind": kind, "form": kind, "direction": direction, "unit": every or "count", "rule": f"{kind}:goes on"}


def _moved(p: Parsed, q: Quantity, governor: Match) -> bool:
    """Whether a number is where a change or a record led: "down by 300 offences to 4,100", "fell to a low of 320"."""
    s = p.s
    if s.words[q.first] in _TOPPING:
        return True
    if governor.kind == "rank":
        return s.word(q.first - 1) == "of" and s.word(governor.span[0] - 2) == "to"
    near = q.first - max(governor.ends, governor.span[1]) <= 6
    return near and governor.kind == "change" and s.word(s.back(q.first - 1, lex.DET)) == "to"


def _listed(p: Parsed, q: Quantity) -> bool:
    """Whether a number stands as the one before it does: "14 to illness, 7 to family troubles, and 6 to debts"."""
    s = p.s
    before = next((one for one in reversed(p.quantities) if one.last < q.first and not one.not_counting), None)
    if before is None or s.word(q.first - 1) not in (",", "and", ";"):
        return False
    return bool(s.flag(q.last) & lex.PREP) and s.word(before.last) == s.word(q.last) and before.unit == q.unit


def _bare(p: Parsed, q: Quantity) -> bool:
    """Whether nothing that a number could count stands right behind it."""
    s, at = p.s, q.last + (p.s.word(q.last) in CASES)
    if at in p.date_at or s.word(at) in _ENDS:
        return s.word(at) != "-" or not s.glued(at)
    if s.word(at) in _BOOKED:
        return True
    closed = s.flag(at) & (lex.PREP | lex.CONJ | lex.AUX | lex.EVENT | lex.ADV) and not s.flag(at) & lex.TIME_UNIT
    return bool(closed) and not content(p, at) and s.word(at) != "of"  # "in four of the five years"


def _led(p: Parsed, q: Quantity, governor: Match) -> bool:
    """Whether a number is what a verb tells of: "hovered at 40", "had 12", "a total of 930"."""
    s = p.s
    at = s.back(q.first - 1, lex.DET | lex.ADV)
    if s.words[at] == "of":
        counted = s.flag(at - 1) & (lex.GENERIC | lex.INCIDENT | lex.CHANGE_NOUN) and s.word(at - 1) != "population"
        return bool(counted) or s.word(at - 1) in _HEIGHTS
    before = s.words[at] == "from" and s.flag(at - 1) & lex.CHANGE_NOUN
    if before or s.words[at] in _COMPARED or s.words[at - 1] == "compared" or s.words[q.first] in _TOPPING:
        return True
    if s.flag(q.last) & lex.AUX and s.word(q.last + 1) in _BOOKED:
        return s.words[at] in _OPENING  # "…, when 42,255 were recorded"
    if not _TOTALLING.isdisjoint(s.words[at - 1 : at + 1]):
        return True
    if s.word(q.last) in CASES and s.word(q.first - 1) in ("with", "to", "(", ",", "at", "from", "and"):
        return s.word(q.last + 1) != "of"
    if governor.event and not is_counted(p, governor.measure):
        return False  # "12 people were killed, and oil rose to 98"
    if s.words[at] in _LEADS:
        at = s.back(at - 1, lex.ADV | lex.PREP)
    verb = s.words[at]
    if not (s.flags[at] & (lex.AUX | lex.SPEECH | lex.CHANGE_VERB) or verb in _STOOD) or s.flags[at] & (
        lex.PREP | lex.DET
    ):
        return False
    doer = s.back(at - 1, lex.AUX | lex.ADV)
    known = s.flags[doer] & (lex.INCIDENT | lex.GENERIC | lex.ROLE | lex.CONJ) or s.words[doer] in _POINTERS | {
        "there",
        "(",
    }
    named = s.capital(doer) or doer in p.date_at or doer in p.place_at
    return bool(known or named or not (s.flags[at] & lex.AUX or s.words[doer].isalpha()))


def _size(p: Parsed, q: Quantity, governor: Match) -> dict[str, Any] | None:
    """The fields of a change in percent, by the nearest word of change, or of a share of the same."""
    s = p.s
    whole = phrase_right(p, q.last + 1) if s.word(q.last) == "of" else None
    share = {"kind": "share", "form": f"share_{q.unit}", "direction": "none", "unit": q.unit, "event": None}
    if s.word(q.last + (s.word(q.last) == "-")) == "share":
        return share | {"rule": "share:goes on"}  # "or a 51% share"
    if whole:
        general = s.flags[whole[1] - 1] & lex.GENERIC and whole[1] - whole[0] == 1
        return share | {"rule": "share:goes on"} if general else None
    cue = _cue(p, q)
    if cue is None and governor.kind == "rank" and governor.measure and s.flags[governor.measure[0]] & lex.CHANGE_NOUN:
        cue = (governor.measure[0], "down" if s.flags[governor.measure[0]] & lex.DOWN_NOUN else "up")
    against = not _COMPARED.isdisjoint(s.words[max(0, q.first - 6) : q.first])
    if cue is None and governor.kind == "change" and against and _bare(p, q):
        cue = (q.first, governor.direction)  # "compared with a national figure of 4%"
    if cue is None:
        if governor.kind == "share" and _bare(p, q) and governor.unit == q.unit:
            return share | {"rule": "share:goes on"}
        return None
    form = "pct_change" if q.unit == "percent" else "fraction_change"
    fields = {"kind": "change", "form": form, "unit": q.unit, "rule": "change:goes on", "event": None}
    return fields | {"direction": cue[1], "anchor": cue[0], "ends": max(q.last, cue[0] + 1)}


def _cue(p: Parsed, q: Quantity) -> tuple[int, str] | None:
    """The word of change that a percentage is the size of, and its direction; None where it is of something else."""
    s = p.s
    right = next((at for at in range(q.last, q.last + 5) if s.word(at) in _ENDS), q.last + 5)
    for at in (*range(q.last, right), *range(q.first - 1, max(-1, q.first - 10), -1)):
        counted = at in p.quantity_at and at not in p.date_at
        if at < q.first and (counted or s.words[at] in (";", ".", "while")):
            return None
        flag = s.flags[at]
        down = flag & (lex.DOWN_NOUN | lex.DOWN_VERB | lex.DOWN_WORD)
        if flag & lex.CHANGE_NOUN and (at > q.first or s.flag(at - 1) & lex.DET or not flag & lex.CHANGE_VERB):
            return (at, "down" if down else "up") if _own(p, at + 1) else None
        moved = flag & (lex.UP_WORD | lex.DOWN_WORD) or (flag & lex.CHANGE_VERB and not content(p, at))
        if moved and at < q.first:
            before = s.back(at - 1, lex.AUX | lex.ADV, _GOING)
            told = s.words[before] in _POINTERS | _ALONG or s.words[before + 1] == "'s"
            return (at, "down" if down else "up") if told and _own(p, q.last) else None
        if more_or_less(flag) and at == q.last:
            return (at, more_or_less(flag) or "up") if _own(p, at + 1) else None
    return None


def _own(p: Parsed, at: int) -> bool:
    """Whether what follows a size names nothing else that it is of: "a 10% rise in staff" is one of staff."""
    s = p.s
    if s.word(at) not in ("in", "of", "for"):
        return not content(p, at) or at in p.date_at or at in p.place_at
    at = s.past(at + 1, lex.DET)
    return at in p.date_at or at in p.place_at or not content(p, at)
