"""The build reads each source in its own layout; shown on small made-up files with the columns of the real ones."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from verifier.errors import InputError
from verifier.incidents.catalogue import read
from verifier.incidents.dataset import Dataset
from verifier.resources import shipped
from verifier.window import Window

LAYOUTS: dict[str, list[str]] = json.loads((Path(__file__).parent / "layouts.json").read_text(encoding="utf-8"))
PAKISTAN, UKRAINE, OLDER, AFRICA = (
    "ucdp_ged221_pakistan_hdx.csv",
    "conflict_data_ukr.csv",
    "ucdp_ged191_hdx_fixture.csv",
    "ucdp_ged231_central_african_republic.csv",
)
YEARLY, PIRATES, FIGURES = (
    "ucdp_organizedviolencecy_v25_1.csv",
    "pirate_attacks_1993_2020.csv",
    "pakistan_published_figures.csv",
)
Rows = list[dict[str, str]]


def event(number: int, day: str, country: str, **more: str) -> dict[str, str]:
    """An event as UCDP GED writes it."""
    usual = {"type_of_violence": "1", "date_prec": "1", "date_end": day, "adm_1": "North", "deaths_civilians": "1"}
    usual |= {"year": day[:4], "where_prec": "1", "deaths_a": "0", "deaths_b": "1", "deaths_unknown": "0"}
    counts = {"best": "2", "low": "1", "high": "4", "gwnoa": "770", "gwnob": ""}
    return {"id": str(number), "date_start": day, "country": country} | usual | counts | more


def figure(organisation: str, metric: str, value: int, **more: str) -> dict[str, str]:
    """A published figure as it was typed."""
    usual = {"period": "2020", "document": "A newspaper", "published": "2021-01", "url": "https://example.org/a"}
    return {"organisation": organisation, "metric": metric, "value": str(value), "confidence": "seen"} | usual | more


def country_year(country: str, year: int, **more: str) -> dict[str, str]:
    """A country and year as UCDP writes it, zero where nothing is said."""
    zeros = {name: "0" for name in LAYOUTS[YEARLY] if name.endswith(("_best_cy", "_high_cy", "_low_cy", "orgvio_cy"))}
    return zeros | {"country_cy": country, "year_cy": str(year), "version": "25.1"} | more


def attack(day: str, kind: str, place: str, source: str) -> dict[str, str]:
    """A pirate attack."""
    return {"date": day, "attack_type": kind, "nearest_country": place, "data_source": source}


def sources() -> dict[str, Rows]:
    """Made-up rows for every source file."""
    gti = "GTI (IEP / Dragonfly TerrorismTracker)"
    return {
        PAKISTAN: [
            {"date_start": "#date+start", "country": "#country+name"},
            event(1, "2020-01-01 00:00:00.000", "Pakistan"),
            event(2, "2020-01-01 00:00:00.000", "Pakistan", gwnob="750"),
            event(3, "2020-01-01 00:00:00.000", "Pakistan", date_end="2020-01-09 00:00:00.000", date_prec="3"),
            event(4, "2020-01-02 00:00:00.000", "Pakistan", type_of_violence="3", best="0", date_prec="2"),
            event(5, "2020-02-01 00:00:00.000", "Pakistan", type_of_violence="2", gwnob="750"),
        ],
        UKRAINE: [event(1, "2020-01-01 00:00:00.000", "Ukraine")],
        OLDER: [event(1, "2018-12-30", "Bangladesh"), event(2, "2001-02-03", "Myanmar (Burma)")],
        AFRICA: [event(1, "2022-12-31T00:00:00", "Central African Republic")],
        YEARLY: [
            country_year("Pakistan", 2020, cumulative_total_deaths_in_orgvio_best_cy="409"),
            country_year(
                "Germany",
                2020,
                cumulative_total_deaths_in_orgvio_best_cy="9",
                sb_total_deaths_best_cy="9",
                sb_interstate_deaths_best_cy="4",
            ),
            country_year("German Democratic Republic", 1990),
        ],
        PIRATES: [
            attack("1993-05-01", "NA", "IDN", "mappingpiracy"),
            attack("2000-05-01", "Boarding", "IDN", "mappingpiracy"),
            attack("2000-05-01", "Boarded", "IDN", "mappingpiracy"),
            attack("2015-01-08", "Attempted", "NA", "imb"),
        ],
        FIGURES: [
            figure("PIPS", "terrorist_attacks", 146),
            figure("PIPS", "terrorist_attacks", 150, period="2019", confidence="UNVERIFIED memory"),
            figure("PIPS", "terrorist_attacks_pct_change", 73),
            figure("PICSS", "militant_attacks", 20, period="2023 (to 25 Dec)", published="2023-12-25 (inferred)"),
            figure("PICSS", "militant_attacks", 187),
            figure("PICSS", "militant_attacks", 188, published="2022-01-02"),
            figure("PICSS", "militant_attacks", 188, published="2022-03-02", document="Report (restated)"),
            figure("PICSS", "militant_attacks", 47, confidence="derived"),
            figure("CRSS", "terror_attacks", 260),
            figure(gti, "attacks", 490),
            figure("SATP", "incidents", 365, document="A video; confirmed elsewhere"),
            figure("SATP", "civilians_killed", 229, document="same", url="same"),
            figure("Kakar (claim)", "terror_incidents_pct_change", 60),
        ],
    }


def write(folder: Path, rows: dict[str, Rows]) -> None:
    """Write the source files, in the order of columns of the real ones."""
    for name, records in rows.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, LAYOUTS[PAKISTAN if name == UKRAINE else name], restval="")
            writer.writeheader()
            writer.writerows(records)


NAMES = ["crss", "gti", "picss", "pips", "pirates", "satp", "ucdp-country-year", "ucdp-ged"]


def build(names: list[str], source: Path, output: Path) -> None:
    """Build datasets from made-up files, whose checksums are not those of the releases."""
    build_script().build(names, build_script("builders.inputs").Inputs([source], checked=False), output)


def build_script(module: str = "build") -> ModuleType:
    """The build script, or a module beside it."""
    if str(shipped("datasets")) not in sys.path:
        sys.path.insert(0, str(shipped("datasets")))
    return importlib.import_module(module)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Dataset]:
    """Every dataset, built from the made-up files."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    write(source, sources())
    build(NAMES, source, out)
    return {folder.name: read(folder, shipped=True) for folder in out.iterdir()}


