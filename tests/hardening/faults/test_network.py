"""What a network and a server can do wrong, as bytes on the wire: one clear line, and the store as it was.

Statuses, breaking off and redirects that a well-behaved server can send are in tests/incidents/fetching.
"""

from __future__ import annotations

import gzip
import json
import shutil
import socket
import time

import pytest
import wire
from playing import event, ged_zip

from verifier.errors import DataError, InputError, UsageError, VerifierError
from verifier.incidents.catalogue import load
from verifier.incidents.fetching import acled, download
from verifier.incidents.fetching.asking import Caller, Manners
from verifier.incidents.fetching.credentials import Nothing
from verifier.incidents.fetching.endpoints import Endpoint
from verifier.incidents.fetching.fetch import fetch
from verifier.incidents.fetching.pages import Asker

FILE = ged_zip([event(number, "2020-05-05") for number in range(1, 4)], bulk=90_000)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n"
LONG = b"Content-Length: %d\r\n\r\n" % len(FILE)


def status(line: bytes, *headers: bytes) -> wire.Answer:
    """An answer without a body."""
    return wire.says(
        b"HTTP/1.1 " + line + b"\r\n" + b"".join(each + b"\r\n" for each in headers) + b"Content-Length: 0\r\n\r\n"
    )


def location(address: bytes) -> wire.Answer:
    """A redirect to an address."""
    return status(b"302 Found", b"Location: " + address)


def reset_at_once(connection, _head):
    """End the connection hard."""
    wire.reset(connection)


def reset_midway(connection, _head):
    """End it hard in the middle of the body."""
    connection.sendall(OK + LONG + FILE[:20_000])
    wire.reset(connection)


def endless(connection, _head):
    """Send without end."""
    connection.sendall(OK + b"\r\n")
    while True:
        connection.sendall(FILE)


def dripping(connection, _head):
    """Send a byte now and then."""
    connection.sendall(OK + LONG)
    for byte in FILE:
        connection.sendall(bytes([byte]))
        time.sleep(0.02)


def drips(piece, first=b""):
    """Send the same few bytes now and then, for longer than a time-out of the socket would allow between two."""

    def answer(connection, _head):
        connection.sendall(first)
        while True:
            connection.sendall(piece)
            time.sleep(0.05)

    return answer


