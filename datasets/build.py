"""Makes the shipped datasets from the files they are derived from.

    python datasets/build.py --source ../shared/data

Each folder here holds an about.toml, written by hand (what the dataset counts, licence, citation, definitions). This
script reads the source files, writes the tables beside it and a datapackage.json (a Frictionless data package) that
joins both. It is deterministic: the same input gives the same bytes. It prints what it left out and why.

Raises InputError when a source file is missing or does not hold what it should.
"""

from __future__ import annotations

import argparse
import calendar
import hashlib
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pycountry

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # so that the script also runs from a checkout that is not installed

from verifier.errors import InputError, VerifierError  # noqa: E402  (after the path is set)
from verifier.incidents.bringing import derived_from  # noqa: E402  (after the path is set)
from verifier.incidents.packages import describe, vintage, write_descriptor, write_table  # noqa: E402  (after the path is set)
from verifier.window import Window  # noqa: E402  (after the path is set)

FIGURES = "pakistan_published_figures.csv"
ESTIMATES = ("best", "low", "high")
DESCRIPTIONS = {
    "start": "first day the figure is about",
    "end": "last day the figure is about, included",
    "date": "day of the incident; for one that lasted longer, its first",
    "place": "ISO 3166-1 alpha-3 code of the country; empty where it is not known",
    "published": "day the figure was published; the last day of the month where only the month is known",
    "published_precision": "whether the day or only the month of publication is known",
    "note": "what is particular about the figure, restatements above all",
    "interstate": "1 where both sides are governments (gwnoa and gwnob present, state-based), else 0",
    "type_of_violence": "1 state-based, 2 non-state, 3 one-sided",
    "multi_day": "events among these that lasted more than one day",
    "vague_date": "events among these dated only to a week, a month or a year (date_prec 3 to 5)",
}


def main() -> None:
    """Read the options, build every dataset, print what was written and what was left out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--source", type=Path, default=HERE.parent.parent / "shared" / "data", help="the source files")
    parser.add_argument("--output", type=Path, default=HERE, help="where the dataset folders are written")
    options = parser.parse_args()
    try:
        build(options.source, options.output)
    except VerifierError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from error


def build(source: Path, output: Path) -> None:
    """Write every shipped dataset under `output`; those that the user brings in are left out.

    Raises InputError for a source file that is missing or wrong.
    """
    makers = {"ucdp-ged": ged, "ucdp-country-year": country_year, "pirates": pirates}
    organisations = Counter(read(source / FIGURES)["organisation"])
    for about_file in sorted(HERE.glob("*/about.toml")):
        dataset_id = about_file.parent.name
        about = tomllib.loads(about_file.read_text(encoding="utf-8"))
        if "obtain" in about:  # known here, and brought in by the user
            continue
        tables, vintages, left_out = makers.get(dataset_id, figures)(about, source)
        write(output / dataset_id, dataset_id, about, tables, vintages, left_out)
        print(f"{dataset_id}: {sum(map(len, tables.values()))} rows, {len(vintages)} vintages")
        for reason, rows in left_out.items():
            print(f"  left out {rows}: {reason}")
        organisations.pop(about.get("source", {}).get("organisation"), None)
    for organisation, rows in organisations.items():
        print(f"{organisation}: left out {rows}: the speaker's own figures or a ministry's, whose period is not stated")


Made = tuple[dict[str, pd.DataFrame], list[dict[str, Any]], dict[str, int]]


# --- published figures -----------------------------------------------------------------------------------------------


def figures(about: dict[str, Any], source: Path) -> Made:
    """One organisation's published figures: a row per figure, a vintage per day on which it published."""
    raw = read(source / FIGURES)
    measures: dict[str, str] = about["source"]["measures"]
    kept, left_out = [], Counter[str]()
    for row in resolve_same(raw.to_dict("records")):
        if row["organisation"] != about["source"]["organisation"]:
            continue
        reason = unusable(row)
        if reason:
            left_out[reason] += 1
            continue
        if row["metric"] not in measures:
            raise InputError(f"{FIGURES}: no measure is named for {row['metric']!r} of {row['organisation']}")
        window, span_note = span(row["period"])
        published, precision, day_note = publication(row["published"])
        kept.append(
            {
                "start": window.start.isoformat(),
                "end": window.end.isoformat(),
                "measure": measures[row["metric"]],
                "place": "PAK",
                "count": int(row["value"]),
                "published": published.isoformat(),
                "published_precision": precision,
                "document": re.sub(r"\s*(\([^()]*\)|;.*)$", "", row["document"]),
                "url": row["url"],
                "note": "; ".join(filter(None, [span_note, day_note])),
            }
        )
    if not kept:
        raise InputError(f"{FIGURES}: no figure of {about['source']['organisation']} can be used")
    table = pd.DataFrame(kept).sort_values(["published", "measure", "start", "end"], kind="stable", ignore_index=True)
    table["note"] = list(restatements(table))
    return {"figures": table}, figure_vintages(table, digest(source / FIGURES)), dict(left_out)