def counts(dataset: Dataset, definition: str, place: str = "PAK", **more: date) -> dict[str, int]:
    """The counts by the span they are for."""
    table = dataset.cells(definition, place, **more).table
    spans = [str(Window(start.date(), end.date())) for start, end in zip(table["start"], table["end"], strict=True)]
    return dict(zip(spans, table["count"].tolist(), strict=True))


def test_ged_layouts(built: dict[str, Dataset]) -> None:
    """The 50-column file with tags, the 43-column file of 2019 and a plain 48-column file all become daily counts."""
    ged = built["ucdp-ged"]
    assert ged.places() == ["BGD", "CAF", "MMR", "PAK", "UKR"]
    assert [each.id for each in ged.vintages()] == ["19.1", "22.1", "23.1"]
    assert counts(ged, "violent-events") == {
        "2020-01-01..2020-01-01": 3,
        "2020-01-02..2020-01-02": 1,
        "2020-02-01..2020-02-01": 1,
    }
    assert counts(ged, "violent-events", "MMR") == {"2001-02-03..2001-02-03": 1}
    assert counts(ged, "violent-events", "CAF") == {"2022-12-31..2022-12-31": 1}
    assert [vintage.id for vintage in ged.vintages("BGD")] == ["19.1"]


def test_ged_interstate_needs_two_governments_and_a_state_based_conflict(built: dict[str, Dataset]) -> None:
    """Only a state-based event with a government on both sides is between states."""
    assert counts(built["ucdp-ged"], "violent-events-non-interstate") == {
        "2020-01-01..2020-01-01": 2,
        "2020-01-02..2020-01-02": 1,
        "2020-02-01..2020-02-01": 1,
    }


def test_ged_estimates_and_imprecise_days(built: dict[str, Dataset]) -> None:
    """A day whose best estimate is none has no cell of deaths; events of several days or of an unsure day are noted."""
    ged = built["ucdp-ged"]
    assert counts(ged, "deaths") == {"2020-01-01..2020-01-01": 6, "2020-02-01..2020-02-01": 2}
    assert sum(counts(ged, "deaths-high").values()) == 20
    notes = " ".join(ged.cells("violent-events", "PAK").notes)
    assert "1 of 5 events last more than one day" in notes
    assert "1 of 5 events are dated only to a week" in notes


def test_country_years(built: dict[str, Dataset]) -> None:
    """Totals, the part that is not between states, historical states and the world."""
    yearly = built["ucdp-country-year"]
    assert yearly.places() == ["DDR", "DEU", "PAK", "WLD"]
    assert counts(yearly, "deaths-non-interstate", "DEU") == {"2020-01-01..2020-12-31": 5}
    assert counts(yearly, "deaths", "WLD") == {"1990-01-01..1990-12-31": 0, "2020-01-01..2020-12-31": 418}


