"""What a rule reads in a sentence, before clauses, places and speakers are added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.claims.phrases.parsed import Parsed

Span = tuple[int, int]


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


def wordless(
    kind: str, form: str, direction: str, span: Span, rule: str, measure: Span | None, comparator: str = "exact"
) -> Match:
    """A claim that states no number: a trend, a rank, a comparison."""
    return Match(span, kind, form, direction, None, None, comparator, rule, measure, None, span[0], ends=span[1])
