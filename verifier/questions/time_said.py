"""Whether a claim says when: a level needs a period, and a time that is named must be one that can be dated."""

from __future__ import annotations

import math
import re

from verifier.claims.claim import Claim
from verifier.claims.context.times_told import ONE_INCIDENT
from verifier.claims.numbers.spelled_numbers import SMALL, TENS
from verifier.places.names import places_named
from verifier.window import Window

_ONE_SIDED = ("by", "until", "till", "before", "as", "through")
_ONLY_TIMES = "such differences are worked out between two times of one place only."
_WHEN = re.compile(r",? +(?:in|during|over|for|last|this)\b")
_TIME_WORDS = re.compile(r"\d|\b(?:year|month|week|day|quarter|decade|period|time|then|before|ago)s?\b", re.IGNORECASE)
NO_TIME = "The text does not say when."
# Statistics that hold one stretch of time, which no data can choose for the text.
_OF_A_PERIOD = ("count", "rate", "share", "sides", "place_rank")
_PEOPLE = re.compile(
    r"\b(?:people|civilians?|dead|deaths?|killed|die[sd]|wounded|injured|hurt|soldiers?|children|women|men|victims?|"
    r"lives|casualties|fatalities|officers?|passengers?|worshippers|police|policemen)\b",
    re.IGNORECASE,
)


# "The death toll passed 45,000 in December" counts from a beginning; "the toll for December" is of that month.
_RUNNING_TOLL = re.compile(
    r"(?<!monthly )(?<!weekly )(?<!daily )\b(?:death |casualty )?toll\b(?! (?:for|of) (?:the )?(?:month|week|day))"
    r"[^.;]{0,60}?\b(?:pass|surpass|top|exceed|cross|reach|climb|ris|rose|hit|grow|grew|stand|stood|mount)",
    re.IGNORECASE,
)
_HARMED = re.compile(r"\b(?:dead|deaths?|killed|died|wounded|injured|lives|casualties|fatalities)\b", re.IGNORECASE)
_RUNNING_COUNT = re.compile(
    r"\b(?:count|tally|total|number|figure) (?:(?:had|has) )?(?:was|been|stood|read)\b", re.IGNORECASE
)
# "The deadliest month this year", "the deadliest day in Gaza in 2024", "the worst month of that year".
_OF_ONE_YEAR = re.compile(
    r" (?:month|week|day|quarter)\b[^.,;]{0,40}? "
    r"(?:(?:of|in|for) (?:(?:that|the|this|last) year|(?:19|20)\d\d)|(?:so far )?this year|last year)\b",
    re.IGNORECASE,
)
# "The second deadliest of the war", "the worst month of the conflict".
_OF_AN_EVENT = re.compile(
    r"(?: (?:year|month|week|day|quarter))? of (?:the|its|this) (?:[\w-]+ ){0,2}?"
    r"(war|conflict|fighting|invasion|insurgency|offensive|campaign|siege|uprising|pandemic|epidemic|outbreak)\b",
    re.IGNORECASE,
)
# The most days of what is ranked.
_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
_GROWN = re.compile(r"\b(?:tolls?|had (?:counted|killed|been|died|recorded)|have been)\b", re.IGNORECASE)
_YEAR = 360  # days
_YEAR_NUMBER = re.compile(r"(?:19|20)\d\d")
_YEARS_BACK = re.compile(r"\b(?:([\w-]+?)[\s-]+)?(decades?|years?)\b", re.IGNORECASE)
# "Fell by 10 percent a year", "an average of 10 percent a month".
_EACH_TIME = re.compile(
    r"^,? (?:(?:a|per|each|every) (?:year|quarter|month|week|day)\b"
    r"(?! (?:earlier|ago|before|later|over|on|less|more|fewer|higher|lower|of|below|above)\b)"
    r"|(?:annually|yearly|monthly|weekly|on average)\b)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:(?:over|in|during|within) )?(?:the )?(?:past|last) (?:([\w-]+) )?(decades?|years)", re.IGNORECASE
)


def missing_time(claim: Claim, statistic: str, grain: str = "") -> str | None:
    """Why a claim cannot be put to any data for want of a time; None where it can. grain is the length of time that it
    ranks.
    """
    resolved = claim.resolved
    if resolved.undated:
        if resolved.undated.split()[0].lower() in _ONE_SIDED:
            return f"“{resolved.undated}” has no beginning: it is no stretch of time that can be counted."
        return f"The text does not say when “{resolved.undated}” was."
    if resolved.period and resolved.baseline and resolved.period.start < resolved.baseline.start:
        return f"The text compares {claim.period} with a later time, {claim.baseline}, which is not done here."
    if claim.kind == "change" and claim.baseline and not _is_a_time(claim):
        return f"The text says by how many it differs from “{claim.baseline}”; {_ONLY_TIMES}"
    if claim.kind == "rank" and (among := _OF_ONE_YEAR.match(claim.sentence.partition(claim.text)[2])):
        unit = among[0].split()[0].lower()
        return f"The text ranks it among the {unit}s of one year; here a {unit} is ranked among all before it."
    since_then = resolved.baseline or resolved.since
    if claim.kind == "rank" and not since_then and (of := _OF_AN_EVENT.match(claim.sentence.partition(claim.text)[2])):
        return f"The text ranks it within the {of[1].lower()}, and does not say when that began."
    if claim.kind == "rank" and resolved.period and resolved.period.days > _LONGEST.get(grain, math.inf):
        return f"The text does not say which {grain} it ranks."
    if claim.kind == "change" and _grown_by(claim):
        return "It compares tolls that had grown by then, and the text does not say from when they were counted."
    if statistic not in _OF_A_PERIOD:
        return None
    counted = f"{claim.measure or ''} {claim.event or ''} {claim.text}"
    if claim.kind == "level" and is_one_incident(claim):
        return "It is the toll of one incident, not a count over a stretch of time."
    if (
        claim.kind == "level"
        and resolved.period
        and (
            (resolved.period.days < _YEAR and _RUNNING_TOLL.search(claim.sentence))
            or (resolved.period.days == 1 and _HARMED.search(counted) and _RUNNING_COUNT.search(claim.sentence))
        )
    ):
        return "It is a toll that had grown by then, and the text does not say from when it was counted."
    return NO_TIME if resolved.period is None and resolved.since is None else None


