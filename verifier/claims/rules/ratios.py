"""Cue rules for comparisons of two groups, places or measures at one time; with a time on the other side they are
changes: "three times as many attacks as in 2015"."""

from __future__ import annotations

from verifier.claims.phrases.count_words import FIGURES
from verifier.claims.phrases.incident_phrases import is_counted, is_incident, is_people, more_or_less
from verifier.claims.phrases.match import OF_A_FIGURE_THEN, Match, Span
from verifier.claims.phrases.noun_phrases import content, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import left_out, subject
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag

WORSE = dict.fromkeys(("worse", "deadlier", "bigger", "larger", "bloodier"), "up") | dict.fromkeys(
    ("lower", "smaller", "safer"), "down"
)
_AS = dict.fromkeys(bag("many much likely high often great common dangerous deadly violent"), "up") | dict.fromkeys(
    bag("few little low"), "down"
)
_RECORDED_IN = bag("of in for during recorded reported registered")
_WHOLES = bag("national nationwide global worldwide statewide world nation country average")
_END = bag(', ; : . ? ! ) " when if because while but — based according')


def ratio(p: Parsed, q: Quantity, earlier: Match | None = None) -> Match | None:
    """ "three times more likely", "twice as many", "40 percent less likely", "five times higher than"."""
    if q.unit not in ("times", "percent", "fraction"):
        return None
    s = p.s
    at = q.last
    while s.flag(at) & lex.ADV and s.word(at) not in ("more", "less", "again"):
        at += 1
    half_again = q.unit == "fraction" and s.words[at : at + 3] == ["again", "as", "many"]
    at += half_again
    if of_a_figure := _of_a_figure_then(p, q, earlier):
        return of_a_figure
    if s.word(at) == "the" and q.unit == "times":
        return _times_the(p, q, at)
    if s.word(at) == "what" and q.unit == "times" and s.word(at + 1) in ("it", "they", "was", "were"):
        measure = subject_left(p, q.first)  # "burglaries are three times what they were in 2019"
        return Match.change(q, "multiple", "up", "times", "ratio:what", measure) if is_counted(p, measure) else None
    then = p.date_at.get(at) if q.unit == "times" else None
    if then and s.word(then.last) == "'s" and s.word(then.last + 1) in FIGURES and earlier and earlier.kind == "level":
        return earlier.passed_on(  # "infections topped 2,000, five times last year's total"
            q, kind="change", form="multiple", direction="up", unit="times", rule="ratio:times that year's"
        )
    if s.words[at : at + 2] == ["what", "it"] and s.word(at + 2) in ("is", "was") and q.unit == "times":
        return _times_that(p, q, at + 2) if s.word(at + 3) in ("for", "among") else None
    of = at + (s.word(at) == "of" and q.unit != "times")  # "a tenth of Louisiana's", "a third of that in Maine"
    if s.word(of) in ("that", "those") and s.word(of + 1) in ("of", "in", "for") and (of > at or q.unit != "percent"):
        return _times_that(p, q, of)
    there = p.place_at.get(of) if of > at or q.unit != "percent" else None
    if there and there.first == of and s.word(there.last) == "'s" and not content(p, there.last + 1):
        return _times_that(p, q, of - 2)  # "Jamaica's murder rate was three times Mexico's"
    as_many = s.word(at) == "as"
    at += as_many
    direction = more_or_less(s.flag(at)) or WORSE.get(s.word(at)) or (_AS.get(s.word(at)) if as_many else None)
    if direction is None:
        return None
    likely = s.word(at) == "likely" or s.word(at + 1) in ("likely", "often", "frequently", "common")
    after = at + 1 + (s.word(at + 1) == "likely")
    other_at, marker = other_side(p, after, "as" if as_many else "than")
    measure = _compared(p, q, at, earlier, likely=likely, as_many=as_many)
    counted = measure is not None and is_counted(p, measure)
    beside = earlier if as_many and earlier and s.word(q.first - 1) == "," and q.first - 1 <= earlier.ends + 6 else None
    if (
        beside and beside.form == "from_to" and other_at is None and q.unit == "times"
    ):  # "…, almost eight times as high"
        return Match.change(q, "multiple", direction, "times", "ratio:as high", beside.measure, anchor=at, ends=at)
    of_people = beside is not None and beside.kind == "level" and beside.event and measure == beside.measure
    if of_people:
        counted = True  # "killed 4,339 people in Lebanon, 35 times as many as the year before"
    if earlier and earlier.kind == "ratio" and not counted and (measure is None or _goes_on(p, q, earlier)):
        measure = earlier.measure  # "and nine times more likely"
    elif not (of_people or _about_incidents(p, q, measure, likely)):
        return None
    other = group_from(p, other_at) if other_at else None
    timed = other_at is not None and is_timed(p, other_at)
    again = half_again or "again" in s.words[at : other_at or at + 2]
    if as_many and q.unit == "fraction" and again:  # "half as many again as in 1990"
        form, unit = ("fraction_change" if timed else "pct_ratio"), "fraction"
    elif as_many and q.unit == "fraction":  # "half as many murders as in 1990"
        form, unit, direction = ("to_fraction_of_base", "fraction_of_baseline", "down")
        if not timed:
            form, unit = "multiple_ratio", "fraction"
    elif q.unit == "times":
        form, unit = ("multiple" if timed else "multiple_ratio"), "times"
    else:
        if not (likely or other_at is not None) or timed:
            return None
        form, unit = "pct_ratio", q.unit
    kind, rule = ("change" if timed else "ratio"), f"ratio:{marker or 'more'} {s.word(at)}"
    other = None if timed else other
    event = beside.event if of_people and beside else None
    if likely and p.s.word(after) == "to":  # "eight times as likely to be murdered": what befalls them
        befalls = p.s.past(after + 1, lex.AUX | lex.ADV)
        event = (befalls, befalls + 1) if p.s.flag(befalls) & lex.EVENT else event
    return Match.change(q, form, direction, unit, rule, measure, kind, anchor=at, ends=at, other=other, event=event)


