"""The finding of a check in words: what was counted and by whom, how far that is from what was said, what decides, and
the doubts last. Each sentence has a role, by which pages pick it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from verifier.claims.readings.claim_readings import TargetReading
from verifier.claims.readings.targets import ordinal
from verifier.comparisons.intervals import ALIKE
from verifier.comparisons.series import Series
from verifier.findings import kind_words, scores, trendline, wording
from verifier.findings.checked import Checked
from verifier.findings.flags import last_days
from verifier.findings.outcomes import Outcome, claimed_direction, kind_of
from verifier.findings.position import Finding
from verifier.findings.sources import Source
from verifier.findings.stability import WEIGHTINGS
from verifier.findings.words import (
    counted,
    counted_one,
    counted_when,
    counter,
    described,
    figure,
    known,
    publisher,
    rounded,
    where,
    words,
)
from verifier.listing import capital, joined_by_and
from verifier.window import Window

# From this share of the differences on a choice is said to decide.
DECIDES = 0.5
# Fewer comparisons than this, by weight, are told by their counts and not by their shares.
FEW = 2.0
MOST_BESIDE = 3
# From this ratio on the ends of an interval are told as multiples: nobody reads +8,181%.
MULTIPLES = 10.0
RIGHT = (Finding.HOLDS_UP, Finding.ROUGHLY, Finding.AT_LEAST)
_CALENDAR = {"years": 365.25, "quarters": 91.3, "months": 30.4, "weeks": 7.0, "days": 1.0}
# A rate per population with the count that it is: "120 per 100,000 people, 13,903 of them".
_PER_PEOPLE = re.compile(r"([\d.,]+)( per .+), [\d,]+ of them")
_DECIMALS = re.compile(r"\d\.(\d+)%")
SOFTENED = {"more_than": "more than ", "at_least": "at least ", "less_than": "less than ", "at_most": "up to ",
            "approx": "about "}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its role in the finding."""

    role: str
    words: str


def nothing_counted(check: Checked) -> str:
    """Why no comparison says anything: the counts end before the time that the claim is about, or are too few."""
    period, ends = check.claim.resolved.period, last_days(check.sources)
    short = {name: date.fromordinal(end) for name, end in ends.items() if period and end < period.end.toordinal()}
    if period is None or not short or len(short) < len(ends):
        return words("finding", "no_counts")
    until = joined_by_and([f"{name}'s counts end on {wording.day(end)}" for name, end in short.items()])
    return words("finding", "ends_before", counts=until, day=wording.day(period.end))


def sentences(check: Checked) -> list[Sentence]:
    """All that is said of a finding, in order."""
    if check.reason or check.target is None or not check.says_something or check.headline is None:
        why = (check.reason or nothing_counted(check)).rstrip(".")
        remedy = check.refusal.remedy if check.refusal else None
        refused = Sentence("lead", words("finding", "not_checkable", reason=capital(why)))
        return [refused, *([Sentence("remedy", remedy)] if remedy else [])]
    made: list[tuple[str, list[str | None]]] = [
        ("denied", [words("finding", "denied") if check.claim.negated else None]),
        ("lead", [_right_on_the_day(check), f"{check.finding.value}: {_counts(check, check.headline)}."]),
        ("meaning", [_meaning(check)]),
        ("read", [_read(check)]),
        ("beside", [*_beside(check), _of_others(check)]),
        ("shares", [_shares(check)]),
        ("break", [flag.detail for flag in check.flags if flag.flag == "break"]),
        ("decides", [_decides(check)]),
        ("stability", [_stability(check)]),
        ("chance", [_chance(check), _other_dates(check)]),
        ("trend", [one.sentence() for one in _supports(check)]),
    ]
    return [Sentence(role, capital(said)) for role, several in made for said in several if said]


def _supports(check: Checked) -> list[trendline.Support]:
    """The support of a trend in the series of the lead, whose steps that of a run has told."""
    if check.headline is None or check.statistic == "run":
        return []
    return [one for one in check.supports if one.source.key == check.source_of(check.headline).key]


def _meaning(check: Checked) -> str | None:
    """What the finding means, where its counts do not say it; of one that leans, why it is not firm."""
    leans = check.finding != Finding(check.position.value)
    if check.finding == Finding.CANNOT_TELL and check.shares.edge + check.shares.close_edge > 0:
        return words("finding", "one_decides")
    if leans and check.held.no_period:
        return words("finding", "no_period")
    if leans and check.held.later_release and check.headline:
        source = check.source_of(check.headline)
        return words("finding", "later_release", who=publisher(source), month=f"{source.published:%B %Y}")
    return known("finding", check.finding.value)


