"""Plain English for levels, rates, shares, ranks, groups, differences and runs: the counts first, then the value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from verifier.claims.readings import TargetReading
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import wording
from verifier.findings.outcomes import Finding, claimed_direction
from verifier.findings.shares import Shares
from verifier.findings.sources import Source
from verifier.window import Window


def value(number: float, target: TargetReading) -> str:
    """A value of the target's kind in words: 2.9 a day, 34%, number 2, 40 fewer, 1.8 times."""
    if not math.isfinite(number):
        return "any number" if target.on != "ratio" else "any number of times"
    signed = round(abs(number), 1 if target.on == "points" else 0)
    way = "" if signed == 0 else " more" if number > 0 else " fewer"
    words = {
        "count": f"{number:,.0f}",
        "rate": f"{number:,.3g} {_per(target)}",
        "share": f"{100 * number:.3g}%",
        "rank": f"number {number:,.0f}",
        "ratio": f"{number:,.2g} times" if number < 10 else f"{number:,.0f} times",
        "difference": f"{signed:,.0f}{way}" if way else "no change",
        "points": f"{'+' if number > 0 else wording.MINUS}{signed:g} percentage points" if way else "no change",
        "run": f"{number:,.0f} in a row",
    }
    return words[target.on]


def bounds(low: float, high: float, target: TargetReading) -> str:
    """An interval in the words of its kind."""
    if not math.isfinite(high):
        return f"anything above {value(low, target)}"
    first, last = value(low, target), value(high, target)
    return first if first == last else f"anything between {first} and {last}"


def doubt(row: Mapping[str, Any], target: TargetReading) -> str:
    """The sentence on what the interval of a row says: chance, or, for a count, the source's own range."""
    fit = bounds(row["interval_low"], row["interval_high"], target)
    if row["statistic"] == "count":
        if str(row["interval_method"]).startswith("source"):
            return f"The source's own estimates and releases, or chance where it gives none, leave open {fit}."
        return f"A count is no sample; as the outcome of chance, it fits a rate that gives {fit}."
    if row["statistic"] in ("rank", "place_rank"):
        return "Ranks are by the counts as they stand."
    return f"Allowing for chance, these counts fit {fit}."


def comparison(row: Mapping[str, Any], source: Source, target: TargetReading) -> str:
    """One specification as a clause: what was counted, by whom, when, and the value."""
    after = Window(row["after_start"], row["after_end"])
    when, count = wording.during(after), f"{row['after_count']:,}"
    label = source.series.cells.definition.label
    words = f"{label} ({row['dataset']}, vintage {row['vintage']}), {count}"
    said = value(row["value"], target) if not math.isnan(row["value"]) else "nothing to compare"
    statistic, other = row["statistic"], _whole(row["before_count"])
    if statistic == "count":
        return f"{words} {when}"
    if statistic == "rate":
        return f"{words} {when} ({after.days:,} days), {said}"
    if statistic == "place_rank":
        low = "lowest" if target.down else "highest"
        tied = f", level with {int(row['tied'])} other" if row["tied"] else ""
        return f"{words} for {source.own_label} {when}, {said} of {int(row['among'])} countries from the {low}{tied}"
    if statistic == "share" and source.own_label:
        return f"{words} for {source.own_label} of {other} for {source.other_label} {when}, {said}"
    if statistic == "share":
        return f"{words} of {other} ({source.other_label}) {when}, {said}"
    if statistic == "sides":
        own = f" for {source.own_label}" if source.own_label and source.own_label != label else ""
        return f"{words}{own} against {other} for {source.other_label} {when}, {said} as many"
    before = Window(row["before_start"], row["before_end"])
    if statistic == "rank":
        rival = f"{other} {wording.during(before)}"
        tied = f", level with {int(row['tied'])} other" if row["tied"] else ""
        low = "lowest" if target.down else "highest"
        return f"{words} {when}, {said} of {int(row['among'])} from the {low}{tied}; the one to beat is {rival}"
    if statistic == "run":
        way = "falls" if target.down else "rises"
        return f"{words} {when} after {other} {wording.during(before)}, {int(row['value'])} {way} in a row"
    wholes = ["", ""]
    if statistic == "points" and source.other is not None:
        wholes = [f" of {source.other.count(window).count:,}" for window in (after, before)]
    return f"{words}{wholes[0]} {when} against {other}{wholes[1]} {wording.during(before)}, {said}"


def fair(low: float, high: float, support: float, target: TargetReading) -> str:
    """The statement that most comparisons support."""
    first, last = value(low, target), value(high, target)
    said = f"about {first}" if first == last else f"between {first} and {last}"
    return f"{round(100 * support)} of 100 weighted comparisons give {said}."


def lead(finding: Finding, share: Shares, target: TargetReading, statistic: Statistic) -> str:
    """The first sentence of a finding: the share of sensible comparisons on which it rests."""
    said, counted = target.label, wording.in_hundred
    kind = statistic.kind
    more, less, other = kind.more, kind.less, kind.other_way
    short = counted(share.weaker + share.opposite)
    lower = f"{more.rsplit(' ', 1)[0]} {less}"
    sentences = {
        Finding.NOT_CHECKABLE: "the counts are too small, or too few comparisons can be made, to say anything",
        Finding.HOLDS_UP: f"in {counted(share.matches)} weighted comparisons the counts match the claim ({said})",
        Finding.UNDERSTATED: f"in {counted(share.stronger)} weighted comparisons {more} than claimed ({said})",
        Finding.CONTRADICTED: (
            f"in {counted(share.opposite)} weighted comparisons {other}, "
            f"and {counted(share.matches + share.stronger)} reach the claim ({said})"
        ),
        Finding.EXAGGERATED: f"in {short} weighted comparisons the counts stay short of the claim ({said})",
        Finding.WITHIN_NOISE: (
            f"in {counted(share.compatible)} weighted comparisons the counts cannot tell the claim ({said}) "
            "from what they show"
        ),
        Finding.DEPENDS: (
            f"in {counted(share.matches)} weighted comparisons the counts match the claim ({said}), "
            f"in {counted(share.stronger)} {more}, in {counted(share.weaker)} {lower}"
            + (f", and in {counted(share.opposite)} {other}" if share.opposite else "")
        ),
    }
    return f"{finding.value}: {sentences[finding]}."


def choice_words(factor: str, statistic: str) -> str:
    """What a factor is called where there is no baseline in time."""
    if factor == "before_option" and statistic == "rank":
        return "the stretch of history it is ranked in"
    return wording.FACTOR_WORDS[factor]


def rising(target: TargetReading) -> bool:
    """Whether the claim is of a rise (or of no change)."""
    return claimed_direction(target) >= 0


def _per(target: TargetReading) -> str:
    return next(
        (target.label[at:] for word in (" a ", " an ", " in ") if (at := target.label.rfind(word) + 1)), "a day"
    )


def _whole(number: Any) -> str:
    return "" if number is None or math.isnan(number) else f"{int(number):,}"
