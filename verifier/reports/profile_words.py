"""What the numbers of a profile say, in sentences; each says no more than they do."""

from __future__ import annotations

import calendar
import math

from verifier.findings import wording
from verifier.incidents.profile import (
    BIN,
    MONTH,
    by_year,
    dispersion,
    extremes,
    first_of_month,
    gaps,
    known,
    longest_quiet,
    seasons,
    span_lengths,
    weekdays,
)
from verifier.incidents.restatements import headline
from verifier.listing import listed
from verifier.reports.profiled import Profile
from verifier.window import Window

FROM_TOTALS = "This cannot be told from totals: they say nothing about the days inside their spans."
FEWEST = 5  # incidents a bin, below which a variance says little
SHOWN, MORE = 8, "more stretches"


def coverage(profile: Profile) -> list[str]:
    """Which days are known, the gaps, and the longest stretch without any."""
    cells = profile.cells
    if cells.table.empty and not cells.dense:
        return ["Nothing is known: no figure of this definition is in this vintage."]
    said = []
    if cells.dense and cells.coverage:
        said.append(
            f"Every day from {wording.day(cells.coverage.start)} to {wording.day(cells.coverage.end)} is covered: "
            "a day without an entry counts as none."
        )
        quiet = longest_quiet(cells)
        if quiet and quiet.days > 1:
            said.append(
                f"The longest run of days without any is {quiet.days:,} days, {wording.span(quiet)}. The counts do not "
                "tell whether nothing happened or nothing was recorded."
            )
    else:
        stretches = [wording.span(window) for window in known(cells)]
        said.append(f"{len(cells.table):,} totals are known; they are about {listed(stretches, SHOWN, MORE)}.")
        missing = [wording.span(window) for window in gaps(cells)]
        said.append(
            f"Nothing is known of {listed(missing, SHOWN, MORE)}." if missing else "There is no gap between them."
        )
    own = profile.dataset.descriptor["verifier"].get("gaps", [])
    return [
        *said,
        *(f"The source itself has nothing from {one['start']} to {one['end']}: {one['reason']}." for one in own),
    ]


def definitions(profile: Profile) -> list[str]:
    """How far the definitions of one unit lie apart in the latest year that all of them know."""
    unit = profile.cells.definition.unit
    alike = [cells for cells in profile.every if cells.definition.unit == unit and not cells.table.empty]
    tables = {}
    for cells in alike:
        table = by_year(cells)
        tables[cells.definition.id] = table[table["whole"].astype(bool)].set_index("year")["count"].dropna()
    told = {name: counts for name, counts in tables.items() if len(counts)}
    shared = set.intersection(*(set(counts.index) for counts in told.values())) if told else set()
    if len(told) < 2 or not shared:
        return [f"No year is known by two definitions that count {unit}, so they cannot be laid side by side."]
    year = max(shared)
    listed = ", ".join(f"{name} {counts[year]:,}" for name, counts in told.items())
    return [
        f"In {year}, the latest whole year that all of them know, the definitions that count {unit} give: {listed}."
    ]


def restated(profile: Profile) -> list[str]:
    """What changed from each vintage to the next, in one line each."""
    if not profile.steps:
        first = profile.cells.vintage
        return [f"No vintage for this place is older than {first}: whether its counts were restated cannot be told."]
    return [f"From {old.vintage} to {new.vintage}: {headline(table)}." for old, new, table in profile.steps]


def seasonality(profile: Profile) -> list[str]:
    """The highest and lowest month with how often it was so, and the weekdays."""
    if not profile.cells.dense:
        return [FROM_TOTALS]
    months, days = seasons(profile.cells), weekdays(profile.cells)
    if months.empty or days.empty:
        return ["There is no whole calendar year with a count, so nothing can be said of seasons."]
    most, least = extremes(months, "mean")
    highest, lowest = (calendar.month_name[int(row["month"])] for row in (most, least))
    years = int(most["years"])
    said = [
        (
            f"{highest} has the highest mean, {most['mean']:,.1f} in {MONTH} days, and was above its own year’s rate "
            f"in {int(most['above'])} of {years} years; {lowest} has the lowest, {least['mean']:,.1f}, and was above "
            f"it in {int(least['above'])} of {years}."
        )
    ]
    if years < FEWEST:
        said.append(f"{years} year{'s are' if years > 1 else ' is'} too few to call this a season.")
    top, low = extremes(days, "share")
    said.append(
        f"{top['weekday']} has {100 * top['share']:.1f}% of all and {low['weekday']} {100 * low['share']:.1f}%; spread "
        f"evenly it would be {100 * top['even']:.1f}% each."
    )
    return said


def clustering(profile: Profile) -> list[str]:
    """The median dispersion and what it means for intervals."""
    if not profile.cells.dense:
        return [FROM_TOTALS]
    table = dispersion(profile.cells).dropna(subset=["ratio"])
    if table.empty:
        return ["There is no whole calendar year with a count, so the spread within a year cannot be told."]
    middle = float(table["ratio"].median())
    said = [
        (
            f"In the middle year the variance of the {BIN}-day counts is {middle:.1f} times their mean; independent "
            "incidents at a steady rate would give about 1."
        )
    ]
    if middle > 1.2:  # less than that is within what thirteen bins give by chance
        said.append(
            "An interval that takes incidents as independent would be too narrow, by a factor of about "
            f"{math.sqrt(middle):.1f} in the middle year: incidents cluster, or the rate moved within the year."
        )
    few = int((table["mean"] < FEWEST).sum())
    if few:
        said.append(
            f"In {few} of {len(table)} years there are fewer than {FEWEST} in {BIN} days; there it says little."
        )
    return said


def method(profile: Profile) -> list[str]:
    """Known breaks in method, those inside the coverage marked, and the reporting lag."""
    cells, dataset = profile.cells, profile.dataset
    said = []
    for when, reason in dataset.breaks:
        day = Window(when, when)
        inside = cells.coverage is not None and cells.coverage.overlaps(day) and when != cells.coverage.start
        said.append(
            f"{wording.day(when)}: {reason.rstrip('.')}."
            + (
                " Counts before and after it were not made in one way."
                if inside
                else " It lies outside the days known here."
            )
        )
    if not said:
        said.append("No break in method is known. That none is written down does not mean that there was none.")
    lag = dataset.reporting_lag_days
    said.append(
        f"The last {lag} days of a vintage are still being filled in when it is published."
        if lag
        else "No reporting lag is written down: the last days of a vintage are taken to be as complete as the others."
    )
    return said


def precision(profile: Profile) -> list[str]:
    """How exactly the days are known: what the cells note, and how much stands on the first of a month."""
    cells = profile.cells
    said = list(cells.notes)
    if not cells.dense:
        lengths = ", ".join(f"{number} of {name}" for name, number in span_lengths(cells).items())
        return [f"Counts are totals of spans, no single days: {lengths or 'none'}.", *said]
    on_first, total, even = first_of_month(cells)
    if total:
        said.append(
            f"{on_first:,} of {total:,} {cells.definition.unit} ({100 * on_first / total:.1f}%) stand on the first day "
            f"of a month; spread evenly it would be {100 * even:.1f}%. A source that knows only the month often writes "
            "its first day."
        )
    return said
