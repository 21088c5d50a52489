"""The words in which an event is told, once and for good: to a desk that watches, in feed and index."""

from __future__ import annotations

from verifier.reports.watchlists.event import BACK, CHANGED, CORRECTED, FAILED, LEFT, NEW, RATED, WORKS_AGAIN
from verifier.reports.watchlists.result import Result, differences

TITLE = 160  # signs of a claim in a title
SUMMARY = 900  # signs of the words of an event
BEGINNINGS = {
    RATED: "Rated by the newsroom",
    CORRECTED: "Corrected",
    FAILED: "Could not be checked",
    WORKS_AGAIN: "Checked again after a failure",
    LEFT: "No longer watched",
    BACK: "Watched again",
}


def title(kind: str, sentence: str, words: str, after: Result | None) -> str:
    """What happened, and to which claim: "Overstated: “60 percent” in “Attacks rose by …”"."""
    said = after.finding if after and kind in (NEW, CHANGED) else BEGINNINGS.get(kind, kind)
    return f"{said}: “{short(words, TITLE // 2)}” in “{short(sentence, TITLE)}”" if words else f"{said}: {sentence}"


def summary(
    kind: str, why: list[str], claim: str, claim_before: str | None, before: Result | None, after: Result | None
) -> str:
    """What happened in a paragraph: what is other than before, why it was looked at, what the finding says now."""
    parts: list[str] = []
    if before and after:
        parts += differences(before, after)
    if after and after.rating and not before:
        parts.append(f"Rated by the newsroom: {after.rating}.")
    if claim_before not in (None, claim):
        parts.append(f"The claim before: “{claim_before}”.")
    if why and kind != NEW:
        parts.append(f"{'Why' if after else 'Reason'}: {'; '.join(why)}.")
    if after:
        parts.append(after.sentence)
    return short(" ".join(parts), SUMMARY)


def short(text: str, most: int) -> str:
    """A text, or its beginning and an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
