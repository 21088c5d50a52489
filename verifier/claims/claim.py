"""What the reader gives back: one quantitative claim, as said and as resolved."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from verifier.window import Window

Value = float | tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the words of a claim refer to.

    - country: ISO 3166-1 alpha-3 code.
    - period, baseline: windows, both ends included.
    - since: the first day of a period that continues (“since …”), open at its end if the day of publication is unknown.
    - undated: words for a time that cannot be dated (“during the ban”).
    - places: codes of the tree of places; several for “the Philippines and Malaysia”.
    - unknown_place: a named place without a code, because it is unknown, ambiguous, or too fine (“northern Nigeria”).
    - between: the places that the text tells of, where it does not say which of them the claim is about.
    - how: where each was found: stated (in the sentence), document (elsewhere in the text), title, front matter,
      gazetteer, or assumed.
    """

    country: str | None = None
    period: Window | None = None
    baseline: Window | None = None
    since: date | None = None
    undated: str | None = None
    how: dict[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    unknown_place: str | None = None
    between: tuple[str, ...] = ()

    @property
    def place(self) -> str | list[str] | None:
        """The code of the place, a list of codes for several together, None where none is said or known."""
        return list(self.places) if len(self.places) > 1 else self.places[0] if self.places else None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: alpha-3 code, [start, end] ISO dates (the end null where it is open), and `how` by field."""
        open_period = [str(self.since), None] if self.since else None
        return {
            "country": self.country,
            "period": [str(self.period.start), str(self.period.end)] if self.period else open_period,
            "baseline": [str(self.baseline.start), str(self.baseline.end)] if self.baseline else None,
            "undated": self.undated,
            "how": dict(self.how),
            "place": self.place,
            "unknown_place": self.unknown_place,
        }


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words that narrow what is counted, and how: happened, by, of, in, with, on, other, or which (of incidents that
    were named before).
    """

    role: str
    text: str

    def to_dict(self) -> dict[str, str]:
        """The JSON form."""
        return {"role": self.role, "text": self.text}


@dataclass(frozen=True, slots=True)
class Claim:
    """One quantitative statement in a text.

    Text fields are copied from the text word for word; what the text lacks is None.

    - id: c1, c2, … in the order of the text.
    - text, start, end: the claim's words and their offsets in the document, in characters.
    - sentence: the sentence around it.
    - kind: change, level, rate, share, rank, trend, ratio or difference; form narrows it.
    - direction, value, unit, comparator: what is claimed; value is a number, a pair of numbers for a range, or None.
    - measure, event, place, period, baseline, speaker: the words for each.
    - negated: the text denies the claim; modality: asserted, forecast or hypothetical.
    - counted: what is counted in full, without place and time (“people killed in road accidents”).
    - qualifiers: the words that narrow what is counted, each with its role.
    - context: the sentences around it and the title, nearest first.
    - counts: the counts given beside a change (“from 188 to 294”), by “after” and “before”.
    - measure_from: the claim whose measure is taken over, where a number has none of its own (“a 24% rise”).
    - published: the day the text was said or published, if known.
    - resolved: what place and time refer to.
    - rule: the rule and cue words that found it.
    """

    id: str
    text: str
    start: int
    end: int
    sentence: str
    kind: str
    form: str
    direction: str
    value: Value
    unit: str | None
    comparator: str
    measure: str | None = None
    event: str | None = None
    place: str | None = None
    period: str | None = None
    baseline: str | None = None
    speaker: str | None = None
    negated: bool = False
    modality: str = "asserted"
    rule: str = ""
    counted: str | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    context: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)
    counts: dict[str, float | None] | None = None
    measure_from: str | None = None
    published: date | None = None
    resolved: Resolved = field(default_factory=Resolved)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, in the order of the fields; a range becomes a list of two numbers."""
        out = {name: getattr(self, name) for name in self.__slots__ if name not in ("resolved", "context")}
        out["qualifiers"] = [one.to_dict() for one in self.qualifiers]
        if isinstance(self.value, tuple):
            out["value"] = list(self.value)
        out["published"] = self.published and self.published.isoformat()
        out["resolved"] = self.resolved.to_dict()
        return out


@dataclass(frozen=True, slots=True)
class Skipped:
    """A number that was seen and not turned into a claim, and why; start and end are offsets in the document."""

    text: str
    start: int
    end: int
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)
