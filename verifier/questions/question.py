"""A claim as the question that is put to the data, each part with where it was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from verifier.claims.claim import Claim
from verifier.errors import UsageError
from verifier.questions.asked_measure import AskedMeasure
from verifier.questions.asked_place import asked_place
from verifier.questions.named_source import NamedSource
from verifier.window import Window


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: what is counted (with its qualifiers), where, when, against when, by whom, and what is worked out.

    Each part but the statistic is a value (None where there is none) and how it was found: said (in the sentence),
    document, title, front matter, gazetteer, given (by the user) or assumed. The place is a code of the tree of places,
    "MYS+PHL" for several together. Periods are spans of days, both ends included. since is the first day of a period
    that runs to the end of each dataset's data, because the text's day of publication is not known.
    """

    counted: str | None
    qualifiers: tuple[dict[str, str], ...]
    place: str | None
    period: Window | None
    baseline: Window | None
    source: str | None
    statistic: str
    how: dict[str, str]
    since: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: each part as {value, how}, windows as [start, end], the end null where it is open."""
        parts: dict[str, Any] = {
            name: {"value": value, "how": self.how.get(name) if value is not None else None}
            for name, value in (
                ("counted", self.counted),
                ("place", self.place),
                ("period", _days(self.period) or ([str(self.since), None] if self.since else None)),
                ("baseline", _days(self.baseline)),
                ("source", self.source),
            )
        }
        return {**parts, "qualifiers": list(self.qualifiers), "statistic": self.statistic}


def question_of(
    claim: Claim, what: AskedMeasure, source: NamedSource | None, statistic: str, place: str | None = None
) -> Question:
    """The question of a claim; place is the one the user gave, if any."""
    resolved, how = claim.resolved, claim.resolved.how
    where = asked_place(claim, place)
    found = {
        "counted": what.how,
        "place": where.how,
        "period": how.get("period_end") or how.get("period", "assumed"),
        "baseline": how.get("baseline", "assumed"),
        "source": "said",
    }
    return Question(
        counted=what.phrase,
        qualifiers=tuple(one.to_dict() for one in claim.qualifiers),
        place=where.code,
        period=resolved.period,
        baseline=resolved.baseline,
        source=source.name if source else None,
        statistic=statistic,
        how={name: {"stated": "said"}.get(value, value) for name, value in found.items()},
        since=resolved.since if resolved.period is None else None,
    )


def completed(
    claim: Claim, measure: str | None = None, period: str | None = None, baseline: str | None = None
) -> Claim:
    """The claim with what the user says of it in place of what its text says. Raises UsageError for a bad window."""
    resolved, how = claim.resolved, dict(claim.resolved.how)
    if measure is not None:
        if not measure.strip():
            raise UsageError("--measure: it is empty; say what is counted, for example “terrorist attacks”")
        how["measure"] = "given"
        claim = replace(claim, measure=measure, counted=measure, event=None, qualifiers=())
    if period is not None:
        resolved, how["period"] = replace(resolved, period=Window.parse(period), since=None, undated=None), "given"
        how.pop("period_end", None)
        claim = replace(claim, period=period)
    if baseline is not None:
        dated = resolved.period or resolved.since or resolved.undated == claim.baseline
        undated = None if dated else resolved.undated
        resolved, how["baseline"] = replace(resolved, baseline=Window.parse(baseline), undated=undated), "given"
        claim = replace(claim, baseline=baseline)
    return claim if how == claim.resolved.how else replace(claim, resolved=replace(resolved, how=how))


def _days(window: Window | None) -> list[str | None] | None:
    return [str(window.start), str(window.end)] if window else None
