"""Claims about a place inside a country: the region's own counts where a dataset has them."""

from __future__ import annotations

from dataclasses import replace

from verifier.claims.claim import Claim
from verifier.comparisons.series import Series
from verifier.findings.sources import Source, series_of
from verifier.incidents import regions
from verifier.places.names import country_code, country_name

Asked = dict[str, tuple[list[Source], str | None]]


def inside_country(asked: Asked, claim: Claim) -> Asked:
    """The sources narrowed to the region that the claim names; where one dataset tells it apart, those that count the
    whole country abstain, since that is another question. Where none does, all stay (and a flag says so).
    """
    if not claim.place or not names_a_region(claim):
        return asked
    narrowed = {dataset: [_narrowed(one, claim.place) for one in sources] for dataset, (sources, _) in asked.items()}
    if not any(one for several in narrowed.values() for one in several):
        return asked
    found: Asked = {}
    for dataset, (sources, why) in asked.items():
        kept = [one for one in narrowed[dataset] if one]
        whole = f"It counts the whole of {country_name(sources[0].series.cells.place)}, " if sources else ""
        found[dataset] = kept, why if kept or not sources else f"{whole}and does not tell {claim.place} apart."
    return found


def names_a_region(claim: Claim) -> bool:
    """Whether the claim names a place, and that is no country."""
    return bool(claim.place) and country_code(claim.place or "") is None


def _narrowed(source: Source, said: str) -> Source | None:
    place, vintage = source.series.cells.place, source.series.cells.vintage
    region = regions.find(source.dataset, source.definition, place, vintage, said)
    if region is None:
        return None
    own = source.dataset.vintage(vintage, place)

    def series(definition: str) -> Series:
        return series_of(source.dataset, definition, place, own, region)

    other = series(source.other.cells.definition.id) if source.other else None
    return replace(source, series=series(source.definition.id), other=other)