def _compared(
    p: Parsed, q: Quantity, at: int, earlier: Match | None, *, likely: bool, as_many: bool
) -> Span | None:  # fmt: skip
    """What is compared: the incidents behind the comparison, else the subject, else what the clause before is about."""
    own = None if likely else phrase_right(p, at + 1)
    if own and own[0] == at + 1 and (is_incident(p, own) or is_people(p, own)):
        measure: Span | None = own
    else:
        measure = subject_left(p, q.first)
    if not is_counted(p, measure) and q.unit == "times" and not (earlier and earlier.kind == "ratio"):
        measure = left_out(p, q.first) or measure
    headless = own is None or own[0] != at + 1
    if as_many and headless and earlier and earlier.kind == "level" and p.s.word(q.first - 1) == ",":
        measure = earlier.measure or measure  # "hijacked 9 ships last year, half as many as in 2003"
    if as_many and q.unit == "times" and not is_counted(p, measure) and earlier and earlier.kind in ("change", "level"):
        measure = earlier.measure or measure  # "only 0.6% more than in June, but almost twice as many as in July"
    return measure


def _goes_on(p: Parsed, q: Quantity, earlier: Match) -> bool:
    """Whether a comparison goes on from the one before: "25 times more than in Japan, 10 times more than in France"."""
    return p.s.word(q.first - 1) in (",", "and", "but") and q.first - earlier.ends < 20


def to_one(p: Parsed, first: Quantity, second: Quantity) -> Match | None:
    """ "by more than 2 to 1", "a 3-to-1 ratio"."""
    s = p.s
    link = [word for word in s.words[first.last : second.first] if word != "-"]
    if link != ["to"] or second.value != 1 or first.unit != "count" or first.high <= 1:
        return None
    measure = subject_left(p, next((i for i in range(first.first) if s.words[i].startswith("outnumber")), first.first))
    if not is_incident(p, measure):
        return None
    return Match.change(
        first, "multiple_ratio", "up", "times", "ratio:to one", measure, kind="ratio", span=(first.first, second.last)
    )


