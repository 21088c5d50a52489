"""A fetch that is killed at any point leaves the store as it was, or with the new release; the next one goes on."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import time

import pytest
from command_line import run

from verifier.incidents.catalogue import load
from verifier.incidents.fetching.fetch import fetch

ZIP = "/ged/ged241-csv.zip"
COMMAND = ["data", "fetch", "ucdp-ged", "--version", "24.1"]
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a process that is warm"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def counts():
    """Events by vintage, of the vintages that were fetched; every table named is there and whole."""
    dataset = load("ucdp-ged")
    found = {
        vintage.id: int(dataset.cells("violent-events", "PAK", vintage=vintage.id).table["count"].sum())
        for vintage in dataset.vintages("PAK")
    }
    return {name: found[name] for name in ("23.1", "24.1") if name in found}


def start():
    """A fetch in a copy of this process."""
    fetching = multiprocessing.get_context("fork").Process(target=lambda: os._exit(run(COMMAND)[0]))
    fetching.start()
    return fetching


def wait_for(what):
    """Wait until something is so, at most two minutes."""
    end = time.monotonic() + 120
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture
def release(ged, made, manners, server, own_data):
    """An older release in the store, and a new one that the server sends slowly."""
    ged("23.1", [made(1, "2020-05-05")])
    fetch("ucdp-ged", version="23.1", manners=manners)
    content = ged("24.1", [made(number, "2020-05-05") for number in range(1, 41)], bulk=600_000)
    server.asked.clear()
    server.pace = 0.01
    return content


def test_a_fetch_killed_while_it_arrives_is_resumed(release, server, own_data):
    """Killed three times in the middle, the old release stays whole; the last fetch asks for the rest alone."""
    draw = random.Random(20)  # noqa: S311  (a test that can be repeated)
    partial = own_data / ".cache/ucdp-ged/new/ged241-csv.zip.partial"
    held = 0
    for least, most in ((0.1, 0.3), (0.4, 0.6), (0.7, 0.8)):
        fetching, part = start(), draw.uniform(least, most) * len(release)
        wait_for(lambda part=part: partial.exists() and partial.stat().st_size >= part)
        fetching.kill()
        fetching.join(120)
        assert counts() == {"23.1": 1}
        held = partial.stat().st_size
        assert part <= held < len(release)
    server.pace = 0
    code, out, err = run(COMMAND)
    assert (code, err) == (0, "")
    assert "vintage 24.1" in out
    assert server.asked[-1].headers["Range"] == f"bytes={held}-"
    assert counts() == {"23.1": 1, "24.1": 40}
    assert (own_data / ".cache/ucdp-ged/ged241-csv.zip").read_bytes() == release


def test_a_fetch_killed_after_it_arrived_is_whole_or_nothing(release, server, own_data):
    """Killed while the file is checked and kept, the store has the release or has it not; the next fetch ends it."""
    draw = random.Random(21)  # noqa: S311  (a test that can be repeated)
    server.pace = 0
    for _ in range(3):
        fetching, asked = start(), len(server.asked)
        wait_for(lambda seen=asked, running=fetching: len(server.asked) > seen or not running.is_alive())
        time.sleep(draw.uniform(0, 0.6))
        fetching.kill()
        fetching.join(120)
        assert counts() in ({"23.1": 1}, {"23.1": 1, "24.1": 40})
    assert run(COMMAND)[0] == 0
    assert counts() == {"23.1": 1, "24.1": 40}
    (state,) = json.loads((own_data / ".cache/ucdp-ged/fetched.json").read_text())["ged241-csv.zip"]
    assert state["bytes"] == len(release)


def test_two_fetches_at_once_take_turns(release, server):
    """The second waits for the first, finds the file unchanged, and both succeed."""
    server.pace = 0
    both = start(), start()
    for each in both:
        each.join(120)
    assert [each.exitcode for each in both] == [0, 0]
    assert counts() == {"23.1": 1, "24.1": 40}
    assert sorted("If-None-Match" in each.headers for each in server.asked) == [False, True]
