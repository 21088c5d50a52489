"""The cautions of one check in words; which of them apply is decided in `flags`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np

from verifier.claims.readings.claim_readings import half_unit
from verifier.comparisons.compare import NOT_MEANINGFUL, SMALL_BASE
from verifier.comparisons.history import standing
from verifier.comparisons.spans import BEYOND_DAYS, Spans, join
from verifier.findings import wording
from verifier.findings.checked import Checked
from verifier.findings.comparison_table import spans_of
from verifier.findings.diagnostics import UNUSUAL, is_unusual
from verifier.findings.flags import Flag, fresh_days, last_days, place_notes, said_counts
from verifier.findings.position import FINDINGS
from verifier.findings.sources import break_days, earlier_series
from verifier.findings.words import counted, counter, figure, publisher, reach
from verifier.listing import capital
from verifier.window import Window

# Restated windows, and counts of a kind, that a flag names one by one.
RESTATED = 60
YEAR = 366  # days
SHOWN = 4


def flags_of(check: Checked) -> list[Flag]:
    """Every caution that applies, with its words, those that bear on the claim itself first."""
    found = [Flag("assumed", f"{capital(sentence)}.") for sentence in dict.fromkeys(check.assumed)]
    for name, words in WORDS.items():
        if name in check.cautions:
            found += [Flag(name, each) for each in words(check)]
    return found


def _reading(check: Checked) -> list[str]:
    label = check.targets[0].label
    return [
        f"No comparison gives a {label}; {matching} {'does' if matching == 1 else 'do'} if “{other}” is meant."
        if label.startswith(("rise", "fall"))
        else f"No comparison gives “{label}”; {matching} {'does' if matching == 1 else 'do'} if “{other}” is meant."
        for other, matching in check.matching.items()
    ]


def _cherry_picked(check: Checked) -> list[str]:
    return [f"Some comparisons give the number, but only {reach(check.shares)} comparisons by weight reach it."]


def _small_base(check: Checked) -> list[str]:
    before = check.rows["before_count"].to_numpy()
    small = before < SMALL_BASE
    tiny = int((before < NOT_MEANINGFUL).sum())
    detail = f"{int(small.sum())} of {len(before)} comparisons start from fewer than {SMALL_BASE}"
    detail += f", {tiny} of them from fewer than {NOT_MEANINGFUL}" if tiny else ""
    known = {source.dataset.id: publisher(source) for source in check.sources}
    names = ", ".join(sorted({known[str(one)] for one in check.rows["dataset"].array[small].unique()}))
    return [f"{detail} ({names}): read the counts, not the percentages."]


def _levels(check: Checked) -> list[str]:
    """ "From 207 to 262": what the sources count in the very windows that the claim names."""
    said, rows = said_counts(check.claim), check.rows
    own = rows[(rows["after_option"] == "stated") & (rows["before_option"] == "stated") & (rows["weight"] > 0)]
    found = [
        f"{_who(check, row)} counts {row['before_count']:,.0f} and {row['after_count']:,.0f}"
        for row in own.to_dict("records")
        if any(abs(row[f"{side}_count"] - count) > half_unit(count, check.claim.text) for side, count in said.items())
    ]
    told = " and ".join(f"{count:,g}" for count in said.values())
    return [f"The claim says {told}; " + "; ".join(_some(found)) + "."]


def _lower_bound(check: Checked) -> list[str]:
    """Windows that leave out part of the period: their counts can only be lower."""
    period = check.claim.resolved.period
    short = check.rows[check.rows["after_option"] == "covered"].to_dict("records")
    ends = [
        f"{_who(check, row)} counts to {wording.day(row['after_end'].date())}"
        for row in short
        if period is not None and row["after_end"].date() < period.end
    ]
    return ["Part of the period is not counted: " + "; ".join(_some(ends)) + "."]


def _tie(check: Checked) -> list[str]:
    tied = check.rows[check.rows["tied"] > 0]
    row = tied.iloc[0]
    window = wording.span(Window(row["after_start"].date(), row["after_end"].date()))
    other = "place" if row["statistic"] == "place_rank" else "window"
    detail = f"In {len(tied)} of {len(check.rows)} comparisons another {other} has the same count, as in"
    who = _who(check, dict(row))
    return [f"{detail} {who}: {row['after_count']:,} in {window}, level with {int(row['tied'])} other."]


def _other_question(check: Checked) -> list[str]:
    names = dict.fromkeys(f"{publisher(one)}’s {counted(one)}" for one in check.others)
    return ["Not averaged in, because they count something else: " + "; ".join(names) + "."]


def _definition(check: Checked) -> list[str]:
    whys: dict[str, dict[str, None]] = {}
    for source in check.sources:
        whys.setdefault(capital(publisher(source)), {})[source.why] = None
    told = " ".join(f"{who}: {' '.join(each)}" for who, each in whys.items())
    return [f"No dataset counts exactly what the claim names. {told}"]


def _lag(check: Checked) -> list[str]:
    period = check.claim.resolved.period
    if period is None:
        return []
    short = [
        f"{name} ends on {wording.day(date.fromordinal(end))}"
        for name, end in last_days(check.sources).items()
        if end < period.end.toordinal()
    ]
    return [f"The claim is about the time up to {wording.day(period.end)}; " + ", ".join(short) + "."]


def _fresh(check: Checked) -> list[str]:
    period = check.claim.resolved.period
    late = fresh_days(check.sources, period.end) if period else {}
    return [
        f"{capital(name)} adds incidents for about {days} days after they happen: the counts up to "
        f"{wording.day(period.end)} may still grow."
        for name, days in late.items()
        if period
    ]


def _revised(check: Checked) -> list[str]:
    """Windows of the table whose count an earlier vintage gives differently."""
    table, found = check.rows, list[str]()
    sides = [spans_of(table, side) for side in ("after", "before") if not table[f"{side}_start"].isna().all()]
    for source in check.sources:
        dataset, _, definition = source.key
        counts = source.series.cells.definition
        earlier = earlier_series(source)
        if not earlier:
            continue
        rows = np.flatnonzero((table["dataset"] == dataset).to_numpy() & (table["definition"] == definition).to_numpy())
        windows = _different(join([side.take(rows) for side in sides]))
        now, _ = source.series.counts(windows)
        # The last vintage that gave a count is the first named; of vintages that agree, the oldest.
        said: dict[int, dict[int, str]] = {}
        for one in reversed(earlier):
            then, is_known = one.counts(windows)
            for at in np.flatnonzero(is_known & (then != now)).tolist():
                said.setdefault(at, {})[int(then[at])] = one.cells.vintage
        # A sum of years is restated where one of its years is.
        years = [each for each in said if windows.days[each] <= YEAR] or list(said)
        for each in sorted(years):
            told = ", then ".join(
                f"{figure(counts, count)} ({wording.release(name)})" for count, name in reversed(said[each].items())
            )
            found.append(
                f"{publisher(source)} {wording.span(windows.window(each))}: {told}, now {figure(counts, now[each])}"
            )
    if len(found) > RESTATED:
        found = [*found[:RESTATED], f"and of {len(found) - RESTATED:,} more windows"]
    return ["The figures were revised since: " + "; ".join(found) + "."]


def _unstable(check: Checked) -> list[str]:
    others = {
        how: FINDINGS[int(other)] for how, other in check.held.other_findings.items() if other != check.held.findings
    }
    changed = [f"with {how} it would be “{other.value}”" for how, other in others.items()]
    return ["The finding is borderline: " + "; ".join(changed) + "."]


def _regression(check: Checked) -> list[str]:
    """A baseline is unusual for its own series, so that a return to the usual is part of the change."""
    row = check.two_counts
    found = standing(check.series_of(row), *wording.row_windows(row)) if row else None
    if row is None or found is None or not is_unusual(found.percentile) or found.usual < 1:
        return []  # what was usually none began later: nothing returns to it
    place = "lowest" if found.percentile <= UNUSUAL else "highest"
    _, before = wording.row_windows(row)
    detail = (
        f"The earlier count ({row['before_count']:,} {wording.during(before)}) is among the {place} tenth of the "
        f"{found.windows:,} periods as long before it: the usual count is {found.usual:,.0f}"
    )
    if math.isfinite(found.expected_ratio) and row["before_count"] >= 1:
        detail += f", and a return to it alone would be {wording.percent(found.expected_ratio)}"
    return [f"{detail}."]


def _break(check: Checked) -> list[str]:
    """A break lies between the two windows of the lead, or inside one of them."""
    row = check.two_counts
    if row is None:
        return []
    after, before = wording.row_windows(row)
    first, last = before.start.toordinal(), after.end.toordinal()
    told = [why.rstrip(".") for day, why in break_days(check.source_of(row)) if first < day <= last]
    return [f"The counts on the two sides differ in how they were made: {'; '.join(told)}."] if told else []


# In the order in which a reader meets them.
WORDS: dict[str, Callable[[Checked], list[str]]] = {
    "negated": lambda _: ["The text denies this statement; the finding is about the statement denied."],
    "reading": _reading,
    "cherry-picked": _cherry_picked,
    "small base": _small_base,
    "levels": _levels,
    "lower bound": _lower_bound,
    "tie": _tie,
    "other question": _other_question,
    "place": lambda check: place_notes(check.sources),
    "definition": _definition,
    "single source": lambda check: [f"Only {counter(check.sources[0])} has data for this."],
    "lag": _lag,
    "fresh": _fresh,
    "revised": _revised,
    "unstable": _unstable,
    "regression": _regression,
    "break": _break,
}


def _different(windows: Spans) -> Spans:
    """The different ones of some windows, in order."""
    key = np.unique(windows.starts * BEYOND_DAYS + windows.ends)
    return Spans(key // BEYOND_DAYS, key % BEYOND_DAYS)


def _who(check: Checked, row: Mapping[Any, Any]) -> str:
    """Whose count a row is, and of what: PICSS (militant attacks)."""
    source = check.source_of(row)
    return f"{publisher(source)} ({counted(source)})"


def _some(found: list[str]) -> list[str]:
    once = list(dict.fromkeys(found))
    return once[:SHOWN] + ([f"and {len(once) - SHOWN} more"] if len(once) > SHOWN else [])
