"""What a rule reads in a sentence, before clauses, places and speakers are added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from verifier.claims.quantities.quantity import Quantity

if TYPE_CHECKING:
    from verifier.claims.phrases.parsed import Parsed

Span = tuple[int, int]
OF_A_FIGURE_THEN = "ratio:of a figure then"  # the rule of "five times the toll of the year before"
LISTED = ("level:listed", "level:by name")  # rules that read the item of a list with the name that it is set beside


@dataclass(slots=True)
class Match:
    """The fields of a claim as token spans.

    rule names the rule and the cue words; anchor is the token of the cue; other is the group a ratio compares with;
    ends is the last token the claim uses, where what follows may go on ("… and arrests by 32 percent").
    counts are the counts a change gives beside its size, (after, before), None for one that is not said; numbers is
    the claim that gave both, whose dates are theirs.
    place is where a rule read that it happened ("4,882 in one state, 4,816 in another").
    measure_of is the claim whose measure this one takes over, in the sentence measure_in; None is the same sentence.
    """

    span: Span
    kind: str
    form: str
    direction: str
    value: float | tuple[float, float] | None
    unit: str | None
    comparator: str
    rule: str
    measure: Span | None = None
    event: Span | None = None
    anchor: int = 0
    other: Span | None = None
    ends: int = 0
    counts: tuple[float | None, float | None] | None = None
    numbers: Match | None = None
    place: Span | None = None
    measure_of: Match | None = None
    measure_in: Parsed | None = None

    def passed_on(self, q: Quantity, source: Parsed | None = None, /, **fields: object) -> Match:
        """The claim of another number that goes on from this one, with its measure; `source` is another sentence."""
        made = replace(
            self, span=(q.first, q.last), value=q.value, comparator=q.comparator, anchor=q.first, other=None,
            ends=q.last, counts=None, numbers=None, place=None,
        )  # fmt: skip
        if source is not None:
            made.measure = made.event = None
        for name, value in fields.items():
            setattr(made, name, value)
        made.measure_of, made.measure_in = self.measure_of or self, self.measure_in or source
        return made

    def counted_on(
        self, q: Quantity, rule: str, source: Parsed | None = None, /, *, unit: str = "count", **fields: object
    ) -> Match:
        """The count, or the rate, of what this one counts for another number, as `passed_on`."""
        kind = "level" if unit == "count" else "rate"
        return self.passed_on(q, source, kind=kind, form=kind, direction="none", unit=unit, rule=rule, **fields)

    def told_in(self, p: Parsed) -> tuple[Parsed, Span | None]:
        """Where the measure stands: its sentence, which may be the one before `p`, and the words."""
        if self.measure is None and self.measure_of and self.measure_in:
            return self.measure_in, self.measure_of.measure
        return p, self.measure

    @classmethod
    def level(
        cls, q: Quantity, unit: str, rule: str, measure: Span | None, direction: str = "none", **more: Any
    ) -> Match:
        """A count of incidents, or a rate where the unit is one per time or per population."""
        kind = "rate" if unit.startswith("per_") else "level"
        return _of_number(q, kind, kind, direction, unit, rule, measure, more)

    @classmethod
    def share(cls, q: Quantity, form: str, rule: str, measure: Span | None, **more: Any) -> Match:
        """A part of a whole, which is the measure."""
        return _of_number(q, "share", form, "none", _SHARE_UNITS[form], rule, measure, more)

    @classmethod
    def change(
        cls, q: Quantity, form: str, direction: str, unit: str, rule: str, measure: Span | None, kind: str = "change",
        **more: Any,
    ) -> Match:  # fmt: skip
        """A change from one time to another, or (kind ratio) a difference between two groups."""
        return _of_number(q, kind, form, direction, unit, rule, measure, more)

    @classmethod
    def rank(
        cls, span: Span, direction: str, value: float | None, rule: str, measure: Span | None,
        anchor: int | None = None, ends: int | None = None,
    ) -> Match:  # fmt: skip
        """A place in an order; up is from the highest, down from the lowest."""
        at = span[0] if anchor is None else anchor
        ends = span[1] if ends is None else ends
        return cls(span, "rank", "rank", direction, value, "rank", "exact", rule, measure, None, at, ends=ends)


_SHARE_UNITS = {"share_percent": "percent", "share_fraction": "fraction", "share_count": "count", "odds": "fraction"}


def _of_number(
    q: Quantity, kind: str, form: str, direction: str, unit: str, rule: str, measure: Span | None, more: dict[str, Any]
) -> Match:
    """A claim of a number as said; it spans the number, unless `more` says otherwise."""
    span = more.pop("span", (q.first, q.last))
    fields = {"anchor": q.first, "ends": span[1], "value": q.value, "comparator": q.comparator} | more
    return Match(span, kind, form, direction, unit=unit, rule=rule, measure=measure, **fields)


def wordless(
    kind: str, form: str, direction: str, span: Span, rule: str, measure: Span | None, comparator: str = "exact",
    anchor: int | None = None,
) -> Match:  # fmt: skip
    """A claim that states no number: a trend, a rank, a comparison."""
    at = span[0] if anchor is None else anchor
    return Match(span, kind, form, direction, None, None, comparator, rule, measure, None, at, ends=span[1])
