"""Numbers whose measure stands elsewhere: in the claim before them in the sentence, or in the sentence before.

"229 women died, a 24% rise"; "rapes: 4,882 in one state, 4,816 in another"; "The year before it was 172". Each form is
narrow: the words between the two must show that the number goes on from that claim, or nothing is read.
"""

from __future__ import annotations

from itertools import pairwise

from verifier.claims.phrases.count_words import CASES, FIGURES, POINTERS, RECORDED
from verifier.claims.phrases.incident_phrases import is_counted, is_incident, more_or_less
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import bracketed_off, content, phrase_left, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.parts import is_part
from verifier.claims.phrases.rows import in_row
from verifier.claims.phrases.subjects import subject
from verifier.claims.quantities.quantity import Quantity
from verifier.claims.rules.last_resort import goes_on
from verifier.claims.rules.listed import (
    AFTER_MEMBER,
    REACH,
    Before,
    as_it_counted,
    bracketed,
    by_name,
    group,
    item_place,
    member,
    named_after,
    named_before,
    of_names,
    of_one_sense,
    unowned,
)
from verifier.claims.rules.pointed_back import (
    begins_a_time,
    of_a_stretch,
    of_cases,
    of_that_time,
    pointed,
    rate_without_unit,
)
from verifier.claims.rules.rates import per
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag

_BOOKED = RECORDED | {"saw", "had"}
SIZES = {
    "percent": ("pct_change", "percent"),
    "percentage_point": ("pp_change", "percentage_point"),
    "fraction": ("fraction_change", "fraction"),
    "times": ("multiple", "times"),
    "count": ("abs_change", "count"),
}
SIZE_OF_TREND = "change:size of the trend"
_MARKS = bag(", - — ( ; :")
# Words that lead from a claim to the size of its change: ", representing a 24% rise", "(a rise of 24%".
_LEADING = bag(
    "a an the roughly representing marking reflecting showing which is was that or equivalent to making recording with "
    "also by just only and nearly almost equal equals being meaning amounting represents marks equates translating "
    "for increase decrease it this"
)
_SHOWING = bag("representing marking reflecting showing recording")
_AFTER_SIZE = bag(
    "on from over compared than since year versus vs against and but with between to which while when across during "
    "within annually last this at as yoy or nationwide . , ; ) ( - — :"
) | {""}

_OTHER_UNIT = bag(", or + -")
_COURTS = bag("court courts tribunal tribunals judge judges lawyer lawyers docket hearings")
_NEW = bag("new fresh active further more additional")
_DEATHS = bag("deaths fatalities hospitalisations hospitalizations")
_TOTALS = bag("total totals toll figure")
_ALL = bag("all such these those")


def _counts(one: Match) -> bool:
    return one.kind in ("level", "rate") or one.form == "share_count"


def governs(p: Parsed, one: Match, q: Quantity) -> bool:
    """Whether a number may go on from a claim before it; a share in a bracket that has closed is an aside."""
    return one.kind != "share" or not bracketed_off(p, one.span, q.first)


def inherit(p: Parsed, q: Quantity, found: list[Match], before: Before | None) -> Match | None:
    """The claim of a number that no rule could read by itself, its measure taken from a claim nearby; or None."""
    earlier = [one for one in found if one.span[0] < q.first and governs(p, one, q)]
    governor = max((one for one in earlier if not is_part(p, one)), key=lambda one: one.span[0], default=None)
    if governor is not None and not (governor.measure or governor.event or governor.measure_of):
        governor = None
    if _ends_another(p, q, found) or (governor and not of_one_sense(p, governor) and item_place(p, q)):
        return None
    one = _in_a_row(p, q, found) or _compared_ahead(p, q, found) or _size(p, q, governor, before, found)
    if one is None and q.unit == "count":
        one = (
            bracketed(p, q)
            or group(p, q, governor)
            or _level(p, q, governor, found)
            or _level(p, q, next((one for one in reversed(earlier) if _counts(one)), None), found)
            or of_that_time(p, q, earlier, before)
            or of_names(p, q, before)
            or as_it_counted(p, q, before)
            or named_after(p, q, before)
            or rate_without_unit(p, q, found, before)
            or of_a_stretch(p, q, governor, before)
            or of_cases(p, q, governor, before)
            or pointed(p, q, governor, found, before)
            or by_name(p, q, found)
        )
    if one is None and q.unit in ("percent", "fraction"):
        one = _share(p, q, governor)
    if one is None and q.unit == "percent":
        one = _size_of_the_trend(p, q, governor)
    one = one or _part_before(p, q, before) or _times_before(p, q, before)
    one = one or _of_these(p, q, governor, before) or _another_part(p, q, earlier)
    return one or goes_on(p, q, governor, found) or _cases_booked(p, q)


