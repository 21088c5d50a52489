"""Time zones at the extremes, a clock set back, files dated 1970 or 2100, leap days: one and the same result."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dying
import fake
import pytest

from verifier.comparisons.compare import compare
from verifier.incidents.catalogue import load
from verifier.incidents.fetching.fetch import fetch
from verifier.incidents.own.importing import import_file
from verifier.reports.watchlists.output_folder import OutputFolder
from verifier.reports.watchlists.running import Run, run_watchlist
from verifier.reports.watchlists.watchlist import read_watchlist
from verifier.window import Window

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to work in another time zone"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]
ZONES = ("UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe")
SEED = Path(__file__).parents[3] / "seeds" / "kakar-2023-11-08.md"
TEXT = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."


def zoned(work: Callable[[], int]) -> Callable[[], int]:
    """The work in the time zone that TZ names by then."""

    def call() -> int:
        time.tzset()
        return work()

    return call


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", str(SEED), "--claim", "1", "--json"),
        ("compare", "pirates", "--measure", "pirate attacks", "--place", "IDN", "--after", "2016-01-01..2016-12-31",
         "--before", "2016-02-29..2016-03-27", "--json"),
        ("data", "show", "pips"),
    ],
    ids=["check", "compare", "show"],
)  # fmt: skip
def test_a_result_is_the_same_in_every_time_zone(arguments, tmp_path, survived):
    """Fourteen hours ahead, twelve behind, at quarter hours and where summer time begins: the same bytes."""
    found = {zone: dying.run(zoned(dying.command(*arguments)), tmp_path, TZ=zone) for zone in ZONES}
    assert {ended.code for ended in found.values()} == {0}
    assert len({ended.out for ended in found.values()}) == 1
    survived["commands in other time zones"] += len(ZONES)


def test_an_import_is_dated_in_universal_time(tmp_path, survived):
    """The day of import that stands for a publication is that of UTC, and the table the same, wherever it is made."""
    (tmp_path / "t.csv").write_text("day\n2023-12-31\n2024-01-01\n2024-02-29\n2024-02-29\n", encoding="utf-8")
    work = dying.command(
        "data", "import", "t.csv", "--id", "t", "--measure", "fires", "--map", "date=day", "--country", "DNK"
    )
    found = []
    before = datetime.now(tz=UTC).date()
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        store = tmp_path / zone.replace("/", "-")
        assert dying.run(zoned(work), tmp_path, TZ=zone, VERIFIER_DATA=str(store)).code == 0
        found.append((store / "t" / "datapackage.json").read_text(encoding="utf-8"))
        (vintage,) = json.loads(found[-1])["verifier"]["vintages"]
        assert vintage["published"] in (str(before), str(datetime.now(tz=UTC).date()))
    assert found[0] == found[1] or before != datetime.now(tz=UTC).date()
    survived["commands in other time zones"] += 2


def test_a_report_is_the_same_in_every_time_zone(tmp_path, pirates_report, survived):
    """A report made fourteen hours ahead, in a kernel: the numbers of the one made here, dated in UTC."""
    (tmp_path / "said.txt").write_text(TEXT + "\n", encoding="utf-8")
    work = dying.command("report", "said.txt", "--published", "2019-02-01", "--dataset", "pirates", "-o", "out")
    ended = dying.run(zoned(work), tmp_path, TZ="Pacific/Kiritimati")
    assert ended.code == 0, ended.error
    made = tmp_path / "out" / "said"
    said = datetime.fromisoformat(json.loads((made / "provenance.json").read_text())["made"])
    assert abs(said - datetime.now(tz=UTC)) < timedelta(minutes=10)
    for name in ("numbers.csv", "claim-1.json", "card-1.png"):
        assert (made / name).read_bytes() == (pirates_report.folder / name).read_bytes(), name
    survived["commands in other time zones"] += 1


def test_leap_days_and_the_ends_of_years_are_days(tmp_path, own_data, survived):
    """A leap year has 366 days, its 29 February is counted, and 31 December and 1 January lie in two years."""
    days = ["2023-12-31", "2024-01-01", "2024-02-29", "2024-02-29", "2024-12-31", "2025-01-01"]
    (tmp_path / "t.csv").write_text("\n".join(["day", *days]) + "\n", encoding="utf-8")
    import_file(
        tmp_path / "t.csv", dataset_id="t", measure="fires", mapping={"date": "day"}, country="DNK",
        coverage=Window.parse("2023-01-01..2025-12-31"), published="2026-01-01",
    )  # fmt: skip
    found = compare("t", "fires", "DNK", "2024", "2023")
    assert (found.after.count, found.before.count) == (4, 1)
    assert (found.after.window.days, found.before.window.days) == (366, 365)
    assert compare("t", "fires", "DNK", "2024-02", "2023-02").after.count == 2
    assert compare("t", "fires", "DNK", "2024-02-29..2024-02-29", "2024-12-31..2025-01-01").before.count == 2
    survived["clocks and dates"] += 4


def test_a_table_of_the_same_size_and_time_is_read_anew(tmp_path, own_data, survived):
    """Neither an edit in place nor a new file, of the same size and dated back to the same moment, is passed over."""
    (tmp_path / "t.csv").write_text("p,n\n2021,5\n2022,7\n", encoding="utf-8")
    import_file(
        tmp_path / "t.csv", dataset_id="t", measure="fires", mapping={"period": "p", "count": "n"}, country="DNK",
        published="2026-01-01",
    )  # fmt: skip
    (table,) = (own_data / "t" / "data").iterdir()
    old = table.stat()

    def counts() -> list[int]:
        return load("t").cells("fires", "DNK").table["count"].tolist()

    assert counts() == [5, 7]
    for how, number in (("in place", "8"), ("anew", "9")):
        changed = table.read_text(encoding="utf-8").replace("7" if number == "8" else "8", number)
        if how == "anew":
            (tmp_path / "new").write_text(changed, encoding="utf-8")
            (tmp_path / "new").replace(table)
        else:
            table.write_text(changed, encoding="utf-8")
        os.utime(table, ns=(old.st_atime_ns, old.st_mtime_ns))
        assert (table.stat().st_size, table.stat().st_mtime_ns) == (old.st_size, old.st_mtime_ns)
        assert counts() == [5, int(number)]
        survived["clocks and dates"] += 1


@pytest.mark.parametrize("year", [1970, 2100])
def test_files_of_another_age_change_nothing(year, tmp_path, own_data, monkeypatch, survived):
    """Files dated 1970 or 2100, as on a machine whose clock was wrong: nothing is done again, nothing is missed."""
    monkeypatch.setenv("FAKE_LOG", str(tmp_path / "log"))
    monkeypatch.setattr(fake, "SECONDS", 0.0)
    (tmp_path / "list.yml").write_text(
        f"defaults: {{datasets: [t], place: Denmark}}\nclaims:\n  - {{id: one, text: '{TEXT}'}}\n", encoding="utf-8"
    )
    (tmp_path / "t.csv").write_text("p,n\n2021,5\n2022,7\n", encoding="utf-8")

    def bring(published: str) -> None:
        import_file(
            tmp_path / "t.csv", dataset_id="t", measure="pirate attacks", mapping={"period": "p", "count": "n"},
            country="DNK", published=published,
        )  # fmt: skip

    def run() -> Run:
        return run_watchlist(
            read_watchlist(tmp_path / "list.yml"), tmp_path / "out", renderer=fake.render, pool=ThreadPoolExecutor
        )

    bring("2026-01-01")
    assert list(run().made) == ["one"]
    moment = datetime(year, 1, 1, 12, tzinfo=UTC).timestamp()
    for path in [*tmp_path.rglob("*"), *own_data.rglob("*")]:
        os.utime(path, (moment, moment))
    assert run().skipped == ["one"]
    (tmp_path / "t.csv").write_text("p,n\n2021,5\n2022,9\n", encoding="utf-8")
    bring("2026-02-01")
    assert list(run().made) == ["one"]
    survived["clocks and dates"] += 1


def test_a_clock_that_was_set_back(tmp_path, own_data, monkeypatch, ged, made, manners, survived):
    """What a run, an import and a fetch wrote on a day that has not come yet is no hindrance to the next ones."""
    monkeypatch.setenv("FAKE_LOG", str(tmp_path / "log"))
    (tmp_path / "list.yml").write_text(f"defaults: {{datasets: [pirates]}}\nclaims:\n  - {{id: one, text: '{TEXT}'}}\n")

    def run(**more: bool) -> Run:
        return run_watchlist(
            read_watchlist(tmp_path / "list.yml"),
            tmp_path / "out",
            renderer=fake.render,
            pool=ThreadPoolExecutor,
            **more,
        )

    ged("24.1", [made(1, "2020-05-05")])
    fetch("ucdp-ged", version="24.1", manners=manners)
    run()
    for path in [*tmp_path.rglob("*.json"), own_data / ".cache" / "ucdp-ged" / "fetched.json"]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(str(datetime.now(tz=UTC).year), "2099"), encoding="utf-8")
    manifest = OutputFolder(tmp_path / "out").manifest("one")
    assert manifest is not None
    assert manifest.made.startswith("2099")
    assert run().skipped == ["one"]
    assert list(run(again=True).made) == ["one"]
    assert not OutputFolder(tmp_path / "out").manifest("one").made.startswith("2099")
    assert fetch("ucdp-ged", version="24.1", manners=manners).notes == []
    assert fetch("ucdp-ged", version="24.1", offline=True).vintage == "24.1"
    ged("24.1", [made(1, "2020-05-05"), made(2, "2020-05-05")])
    (note,) = fetch("ucdp-ged", version="24.1", manners=manners).notes
    assert "changed this release in place" in note
    survived["clocks and dates"] += 1


def test_a_vintage_of_the_future_is_not_known_yet(tmp_path, own_data, survived):
    """A publication dated ahead is the newest vintage, and is left out of what was known on an earlier day."""
    for count, published in ((7, "2026-01-01"), (9, "2099-01-01")):
        (tmp_path / "t.csv").write_text(f"p,n\n2021,5\n2022,{count}\n", encoding="utf-8")
        import_file(
            tmp_path / "t.csv", dataset_id="t", measure="fires", mapping={"period": "p", "count": "n"}, country="DNK",
            published=published,
        )  # fmt: skip
    today = datetime.now(tz=UTC).date()
    assert load("t").cells("fires", "DNK").vintage == "2099-01-01"
    assert load("t").cells("fires", "DNK", known_on=today).table["count"].tolist() == [5, 7]
    survived["clocks and dates"] += 1