def resolve_same(rows: Iterable[dict[Any, Any]]) -> Iterator[dict[str, Any]]:
    """Spell out the word "same", which stands for the value of the row before."""
    before: dict[str, Any] = {}
    for row in rows:
        before = {key: before[key] if value == "same" else value for key, value in row.items()}
        yield before


def unusable(row: dict[str, Any]) -> str | None:
    """Why a row is no published figure to count with, or None when it is one."""
    if row["confidence"].startswith("UNVERIFIED"):
        return "remembered, not read in a document"
    if row["confidence"] != "seen":
        return "derived from another figure, not published"
    if "pct_change" in row["metric"]:
        return "a percentage, not a count"
    if row["metric"].endswith("per_month_average"):
        return "a monthly average, not a count"
    return None


def span(period: str) -> tuple[Window, str]:
    """The days a figure is about; "2023 (to 25 Dec)" is a year that ends on that day."""
    partial = re.fullmatch(r"(\d{4}) \(to (\d{1,2}) ([A-Z][a-z]{2})\)", period)
    if not partial:
        return Window.parse(period), ""
    year, day, month = partial.groups()
    end = date(int(year), list(calendar.month_abbr).index(month), int(day))
    return Window(date(int(year), 1, 1), end), f"covers the year to {end} only"


def publication(text: str) -> tuple[date, str, str]:
    """The day of publication (the last of the month where only the month is known), its precision, and a note."""
    match = re.match(r"(\d{4}-\d{2}(-\d{2})?)(.*)", text)
    if not match:
        raise InputError(f"{FIGURES}: column published: cannot read {text!r} as a day or a month")
    note = "the day of publication is inferred" if "inferred" in match[3] else ""
    return Window.parse(match[1]).end, "day" if match[2] else "month", note


def restatements(table: pd.DataFrame) -> Iterator[str]:
    """The note of each figure, with the figure it restates or repeats."""
    said: dict[tuple[str, ...], tuple[int, str]] = {}
    for row in table.to_dict("records"):
        key, notes = (row["measure"], row["start"], row["end"]), [row["note"]] if row["note"] else []
        if key in said:
            value, day = said[key]
            if day == row["published"] and value != row["count"]:
                raise InputError(f"{FIGURES}: two figures for {key} were published on {day}: {value}, {row['count']}")
            verb = "repeats" if value == row["count"] else "restates"
            notes.append(f"{verb} the {value} published by {day}")
        said[key] = (row["count"], row["published"])
        yield "; ".join(notes)


def figure_vintages(table: pd.DataFrame, checksum: str) -> list[dict[str, Any]]:
    """One vintage per day of publication, holding all that had been published by then."""
    vintages = []
    for published, fresh in table.groupby("published"):
        known = table[table["published"] <= published]
        spans = {"PAK": [known["start"].min(), known["end"].max()]}
        precision = "day" if (fresh["published_precision"] == "day").any() else "month"
        vintages.append(vintage(str(published), str(published), precision, checksum, {"figures": spans}))
    return vintages


# --- UCDP ------------------------------------------------------------------------------------------------------------


def ged(about: dict[str, Any], source: Path) -> Made:
    """Daily counts per first-level region, type of violence and interstate or not, a table per country and release."""
    tables: dict[str, pd.DataFrame] = {}
    vintages, left_out = [], Counter[str]()
    for release in about["releases"]:
        path = source / release["file"]
        if not path.is_file():
            raise InputError(f"{path} is missing: give the folder of the source files with --source")
        derived = derived_from(path, version=release["id"])
        if set(derived.tables) != {code.lower() for code in release["countries"]}:
            raise InputError(f"{path}: expected the events of {sorted(release['countries'])}")
        names = {name: f"{name}-{release['id']}" for name in derived.tables}
        tables |= {names[name]: table for name, table in derived.tables.items()}
        left_out.update(derived.left_out)
        vintages.append(yearly(release, digest(path), {names[name]: span for name, span in derived.coverage.items()}))
    return tables, vintages, dict(+left_out)


