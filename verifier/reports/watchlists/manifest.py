"""What is known of a claim's report: what it was made from, what it says, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from verifier.reports.watchlists.event import Event
from verifier.reports.watchlists.inputs import Inputs
from verifier.reports.watchlists.result import WatchedResult


@dataclass(frozen=True)
class Manifest:
    """The record beside a claim's report.

    - run, made: when it was made.
    - claim, words, about, number: the sentence, the claim's own words in it, what it is about, and its number in the
      text. By these it is recognised after an edit of the text (see which_claim.py).
    - asked: how the watchlist's entry names the claim.
    - files: the sizes of the report's files by name.
    """

    id: str
    run: int
    made: str
    claim: str
    words: str
    about: list[str]
    number: int
    asked: dict[str, Any]
    title: str
    result: WatchedResult
    vintages: dict[str, str]
    inputs: Inputs
    events: list[Event]
    files: dict[str, int] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Manifest:
        """A manifest as `to_dict` wrote it."""
        events = [Event.from_dict(one) for one in data["events"]]
        result, inputs = WatchedResult.from_dict(data["result"]), Inputs.from_dict(data["inputs"])
        return cls(**{**data, "result": result, "inputs": inputs, "events": events})

    def to_dict(self) -> dict[str, Any]:
        """The manifest as JSON holds it."""
        return asdict(self)
