"""Fetching a release as a file: kept when it is good, resumed when it broke off, refused in clear words."""

from __future__ import annotations

import csv
import errno
import io
import json
import shutil
import ssl
import subprocess
import zipfile
from collections import namedtuple
from pathlib import Path

import pytest

from verifier.errors import DataError, InputError, UsageError, VerifierError
from verifier.incidents.catalogue import load
from verifier.incidents.fetching import download as downloading
from verifier.incidents.fetching.asking import CHUNK
from verifier.incidents.fetching.fetch import fetch

ZIP = "/ged/ged241-csv.zip"
PARTIAL = Path(".cache/ucdp-ged/new/ged241-csv.zip.partial")


def counted(vintage="24.1", place="PAK"):
    """The events of a place in a vintage."""
    return int(load("ucdp-ged").cells("violent-events", place, vintage=vintage).table["count"].sum())


def tree(folder):
    """Every file of the store that is data: the cache and locks left out."""
    files = [path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts]
    return {path: path.read_bytes() for path in files if path.name != ".lock"}


@pytest.fixture
def good(ged, made, manners):
    """A release that was fetched before."""
    ged("23.1", [made(1, "2020-05-05")])
    fetch("ucdp-ged", version="23.1", manners=manners)


def test_a_release_is_fetched_and_kept(ged, made, manners, own_data, server):
    """The file becomes a vintage, its checksum and address are remembered, the file is there to use offline."""
    content = ged("24.1", [made(1, "2020-05-05"), made(2, "2021-06-06", country="India")])
    done = fetch("ucdp-ged", version="24.1", manners=manners)
    assert (done.vintage, done.notes, counted()) == ("24.1", [], 1)
    assert done.dataset.places("24.1") == ["IND", "PAK"]
    assert done.file.read_bytes() == content
    (state,) = json.loads((own_data / ".cache/ucdp-ged/fetched.json").read_text())["ged241-csv.zip"]
    assert state["sha256"] == done.sha256
    assert state["url"] == done.url == f"{server.url}{ZIP}"
    assert not list((own_data / ".cache/ucdp-ged/new").iterdir())


def test_a_file_that_did_not_change_is_not_sent_again(ged, made, manners, server, own_data):
    """The second fetch asks whether the file changed and changes nothing."""
    ged("24.1", [made(1, "2020-05-05")])
    first = fetch("ucdp-ged", version="24.1", manners=manners)
    before = tree(own_data)
    again = fetch("ucdp-ged", version="24.1", manners=manners)
    assert "If-None-Match" in server.asked[-1].headers
    assert (again.sha256, again.notes) == (first.sha256, [])
    assert tree(own_data) == before


def test_a_release_that_changed_in_place_is_said_and_kept(ged, made, manners):
    """The new state takes the vintage's place, and both the caller and the vintage say that it changed."""
    ged("24.1", [made(1, "2020-05-05")])
    old = fetch("ucdp-ged", version="24.1", manners=manners)
    ged("24.1", [made(1, "2020-05-05"), made(2, "2020-06-06")])
    new = fetch("ucdp-ged", version="24.1", manners=manners)
    assert counted() == 2
    (note,) = new.notes
    assert "changed this release in place" in note
    assert old.sha256 in note
    assert new.sha256 in note
    (vintage,) = [each for each in new.dataset.vintages() if each.id == "24.1"]
    assert note in vintage.note
    assert fetch("ucdp-ged", version="24.1", manners=manners).notes == []


def test_a_known_checksum_that_differs_is_said_at_the_first_fetch(ged, made, manners):
    """Release 25.1 has a checksum in the registry; another file under its name is reported."""
    ged("25.1", [made(1, "2020-05-05")])
    (note,) = fetch("ucdp-ged", version="25.1", manners=manners).notes
    assert "the one known to this program has e256f1fb20a5" in note


def test_offline_uses_what_was_fetched_and_says_what_is_missing(ged, made, manners, server, own_data):
    """Without the network a release comes from the file fetched before; another release is missing, by name."""
    ged("24.1", [made(1, "2020-05-05")])
    fetch("ucdp-ged", version="24.1", manners=manners)
    shutil.rmtree(own_data / "ucdp-ged")
    server.asked.clear()
    assert fetch("ucdp-ged", version="24.1", offline=True).vintage == "24.1"
    with pytest.raises(DataError, match=r"22\.1 was not fetched before.*there is ged241-csv\.zip"):
        fetch("ucdp-ged", version="22.1", offline=True)
    assert (server.asked, counted()) == ([], 1)


