"""The series of the places that a claim ranks its own among. Every one of them must be counted in the claim's period; a
place that lacks a count is a zero only where its dataset says that it lists all there is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from verifier.comparisons.series import Series
from verifier.findings import wording
from verifier.findings.kinds import Plan
from verifier.findings.sources import Source, last_day_named, series_of
from verifier.listing import joined_by_and
from verifier.places.tree import in_words, place_name
from verifier.window import Window

NAMED = 3  # places without a count that are named


def among(source: Source, plan: Plan) -> Source | str:
    """The source of one place with those of all others it is ranked among; or why they cannot be ranked."""
    field, period, own = plan.among, plan.claim.resolved.period, source.series.cells.place
    assert field is not None  # noqa: S101 (only ranks among places come here)
    if own != field.own:
        return f"It counts {in_words(own)} as a whole, and has nothing for {in_words(field.own)}."
    others = field.others(period.end if period else None)
    if not others:
        return f"It has no {field.level} to rank {in_words(own)} among."
    phrase, last = plan.claim.measure or "", last_day_named(plan.claim)
    rivals = {
        code: _unknown(source, code) if source.dataset.left_out(source.definition, phrase, code, last) else one
        for code in others
        if (one := _series(source, code, period)) is not None
    }
    lacking = [code for code, one in rivals.items() if not (one.covers(period) if period else len(one.own_spans))]
    level = field.level
    if lacking and not _beaten_anyway(source, plan, list(rivals.values()), period):
        return f"It has no figure {_when(period)}for {_named(lacking)}, and a rank among {level} needs all of them."
    if lacking:
        level = f"{level} with figures"
    return replace(source, own_label=place_name(own), other_label=level, rivals=tuple(rivals.values()))


def _series(source: Source, code: str, period: Window | None) -> Series | None:
    """The series of another place in the same release; one without any count where that is not known; None where the
    place did not stand by itself then.
    """
    dataset, own = source.dataset, source.series.cells
    about = dataset.descriptor["verifier"]
    vintages = [one for one in dataset.vintages(code, source.definition) if one.id == own.vintage]
    day = period.end if period else None
    if _filed_elsewhere(about, code, day):
        return None
    series = series_of(dataset, source.definition.id, code, vintages[0]) if vintages else None
    complete = about.get("unlisted") == "none"
    if series and (not complete or period is None or series.covers(period)):
        return series
    if complete and series and series.coverage and day and series.coverage.start > day:
        return None  # it was no state yet
    if complete:
        return Series(replace(own, place=code, table=own.table.assign(count=0)))
    return series or _unknown(source, code)


def _unknown(source: Source, code: str) -> Series:
    """The series of a place without any count."""
    own = source.series.cells
    return Series(replace(own, place=code, table=own.table.iloc[:0], dense=False, coverage=None))


def _filed_elsewhere(about: dict[str, object], code: str, day: date | None) -> bool:
    """Whether the dataset files a place under another one on a day."""
    notes = about.get("place_notes", [])
    assert isinstance(notes, list)  # noqa: S101 (the shape of a data package is checked when it is read)
    for note in notes:
        if note["place"] == code and "within" in note:
            until = note.get("until")
            if until is None or (day is not None and day <= date.fromisoformat(str(until))):
                return True
    return False


def _beaten_anyway(source: Source, plan: Plan, rivals: list[Series], period: Window | None) -> bool:
    """Whether so many others are ahead that those without a count cannot make the claim right."""
    if period is None or not plan.targets or not source.series.covers(period):
        return False
    target, own = plan.targets[0], source.series.count(period).count
    counts = [one.count(period).count for one in rivals if one.covers(period)]
    ahead = sum(count < own if target.down else count > own for count in counts)
    return 1 + ahead >= target.high


def _when(period: Window | None) -> str:
    return f"{wording.during(period)} " if period else ""


def _named(codes: list[str]) -> str:
    names = sorted((in_words(code) for code in codes), key=lambda name: name.removeprefix("the "))
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return joined_by_and([*names[:NAMED], *more])
