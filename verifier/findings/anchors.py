"""What the windows of a claim hang on in a series: its period, its baseline, and the last day that they may reach; and
whether the series covers what the claim names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from verifier.arrays import Bools
from verifier.claims.claim import Claim
from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.many_series import ManySeries
from verifier.comparisons.rules import GRAIN_MONTHS, Anchors, ManyAnchors
from verifier.comparisons.spans import Days, Spans, add_months, first_days, months_of, years_of
from verifier.findings import wording
from verifier.findings.sources import Source, latest_day
from verifier.findings.words import counted
from verifier.questions.time_said import years_back
from verifier.window import Window

FOREVER = date.max.toordinal()
WHOLE_YEAR = 365  # days from which "in 2024" is compared with the year before, and with no other time
LONGEST = 366  # days of a period that the same days a year earlier are meant to be held against
STALE = 2  # years: what a text tells without saying when is not looked for in data that end so long before it
MOSTLY = 0.5  # of a period that begins and ends inside cells the whole cells in it are at least so much
UP_TO_DATE = 21  # days before "so far this year" was said at which data may end
SHOWN = 4
_COMPARED = ("ratio", "difference", "points")
_ON_BEFORE = ("change", "trend")  # what is of one time on another, and not of two groups in one time
# The days of a claim: start and end of its period, the day it was said, start and end of its baseline (ordinals, 0 for
# none; a period without an end runs to the end of the data), the months of its grain (0: by the length of the period),
# how many years back it looks, and 1 where it counts from a day on ("since …"), where two windows are compared (2 where
# they are two times), and where the whole months of a period may stand for it, as for a change, and not for a count.
ClaimDays = tuple[int, int, int, int, int, int, int, int, int, int]
_COLUMNS = 10


@dataclass(frozen=True, eq=False)
class Named:
    """What claims name, each in a series: whether a period and a baseline of their own, and whether the first runs on
    from a day to the end of the data.
    """

    period: Bools
    baseline: Bools
    since: Bools


def assumptions(claim: Claim, said: date | None) -> list[str]:
    """What has to be assumed about the days of a claim, in words."""
    resolved, assumed = claim.resolved, []
    if not assumes_days(claim, said):
        return []
    compared = claim.kind in ("change", "trend")
    if resolved.period is None and resolved.since is None:
        taken = "the latest whole year the data have is taken" if compared else "the last 12 months are taken"
        on = wording.span(resolved.baseline) if resolved.baseline else "the year before"
        year_before = f", compared with {on}" if compared else ""
        assumed.append(f"the text gives no period: {taken}{year_before}")
    if said is None:
        until = "the period runs to the end of the data" if resolved.since else "everything the data hold is used"
        assumed.append(f"the day it was said is unknown: {until}")
    return assumed


def assumes_days(claim: Claim, said: date | None) -> bool:
    """Whether anything has to be assumed about the days of a claim."""
    return said is None or (claim.resolved.period is None and claim.resolved.since is None)


def claim_days(claim: Claim, said: date | None, target: TargetReading | None = None) -> ClaimDays:
    """The days of a claim; a target is given where no ratio of two windows is asked for."""
    resolved = claim.resolved
    period, baseline, since = resolved.period, resolved.baseline, resolved.since
    start = period.start if period else since
    return (
        start.toordinal() if start else 0,
        period.end.toordinal() if period else 0,
        said.toordinal() if said else 0,
        baseline.start.toordinal() if baseline else 0,
        baseline.end.toordinal() if baseline else 0,
        12 if target is None else GRAIN_MONTHS.get(target.grain, 0),
        0 if target is None else years_back(claim),
        int(since is not None),
        (1 + (claim.kind in _ON_BEFORE))
        * (target is None or target.on in _COMPARED or (target.on == "run" and target.grain == "year")),
        int(target is None or target.on != "count"),
    )


def many_anchors(
    claims: Sequence[ClaimDays], which: Days, latest: Days, series: Days, several: ManySeries
) -> tuple[ManyAnchors, Bools]:
    """The anchors of claims in series, and whether each series covers what the claim names: which says of each anchor
    whose it is, latest the last day of its series, series where that is among several.

    A change without a period is that of the latest whole year in the data on the year before; anything else without
    one takes the last 12 months. A period that is not over when it was said ends that day, or with data that end a few
    days before. Over published figures a period that begins or ends inside one is the whole figures in it; the month of
    an event, since which it runs, is on neither side; a stock since then is on the last one before it. A change without
    a baseline means the same days a year earlier.
    """
    columns = np.array(claims, dtype=np.int64).reshape(-1, _COLUMNS)[which].T
    start, end, said, base_start, base_end, grain, years, since, compared, parts = columns
    two = compared > 0
    latest = np.minimum(latest, np.where(said > 0, said, FOREVER))
    named = Named((start > 0) & (since == 0), base_start > 0, since > 0)
    start = _begun(start, named.since, several.covered[0][series])
    start, end, too_old = _periods(start, end, said, latest, two)
    too_old |= two & ~named.period & ~named.since & named.baseline & (base_end >= start)  # "up on 2023", said in 2024
    end = _as_far_as_known(start, end, said, np.minimum(latest, several.covered[1][series]), several.dense[series])
    # A stretch that the claim names and the series has is asked for, however lately its last days were reported.
    known = named.period & (end <= several.covered[1][series])
    latest = np.where(known, np.maximum(latest, end), latest)
    days = end - start + 1
    grain = np.where(grain > 0, grain, np.where(days <= 31, 1, np.where(days <= 92, 3, 12)))
    # The whole months of a period stand for it where two are compared, and not for a count.
    period, event = _in_whole_months(Spans(start, end), named, parts > 0, series, several)
    base = _in_whole_cells(Spans(base_start, base_end), named.baseline & two, series, several)
    found, period, base = _stocks_since(start, period, base, named.since & ~named.baseline & two, series, several)
    named, event = Named(named.period | found, named.baseline | found, named.since & ~found), np.where(found, 0, event)
    meant = two & ~named.baseline & ~named.since & (days <= LONGEST)
    earlier = period.years_earlier(1)
    base = Spans(np.where(meant, earlier.starts, base.starts), np.where(meant, earlier.ends, base.ends))
    meant = meant.astype(np.int64)
    anchors = ManyAnchors(
        period.starts, period.ends, latest, base.starts, base.ends, said, grain, years, series, meant, event
    )
    return anchors, ~too_old & _covered(anchors, named, compared, several)


def _in_whole_months(
    asked: Spans, named: Named, chosen: Bools, series: Days, several: ManySeries
) -> tuple[Spans, Days]:
    """The periods over months as the whole months in them, with the day that each was counted from where its month is
    on neither side; 0 where it is as it was. A period that runs from an event is left as it was where its cells do not
    begin with the month after.
    """
    year, month = months_of(asked.starts, 1)
    first = first_days(year, month)
    since = named.since & (asked.starts != first)
    inside = _in_whole_cells(asked, chosen & (named.period | since), series, several)
    next_month = (inside.starts > asked.starts) & (inside.starts == add_months(first, 1))
    kept = named.since & ~next_month
    found = Spans(np.where(kept, asked.starts, inside.starts), np.where(kept, asked.ends, inside.ends))
    return found, np.where(next_month, asked.starts, 0)


def _stocks_since(
    start: Days, period: Spans, base: Spans, chosen: Bools, series: Days, several: ManySeries
) -> tuple[Bools, Spans, Spans]:
    """Those chosen of stocks, which are counted on a day and over no stretch, as the latest one and the last one before
    the day of the event: where there are both, and the periods and baselines of all.
    """
    found = np.zeros(len(start), dtype=bool)
    rows = np.flatnonzero(chosen & several.stocks[series])
    sides = [Spans(each.starts.copy(), each.ends.copy()) for each in (period, base)]
    for one, some in several.by_series(series[rows]):
        at, days = rows[some], one.cell_edges[1]
        last = np.searchsorted(days, period.ends[at], side="right") - 1
        before = np.searchsorted(days, start[at]) - 1
        both = (before >= 0) & (last > before)
        found[at[both]] = True
        for side, chosen_days in zip(sides, (days[last[both]], days[before[both]]), strict=True):
            side.starts[at[both]], side.ends[at[both]] = one.starts_of_stocks(chosen_days), chosen_days
    return found, sides[0], sides[1]


def _begun(start: Days, since: Bools, first: Days) -> Days:
    """Where "since October 2023" begins in data that begin within that month: with them."""
    year, month = months_of(start, 1)
    begins = since & (start == first_days(year, month)) & (start < first) & (first < add_months(start, 1))
    return np.where(begins, first, start)


def _as_far_as_known(start: Days, end: Days, said: Days, last: Days, dense: Bools) -> Days:
    """Where periods end that run to the day they are told: daily data whose last day is not long before it are up to
    date.
    """
    short = (said > 0) & (end == said) & dense & (start <= last) & (last < end)
    return np.where(short & (end - last <= UP_TO_DATE), last, end)


def _periods(start: Days, end: Days, said: Days, latest: Days, compared: Bools) -> tuple[Days, Days, Bools]:
    """The period of each claim, and whether the data end too long before a text that does not say when."""
    unsaid = (start == 0) & (end == 0)
    # A time since a day that lies beyond the data is that day: what no series counts.
    open_end = np.where(end == 0, np.maximum(latest, start), end)
    until = np.where(unsaid, np.where(said > 0, said, latest), open_end)
    last_year = years_of(latest + 1) - 1
    begin = np.where(compared, first_days(last_year), add_months(until + 1, -12))
    until = np.where(unsaid & compared, first_days(last_year + 1) - 1, until)
    running = ~unsaid & (said > 0) & (start <= said) & (said < until)
    until = np.where(running, said, until)
    too_old = unsaid & compared & (said > 0) & (years_of(np.maximum(said, 1)) - last_year > STALE)
    return np.where(unsaid, begin, start), until, too_old


def _in_whole_cells(spans: Spans, chosen: Bools, series: Days, several: ManySeries) -> Spans:
    """Those chosen that begin or end inside the months of published figures, as the whole figures in them."""
    odd = chosen & ~several.dense[series] & ~_whole_months(spans)
    if not odd.any():
        return spans
    rows = np.flatnonzero(odd)
    rows = rows[~several.counts(series[rows], spans.take(rows))[1]]
    starts, ends = spans.starts.copy(), spans.ends.copy()
    for one, some in several.by_series(series[rows]):
        inside, at = one.whole_cells(spans.take(rows[some])), rows[some]
        most = inside.days >= np.maximum(MOSTLY * spans.days[at], 1)
        starts[at[most]], ends[at[most]] = inside.starts[most], inside.ends[most]
    return Spans(starts, ends)


def _whole_months(spans: Spans) -> Bools:
    """Which windows begin and end with calendar months."""
    found: Bools = np.ones(len(spans), dtype=bool)
    for edge in (spans.starts, spans.ends + 1):
        found &= edge == first_days(*months_of(edge, 1))
    return found


def _covered(anchors: ManyAnchors, named: Named, compared: Days, several: ManySeries) -> Bools:
    """Whether each series covers the period and the baseline that its claim names, or means with the year it names;
    "since …" needs its first day.
    """
    own = Spans(anchors.start, anchors.end)
    covered: Bools = ~named.period | several.counts(anchors.series, own)[1]
    first, last = (days[anchors.series] for days in several.covered)
    covered &= ~named.since | ((first <= anchors.start) & (anchors.start <= last))
    of_a_year = (compared > 1) & (anchors.meant > 0) & named.period & (own.days >= WHOLE_YEAR)
    asked = (named.baseline & (compared > 0)) | of_a_year
    if asked.any():
        base = Spans(anchors.base_start, anchors.base_end)
        covered &= ~asked | several.counts(anchors.series, base)[1]
    return covered


def anchors_for(claim: Claim, said: date | None, source: Source) -> Anchors:
    """The anchors of one claim in one series."""
    first, latest = np.zeros(1, dtype=np.int64), np.array([latest_day(source).toordinal()], dtype=np.int64)
    return many_anchors([claim_days(claim, said)], first, latest, first, ManySeries([source.series]))[0].one(0)


def uncovered(claim: Claim, one: Anchors, source: Source) -> str:
    """Why a series that counts the right thing is not asked, naming the time it lacks; one are its anchors there."""
    resolved, what = claim.resolved, counted(source)
    if resolved.since:
        return f"It has no counts of {what} for {wording.day(resolved.since)}: {_covers(source, one.period)}."
    if resolved.period is None and resolved.baseline and not source.series.covers(resolved.baseline):
        lacking = f"{wording.span(resolved.baseline)}, which the claim compares with"
        lacking += ", in the release with the last year" * source.dataset.has_partial_releases
        return f"It has no counts of {what} for {lacking}: {_covers(source, resolved.baseline)}."
    if resolved.period is None:
        return f"The text does not say when, and its counts end long before it, on {wording.day(latest_day(source))}."
    compared = one.baseline or resolved.baseline
    if compared and source.series.covers(one.period):
        told = resolved.baseline
        lacking = (
            f"{wording.span(told)}, which the claim compares with"
            if told
            else f"{wording.span(compared)}, the year before"
        )
        return f"It has no counts of {what} for {lacking}: {_covers(source, compared)}."
    asked = wording.span(resolved.period)
    if one.period.end < resolved.period.end:
        asked += f" up to {wording.day(one.period.end)}"  # when it was said
    return f"It has no counts of {what} for {asked}: {_covers(source, one.period)}."


def _covers(source: Source, lacking: Window) -> str:
    """What a series covers, in words: the figure that a time it lacks is part of, else all stretches."""
    series = source.series
    whole = next((one for one in reversed(series.own_spans) if one.contains(lacking)), None)
    if whole:
        return f"its figure is for {wording.span(whole)} as a whole"
    if any(one.contains(lacking) for one in series.stretches):
        return "its figures do not add up to just that time"
    known = series.stretches
    some = known if len(known) <= SHOWN else [known[0], None, *known[-2:]]
    return f"they are for {', '.join(_stretch(one) if one else '…' for one in some)}"


def _stretch(window: Window) -> str:
    first, last = Window.parse(f"{window.start.year:04d}"), Window.parse(f"{window.end.year:04d}")
    if first.start == window.start and last.end == window.end and first != last:
        return f"{window.start.year} to {window.end.year}"
    return wording.span(window)
