"""A run: only what changed is made again, what was skipped is told with the reason, and failures stay their own."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as Xml

import fake
import pytest

from verifier import stopping
from verifier.errors import BusyError, UsageError, VerifierError
from verifier.findings import sources
from verifier.incidents.dataset import Dataset
from verifier.reports.executors import process_pool
from verifier.reports.watchlists import inputs, output_folder, planning, running

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_second_run_does_nothing_and_says_why(desk):
    """The first run makes all; the second skips all, tells each with the reason, and the pages say so too."""
    first = desk.write(["a", "b"]).run()
    assert sorted(first.made) == ["a", "b"]
    assert first.made["a"] == ["new claim"]
    second = desk.run()
    assert (second.made, second.skipped, second.changed) == ({}, ["a", "b"], [])
    assert all("nothing it depends on changed since 20" in line for line in desk.told)
    assert len(desk.rendered()) == 2
    assert desk.changes()["unchanged"] == ["a", "b"]
    assert "2 unchanged" in desk.page()


def test_a_changed_parameter_makes_only_its_claims_again(desk):
    """The reason names the parameter; the old result, the new one and the history are kept."""
    desk.write(["a", "b"], known_on="2022-01-01").run()
    desk.write(["a", "b"], known_on="2023-01-01")
    text = desk.list.read_text(encoding="utf-8").replace("id: b,", "id: b, known_on: 2022-01-01,")
    desk.list.write_text(text, encoding="utf-8")
    done = desk.run()
    assert done.made == {"a": ["changed parameters: known_on"]}
    assert (done.changed, done.skipped) == (["a"], ["b"])
    (told,) = desk.changes()["changes"]
    assert told["before"]["sentence"] == "Holds up: as known on 2022-01-01."
    assert told["sentence"] == "Holds up: as known on 2023-01-01."
    assert [event["kind"] for event in desk.manifest("a")["events"]] == ["changed", "new"]
    assert 'id="a" data-finding="Holds up" data-state="changed" data-flags="small base"' in desk.page()


def test_a_changed_text_is_told_as_such(desk):
    """Other words in the watchlist make the claim's report again; the same result is told apart from a changed one."""
    desk.write(["a"]).run()
    desk.list.write_text(desk.list.read_text(encoding="utf-8").replace("two-thirds", "a half"), encoding="utf-8")
    done = desk.run()
    assert done.made == {"a": ["the claim's own words were edited: “two-thirds” became “a half”"]}
    assert done.changed == []
    assert desk.changes()["changes"][0]["state"] == "re-made"


def test_what_was_said_of_other_words_stays_with_them(desk):
    """In feed, index and JSON an earlier finding stands with the claim as it was then."""
    desk.write(["a"], known_on="2022-01-01").run()
    text = desk.list.read_text(encoding="utf-8").replace("2022-01-01", "2023-01-01")
    desk.list.write_text(text.replace("two-thirds", "a half"), encoding="utf-8")
    desk.run()
    then = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."
    now = then.replace("two-thirds", "a half")
    root = Xml.parse(desk.out / "feed.xml").getroot()  # noqa: S314  (our own file)
    titles = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert titles == [f"Holds up: “two-thirds” in “{now}”", f"Holds up: “two-thirds” in “{then}”"]
    assert f"The claim before: “{then}”." in root.findtext(f"{ATOM}entry/{ATOM}summary")
    (change,) = desk.changes()["changes"]
    assert (change["claim"], change["claim_before"]) == (now, then)
    assert f"the claim before: “{then}”" in desk.page()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("vintage", "2020"), "new vintage: pirates, 2020 to 2021"),
        (("about", "x"), "changed description: pirates"),
        (("others", "x"), "restated count: pirates, another vintage"),
        (("series", {"attacks": {"definition": "x", "counts": None}}), "changed definition: pirates, "),
        (("series", {"attacks": {"definition": None, "counts": "x"}}), "restated count: pirates, "),
    ],
)
def test_a_change_of_the_data_is_told_as_what_it_is(desk, change, reason):
    """A new vintage, a restated count and a changed definition are three reasons."""
    desk.write(["a"]).run()
    path = desk.out / "a" / output_folder.MANIFEST
    held = json.loads(path.read_text(encoding="utf-8"))
    dataset = held["inputs"]["datasets"]["pirates"]
    key, value = change
    if key == "series":
        given = next(iter(value.values()))
        dataset["series"] = {name: {k: given[k] or old[k] for k in old} for name, old in dataset["series"].items()}
    else:
        dataset[key] = value
    path.write_text(json.dumps(held), encoding="utf-8")
    (why,) = desk.run().made["a"]
    assert why.startswith(reason)