@pytest.mark.parametrize("ranges", [True, False])
def test_a_body_that_breaks_off_is_finished(ged, made, manners, server, reply, ranges):
    """The rest is asked for; a server that knows no ranges sends it all again. The file is the same either way."""
    content = ged("24.1", [made(1, "2020-05-05")], ranges=ranges, bulk=200_000)
    headers = server.headers(ZIP)
    server.queued[ZIP] = [reply(content, headers=headers, cut=3 * CHUNK + 100)]
    assert fetch("ucdp-ged", version="24.1", manners=manners).file.read_bytes() == content
    assert server.asked[-1].headers["Range"] == f"bytes={3 * CHUNK + 100}-"
    assert server.asked[-1].headers["If-Range"] == headers["ETag"]


@pytest.mark.parametrize("first", [3 * CHUNK, 5])
def test_a_part_that_is_not_the_rest_is_not_taken_for_it(ged, made, manners, server, reply, first):
    """A server may send a shorter part than asked for, or one from elsewhere in the file: the result is the file."""
    content = ged("24.1", [made(1, "2020-05-05")], bulk=200_000)
    headers = server.headers(ZIP)
    part = headers | {"Content-Range": f"bytes {first}-{first + CHUNK - 1}/{len(content)}"}
    server.queued[ZIP] = [
        reply(content, headers=headers, cut=3 * CHUNK),
        reply(content[first : first + CHUNK], 206, part),
    ]
    assert fetch("ucdp-ged", version="24.1", manners=manners).file.read_bytes() == content
    assert server.asked[-1].headers.get("Range") == (f"bytes={4 * CHUNK}-" if first > 5 else None)


def test_a_file_that_changed_meanwhile_is_fetched_from_its_start(ged, made, manners, server, reply, own_data):
    """The old half is not joined with the new one."""
    old = ged("24.1", [made(1, "2020-05-05")], bulk=200_000)
    headers = {"ETag": '"old"', "Content-Type": "application/zip"}
    server.queued[ZIP] = [reply(old, headers=headers, cut=CHUNK)] * 4
    with pytest.raises(VerifierError, match="broke off"):
        fetch("ucdp-ged", version="24.1", manners=manners)
    assert (own_data / PARTIAL).stat().st_size == CHUNK
    new = ged("24.1", [made(1, "2020-05-05"), made(2, "2020-05-06")])
    assert fetch("ucdp-ged", version="24.1", manners=manners).file.read_bytes() == new


def test_a_partial_file_as_long_as_the_whole_is_fetched_anew(ged, made, manners, server, own_data):
    """A server that has nothing after the partial file (416) is asked for all of it."""
    content = ged("24.1", [made(1, "2020-05-05")])
    etag = server.headers(ZIP)["ETag"]
    partial = own_data / PARTIAL
    partial.parent.mkdir(parents=True)
    partial.write_bytes(b"x" * len(content))
    Path(f"{partial}.json").write_text(json.dumps({"url": f"{server.url}{ZIP}", "etag": etag}))
    assert fetch("ucdp-ged", version="24.1", manners=manners).file.read_bytes() == content


def test_a_body_that_keeps_breaking_off_is_given_up(good, ged, made, manners, server, reply, own_data):
    """After all tries the error says so; the vintages are as they were, and the next fetch goes on."""
    content = ged("24.1", [made(1, "2020-05-05")], bulk=200_000)
    headers = server.headers(ZIP)
    before = tree(own_data)
    server.queued[ZIP] = [reply(content, headers=headers, cut=CHUNK)] + [reply(status=503)] * 3
    with pytest.raises(VerifierError, match=r"503 .*4 times over: try again later"):
        fetch("ucdp-ged", version="24.1", manners=manners)
    assert tree(own_data) == before
    fetch("ucdp-ged", version="24.1", manners=manners)
    assert server.asked[-1].headers["Range"] == f"bytes={CHUNK}-"


def test_the_pauses_grow_and_are_drawn(ged, made, manners, server, reply, clock):
    """Between tries there is a pause of up to 2, 4, 8 seconds."""
    ged("24.1", [made(1, "2020-05-05")])
    server.queued[ZIP] = [reply(status=500), reply(status=502), reply(status=429)]
    fetch("ucdp-ged", version="24.1", manners=manners)
    assert len(clock.slept) == 3
    assert all(0 <= slept <= 2 ** (number + 1) for number, slept in enumerate(clock.slept))
    assert len(set(clock.slept)) == 3