def _right_on_the_day(check: Checked) -> str | None:
    """The first sentence of a claim that the figures of its day bore out, and today's do not."""
    then = check.then
    if then is None or check.said is None or then.headline is None:
        return None
    if then.finding not in RIGHT or check.finding in RIGHT:
        return None
    return words("then", "was_right", day=wording.day(check.said), counts=_counts(then, then.headline))


def sentence(check: Checked) -> str:
    """All that is said of a finding in one paragraph."""
    return " ".join(one.words for one in sentences(check))


def then_sentence(check: Checked) -> str | None:
    """One line on what the data of the day it was said gave, where they were others than now."""
    if check.then is None or check.said is None or _right_on_the_day(check):
        return None
    day = wording.day(check.said)
    if check.then.finding == check.finding:
        return words("then", "same", day=day)
    return words("then", "other", day=day, finding=check.then.finding.value)


def fair_statement(check: Checked) -> str | None:
    """The narrowest statement that SUPPORT of the weighted comparisons back; None where few comparisons have weight."""
    if check.target is None or not check.says_something:
        return None
    found = scores.fair_range(check.sufficient, order=check.by_value, target=check.target)
    if found is None or check.headline is None or check.effective_comparisons < FEW:
        return None
    support = f"{round(100 * scores.SUPPORT)}%"
    if check.statistic == "ratio":
        low, high = _ends(*found, check.target)
        return words("fair", "change" if low == high else "changes", support=support, low=low, high=high)
    if check.statistic == "count":
        counts = check.source_of(check.headline).series.cells.definition
        low, high = (figure(counts, count) for count in found)
    else:
        low, high = (kind_words.value(value, check.target) for value in found)
    return words("fair", "one" if low == high else "range", support=support, low=low, high=high)


def words_of(check: Checked, row: dict[str, Any]) -> str:
    """A row of the table as a clause: who counted what, in which windows, and the change or the value."""
    return _counts(check, row, distance=False)


def reproduction(check: Checked, row: dict[str, Any]) -> str:
    """Two windows that give the number as a clause: who counted what in them, and the change."""
    target = next(target for target in check.targets if target.label == row["reading"])
    return f"{_counted(row, check.source_of(row), target, check.statistic)}: {_found(row, target, check.statistic)}"


def as_often(check: Checked) -> str | None:
    """How many other numbers would have been found in as many windows."""
    found, target = check.found_as_often, check.target
    if found is None or target is None:
        return None
    ends = found.first, found.last
    first, last = (f"{each:g} times" if target.factor else f"{round(100 * each):,}%" for each in ends)
    return words(
        "found", "as_often", pairs=f"{found.pairs:,}", giving=f"{found.giving:,}", numbers=found.numbers,
        as_often=found.as_often or "none", claimed=claimed(check), first=first, last=last,
    )  # fmt: skip


def change(ratio: float, *, factor: bool = False, digits: int = 0) -> str:
    """A ratio as a change: "up 52%", with so many digits behind the point, or "1.5 times as many"."""
    if math.isinf(ratio):
        return "from none"
    if factor and not ratio:
        return "down to none"
    if factor and ratio > 1:
        return f"{_times(ratio)} as many"
    percent = round(100 * (ratio - 1), digits)
    if percent == 0:
        return "no change"
    return f"{'up' if percent > 0 else 'down'} {abs(percent):,.{digits}f}%"


def _change_claimed(ratio: float, target: TargetReading) -> str:
    """A ratio on the scale of the claim and as precise; as a multiple too where nobody reads the percentage."""
    many = ratio > MULTIPLES + 1 and (target.number or 0) <= MULTIPLES + 1
    return change(ratio, factor=target.factor or many, digits=_digits(target))


def _digits(target: TargetReading) -> int:
    """The digits behind the point of the percentage that was said."""
    said = _DECIMALS.search(target.label)
    return len(said[1]) if said else 0


