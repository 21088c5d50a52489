"""How a claim's number can have come about, what speaks against it, and what to ask whoever said it, as blocks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from verifier.claims.text.clean import as_read
from verifier.comparisons.compare import SMALL_BASE
from verifier.comparisons.intervals import ALIKE
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import wording
from verifier.findings.check import Check
from verifier.findings.comparison_table import rows_of
from verifier.findings.outcomes import Outcome
from verifier.findings.sentences import RIGHT, as_often, change, gives, reproduction
from verifier.findings.sources import Source
from verifier.findings.top_rows import picked_rows, same
from verifier.findings.words import VAGUE, counted, counter, figure
from verifier.listing import capital, joined_by_and
from verifier.reports.blocks import Block, notes, render
from verifier.reports.figures import window_of
from verifier.reports.opened import Opened
from verifier.reports.refused import is_refused
from verifier.reports.who_said import with_article

MOST = 3  # lines of a list
OTHER_TIMES = 10  # counts so many times apart, against what was said, are of other times: before a war and in it
DATED = ("document", "front matter", "gazetteer")  # how a period is found that an event has of itself
NO_SOURCE = "Whose count is it? The text names no source."
NO_WAY = "No comparison that these sources allow gives this number."


def origins(check: Check) -> Block | None:
    """Comparisons that give the claim's number where the first screen's own does not; None for a claim not checked."""
    row = check.headline
    if is_refused(check) or row is None or row["outcome"] == Outcome.MATCHES:
        return None
    lines = [f"{capital(check.words_of(one))}." for one in check.supporting_comparisons]
    further = [line for line in _other_windows(check) if line not in lines]
    lines += further[: 1 if lines else MOST]
    often = as_often(check) if further else None
    lines += [often] if often else []
    if not lines:
        if check.shares.reached or check.reverse_engineered or not check.statistic.kind.two_counts:
            return None
        lines = [NO_WAY]
    return notes(lines, f"How “{as_read(check.claim.text)}” can have come about")


def against(check: Check) -> Block | None:
    """The strongest fair comparisons that stay short of a claim that is vague or not right; None without any."""
    row = check.headline
    if is_refused(check) or row is None or (check.held.literal and check.finding in RIGHT):
        return None
    others = [one for one in check.counter_comparisons if not same(one, row) and not _of_other_times(one)][:MOST]
    lines = [f"{capital(check.words_of(one))}." for one in others]
    opposite = all(one["outcome"] == Outcome.OPPOSITE for one in others)
    heading = f"Fair comparisons that {'go the other way' if opposite else 'fall short of it'}"
    return notes(lines, heading) if lines else None


def questions(opened: Opened) -> Block | None:
    """What to ask whoever said it, each question with the counts that raise it; None where nothing is open."""
    check = opened.check
    if is_refused(check) or check.headline is None:
        return None
    row = check.headline
    source = check.source_of(row)
    asked = [
        _whose(check), _compared_with(check, row, source), _why_then(check, row), _base(row, check.statistic),
        _which_reading(check), _what_counts(check),
    ]  # fmt: skip
    lines = [one for one in asked if one]
    if lines == [NO_SOURCE] and check.finding in RIGHT:  # nothing turns on it
        return None
    return notes(lines, f"What to ask{_whom(opened)}") if lines else None


def _whom(opened: Opened) -> str:
    """Whom to ask, by name: "an MLA" and "the minister" are none, "the FBI" is."""
    speaker = as_read(opened.claim.speaker or opened.document.speaker or "")
    if not speaker[:1].isupper():
        return ""
    told = with_article(speaker, opened.claim.sentence)
    return "" if told.startswith(("a ", "an ")) else f" {told}"


def timeline(opened: Opened) -> Block | None:
    """The days of a named event, of the statement and of the two stretches compared, in order; None without one."""
    check, resolved = opened.check, opened.claim.resolved
    row, period = check.headline, resolved.period
    if is_refused(check) or row is None or period is None or not check.statistic.kind.two_counts:
        return None
    names = [name for name, day in opened.document.events.items() if day == period.start]
    event = names[0] if names else (opened.claim.event or "") if resolved.how.get("period") in DATED else ""
    if not event:
        return None
    days: list[tuple[date, int, str, str]] = [(period.start, 1, wording.day(period.start), capital(as_read(event)))]
    for side, order, words in (("before", 0, "earlier period"), ("after", 2, "later period")):
        window = window_of(row, side)
        if window is not None:
            count = f"The {words} compared: {int(row[f'{side}_count']):,}"
            days.append((window.start, order, wording.span(window), count))
    if check.said:
        days.append((check.said, 3, wording.day(check.said), "The statement"))
    told = [(when, what) for _, _, when, what in sorted(days)]
    html = render("timeline.html.j2", days=told)
    return Block(html, "\n".join(f"{when}: {what}" for when, what in told), "What happened when")


def _of_other_times(row: dict[str, Any]) -> bool:
    """Whether a comparison goes the other way by a change of another order, as no fair one does."""
    far = not 1 / OTHER_TIMES < row["ratio"] < OTHER_TIMES
    return row["statistic"] == Statistic.RATIO and row["outcome"] == Outcome.OPPOSITE and far


def _other_windows(check: Check) -> list[str]:
    """Pairs of equally long windows beyond the usual ones that give the number, in any way to read it; the later one
    has days of the claim's period, where that is known.
    """
    told, period = [], check.claim.resolved.period
    for row in check.reverse_engineered:
        after, before = (window_of(row, side) for side in ("after", "before"))
        if after is None or before is None or min(row["after_count"], row["before_count"]) < 1:
            continue
        if abs(after.days - before.days) > ALIKE or (period and not after.overlaps(period)):
            continue
        other = row["reading"] != check.targets[0].label
        which = f", which is {row['reading']}" if other else ""
        told.append(f"{capital(reproduction(check, row))}{which}.")
    return told


def _whose(check: Check) -> str | None:
    """Whose count it is, where the text names nobody."""
    if check.question is None or check.question.source is not None:
        return None
    said: dict[str, str] = {}
    for one in check.answers:
        if not pd.isna(one.row["value"]):
            said.setdefault(counter(one.source), gives(check, one.row))
    if len(set(said.values())) < 2:
        return NO_SOURCE
    told = joined_by_and([f"{who} {gives}" for who, gives in list(said.items())[:MOST]])
    return f"{NO_SOURCE[:-1]}, and they differ: {told}."


def _compared_with(check: Check, row: dict[str, Any], source: Source) -> str | None:
    """Against which earlier period, with what the lowest and the highest of them give."""
    if not check.statistic.kind.two_counts or check.claim.resolved.baseline is not None or check.held.literal:
        return None
    asked = "Compared with when? The text names no earlier period."
    rows = check.sufficient[rows_of(check.sufficient, source)]
    after = (rows["after_start"] == pd.Timestamp(row["after_start"])) & (
        rows["after_end"] == pd.Timestamp(row["after_end"])
    )
    rows = rows[after & (rows["weight"] > 0)].sort_values("value", kind="stable").reset_index(drop=True)
    if len(rows) < 2:
        return asked
    low, high = picked_rows(rows.iloc[[0, -1]].reset_index(drop=True), pd.Index([0, 1]).to_numpy(), check.sources)
    if low["before_start"] is None or gives(check, low) == gives(check, high):
        return asked
    ends = joined_by_and([f"{gives(check, one)} against {_when(one)}" for one in (low, high)])
    return f"{asked} {capital(counter(source))} gives {ends}."


def _why_then(check: Check, row: dict[str, Any]) -> str | None:
    """Why from a point that is unusual for its own history; the time just before the later one is nobody's choice."""
    flagged = any(flag.flag == "regression" for flag in check.flags)
    told = (check.diagnostics or {}).get("baseline") if flagged else None
    after, before = (window_of(row, side) for side in ("after", "before"))
    adjoining = after and before and after.start - before.end == timedelta(days=1)
    if not told or adjoining or check.statistic != Statistic.RATIO:
        return None
    side = "low" if told["percentile"] < 50 else "high"
    definition = check.source_of(row).series.cells.definition
    return (
        f"Why start from {_when(row)}? {figure(definition, row['before_count'])} is unusually {side} for what came "
        f"before; the usual count is {figure(definition, told['usual_count'])}."
    )


