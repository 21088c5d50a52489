"""The claims of a text, as the command line prints them; it loads the claim reader alone, and no numbers library."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from verifier.claims.claim import Claim, Skipped
from verifier.claims.reader import ClaimsRead
from verifier.claims.text.clean import as_read

NO_CLAIM = "No quantitative claim was found."


def no_claim(file: str) -> str:
    """That nothing was found in a file, and how to see what was."""
    return (
        f"{NO_CLAIM} `verifier parse {shlex.quote(file)} --explain` lists the numbers and words of amount "
        "that were seen, each with the reason why it is none."
    )


def claims(read: ClaimsRead, file: str, *, explain: bool = False, left: Sequence[Skipped] = ()) -> str:
    """The claims of the document in a file, one paragraph each; with explain, their rules and the numbers left out."""
    parts = [_claim(claim, explain=explain) for claim in read.claims] or [NO_CLAIM if explain else no_claim(file)]
    if explain:
        lines = [f"  {one.text!r} at {one.start}: {one.reason}" for one in left]
        parts.append("Numbers that are no claims:\n" + ("\n".join(lines) or "  none"))
    return "\n\n".join(parts)


def _claim(claim: Claim, *, explain: bool) -> str:
    lines = [f"{claim.id}  “{as_read(claim.text)}” ({claim.kind}, {claim.direction})"]
    for label in ("measure", "event", "place", "period", "baseline", "speaker"):
        said, field = getattr(claim, label), "country" if label == "place" else label
        value = getattr(claim.resolved, field, None)
        resolved = f" → {value} ({claim.resolved.how.get(field, 'assumed')})" if value else ""
        if said or resolved:
            lines.append(f"    {label:<9} {said or 'not in the sentence'}{resolved}")
    if claim.negated:
        lines.append("    the text denies it")
    if claim.modality != "asserted":
        lines.append(f"    {claim.modality}")
    if explain:
        lines.append(f"    rule      {claim.rule}")
    return "\n".join(lines)
