"""What a report says, as far as a change of it is news: the finding, and the counts with their windows and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from verifier.claims.text.clean import as_read
from verifier.errors import VerifierError
from verifier.findings import wording
from verifier.incidents.catalogue import load
from verifier.listing import capital
from verifier.questions.named_source import publisher_name
from verifier.window import Window

RANKED = ("rank", "place_rank")


@dataclass(frozen=True)
class DatasetCounts:
    """The counts of one dataset that a finding rests on or names beside it; `who` is the dataset as readers know it.

    Windows are (first day, last day), both included; before is None where a level is claimed. Days are ISO
    dates. rank is the place that the count has among others, where a rank is claimed.
    """

    dataset: str
    who: str
    definition: str
    after: tuple[str, str]
    before: tuple[str, str] | None
    after_count: int
    before_count: int | None
    value: float | None
    rank: int | None

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any], statistic: str) -> DatasetCounts:
        """One of the `answers` of a check as data."""
        value = answer["value"]
        before = (answer["before_start"], answer["before_end"])
        return cls(
            dataset=answer["dataset"],
            who=_who(answer["dataset"]),
            definition=answer["definition"],
            after=(answer["after_start"], answer["after_end"]),
            before=None if None in before else before,
            after_count=answer["after_count"],
            before_count=answer["before_count"],
            value=None if value is None else float(f"{value:.6g}"),  # the last digits depend on the libraries' versions
            rank=int(value) if statistic in RANKED and value is not None else None,
        )

    def words(self) -> str:
        """The counts in words: "15 in 2022 and 4 in 2021"."""
        said = f"{self.after_count:,} {wording.during(_window(self.after))}"
        if self.rank is not None:
            return f"{said}, rank {self.rank}"
        if self.before is None or self.before_count is None:
            return said
        if self.before == self.after:  # a part of a whole, or one of two groups
            return f"{self.after_count:,} and {self.before_count:,} {wording.during(_window(self.after))}"
        return f"{said} and {self.before_count:,} {wording.during(_window(self.before))}"

    def beside(self) -> str:
        """What `words` leaves out: the count beside a rank, or what follows from counts of other times too."""
        if self.rank is not None and self.before is not None and self.before_count is not None:
            return f"{self.before_count:,} {wording.during(_window(self.before))}"
        return "none" if self.value is None else f"{self.value:,g}"

    def numbers(self) -> tuple[Any, ...]:
        """What makes a change of them news."""
        return (self.definition, self.after, self.before, self.after_count, self.before_count, self.value)


@dataclass(frozen=True)
class WatchedResult:
    """What a report says: finding, flags, the sentence, the counts, and what the newsroom added.

    rating is the newsroom's, in words, empty for none; corrections are its corrections of the claim, newest first.
    """

    finding: str
    flags: list[str]
    sentence: str
    counted: list[DatasetCounts] = field(default_factory=list)
    rating: str = ""
    corrections: list[str] = field(default_factory=list)

    @classmethod
    def from_check(cls, check: Mapping[str, Any], rating: str, corrections: list[str]) -> WatchedResult:
        """The result of a check as data (see docs/reference/reports.md), with the newsroom's part."""
        statistic = check.get("statistic", "")
        return cls(
            finding=check["finding"],
            flags=sorted({flag["flag"] for flag in check["flags"]}),
            sentence=check["sentence"],
            counted=[DatasetCounts.from_answer(one, statistic) for one in check.get("answers", [])],
            rating=rating,
            corrections=corrections,
        )

    def is_news(self, before: WatchedResult) -> bool:
        """Whether finding, counts, windows or sources are others than before; words, flags and releases may be."""
        return self.finding != before.finding or self._numbers() != before._numbers()

    def content(self) -> list[Any]:
        """What a result tells, without the program's own words for it."""
        return [self.finding, sorted(map(repr, self._numbers())), self.rating, self.corrections]

    def _numbers(self) -> set[tuple[Any, ...]]:
        return {(one.dataset, *one.numbers()) for one in self.counted}


def differences(before: WatchedResult, now: WatchedResult) -> Iterator[str]:
    """What is other than before, in sentences for a desk: the finding, each dataset's counts, rating, corrections."""
    if before.finding != now.finding:
        yield f"The finding was “{before.finding}” and is now “{now.finding}”."
    old, new = ({one.dataset: one for one in result.counted} for result in (before, now))
    for name in dict.fromkeys([*new, *old]):
        if name not in old:
            yield f"{capital(new[name].who)} counts it now: {new[name].words()}."
        elif name not in new:
            yield f"{capital(old[name].who)} no longer counts it; it had {old[name].words()}."
        elif (was := old[name].words()) != (has := new[name].words()):
            yield f"{capital(new[name].who)} had {was}, and has now {has}."
        elif old[name].definition != new[name].definition:
            yield f"{capital(new[name].who)} has the same counts ({has}) of something defined otherwise."
        elif old[name].numbers() != new[name].numbers():
            beside = f"beside them was {old[name].beside()} and is now {new[name].beside()}"
            yield f"{capital(new[name].who)} has the same counts ({has}); {beside}."
    if before.rating != now.rating:
        yield f"Rated by the newsroom: {now.rating or 'no longer'}; before: {before.rating or 'not rated'}."
    for one in now.corrections:
        if one not in before.corrections:
            yield f"Correction: {one}"
    if any(one not in now.corrections for one in before.corrections):
        yield "A correction was taken back or reworded."


def sentence_of(check: Mapping[str, Any]) -> tuple[str, str]:
    """The sentence of a claim and its own words in it, as a reader sees them."""
    return as_read(check["claim"]["sentence"]), as_read(check["claim"]["text"])


def _who(dataset: str) -> str:
    """The short name of whoever counts."""
    try:
        return publisher_name(load(dataset))
    except VerifierError:
        return dataset


def _window(days: tuple[str, str]) -> Window:
    return Window.parse("..".join(days))