def _base(row: dict[str, Any], statistic: Statistic) -> str | None:
    """Why a percentage of so few, with what one more or one fewer would make of it."""
    before = row["before_count"]
    if statistic != Statistic.RATIO or pd.isna(before) or not 1 < before < SMALL_BASE:
        return None
    per = row["ratio"] * before
    more, fewer = (change(per / (before + step)) for step in (1, -1))
    return (
        f"Why a percentage? It starts from {before:,.0f} in {_when(row)}: with one more then it would be {more}, with "
        f"one fewer {fewer}."
    )


def _which_reading(check: Check) -> str | None:
    """Which of two meanings the number has, where the counts tell them apart."""
    if not any(flag.flag == "reading" for flag in check.flags) or len(check.targets) < 2:
        return None
    first, second = check.targets[0].label, check.targets[1].label
    return f"Is a {first} meant, or {second}?" if first.startswith(("rise", "fall")) else f"{first}, or {second}?"


def _what_counts(check: Check) -> str | None:
    """What is counted, where sources count other things than the text names."""
    others = {
        counter(one.source): counted(one.source)
        for one in check.answers
        if one.source.match != "exact" and counted(one.source) != check.claim.measure
    }
    if not others or not check.claim.measure or check.claim.measure.lower() in VAGUE:
        return None
    told = joined_by_and([f"{who} counts {what}" for who, what in list(others.items())[:MOST]])
    return f"What is counted as “{as_read(check.claim.measure)}”? {capital(told)}."


def _when(row: dict[str, Any]) -> str:
    window = window_of(row, "before")
    return wording.span(window) if window else "none"
