"""What a claim's report is made from, as content hashes, and in words for a desk why it is made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from verifier import __version__
from verifier.claims.claim import Claim
from verifier.claims.text.clean import as_read
from verifier.errors import VerifierError
from verifier.files import sha256, stamp
from verifier.findings.answering import answers
from verifier.findings.plan import plan
from verifier.findings.sources import Source
from verifier.incidents.catalogue import datasets as all_datasets
from verifier.incidents.catalogue import load
from verifier.incidents.cells import Cells
from verifier.incidents.dataset import Dataset
from verifier.incidents.restatements import ADDED, DROPPED, RESTATED, UNCHANGED, restatements
from verifier.listing import listed
from verifier.places.names import place_code
from verifier.reports.opened import CheckParameters, check_notebook
from verifier.resources import package_digest

LISTED = 3  # definitions of a dataset in a reason, and datasets of which the same is said


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

    @property
    def vintages(self) -> dict[str, str]:
        """The vintage of each dataset that answers."""
        return {name: one.vintage for name, one in self.datasets.items() if one.series and one.vintage}


def inputs_of(text: str, claim: Claim, number: int, given: Mapping[str, Any], newsroom: Mapping[str, Path]) -> Inputs:
    """What a report is made from; newsroom are the files beside it. Raises DataError for an unknown dataset."""
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
    others = []  # the other vintages, with which the report compares
    for one in answered:
        known = dataset.vintages(one.series.cells.place, one.definition)
        others.append([(v.id, _counts(dataset, one, v.id)) for v in known if v.id != one.series.cells.vintage])
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
        others=_hash(others),
    )


def _all_counts(dataset: Dataset, source: Source) -> str:
    """The counts of a source: its series, and the second one that a share or a comparison of two groups has.

    Of those, and of regions, the series themselves are hashed: they may be of another place or definition.
    """
    cells = source.series.cells
    if source.other is None and cells.definition == source.definition:
        return _counts(dataset, source, cells.vintage)
    return _hash([cells_digest(cells), cells_digest(source.other.cells) if source.other else ""])


def _counts(dataset: Dataset, source: Source, vintage: str) -> str:
    files = [dataset.folder / str(each["path"]) for each in dataset.descriptor["resources"]]
    stamps = tuple(stamp(file) if file.exists() else () for file in files)
    return _counts_digest(dataset, source.definition.id, source.series.cells.place, vintage, stamps)


@lru_cache(maxsize=65536)
def _counts_digest(dataset: Dataset, definition: str, place: str, vintage: str, _stamps: object) -> str:
    """The digest of a series of a dataset, which is the same object until its description changes."""
    return cells_digest(dataset.cells(definition, place, vintage=vintage))


def cells_digest(cells: Cells) -> str:
    """The content of a series: its counts, what it covers, and its notes."""
    table = cells.table.to_csv(index=False, lineterminator="\n")
    covered = [str(cells.coverage), [str(one) for one in cells.gaps], cells.dense, list(cells.notes)]
    return _hash([table, covered])


def _hash(value: Any) -> str:
    raw = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


def reasons(old: Inputs | None, new: Inputs, *, other_claim: bool = False) -> list[str]:
    """Why a report must be made (again), in words; other_claim: the watchlist names another claim of the text now."""
    if old is None:
        return ["new claim"]
    return list(_reasons(old, new, other_claim=other_claim)) if old != new else []


def _reasons(old: Inputs, new: Inputs, *, other_claim: bool) -> Iterator[str]:
    was, now = old.claim.number, new.claim.number
    if other_claim and was != now:
        yield f"the watchlist means another claim: {now} of the text instead of {was}"
    else:
        yield from _text_reasons(old, new)
    names = [name for name, value in new.parameters.items() if old.parameters.get(name) != value]
    if names:
        yield f"changed parameters: {', '.join(names)}"
    same_claim = (old.claim.text, old.claim.sentence) == (new.claim.text, new.claim.sentence)
    yield from _together(
        reason
        for name in sorted({*old.datasets, *new.datasets})
        for reason in _dataset_reasons(old.datasets.get(name), new.datasets.get(name), same_claim=same_claim)
    )
    if old.specifications != new.specifications and same_claim:
        yield "changed specification set"
    if old.newsroom != new.newsroom:
        yield "changed ratings or corrections"
    package, installed = old.package, new.package
    if package.version != installed.version:
        yield f"another version of verifier: {package.version} to {installed.version}"
    elif package != installed:
        yield f"verifier {installed.version} itself changed: its files are others, its version is the same"
    if old.notebook != new.notebook:
        yield "changed notebook"


def _text_reasons(old: Inputs, new: Inputs) -> Iterator[str]:
    before, after = old.claim, new.claim
    if before.text != after.text:
        yield f"the claim's own words were edited: “{before.text}” became “{after.text}”"
    elif before.sentence != after.sentence:
        yield "the claim's own sentence was edited"
    if before.number != after.number:
        yield f"the claim moved: it was claim {before.number} of the text and is claim {after.number} now"
    if old.text != new.text and before.sentence == after.sentence:
        yield "the text around the claim was edited, its own sentence was not"


def _together(reasons: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Reasons of datasets, each once: "no longer asked dataset: crss, gti, pips and 20 more"."""
    by_kind: dict[str, list[str]] = {}
    for kind, name in reasons:
        by_kind.setdefault(kind, []).append(name)
    for kind, names in by_kind.items():
        yield f"{kind}: {listed(names, LISTED)}"