IN_TIME = "did not answer in time, 2 times over"
BROKE = r"broke off.*2 times over: try again later; the datasets here are as they were"
NO_ADDRESS = "answers with an address or a length that cannot be one: nothing was fetched"
BAD = {
    "no status line": (wire.says(b"garbage\r\n\r\n"), VerifierError, BROKE),
    "no answer": (wire.says(), VerifierError, BROKE),
    "reset": (reset_at_once, VerifierError, BROKE),
    "reset in the body": (reset_midway, VerifierError, BROKE),
    "silent": (lambda connection, _head: connection.recv(1), VerifierError, "did not answer in time, 2 times over"),
    "silent in the body": (
        lambda connection, _head: (connection.sendall(OK + LONG + FILE[:9000]), time.sleep(1)),
        VerifierError, "did not answer in time, 2 times over",
    ),
    "dripping": (dripping, VerifierError, r"sends too slowly \(\d+ bytes in 0 seconds\), 2 times over"),
    "endless": (endless, VerifierError, "sends more than 400,000 bytes, more than this can be: given up"),
    "more promised than sent": (
        wire.says(OK + b"Content-Length: %d\r\n\r\n" % (len(FILE) + 9) + FILE), VerifierError, BROKE,
    ),
    "less promised than sent": (
        wire.says(OK + b"Content-Length: %d\r\n\r\n" % (len(FILE) - 9) + FILE), InputError, "cut off or damaged",
    ),
    "cut, without a length": (wire.says(OK + b"\r\n" + FILE[:900]), InputError, "cut off or damaged: get it again"),
    "two lengths": (wire.says(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n"), VerifierError, NO_ADDRESS),
    "an absurd length": (wire.says(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n"), VerifierError, "make room"),
    "packed though not asked to": (
        wire.says(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(FILE)), VerifierError,
        r"packs its answer \('gzip'\), unasked: nothing was fetched",
    ),
    "packed over and over": (
        wire.says(OK + b"Content-Encoding: gzip, br, gzip\r\n\r\n" + gzip.compress(FILE)), VerifierError,
        "packs its answer",
    ),
    "dripping before the status": (drips(b"H"), VerifierError, IN_TIME),
    "dripping headers": (drips(b"X: y\r\n", OK), VerifierError, IN_TIME),
    "100 again and again": (drips(b"HTTP/1.1 100 Continue\r\n\r\n"), VerifierError, IN_TIME),
    "dripping the extension of a chunk": (
        drips(b"x", OK + b"Transfer-Encoding: chunked\r\n\r\n5;x="), VerifierError, IN_TIME,
    ),
    "dripping trailers": (
        drips(b"X: y\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(FILE) + FILE + b"\r\n0\r\n"),
        VerifierError, IN_TIME,
    ),
    "a chunk without length": (
        wire.says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + FILE), VerifierError, BROKE,
    ),
    "a chunk of negative length": (
        wire.says(OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n" + FILE), VerifierError, BROKE,
    ),
    "a chunk cut off": (
        wire.says(OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(FILE) + FILE[:100]), VerifierError, BROKE,
    ),
    "no last chunk": (
        wire.says(OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(FILE) + FILE + b"\r\n"), VerifierError, BROKE,
    ),
    "a header without end": (wire.says(OK + b"X: " + b"a" * 70_000 + b"\r\n\r\n"), VerifierError, BROKE),
    "headers without number": (wire.says(OK + b"X: a\r\n" * 200 + b"\r\n"), VerifierError, BROKE),
    "100 without end": (wire.says(b"HTTP/1.1 100 Continue\r\n\r\n" * 50), VerifierError, BROKE),
    "a web page for a file": (
        wire.says(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=nonsense\r\n\r\n\xff\xfe"), InputError,
        "with a web page instead of ucdp-ged 24.1",
    ),
    "words in no charset": (
        wire.says(b"HTTP/1.1 418 T\r\nContent-Type: text/plain; charset=nope\r\n\r\n\xff\xfe\x00ab"),
        VerifierError, r"answers 418 when asked for ucdp-ged 24\.1",
    ),
    "204": (status(b"204 No Content"), InputError, "with nothing instead of ucdp-ged 24.1"),
    "206 not asked for": (
        wire.says(b"HTTP/1.1 206 P\r\nContent-Range: bytes 5-9/10\r\n" + LONG + FILE), VerifierError, "another part of",
    ),
    "206 without a range": (wire.says(b"HTTP/1.1 206 P\r\n" + LONG + FILE), VerifierError, "another part of"),
    "206 of an absurd range": (
        wire.says(b"HTTP/1.1 206 P\r\nContent-Range: bytes 0-5/" + b"9" * 5000 + b"\r\n" + LONG + FILE), VerifierError,
        "another part of",
    ),
    "304 not asked for": (status(b"304 Not Modified"), InputError, "with nothing instead"),
    "410": (status(b"410 Gone"), DataError, r"has no ucdp-ged 24\.1 \(410\)"),
    "416 not asked for": (status(b"416 Range"), VerifierError, "2 times over"),
    "502": (status(b"502 Bad Gateway"), VerifierError, r"answers 502 .*2 times over"),
    "504": (status(b"504 Gateway Timeout"), VerifierError, r"answers 504 .*2 times over"),
    "507": (status(b"507 Storage"), VerifierError, "answers 507 when asked for"),
    "999": (status(b"999 What"), VerifierError, "answers 999 when asked for"),
    "407 of a proxy": (status(b"407 Proxy Authentication Required"), VerifierError, "answers 407 when asked for"),
    "a redirect to nowhere": (status(b"302 Found"), VerifierError, "in a circle"),
    "a redirect to a file": (location(b"file:///etc/passwd"), VerifierError, r"without encryption \(file\): not fol"),
    "a redirect to ftp": (location(b"ftp://x/"), VerifierError, r"without encryption \(ftp\): not followed"),
    "a redirect to a script": (location(b"javascript:alert(1)"), VerifierError, r"\(javascript\): not followed"),
    "a redirect to half an address": (location(b"http://[::1"), VerifierError, NO_ADDRESS),
    "a redirect to no port": (location(b"https://x:abc/"), VerifierError, NO_ADDRESS),
    "a redirect to a port too high": (location(b"https://x:99999999/"), VerifierError, NO_ADDRESS),
    "a redirect to no host": (location(b"https:///x"), VerifierError, NO_ADDRESS),
    "a redirect to an endless host": (location(b"https://" + b"a" * 300 + b"/"), VerifierError, NO_ADDRESS),
    "a redirect to an empty label": (location(b"https://a..b/"), VerifierError, NO_ADDRESS),
    "a redirect in no charset": (location(b"/\xff\xfe"), VerifierError, NO_ADDRESS),
    "a wait of ages": (
        status(b"503 x", b"Retry-After: " + b"9" * 5000), VerifierError, r"asks to wait [\d,]{20,30} seconds",
    ),
}  # fmt: skip


SLOW = ("silent", "silent in the body", "dripping", "100 again and again")


def impatient(**more):
    """Two tries, no pauses, and little time for an answer: enough for a busy machine."""
    return Manners(**{"tries": 2, "connect": 5, "read": 5, "sleep": lambda _seconds: None} | more)


HOSTS = ("UCDP", "UCDP_API", "ACLED", "OWID")


def play(server, environment):
    """Have a server stand for all hosts of the registry."""
    environment.setenv("NO_PROXY", "127.0.0.1,::1")
    for host in HOSTS:
        environment.setenv(f"VERIFIER_ENDPOINT_{host}", server.url)


@pytest.fixture(scope="module")
def fetched_before(tmp_path_factory):
    """A store with a release that was fetched."""
    store, server = tmp_path_factory.mktemp("fetched"), wire.Wire(wire.says(OK + LONG + FILE))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("VERIFIER_DATA", str(store))
        play(server, environment)
        fetch("ucdp-ged", version="23.1", manners=impatient())
    server.close()
    return store


@pytest.fixture
def served(monkeypatch):
    """Play all hosts of the registry by one answer."""
    running = []

    def serve(answer, family=socket.AF_INET):
        server = wire.Wire(answer, family)
        running.append(server)
        play(server, monkeypatch)
        return server

    yield serve
    for server in running:
        server.close()


def held(store):
    """The files of the store but those of the cache."""
    return {
        path: path.read_bytes()
        for path in store.rglob("*")
        if path.is_file() and ".cache" not in path.parts and path.name != ".lock"
    }


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_answer_changes_nothing(name, fetched_before, served, own_data, monkeypatch, survived):
    """Each is told in one line of its own, soon, and the release that is here stays; then a good file is received.

    That such a file is counted is a matter of tests/incidents/fetching.
    """
    answer, error, words = BAD[name]
    shutil.copytree(fetched_before, own_data, dirs_exist_ok=True)
    before = held(own_data)
    assert len(before) > 1
    monkeypatch.setattr(download, "MOST", 400_000)
    served(answer)
    hurried = impatient(connect=0.1, read=0.4, header=0.4)
    with pytest.raises(error, match=words) as caught:
        fetch("ucdp-ged", version="24.1", manners=hurried if name in SLOW or "dripping" in name else impatient())
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)
    assert held(own_data) == before
    served(wire.says(OK + LONG + FILE))
    with monkeypatch.context() as patched:
        patched.setattr("verifier.incidents.fetching.fetch.bring_file", lambda *_, **__: load("ucdp-ged"))
        assert fetch("ucdp-ged", version="24.1", manners=impatient()).file.read_bytes() == FILE
    survived["kinds of network failure on the wire"] += 1


@pytest.mark.parametrize(
    "asked",
    [b"-5", b"nan", b"1e9", b"\xff\xfe", b"", b"Wed, 21 Oct 99999 07:28:00 GMT", b"Wed, 21 Oct 2065 07:28:00",
     b"Wed, 21 Oct 2065 07:28:00 +9999999", b"Wed, 21 Oct 1965 07:28:00 GMT", b"Thu, 31 Feb 2065 07:28:00 GMT"],
)  # fmt: skip
def test_an_absurd_wait_is_no_reason_to_wait(asked, served, survived):
    """A Retry-After that says nothing, or a time gone by, is passed over."""
    server = served(status(b"503 x", b"Retry-After: " + asked))
    slept = []
    with pytest.raises(VerifierError, match=r"answers 503 .*2 times over"):
        fetch("ucdp-ged", version="24.1", manners=impatient(sleep=slept.append))
    assert len(server.heads) == 2
    assert all(0 <= each <= 2 for each in slept)
    survived["kinds of network failure on the wire"] += 1


def test_a_server_of_the_newer_internet_alone(served, survived):
    """An address of IPv6 is as good as another."""
    try:
        served(wire.says(OK + LONG + FILE), socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    assert fetch("ucdp-ged", version="24.1", manners=impatient()).file.read_bytes() == FILE
    survived["kinds of network failure on the wire"] += 1


def test_a_host_without_a_name_is_said(served, monkeypatch, survived):
    """A name that nobody resolves, and a machine without a network, are one line."""

    def unknown(*_arguments, **_more):
        raise socket.gaierror(-2, "Name or service not known")

    served(wire.says())
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(VerifierError, match=r"could not be reached.*\(no such host, or no connection\), 2 times over"):
        fetch("ucdp-ged", version="24.1", manners=impatient())
    survived["kinds of network failure on the wire"] += 1


@pytest.mark.parametrize("answer", [status(b"407 Proxy Authentication Required"), wire.says(b"nonsense"), wire.says()])
def test_a_proxy_that_fails_is_said(answer, served, monkeypatch, survived):
    """A proxy that refuses, talks nonsense or hangs up."""
    proxy = served(answer)
    monkeypatch.setenv("NO_PROXY", "")
    for host in HOSTS:
        monkeypatch.delenv(f"VERIFIER_ENDPOINT_{host}")
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy.url)
    with pytest.raises(VerifierError, match=r"could not be reached|broke off"):
        fetch("ucdp-ged", version="24.1", manners=impatient())
    assert proxy.heads[0].startswith("CONNECT ucdp.uu.se:443")
    survived["kinds of network failure on the wire"] += 1


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_no_proxy_stands_before_a_server_on_this_machine(name, served, monkeypatch, survived):
    """What is sent there is not encrypted: a proxy, which may be anywhere, would read the password."""
    proxy = wire.Wire(status(b"407 Proxy Authentication Required"))
    served(wire.says(OK + LONG + FILE))
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv(name, proxy.url)
    assert fetch("ucdp-ged", version="24.1", manners=impatient()).file.read_bytes() == FILE
    assert proxy.heads == []
    proxy.close()
    survived["kinds of network failure on the wire"] += 1


def test_pages_come_to_an_end():
    """An API that says of every page that it is not the last is left after the time that a file may take."""
    now = [0.0]
    caller = Caller(impatient(clock=lambda: now[0], whole=10.0))
    asker = Asker(caller, Endpoint("UCDP", "", "json"), Nothing(), "events", "https://example.org")
    now[0] = 11.0
    with pytest.raises(VerifierError, match=r"127\.0\.0\.1 is still sending pages after 10 seconds: given up"):
        asker.ask("http://127.0.0.1:9/x", {})


@pytest.mark.parametrize(
    "address", [b"https://elsewhere.example/x", b"http://elsewhere.example/x", b"file:///x", b"//[x"]
)
def test_a_token_goes_to_no_other_address(address, served, monkeypatch, survived):
    """A redirect away from an API is not followed, and the token was sent to the API alone."""
    monkeypatch.setenv("VERIFIER_UCDP_TOKEN", "tok-5ecret")
    server = served(location(address))
    with pytest.raises(VerifierError) as caught:
        fetch("ucdp-ged", version="24.1", via="api", manners=impatient())
    assert len(server.heads) == 1
    assert "tok-5ecret" not in str(caught.value)
    survived["kinds of network failure on the wire"] += 1


JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [(b'{"Result": "' + b"x" * 70_000, "sends more than 50,000 bytes"), (b"\xff\xfe\x00", "is no whole JSON"),
     (b"[" * 40_000, "is no whole JSON"), (b'{"a": ' + b"9" * 5000, "is no whole JSON"), (b"null", "no object")],
)  # fmt: skip
def test_a_page_that_is_no_page(body, words, served, monkeypatch, survived):
    """A page without end, in no charset, of brackets, of a number too long: one line each."""
    from verifier.incidents.fetching import pages

    monkeypatch.setattr(pages, "MOST", 50_000)
    monkeypatch.setenv("VERIFIER_UCDP_TOKEN", "tok-5ecret")
    served(wire.says(JSON + body))
    with pytest.raises(VerifierError, match=words):
        fetch("ucdp-ged", version="24.1", via="api", manners=impatient())
    survived["kinds of network failure on the wire"] += 1


def test_a_token_without_end(served, monkeypatch, survived):
    """A log-in that answers without end is given up."""
    for name in (acled.EMAIL, acled.PASSWORD):
        monkeypatch.setenv(name, "reporter@example.org")
    monkeypatch.setattr(acled, "MOST", 50_000)
    served(wire.says(JSON + b"x" * 70_000))
    with pytest.raises(VerifierError, match="sends more than 50,000 bytes"):
        fetch("acled", country="Mali", manners=impatient())
    survived["kinds of network failure on the wire"] += 1


@pytest.mark.parametrize("strong", [True, False])
def test_a_file_that_changes_between_two_tries(strong, server, made, manners, reply, own_data, survived):
    """However the server names its states, and whether it minds them, the halves of two releases are not joined."""
    old, new = (ged_zip([made(number, "2020-05-05") for number in range(1, many)], bulk=90_000) for many in (4, 9))
    path, asked = "/ged/ged241-csv.zip", []

    def play(request):
        asked.append(request)
        tag = f'"{"old" if len(asked) == 1 else "new"}"'
        headers = {"Content-Type": "application/zip", "ETag": tag if strong else f"W/{tag}"}
        if len(asked) == 1:
            return reply(old, headers=headers, cut=40_000)
        if "Range" in request.headers and request.headers.get("If-Range") == headers["ETag"]:
            raise AssertionError("the server was told that its new state is the old one")
        return reply(new, headers=headers)

    server.plays[path] = play
    assert fetch("ucdp-ged", version="24.1", manners=manners).file.read_bytes() == new
    assert len(asked) == 2
    assert ("Range" in asked[1].headers) == strong
    survived["sources that change under a fetch"] += 1


@pytest.fixture
def pages(server, made, reply, monkeypatch):
    """An API whose events can change between two of its pages: `pages(events, change)`, change(request, events)."""
    monkeypatch.setenv("VERIFIER_UCDP_TOKEN", "tok-5ecret")

    def play(events, change):
        asked = []

        def answer(request):
            asked.append(request)
            change(len(asked), events)
            page, count = int(request.query.get("page", 0)), -(-len(events) // 2)
            following = f"http://x.example/?page={page + 1}" if page + 1 < count else ""
            content = {"TotalCount": len(events), "TotalPages": count, "NextPageUrl": following,
                       "Result": events[2 * page : 2 * page + 2]}  # fmt: skip
            return reply(json.dumps(content).encode(), headers={"Content-Type": "application/json"})

        server.plays["/gedevents/24.1"] = answer
        return asked

    return play


def test_an_api_that_gets_another_event_between_two_pages(pages, made, manners, own_data, survived):
    """The pages shift: nothing is kept, and the next fetch has the new state whole."""
    events = [made(number, f"2020-05-0{number}") for number in range(1, 7)]

    def insert(number, events):
        if number == 2:
            events.insert(0, made(9, "2020-04-04"))

    pages(events, insert)
    with pytest.raises(InputError, match="the release changed while it was fetched: try again"):
        fetch("ucdp-ged", version="24.1", via="api", manners=manners)
    assert not (own_data / "ucdp-ged").exists()
    assert not list((own_data / ".cache" / "ucdp-ged" / "new").iterdir())
    done = fetch("ucdp-ged", version="24.1", via="api", manners=manners)
    assert int(done.dataset.cells("violent-events", "PAK", vintage="24.1").table["count"].sum()) == 7
    survived["sources that change under a fetch"] += 1


def test_an_api_that_loses_one_event_and_gets_another(pages, made, manners, own_data, survived):
    """The count stays and the pages shift by one: the event that came twice gives it away."""
    events = [made(number, f"2020-05-0{number}") for number in range(1, 7)]

    def swap(number, events):
        if number == 2:
            events.pop()
            events.insert(0, made(9, "2020-04-04"))

    pages(events, swap)
    with pytest.raises(VerifierError, match=r"twice|again|more than once|changed"):
        fetch("ucdp-ged", version="24.1", via="api", manners=manners)
    assert not (own_data / "ucdp-ged").exists()
    survived["sources that change under a fetch"] += 1


def test_pages_of_yesterday_are_not_joined_with_those_of_today(pages, made, manners, own_data, monkeypatch, survived):
    """A fetch that broke off is gone on with on the same day only: a page that was mended since would not be seen."""
    from verifier.incidents.fetching import ucdp_api

    events = [made(number, f"2020-05-0{number}") for number in range(1, 7)]

    def fail(number, _events):
        if number == 3:
            raise OSError("the server hangs up")

    asked = pages(events, fail)
    days = iter(["2026-01-01", "2026-01-02"])

    class Clock:
        """Another day at each look."""

        @staticmethod
        def now(tz):
            return type("Now", (), {"date": staticmethod(lambda: next(days))})

    monkeypatch.setattr(ucdp_api, "datetime", Clock)
    patient = Manners(tries=1, connect=2, read=2, sleep=manners.sleep, clock=manners.clock)
    with pytest.raises(VerifierError):
        fetch("ucdp-ged", version="24.1", via="api", manners=patient)
    asked.clear()
    pages(events, lambda *_: None)
    fetch("ucdp-ged", version="24.1", via="api", manners=patient)
    survived["sources that change under a fetch"] += 1


def test_a_chart_that_changes_between_its_table_and_its_metadata(server, manners, monkeypatch, survived):
    """The table is asked for once more after its metadata, until both are of one state."""
    from verifier.incidents.catalogue import load
    from verifier.incidents.fetching import fetch as fetching

    states = iter("ABBBB")
    brought = []

    def table(request, state=lambda: next(states)):
        server.now = state()
        from playing import Reply

        tag = f'"{server.now}"'
        if request.headers.get("If-None-Match") == tag:
            return Reply(status=304, headers={"ETag": tag})
        body = f"Entity,Code,Year,deaths\nPakistan,PAK,2020,{ord(server.now)}\n".encode()
        return Reply(body, headers={"Content-Type": "text/csv", "ETag": tag})

    def metadata(_request):
        from playing import Reply

        return Reply(json.dumps({"chart": {}}).encode(), headers={"Content-Type": "application/json"})

    def bring(file, **_about):
        brought.append(file.read_text())
        return load("pips")

    server.plays["/grapher/deaths.csv"], server.plays["/grapher/deaths.metadata.json"] = table, metadata
    monkeypatch.setattr(fetching, "bring_file", bring)
    fetch("owid/deaths", manners=manners)
    assert brought == [f"Entity,Code,Year,deaths\nPakistan,PAK,2020,{ord('B')}\n"]
    assert server.paths()[-2:] == ["/grapher/deaths.metadata.json", "/grapher/deaths.csv"]
    survived["sources that change under a fetch"] += 1


def test_a_table_without_an_end_is_not_taken(served, own_data, survived):
    """Nothing tells a part of a CSV file from the whole where the server says neither a length nor sends chunks."""
    csv = b"Entity,Code,Year,deaths\nPakistan,PAK,2020,5\n"
    served(wire.says(b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n" + csv))
    with pytest.raises(VerifierError, match="does not say where owid deaths ends, so that a part could pass for it"):
        fetch("owid/deaths", manners=impatient())
    assert not list((own_data / ".cache" / "owid").glob("*.csv"))
    survived["kinds of network failure on the wire"] += 1


def test_a_refused_account_is_no_reason_to_try_again(served, monkeypatch, survived):
    """401, 403: asked once, said once."""
    monkeypatch.setenv("VERIFIER_UCDP_TOKEN", "tok-5ecret")
    for line in (b"401 Unauthorized", b"403 Forbidden"):
        server = served(status(line))
        with pytest.raises(UsageError, match="refuses"):
            fetch("ucdp-ged", version="24.1", via="api", manners=impatient())
        assert len(server.heads) == 1
    survived["kinds of network failure on the wire"] += 2


def test_a_transfer_has_an_end(served, own_data):
    """What arrives fast enough, and without end, is given up when the time for a whole file is over."""

    def steady(connection, _head):
        connection.sendall(OK + b"\r\n")
        while True:
            connection.sendall(FILE[:500])
            time.sleep(0.05)

    served(steady)
    with pytest.raises(VerifierError, match="is still sending after 1 seconds: given up"):
        fetch("ucdp-ged", version="24.1", manners=impatient(whole=1.0))


def test_waiting_is_told_and_comes_to_an_end(served, own_data):
    """A server that asks for ten minutes each time is obeyed once, with a line, and then left."""
    served(status(b"503 Busy", b"Retry-After: 600"))
    lines, slept = [], []
    with pytest.raises(VerifierError, match=r"it asks to wait 600 seconds; try again then"):
        fetch("ucdp-ged", version="24.1", manners=impatient(tries=6, sleep=slept.append, tell=lines.append))
    assert slept == [600.0]
    assert lines == ["127.0.0.1 answers 503 (out of order for now): again in 600 seconds (try 2 of 6)"]


def test_an_encoded_page_of_an_error_is_still_that_error(served, own_data):
    """A refusal keeps its meaning; its packed words are left out."""
    served(wire.says(b"HTTP/1.1 403 No\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"))
    with pytest.raises(UsageError, match="refuses \\(403\\)"):
        fetch("ucdp-ged", version="24.1", manners=impatient())