def test_every_input_is_part_of_the_hash(desk, monkeypatch):
    """Package version, notebook and the newsroom's files count; a count that is restated in place does too."""
    desk.write(["a"]).run()
    (desk.out / "a" / "ratings.yml").write_text("ratings: {}\n", encoding="utf-8")
    assert desk.run().made == {"a": ["changed ratings or corrections"]}
    monkeypatch.setattr(inputs, "__version__", "9.9")
    (why,) = desk.run().made["a"]
    assert why.startswith("another version of verifier: ")
    assert why.endswith(" to 9.9")
    monkeypatch.setattr(inputs, "package_digest", lambda: "other files")
    assert desk.run().made == {"a": ["verifier 9.9 itself changed: its files are others, its version is the same"]}
    monkeypatch.setattr(inputs, "check_notebook", lambda: desk.list)
    assert desk.run().made == {"a": ["changed notebook"]}
    cells = Dataset.cells
    inputs._counts_digest.cache_clear()

    def restated(self, *given, **more):
        found = cells(self, *given, **more)
        found.table.loc[0, "count"] += 1
        return found

    monkeypatch.setattr(Dataset, "cells", restated)
    (why,) = desk.run().made["a"]
    assert why.startswith("restated count: pirates")
    inputs._counts_digest.cache_clear()


def test_asked_for_again_everything_is_made(desk):
    """again makes what did not change, too."""
    desk.write(["a"]).run()
    assert desk.run(again=True).made == {"a": ["asked for again"]}


def test_what_fails_is_one_line_and_the_others_go_on(desk):
    """A fault of ours, a failing notebook and a full disk each end in one line; the others are made."""
    ids = ["a", "poisoned", "refused", "full", "z"]
    done = desk.write(ids).run()
    assert sorted(done.made) == ["a", "z"]
    assert done.failed["poisoned"] == "failed unexpectedly: ZeroDivisionError: a made-up fault"
    assert done.failed["refused"] == "the notebook failed in code cell 3 of 5"
    assert done.failed["full"].startswith("No space left on device: ")
    assert len(desk.told) == len(ids)
    assert not any("\n" in line for line in desk.told)
    assert {one["id"] for one in desk.changes()["failed"]} == set(done.failed)
    assert not (desk.out / "full").exists()
    assert desk.run().skipped == ["a", "z"]


def test_a_worker_that_dies_takes_nobody_with_it(desk):
    """A claim that ends its worker process is found and named; those beside it in the pool are made."""
    done = desk.write(["a", "dies", "b"]).run(pool=process_pool)
    assert sorted(done.made) == ["a", "b"], desk.told
    assert done.failed == {"dies": "its worker process died, as when the machine runs out of memory"}


def test_a_claim_that_failed_and_works_again_is_no_failure(desk, monkeypatch):
    """The failure is forgotten once the report is made; the report from before it stays in the meantime."""
    desk.write(["a"]).run()
    desk.write(["a"], known_on="2023-01-01")

    def broken(task):
        raise OSError(28, "No space left on device")

    assert desk.run(renderer=broken).failed == {"a": "No space left on device"}
    assert 'data-state="failed"' in desk.page()
    assert desk.manifest("a")["result"]["sentence"] == "Holds up: as known on today."
    done = desk.run()
    assert done.changed == ["a"]
    assert desk.changes()["failed"] == []


