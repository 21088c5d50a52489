"""The stretch of history that one release has to hold for a rank in time or a run of years, and what is said where none
does: the newest release of the FBI has three years, and those before it end a year earlier.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from verifier.claims.readings.kind_readings import EVERY_STEP
from verifier.claims.readings.targets import TargetReading
from verifier.comparisons.rules import GRAIN_MONTHS
from verifier.comparisons.series import Series
from verifier.comparisons.statistics.statistic import Statistic
from verifier.findings import wording
from verifier.findings.plan import Plan
from verifier.incidents.dataset import Vintage
from verifier.questions.time_said import years_back
from verifier.window import Window, add_years


@dataclass(frozen=True, slots=True)
class Stretch:
    """The first and the last day of a history that one release has to hold: as far back as any, where first is None;
    up to the end of each, where last is None.
    """

    first: date | None
    last: date | None
    down: bool = False

    def newest(self, releases: Sequence[Vintage]) -> Vintage | None:
        """The newest release that holds it."""
        first = self.first or min((one.coverage.start for one in releases if one.coverage), default=date.min)
        for one in reversed(releases):
            if one.coverage and one.coverage.start <= first and (self.last is None or self.last <= one.coverage.end):
                return one
        return None

    def split(self, newer: Series, newer_day: date, older: Series, older_day: date) -> str:
        """Why no release holds it, and what the newest one and the last one with a history give."""
        last, spans = self.last, older.own_spans
        since = self.first or spans[0].start
        asked = f"{last.year} together with the years since {since.year}" if last else f"the years since {since.year}"
        told = [f"No release has {asked}: that of {wording.day(newer_day)} has {_years(newer.own_spans)}"]
        counts = [(older.count(one).count, one) for one in spans if one.start >= since] or [
            (older.count(one).count, one) for one in spans
        ]
        extreme = (min if self.down else max)(counts, key=lambda one: one[0])
        word = "lowest" if self.down else "highest"
        told.append(
            f"that of {wording.day(older_day)} has {_years(spans)}, with the {word} since {counts[0][1].start.year} "
            f"in {extreme[1].start.year}: {_figure(older, extreme[0])}"
        )
        now = next((one for one in newer.own_spans if last and one.end == last), None)
        current = f" The newer one has {_figure(newer, newer.count(now).count)} for {wording.span(now)}." if now else ""
        return f"{', '.join(told)}.{current}"


def stretch_wanted(plan: Plan) -> Stretch | None:
    """The history that a claim's rank or run is in; None for a claim that needs none."""
    if plan.statistic not in (Statistic.RANK, Statistic.RUN) or not plan.targets:
        return None
    claim, target = plan.claim, plan.targets[0]
    period, baseline = claim.resolved.period, claim.resolved.baseline
    if period is None and claim.published is not None:
        period = Window.parse(str(claim.published.year - 1))
    last = period.end if period else None
    if plan.statistic == Statistic.RUN:
        return Stretch(_first_of_run(target, period, baseline), last and _end_of_year(last, target.grain), target.down)
    if baseline is not None:
        whole = (baseline.start.month, baseline.start.day) == (1, 1) and baseline.days > 364
        return Stretch(add_years(baseline.start, 1) if whole else baseline.start, last, target.down)
    years = years_back(claim)
    first = add_years(period.end + timedelta(days=1), -years) if years and period else None
    return Stretch(first, last, target.down)


def _first_of_run(target: TargetReading, period: Window | None, baseline: Window | None) -> date | None:
    """The first day of the steps of a run, so many back or from a day on."""
    if period is None:
        return None
    if target.low == EVERY_STEP:
        return (baseline or period).start
    years = 1 + math.ceil(int(target.low) * (GRAIN_MONTHS.get(target.grain, 0) or 12) / 12)
    return add_years(_end_of_year(period.end, target.grain) + timedelta(days=1), -years)


def _end_of_year(day: date, grain: str) -> date:
    """The end of the last whole year up to a day, where steps are years."""
    return day if grain != "year" or (day.month, day.day) == (12, 31) else date(day.year - 1, 12, 31)


def _figure(series: Series, count: int) -> str:
    return f"{wording.rate(count)} per 100,000" if series.cells.definition.is_rate else f"{count:,}"


def _years(spans: Sequence[Window]) -> str:
    return f"{spans[0].start.year} to {spans[-1].end.year}"
