"""Our World in Data: the CSV file of a chart with its metadata, as the chart API gives them.

https://ourworldindata.org/grapher/SLUG.csv and SLUG.metadata.json, or SLUG.zip with both. Columns: Entity, Code, Year
(or Day), then one an indicator, called by its title or, with useColumnShortNames=true, by its short name (the first
three may then be in small letters). Documented at https://docs.owid.io/projects/etl/api/chart-api/.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from verifier.errors import InputError
from verifier.incidents.cells import WORLD
from verifier.incidents.layouts import MOST
from verifier.incidents.measures import unit_of
from verifier.incidents.problems import Problems
from verifier.incidents.releases import Derived, Release
from verifier.places.names import country_code
from verifier.window import Window

PLACES = {"OWID_WRL": WORLD, "OWID_KOS": "XKX"}
YEARS = (1700, 2200)  # well inside what pandas can hold as a day
LICENCE = {
    "name": "CC BY 4.0 (Our World in Data); the data of the source it names may have terms of their own",
    "url": "https://creativecommons.org/licenses/by/4.0/",
}
_NO_COUNT = re.compile(
    r"%|\$|/|\b(?:per|percent|percentage|share|rate|ratio|index|score|probability|average|median|mean|proportion)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A column of a chart that counts: its place in the row, its short name, its title and its unit."""

    at: int
    name: str
    title: str
    unit: str


def is_chart(header: list[str]) -> bool:
    """Whether a header is that of a chart: Entity, Code, Year or Day, and at least one indicator."""
    first = [name.casefold() for name in header[:3]]
    return len(header) > 3 and first[:2] == ["entity", "code"] and first[2] in ("year", "day")


def metadata_of(path: Path) -> dict[str, Any]:
    """The metadata of a chart's file: SLUG.metadata.json beside SLUG.csv, or in the same zip file.

    Raises InputError where there is none or it is no metadata of a chart, saying where it is to be had.
    """
    beside = path.with_name(f"{path.stem}.metadata.json")
    hint = (
        f"save https://ourworldindata.org/grapher/{path.stem}.metadata.json as {beside}, or take the .zip of the chart"
    )
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if name.lower().endswith(".metadata.json")]
                content = json.loads(archive.read(names[0])) if len(names) == 1 else None
        else:
            content = json.loads(beside.read_bytes()) if beside.is_file() else None
        json.dumps(content, ensure_ascii=False).encode("utf-8")  # a ValueError where a text holds half a character
    except (OSError, ValueError, RecursionError, zipfile.BadZipFile) as error:
        raise InputError(f"the metadata of {path} cannot be read ({error}): {hint}") from error
    if content is None:
        raise InputError(f"{path} is a chart of Our World in Data without its metadata: {hint}")
    columns = content.get("columns") if isinstance(content, dict) else None
    if not isinstance(columns, dict) or not all(isinstance(each, dict) for each in columns.values()):
        raise InputError(f"the metadata of {path} describes no columns: {hint}")
    chart = content.get("chart")
    return {**content, "chart": chart if isinstance(chart, dict) else {}}


def derive(
    path: Path, header: list[str], rows: list[tuple[Any, ...]], version: str | None, published: date | None
) -> tuple[dict[str, Any], Derived]:
    """What a chart becomes: what it counts (as an about.toml says it), and its totals by country and year or day.

    `rows` are what messages call the row, then its values as text. Indicators that are no counts are left out,
    with the reason; so are entities that are no countries, and years that were not over when the chart was last
    updated. Raises InputError where no indicator counts anything, and with every value that is no count.
    """
    metadata, problems, left_out = metadata_of(path), Problems(path), Counter[str]()
    indicators = _indicators(path, header, metadata, rows, left_out)
    slug = _slug(urlsplit(str(metadata["chart"].get("originalChartUrl", ""))).path.rsplit("/", 1)[-1] or path.stem)
    updated, note = _updated(metadata, {each.name for each in indicators}, published)
    counts: list[tuple[str, str, str, str, int]] = []
    seen: dict[tuple[str, str], str] = {}
    for line, entity, code, when, *values in rows:
        place = _place(entity or "", code or "")
        span = _span(header[2], when or "", line, problems)
        if place is None:
            left_out["it is of no country (a continent, a group of countries, a state that is gone)"] += 1
        elif span is not None and updated is not None and span.end > updated:
            left_out[f"it was not over on {updated}, the day of the release"] += 1
        elif span is not None:
            key = (place, str(span.start))
            if key in seen:
                rows_of_it = f"rows {seen[key].removeprefix('row ')} and {line.removeprefix('row ')}"
                problems.say(f"{rows_of_it}: {entity} has two values for {when}")
            seen[key] = line
            for each in indicators:
                count = _count(header[each.at], values[each.at - 3] or "", line, problems)
                if count is not None:
                    counts.append((str(span.start), str(span.end), place, each.name, count))
    problems.stop()
    if not counts:
        raise InputError(f"{path} holds no count of a country or of the world")
    table = pd.DataFrame(counts, columns=["start", "end", "place", "indicator", "count"]).astype({"count": "int64"})
    table = table.sort_values(["place", "start", "indicator"], ignore_index=True)
    # The world has its own total, which is more than the sum of the countries: it stands in a table of its own.
    world = table["place"] == WORLD
    tables = {"countries": table[~world].reset_index(drop=True), "world": table[world].reset_index(drop=True)}
    tables = {name: part for name, part in tables.items() if len(part)}
    day = str(updated or "")
    derived = Derived(
        dataset=f"owid-{slug}",
        release=Release(version or day or "undated", day, None, note),
        tables=tables,
        coverage={
            name: {str(place): [own["start"].min(), own["end"].max()] for place, own in part.groupby("place")}
            for name, part in tables.items()
        },
        left_out=dict(left_out),
    )
    return _about(slug, metadata, indicators), derived


