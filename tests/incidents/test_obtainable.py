"""Datasets that are known and not shipped: nothing is built of them, and a user hears how to get them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from verifier.errors import DataError, UsageError
from verifier.incidents.catalogue import datasets, load, obtainable
from verifier.incidents.measures import normalise
from verifier.incidents.own.importing import import_file
from verifier.incidents.packages import describe
from verifier.incidents.sources import SOURCES
from verifier.reports.dataset_list import to_obtain
from verifier.resources import shipped

OURS = ["acled", "acled-monthly", "acled-yearly", "gtd", "hdx-hapi-conflict-event", "ucdp-candidate"]


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))


def about(dataset_id: str) -> dict[str, object]:
    return tomllib.loads((shipped("datasets") / dataset_id / "about.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("dataset_id", OURS)
def test_asking_for_one_says_how_to_get_it(dataset_id: str) -> None:
    """A dataset that is not here yet is not listed, holds no data, and the error says how to bring it in."""
    assert dataset_id in obtainable()
    assert dataset_id in SOURCES
    assert dataset_id not in {each.id for each in datasets()}
    assert not (shipped("datasets") / dataset_id / "datapackage.json").exists()
    with pytest.raises(DataError, match=r"is not here yet\. .*verifier data import FILE") as refused:
        load(dataset_id)
    assert "https://" in str(refused.value)


def test_the_list_of_datasets_ends_with_those_to_bring_in() -> None:
    """`data list` names each in a line; once it is here, it is listed as the others are."""
    text = to_obtain(obtainable())
    assert all(f"  {dataset_id}  " in text for dataset_id in OURS)
    assert to_obtain({}) == ""


@pytest.mark.parametrize("dataset_id", OURS)
def test_definitions_are_whole(dataset_id: str) -> None:
    """Every definition has a sentence for each way in which it answers, and none answers a measure in two ways."""
    for definition in describe(dataset_id, about(dataset_id))["verifier"]["definitions"]:
        ways = {match: phrases for match, phrases in definition["answers"].items() if phrases}
        assert set(ways) == set(definition["why"]), definition["id"]
        measures = [measure for phrases in ways.values() for measure in set(map(normalise, phrases))]
        assert len(measures) == len(set(measures)), definition["id"]


@pytest.mark.parametrize("dataset_id", OURS)
def test_no_dataset_of_the_users_own_takes_the_name(tmp_path: Path, dataset_id: str) -> None:
    """The id of a known source is refused for a table of the user's own."""
    file = tmp_path / "fires.csv"
    file.write_text("day\n2024-01-01\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is the dataset of a known source"):
        import_file(file, dataset_id=dataset_id, measure="fires", mapping={"date": "day"}, country="PAK")
