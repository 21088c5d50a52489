"""Why a report is made again, in words for a desk: what is other in what it is made from."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.errors import VerifierError
from verifier.incidents.catalogue import load
from verifier.incidents.restatements import ADDED, DROPPED, RESTATED, UNCHANGED, restatements
from verifier.reports.watchlists.inputs import DatasetInputs, Inputs

LISTED = 3  # definitions of a dataset in a reason


def reasons(old: Inputs | None, new: Inputs, *, other_claim: bool = False) -> list[str]:
    """Why a report must be made (again), in words; empty where nothing it depends on changed. other_claim says that the
    watchlist names another claim of the text now.
    """
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
    same_claim = _own(old) == _own(new)
    for name in sorted({*old.datasets, *new.datasets}):
        before, after = old.datasets.get(name), new.datasets.get(name)
        if before is None or after is None:
            yield f"{'new' if before is None else 'no longer asked'} dataset: {name}"
        elif before != after:
            yield from _data_reasons(before, after, same_claim=same_claim)
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


def _own(inputs: Inputs) -> tuple[str, str]:
    """A claim's own words and its sentence."""
    return inputs.claim.text, inputs.claim.sentence


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


def _data_reasons(before: DatasetInputs, after: DatasetInputs, *, same_claim: bool) -> Iterator[str]:
    """What is other in a dataset. Where the claim is worded otherwise, it asks another question, and other series,
    definitions and sets say nothing of the data.
    """
    name, fresh = after.id, before.vintage != after.vintage
    if fresh and after.vintage and (same_claim or before.vintage):
        yield f"new vintage: {name}, {before.vintage or 'none'} to {after.vintage}{_restated(before, after)}"
    if not same_claim:
        return
    if fresh and not after.vintage:
        yield f"no longer answers: {name}"
    series = sorted(set(before.series) & set(after.series))
    changed = [one for one in series if before.series[one].counts != after.series[one].counts]
    if changed and not fresh:
        yield f"restated count: {name}, {_listed(changed)} of vintage {after.vintage}"
    elif not fresh and before.others != after.others:
        yield f"restated count: {name}, another vintage"
    defined = [one for one in series if before.series[one].definition != after.series[one].definition]
    if defined or (not fresh and set(before.series) != set(after.series)):
        came = sorted(set(before.series) ^ set(after.series))
        yield f"changed definition: {name}, {_listed(defined or came)}"
    if before.about != after.about or (not fresh and before.why != after.why):
        yield f"changed description: {name}"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:LISTED]) + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")


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