def _dataset_reasons(
    before: DatasetInputs | None, after: DatasetInputs | None, *, same_claim: bool
) -> Iterator[tuple[str, str]]:
    """What is other in a dataset: the kind of change, and the dataset's name with what is said of it."""
    if before is None or after is None:
        for one in filter(None, (before, after)):
            yield "new dataset" if before is None else "no longer asked dataset", one.id
    elif before != after:
        yield from _data_reasons(before, after, same_claim=same_claim)


def _data_reasons(before: DatasetInputs, after: DatasetInputs, *, same_claim: bool) -> Iterator[tuple[str, str]]:
    """What is other in a dataset; of a claim worded otherwise, which asks another question, only its vintage."""
    name, fresh = after.id, before.vintage != after.vintage
    if fresh and after.vintage and (same_claim or before.vintage):
        yield "new vintage", f"{name}, {before.vintage or 'none'} to {after.vintage}{_restated(before, after)}"
    if not same_claim:
        return
    if fresh and not after.vintage:
        yield "no longer answers", name
    series = sorted(set(before.series) & set(after.series))
    changed = [one for one in series if before.series[one].counts != after.series[one].counts]
    if changed and not fresh:
        yield "restated count", f"{name}, {listed(changed, LISTED)} of vintage {after.vintage}"
    elif not fresh and before.others != after.others:
        yield "restated count", f"{name}, another vintage"
    defined = [one for one in series if before.series[one].definition != after.series[one].definition]
    if defined or (not fresh and set(before.series) != set(after.series)):
        came = sorted(set(before.series) ^ set(after.series))
        yield "changed definition", f"{name}, {listed(defined or came, LISTED)}"
    if before.about != after.about or (not fresh and before.why != after.why):
        yield "changed description", name


def _restated(before: DatasetInputs, after: DatasetInputs) -> str:
    """What the new vintage did to the counts, where the old vintage is still here."""
    for definition in sorted(set(before.series) & set(after.series)):
        try:
            dataset, place = load(after.id), after.place or ""
            then, now = (dataset.cells(definition, place, vintage=one.vintage) for one in (before, after))
            table = restatements(then, now)
        except VerifierError:
            continue
        rows = table[table["by"].isin(["span", "year"])]
        noun = "total" if (rows["by"] == "span").all() else "year"
        number = {change: int((rows["change"] == change).sum()) for change in (RESTATED, UNCHANGED, ADDED, DROPPED)}
        both = number[RESTATED] + number[UNCHANGED]
        said = [f"{number[RESTATED]} of {both} {noun}s in both restated"] if both else []
        said += [f"{number[change]} {noun}{'s' * (number[change] > 1)} {change}" for change in (ADDED, DROPPED)
                 if number[change]]  # fmt: skip
        return f" ({', '.join(said)})" if said else ""
    return ""
