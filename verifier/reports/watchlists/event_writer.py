"""Records what happened to the claims, once and for good: the kind of event, and its words for a newsroom."""

from __future__ import annotations

from verifier.reports.watchlists.output_folder import Manifest, now
from verifier.reports.watchlists.result import WatchedResult, differences
from verifier.reports.watchlists.run_history import Event, History, Kind, event_id

TITLE = 160  # characters of a claim in a title
SUMMARY = 900  # characters of the words of an event
BEGINNINGS: dict[str, str] = {
    Kind.RATED: "Rated by the newsroom",
    Kind.CORRECTED: "Corrected",
    Kind.FAILED: "Could not be checked",
    Kind.WORKS_AGAIN: "Checked again after a failure",
    Kind.LEFT: "No longer watched",
    Kind.BACK: "Watched again",
}


Said = tuple[str, str]  # the sentence of a claim, and its own words in it


class EventWriter:
    """Adds the events of one run of a watchlist to its history."""

    def __init__(self, history: History, watchlist: str, run: int) -> None:
        self._history, self._watchlist, self._run = history, watchlist, run

    def made(self, name: str, why: list[str], said: Said, after: WatchedResult, before: Manifest | None) -> Event:
        """A report was made; the caller adds the event to the history when the report is in its place."""
        return self._event(name, self._kind(name, before.result if before else None, after), why, said, after, before)

    def failed(self, name: str, why: str, said: Said) -> None:
        """No report could be made: recorded once for as long as the reason is the same."""
        last = self._history.failing(name)
        if last is None or last.why != [why]:
            self._history.add(self._event(name, Kind.FAILED, [why], said))

    def returned(self, name: str, made: Manifest) -> None:
        """A report was left as it is: an event only where the claim had failed or left the watchlist."""
        if kind := self._returned(name):
            why = ["nothing it depends on has changed"]
            self._history.add(self._event(name, kind, why, (made.claim, made.words), made.result, made))

    def readable_again(self, document: str) -> None:
        """A text was read: an event only where it could not be read the last time."""
        if self._history.failing(document):
            self._history.add(self._event(document, Kind.WORKS_AGAIN, ["the text can be read again"], ("", "")))

    def left(self, name: str, why: str, made: Manifest | None) -> None:
        """A claim is watched no more under this id."""
        latest = self._history.latest(name)
        said = (made.claim, made.words) if made else (latest.claim if latest else "", "")
        self._history.add(self._event(name, Kind.LEFT, [why], said))

    def _kind(self, name: str, before: WatchedResult | None, after: WatchedResult) -> str:
        if before is None:
            return Kind.NEW
        if after.is_news(before):
            return Kind.CHANGED
        if after.corrections != before.corrections:
            return Kind.CORRECTED
        if after.rating != before.rating:
            return Kind.RATED
        return self._returned(name) or Kind.REMADE

    def _returned(self, name: str) -> str:
        back: dict[str, str] = {Kind.FAILED: Kind.WORKS_AGAIN, Kind.LEFT: Kind.BACK}
        latest = self._history.latest(name)
        return back.get(latest.kind, "") if latest else ""

    def _event(
        self,
        name: str,
        kind: str,
        why: list[str],
        said: Said,
        after: WatchedResult | None = None,
        made: Manifest | None = None,
    ) -> Event:
        """An event with its result and the report before it; without a result, with the reason alone."""
        sentence, words = said
        before, claim_before = (made.result, made.claim) if made else (None, None)
        what = [before.content() if before else None, after.content(), sentence] if after else why
        return Event(
            id=event_id(self._watchlist, name, kind, self._history.before(name, kind), what),
            about=name,
            kind=kind,
            at=now(),
            run=self._run,
            claim=sentence,
            title=event_title(kind, sentence or name, words, after),
            words=event_summary(kind, why, sentence, claim_before, before, after),
            why=why,
            claim_before=claim_before,
            before=before,
            after=after,
        )


def event_title(kind: str, sentence: str, words: str, after: WatchedResult | None) -> str:
    """What happened, and to which claim: "Overstated: “60 percent” in “Attacks rose by …”"."""
    said = after.finding if after and kind in (Kind.NEW, Kind.CHANGED) else BEGINNINGS.get(kind, kind)
    return f"{said}: “{short(words, TITLE // 2)}” in “{short(sentence, TITLE)}”" if words else f"{said}: {sentence}"


def event_summary(
    kind: str,
    why: list[str],
    claim: str,
    claim_before: str | None,
    before: WatchedResult | None,
    after: WatchedResult | None,
) -> str:
    """What happened in a paragraph: what is other than before, why it was looked at, what the finding says now."""
    parts: list[str] = []
    if before and after:
        parts += differences(before, after)
    if after and after.rating and not before:
        parts.append(f"Rated by the newsroom: {after.rating}.")
    if claim_before not in (None, claim):
        parts.append(f"The claim before: “{claim_before}”.")
    if why and kind != Kind.NEW:
        parts.append(f"{'Why' if after else 'Reason'}: {'; '.join(why)}.")
    if after:
        parts.append(after.sentence)
    return short(" ".join(parts), SUMMARY)


def short(text: str, most: int) -> str:
    """A text, or its beginning and an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