def test_a_report_with_a_file_missing_is_made_again(desk):
    """What somebody deleted or cut is noticed."""
    desk.write(["a"]).run()
    (desk.out / "a" / "numbers.csv").write_text("cut", encoding="utf-8")
    assert desk.run().made == {"a": ["its last report was damaged"]}
    assert desk.run().skipped == ["a"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((), "[" * 50_000), (("number",), '"x"'), (("made",), "1e999"), (("result", "flags", 0), "true"),
        (("inputs", "datasets", "pirates", "vintage"), "true"), (("events", 0, "id"), "[]"),
        (("events", 0, "run"), '"x"'), (("result", "counted", 0, "after"), '["2018-01-01"]'),
    ],
    ids=str,
)  # fmt: skip
def test_a_record_with_another_kind_of_value_is_damaged(desk, place, value):
    """Half written, by hand, or by another version: the report is made again, and nothing else fails."""
    desk.write(["a", "b"]).run()
    put(desk.out / "a" / "watch.json", place, value)
    (desk.out / "history.json").unlink()
    done = desk.run()
    assert (list(done.made), done.skipped, done.failed) == (["a"], ["b"], {})
    assert desk.run().skipped == ["a", "b"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((), ""), ((), "{}"), ((), "[" * 50_000), (("events", 0, "id"), "-1"), (("events", 0, "about"), "-1"),
        (("events", 0, "about"), '"\\ud800"'), (("events", 0, "kind"), "null"), (("events", 0, "later"), "1"),
        (("run", "number"), '"x"'),
    ],
    ids=str,
)  # fmt: skip
def test_a_history_that_cannot_be_read_is_kept_aside(desk, place, value):
    """What only it knows, of claims that left, is not written over, and a line says where it is."""
    desk.write(["a", "b"]).run()
    put(desk.out / "history.json", place, value)
    damaged = (desk.out / "history.json").read_bytes()
    for kept in ("history.damaged.json", "history.damaged1.json"):
        assert desk.run().skipped == ["a", "b"]
        assert (desk.out / kept).read_bytes() == damaged
        assert any(f"history.json cannot be read, and is kept as {desk.out / kept}" in line for line in desk.told)
        assert not any("cannot be read" in line for line in (desk.run(), desk.told)[1])
        (desk.out / "history.json").write_bytes(damaged)


def put(path, place, value):
    """Put a JSON value at a place of a JSON file."""
    held = here = json.loads(path.read_text(encoding="utf-8"))
    for step in place[:-1]:
        here = here[step]
    if place:
        here[place[-1]] = "@"
    path.write_text(json.dumps(held).replace('"@"', value) if place else value, encoding="utf-8")


def test_a_stop_is_not_the_fault_of_a_claim(desk, monkeypatch):
    """Where a library makes an error of an interrupt, the run ends, and no claim is told to have failed."""

    def query(*_):
        try:
            signal.raise_signal(signal.SIGTERM)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None

    desk.write(["a", "b"])
    monkeypatch.setattr(planning, "inputs_of", query)
    monkeypatch.setattr(stopping, "_start", stopping._Start())
    before = signal.signal(signal.SIGTERM, stopping._stop)  # as `heed` does, whatever tests before this one left
    try:
        with pytest.raises(KeyboardInterrupt):
            desk.run()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert desk.told == []


def test_a_long_look_at_the_claims_is_shown(desk, monkeypatch):
    """Where somebody watches, before the first line on a claim: a text of 2,000 claims takes half a minute."""
    shown = StringIO()
    shown.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(running, "PATIENCE", 0)
    desk.write(["a", "b"]).run()
    assert re.search(r"looking for changes: \d+claim", shown.getvalue())


