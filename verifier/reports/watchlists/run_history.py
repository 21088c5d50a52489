"""Everything that happened to the claims of a watchlist: kept apart from their reports, so that it outlives them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from itertools import count, islice
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from verifier.files import MISSHAPEN, read_json, restored, write_json
from verifier.reports.watchlists.result import WatchedResult

NAME = "history.json"
MOST = 5_000  # events, the newest


class Kind(StrEnum):
    """What happened to a claim."""

    CHANGED = "changed"
    NEW = "new"
    CORRECTED = "corrected"
    RATED = "rated"
    REMADE = "re-made"  # without news: not in the feed
    WORKS_AGAIN = "works again"
    BACK = "watched again"
    FAILED = "failed"
    LEFT = "left"


@dataclass(frozen=True)
class RunRecord:
    """One run: its number, and when it began and ended (None while it is running, or where it was stopped).

    last is when the run before it ended; resumed is how often this one was resumed after a stop.
    """

    number: int
    begun: str
    ended: str | None = None
    last: str | None = None
    resumed: int = 0


@dataclass
class History:
    """The latest run and the events of all runs, by id. Where the file is lost, the reports still know their own.

    damaged is where a file is kept that could not be read.
    """

    run: RunRecord | None = None
    events: dict[str, Event] = field(default_factory=dict)
    damaged: Path | None = None
    _latest: dict[str, Event] = field(default_factory=dict)
    _told: dict[str, Event] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, known: Iterable[Event] = ()) -> History:
        """The history of an output folder, with the events that its reports know of."""
        held = read_json(folder / NAME)
        try:
            run = restored(RunRecord | None, held["run"]) if held is not None else None
            told = [restored(Event, one) for one in held["events"]] if held is not None else []
        except MISSHAPEN:  # not ours, or of a later version
            held, run, told = None, None, []
        found = cls(run)
        if held is None and os.path.lexists(folder / NAME):  # a link that leads nowhere too
            names = (f"history.damaged{number or ''}.json" for number in count())
            found.damaged = next(folder / name for name in names if not os.path.lexists(folder / name))
            (folder / NAME).rename(found.damaged)
        # By run before time: a clock may have been set back.
        for event in sorted([*reversed(told), *known], key=lambda one: (one.run, one.at)):
            found.add(event)
        return found

    def write(self, folder: Path) -> None:
        """Write the history, the newest events first; reports that were made again without news know it themselves."""
        events = [asdict(one) for one in islice((one for one in self.newest() if one.kind != Kind.REMADE), MOST)]
        write_json(folder / NAME, {"run": asdict(self.run) if self.run else None, "events": events})

    def begin(self, now: str) -> RunRecord:
        """The record of this run: a new one, or that of an interrupted run, which is resumed."""
        if self.run and self.run.ended is None:
            self.run = replace(self.run, resumed=self.run.resumed + 1)
        else:
            number = max([self.run.number if self.run else 0, *(one.run for one in self.events.values())])
            self.run = RunRecord(number + 1, now, last=self.run.ended if self.run else None)
        return self.run

    def end(self, now: str) -> None:
        """Note that the run has ended."""
        self.run = replace(self.run, ended=now) if self.run else None

    def add(self, event: Event) -> None:
        """Take an event in, unless it is known: it then stays as it was told."""
        if event.id not in self.events:
            self.events[event.id] = self._latest[event.about] = event
            if event.kind != Kind.REMADE:
                self._told[event.about] = event

    def newest(self) -> Iterator[Event]:
        """All events, the newest first."""
        return reversed(self.events.values())

    def latest(self, about: str) -> Event | None:
        """What happened to a claim last."""
        return self._latest.get(about)

    def before(self, about: str, kind: str) -> Event | None:
        """What an event of that kind follows: the claim's entry before in the feed; what is not in it, any event."""
        return (self._latest if kind == Kind.REMADE else self._told).get(about)

    def failing(self, about: str) -> Event | None:
        """The failure of a claim that has not worked since."""
        latest = self.latest(about)
        return latest if latest and latest.kind == Kind.FAILED else None

    def watched(self) -> list[str]:
        """The claims that had not left the watchlist when they were last heard of, in the order of their names."""
        return sorted(name for name, one in self._latest.items() if one.kind != Kind.LEFT)


@dataclass(frozen=True)
class Event:
    """One event of a claim. about is the claim's id in the watchlist; claim its sentence at the time.

    id depends on what happened and on the claim's entry before, and not on when it was noticed. So a run that is
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


def event_id(watchlist: str, about: str, kind: str, last: Event | None, what: object) -> str:
    """A name for an event that no other has: of the watchlist, the claim, what happened, and what happened before."""
    content = json.dumps([watchlist, about, kind, last.id if last else None, what], sort_keys=True, default=str)
    return uuid5(NAMESPACE_URL, content).urn