def gives(check: Checked, row: Mapping[str, Any]) -> str:
    """What a row of the table gives in a few words, on the scale of the claim; its count where that is all there is."""
    target, source = check.target, check.source_of(row)
    assert target is not None  # noqa: S101 (rows are made for a target)
    definition = source.series.cells.definition
    if math.isnan(row["value"]):
        return ""
    if check.statistic == "count":
        return figure(definition, row["after_count"])
    if check.statistic == "ratio":
        if row["before_count"] == 0:
            return f"from none to {figure(definition, row['after_count'])}"
        return _change_claimed(row["ratio"], target)
    if check.statistic == "run":
        steps = int(row["among"])
        went = steps - len(_exceptions(row, source, target))
        return f"{'down' if target.down else 'up'} in {went} of {steps} {target.grain}s"
    if check.statistic in ("rank", "place_rank"):
        return f"{_rank(row, target)} of {int(row['among']):,}"
    return kind_words.value(row["value"], target)


def between(low: float, high: float, target: TargetReading) -> str:
    """An interval of a change on the scale of the claim."""
    if math.isinf(low):
        return "from none"
    if math.isinf(high):
        return "anything" if low == 0 else f"anything above {_signed(low, target)}"
    first, last = _ends(low, high, target)
    return first if first == last else f"anything between {first} and {last}"


def claimed(check: Checked, found: float | None = None) -> str:
    """What was claimed, as a reader would say it: "60%", "more than 60%", or "a rise of 60%" where the counts went the
    other way.
    """
    target = check.target
    assert target is not None  # noqa: S101 (callers have one)
    label = target.label
    softened = SOFTENED.get(check.claim.comparator, "")
    for way in ("rise of ", "fall of ", "rise by ", "fall by ", "a count of "):
        if label.startswith(way):
            number = wording.thousands(label.removeprefix(way))
            neutral = kind_of(target.on).neutral
            same = neutral is None or found is None or (found - neutral) * claimed_direction(target) > 0
            plain = number if number.startswith(tuple(SOFTENED.values())) else f"{softened}{number}"
            return plain if same and any(map(str.isdigit, number)) else f"a {way}{plain}"  # "a fall by half"
    if label.startswith("from "):
        return f"a {'rise' if claimed_direction(target) > 0 else 'fall'} {wording.thousands(label)}"
    if rate := _PER_PEOPLE.fullmatch(label):
        return f"{softened}{rate[1]}"
    label = re.sub(r"(?<= times) the (?:earlier number|other)$", " as many", label.removesuffix(" of the whole"))
    label = {"2 times as many": "twice as many", "0.5 times as many": "half as many"}.get(label, label)
    label = label.removesuffix(" than the other")
    return label if label.startswith(("more", "fewer", "no ", "the ")) else f"{softened}{label}"


def _counts(check: Checked, row: Mapping[str, Any], *, distance: bool = True) -> str:
    """What a row counted, and how far that is from the claim."""
    target, source = check.target, check.source_of(row)
    assert target is not None  # noqa: S101 (rows are made for a target)
    said, rate = _counted(row, source, target, check.statistic), per_people(row, target)
    said += words("counts", "per_people", rate=rate) if rate else ""
    found = _found(row, target, check.statistic)
    if not distance:
        return f"{said}: {found}" if found else said
    # Where the counts that the text gives are off, the change is not all that was claimed.
    same = row["outcome"] == Outcome.MATCHES and not (check.claim.counts and check.finding == Finding.ROUGHLY)
    number = None if math.isnan(row["value"]) else float(row["value"])
    if not found:
        told = words("distance", "level_same") if same else words("distance", "level_other", claimed=claimed(check))
        return f"{said}, {told}"
    told = claimed(check, number)
    exact = re.match(r"([\d.,]+%?)", told)  # "up 37%" is not the 40% that was claimed, close as it is
    if same and (exact is None or exact[1] in found):
        return f"{said}: {words('distance', 'same', found=found)}"
    return f"{said}: {words('distance', 'other', found=found, claimed=told)}"


def per_people(row: Mapping[str, Any], target: TargetReading) -> str:
    """What a count is per population, where a rate was said that it is held against: "14.6 per 100,000 people"."""
    rate = _PER_PEOPLE.fullmatch(target.label)
    if not rate or not target.number:
        return ""
    number = float(rate[1].replace(",", ""))
    return f"{row['after_count'] * number / target.number:.3g}{rate[2]}"