def test_two_runs_exclude_each_other(desk):
    """The second says who is at work there, exit code 6, and leaves everything alone."""
    desk.write(["a"])
    begun, go = threading.Event(), threading.Event()

    def slow(task):
        begun.set()
        go.wait(600)
        return fake.render(task)

    first = threading.Thread(target=lambda: desk.run(renderer=slow))
    first.start()
    begun.wait(600)
    try:
        code = "import sys; from verifier.cli import main; main()"
        arguments = [sys.executable, "-c", code, "run", str(desk.list), "-o", str(desk.out)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    finally:
        go.set()
        first.join()
    assert done.returncode == BusyError.exit_code == 6
    assert f"another run is at work in {desk.out} (process {os.getpid()}, since 20" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (desk.out / "a" / "index.html").is_file()


def test_a_folder_that_cannot_be_written_is_one_line(desk, monkeypatch):
    """A file in its place, or a folder that refuses, ends in one line that names it."""
    desk.write(["a"])
    desk.out.write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cannot write .*out"):
        desk.run()
    desk.out.unlink()

    def refuse(self, *_given, **_more):
        raise OSError(30, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(UsageError, match="Read-only file system"):
        desk.run()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to become somebody else")
def test_a_read_only_folder_is_one_line(desk):
    """Somebody who may not write there is told so in one line, exit code 2."""
    desk.write(["a"]).out.mkdir()
    desk.out.chmod(0o555)
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        try:
            output_folder.open_output(desk.out).__enter__()
        except UsageError as error:
            os._exit(0 if "cannot write" in str(error) and "\n" not in str(error) else 3)
        os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_disk_that_is_full_for_the_index_too_loses_nothing(desk, monkeypatch):
    """Where not even the index can be written the run ends in one error; the next run makes the rest."""
    desk.write(["a", "b"])
    whole = output_folder.write_json

    def full(path, content):
        if path.name == output_folder.MANIFEST:
            raise UsageError(f"cannot write {path}: No space left on device")
        return whole(path, content)

    monkeypatch.setattr(output_folder, "write_json", full)
    done = desk.run()
    assert sorted(done.failed) == ["a", "b"]
    monkeypatch.undo()
    os.environ["FAKE_LOG"] = str(desk.log)
    assert sorted(desk.run().made) == ["a", "b"]


def test_the_feed_is_atom(desk):
    """Every element that RFC 4287 requires is there, with ids of their own, and times in order."""
    desk.write(["a", "b"], known_on="2022-01-01").run()
    desk.write(["a", "b"], known_on="2023-01-01").run()
    text = (desk.out / "feed.xml").read_text(encoding="utf-8")
    root = Xml.fromstring(text)  # noqa: S314  (our own file)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{name}")
            assert found.text
        assert element.findtext(f"{ATOM}id").startswith("urn:uuid:")
        assert element.findtext(f"{ATOM}updated").endswith("Z")
        assert [link.get("rel") for link in element.findall(f"{ATOM}link")].count("alternate") == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "verifier"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 4
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 4
    times = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert times == sorted(times, reverse=True)
    assert times[0] == root.findtext(f"{ATOM}updated")
    before = root.findtext(f"{ATOM}id")
    desk.run()
    assert Xml.parse(desk.out / "feed.xml").getroot().findtext(f"{ATOM}id") == before  # noqa: S314


def test_what_a_watchlist_says_is_escaped(desk):
    """Markup in a title or a note is shown, not followed, in the page and the feed; control signs do not break XML."""
    desk.write(["a"])
    text = desk.list.read_text(encoding="utf-8").replace("Watched", '"<script>x</script> & \\u202e\\x07"')
    desk.list.write_text(text.replace("id: a,", "id: a, note: <img src=x>,"), encoding="utf-8")
    desk.run()
    assert "<script>x" not in desk.page()
    assert "&lt;img src=x&gt;" in desk.page()
    root = Xml.parse(desk.out / "feed.xml").getroot()  # noqa: S314
    assert root.findtext(f"{ATOM}title") == "<script>x</script> & ⟨U+202E⟩⟨U+0007⟩"
    assert desk.page().count("<script>") == 1
    assert "script-src 'sha256-" in desk.page()


def test_exit_codes_for_schedulers(desk):
    """5 for a changed result and 1 for a failed claim where asked for, 1 where all failed; else 0."""
    from verifier.reports.watchlists import running

    old = running.run_watchlist.__kwdefaults__
    command_run = running.run_watchlist
    quick = {"pool": __import__("concurrent.futures").futures.ThreadPoolExecutor, "renderer": fake.render}
    given = {"workers": 1, "time_limit": 5, "again": False, "tell": desk.told.append}
    try:
        running.run_watchlist = lambda *one, **more: command_run(*one, **more, **quick)
        code = lambda *fail_on: running.run_and_tell(desk.list, desk.out, fail_on=fail_on, **given)  # noqa: E731
        desk.write(["a"], known_on="2022-01-01")
        assert code("changed", "error") == 0
        desk.write(["a"], known_on="2023-01-01")
        assert code("changed") == 5
        assert code("changed") == 0
        desk.write(["a", "refused"], known_on="2023-02-01")
        assert code() == 0
        assert code("error") == 1
        desk.write(["refused", "also-refused"])
        assert code() == 1
    finally:
        running.run_watchlist = command_run
    assert old == running.run_watchlist.__kwdefaults__
    assert "failed" in desk.told[-1]


def test_the_second_series_of_a_share_is_part_of_the_hash(desk, monkeypatch):
    """The whole of which a claim says the part: restated, though the part is not, the report is made again."""
    text = "The share of suicide attacks rose by 3 percentage points in Pakistan in 2022 compared with 2021."
    desk.list.write_text(f'claims: [{{id: a, text: "{text}", datasets: [pips]}}]', encoding="utf-8")
    desk.run()
    assert desk.run().skipped == ["a"]
    cells, restated = Dataset.cells, []

    def restate(self, definition, *given, **more):
        found = cells(self, definition, *given, **more)
        if definition == "terrorist-attacks":
            restated.append(definition)
            found.table["count"] += 1
        return found

    assert list(desk.manifest("a")["inputs"]["datasets"]["pips"]["series"]) == ["suicide-attacks"]
    monkeypatch.setattr(Dataset, "cells", restate)
    sources.forget()
    done = desk.run()
    sources.forget()
    assert done.made == {"a": ["restated count: pips, suicide-attacks of vintage 2025-01-31"]}
    assert restated


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 128 kB, mounted for one test; skipped where this may not be done."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("needs Linux and the right to mount a file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_fills_up_is_a_line_for_each_and_loses_nothing(desk, small_disk):
    """Reports that no longer fit are told one by one; with room again they are made, and the others left alone."""
    ids = [f"claim-{number}" for number in range(8)]
    desk.out = small_disk / "out"
    desk.write(ids)
    ballast = small_disk / "ballast"

    def fills(task):
        if task.id == "claim-2":
            with suppress(OSError), ballast.open("wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 1024)
        return fake.render(task)

    with suppress(VerifierError):  # not even the index may fit
        desk.run(renderer=fills, workers=1)
    failed = [line for line in desk.told if line.startswith("failed")]
    assert failed
    assert all("No space left on device" in line and "\n" not in line for line in failed), failed
    whole = [name for name in ids if (desk.out / name / output_folder.MANIFEST).is_file()]
    assert whole
    assert all(desk.manifest(name)["result"]["finding"] == "Holds up" for name in whole)
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    done = desk.run()
    assert sorted([*done.made, *done.skipped]) == ids
    assert sorted(done.skipped) == whole
    assert done.failed == {}
