"""Bringing in a file of a known source: recognised by its columns, checked whole, counted, kept as a vintage."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from verifier.errors import InputError, UsageError
from verifier.files import sha256_of, write_whole
from verifier.incidents import engine
from verifier.incidents.catalogue import load
from verifier.incidents.cells import WORLD
from verifier.incidents.dataset import Dataset
from verifier.incidents.engine import Rows
from verifier.incidents.layouts import Layout, columns_read, nearest, recognise
from verifier.incidents.opening import Said, opened
from verifier.incidents.packages import describe, read_descriptor
from verifier.incidents.problems import Problems
from verifier.incidents.releases import Derived, derive_totals, publication
from verifier.incidents.restatements import fallen
from verifier.incidents.sources import LAYOUTS, SOURCES, owid, ucdp_candidate
from verifier.incidents.store import keep, user_folder
from verifier.places.names import country_code
from verifier.resources import shipped
from verifier.window import Window

ADVICE = "Get the file again, or correct it where you changed it; if the source publishes it so, tell us."
NOWHERE = "no-country"  # the table of events that count for no country


class UnknownSourceError(InputError):
    """A file has the layout of no source known here, and comes near none."""


@dataclass(frozen=True)
class Imported:
    """What an import gave; how is "new", "replaced" for an older state, or "unchanged"; notes are for readers."""

    dataset: Dataset
    vintage: str
    how: str
    notes: tuple[str, ...] = ()


def bring_file(path: Path | str, **said: Any) -> Dataset:
    """The dataset that `bring` gives, for one file."""
    return bring([Path(path)], **said).dataset


def bring(
    paths: Sequence[Path],
    *,
    version: str | None = None,
    published: str | None = None,
    coverage: Window | None = None,
    encoding: str | None = None,
    remark: str = "",
    store: Path | None = None,
    checksum: str = "",
) -> Imported:
    """Bring in a file (or several) in the layout of a known source (UCDP GED, ACLED, GTD …) as a vintage of that
    source's dataset.

    A chart of Our World in Data (CSV with its metadata) becomes a dataset of its own, owid-SLUG.

    `version` is the release ("25.1"), for sources whose files do not say it; `published` the day or month it came out,
    where the release does not tell, `remark` what else a reader should know of it; `coverage` the days the file is
    complete for, where neither the release nor the
    file tells. The file is checked whole before anything is written. Raises InputError with what is wrong, row by row;
    UnknownSourceError for a file of no known layout, UsageError for a version or day that cannot be understood.
    """
    store = user_folder() if store is None else store
    if len(paths) > 1 and all(ucdp_candidate.version_in(path.name) for path in paths):
        dated = sorted(paths, key=_months)  # each is a release of its own
        usual = {"published": published, "encoding": encoding, "remark": remark, "store": store}
        return [bring([path], **usual) for path in dated][-1]  # type: ignore[arg-type]
    with _opened(paths, encoding) as rows:
        if owid.is_chart(rows.header):
            described, derived = _chart(rows, version, published)
            of_month = None
        else:
            derived, of_month = _derived(rows, version, coverage, store)
            described = about(derived.dataset)
    day, precision, note = publication(published or derived.release.published)
    release = replace(derived.release, note=f"{derived.release.note} {remark}".strip())
    derived = replace(derived, release=replace(release, note=f"{release.note} {note}".strip()))
    checksum = checksum or sha256_of(paths)
    kept = keep(store, describe(derived.dataset, described), derived, (str(day), precision), checksum)
    if of_month is not None:
        _make_again(of_month, kept.vintage, store)
    dataset = load(derived.dataset)
    told = left_out_words(derived.left_out)
    return Imported(dataset, kept.vintage, kept.how, (*told, *fallen(dataset, kept.vintage)))


def left_out_words(left_out: Mapping[str, int]) -> list[str]:
    """A sentence for each reason for which rows were left out."""
    return [f"{many(rows, 'row')} left out: {why}." for why, rows in left_out.items() if rows]


def many(number: int, noun: str) -> str:
    """A number of things, and the verb behind it: "1 row is", "2 rows are"."""
    return f"{number:,} {noun} is" if number == 1 else f"{number:,} {noun}s are"


def derived_from(path: Path, version: str | None = None) -> Derived:
    """What a file of a known layout becomes, checked whole. Raises InputError as `bring_file` does."""
    with _opened(path, None) as rows:
        return _derived(rows, version, None)[0]


def _months(path: Path) -> list[int]:
    return [int(part) for part in (ucdp_candidate.version_in(path.name) or "").split(".")]


def _make_again(events: pd.DataFrame, version: str, store: Path) -> None:
    """Keep the events of a candidate file, and make the vintages again that continue it."""
    folder = store / ucdp_candidate.CANDIDATE.dataset
    file = folder / ucdp_candidate.KEPT / f"{version}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, events.to_csv(index=False).encode())
    for later in ucdp_candidate.continued(version, folder):
        known = read_descriptor(folder)["verifier"]["vintages"]
        checksum = next((each["input_sha256"] for each in known if each["id"] == later), "")
        file = folder / ucdp_candidate.KEPT / f"{later}.csv"
        with _opened(file, None) as rows:
            derived, _ = _derived(rows, later, None, store)
        day, precision, _ = publication(derived.release.published)
        described = describe(derived.dataset, about(derived.dataset))
        keep(store, described, derived, (str(day), precision), checksum or sha256_of([file]))


def _derived(
    rows: Rows, version: str | None, coverage: Window | None, store: Path | None = None
) -> tuple[Derived, pd.DataFrame | None]:
    """What a file becomes; of a candidate file of UCDP the events too, for the releases that continue it."""
    layout = recognise(rows.header, LAYOUTS)
    if layout is None:
        raise _unknown(rows.path, rows.header)
    problems = Problems(rows.path, advice=ADVICE)
    try:
        if layout in (ucdp_candidate.CANDIDATE, ucdp_candidate.YEARLY):
            layout, version = ucdp_candidate.told_apart(rows, version)
    except UsageError:
        engine.check(rows, layout, problems)
        problems.stop()  # what is wrong with its rows comes first
        raise
    before: list[str] = []
    own = rows
    if layout == ucdp_candidate.CANDIDATE and version and store is not None and coverage is None:
        rows, coverage, before = ucdp_candidate.merged(rows, version, store / layout.dataset)
    engine.check(rows, layout, problems)
    problems.stop()
    events = ucdp_candidate.events(own, layout) if own is not rows else None
    if events is not None:
        ucdp_candidate.check_months(events, str(version), problems)
        problems.stop()
    derived = _derive(rows, layout, version, coverage, problems)
    if before:
        note = f"{derived.release.note} Joined with {', '.join(before)}: an event counts as the latest file tells it."
        derived = replace(derived, release=replace(derived.release, note=note))
    return derived, events


def _chart(rows: Rows, version: str | None, published: str | None) -> tuple[dict[str, Any], Derived]:
    problems = Problems(rows.path, advice=ADVICE)
    values = engine.texts(rows, problems)
    problems.stop()
    day = publication(published)[0] if published else None
    return owid.derive(rows.path, rows.header, values, version, day)


def _derive(rows: Rows, layout: Layout, version: str | None, coverage: Window | None, problems: Problems) -> Derived:
    """The tables of a checked file, and the days each covers in each place; problems get countries not known here.

    Events become a table a country; totals of spans one table. The coverage of a country begins where the about.toml
    says that the source begins to cover it.
    """

    found: dict[str, str] = {}

    def codes(names: list[str]) -> dict[str, str]:
        for name in names:
            code = layout.countries[name] if name in layout.countries else country_code(name)
            if code is None:
                row = engine.first_row(rows, layout, name)
                problems.say(
                    f"{row}: {name!r} is no country name or ISO 3166 code known here: correct it, or tell us if "
                    "the source writes it so"
                )
            else:
                found[name] = code
        return found

    counts = engine.counted(rows, layout, codes)
    if layout.end and layout.unique:
        engine.check_one_total(rows, layout, problems)
    if layout.number:
        engine.check_numbers(rows, layout, _numbers(found), problems)
    problems.stop()
    first, last = ("start", "end") if layout.end else ("date", "date")
    days = Window(date.fromisoformat(counts[first].min()), date.fromisoformat(counts[last].max()))
    left, newest = engine.around(rows, layout)
    changed = newest if version is None else None
    release = SOURCES[layout.dataset][1](rows.path, version or changed, days)
    whole = coverage or release.coverage or days
    note = release.note + _missing(counts, layout)
    if changed:
        note += f" The vintage is named after the newest change in the file, of {changed}; no day of export was given."
    left_out = {layout.left_out or "a row of HXL tags, no event": left}
    if layout.end:
        made = derive_totals(counts, layout, replace(release, note=note), whole, problems)
        return replace(made, left_out=left_out | made.left_out)
    if coverage is None and release.coverage is None:
        note += " The coverage was not given; it is taken to run from the first to the last day in the file."
    spilt = 0
    if release.spill and not whole.contains(days):
        inside = counts["date"].astype("str").between(str(whole.start), str(whole.end))
        if 2 * inside.sum() > len(inside):
            spilt = int(counts.loc[~inside, "events"].sum())
            counts, days = counts[inside], whole
    if not whole.contains(days):
        problems.say(
            f"the events are of {days}, which reaches outside {whole}, the coverage of {release.id}: "
            "is that the right release?"
        )
        problems.stop()
    tables = {str(code).lower() or NOWHERE: table.reset_index(drop=True) for code, table in counts.groupby("place")}
    places = [WORLD] if len(tables) >= layout.world_from else []
    since = {code: day for day, codes in about(layout.dataset).get("coverage", {}).items() for code in codes}
    covered = {}
    for (
        name,
        table,
    ) in tables.items():  # from where the source begins to cover a country, or its first event before that
        begins = min(since.get(name.upper(), str(whole.start)), str(table["date"].min()))
        covered[name] = [max(str(whole.start), begins), str(whole.end)]
    return Derived(
        dataset=layout.dataset,
        release=replace(release, coverage=whole, note=note.strip()),
        tables=tables,
        coverage={
            name: dict.fromkeys([*([name.upper()] if name != NOWHERE else []), *places], span)
            for name, span in covered.items()
        },
        left_out=left_out | {release.spill: spilt},
    )


def _numbers(codes: dict[str, str]) -> dict[str, int]:
    """The ISO 3166-1 number of each country that has one, by the name in the file."""
    import pycountry

    found = {name: pycountry.countries.get(alpha_3=code) for name, code in codes.items()}
    return {name: int(country.numeric) for name, country in found.items() if country}


def _missing(counts: pd.DataFrame, layout: Layout) -> str:
    """The note on values that a whole file holds and this one does not."""
    notes = []
    for key, values in layout.expected.items():
        found = set(counts[key].unique())
        if missing := [value for value in values if value not in found]:
            notes.append(
                f" The file holds nothing of {key.replace('_', ' ')} {', '.join(missing)}: if the export left it out, "
                "its counts are unknown and not 0."
            )
    return "".join(notes)


def about(dataset_id: str) -> dict[str, Any]:
    """What a known source counts, from its about.toml."""
    return tomllib.loads((shipped("datasets") / dataset_id / "about.toml").read_text(encoding="utf-8"))


def _opened(paths: Path | Sequence[Path], encoding: str | None) -> AbstractContextManager[Rows]:
    headless = tuple(layout.headless for layout in LAYOUTS if layout.headless)
    chosen = partial(columns_read, layouts=LAYOUTS)
    return opened(paths, said=Said(encoding), headless=headless, chosen=chosen)


def _unknown(path: Path, header: list[str]) -> InputError:
    near = nearest(header, LAYOUTS)
    if near:
        layout, missing = near
        return InputError(
            f"{path} looks like {layout.words} and lacks {', '.join(missing)}: the source may have changed its layout; "
            "import it with a mapping of its columns (--map date=… country=…), and tell us"
        )
    return UnknownSourceError(
        f"{path} has the columns of no source known here ({', '.join(sorted(SOURCES))}, Our World in Data): "
        "say what its columns hold with --map ROLE=COLUMN"
    )
