"""A server on this machine that plays the sources' servers, their failures included, and time that does not pass."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from verifier.incidents.fetching.asking import Manners

HEADER = json.loads((Path(__file__).parents[1] / "layouts.json").read_text(encoding="utf-8"))[
    "ucdp_ged231_central_african_republic.csv"
]


@dataclass
class Asked:
    """A request as the server got it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


@dataclass
class Reply:
    """What the server answers: `cut` bytes of the body where given, then the connection ends; `wait` before it."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    wait: float = 0.0


class Server:
    """Answers by path: replies queued for the path first, then what plays it; 404 for the rest."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.queued: dict[str, list[Reply]] = {}
        self.plays: dict[str, Callable[[Asked], Reply]] = {}
        self.pace = 0.0  # seconds between pieces of 4 KiB
        server = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10  # a connection that nobody uses ends by itself

            def do_GET(self) -> None:
                url = urlsplit(self.path)
                query = {key: values[0] for key, values in parse_qs(url.query).items()}
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                asked = Asked(self.command, url.path, query, dict(self.headers), body)
                server.asked.append(asked)
                queue = server.queued.get(url.path)
                play = server.plays.get(url.path)
                self._send(queue.pop(0) if queue else play(asked) if play else Reply(b"no such page", 404))

            do_POST = do_GET  # noqa: N815  (http.server calls it so)

            def _send(self, reply: Reply) -> None:
                time.sleep(reply.wait)
                try:
                    self.send_response(reply.status)
                    for name, value in ({"Content-Length": str(len(reply.body))} | reply.headers).items():
                        self.send_header(name, value)
                    self.end_headers()
                    for start in range(0, len(reply.body[: reply.cut]), 4096):
                        self.wfile.write(reply.body[: reply.cut][start : start + 4096])
                        time.sleep(server.pace)
                except OSError:  # the other side went away, which some tests mean to happen
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def file(self, path: str, content: bytes, content_type: str, *, ranges: bool = True) -> None:
        """Play a web server that has a file: its ETag is that of the content, ranges are given unless told not to."""
        etag = f'"{hashlib.md5(content).hexdigest()}"'  # noqa: S324  (a name, no protection)
        self.queued.pop(path, None)

        def play(asked: Asked) -> Reply:
            headers = {"Content-Type": content_type, "ETag": etag}
            if asked.headers.get("If-None-Match") == etag:
                return Reply(status=304, headers=headers)
            span = asked.headers.get("Range", "")
            if ranges and span and asked.headers.get("If-Range") == etag:
                start = int(span.removeprefix("bytes=").removesuffix("-"))
                if start >= len(content):
                    return Reply(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
                held = f"bytes {start}-{len(content) - 1}/{len(content)}"
                return Reply(content[start:], 206, headers | {"Content-Range": held})
            return Reply(content, headers=headers)

        self.plays[path] = play

    def headers(self, path: str) -> dict[str, str]:
        """The headers of a file that is played."""
        return self.plays[path](Asked("GET", path, {}, {}, "")).headers

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [each.path for each in self.asked]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that stands in for all hosts of the registry."""
    played = Server()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for host in ("UCDP", "UCDP_API", "ACLED", "OWID"):
        monkeypatch.setenv(f"VERIFIER_ENDPOINT_{host}", played.url)
    yield played
    played.http.shutdown()
    played.http.server_close()


class Time:
    """A clock that only moves when something sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        """Let the time pass without waiting."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Time:
    """The clock that `manners` go by."""
    return Time()


@pytest.fixture
def manners(clock: Time) -> Manners:
    """Four tries, and no real waiting."""
    return Manners(tries=4, connect=2, read=2, sleep=clock.sleep, clock=lambda: clock.now)


def event(number: int, day: str, **more: object) -> dict[str, object]:
    """An event of UCDP GED, made up, with every column of the yearly releases."""
    usual = {
        "id": number, "year": 2020, "type_of_violence": 1, "date_prec": 1, "where_prec": 1, "event_clarity": 1,
        "adm_1": "North", "deaths_a": 0, "deaths_b": 1, "deaths_civilians": 1, "deaths_unknown": 0,
        "best": 2, "low": 1, "high": 4, "gwnoa": 770, "country": "Pakistan", "date_start": day, "date_end": day,
    }  # fmt: skip
    return dict.fromkeys(HEADER, None) | usual | more


def ged_zip(events: list[dict[str, object]], *, bulk: int = 0, name: str = "GEDEvent_v24_1.csv") -> bytes:
    """A release as UCDP packs it; `bulk` bytes of source text that cannot be compressed make it larger."""
    draw = random.Random(7)  # noqa: S311  (test data)
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, restval="")
    writer.writeheader()
    for row in events:
        writer.writerow(row | {"source_article": draw.randbytes(bulk // len(events) // 2).hex()})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2024, 6, 1, 0, 0, 0)), text.getvalue(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@pytest.fixture
def ged(server: Server) -> Callable[..., bytes]:
    """Put a release of UCDP GED on the server: `ged("24.1", events)`."""

    def put(version: str, events: list[dict[str, object]], *, ranges: bool = True, bulk: int = 0) -> bytes:
        content = ged_zip(events, bulk=bulk)
        server.file(f"/ged/ged{version.replace('.', '')}-csv.zip", content, "application/zip", ranges=ranges)
        return content

    return put


@pytest.fixture
def made() -> Callable[..., dict[str, object]]:
    """The maker of events."""
    return event


@pytest.fixture
def reply() -> type[Reply]:
    """The class of what the server answers."""
    return Reply
