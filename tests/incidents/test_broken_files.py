"""Broken files of every kind: one clear message, exit code 3, and a store that stays as it was, byte by byte."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from broken import COUNTS, FILES, GOOD, KNOWN, KNOWN_SOURCE, OWN, Case, ged

from verifier.cli import main

CASES = (
    [pytest.param(case, COUNTS, id=f"own-{case[0]}") for case in FILES]
    + [pytest.param(case, [], id=f"known-{case[0]}") for case in FILES]
    + [pytest.param(case, [], id=f"own-{case[0]}") for case in OWN]
    + [pytest.param(case, [], id=f"known-{case[0]}") for case in KNOWN_SOURCE]
)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The command line in this process; gives the exit code."""
    monkeypatch.setattr(sys, "argv", ["verifier", "data", "import", *arguments])
    try:
        main()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an earlier good vintage of each of the two datasets, made once: no test may change it."""
    store = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERIFIER_DATA", str(store))
        (store.parent / "good.csv").write_text(GOOD, encoding="utf-8")
        assert run(patch, str(store.parent / "good.csv"), *COUNTS) == 0
        (store.parent / "GED.csv").write_text(ged({}), encoding="utf-8")
        assert run(patch, str(store.parent / "GED.csv"), *KNOWN) == 0
    return store


@pytest.fixture
def kept(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That store, as the user's."""
    monkeypatch.setenv("VERIFIER_DATA", str(made))
    return made


def contents(folder: Path) -> dict[Path, bytes | None]:
    """Everything in a folder, with what the files hold."""
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize(("case", "more"), CASES)
def test_a_broken_file_is_named_and_changes_nothing(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    case: Case, more: list[str],
) -> None:  # fmt: skip
    """The message holds the file's name and the words for what is wrong; nothing in the store is touched."""
    name, recipe, arguments, words = case
    path = tmp_path / name
    if callable(recipe):
        recipe(path)
    else:
        path.write_bytes(recipe.encode("utf-8") if isinstance(recipe, str) else recipe)
    before = contents(kept)
    capsys.readouterr()
    code = run(monkeypatch, str(path), *arguments, *more)
    said = capsys.readouterr()
    assert code == 3, said.err
    assert said.out == ""
    assert said.err.startswith("verifier: ")
    assert str(path) in said.err
    assert len(said.err) < 4000
    for word in words:
        assert word in said.err
    assert not re.search(r"Traceback|unexpectedly|duckdb|SELECT", said.err)
    assert contents(kept) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission is an error of input."""
    path = tmp_path / "closed.csv"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    assert run(monkeypatch, str(path), *COUNTS) == 3


def test_there_are_broken_files_enough() -> None:
    """Every case has a name of its own on its way in, and there are more than fifty."""
    names = [case.id for case in CASES]
    assert len(names) == len(set(names)) > 50