def test_a_server_that_says_how_long_to_wait_is_obeyed(ged, made, manners, server, reply, clock):
    """Retry-After is kept to, and a wait longer than ten minutes is left to the user."""
    ged("24.1", [made(1, "2020-05-05")])
    server.queued[ZIP] = [reply(status=429, headers={"Retry-After": "37"})]
    fetch("ucdp-ged", version="24.1", manners=manners)
    assert clock.slept == [37]
    server.queued[ZIP] = [reply(status=503, headers={"Retry-After": "Wed, 21 Oct 2065 07:28:00 GMT"})]
    with pytest.raises(VerifierError, match="asks to wait"):
        fetch("ucdp-ged", version="24.1", manners=manners)
    assert clock.slept == [37]


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ({"status": 404}, DataError, r"has no ucdp-ged 24\.1 \(404\): https://ucdp\.uu\.se/downloads/ lists"),
        ({"status": 401, "body": b"token required"}, UsageError, r"wants a token or an account.*\[token required\]"),
        ({"status": 403}, UsageError, r"refuses \(403\)"),
        ({"status": 418, "body": b"I am\x1b[2J a teapot"}, VerifierError, r"answers 418 .*\[I am \[2J a teapot\]"),
        (
            {"body": b"<html>Log in</html>", "headers": {"Content-Type": "text/html"}},
            InputError,
            "with a web page instead of ucdp-ged 24.1: it may want you to log in",
        ),
        (
            {"body": b"\n<!DOCTYPE html>", "headers": {"Content-Type": "application/zip"}},
            InputError,
            "with a web page instead",
        ),
        ({"body": b"a,b\n1,2\n"}, InputError, r"with something else .*labelled nothing, where application/zip"),
        ({"body": b""}, InputError, "with nothing instead"),
        ({"status": 302, "headers": {"Location": "/user/login"}}, UsageError, "to a login page"),
        ({"status": 302, "headers": {"Location": "http://example.org/a"}}, VerifierError, "without encryption"),
        ({"status": 302, "headers": {"Location": ZIP}}, VerifierError, "in a circle"),
    ],
)
def test_an_answer_that_is_no_release_is_refused(good, server, manners, reply, own_data, answer, error, words):
    """Each gets words of its own, none is tried again without reason, and what was there stays."""
    before = tree(own_data)
    server.plays[ZIP] = lambda _asked: reply(**answer)
    with pytest.raises(error, match=words):
        fetch("ucdp-ged", version="24.1", manners=manners)
    assert tree(own_data) == before
    assert not (own_data / PARTIAL).exists()


def test_a_redirect_within_the_server_is_followed(ged, made, manners, server, reply):
    """A file that moved is found."""
    ged("24.1", [made(1, "2020-05-05")])
    server.plays["/moved"] = server.plays[ZIP]
    server.queued[ZIP] = [reply(status=301, headers={"Location": "/moved"})]
    fetch("ucdp-ged", version="24.1", manners=manners)
    assert server.paths() == [ZIP, "/moved"]


def test_a_changed_layout_is_said_and_the_file_kept_aside(good, made, manners, server, own_data):
    """The source dropped a column: the columns are named, the vintages stay, the file is there to look at."""
    before = tree(own_data)
    row = made(1, "2020-05-05")
    del row["best"]
    text, packed = io.StringIO(), io.BytesIO()
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("GEDEvent_v24_1.csv", text.getvalue())
    server.file(ZIP, packed.getvalue(), "application/zip")
    with pytest.raises(InputError, match=r"lacks best: the source may have changed its layout") as refused:
        fetch("ucdp-ged", version="24.1", manners=manners)
    aside = own_data / ".cache/ucdp-ged/new/ged241-csv.zip"
    assert str(aside) in str(refused.value)
    assert aside.read_bytes() == packed.getvalue()
    assert tree(own_data) == before
    with pytest.raises(DataError, match="not fetched before"):
        fetch("ucdp-ged", version="24.1", offline=True)


def test_a_damaged_zip_is_refused(good, ged, made, manners, server, own_data):
    """A file that is cut off at the source itself is no release."""
    before = tree(own_data)
    content = ged("24.1", [made(1, "2020-05-05")])
    server.file(ZIP, content[:-40], "application/zip")
    with pytest.raises(InputError, match="cut off or damaged"):
        fetch("ucdp-ged", version="24.1", manners=manners)
    assert tree(own_data) == before