def _cases_booked(p: Parsed, q: Quantity) -> Match | None:
    """Cases that somebody or some place had, of what is not said: "Nairobi and Kiambu recorded 521 and 460 cases"."""
    s = p.s
    row = in_row(p, (q.first, q.last))
    first, last = (row.numbers[0].first, row.numbers[-1].last) if row else (q.first, q.last)
    last += s.word(last) in _NEW
    verb = s.back(first - 1, lex.ADV | lex.DET)
    booked = s.words[verb] in _BOOKED
    if s.word(last + 1) in ("and", "with", "including") and (more := p.quantity_at.get(last + 2)):
        booked = booked or s.word(more.last) in _DEATHS  # "2 million cases and some 77,000 deaths"
    if (
        q.unit != "count"
        or s.word(last) != "cases"
        or not booked
        or not _COURTS.isdisjoint(s.words)
        or s.word(last + 1) == "of"
        or content(p, last + 1)
    ):
        return None
    end = q.last if row and q.last < row.numbers[-1].last else last + 1
    return Match.level(q, "count", "level:cases booked", (last, last + 1), span=(q.first, end), ends=end)


def _size_of_the_trend(p: Parsed, q: Quantity, governor: Match | None) -> Match | None:
    """How far a rise or fall went that is told before: "a slight increase in crime from 2019 to 2020—less than six
    percent".
    """
    s = p.s
    if governor is None or governor.kind != "trend" or not 0 < q.first - governor.span[1] <= REACH:
        return None
    if s.word(q.first - 1) not in ("—", "-", "–", "(") or s.word(q.last) not in (".", ",", ")", ";", "—", "-", ""):
        return None
    # "Deaths declined in 14 states, including Rhode Island (minus 7 percent)" tells of the 14 too.
    rule = "change:size in a place" if s.word(q.first - 1) == "(" and q.first - 2 in p.place_at else SIZE_OF_TREND
    made = {"kind": "change", "form": "pct_change", "unit": "percent", "rule": rule}
    return governor.passed_on(q, **made, anchor=governor.anchor)


def _of_these(p: Parsed, q: Quantity, governor: Match | None, before: Before | None) -> Match | None:
    """A part of the incidents just counted: "Of these, 1,334 happened at home", "…, of which 12% were fatal"."""
    s = p.s
    at = q.first - 1 - (s.word(q.first - 1) == ",")
    if s.word(at) not in ("these", "those", "them", "which", "whom") or s.word(at - 1) not in ("of", "among"):
        return None
    dated = s.word(at) == "which" and s.word(q.last) in ("in", "during", "on") and q.last + 1 in p.date_at
    told = s.flag(q.last) & (lex.AUX | lex.VERB | lex.EVENT) or s.word(q.last).endswith("ed") or s.word(q.last) == "at"
    if not (told or dated):
        return None
    source = governor if governor and at > 2 else before.governor() if before and at < 3 else None
    if (
        q.unit not in ("count", "percent", "fraction")
        or source is None
        or (source.kind not in ("level", "share", "rate") and source.form != "from_to")
    ):
        return None
    made = {"kind": "share", "form": f"share_{q.unit}", "direction": "none", "unit": q.unit, "rule": "share:of these"}
    return source.passed_on(q, None if source is governor or before is None else before.p, **made)


