"""Claims of a part of what the claim before counts."""

from __future__ import annotations

from verifier.claims.phrases.match import Match
from verifier.claims.phrases.parsed import Parsed


def is_part(p: Parsed, one: Match) -> bool:
    """Whether a claim is only of a part of the one before: "of which 7,000 were rapes", "including 13,000 rapes"."""
    before = p.s.words[max(0, one.span[0] - 2) : one.span[0]]
    return before[-1:] == ["including"] or before in (["of", "which"], ["of", "whom"], ["among", "them"])