def _counted(row: Mapping[str, Any], source: Source, target: TargetReading, statistic: str) -> str:
    after, counts = Window(row["after_start"], row["after_end"]), source.series.cells.definition
    one = row["after_count"] == 1 and not counts.is_rate
    filled: dict[str, Any] = {
        "who": counter(source), "after": figure(counts, row["after_count"]),
        "what": counted_one(source) if one else counted(source),
        "where": where(source), "when": counted_when(counts, after), "before": figure(counts, row["before_count"]),
    }  # fmt: skip
    if statistic in ("ratio", "difference", "points", "run"):
        before = Window(row["before_start"], row["before_end"])
        filled["earlier"] = counted_when(counts, before)
        if statistic == "run":
            return words("counts", "run", **filled, value=_step_by_step(row, source, target))
        said = words("counts", "two_windows", **filled)
        if statistic == "points" and source.other is not None:
            shares = [_share(source, source.other, window) for window in (after, before)]
            return words("counts", "shares", counts=said, after=shares[0], before=shares[1], whole=_whole_of(source))
        return said
    if statistic in ("rank", "place_rank"):
        tied = f", level with {int(row['tied'])} other" if row["tied"] else ""
        ranked = {"value": f"the {_rank(row, target)}", "among": f"{int(row['among']):,}", "tied": tied}
        if statistic == "place_rank":
            return words("counts", "place_rank", **filled, **ranked, level=source.other_label)
        return words("counts", "rank", **filled, **ranked, level=_units(after))
    if statistic == "sides":
        return _two_sides(source, filled)
    if statistic == "count":
        return words("counts", "level", **filled)
    value = kind_words.value(row["value"], target)
    if statistic == "share" and source.own_label:  # of a country in the world
        return words("counts", "share_of_place", **filled, value=value, whole=source.other_label)
    if statistic == "share":
        return words("counts", "share", **filled, value=value, whole=source.other_label.partition(",")[0])
    return words("counts", "rate", **filled, value=value)


def _share(source: Source, whole: Series, window: Window) -> str:
    return f"{100 * source.series.count(window).count / whole.count(window).count:.3g}%"


def _whole_of(source: Source) -> str:
    """What a share is of: those in the world, or the things of which the part is one kind."""
    return f"those in {source.other_label}" if source.own_label else source.other_label.partition(",")[0]


def _rank(row: Mapping[str, Any], target: TargetReading) -> str:
    """fifth-highest, lowest, 11th-highest."""
    return f"{ordinal(int(row['value']))}{'lowest' if target.down else 'highest'}"


def _units(window: Window) -> str:
    """What stretches as long as a window are called: years, months, days."""
    named = (f" {name}" for name, days in _CALENDAR.items() if abs(window.days - days) <= 0.02 * days + 0.5)
    return next(named, " stretches as long")


def _exceptions(row: Mapping[str, Any], source: Source, target: TargetReading) -> list[tuple[Window, int, int]]:
    """The steps of a run that did not go the claimed way: the window that each led to, its count and the one before."""
    windows = Window(row["before_start"], row["before_end"]), Window(row["after_start"], row["after_end"])
    return trendline.exceptions(source.series, *windows, target)


def _step_by_step(row: Mapping[str, Any], source: Source, target: TargetReading) -> str:
    """How many of the steps went the claimed way, and which did not."""
    steps, others = int(row["among"]), _exceptions(row, source, target)
    filled = {"way": "down" if target.down else "up", "all": steps, "steps": f"{target.grain}s"}
    if not others:
        return words("steps", {1: "one", 2: "both"}.get(steps, "all"), **filled)
    if len(others) == steps:
        return words("steps", "none", **filled)
    shown = [f"{wording.span(window)} ({now:,} after {then:,})" for window, now, then in others[:MOST_BESIDE]]
    more = [f"{len(others) - MOST_BESIDE} more"] if len(others) > MOST_BESIDE else []
    return words("steps", "some", **filled, went=steps - len(others), others=joined_by_and([*shown, *more]))


def _two_sides(source: Source, filled: dict[str, Any]) -> str:
    """The counts of two groups: two places, two regions of one, or two things counted in one place."""
    other = source.other
    assert other is not None  # noqa: S101 (there are two sides)
    if other.cells.place != source.series.cells.place:
        return words("counts", "sides", **filled, own=where(source), other=where(source, other))
    if other.cells.definition.id == source.series.cells.definition.id:
        return words("counts", "sides", **filled, own=f" in {source.own_label}", other=f" in {source.other_label}")
    return words("counts", "sides_kinds", **filled, other=described(other.cells.definition))


