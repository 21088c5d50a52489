"""A short run of every fuzzing target, the same in every run; and every input that once broke one."""

import random
from dataclasses import replace
from pathlib import Path

import fuzz_targets
import pytest
from fuzz_inputs import Choices, hostile
from fuzz_targets import TARGETS

from verifier.claims.document import document
from verifier.comparisons.specifications import load_set
from verifier.incidents import engine
from verifier.incidents.bringing import derived_from
from verifier.incidents.own import importing
from verifier.incidents.own.mapping import read_mapping
from verifier.incidents.sources import LAYOUTS
from verifier.reports.editorial import editorial
from verifier.reports.watchlists.watchlist import read_watchlist

SLOW = ("adapter", "own-table")  # those whose inputs are files
# How their inputs begin: a kind of file each, hostile, broken or sound, those of records with the fewest records.
KINDS = [bytes([kind, 0]) for kind in (0, 1, 4, 7)]
SOUND = bytes([7, 0, 1, 1])  # a small file in which nothing is wrong
BROKE = sorted((Path(__file__).parent / "broke").glob("*/*"))


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_finds_nothing(name):
    """Some hundred inputs each (one of each kind of file), drawn at random from a fixed seed."""
    draw = random.Random(name)  # noqa: S311
    for begins in KINDS if name.startswith(SLOW) else [b""] * 150:
        data = begins + draw.randbytes(draw.choice([2, 8, 20, 60]))
        try:
            TARGETS[name](data)
        except Exception as error:  # noqa: BLE001  (told with the input that led to it)
            pytest.fail(f"{name} broke on bytes.fromhex({data.hex()!r}): {error!r}")


@pytest.mark.parametrize("file", BROKE, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_what_once_broke_a_target_does_no_more(file):
    """Inputs that campaigns found."""
    TARGETS[file.parent.name](file.read_bytes())


def test_the_good_inputs_are_taken(tmp_path):
    """What the edits start from is accepted, so that they reach what lies behind the first check."""

    def file(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    for number, layout in enumerate(LAYOUTS):
        path = file(fuzz_targets.NAMES.get(layout.dataset, "events.csv"), *fuzz_targets._known(number))
        assert derived_from(path, version=fuzz_targets.VERSIONS.get(layout.dataset)).tables
    assert document(fuzz_targets.FRONT[0]).events
    for text in fuzz_targets.WATCH:
        assert read_watchlist(file("w.yml", text)).claims
    assert read_mapping(file("m.yml", *fuzz_targets.MAPPING))["definitions"]
    assert editorial(tmp_path / "none", file("r.yml", *fuzz_targets.RATINGS), None)
    for text in fuzz_targets._sets():
        assert load_set(file("s.toml", text))


def test_the_same_bytes_give_the_same_text():
    """An input that broke something can be kept as its bytes; different bytes give many different texts."""
    draw = random.Random(1)  # noqa: S311
    several = [draw.randbytes(40) for _ in range(200)]

    def text(data):
        return hostile(Choices(data), fuzz_targets.FRONT, ("a", "b"))

    assert [text(data) for data in several] == [text(data) for data in several]
    assert len({text(data) for data in several}) > 150
    assert text(b"") == fuzz_targets.FRONT[0]


@pytest.mark.parametrize("kind", ["acled", "gtd", "events-by-year"])
@pytest.mark.parametrize("fault", ["one count is lost", "one event is added"])
def test_a_fault_in_the_counting_is_noticed(monkeypatch, kind, fault):
    """What is held of files that are taken fails where a count is lost or wrong."""
    whole = engine.counted

    def faulty(*arguments):
        table = whole(*arguments)
        return (
            table.iloc[1:]
            if fault == "one count is lost"
            else table.assign(**{table.columns[-1]: table.iloc[:, -1] + 1})
        )

    monkeypatch.setattr(engine, "counted", faulty)
    with pytest.raises(AssertionError):
        TARGETS[f"adapter-{kind}"](SOUND)


def test_a_fault_in_the_reading_of_own_tables_is_noticed(monkeypatch):
    """What is held of tables that are taken fails where a row is lost."""
    keep = importing.keep

    def losing(store, fresh, derived, *others):
        tables = {name: table.iloc[1:] for name, table in derived.tables.items()}
        return keep(store, fresh, replace(derived, tables=tables), *others)

    monkeypatch.setattr(importing, "keep", losing)
    with pytest.raises(AssertionError):
        TARGETS["own-table"](SOUND)
