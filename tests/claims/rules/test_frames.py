"""Every plain frame in which a newspaper tells of incidents is read, and as what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier import parse
from verifier.claims.claim import Claim

LINES = (Path(__file__).parent / "frames.txt").read_text(encoding="utf-8").splitlines()
FRAMES = [tuple(line.rsplit(" | ", 1)) for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "due"), FRAMES, ids=[text for text, _ in FRAMES])
def test_a_plain_frame_is_read(text: str, due: str) -> None:
    assert ", ".join(map(_told, parse(text, published="2024-02-01"))) == due


def _told(claim: Claim) -> str:
    """A claim as frames.txt writes it: "change -12", "level 200..300", "trend +-"."""
    values = claim.value if isinstance(claim.value, tuple) else () if claim.value is None else (claim.value,)
    said = "..".join(f"{value:g}" for value in values) or "-"
    return f"{claim.kind} {({'up': '+', 'down': '-'}).get(claim.direction, '')}{said}"