def _found(row: Mapping[str, Any], target: TargetReading, statistic: str) -> str:
    """The change or the value on the scale of the claim; nothing where the counts are all there is."""
    if statistic == "ratio":
        if row["before_count"] == 0:
            return "no multiple of zero" if target.factor else "no percentage from zero"
        after, before = (Window(row[f"{side}_start"], row[f"{side}_end"]) for side in ("after", "before"))
        unequal = words("distance", "per_day") if abs(after.days - before.days) > ALIKE else ""
        return unequal + _change_claimed(row["ratio"], target)
    if statistic in ("difference", "points", "sides"):
        value = kind_words.value(row["value"], target)
        return f"{value} as many" if statistic == "sides" else value
    return ""


def _read(check: Checked) -> str | None:
    target = check.target
    if check.statistic == "place_rank" and check.headline is not None:
        by_rate = " per " in check.source_of(check.headline).definition.unit
        return None if by_rate else words("read", "by_number")
    if target is None or len(check.targets) < 2 or target.number is None or not target.label.startswith("rise of "):
        return None
    number = wording.thousands(target.label.removeprefix("rise of "))
    return words("read", "percent", number=number, times=f"{target.number:.3g}")


def _beside(check: Checked) -> list[str | None]:
    """What the other datasets have: those that vote first, then those that count something else."""
    told: list[str | None] = []
    families = {check.source_of(check.headline).family} if check.headline else set()
    for one in check.answers:
        row, source = one.row, one.source
        if source.family in families:
            continue
        families.add(source.family)
        if len(told) == MOST_BESIDE or check.statistic not in ("ratio", "difference", "count"):
            break
        name = ("other" if one.votes else "which") + ("_level" if check.statistic == "count" else "")
        told.append(
            words(
                "beside", name, who=counter(source), what=counted(source), **_elsewhen(check, row),
                after=figure(source.series.cells.definition, row["after_count"]),
                before=figure(source.series.cells.definition, row["before_count"]),
                found=_found(row, check.targets[0], check.statistic),
            )
        )  # fmt: skip
    return told


def _elsewhen(check: Checked, row: Mapping[str, Any]) -> dict[str, str]:
    """When the two counts of a row were, where that is not when those of the lead were."""
    sides, lead = {"after": "when", "before": "earlier"}, check.headline or {}
    days = [f"{side}_{end}" for side in sides for end in ("start", "end")]
    told = [(row[day], lead.get(day)) for day in days if row[day] is not None and row[day] == row[day]]
    if all(own == other for own, other in told):
        return dict.fromkeys(sides.values(), "")
    return {
        name: ""
        if (start := row[f"{side}_start"]) is None or start != start
        else f" {wording.during(Window(start, row[f'{side}_end']))}"
        for side, name in sides.items()
    }


def _of_others(check: Checked) -> str | None:
    """Whether the datasets agree whose publisher the text does not name."""
    others = check.unnamed
    if others is None or others.reason is not None:
        return None
    if others.finding == check.finding:
        return words("beside", "others_same")
    told = {one.role: one.words for one in sentences(others)}
    # One that depends on the choice is told by an example, which may give the number: it says so first.
    meaning = f" {told['meaning']}" if others.finding == Finding.DEPENDS else ""
    return words("beside", "others", lead=told["lead"]) + meaning


def _shares(check: Checked) -> str | None:
    effective = check.effective_comparisons
    if effective < FEW:
        return None
    share = check.shares
    reached, less, opposite = rounded([share.reached, share.weaker, share.opposite])
    number = len(check.sufficient)
    most = words("shares", "most", effective=round(effective)) if effective < number / 2 else ""
    filled = {"number": f"{number:,}", "most": most, "reached": f"{reached}%", "less": f"{less}%"}
    if not opposite:
        return words("shares", "lead_two", **filled)
    return words("shares", "lead", **filled, opposite=words("shares", "opposite", opposite=f"{opposite}%"))


