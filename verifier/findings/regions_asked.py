"""Claims about a place inside a country: the region's own counts where a dataset has them, else none."""

from __future__ import annotations

from dataclasses import replace

from verifier.comparisons.series import Series
from verifier.findings.sources import Source, series_of
from verifier.incidents import regions
from verifier.places.tree import names_of
from verifier.questions.asked_place import AskedPlace, nothing_there

Asked = dict[str, tuple[list[Source], str | None]]


def inside_country(asked: Asked, wanted: AskedPlace) -> Asked:
    """The sources narrowed to the part of a country that is asked for; those that count the whole country abstain,
    since that is another question.
    """
    if not wanted.is_finer:
        return asked
    found: Asked = {}
    for dataset, (sources, why) in asked.items():
        kept = [one for source in sources if (one := _narrowed(source, wanted))]
        found[dataset] = kept, why if kept or not sources else nothing_there(sources[0].dataset, wanted)
    return found


def _narrowed(source: Source, wanted: AskedPlace) -> Source | None:
    place, vintage = source.series.cells.place, source.series.cells.vintage
    if place == wanted.code:
        return source
    names = names_of(wanted.code) if wanted.code else ()
    region = regions.find(source.dataset, source.definition, place, vintage, wanted.words, names)
    if region is None:
        return None
    own = source.dataset.vintage(vintage, place)

    def series(definition: str) -> Series:
        return series_of(source.dataset, definition, place, own, region)

    other = series(source.other.cells.definition.id) if source.other else None
    return replace(source, series=series(source.definition.id), other=other)