def country_year(about: dict[str, Any], source: Path) -> Made:
    """Deaths by country and year, in all and by type of violence, with low and high estimates."""
    (release,) = about["releases"]
    raw = read(source / release["file"])
    if set(raw["version"]) != {release["id"]}:
        raise InputError(f"{release['file']}: column version: expected {release['id']}, found {set(raw['version'])}")
    names = {name: alpha3(name, about["countries"]) for name in sorted(set(raw["country_cy"]))}
    if len(set(names.values())) != len(names):
        raise InputError(f"{release['file']}: two countries have the same code")
    parts = {
        "{}": "cumulative_total_deaths_in_orgvio_{}_cy",
        "state_based_{}": "sb_total_deaths_{}_cy",
        "interstate_{}": "sb_interstate_deaths_{}_cy",
        "non_state_{}": "ns_total_deaths_{}_cy",
        "one_sided_{}": "os_total_deaths_{}_cy",
    }
    counts = {
        ours.format(estimate): raw[theirs.format(estimate)].astype(int)
        for ours, theirs in parts.items()
        for estimate in ESTIMATES
    }
    counts |= {f"non_interstate_{each}": counts[each] - counts[f"interstate_{each}"] for each in ESTIMATES}
    counts["civilians"] = raw["cumulative_total_deaths_civilians_in_orgvio_cy"].astype(int)
    spans = {
        "start": raw["year_cy"] + "-01-01",
        "end": raw["year_cy"] + "-12-31",
        "place": raw["country_cy"].map(names),
    }
    table = pd.DataFrame({**spans, **counts}).sort_values(["place", "start"], ignore_index=True)
    covered = {str(code): [rows["start"].min(), rows["end"].max()] for code, rows in table.groupby("place")}
    covered["WLD"] = [table["start"].min(), table["end"].max()]
    name = f"deaths-{release['id']}"
    return {name: table}, [yearly(release, digest(source / release["file"]), {name: covered})], {}


def alpha3(name: str, table: dict[str, str]) -> str:
    """The alpha-3 code of a country as UCDP names it, by the dataset's own table first."""
    if name in table:
        return table[name]
    try:
        return str(pycountry.countries.lookup(name).alpha_3)
    except LookupError as error:
        raise InputError(f"no ISO 3166 code is known for {name!r}: add it to countries in about.toml") from error


# --- pirates ---------------------------------------------------------------------------------------------------------


def pirates(about: dict[str, Any], source: Path) -> Made:
    """Daily counts by nearest country and kind of attack."""
    raw = read(source / about["file"])
    if unknown := set(raw["attack_type"]) - set(about["attack_types"]):
        raise InputError(f"{about['file']}: column attack_type: unknown {sorted(unknown)}")
    change = raw.loc[raw["data_source"] == "imb", "date"].min()
    if not (raw.loc[raw["data_source"] != "imb", "date"].max() < "2015-01-01" <= change):
        raise InputError(f"{about['file']}: the change of data source is no longer at 2015-01-01")
    keys = ["date", "place", "attack_type", "data_source"]
    days = pd.DataFrame(
        {
            "date": raw["date"],
            "place": raw["nearest_country"].replace("NA", ""),
            "attack_type": raw["attack_type"].map(about["attack_types"]),
            "data_source": raw["data_source"],
            "incidents": 1,
        }
    )
    table = days.groupby(keys, as_index=False).sum().sort_values(keys, ignore_index=True)
    codes = sorted(set(table["place"]) - {""})
    covered = {code: ["1993-01-01", "2020-12-31"] for code in ["WLD", *codes]}
    release = {"id": about["release"], "published": about["published"], "note": about["note"]}
    return {"attacks": table}, [yearly(release, digest(source / about["file"]), {"attacks": covered})], {}


# --- writing ---------------------------------------------------------------------------------------------------------


def read(path: Path) -> pd.DataFrame:
    """A source file as text columns, nothing interpreted."""
    if not path.is_file():
        raise InputError(f"{path} is missing: give the folder of the source files with --source")
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def digest(path: Path) -> str:
    """The SHA-256 checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def yearly(release: dict[str, Any], checksum: str, tables: dict[str, dict[str, list[str]]]) -> dict[str, Any]:
    """The vintage of a release of which only the month is known."""
    published = Window.parse(release["published"]).end.isoformat()
    return vintage(release["id"], published, "month", checksum, tables) | {"note": release["note"]}


def write(
    folder: Path,
    dataset_id: str,
    about: dict[str, Any],
    tables: dict[str, pd.DataFrame],
    vintages: list[dict[str, Any]],
    left_out: dict[str, int],
) -> None:
    """Write the tables and the data package, and delete tables of an earlier build."""
    for old in (folder / "data").glob("*.csv"):
        old.unlink()
    resources = [write_table(folder, name, table, DESCRIPTIONS) for name, table in tables.items()]
    descriptor = describe(dataset_id, about)
    descriptor["resources"] = resources
    descriptor["verifier"] |= {
        "vintages": sorted(vintages, key=lambda each: each["published"]),
        "left_out": [{"reason": reason, "rows": rows} for reason, rows in left_out.items()],
        "rebuild": "python datasets/build.py --source ../shared/data",
    }
    write_descriptor(folder, descriptor)


if __name__ == "__main__":
    main()