def _part_before(p: Parsed, q: Quantity, before: Before | None) -> Match | None:
    """The share that what was just counted makes of a whole: "It accounted for a tenth of the national total"; or a
    part of it: "Indonesia accounted for a fifth of them".
    """
    s = p.s
    source = before.governor() if before else None
    if before is None or source is None or (source.kind != "level" and source.form != "from_to"):
        return None
    of = s.words[q.last : q.last + 6]
    total = s.word(0) in POINTERS and not _TOTALS.isdisjoint(of)
    if q.unit not in ("percent", "fraction") or of[:1] != ["of"] or not (total or of[1:2] in (["them"], ["these"])):
        return None
    made = {"kind": "share", "form": f"share_{q.unit}", "direction": "none", "unit": q.unit}
    return source.passed_on(q, before.p, **made, rule="share:part before" if total else "share:of them")


def _times_before(p: Parsed, q: Quantity, before: Before | None) -> Match | None:
    """How many times as many as in another place: "That is twice as many as Florida", "twice Florida's toll"."""
    s = p.s
    source = before.governor() if before else None
    if before is None or source is None or source.kind != "level" or q.unit not in ("times", "fraction"):
        return None
    direction = "up" if q.high > 1 else "down"
    made = {"kind": "ratio", "form": "multiple_ratio", "direction": direction, "unit": q.unit, "rule": "ratio:before"}
    at = q.last
    if s.words[at : at + 3] == ["as", "many", "as"]:
        at += 3 + (s.word(at + 3) in ("in", "off"))
    elif s.word(at) == "the" and s.word(at + 1) in FIGURES and s.word(at + 2) in ("in", "of", "for", "off"):
        at += 3
    there = p.place_at.get(at)
    owned = there and at == q.last and s.word(there.last) == "'s" and s.word(there.last + 1) in FIGURES
    if s.word(0) not in POINTERS or there is None or not (owned or at > q.last):
        return None
    return source.passed_on(q, before.p, **made, other=(there.first, there.last))


def _another_part(p: Parsed, q: Quantity, earlier: list[Match]) -> Match | None:
    """ "Of whom 966 were women and 314 were children": a further part of the same."""
    s = p.s
    last = max(earlier, key=lambda one: one.span[0], default=None)
    goes_on = s.word(q.first - 1) in (",", "and") and s.flag(q.last) & lex.AUX and not content(p, q.last)
    if last is None or last.form != "share_count" or q.unit != "count" or not goes_on or q.first - last.ends > 6:
        return None
    return last.passed_on(q, rule="share:of these")


