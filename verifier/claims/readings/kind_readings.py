"""The readings of levels, rates, shares, ranks, ratios of groups, differences and runs: what each number stands for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace

from verifier.claims.claim import Claim
from verifier.claims.numbers.spelled_numbers import ORDINALS, SMALL
from verifier.claims.readings.targets import (
    NOUGHT,
    On,
    TargetReading,
    edged,
    fraction_interval,
    number_words,
    one_said,
    ordinal,
    reading_of,
    said_ends,
    said_interval,
    single,
    spoken,
)

HOURS_A_DAY = 24.0
# Days in each unit a rate is said per; a month and a year are their mean lengths in the Gregorian calendar.
UNIT_DAYS = {
    "second": 1 / (3600 * HOURS_A_DAY),
    "minute": 1 / (60 * HOURS_A_DAY),
    "hour": 1 / HOURS_A_DAY,
    "day": 1.0,
    "week": 7.0,
    "month": 365.25 / 12,
    "quarter": 365.25 / 4,
    "year": 365.25,
}
GRAINS = ("year", "month", "quarter", "week", "day")
WHOLE = math.nextafter(1.0, math.inf)  # the end of a share's interval that holds the whole
DIGITS = 4  # of a number of years or weeks; nothing has risen for longer
_ENDING = re.compile(r"(?<=\d)(?:st|nd|rd|th)$")
_RUN = re.compile(
    r"\b(\w+)[ -](?:(?:consecutive|straight|successive)[ -])?(year|quarter|month|week)s?\b"
    r"(?:[ -](?:in a row|running|on end|in succession|straight))?",
    re.IGNORECASE,
)
# "The fifth decline in a row", "the third consecutive annual rise".
_RUN_OF_CHANGES = re.compile(
    r"\b(\w+) (?:(?:consecutive|straight|successive) )?(?:(annual|yearly|monthly|quarterly|weekly) )?"
    r"(?:decline|rise|fall|increase|drop|decrease)s?\b(?: (?:in a row|running|on end|in succession|straight))?",
    re.IGNORECASE,
)
_GRAIN_OF = {"monthly": "month", "quarterly": "quarter", "weekly": "week"}
_EACH_OF = re.compile(
    r"\b(?:every|each)(?: single)?(?: one)? of the (?:(?:last|past|previous|preceding|latest) )?"
    r"(\w+) (year|quarter|month|week)s\b",
    re.IGNORECASE,
)
_EVERY_STEP = re.compile(
    r"\b(?:every|each)(?: single)? (year|quarter|month|week)\b|\b(year|quarter|month|week) (?:after|by) \2\b",
    re.IGNORECASE,
)
# "Have been rising", "rose steadily": all the way, and not only where it led.
_STEADILY = "(?:steadily|consistently|continuously|constantly)"
_GOING_ON = rf"\b(?:been|kept) (?:\w+ly )?{{0}}\b|\b{_STEADILY} {{0}}\b|\b{{0}} {_STEADILY}\b"
EVERY_STEP = 1.0  # the lower end of a reading of every step, however many there are
LONGEST_YEAR = 366
_SAID_IN_A_ROW = re.compile(
    r"\b(?:consecutive|straight|successive)[ -](?:year|quarter|month|week)s?\b"
    r"|\b(?:year|quarter|month|week)s? (?:in a row|running|on end|in succession|straight)\b",
    re.IGNORECASE,
)
_IN_A_ROW = re.compile(r"\b(?:consecutive|straight|successive|in a row|running|on end|in succession)\b", re.IGNORECASE)


def level(claim: Claim) -> list[TargetReading]:
    """ "At least 300": the count lies in [300, ∞); a number said plainly is anything that rounds to it."""
    interval = _interval(claim)
    if interval is None:
        return []
    said = one_said(claim.value)
    if said == 0 and claim.comparator in ("exact", "approx"):  # a nought that is said is nothing but a nought
        interval = 0.0, NOUGHT
    return [_reading(claim, f"a count of {_words(claim)}", interval, "count", said)]


def rate(claim: Claim) -> list[TargetReading]:
    """ "Three a day": the count in so many days; none for a rate per population."""
    interval, days = _interval(claim), unit_days(claim.unit)
    if interval is None or days is None:
        return []
    low, high = interval
    per = (claim.unit or "").removeprefix("per_").replace("_", " ")
    per = f"in {per}" if per[:1].isdigit() else f"a {per}" if per[:1] != "h" else f"an {per}"
    return [
        TargetReading(
            f"{_words(claim)} {per}", max(0.0, low), high, claim.text, "rate", per_days=days,
            number=one_said(claim.value)
        )
    ]  # fmt: skip


def rate_of_people(claim: Claim, people: int, of: int, *, counted: bool = True) -> list[TargetReading]:
    """ "5 per 100,000": the count that makes among so many people, as precise as the rate was said; counted says
    whether the count is that of incidents, and not another rate.
    """
    interval = _interval(claim)
    if interval is None or of < 1:
        return []
    said = one_said(claim.value)
    low, high = (edge * people / of for edge in interval)
    number = None if said is None else said * people / of
    told = "" if number is None or not counted else f", {number:,.0f} of them"
    return [_reading(claim, f"{_words(claim)} per {of:,} people{told}", (low, high), "count", number)]


def unit_days(unit: str | None) -> float | None:
    """Days in the unit of a rate (per_day, per_36_hours, per_3_months); None for what is no length of time."""
    found = re.fullmatch(r"per_(?:(\d+(?:\.\d+)?)_)?([a-z]+?)s?", unit or "")
    if not found or found[2] not in UNIT_DAYS:
        return None
    return float(found[1] or 1) * UNIT_DAYS[found[2]]


def share(claim: Claim) -> list[TargetReading]:
    """ "60% of", "a third of", "one in five", "four of the 12": the part over the whole."""
    if claim.value is None:
        return []
    low, high = said_ends(claim.value)
    said = one_said(claim.value)
    if claim.unit == "percent":
        bottom, top = (each / 100 for each in said_interval(claim, low, high))
        label = f"{_words(claim)}% of the whole"
        said = None if said is None else said / 100
    elif low == high and 0 <= low <= 1:
        bottom, top = fraction_interval(claim, low)
        label = f"{spoken(low)} of the whole"
    else:
        return []
    return [reading_of(claim, label, bottom, min(top, WHOLE), "share", number=said)]


def rank(claim: Claim) -> list[TargetReading]:
    """ "The highest", "second-deadliest month", "lowest since": the rank itself, ties counted in its favour."""
    if not isinstance(claim.value, float | int) or claim.value < 1:
        return []
    place = int(claim.value)
    low = claim.direction == "down"
    grain = next((one for one in GRAINS if re.search(rf"\b{one}s?\b", f"{claim.text} {claim.measure or ''}")), "")
    words = f"{ordinal(place)}{'lowest' if low else 'highest'}"
    return [TargetReading(f"the {words}", 1.0 if place == 1 else float(place), place + 1.0, claim.text, "rank",
                          grain=grain, down=low)]  # fmt: skip


def sides(claim: Claim) -> list[TargetReading]:
    """ "Twice as many as in Sindh", "more than in India": one group's count over the other's."""
    if claim.value is None:
        ways = {"up": ("more than the other", 1.0, math.inf), "down": ("fewer than the other", 0.0, 1.0)}
        found = ways.get(claim.direction)
        return [_reading(claim, found[0], found[1:], "ratio")] if found else []
    made = [] if claim.form == "abs_ratio" else single(claim, *said_ends(claim.value))
    return [replace(one, label=one.label.replace("the earlier number", "the other"), on="ratio") for one in made]


def difference(claim: Claim) -> list[TargetReading]:
    """ "40 fewer", "rose by 200", "fell by 5 percentage points": after - before, below zero for a fall."""
    interval = _interval(claim)
    if interval is None or claim.direction not in ("up", "down"):
        return []
    low, high = max(0.0, interval[0]), interval[1]
    points = " percentage points" if claim.form == "pp_change" else ""
    label = f"{'rise' if claim.direction == 'up' else 'fall'} of {_words(claim)}{points}"
    bounds = (low, high) if claim.direction == "up" else (-high, math.nextafter(-low, math.inf))
    said = one_said(claim.value)
    number = said if said is None or claim.direction == "up" else -said
    return [TargetReading(label, *bounds, claim.text, "points" if points else "difference", number=number)]


def in_a_row(claim: Claim) -> bool:
    """Whether so many steps one after the other are claimed, and not only where they lead."""
    around = claim.sentence or claim.text
    return bool(_SAID_IN_A_ROW.search(around)) or any(_IN_A_ROW.search(x[0]) for x in _RUN_OF_CHANGES.finditer(around))


def run(claim: Claim) -> list[TargetReading]:
    """ "For the third year in a row": three steps in the claimed direction. "Every year since 2019", "have been rising
    since 2019": every step from then on. None for any other trend.
    """
    around = claim.sentence or claim.text
    if claim.direction not in ("up", "down"):
        return []
    steps, grain = _counted_steps(around)
    way = "rise" if claim.direction == "up" else "fall"
    if steps:
        label, low = f"{steps} {way}s in a row", float(steps)
    elif (grain := _every_step(claim, around)) and _has_a_beginning(claim):
        label, low = f"a {way} every {grain}", EVERY_STEP
    else:
        return []
    return [TargetReading(label, low, math.inf, claim.text, "run", grain=grain, down=claim.direction == "down")]


def _counted_steps(around: str) -> tuple[int, str]:
    """How many steps of what length are said to follow on each other; 0 where no number of them is said."""
    counted = [one for one in _RUN.finditer(around) if _IN_A_ROW.search(around, one.start())]
    for found in (*counted, *_EACH_OF.finditer(around)):
        word = _ENDING.sub("", found[1].casefold())  # "the 40th year in a row"
        steps = int(word) if word.isdecimal() and len(word) <= DIGITS else ORDINALS.get(word) or SMALL.get(word, 0)
        if steps >= 2:
            return steps, found[2].casefold()
    for found in _RUN_OF_CHANGES.finditer(around):
        steps = ORDINALS.get(found[1].casefold(), 0)
        if steps >= 2 and _IN_A_ROW.search(found[0]):
            return steps, _GRAIN_OF.get((found[2] or "").casefold(), "year")
    return 0, ""


def _every_step(claim: Claim, around: str) -> str:
    """The length of time that every step is said of; nothing where not every one is."""
    if found := _EVERY_STEP.search(around):
        return (found[1] or found[2]).casefold()
    return "year" if re.search(_GOING_ON.format(re.escape(claim.text)), around, re.IGNORECASE) else ""


def _has_a_beginning(claim: Claim) -> bool:
    """Whether a trend says from when on, and is not that of the last year alone."""
    resolved = claim.resolved
    several = resolved.period is not None and resolved.period.days > LONGEST_YEAR
    return resolved.since is not None or resolved.baseline is not None or several


def is_every_step(claim: Claim) -> bool:
    """Whether each step is claimed, and not the whole way alone."""
    return bool(_EVERY_STEP.search(claim.sentence or claim.text)) or in_a_row(claim)


READINGS: dict[str, Callable[[Claim], list[TargetReading]]] = {
    "level": level,
    "rate": rate,
    "share": share,
    "rank": rank,
    "ratio": sides,
}


def _interval(claim: Claim) -> tuple[float, float] | None:
    if claim.value is None:
        return None
    return edged(claim, *said_interval(claim, *said_ends(claim.value)))


def _words(claim: Claim) -> str:
    before = {"more_than": "more than ", "at_least": "at least ", "less_than": "less than ", "at_most": "at most "}
    return before.get(claim.comparator, "") + number_words(claim.value)


def _reading(
    claim: Claim, label: str, interval: tuple[float, float], on: On, number: float | None = None
) -> TargetReading:
    return TargetReading(label, max(0.0, interval[0]), interval[1], claim.text, on, number=number)