def _grown_by(claim: Claim) -> bool:
    """Whether a change is one of counts that had run up to a day: "counted 45,541 dead by the end of December, twice
    the toll a year earlier".
    """
    period = claim.resolved.period
    if period and period.days == 1 and _HARMED.search(f"{claim.measure or ''} {claim.event or ''}"):
        return True  # "By 31 December, 45,541 people had been killed, double the figure at the end of 2023"
    by = period and period.days < _YEAR and claim.period and f"by the {claim.period}" in claim.sentence
    return bool(by) and _GROWN.search(claim.sentence) is not None


def _is_a_time(claim: Claim) -> bool:
    """Whether what a change is compared with is a time, or may be one that was not understood."""
    resolved = claim.resolved
    if resolved.baseline is not None or resolved.since is not None:
        return True
    words = claim.baseline or ""
    return bool(_TIME_WORDS.search(words)) and not places_named(_WHEN.split(words)[0].removeprefix("the "))


def is_one_incident(claim: Claim) -> bool:
    """Whether a level is how many people one incident killed or hurt."""
    counted = f"{claim.measure or ''} {claim.event or ''} {claim.text}"
    return bool(_PEOPLE.search(counted)) and bool(ONE_INCIDENT.search(claim.sentence))


def compared_year(claim: Claim) -> Window | None:
    """The year that a change "since 2014" or "over the past decade" is measured from, by the latest whole one."""
    return (_year_since(claim) or _years_ago(claim)) if claim.kind in ("change", "trend") else None


def _year_since(claim: Claim) -> Window | None:
    """The year of "since 2014", which a change is measured from; None for a month, a day or an event ("since the
    takeover"), for a year that is also what the claim is about, and where no whole year has followed yet.
    """
    resolved, words = claim.resolved, (claim.baseline or "").strip()
    if resolved.baseline is not None or claim.period or not _YEAR_NUMBER.fullmatch(words):
        return None
    year = Window.parse(words)
    begins = resolved.since or (resolved.period.start if resolved.period else None)
    last = resolved.period.end.year - 1 if resolved.period else claim.published.year - 1 if claim.published else None
    return year if begins == year.start and (last is None or last > year.start.year) else None


def _years_ago(claim: Claim) -> Window | None:
    """The year that a change "over the past decade" is measured from: so many before the last whole one."""
    said, period = _PAST.fullmatch(claim.period or ""), claim.resolved.period
    if said is None or claim.baseline or claim.published is None or period is None or claim.resolved.baseline:
        return None
    years = _number(said[1]) * (10 if said[2].startswith("decade") else 1)
    return Window.parse(str(claim.published.year - 1 - years)) if years > 1 else None


def is_each_time(claim: Claim) -> bool:
    """Whether a change is that of each year, month or week of a stretch, and not one over the whole of it."""
    at = claim.sentence.find(claim.text)
    after = claim.sentence[at + len(claim.text) :] if at >= 0 else ""
    return claim.text.casefold().startswith(("an average", "average")) or _EACH_TIME.match(after) is not None


def years_back(claim: Claim) -> int:
    """The years of "in a decade", "in five years", "a nine-year high"; 0 where the claim names none."""
    looked_back = claim.baseline or claim.text
    if claim.baseline and (unit := re.search(rf"\b(year|decade) in {re.escape(claim.baseline)}\b", claim.sentence)):
        looked_back = f"{looked_back} {unit[1]}"  # "the bloodiest year in six"
    found = _YEARS_BACK.search(looked_back) if claim.resolved.baseline is None else None
    if claim.kind != "rank" or not found:
        return 0
    return _number(found[1]) * (10 if found[2].casefold().startswith("decade") else 1)


def _number(word: str | None) -> int:
    """The number that figures or a word below a hundred say ("twenty-five"); 1 for any other word, and for none."""
    said = (word or "a").casefold()
    if said.isdecimal():
        return int(said)
    parts = [(SMALL | TENS).get(part) for part in said.split("-")]
    return sum(part for part in parts if part) if all(parts) else 1