def apposed(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """The size or rate of a count right before it: "229 women died in fires, a 24% rise", "90 arsons (down 8%)",
    "70 workers, a rate of 0.5 per 100,000". The count is nearer than any other incident that the sentence names.
    """
    if earlier is None or not (earlier.measure or earlier.event):
        return None
    if earlier.form == "pct_change" and q.unit == "count":
        own = phrase_right(p, q.last)
        at = own[1] if own and own[0] == q.last and is_incident(p, own) else q.last + (p.s.word(q.last) in CASES)
        extra = p.s.word(q.first - 1) in ("extra", "additional")
        opens = p.s.word(q.first - 1 - 2 * extra)  # "- an extra 1,969 offences -"
        set_off = (opens, p.s.word(at)) in (("-", "-"), ("—", "—"), ("(", ")")) or (opens == "or" and at > q.last)
        if set_off and (extra or q.first - earlier.span[1] <= 2):  # "by 12 per cent - 1,969 offences - to 15,050"
            return earlier.passed_on(q, form="abs_change", unit="count", rule="change:again", ends=at)
    if earlier.kind == "rate" and q.unit == "count":
        return None
    if earlier.kind not in ("level", "rate"):
        return None
    if q.unit == "count":
        every = per(p, q.last)
        lead = q.first - 1
        moved = p.s.word(lead) in ("up", "down") and p.s.word(lead - 1) in (",", "(", "-", "—")
        if moved and not content(p, q.last):  # "29,376 people died, down 3,389 on the previous year"
            return _size(p, q, earlier, None, [earlier])
        if not every or p.s.words[lead - 1 : lead + 1] != ["rate", "of"] or not _close(p, earlier, lead - 2):
            return None
        return earlier.passed_on(q, kind="rate", form="rate", direction="none", unit=every, rule="rate:inherited")
    start = p.s.opening(q.first, lex.ADV, _LEADING)
    told = _change_words(p, q)
    if told is None or (p.s.words[min(start, told[1]) - 1] not in _MARKS and p.s.words[start - 1] not in _MARKS):
        return None
    return _size(p, q, earlier, None, [earlier])


def _in_a_row(p: Parsed, q: Quantity, found: list[Match]) -> Match | None:
    """One of several numbers with one noun: "35 and nine incidents, respectively", "42, 41 and 24 deaths"."""
    row = None if q.not_counting else in_row(p, (q.first, q.last))
    if row is None:
        return None
    starts = {n.first for n in row.numbers}
    read = next((one for one in reversed(found) if one.span[0] in starts and one.unit == q.unit), None)
    if read is None:
        return None
    last = read.span[0] == row.numbers[-1].first
    return read.passed_on(q) if row.told or row.alongside or (last and len(row.numbers) > 2) else None


def _ends_another(p: Parsed, q: Quantity, found: list[Match]) -> bool:
    """Whether a number is where something that is not counted here moved to: "the number of countries grew from 58 to
    66".
    """
    s, verb = p.s, p.s.back(q.first - 1, lex.ADV, ("from", "to"))
    moved = subject(p, verb) if s.flag(verb) & lex.CHANGE_VERB and verb < q.first - 1 else None
    if moved and s.word(moved[1]) == "with" and not is_counted(p, moved):
        return True
    start = p.quantity_at.get(q.first - 2) if p.s.word(q.first - 1) == "to" else None
    led = start is not None and p.s.word(start.first - 1) == "from"
    return led and not any(one.span[0] <= start.core < one.span[1] for one in found)  # type: ignore[union-attr]


def _compared_ahead(p: Parsed, q: Quantity, found: list[Match]) -> Match | None:
    """What a count further on is compared with: "compared to 18 in the month before, 25 attacks were recorded"."""
    s = p.s
    compared = s.word(q.first - 1) in ("to", "with") and s.word(q.first - 2) in ("compared", "comparison")
    ahead = next((one for one in found if one.span[0] > q.last), None)
    if not compared or q.unit != "count" or ahead is None or ahead.kind != "level" or "," not in s.words[q.last :]:
        return None
    dated = q.last in p.date_at or (s.flag(q.last) & lex.PREP and begins_a_time(p, q.last + 1))
    return ahead.passed_on(q, rule="level:compared with") if dated and ahead.measure else None


def told_apart(p: Parsed, found: list[Match]) -> None:
    """Give each number of a row its own of the incidents that all are said of: "deaths and injuries rose by 30 percent
    and 13 percent", where they are not of one place or time each.
    """
    for one in found:
        row = in_row(p, one.span) if one.measure else None
        if row is None or row.alongside or one.span[0] != row.numbers[0].first:
            continue
        starts = [n.first for n in row.numbers]
        told = [other for other in found if other.span[0] in starts and other.measure == one.measure]
        parts = _coordinated(p, one.measure or (0, 0))
        if len(told) == len(parts) == len(starts):
            for other, part in zip(told, parts, strict=True):
                other.measure, other.measure_of = part, None


def _coordinated(p: Parsed, measure: Span) -> list[Span]:
    """The incidents that a measure names side by side: "deaths and injuries"; also those named just before it."""
    first, last = measure
    while p.s.word(first - 1) in ("and", ",") and (left := phrase_left(p, first - 1)) and left[1] == first - 1:
        first = left[0]
    cuts = [at for at in range(first, last) if p.s.words[at] in ("and", ",")]
    parts = [part for part in pairwise([first - 1, *cuts, last]) if part[1] > part[0] + 1]
    spans = [(start + 1, end) for start, end in parts]
    return spans if all(is_incident(p, span) for span in spans) else []


# Sizes of a change: ", a 24% rise on 2021", "(down 8%)", "or 30 per cent".


def _size(p: Parsed, q: Quantity, governor: Match | None, before: Before | None, found: list[Match]) -> Match | None:
    again = governor and _again(p, q, governor)
    if again:
        return again
    told = q.unit in SIZES and _change_words(p, q)
    if not told:
        return _ahead(p, q, found) if governor is None else None
    direction, first, last = told
    if not _free_after(p, last):
        return None
    start = p.s.opening(first, lex.ADV, _LEADING)
    form, unit = SIZES[q.unit]
    made: dict[str, object] = {"kind": "change", "form": form, "direction": direction, "unit": unit}
    made |= {"rule": f"{form}:inherited", "ends": max(last, q.last)}
    if start == 0 or _pointer_before(p, start):
        source = before.governor() if before else None
        return source.passed_on(q, before.p, **made) if source and before else None
    joined = (
        ("and" in p.s.words[start - 1 : start + 1] or p.s.words[start - 1] == "but")
        and governor is not None
        and governor.kind in ("change", "trend")
    )
    joined = joined or p.s.words[start] in _SHOWING  # "10,000 burglaries marking a 9 percent increase"
    if governor is None or not (joined or p.s.words[start - 1] in _MARKS) or not _close(p, governor, start - 1):
        return None
    return governor.passed_on(q, **made, place=named_before(p, start) if p.s.words[start - 1] == "(" else None)


def _again(p: Parsed, q: Quantity, governor: Match) -> Match | None:
    """A further size of the same change: "up 173% from a year ago and 28% since January", "…, but 10 in London"."""
    s = p.s
    marks = (s.word(q.first - 1), s.word(q.last))
    beside = marks in ((",", ","), ("(", ")")) and q.first - governor.span[1] <= 3
    # "an increase of 225 incidents, 13.5%, over", "declined by nearly half (49%)"
    if governor.form in ("abs_change", "fraction_change") and q.unit == "percent" and beside:
        return governor.passed_on(q, form="pct_change", unit="percent", rule="change:again", anchor=governor.anchor)
    if governor.kind != "change" or governor.form not in ("pct_change", "abs_change", "fraction_change"):
        return None
    between = s.words[governor.span[1] : q.first]
    other_unit = q.unit in ("count", "percent") and q.unit != governor.unit and len(between) < 5
    other_unit = other_unit and "or" in between[-2:]
    if other_unit and all(word in _OTHER_UNIT or word in CASES for word in between):  # "fell by 461, or 15.2%"
        form, unit = SIZES[q.unit]
        ends = q.last + (s.word(q.last) in CASES)
        value = abs(q.value) if isinstance(q.value, float) else q.value
        return governor.passed_on(q, form=form, unit=unit, rule="change:again", value=value, ends=ends,
            anchor=governor.anchor,
        )  # fmt: skip
    more = more_or_less(s.flag(q.last))
    ends = q.last + bool(more)
    apart = s.word(q.first - 1) in (",", "and") and s.word(governor.span[1] + 1) != "than"
    told = s.word(ends) in ("in", ".", ",", ";", "") and (more or apart)
    if governor.form == "abs_change" and q.unit == "count" and told:
        direction = more or governor.direction  # "Alberta had 32 additional homicides, and Quebec 21 more"
        return governor.passed_on(q, rule="change:again", direction=direction, ends=ends)
    moved = s.flag(q.first - 2) & lex.CHANGE_VERB and q.first - 3 in p.place_at and s.word(q.first - 1) == "by"
    if governor.form == "abs_change" and q.unit == "count" and moved and s.word(q.last) in ("in", ".", ",", ";", ""):
        down = s.flag(q.first - 2) & lex.DOWN_VERB  # "and Saskatchewan dropped by nine"
        return governor.passed_on(q, rule="change:again", direction="down" if down else "up")
    by = s.words[q.first - 2 : q.first]
    if by == ["and", "by"] and q.unit == governor.unit and q.first - governor.span[1] <= 12:
        return governor.passed_on(q, rule="change:again", anchor=governor.anchor)
    there = p.place_at.get(q.first - 2) if by[1:] == ["by"] else None
    opens = s.words[there.first - 2 : there.first] if there else []
    ends_so = there and s.word(q.last) in (",", ".", ";", "") and there.first - governor.span[1] <= 12
    if there and ends_so and opens in (["and", "in"], [",", "in"], ["and", "across"]) and q.unit == governor.unit:
        return governor.passed_on(q, rule="change:again", anchor=governor.anchor, place=(there.first, there.last))
    led = s.word(q.first - 1) in ("and", "but", ",", "while") or by == ["followed", "by"]
    if not led or q.first - governor.span[1] > 12:
        return None
    lead = s.word(q.last)
    at = q.last + 1 + bool(s.flag(q.last + 1) & lex.DET)
    dated = lead in ("since", "from", "on", "over", "in", "compared", "between", "during") and (
        at in p.date_at or at + 1 in p.date_at or (lead == "since" and q.unit == "percent")
    )
    placed = lead in ("in", "across", "at") and at in p.place_at
    bare = q.unit == "count" and governor.unit == "percent" and placed
    if not (dated or placed) or not (bare or (q.unit == governor.unit and q.unit != "count")):
        return None
    if not _close(p, governor, q.first - 1):
        return None
    there = p.place_at.get(at) if placed else None
    if there and s.word(there.last) not in _AFTER_SIZE:
        return None  # "5% in Leeds' bond yields"
    return governor.passed_on(
        q, rule="change:again", anchor=governor.anchor, place=(there.first, there.last) if there else None
    )


def _ahead(p: Parsed, q: Quantity, found: list[Match]) -> Match | None:
    """What opens a sentence and is said of what follows: "After falling 12 percent …, violent crime dropped"."""
    s = p.s
    verb = q.first - 1 - (s.word(q.first - 1) == "by")
    if not s.flag(verb) & lex.CHANGE_VERB or not s.words[verb].endswith("ing") or verb > 2 or q.unit == "count":
        return None
    following = next((one for one in found if one.span[0] > q.first), None)
    if following is None or following.measure is None or following.measure[0] <= q.last:
        return None
    start = s.opening(following.measure[0], lex.DET)
    if s.words[start - 1] != ",":
        return None
    form, unit = SIZES[q.unit]
    direction = "down" if s.flags[verb] & lex.DOWN_VERB else "up"
    made = {"kind": "change", "form": form, "direction": direction, "unit": unit, "rule": f"{form}:ahead"}
    return following.passed_on(q, **made, event=None)


def _change_words(p: Parsed, q: Quantity) -> tuple[str, int, int] | None:
    """The direction of a size of change, and the first and last words it takes: "a 24% rise", "up 8%", "4 fewer"."""
    s = p.s
    if q.unit != "count":
        for at in range(q.last, min(q.last + 5, len(s))):
            if s.flags[at] & lex.CHANGE_NOUN and not content(p, at + 1):
                return ("down" if s.flags[at] & lex.DOWN_NOUN else "up"), q.first, at + 1
            if not (s.words[at] in ("-", "year", "on") or s.flags[at] & lex.ADV or content(p, at)):
                break
    lead = q.first - 1
    if s.word(lead) in ("of", "by"):
        back = lead - 1
        while back > 0 and not s.flags[back] & lex.CHANGE_NOUN and (content(p, back) or s.flags[back] & lex.ADV):
            back -= 1
        opened = bool(s.flag(back - 1) & lex.DET) or s.word(back - 1) in ("-", "(", ",")
        if back >= 0 and opened and s.flags[back] & lex.CHANGE_NOUN:
            return ("down" if s.flags[back] & lex.DOWN_NOUN else "up"), back, q.last
    by = lead - (s.word(lead) == "by")
    if s.word(by) in ("up", "down") and not s.flag(by - 1) & lex.CHANGE_VERB:
        return s.words[by], by, q.last
    if s.word(q.core - 1) in ("+", "-") and s.glued(q.core) and q.unit == "percent" and s.word(q.core - 2) in _MARKS:
        return ("up" if s.words[q.core - 1] == "+" else "down"), q.core - 1, q.last
    if s.word(q.last) in CASES and more_or_less(s.flag(q.last + 1)) and s.word(q.last + 2) == "than":
        return more_or_less(s.flag(q.last + 1)) or "", q.first, q.last + 2  # "4 cases less than recorded in 2017"
    towards = more_or_less(s.flag(q.last))
    if towards and (s.word(q.last + 1) in ("than", ".", ",", ";", ")", "")):
        bracketed = s.word(q.first - 1) == "(" and s.word(q.last + 1) == ")"
        if q.unit == "count" and s.word(q.last + 1) != "than" and not bracketed and towards == "up":
            return None
        return towards, q.first, q.last + 1
    if q.unit == "percent" and s.flag(q.last) & (lex.UP_WORD | lex.DOWN_WORD) and s.word(q.last + 1) in ("on", "from"):
        return ("up" if s.flag(q.last) & lex.UP_WORD else "down"), q.first, q.last + 1
    return None


def _free_after(p: Parsed, last: int) -> bool:
    """Whether nothing after a size says of what it is: "a 10% rise in staff" is a rise of something else."""
    s = p.s
    word = s.word(last)
    if word == "in" and s.word(last + 1) in ("comparison", "contrast"):
        return True
    if word in ("in", "of", "for"):
        at = s.past(last + 1, lex.DET)
        return at in p.date_at or at in p.place_at or (word == "in" and s.word(at) in ("year", "month", "decade"))
    return word in _AFTER_SIZE or last in p.date_at or (last + 1 in p.date_at and bool(s.flag(last) & lex.PREP))


def _close(p: Parsed, governor: Match, end: int) -> bool:
    """Whether a claim is what the words before `end` are about: no other number and no other movement between."""
    start = max(governor.span[1], governor.event[1] if governor.event and governor.event[1] <= end else 0)
    start = max(start, governor.ends) if governor.kind == "change" and governor.ends <= end else start
    if not 0 <= end - start <= REACH:
        return False
    s = p.s
    taken = range(*governor.span)
    return not any(
        (
            at in p.quantity_at and p.quantity_at[at].not_counting is None and s.word(at - 1) not in ("per", "every")
        )  # "40 arrests at a match of 9,000 fans, a rise"
        or s.words[at] in (";", ":", "$", "£", "€", "but", "while", "whereas")
        or (s.flags[at] & lex.CHANGE_VERB and at not in taken and at > governor.anchor and not content(p, at))
        for at in range(start, end)
        if at not in range(governor.anchor, governor.anchor + 1)
    )


# Levels: "compared to 85 in 2015", "4,882 in one state, 4,816 in another", "to 16,575".


def _level(p: Parsed, q: Quantity, governor: Match | None, found: list[Match]) -> Match | None:
    s = p.s
    if governor is None or (governor.unit == "rank" and not is_counted(p, governor.measure)):
        return None
    if (s.word(q.last) == "-" and s.glued(q.last)) or isinstance(q.value, tuple):
        return None
    rated = governor.kind == "rate"
    lead = q.first - 1
    while s.flag(lead) & (lex.DET | lex.ADV) and lead > 0 and lead not in p.date_at:
        lead -= 1
    of = s.words[lead - 1 : lead + 1] == ["rate", "of"] and not content(p, q.last)
    every = per(p, q.last) or (per(p, governor.measure[1]) if of and governor.measure else None)
    level = {
        "kind": "rate" if every or rated else "level", "form": "rate" if every or rated else "level",
        "direction": "none", "unit": every or (governor.unit if rated else "count"),
    }  # fmt: skip
    further = governor.kind == "rate" and s.word(q.first - 1) in (",", ";", "and", "or", "-", "—")
    told = s.words[q.first - 2 : q.first] == ["which", "is"] and s.flag(q.last) & lex.PEOPLE
    again = per(p, q.last + 1) if rated and told else None
    if again:  # "2,000 people a month, which is more than 500 people per week"
        made = level | {"kind": "rate", "form": "rate", "unit": again}
        return governor.passed_on(q, **made, rule="rate:inherited", span=(q.first, q.last + 1))
    if every and (of or (further and q.last - q.core == 1)):
        return governor.passed_on(q, **level, rule="rate:inherited")
    same = governor.measure is not None and s.word(q.last) in s.words[slice(*governor.measure)]
    if same and governor.event and s.word(q.first - 1) in (",", ";") and q.first - governor.ends < 8:
        every = every or per(p, q.last + 1)
        level |= {"unit": every or level["unit"]}
        return governor.passed_on(q, **level, rule="rate:inherited", span=(q.first, q.last + 1))
    own = content(p, q.last) and s.word(q.last) not in CASES and q.last not in p.date_at and q.last not in p.place_at
    if every or (own and s.word(q.last) not in ("arriving", "crossing")):
        return None
    listed = member(p, q, governor, found)
    there = None if listed or governor.kind not in ("level", "rate", "change") else item_place(p, q)
    if there and there[1] < q.first and (s.word(q.last) in AFTER_MEMBER or q.last in p.date_at):
        listed = (there,)  # "…; in Maine it was 1.6"
    if listed:
        measure = unowned(p, governor.measure) if listed[0] else governor.measure
        return governor.passed_on(q, **level, rule="level:listed", place=listed[0], measure=measure)
    if governor.kind == "share" and s.word(q.first - 1) == "(" and s.word(q.last) == ")" and governor.span[1] == lead:
        return governor.passed_on(q, kind="share", form="share_count", unit="count", rule="share:in brackets")
    return None


def _pointer_before(p: Parsed, at: int) -> bool:
    """Whether a sentence opens with a word that points back, before a size: "This represents a 24% rise"."""
    s = p.s
    words = [word for i, word in enumerate(s.words[:at]) if i not in p.date_at]
    opens = words[:1] in (["it"], ["this"], ["that"], ["they"], ["these"], ["those"])
    opens = opens or (words[:1] == ["the"] and not FIGURES.isdisjoint(words))  # "The 2021 numbers represent a 15% fall"
    return opens and all(
        word in POINTERS | FIGURES or s.flags[i] & (lex.AUX | lex.ADV | lex.DET) or i in p.date_at or word in _LEADING
        or word in ("year", "in", "month") for i, word in enumerate(s.words[:at])
    )  # fmt: skip


# Shares: "of which 18% had been drinking, 5% had taken a drug", "41 percent of the global total".


def _share(p: Parsed, q: Quantity, governor: Match | None) -> Match | None:
    s = p.s
    if governor is None or governor.measure is None:
        return None
    if governor.kind not in ("level", "share", "rate") and not is_incident(p, governor.measure):
        return None
    share = {"kind": "share", "form": f"share_{q.unit}", "direction": "none", "unit": q.unit, "event": None}
    of = s.words[q.last : q.last + 4]
    if of[:2] == ["of", "the"] and any(word in ("total", "totals", "toll") for word in of[2:4]):
        near = q.first - governor.span[1]
        return governor.passed_on(q, **share, rule="share:of the total") if 0 <= near <= REACH else None
    these = of[:1] == ["of"] and not _ALL.isdisjoint(of[1:]) and not CASES.isdisjoint(s.words[q.last : q.last + 5])
    if these and 0 <= q.first - governor.span[1] <= REACH:  # "with 46 per cent of all documented cases on streets"
        return governor.passed_on(q, **share, rule="share:of all")
    which = any(s.words[at] in ("which", "whom", "them", "these", "those") and s.word(at - 1) == "of"
                for at in range(governor.span[1], q.first))  # fmt: skip
    listed = governor.kind == "share" and s.word(q.first - 1) in (",", "and", "while", ";", "with")
    told = s.flag(q.last) & (lex.AUX | lex.VERB | lex.EVENT) or s.words[q.last : q.last + 2] == ["attributed", "to"]
    if (which or listed) and told and q.first - governor.span[1] <= REACH:
        return governor.passed_on(q, **share, rule="share:listed")
    of_all = governor.kind == "level" and "of" in s.words[max(0, governor.span[0] - 2) : governor.span[0]]
    if (
        of_all
        and s.word(q.first - 1) == ","
        and (s.word(q.last) == "(" or s.flag(q.last) & (lex.AUX | lex.VERB | lex.EVENT))
    ):
        return governor.passed_on(q, **share, rule="share:of all")
    if governor.form == "share_count" and s.words[governor.span[1] : q.first] == [",", "or"]:
        return governor.passed_on(q, **share, rule="share:beside")  # "1,782 of the murders, or 10.5 percent"
    beside = governor.kind == "level" and q.first - governor.span[1] == 1
    if beside and s.word(q.first - 1) == s.word(q.last) == ",":  # "56 murders, 9.96%, were committed by other means"
        return governor.passed_on(q, **share, rule="share:beside")
    if governor.kind == "share" and s.word(q.first - 1) in ("causing", "for", "to") and s.word(q.last) in AFTER_MEMBER:
        return governor.passed_on(q, **share, rule="share:listed")
    if s.words[q.first - 2 : q.first] == ["responsible", "for"]:
        return governor.passed_on(q, **share, rule="share:listed")
    return None
