"""Which reports a run has to make: each claim is read, and its inputs are compared with those of its last report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from verifier import stopping
from verifier.claims.claim import Claim
from verifier.claims.document import Document, read_document
from verifier.claims.reader import ClaimsRead, read_claims
from verifier.claims.text.clean import as_read
from verifier.deadline import seconds_for, within
from verifier.errors import DataError, InputError, VerifierError, in_a_line
from verifier.files import stamp, write_whole
from verifier.incidents.catalogue import load
from verifier.incidents.dataset import suggestion
from verifier.reports.editorial import CORRECTIONS, RATINGS, editorial
from verifier.reports.opened import pick
from verifier.reports.watchlists.inputs import Inputs, hashes, inputs_of
from verifier.reports.watchlists.output_folder import Manifest, OutputFolder
from verifier.reports.watchlists.watchlist import Watched, Watchlist
from verifier.reports.watchlists.which_claim import Sought, number_meant, recognised
from verifier.resources import shipped


@dataclass(frozen=True)
class PlannedReport:
    """One claim of this run: what its report is made from, or the problem why none can be made.

    made is what is known of its last report; was that report's id, where the watchlist has renamed the claim.
    """

    id: str
    watched: Watched
    document: Path = Path()
    number: int = 1
    parameters: dict[str, Any] = field(default_factory=dict)
    claim: Claim | None = None
    title: str = ""
    inputs: Inputs | None = None
    problem: str = ""
    made: Manifest | None = None
    was: str = ""

    @property
    def said(self) -> tuple[str, str] | None:
        """The sentence of the claim and its own words in it, None where it could not be read."""
        return (as_read(self.claim.sentence), as_read(self.claim.text)) if self.claim else None

    @property
    def about(self) -> list[str]:
        """What the claim is about, by which it is known again."""
        return Sought.of(self.claim, self.number).about if self.claim else []


def plan_reports(
    watchlist: Watchlist, kept: OutputFolder, texts: Path, seen: Callable[[], object] = lambda: None
) -> Iterator[PlannedReport]:
    """Every claim of a watchlist in its order; texts is a folder for texts given in the watchlist itself.

    seen is called after each claim: a text may have thousands.

    A claim that cannot be read or has no data comes with its problem in a line, and does not stop the others.
    """
    known = kept.manifests()
    entries = {one.id.casefold() for one in watchlist.claims}
    planned: list[PlannedReport] = []
    for one in watchlist.claims:
        try:
            path = _document(one, texts)
            as_it_is = stamp(path) if path.exists() else ()
            document, read = _read(path, as_it_is, one.parameters.get("published"), one.parameters.get("country"))
        except (VerifierError, OSError) as error:
            planned.append(PlannedReport(one.id, one, problem=in_a_line(error), made=known.get(one.id)))
            continue
        text = _Text(one, path, document, read)
        if one.claim:
            planned.append(_planned(one.id, text, None, known.get(one.id), kept))
            seen()
            continue
        for name, number in _names_of_all(one.id, read, known).items():
            if name.casefold() in entries:
                problem = f"{name!r} is the id of another claim: rename the document {one.id!r}"
                planned.append(PlannedReport(name, one, problem=problem))
            else:
                planned.append(_planned(name, text, number, known.get(name), kept))
            seen()
    taken = {one.id for one in planned}
    left = {name: made for name, made in known.items() if name not in taken}
    for each in planned:
        yield _renamed(each, left, kept) if left and each.made is None and each.inputs else each


@dataclass(frozen=True)
class _Text:
    """A watched text that was read, with the entry of the watchlist that names it."""

    entry: Watched
    path: Path
    document: Document
    read: ClaimsRead

    @property
    def title(self) -> str:
        return self.document.title or (Path(self.document.name).name if self.entry.text.path else "")


def _names_of_all(document: str, read: ClaimsRead, known: Mapping[str, Manifest]) -> dict[str, int]:
    """An id for each claim of a document that is watched as a whole, with the claim's number in the text.

    Each claim keeps its id wherever it has moved; a new one takes the id of its number, or the next unused one.
    """
    before = {}
    for name, made in known.items():
        own, number = name.rpartition("-")[::2]
        if own == document and number.isdecimal() and made.asked["claim"] is None:
            before[int(number)] = made
    now = [Sought.of(claim, number) for number, claim in enumerate(read.claims, start=1)]
    # Those that are gone were last made before the others: an edit of the text makes all the others again.
    latest = sorted(before, key=lambda number: -before[number].run)
    found = recognised([Sought.last(before[number]) for number in latest], now)
    ids = {number: latest[place] for place, number in found.items()}
    following = max([0, *before, *(one.number for one in now)]) + 1
    for one in now:
        if one.number not in ids:
            free = one.number not in before and one.number not in ids.values()
            ids[one.number] = one.number if free else following
            following += not free
    return {f"{document}-{ids[one.number]}": one.number for one in now}


def _planned(name: str, text: _Text, number: int | None, made: Manifest | None, kept: OutputFolder) -> PlannedReport:
    """The report of the claim of that number or, without one, of the claim that the entry means in its text now."""
    one = text.entry
    try:
        if number is None:
            same_question = made if made and made.asked == one.asked else None
            number = number_meant(one.words, one.claim or 1, same_question, text.read)
        claim = pick(text.read, number)
        parameters = {**one.parameters, **_pinned(one)}
        newsroom = kept.newsroom(name)
        inputs = inputs_of(text.document.text, claim, number, parameters, newsroom)
        _keeps_to(one.vintages, inputs)
        if made:
            untouched = made.inputs.newsroom == inputs.newsroom
            _rated_by_number(newsroom, name, Sought.last(made), Sought.of(claim, number), untouched=untouched)
    except Exception as error:  # (one claim that breaks us must not take the others down)
        if stopping.asked():
            raise KeyboardInterrupt from error
        return PlannedReport(name, one, title=text.title, problem=in_a_line(error), made=made)
    return PlannedReport(name, one, text.path, number, parameters, claim, text.title, inputs, made=made)


def _rated_by_number(newsroom: Mapping[str, Path], name: str, was: Sought, now: Sought, *, untouched: bool) -> None:
    """Raise where the newsroom's files speak of a claim by a number that it had before an edit of text or watchlist.

    untouched: nobody has written in the files since. Otherwise they may speak of the number that the claim has now.
    """
    other = not recognised([was], [now])
    if not newsroom or (was.number == now.number and not (other and untouched)):
        return
    found = editorial(next(iter(newsroom.values())).parent)
    about: dict[str, set[int | None]] = {
        RATINGS: {*found.ratings},
        CORRECTIONS: {one.claim for one in found.corrections},
    }
    files = [file for file, said in about.items() if was.number in said and (untouched or now.number not in said)]
    if not files:
        return
    where = " and ".join(f"{name}/{file}" for file in files)
    if other:
        raise InputError(
            f"the watchlist means another claim now, “{now.words}” instead of “{was.words}”, and the newsroom's words "
            f"are of that one: take them out of {where}, or write there what holds of this claim"
        )
    raise InputError(
        f"the claim moved from {was.number} to {now.number} in its text, and the newsroom's words are of claim "
        f"{was.number}: if they are of this claim, write {now.number} in {where}"
    )


def _renamed(one: PlannedReport, left: dict[str, Manifest], kept: OutputFolder) -> PlannedReport:
    """A claim that was watched under another id keeps what is known of it, its rating and its corrections included."""
    new = one.inputs
    for name, made in sorted(left.items(), key=lambda pair: pair[1].made, reverse=True):
        old = made.inputs
        if new and (old.text, old.claim, old.parameters) == (new.text, new.claim, new.parameters):
            del left[name]
            newsroom = {**kept.newsroom(name), **kept.newsroom(one.id)}
            return replace(one, made=made, was=name, inputs=replace(new, newsroom=hashes(newsroom)))
    return one


def _document(one: Watched, texts: Path) -> Path:
    """The file of a watched text; a text given in the watchlist is written to a file first."""
    if one.text.path is not None:
        seed = shipped("seeds") / one.text.path.name
        return seed if not one.text.path.exists() and seed.is_file() else one.text.path
    about = {key: one.text.about[key] for key in ("title", "url", "speaker") if key in one.text.about}
    path = texts / f"{one.id}.md"
    front = f"---\n{yaml.safe_dump(about, allow_unicode=True)}---\n" if about else ""
    write_whole(path, f"{front}{one.text.text}\n")
    return path


@lru_cache(maxsize=64)
def _read(
    path: Path, _as_it_is: tuple[int, ...], published: str | None, country: str | None
) -> tuple[Document, ClaimsRead]:
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
    used = inputs.vintages
    for name, wanted in vintages.items():
        if name in used and used[name] != wanted:
            day = inputs.parameters["known_on"]
            raise DataError(
                f"vintage {wanted} of {name} is not to be had together with the others: by {day} there was {used[name]}"
            )
