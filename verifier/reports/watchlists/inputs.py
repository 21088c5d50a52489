"""What a claim's report is made from, as content hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from verifier import __version__
from verifier.claims.claim import Claim
from verifier.claims.text.clean import as_read
from verifier.files import sha256, stamp
from verifier.findings.answering import answers
from verifier.findings.plan import plan
from verifier.findings.sources import Source
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load
from verifier.incidents.cells import Cells
from verifier.incidents.dataset import Dataset
from verifier.places.names import place_code
from verifier.reports.notebook import check_notebook
from verifier.reports.parameters import CheckParameters
from verifier.resources import package_digest


@dataclass(frozen=True)
class ClaimInputs:
    """A claim: its number in the text, its own words, its sentence."""

    number: int
    text: str
    sentence: str


@dataclass(frozen=True)
class SeriesInputs:
    """One definition of a dataset: hashes of what it says, with how it fits the claim, and of its counts."""

    definition: str
    counts: str


@dataclass(frozen=True)
class DatasetInputs:
    """A dataset that was asked: a hash of what it says about itself, and why it does not answer; or its vintage, place
    and series by definition, with a hash of its other vintages.
    """

    id: str
    about: str
    why: str | None
    vintage: str | None
    place: str | None
    series: dict[str, SeriesInputs]
    others: str


@dataclass(frozen=True)
class PackageInputs:
    """This package: its version, and a hash of its files."""

    version: str
    files: str


@dataclass(frozen=True)
class Inputs:
    """Everything the report of one claim is made from, as hashes but for the claim, the parameters and versions."""

    text: str
    claim: ClaimInputs
    parameters: dict[str, Any]
    specifications: str
    datasets: dict[str, DatasetInputs]
    newsroom: dict[str, str]
    package: PackageInputs
    notebook: str

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Inputs:
        """Inputs as `asdict` wrote them."""
        datasets = {}
        for name, one in data["datasets"].items():
            series = {key: SeriesInputs(**value) for key, value in one["series"].items()}
            datasets[name] = DatasetInputs(**{**one, "series": series})
        claim, package = ClaimInputs(**data["claim"]), PackageInputs(**data["package"])
        return cls(**{**data, "claim": claim, "package": package, "datasets": datasets})

    @property
    def vintages(self) -> dict[str, str]:
        """The vintage of each dataset that answers."""
        return {name: one.vintage for name, one in self.datasets.items() if one.series and one.vintage}


def inputs_of(text: str, claim: Claim, number: int, given: Mapping[str, Any], newsroom: Mapping[str, Path]) -> Inputs:
    """Everything the report of one claim is made from. given are notebook parameters; newsroom the files, by name,
    that the newsroom keeps beside the report. Raises DataError for a dataset that is not here.
    """
    parameters = CheckParameters.checked(given)
    place = place_code(parameters.place) if parameters.place else None
    chosen = [load(name) for name in dict.fromkeys(parameters.datasets)] if parameters.datasets else all_datasets()
    planned = plan(claim, parameters.specifications)
    asked = answers(planned, chosen, place, parameters.day("known_on")).by_dataset
    shown = {key: value for key, value in parameters.to_dict().items() if key not in ("document", "claim")}
    shown["specifications"] = Path(parameters.specifications).name
    return Inputs(
        text=_hash(text),
        claim=ClaimInputs(number, as_read(claim.text), as_read(claim.sentence)),
        parameters=shown,
        specifications=planned.declared.digest,
        datasets={one.id: _dataset(one, *asked[one.id]) for one in chosen},
        newsroom=hashes(newsroom),
        package=PackageInputs(__version__, package_digest()),
        notebook=sha256(check_notebook()),
    )


def hashes(newsroom: Mapping[str, Path]) -> dict[str, str]:
    """The hash of each of the newsroom's files that is there, by name."""
    return {name: sha256(path) for name, path in sorted(newsroom.items()) if path.is_file()}


def _dataset(dataset: Dataset, answered: list[Source], why: str | None) -> DatasetInputs:
    about = (dataset.title, dataset.licence.name, dataset.licence.url, dataset.citation, dataset.url)
    rules = (dataset.inclusion_rule, dataset.reporting_lag_days, [(str(day), text) for day, text in dataset.breaks])
    return DatasetInputs(
        id=dataset.id,
        about=_hash([about, rules]),
        why=why,
        vintage=answered[-1].series.cells.vintage if answered else None,
        place=answered[0].series.cells.place if answered else None,
        series={
            one.definition.id: SeriesInputs(
                _hash([asdict(one.definition), one.match, one.why]), _all_counts(dataset, one)
            )
            for one in answered
        },
        others=_hash([_others(dataset, one) for one in answered]),
    )


def _others(dataset: Dataset, source: Source) -> list[tuple[str, str]]:
    """The other vintages, with which the report compares."""
    cells = source.series.cells
    known = dataset.vintages(cells.place, source.definition)
    return [(one.id, _counts(dataset, source, one.id)) for one in known if one.id != cells.vintage]


def _all_counts(dataset: Dataset, source: Source) -> str:
    """The counts of a source: its series, and the second one that a share or a comparison of two groups has.

    Of those, and of regions, the series themselves are hashed: they may be of another place or definition.
    """
    cells = source.series.cells
    if source.other is None and cells.definition == source.definition:
        return _counts(dataset, source, cells.vintage)
    return _hash([cells_digest(cells), cells_digest(source.other.cells) if source.other else ""])


def _counts(dataset: Dataset, source: Source, vintage: str) -> str:
    stamps = tuple(_stamp(dataset, resource) for resource in dataset.descriptor["resources"])
    known = (stamp(dataset.folder / "datapackage.json"), stamps)
    return _counts_digest(
        _Held(dataset.id, dataset.folder, dataset), source.definition.id, source.series.cells.place, vintage, known
    )


def _stamp(dataset: Dataset, resource: Mapping[str, Any]) -> tuple[int, ...]:
    file = dataset.folder / str(resource["path"])
    return stamp(file) if file.exists() else ()


@dataclass(frozen=True)
class _Held:
    """A dataset as a key: datasets of one id and folder are alike until their files change."""

    id: str
    folder: Path
    dataset: Dataset = field(compare=False)


@lru_cache(maxsize=65536)
def _counts_digest(held: _Held, definition: str, place: str, vintage: str, _known: object) -> str:
    return cells_digest(held.dataset.cells(definition, place, vintage=vintage))


def cells_digest(cells: Cells) -> str:
    """The content of a series: its counts, what it covers, and its notes."""
    table = cells.table.to_csv(index=False, lineterminator="\n")
    covered = [str(cells.coverage), [str(one) for one in cells.gaps], cells.dense, list(cells.notes)]
    return _hash([table, covered])


def _hash(value: Any) -> str:
    raw = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