def test_pirates(built: dict[str, Dataset]) -> None:
    """Two spellings are one kind of attack, unknown kinds count in all only, unknown places in the world only."""
    pirates = built["pirates"]
    assert pirates.places() == ["IDN", "WLD"]
    assert counts(pirates, "boardings", "IDN") == {"2000-05-01..2000-05-01": 2}
    assert sum(counts(pirates, "pirate-attacks", "WLD").values()) == 4
    assert sum(counts(pirates, "actual-attacks", "WLD").values()) == 2


def test_figures(built: dict[str, Dataset]) -> None:
    """Only published counts are kept, with restatements, partial years and what "same" stands for."""
    assert counts(built["pips"], "terrorist-attacks") == {"2020-01-01..2020-12-31": 146}
    picss = built["picss"]
    assert counts(picss, "militant-attacks", known_on=date(2021, 6, 1)) == {"2020-01-01..2020-12-31": 187}
    assert counts(picss, "militant-attacks") == {"2020-01-01..2020-12-31": 188, "2023-01-01..2023-12-25": 20}
    assert [(each.id, each.published_precision) for each in picss.vintages()] == [
        ("2021-01-31", "month"),
        ("2022-01-02", "day"),
        ("2022-03-02", "day"),
        ("2023-12-25", "day"),
    ]
    notes = (picss.folder / "data" / "figures.csv").read_text(encoding="utf-8")
    assert "restates the 187 published by 2021-01-31" in notes
    assert "repeats the 188 published by 2022-01-02" in notes
    assert "covers the year to 2023-12-25 only; the day of publication is inferred" in notes
    assert "(restated)" not in notes
    satp = built["satp"].cells("civilian-deaths", "PAK").table
    assert satp[["document", "url"]].values.tolist() == [["A video", "https://example.org/a"]]
    left_out = built["pips"].descriptor["verifier"]["left_out"]
    assert [each["rows"] for each in left_out] == [1, 1]


@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        (FIGURES, figure("PIPS", "kidnappings", 3), r"no measure is named for 'kidnappings' of PIPS"),
        (FIGURES, figure("PIPS", "terrorist_attacks", 147), r"two figures .* were published on 2021-01-31: 146, 147"),
        (FIGURES, figure("PIPS", "killed", 3, published="soon"), r"column published: cannot read 'soon'"),
        (PAKISTAN, event(1, "2020-05-05", "Pakistan"), r"ucdp_ged221[\s\S]*each event has its own"),
        (PAKISTAN, event(9, "2020-05-05", "India"), r"ucdp_ged221.*expected the events of \['PAK'\]"),
        (PAKISTAN, event(9, "2022-05-05", "Pakistan"), r"outside 1989-01-01..2021-12-31"),
        (YEARLY, country_year("Atlantis", 2020), r"no ISO 3166 code is known for 'Atlantis'"),
        (YEARLY, country_year("Pakistan", 2021, version="26.1"), r"column version: expected 25.1"),
        (PIRATES, attack("2001-01-01", "Sunk", "IDN", "mappingpiracy"), r"column attack_type: unknown \['Sunk'\]"),
        (PIRATES, attack("2014-01-01", "Boarded", "IDN", "imb"), r"change of data source"),
    ],
)
def test_a_source_that_changed_stops_the_build(tmp_path: Path, file: str, row: dict[str, str], message: str) -> None:
    """A source that no longer holds what the build relies on is an error that names the file and the value."""
    rows = sources()
    rows[file].append(row)
    write(tmp_path, rows)
    with pytest.raises(InputError, match=message):
        build(NAMES, tmp_path, tmp_path / "out")


def test_one_dataset_needs_its_own_file_only_and_leaves_the_others_alone(tmp_path: Path) -> None:
    """Building one dataset reads one file, by any name, and writes one folder."""
    write(tmp_path, {PIRATES: sources()[PIRATES]})
    given = (tmp_path / PIRATES).rename(tmp_path / "download.csv")
    build(["pirates"], given, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["pirates"]


def test_another_file_than_the_release_is_refused(tmp_path: Path) -> None:
    """A file whose checksum is not that of the release stops the build, with both checksums."""
    write(tmp_path, {PIRATES: sources()[PIRATES]})
    inputs = build_script("builders.inputs").Inputs([tmp_path])
    with pytest.raises(InputError, match=r"its SHA-256 is [0-9a-f]{64}, and that of the release is d8011a5bd9d5"):
        build_script().build(["pirates"], inputs, tmp_path / "out")
    assert not (tmp_path / "out").exists()