def _decides(check: Checked) -> str | None:
    if check.effective_comparisons < FEW or check.finding == Finding.NOT_CHECKABLE:
        return None
    decisive = check.decisive_choice
    if decisive is None:
        agree = len(np.unique(scores.values(check.sufficient))) == 1
        return None if agree else words("decides", "by_chance")
    history = decisive.factor == "before_option" and check.statistic == "rank"
    factor = words("factors", "history" if history else decisive.factor)
    share = f"{100 * decisive.variance_share:.0f}%"
    if decisive.variance_share < DECIDES:
        return words("decides", "none", factor=factor, share=share)
    if not decisive.reaching or not decisive.short:
        return words("decides", "reaching" if decisive.reaching else "short", factor=factor, share=share)
    way = "history" if history else decisive.factor
    sides = {name: _with_option(check, way, options[0].choice) for name, options in
             (("reaching", decisive.reaching), ("short", decisive.short))}  # fmt: skip
    sides["reaching"] = capital(sides["reaching"])
    return words("decides", "both", factor=factor, share=share, **sides)


def _with_option(check: Checked, factor: str, option: str | Window) -> str:
    if factor == "after_option" and isinstance(option, Window):
        return wording.during(option)
    return words("decides", factor, option=option_words(check, option))


def option_words(check: Checked, option: str | Window) -> str:
    """An option of a choice as a reader would say it: the short name of a source, a window, a stretch of history."""
    if isinstance(option, Window):
        return wording.span(option)
    source = next((one for one in check.sources if one.dataset.id == option), None)
    return publisher(source) if source else check.labels["before_option"].get(option, option)


def _stability(check: Checked) -> str | None:
    """In how many of 100 weightings the finding is the same, and what most of the others give."""
    if check.effective_comparisons < FEW or not check.stability:
        return None
    same = check.stability.get(check.finding, 0.0)
    other = next((finding.value for finding in check.stability if finding != check.finding), "")
    filled = {"number": f"{WEIGHTINGS:,}", "same": wording.in_hundred(same), "other": other}
    return words("stability", "some" if other else "all", **filled)


def _chance(check: Checked) -> str | None:
    """How far the counts of the lead may be off: for changes by chance, for deaths and levels by the source's range."""
    row, target = check.headline, check.target
    if row is None or target is None:
        return None
    if check.source_of(row).series.cells.stock:
        return None  # how many there were on a day, or a rate: nothing that chance scatters as it does incidents
    low, high = row["interval_low"], row["interval_high"]
    own = str(row["interval_method"]).startswith("source")
    if check.statistic == "count":
        if not own or low == high:
            return None
        counts = check.source_of(row).series.cells.definition
        return words("chance", "own_level", low=figure(counts, low), high=figure(counts, high))
    if check.statistic == "difference":
        low, high = (kind_words.value(each, target) for each in (low, high))
        return words("chance", "change", low=low, high=high)
    if check.statistic != "ratio" or math.isinf(low):  # from none there is no change to give bounds of
        return None
    if math.isinf(high):
        if low == 0:
            return words("chance", "anything")
        return words("chance", "open", low=_signed(low, target))
    first, last = _ends(low, high, target)
    times = last.endswith("times")
    name = ("own_times" if times else "own") if own else "times" if times else "change"
    return words("chance", name, low=first, high=last)


def _other_dates(check: Checked) -> str | None:
    """How unusual the lead is among the same comparison at other dates."""
    found, row = check.placebo, check.headline
    if found is None or row is None or check.statistic.kind.placebo != "pair" or change(row["ratio"]) == "no change":
        return None
    way, less = ("rise", found.below) if row["ratio"] > 1 else ("fall", found.above)
    return words("other_dates", way, dates=found.dates, less=less)


def _signed(ratio: float, target: TargetReading) -> str:
    if target.factor:
        return _times(ratio)
    digits = _digits(target)
    percent = round(100 * (ratio - 1), digits)
    return f"{'+' if percent > 0 else wording.MINUS if percent < 0 else ''}{abs(percent):,.{digits}f}%"


def _ends(low: float, high: float, target: TargetReading) -> tuple[str, str]:
    """The ends of an interval on one scale: as multiples where one was claimed or reached."""
    if not target.factor and high < MULTIPLES:
        return _signed(low, target), _signed(high, target)
    first, last = (f"{one:,.0f} times" if one >= 10 else f"{one:.2g} times" for one in (low, high))
    return first, last


def _times(ratio: float) -> str:
    """1.72 times, 5,660 times."""
    return f"{ratio:,.0f} times" if ratio >= 1000 else f"{ratio:.3g} times"
