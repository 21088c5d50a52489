"""Where a clause that tells an event ends: "since the rebels took the city" before "while", a number or a speaker."""

from __future__ import annotations

from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text.lexicon import CHANGE_VERB, SPEECH

STOPS = frozenset([",", ";", ":", ".", "?", "!", '"', "(", ")", "—"])


def event_end(p: Parsed, start: int) -> int:
    """Where a clause that starts at `start` ("the Taliban's takeover of …") ends."""
    s = p.s
    at = start
    while at < len(s) and at - start < 25:
        word = s.words[at]
        if word in STOPS:
            break
        if at > start and (word == "and" or word in ("while", "but", "whereas")) and _new_clause(p, at + 1):
            break
        if at > start + 1 and at in p.quantity_at and p.quantity_at[at].not_counting is None:
            break
        if at > start + 1 and s.flags[at] & SPEECH and s.capital(at - 1):
            break
        at += 1
    return at


def _new_clause(p: Parsed, start: int) -> bool:
    """Whether what follows "and" is a claim or clause of its own rather than a part of the event."""
    s = p.s
    if s.word(start) in ("that", "a", "an", "by"):
        return True
    return any(at in p.quantity_at or s.flag(at) & CHANGE_VERB for at in range(start, min(start + 7, len(s))))