def _indicators(
    path: Path, header: list[str], metadata: dict[str, Any], rows: list[tuple[Any, ...]], left_out: Counter[str]
) -> list[Indicator]:
    """The columns that count something; the others go to left_out with the reason."""
    found, refused = [], []
    described = {name: each for title, each in metadata["columns"].items() for name in (title, each.get("shortName"))}
    for at, name in enumerate(header[3:], start=3):
        about = described.get(name)
        if about is None:
            refused.append((at, f"the metadata do not describe the column {name!r}"))
            continue
        title, unit = str(about.get("titleShort") or name), str(about.get("unit") or about.get("shortUnit") or "")
        said = " ".join(str(about.get(key) or "") for key in ("titleShort", "unit", "shortUnit"))
        if about.get("type") not in (None, "Numeric", "Integer"):
            refused.append((at, f"{title!r} is {str(about['type']).casefold()}, no count"))
        elif _NO_COUNT.search(f"{said} {name}"):
            refused.append((at, f"{title!r} is a rate, a share or an average ({unit or 'by its title'}), no count"))
        else:
            found.append(Indicator(at, str(about.get("shortName") or name), title, unit))
    if not found:
        raise InputError(
            f"{path}: no indicator of the chart is a count: {'; '.join(reason for _, reason in refused)}. Take a chart "
            "that gives numbers of incidents or of people"
        )
    for at, reason in refused:
        left_out[reason] += sum(1 for row in rows if row[at + 1])
    return found


def _updated(metadata: dict[str, Any], names: set[str], published: date | None) -> tuple[date | None, str]:
    """The day the counts came out, by the user or by the metadata, and a note on how it is known."""
    if published is not None:
        return published, ""
    days = [
        str(each["lastUpdated"])
        for title, each in metadata["columns"].items()
        if each.get("lastUpdated") and names & {title, each.get("shortName")}
    ]
    for text, note in (
        (max(days, default=""), "The day is that of the last update by Our World in Data."),
        (str(metadata.get("dateDownloaded") or ""), "The day is that of the download; the update has none."),
    ):
        try:
            return date.fromisoformat(text[:10]), note
        except ValueError:
            continue
    return None, ""


def _place(entity: str, code: str) -> str | None:
    if code in PLACES or entity == "World":
        return PLACES.get(code, WORLD)
    return code if code and country_code(code) == code else None


def _span(column: str, text: str, line: str, problems: Problems) -> Window | None:
    try:
        by_day = column.casefold() == "day"
        if by_day and YEARS[0] <= (day := date.fromisoformat(text)).year <= YEARS[1]:
            return Window(day, day)
        if not by_day and re.fullmatch(r"\d{4}", text) and YEARS[0] <= int(text) <= YEARS[1]:
            return Window(date(int(text), 1, 1), date(int(text), 12, 31))
        problems.add(line, column, text, f"is no {'day' if by_day else 'year'} from {YEARS[0]} to {YEARS[1]}")
    except ValueError:
        problems.add(line, column, text, "is no day (2021-08-15)")
    return None


def _count(column: str, text: str, line: str, problems: Problems) -> int | None:
    """A whole number of 0 or more; None for an empty value, which is unknown."""
    if not text.strip():
        return None
    if re.fullmatch(r"\d{1,15}(\.0+)?", text.strip()):
        if (count := int(text.split(".")[0])) <= MOST:
            return count
        wrong = f"is more than {MOST}"
    else:
        wrong = "is less than 0" if text.strip().startswith("-") else "is no whole number"
    problems.add(line, column, text, f"{wrong}, so it is no count of incidents or people")
    return None


def _about(slug: str, metadata: dict[str, Any], indicators: list[Indicator]) -> dict[str, Any]:
    chart = metadata["chart"]
    described = [
        each
        for title, each in metadata["columns"].items()
        for one in indicators
        if one.name in (title, each.get("shortName"))
    ]
    rules = [str(each["descriptionShort"]) for each in described if each.get("descriptionShort")]
    citations = [str(each["citationLong"]) for each in described if each.get("citationLong")]
    title = str(chart.get("title") or indicators[0].title)
    return {
        "title": f"{title} (Our World in Data)",
        "url": f"https://ourworldindata.org/grapher/{slug}",
        "kind": "spans",
        "inclusion_rule": " ".join(dict.fromkeys(rules)) or f"What Our World in Data gives as {title!r}.",
        "reporting_lag_days": 0,
        "licence": LICENCE,
        "citation": " ".join(dict.fromkeys(citations)) or str(chart.get("citation") or "Our World in Data"),
        "definitions": [
            {
                "id": _slug(one.title)
                if len({each.title for each in indicators}) == len(indicators)
                else _slug(one.name),
                "label": one.title,
                "unit": unit_of(f"{one.title} {one.unit}"),
                "column": "count",
                "filter": {"indicator": [one.name]},
                "exact": [one.title],
                "why": {
                    "exact": f"The chart gives {one.title!r}" + (f", in {one.unit}." if one.unit else "."),
                },
            }
            for one in indicators
        ],
    }


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "chart"