def _times_the(p: Parsed, q: Quantity, at: int) -> Match | None:
    """ "three times the national average", "five times the rate of 2010", "twice the number of deaths"."""
    s = p.s
    own = phrase_right(p, at + 1)
    if own is None:
        return None
    measure = subject_left(p, q.first)
    if not (is_incident(p, own) or is_counted(p, measure)):
        return None
    follow = s.word(own[1])
    timed = not of_the_whole(p, own) and (
        own[1] in p.date_at or (follow in ("in", "of", "from") and own[1] + 1 in p.date_at)
    )
    other = None if timed else own
    kind, form = ("change", "multiple") if timed else ("ratio", "multiple_ratio")
    return Match.change(
        q,
        form,
        "up",
        "times",
        "ratio:times the",
        measure if is_counted(p, measure) else own,
        kind=kind,
        anchor=at,
        ends=at,
        other=other,
    )


def _of_a_figure_then(p: Parsed, q: Quantity, earlier: Match | None) -> Match | None:
    """A count as a multiple or a part of the one of another time: "…, five times the toll of the year before", "…,
    almost half of the 121,055 of 2012".
    """
    s = p.s
    the = q.last + (s.word(q.last) == "of")
    if (
        earlier is None
        or earlier.kind != "level"
        or s.word(the) not in ("the", "their", "its", "that")
        or q.unit == "percent"
    ):
        return None
    figure = the + 1 + (s.word(the + 1) == "death")
    end = figure + 1 if s.word(figure) in FIGURES else None
    end = q.last + 1 if s.word(q.last) == "that" and s.word(q.last + 1) == "of" else end  # "twice that of 2024"
    if end is None and (count := p.quantity_at.get(figure)) and count.first == figure and count.unit == "count":
        end = count.last
    if end is None or s.word(end) not in _RECORDED_IN or not is_timed(p, end + 1):
        return None
    form, direction = ("multiple", "up") if q.unit == "times" else ("to_fraction_of_base", "down")
    unit = "times" if q.unit == "times" else "fraction_of_baseline"
    fields = {"kind": "change", "form": form, "direction": direction, "unit": unit, "rule": OF_A_FIGURE_THEN}
    return earlier.passed_on(q, **fields, span=(q.first, end), ends=end)


def of_the_whole(p: Parsed, own: Span) -> bool:
    """Whether what is compared with is the whole around it: "the national rate", "the global average"."""
    return any(p.s.words[at] in _WHOLES or at in p.place_at for at in range(*own))


def _times_that(p: Parsed, q: Quantity, at: int) -> Match | None:
    """ "ten times that of the flu", "half those of the city"."""
    s = p.s
    measure = subject_left(p, q.first)
    rated = s.word(q.first - 1) == "rate" and any(s.flags[i] & lex.EVENT for i in range(max(0, q.first - 12), q.first))
    if not is_incident(p, measure) and not (rated and is_people(p, measure)):
        return None
    other = group_from(p, at + 2)
    if other is None:
        return None
    form = "to_pct_of_base" if q.unit == "percent" else "multiple_ratio"
    whole = 100 if q.unit == "percent" else 1
    return Match.change(
        q, form, "up" if q.high > whole else "down", q.unit, "ratio:times that", measure,
        kind="ratio", anchor=at, ends=at, other=other,
    )  # fmt: skip


def other_side(p: Parsed, start: int, marker: str) -> tuple[int | None, str | None]:
    """Where the other side of a comparison begins: after "than" or the second "as"."""
    s = p.s
    for at in range(start, min(len(s), start + 22)):
        if s.words[at] == marker or (s.words[at] == "than" and marker == "as"):
            return at + 1, marker
        if s.words[at] in (";", "."):
            break
    return None, None


def is_timed(p: Parsed, at: int) -> bool:
    """Whether the other side of a comparison, from a token on, is another time ("than in 2019", "than before")."""
    s = p.s
    return (
        at in p.date_at
        or s.past(at, lex.DET, ("in", "during", "for", "all", "whole", "of")) in p.date_at
        or _of_a_count_then(p, at)
        or (s.word(at) in ("in", "during", "before", "at", "last") and (at + 1 in p.date_at or s.word(at) == "before"))
        or (s.word(at) in ("at", "by") and s.past(at + 1, lex.DET) in p.date_at)  # "as at the end of 2018"
        or s.words[at : at + 2] in (["it", "was"], ["they", "were"])
        or (s.word(at) == "the" and s.word(at + 1) in ("previous", "prior", "preceding"))
        or _mean_of_a_time(p, s.past(at, lex.DET))
    )


