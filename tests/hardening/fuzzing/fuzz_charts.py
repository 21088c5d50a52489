"""Charts of Our World in Data with many records, and what they mean, which is known as they are drawn."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fuzz_inputs import TRIED, Choices
from fuzz_records import PLAIN, SIZES, countries, written

from verifier.incidents.dataset import Dataset

Key = tuple[str, str, str]  # first day, place, indicator
INDICATORS = ("attacks", "deaths")
OTHERS = (("World", "OWID_WRL", "WLD"), ("Kosovo", "OWID_KOS", "XKX"), ("World", "", "WLD"))
NOWHERE = (("Asia", "", ""), ("High-income countries", "OWID_HIC", ""), ("Yugoslavia", "OWID_YGS", ""))
COUNTS: tuple[tuple[str, int | None], ...] = (
    ("0", 0), ("193", 193), ("", None), (" ", None), ("9000.0", 9000), (" 7 ", 7), ("0012", 12), ("1.000", 1),
    (str(10**10), 10**10), ("2147483648", 2147483648),
)  # fmt: skip
FIRST = {"Year": 1800, "Day": date(2019, 12, 25)}
MOST = 210  # spans of a place


@dataclass(frozen=True)
class Chart:
    """A chart as text, what its records count, and how many mean what is not known."""

    text: str
    counts: dict[Key, int]
    unknown: int
    mutated: int


def metadata() -> dict[str, Any]:
    """The metadata of a chart with two indicators that count."""
    columns = {
        f"{name} - GTD": {"titleShort": f"Terrorist {name}", "unit": name, "type": "Numeric", "shortName": name}
        | {"descriptionShort": "In a year.", "lastUpdated": "2023-05-15", "citationLong": "GTD (2022)"}
        for name in INDICATORS
    }
    chart = {"title": "Terror", "citation": "GTD", "originalChartUrl": "https://ourworldindata.org/grapher/terror?tab"}
    return {"chart": chart, "columns": columns, "dateDownloaded": "2024-01-31"}


def many(choices: Choices, *, broken: bool) -> Chart:
    """A chart of many records, some of them doubtful. TRIED has how many were drawn."""
    size, share = choices.one_of(SIZES), choices.one_of((0.05, 0.9, 1, 1))
    draw = random.Random(choices.data)  # noqa: S311
    span = draw.choice(tuple(FIRST))
    doubtful = draw.choice((0.01, 0.2)) if broken else draw.choice((0, 0, 1 / size))
    header = ["Entity", "Code", span, *INDICATORS]
    several = [*OTHERS[:2], *NOWHERE, *((name, code, code) for name, code, _ in countries())]
    records, counts, unknown, mutated = [], {}, 0, 0
    for n in range(size):
        entity, code, place = several[n // MOST]
        at = n % MOST
        first = str(FIRST[span] + at) if span == "Year" else str(FIRST[span] + timedelta(days=at))
        values = [("2", 2), (str(n), n)]
        changed = draw.random() < share
        if changed:
            values = [draw.choice(COUNTS), draw.choice(COUNTS)]
            if (entity, code, place) == OTHERS[0] and draw.random() < 0.5:
                _, code, _ = OTHERS[2]
        record = dict(zip(header, (entity, code, first, *(text for text, _ in values)), strict=True))
        if draw.random() < doubtful:
            name, changed, text = draw.choice(header), True, draw.choice(PLAIN)
            record[name] = draw.choice((text, record[name] + text, text + record[name]))
            unknown += 1
        elif place:
            day = f"{first}-01-01" if span == "Year" else first
            counts |= {(day, place, one): n for one, (_, n) in zip(INDICATORS, values, strict=True) if n is not None}
        mutated += changed
        records.append(record)
    TRIED["records"] += size
    TRIED["mutated records"] += mutated
    text = written(draw, header, records, shown=draw.choice((str, str.lower)))
    return Chart(text, counts, unknown, mutated)


def described() -> tuple[str, ...]:
    """The metadata as text."""
    return (json.dumps(metadata(), indent=0),)


def small() -> tuple[str, ...]:
    """Small charts, by year and by day."""
    rows = "Pakistan,PAK,{0},193,0\nKosovo,OWID_KOS,{0},2,1\nWorld,OWID_WRL,{0},8000,9000.0\nAsia,,{0},5000,\n"
    return tuple(
        f"Entity,Code,{span},attacks,deaths\n" + rows.format(when)
        for span, when in (("Year", "2020"), ("Day", "2020-03-01"))
    )


def assert_the_same(made: Dataset, chart: Chart) -> None:
    """What is stored has each count that a record has, and no other but for the records whose meaning is not known."""
    held: Counter[Key] = Counter()
    for resource in made.descriptor["resources"]:
        with (made.folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                key = (row["start"], row["place"], row["indicator"])
                assert key not in held, f"{key} stands twice"
                held[key] = int(row["count"])
    wrong = {key: number for key, number in chart.counts.items() if held.get(key) != number}
    assert not wrong, f"lost or changed: {sorted(wrong.items())[:3]}"
    added = held.keys() - chart.counts.keys()
    assert len(added) <= chart.unknown * len(INDICATORS), f"counts that no record has: {sorted(added)[:3]}"
    assert_countable(made)


def assert_countable(made: Dataset) -> None:
    """What is stored can be read again, place by place."""
    for definition in made.definitions:
        for place in made.places()[:3]:
            made.cells(definition.id, place)
