"""Bringing in a file of a known source: recognised by its columns, checked whole, counted, kept as a vintage."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from verifier.errors import InputError
from verifier.files import sha256
from verifier.incidents import engine
from verifier.incidents.catalogue import load
from verifier.incidents.cells import WORLD
from verifier.incidents.countries import country_code
from verifier.incidents.dataset import Dataset
from verifier.incidents.engine import Rows
from verifier.incidents.keeping import keep
from verifier.incidents.layouts import Layout, nearest, recognise
from verifier.incidents.opening import opened
from verifier.incidents.packages import describe
from verifier.incidents.problems import Problems
from verifier.incidents.releases import Derived, publication
from verifier.incidents.sources import LAYOUTS, SOURCES
from verifier.incidents.store import user_folder
from verifier.resources import shipped
from verifier.window import Window


def is_known(path: Path, *, encoding: str | None = None) -> bool:
    """Whether a file has a known layout, or nearly: then `bring_file` says what it lacks. Raises InputError for a file
    that cannot be opened.
    """
    with opened(path, encoding=encoding, headless=_headless()) as rows:
        return bool(recognise(rows.header, LAYOUTS) or nearest(rows.header, LAYOUTS))


def bring_file(
    path: Path | str,
    *,
    version: str | None = None,
    published: str | None = None,
    coverage: Window | None = None,
    encoding: str | None = None,
    store: Path | None = None,
) -> Dataset:
    """Bring in a file in the layout of a known source (UCDP GED, ACLED, GTD …) as a vintage of that source's dataset.

    `version` is the release ("25.1"), for sources whose files do not say it; `published` the day or month it came out,
    where the release does not tell; `coverage` the days the file is complete for, where neither the release nor the
    file tells. The file is checked whole before anything is written. Raises InputError with what is wrong, row by row;
    UsageError for a file of no known layout and for a version or day that cannot be understood.
    """
    path, store = Path(path), user_folder() if store is None else store
    derived = derived_from(path, version=version, coverage=coverage, encoding=encoding)
    day, precision, note = publication(published or derived.release.published)
    release = derived.release
    derived = replace(derived, release=replace(release, note=f"{release.note} {note}".strip()))
    keep(store, describe(derived.dataset, about(derived.dataset)), derived, (str(day), precision), sha256(path))
    return load(derived.dataset)


def derived_from(
    path: Path, *, version: str | None = None, coverage: Window | None = None, encoding: str | None = None
) -> Derived:
    """What a file of a known layout becomes, checked whole. Raises InputError as `bring_file` does."""
    with opened(path, encoding=encoding, headless=_headless()) as rows:
        layout = recognise(rows.header, LAYOUTS)
        if layout is None:
            raise _unknown(path, rows.header)
        problems = Problems(path)
        engine.check(rows, layout, problems)
        problems.stop()
        return _derive(rows, layout, version, coverage, problems)


def _derive(rows: Rows, layout: Layout, version: str | None, coverage: Window | None, problems: Problems) -> Derived:
    """The tables of a checked file, one a country, and the days each covers; problems get countries not known here."""

    def codes(names: list[str]) -> dict[str, str]:
        found = {name: layout.countries.get(name) or country_code(name) for name in names}
        for name, code in found.items():
            if code is None:
                row = engine.first_row(rows, layout, name)
                problems.say(
                    f"row {row}: {name!r} is no country name or ISO 3166 code known here: correct it, or tell us if "
                    "the source writes it so"
                )
        return {name: code for name, code in found.items() if code}

    counts = engine.daily(rows, layout, codes)
    problems.stop()
    days = Window(date.fromisoformat(counts["date"].min()), date.fromisoformat(counts["date"].max()))
    release = SOURCES[layout.dataset][1](rows.path, version, days)
    whole, note = coverage or release.coverage, release.note
    if whole is None:
        whole = days
        note += " The coverage was not given; it is taken to run from the first to the last day in the file."
    if not whole.contains(days):
        problems.say(f"the events are of {days}, which reaches outside {whole}, the coverage of {release.id}")
        problems.stop()
    tables = {str(code).lower(): table.reset_index(drop=True) for code, table in counts.groupby("place")}
    places = [WORLD] if len(tables) >= layout.world_from else []
    span = [str(whole.start), str(whole.end)]
    return Derived(
        dataset=layout.dataset,
        release=replace(release, coverage=whole, note=note.strip()),
        tables=tables,
        coverage={name: dict.fromkeys([name.upper(), *places], span) for name in tables},
        left_out={layout.left_out or "a row of HXL tags, no event": engine.left_out(rows, layout)},
    )


def about(dataset_id: str) -> dict[str, Any]:
    """What a known source counts, from its about.toml."""
    return tomllib.loads((shipped("datasets") / dataset_id / "about.toml").read_text(encoding="utf-8"))


def _headless() -> tuple[tuple[str, ...], ...]:
    return tuple(layout.headless for layout in LAYOUTS if layout.headless)


def _unknown(path: Path, header: list[str]) -> InputError:
    near = nearest(header, LAYOUTS)
    if near:
        layout, missing = near
        return InputError(
            f"{path} looks like {layout.words} and lacks {', '.join(missing)}: the source may have changed its layout; "
            "import it with a mapping of its columns (--map date=… country=…), and tell us"
        )
    return InputError(
        f"{path} has the columns of no source known here ({', '.join(sorted(SOURCES))}): say what its columns "
        "hold with --map ROLE=COLUMN"
    )
