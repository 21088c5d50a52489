"""The comparison that speaks for each source: what several charts show."""

from __future__ import annotations

from typing import Any

from verifier.findings.check import Check
from verifier.findings.sources import Source
from verifier.findings.words import counted, publisher


def voices(check: Check) -> dict[tuple[str, str], tuple[Source, dict[str, Any]]]:
    """The comparison that speaks for each source, by who counts and what, that of the sentence first.

    A source's several tables of one thing are one.
    """
    lead = (check.headline or {}).get("dataset")
    found: dict[tuple[str, str], tuple[Source, dict[str, Any]]] = {}
    for one in sorted(check.answers, key=lambda one: one.source.dataset.id != lead):
        found.setdefault((publisher(one.source), counted(one.source)), (one.source, one.row))
    return found
