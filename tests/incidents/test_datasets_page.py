"""The page on datasets names everything that is shipped, and its examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verifier.incidents.bringing import about
from verifier.incidents.catalogue import datasets, load, obtainable
from verifier.incidents.own.importing import propose_mapping

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "datasets.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not here")


def test_every_dataset_and_definition_is_described() -> None:
    """Each shipped dataset, each of its definitions and each known break is on the page."""
    text = PAGE.read_text(encoding="utf-8")
    for dataset in (each for each in datasets() if each.shipped):
        assert f"`{dataset.id}`" in text
        named = {re.sub(r"-from-[A-Z]{3}$", "-from-CODE", each.id) for each in dataset.definitions}
        missing = [each for each in named if f"`{each}`" not in text]
        assert missing == []
        assert all(str(day.year) in text for day, _ in dataset.breaks)


def test_every_dataset_to_bring_in_is_described() -> None:
    """Each dataset that the user brings in, and each of its definitions, is on the page."""
    text = PAGE.read_text(encoding="utf-8")
    for dataset_id in obtainable():
        assert f"`{dataset_id}`" in text
        missing = [each["id"] for each in about(dataset_id)["definitions"] if f"`{each['id']}`" not in text]
        assert missing == []


def test_example_of_an_import_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python example on the page does what the page says."""
    (block,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "data"))
    Path("fires.csv").write_text("Incident date,Country\n2023-05-01,France\n2023-05-09,France\n", encoding="utf-8")
    exec(block, {})  # noqa: S102  (the example of our own page)
    (promised,) = re.findall(r"# (\{.*\})", block)
    assert str(propose_mapping("fires.csv")) == promised
    assert load("fires").cells("house-fires", "FRA").table["count"].tolist() == [1, 1]
