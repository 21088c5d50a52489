"""What happened to a watched claim, as it was told when it happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from verifier.reports.watchlists.result import WatchedResult

NEW, CHANGED, CORRECTED, RATED, REMADE = "new", "changed", "corrected", "rated", "re-made"
FAILED, WORKS_AGAIN, LEFT, BACK = "failed", "works again", "left", "watched again"
QUIET = (REMADE,)  # not in the feed


@dataclass(frozen=True)
class Event:
    """One event of a claim. about is the claim's id in the watchlist; claim its sentence at the time.

    id depends on what happened and on the claim's event before, and not on when it was noticed. So a run that is
    repeated after its notes were lost gives the same events. title and words are the feed's final wording.
    """

    id: str
    about: str
    kind: str
    at: str
    run: int
    claim: str
    title: str
    words: str
    why: list[str]
    claim_before: str | None = None
    before: WatchedResult | None = None
    after: WatchedResult | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Event:
        """An event as `to_dict` wrote it."""
        results = {name: data[name] and WatchedResult.from_dict(data[name]) for name in ("before", "after")}
        return cls(**{**data, **results})

    def to_dict(self) -> dict[str, Any]:
        """The event as JSON holds it."""
        return asdict(self)


def event_id(watchlist: str, about: str, kind: str, last: Event | None, what: object) -> str:
    """A name for an event that no other has: of the watchlist, the claim, what happened, and what happened before."""
    content = json.dumps([watchlist, about, kind, last.id if last else None, what], sort_keys=True, default=str)
    return uuid5(NAMESPACE_URL, content).urn
