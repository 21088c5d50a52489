"""Keeping different questions apart: counts of incidents are never averaged with counts of deaths."""

from __future__ import annotations

from verifier.claims.claim import Claim
from verifier.findings.sources import Source
from verifier.incidents.cells import MATCHES
from verifier.incidents.measures import normalise

# Words of a measure that say by themselves what is counted.
_UNIT_WORDS = {"death": "deaths", "injury": "people injured"}


def one_question(sources: list[Source], claim: Claim) -> tuple[list[Source], list[Source]]:
    """The sources that count in the unit the claim names, and those that answer another question.

    The unit is the one its words name (killed, injured); else that of the best fitting definition, the most datasets
    deciding a tie.
    """
    units = list(dict.fromkeys(source.definition.unit for source in sources))
    if len(units) < 2:
        return sources, []
    words = normalise(f"{claim.measure or ''} {claim.event or ''}")
    named = next((unit for word, unit in _UNIT_WORDS.items() if word in words and unit in units), None)
    if named is None:
        best = {
            unit: min(
                (MATCHES.index(source.match), -_datasets(sources, unit))
                for source in sources
                if source.definition.unit == unit
            )
            for unit in units
        }
        named = min(units, key=lambda unit: best[unit])
    kept = [source for source in sources if source.definition.unit == named]
    return kept, [source for source in sources if source.definition.unit != named]


def _datasets(sources: list[Source], unit: str) -> int:
    return len({source.dataset.id for source in sources if source.definition.unit == unit})
