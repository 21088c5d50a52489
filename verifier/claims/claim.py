"""What the reader gives back: one quantitative claim, as said and as resolved."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from verifier.window import Window

Value = float | tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the words of a claim point to.

    country is ISO 3166-1 alpha-3; period and baseline are spans of days; since is the first day of a period
    that runs on ("since …"), which is open at its end where the day the text was published is not known. undated is a
    time that is named and cannot be told ("during the ban"). `how` says for each where it was found: stated (in
    the sentence), document (elsewhere in the text), title, front matter, gazetteer, or assumed.
    places are codes of the tree of places, several for "the Philippines and Malaysia"; unknown_place is a place that is
    named and has no code: one that is not known, one of several of that name, or a finer part ("northern Nigeria").
    """

    country: str | None = None
    period: Window | None = None
    baseline: Window | None = None
    since: date | None = None
    undated: str | None = None
    how: dict[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    unknown_place: str | None = None

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

    start and end are offsets (in characters) of `text` in the document as it was given; sentence is the sentence
    around it. kind, form, direction, value, unit, comparator, measure, event, place, period, baseline, speaker, negated
    and modality are as in the annotation guide: strings stand as in the text, and what the text lacks is None.
    rule names the rule and the cue words that fired. counted is what is counted in full, without place and time
    ("people killed in road accidents"), and qualifiers are the words that narrow it, each with its role. context are
    the sentences around it and the title, nearest first, each with its source: for claims that leave open what killed.
    rule names the rule and the cue words that fired. counts are the counts that a change gives beside its size ("rose
    56 percent from 188 to 294"), by "after" and "before"; one that is not said is None. published is the day the text
    was said or published, as far as it is known.
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