def test_a_silent_server_is_not_waited_for(good, server, manners, reply):
    """A server that sends nothing in time is asked again, then given up."""
    server.plays[ZIP] = lambda _asked: reply(wait=0.4)
    impatient = type(manners)(tries=2, connect=1, read=0.1, sleep=manners.sleep, clock=manners.clock)
    with pytest.raises(VerifierError, match=r"did not answer in time, 2 times over"):
        fetch("ucdp-ged", version="24.1", manners=impatient)
    assert server.paths()[-2:] == [ZIP, ZIP]


def test_no_server_is_said(server, manners, monkeypatch):
    """A refused connection says that the server could not be reached."""
    server.http.shutdown()
    server.http.server_close()
    with pytest.raises(VerifierError, match=r"127\.0\.0\.1 could not be reached.*4 times over"):
        fetch("ucdp-ged", version="24.1", manners=manners)


def test_a_disk_without_room_is_said_before_anything_is_written(good, ged, made, manners, own_data, monkeypatch):
    """The room that is missing is named."""
    ged("24.1", [made(1, "2020-05-05")])
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(downloading.shutil, "disk_usage", lambda _path: usage(10, 5, 5))
    with pytest.raises(VerifierError, match=r"needs [\d,]+ bytes and .* has 5 left"):
        fetch("ucdp-ged", version="24.1", manners=manners)
    assert counted("23.1") == 1


def test_a_disk_that_fills_up_is_said(good, ged, made, manners, own_data, monkeypatch):
    """What arrived stays, and the next fetch goes on from there."""
    ged("24.1", [made(1, "2020-05-05")])

    def full(*_: object):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(downloading, "bar", full)
    with pytest.raises(VerifierError, match="No space left on device; make room and fetch again"):
        fetch("ucdp-ged", version="24.1", manners=manners)
    assert counted("23.1") == 1


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(server, manners, monkeypatch, tmp_path, clock):
    """A certificate that cannot be checked ends the fetch at once."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
         "-days", "2", "-subj", "/CN=localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    monkeypatch.setenv("VERIFIER_ENDPOINT_UCDP", server.url.replace("http:", "https:"))
    with pytest.raises(VerifierError, match=r"certificate of 127\.0\.0\.1 cannot be trusted"):
        fetch("ucdp-ged", version="24.1", manners=manners)
    assert clock.slept == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"name": "gdelt"}, "these can: ucdp-ged, ucdp-candidate, acled, owid"),
        ({"name": "ucdp-ged", "version": "newest"}, "write it as 25.1"),
        ({"name": "ucdp-ged", "version": "../../x"}, "is no release"),
        ({"name": "ucdp-ged", "country": "Pakistan"}, "leave --country out"),
        ({"name": "ucdp-ged", "via": "api", "country": "Atlantis"}, "is no country that UCDP knows"),
        ({"name": "ucdp-ged", "via": "api", "country": "999"}, "is no country's number"),
        ({"name": "ucdp-ged", "since": "2024-01-01"}, "fetched whole"),
        ({"name": "ucdp-candidate"}, "say which release"),
        ({"name": "acled"}, "--country NAME"),
        ({"name": "acled", "version": "9", "country": "Mali"}, "no numbered releases"),
        ({"name": "acled", "via": "file", "country": "Mali"}, "only via api"),
        ({"name": "owid"}, "owid/terrorism-deaths"),
        ({"name": "owid/a b"}, "is no release"),
        ({"name": "owid/a", "version": "b"}, "leave --version out"),
    ],
)
def test_a_wrong_argument_is_refused_before_anything_is_asked(server, arguments, words):
    """The error says how to put it right."""
    with pytest.raises(UsageError, match=words):
        fetch(**arguments)
    assert server.asked == []


def test_only_this_machine_may_stand_in_for_a_source(monkeypatch):
    """The variable that tests use cannot send a password to another machine."""
    monkeypatch.setenv("VERIFIER_ENDPOINT_UCDP", "https://example.org")
    with pytest.raises(UsageError, match="only name this machine"):
        fetch("ucdp-ged", version="24.1")


@pytest.mark.parametrize(
    ("version", "path"),
    [("25.0.9", "GEDEvent_v25_0_9.csv"), ("25.01.25.09", "GEDEvent_v25_01_25_09.csv")],
)
def test_candidate_releases_have_their_addresses(server, manners, version, path):
    """Monthly and cumulative candidate files are asked for under the names that UCDP gives them."""
    with pytest.raises(DataError, match=f"has no ucdp-candidate {version}"):
        fetch("ucdp-candidate", version=version, manners=manners)
    assert server.paths() == [f"/candidateged/{path}"]
