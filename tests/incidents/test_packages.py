"""The data packages are valid, and the build makes them again from the source files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frictionless import validate

from verifier.errors import InputError
from verifier.incidents.catalogue import load, read
from verifier.resources import shipped

FOLDERS = sorted(path.parent for path in shipped("datasets").glob("*/datapackage.json"))
SOURCE = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_source = pytest.mark.skipif(not SOURCE.is_dir(), reason="the source files (../shared/data) are not here")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_data_package_is_valid(folder: Path) -> None:
    """`frictionless validate` passes: schema, types, byte counts and checksums."""
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])


@needs_source
def test_build_makes_the_committed_files(tmp_path: Path) -> None:
    """The build gives byte for byte what is committed, twice over, and says what it left out."""
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, str(shipped("datasets") / "build.py"), "--source", str(SOURCE), "--output", str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
        )
        for folder in FOLDERS:
            for path in [folder / "datapackage.json", *folder.glob("data/*")]:
                made = tmp_path / path.relative_to(folder.parent)
                assert made.read_bytes() == path.read_bytes(), f"{made.name} of {folder.name} differs"
    assert "left out 6: remembered, not read in a document" in run.stdout


def test_build_names_a_missing_source(tmp_path: Path) -> None:
    """Without the source files the build stops with a message that names the file and the option."""
    run = subprocess.run(
        [
            sys.executable,
            str(shipped("datasets") / "build.py"),
            "pips",
            "--input",
            str(tmp_path),
            "--output",
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 3
    assert "pakistan_published_figures.csv is missing" in run.stderr
    assert "--input" in run.stderr


@needs_source
def test_every_usable_figure_is_there_once() -> None:
    """Every figure seen in a document, of the five organisations, is in the tables, and nothing else."""
    raw = pd.read_csv(SOURCE / "pakistan_published_figures.csv", dtype=str, keep_default_na=False)
    ours = pd.concat([pd.read_csv(path) for path in shipped("datasets").glob("*/data/figures.csv")])
    counts = raw[
        (raw["confidence"] == "seen")
        & ~raw["metric"].str.contains("pct_change|per_month_average")
        & ~raw["organisation"].str.contains("Kakar|Ministry")
    ]
    assert sorted(ours["count"]) == sorted(counts["value"].astype(int))
    assert ours["url"].str.startswith("http").all()
    assert not ours.isin(["same"]).any().any()


@needs_source
def test_interstate_rule_agrees_with_the_source() -> None:
    """The events marked interstate are the 81 between India and Pakistan among the 524 of 2018 to 2021."""
    raw = pd.read_csv(SOURCE / "ucdp_ged221_pakistan_hdx.csv", dtype=str, keep_default_na=False).iloc[1:]
    recent = raw[raw["year"].between("2018", "2021")]
    between_states = recent["dyad_name"] == "Government of India - Government of Pakistan"
    ours = pd.read_csv(shipped("datasets") / "ucdp-ged" / "data" / "pak-22.1.csv")
    ours = ours[ours["date"].between("2018-01-01", "2021-12-31")]
    assert (len(recent), int(between_states.sum())) == (524, 81)
    assert (ours["events"].sum(), ours.loc[ours["interstate"] == 1, "events"].sum()) == (524, 81)


@needs_source
def test_daily_tables_lose_nothing() -> None:
    """Events and deaths of every country add up to those of the source rows."""
    for file, names in {
        "ucdp_ged221_pakistan_hdx.csv": ["pak-22.1"],
        "ucdp_ged191_hdx_fixture.csv": ["bgd-19.1", "mmr-19.1"],
        "ucdp_ged231_central_african_republic.csv": ["caf-23.1"],
    }.items():
        raw = pd.read_csv(SOURCE / file, dtype=str, keep_default_na=False)
        raw = raw[raw["best"].str.isdigit()]
        ours = pd.concat([pd.read_csv(shipped("datasets") / "ucdp-ged" / "data" / f"{name}.csv") for name in names])
        assert ours["events"].sum() == len(raw)
        for column in ("best", "low", "high"):
            assert ours[column].sum() == raw[column].astype(int).sum()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (("verifier", "vintages", 0, "published"), "2022-13-01"),
        (("verifier", "vintages", 0, "tables"), None),
        (("verifier", "vintages", 0, "tables", 0, "resource"), 7),
        (("verifier", "reporting_lag_days"), "soon"),
        (("verifier", "kind"), "hourly"),
        (("verifier", "definitions", 0, "column"), "nowhere"),
        (("verifier", "definitions", 0, "answers"), ["attacks"]),
        (("resources", 0, "name"), None),
        (("resources", 0, "schema", "fields"), {}),
        (("title",), ["PIPS"]),
        (("title",), "half \ud800"),
    ],
)
def test_a_damaged_descriptor_is_refused_when_it_is_read(tmp_path: Path, part: tuple[Any, ...], value: Any) -> None:
    """Whatever a later step would stumble over is named with the file, before anything is counted."""
    descriptor = json.loads(json.dumps(load("pips").descriptor))
    held: Any = descriptor
    for name in part[:-1]:
        held = held[name]
    if value is None:
        del held[part[-1]]
    else:
        held[part[-1]] = value
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(InputError, match=r"datapackage\.json: not a data package this program can read"):
        read(tmp_path, shipped=False)


def test_a_damaged_header_is_told(tmp_path: Path) -> None:
    """A table without a column that its data package describes names the column, whichever it is."""
    folder = tmp_path / "canada-homicides"
    shutil.copytree(shipped("datasets") / folder.name, folder)
    table = folder / "data" / "homicides.csv"
    text = table.read_text(encoding="utf-8")
    for name in text.splitlines()[0].split(","):
        table.write_text(text.replace(name, f"{name}x", 1), encoding="utf-8")
        dataset = read(folder, shipped=False)
        with pytest.raises(InputError, match=f"not the table its data package describes: .*{name}"):
            dataset.cells(dataset.definitions[0].id, "CAN")