def _mean_of_a_time(p: Parsed, at: int) -> bool:
    """Whether a token is the average of other years: "7% lower than the | average for the past five years"."""
    s = p.s
    length = 3 * (s.word(at + 1) == "-" and s.flag(at + 2) & lex.TIME_UNIT > 0)  # "the five-year average"
    mean = s.word(at + length) in ("average", "mean")
    return mean and (length > 0 or (s.word(at + 1) in ("of", "for", "over") and s.past(at + 2, lex.DET) in p.date_at))


def _of_a_count_then(p: Parsed, at: int) -> bool:
    """Whether the other side is a count of another time: "a quarter more than | the 959 of 2023"."""
    count = p.quantity_at.get(p.s.past(at, lex.DET))
    if count is None:
        return False
    own = phrase_right(p, count.last)
    end = own[1] if own and own[0] == count.last and is_counted(p, own) else count.last
    return p.s.past(end, lex.DET, _RECORDED_IN) in p.date_at


def group_from(p: Parsed, start: int) -> Span | None:
    """The other group, up to the end of its clause."""
    s = p.s
    at = start
    while at < len(s) and s.words[at] not in _END and at - start < 12:
        at += 1
    begin = start
    while begin < at and s.words[begin] in ("the", "a", "an", "in", "by", "from", "with", "that", "of", "to", "at"):
        begin += 1
    last = begin
    while (
        last < at
        and not (s.flags[last] & (lex.AUX | lex.CHANGE_VERB) and last > begin)
        and not (s.words[last] in ("who", "to") and last > begin + 3)
    ):
        last += 1
    while last > begin + 1 and (s.flags[last - 1] & lex.PREP or s.words[last - 1] == "'s"):
        last -= 1
    if last == begin + 1 and s.flags[begin] & lex.PRON:
        return None
    return _undated(p, begin, last) if last > begin else None


def _undated(p: Parsed, begin: int, end: int) -> Span:
    """The group without the time behind it, which is that of both: "than any other state | in 2024"."""
    date = p.date_at.get(end - 1)
    if date is None or begin in p.date_at:
        return (begin, end)
    last = date.first
    while last > begin and p.s.flags[last - 1] & (lex.PREP | lex.DET):
        last -= 1
    return (begin, last) if last > begin else (begin, end)


def subject_left(p: Parsed, end: int) -> Span | None:
    s = p.s
    at = end
    while at > 0 and (
        s.flags[at - 1] & (lex.AUX | lex.ADV) or s.words[at - 1] in ("is", "are", "at", "nearly", "about", "that")
    ):
        at -= 1
    found = subject(p, at)
    if found:
        return found
    if at > 0 and s.words[at - 1] in ("you", "they", "we", "he", "she", "it", "who", "youre", "i"):
        return (at - 1, at)
    return None


def _about_incidents(p: Parsed, q: Quantity, measure: Span | None, likely: bool) -> bool:
    s = p.s
    if is_counted(p, measure) or s.word(q.last) in ("deadlier", "bloodier"):
        return True
    if s.words[q.first - 2 : q.first] == ["a", "rate"]:  # "kill each other at a rate 20 times higher"
        return any(s.flags[at] & (lex.EVENT | lex.INCIDENT) for at in range(max(0, q.first - 12), q.first))
    reach = (
        range(q.last, min(len(s), q.last + (28 if likely else 16)))
        if likely or is_people(p, measure)
        else range(q.last, min(len(s), q.last + 6))
    )
    if likely and any(s.flags[at] & lex.EVENT for at in reach):
        return True
    return any(
        s.flags[at] & (lex.INCIDENT | lex.MODIFIER) or (s.flags[at] & lex.EVENT and not s.flags[at] & lex.WEAK)
        for at in range(reach.start, next((i for i in reach if s.words[i] in (",", ";")), reach.stop))
        if s.words[at - 1] != "at"  # "better at killing germs"
    )
