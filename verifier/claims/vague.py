"""Counts without a number: dozens killed, thousands of arrests, tens of thousands of people deported."""

from __future__ import annotations

from verifier.claims.counts import headed
from verifier.claims.found import Found
from verifier.claims.lexicon import AUX, EVENT, INCIDENT, PEOPLE, THING, WEAK, match, phrases
from verifier.claims.noun_phrases import Parsed, phrase_right
from verifier.claims.predicates import event_of
from verifier.claims.quantities import Quantity
from verifier.claims.rates import rate_unit

_VAGUE = phrases("vague", "words")
_WEAK_WORDS = frozenset(["several", "many", "few", "a few", "multiple", "numerous", "a number", "tens", "countless"])


def vague(p: Parsed, taken: list[Found]) -> list[Found]:
    """The vague counts of incidents in a sentence."""
    s = p.s
    found: list[Found] = []
    at = 0
    while at < len(s):
        hit = match(s.words, at, _VAGUE)
        if hit is None or at in p.date_at or any(one.span[0] <= at < one.span[1] for one in taken):
            at += 1
            continue
        end = hit[0]
        words = " ".join(s.words[at:end])
        q = Quantity(at, at, end, end, 0.0, "count", spelled=True)
        at = end
        if words in _WEAK_WORDS or end - 1 in p.quantity_at:
            continue
        start = end + 1 if s.word(end) == "of" else end
        measure = phrase_right(p, start)
        event = None
        if measure and measure[0] <= start + 2:
            if not headed(p, measure):
                if not any(s.flags[i] & (PEOPLE | THING) for i in range(*measure)):
                    continue
                event = event_of(p, q, measure)
                if event is None:
                    continue
        else:
            measure = None
            i = end
            while s.flag(i) & AUX:
                i += 1
            before = s.flag(q.first - 1)
            if s.flag(i) & EVENT and not s.flag(i) & WEAK:
                event = (end, i + 1)
            elif before & EVENT and not before & (WEAK | INCIDENT):
                event = (q.first - 1, q.first)
            else:
                continue
        every = rate_unit(p, q, end, event)
        kind = "rate" if every else "level"
        found.append(
            Found(
                (q.first, end), kind, "rate" if every else "level_vague", "none", None, every or "count", "exact",
                f"{kind}:vague {words}", measure, event, q.first, ends=end,
            )
        )  # fmt: skip
    return found
