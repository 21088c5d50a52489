"""Which reports a run has to make: each claim read, its inputs hashed and held against those of its last report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from verifier.claims.document import Document, read_document
from verifier.claims.reader import ClaimsRead, read_claims
from verifier.deadline import seconds_for, within
from verifier.errors import DataError, InputError, VerifierError, in_a_line
from verifier.files import write_whole
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import suggestion
from verifier.reports.opened import pick
from verifier.reports.watchlists.inputs import Inputs, inputs_of, vintages_of
from verifier.reports.watchlists.keeping import Kept
from verifier.reports.watchlists.watchlist import Watched, Watchlist
from verifier.resources import shipped


@dataclass(frozen=True)
class Planned:
    """One claim of this run: what its report is made from, or the problem why none can be made."""

    id: str
    watched: Watched
    document: Path = Path()
    number: int = 1
    parameters: dict[str, Any] = field(default_factory=dict)
    claim: str = ""
    title: str = ""
    inputs: Inputs | None = None
    problem: str = ""


def plan(watchlist: Watchlist, kept: Kept, texts: Path) -> Iterator[Planned]:
    """Every claim of a watchlist in its order; texts is the folder for those that stand in the watchlist itself.

    A claim that cannot be read or has no data comes with its problem in a line; the others go on.
    """
    taken = {one.id.casefold() for one in watchlist.claims}
    for one in watchlist.claims:
        try:
            path = _document(one, texts)
            document, read = _read(path, one.parameters.get("published"), one.parameters.get("country"))
            numbers = [one.claim] if one.claim else list(range(1, len(read.claims) + 1))
        except (VerifierError, OSError) as error:
            yield Planned(one.id, one, problem=in_a_line(error))
            continue
        for number in numbers:
            name = one.id if one.claim else f"{one.id}-{number}"
            if not one.claim and name.casefold() in taken:
                yield Planned(name, one, problem=f"{name!r} is the id of another claim: rename the document {one.id!r}")
            else:
                yield _planned(name, one, path, document, read, number, kept)


def _planned(
    name: str, one: Watched, path: Path, document: Document, read: ClaimsRead, number: int, kept: Kept
) -> Planned:
    title = document.title or (Path(document.name).name if one.text.path else "")
    try:
        claim = pick(read, number)
        parameters = {**one.parameters, **_pinned(one)}
        inputs = inputs_of(document.text, claim, number, parameters, kept.newsroom(name))
        _keeps_to(one.vintages, inputs)
    except VerifierError as error:
        return Planned(name, one, title=title, problem=in_a_line(error))
    except Exception as error:  # noqa: BLE001  (one claim that breaks us must not take the others down)
        return Planned(name, one, title=title, problem=in_a_line(error))
    return Planned(name, one, path, number, parameters, claim.sentence, title, inputs)


def _document(one: Watched, texts: Path) -> Path:
    """The file of a watched text; one that stands in the watchlist is written to a file first."""
    if one.text.path is not None:
        seed = shipped("seeds") / one.text.path.name
        return seed if not one.text.path.exists() and seed.is_file() else one.text.path
    about = {key: one.text.about[key] for key in ("title", "url", "speaker") if key in one.text.about}
    path = texts / f"{one.id}.md"
    front = f"---\n{yaml.safe_dump(about, allow_unicode=True)}---\n" if about else ""
    write_whole(path, f"{front}{one.text.text}\n")
    return path


@lru_cache(maxsize=64)
def _read(path: Path, published: str | None, country: str | None) -> tuple[Document, ClaimsRead]:
    document = read_document(path, published=published, country=country)
    return document, within(seconds_for(len(document.text)), "reading the text", lambda: read_claims(document))


def _pinned(one: Watched) -> dict[str, str]:
    """The day on which the pinned vintages were the newest: the day that the last of them came out."""
    days: list[date] = []
    for name, wanted in one.vintages.items():
        known = {vintage.id: vintage.published for vintage in load(name).vintages()}
        if wanted not in known:
            raise DataError(f"dataset {name!r} has no such vintage {wanted!r}" + suggestion(wanted, known))
        days.append(known[wanted])
    if not days:
        return {}
    if one.parameters.get("known_on"):
        raise InputError("known_on and vintages both say what was known; keep one of them")
    return {"known_on": str(max(days))}


def _keeps_to(vintages: dict[str, str], inputs: Inputs) -> None:
    used = vintages_of(inputs)
    for name, wanted in vintages.items():
        if name in used and used[name] != wanted:
            day = inputs["parameters"]["known_on"]
            raise DataError(
                f"vintage {wanted} of {name} is not to be had together with the others: by {day} there was {used[name]}"
            )
