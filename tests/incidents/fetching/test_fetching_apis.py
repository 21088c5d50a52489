"""Fetching through the APIs of UCDP and ACLED and from Our World in Data: pages, accounts, limits."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import pytest

from verifier.errors import InputError, UsageError, VerifierError
from verifier.incidents.catalogue import load
from verifier.incidents.fetching import acled, credentials
from verifier.incidents.fetching import fetch as fetching
from verifier.incidents.fetching.asking import Caller
from verifier.incidents.fetching.credentials import Secret
from verifier.incidents.fetching.endpoints import source
from verifier.incidents.fetching.fetch import fetch
from verifier.incidents.fetching.pages import Asker
from verifier.window import Window

GED = "/gedevents/24.1"
TOKEN, EMAIL, PASSWORD = "tok-5ecret", "reporter@example.org", "p&ss w0rd=Ünlock"


@pytest.fixture(autouse=True)
def _own_secrets(monkeypatch):
    """The keyring of whoever runs the tests is not asked."""
    monkeypatch.setattr(credentials, "_from_keyring", lambda _name: None)


@pytest.fixture
def ucdp(server, made, reply, monkeypatch):
    """The UCDP API with five events on three pages, counted from 0; the token is needed."""
    monkeypatch.setenv("VERIFIER_UCDP_TOKEN", TOKEN)
    events = [made(number, f"2020-05-0{number}") for number in range(1, 6)]

    def play(asked):
        if asked.headers.get("x-ucdp-access-token") != TOKEN:
            return reply(b"API token required. Add header: x-ucdp-access-token", 401)
        found = [each for each in events if asked.query.get("Country", "770") == "770"]
        page, size = int(asked.query.get("page", 0)), 2
        pages = -(-len(found) // size)

        def link(number):
            return f"http://elsewhere.example{GED}?pagesize={size}&page={number}" if 0 <= number < pages else ""

        content = {"TotalCount": len(found), "TotalPages": pages, "PreviousPageUrl": link(page - 1),
                   "NextPageUrl": link(page + 1), "Result": found[page * size : (page + 1) * size]}  # fmt: skip
        return reply(json.dumps(content).encode(), headers={"Content-Type": "application/json"})

    server.plays[GED] = play
    return events


def test_the_pages_of_a_release_become_a_vintage(ucdp, manners, server, clock):
    """Every page is asked for once by the links' numbers, with the token and a pause; all events are counted."""
    done = fetch("ucdp-ged", version="24.1", via="api", country="Pakistan", manners=manners)
    assert done.dataset.cells("violent-events", "PAK", vintage="24.1").table["count"].sum() == 5
    assert [each.query.get("page") for each in server.asked] == [None, "1", "2"]
    assert {each.query["Country"] for each in server.asked} == {"770"}
    assert {each.headers["x-ucdp-access-token"] for each in server.asked} == {TOKEN}
    assert clock.slept == [2.0, 2.0]
    assert done.file.name == "ucdp-ged-api-24.1-PAK.csv"


@pytest.mark.parametrize("country", ["770", "PAK", "pakistan"])
def test_a_country_is_a_number_a_code_or_a_name(ucdp, manners, server, country):
    """All three ask for the same number."""
    fetch("ucdp-ged", version="24.1", via="api", country=country, manners=manners)
    assert server.asked[0].query["Country"] == "770"


def test_pages_that_were_got_before_it_broke_off_are_not_asked_for_again(ucdp, manners, server, reply):
    """The next fetch asks for the first page, which tells whether the release is the same, and for what is missing."""
    play = server.plays[GED]
    server.plays[GED] = lambda asked: reply(status=503) if asked.query.get("page") == "2" else play(asked)
    with pytest.raises(VerifierError, match="503"):
        fetch("ucdp-ged", version="24.1", via="api", manners=manners)
    server.plays[GED] = play
    server.asked.clear()
    fetch("ucdp-ged", version="24.1", via="api", manners=manners)
    assert [each.query.get("page") for each in server.asked] == [None, "2"]


def test_too_fast_is_waited_out(ucdp, manners, server, reply):
    """The API says 400 or 429 when it is asked too fast; the page is asked for again."""
    server.queued[GED] = [reply(b"slow down", 400), reply(status=429, headers={"Retry-After": "3"})]
    assert fetch("ucdp-ged", version="24.1", via="api", manners=manners).vintage == "24.1"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"TotalCount": 6}, r"says 6 events on 3 pages and gave 5 on 3"),
        ({"TotalPages": 4}, r"says 5 events on 4 pages and gave 5 on 3"),
        ({"TotalPages": None}, "does not say how many events"),
        ({"Result": None}, "holds no list 'Result' but TotalCount"),
        ({"Result": [{"id": 1}]}, "differs from the first in"),
        ({"TotalCount": 0, "TotalPages": 0, "Result": [], "NextPageUrl": ""}, "has no row .* no zero is made"),
    ],
)
def test_pages_that_do_not_add_up_are_refused(ucdp, manners, server, own_data, change, words):
    """What the API says there is and what it gives must agree; else nothing is kept."""
    play = server.plays[GED]

    def changed(asked):
        answer = play(asked)
        content = json.loads(answer.body)
        if "Result" not in change or content["PreviousPageUrl"] or "TotalCount" in change or change["Result"] is None:
            content |= change
        answer.body = json.dumps(content).encode()
        answer.headers.pop("Content-Length", None)
        return answer

    server.plays[GED] = changed
    with pytest.raises(InputError, match=words):
        fetch("ucdp-ged", version="24.1", via="api", manners=manners)
    assert not (own_data / "ucdp-ged").exists()


@pytest.mark.parametrize("body", [b"[1]", b'{"Result": ', b"<html>"])
def test_a_page_that_is_no_object_is_refused(ucdp, manners, server, reply, body):
    """A cut-off page is asked for again, another kind of answer is not."""
    server.plays[GED] = lambda _asked: reply(body, headers={"Content-Type": "application/json"})
    with pytest.raises(VerifierError, match=r"no object|no whole JSON.*4 times|a web page"):
        fetch("ucdp-ged", version="24.1", via="api", manners=manners)


def test_a_token_is_never_sent_to_another_server(ucdp, manners, server, reply):
    """A redirect away from the API is not followed, though it leads to https."""
    server.queued[GED] = [reply(status=302, headers={"Location": "https://elsewhere.example/gedevents/24.1"})]
    with pytest.raises(VerifierError, match="credentials are not sent there"):
        fetch("ucdp-ged", version="24.1", via="api", manners=manners)


def test_a_missing_or_refused_token_says_where_to_get_one(ucdp, manners, server, monkeypatch):
    """Without a token nothing is asked; a wrong one is refused by the API, once."""
    monkeypatch.delenv("VERIFIER_UCDP_TOKEN")
    with pytest.raises(UsageError, match=r"VERIFIER_UCDP_TOKEN is not set: get one at https://ucdp\.uu\.se/apidocs/"):
        fetch("ucdp-ged", version="24.1", via="api", manners=manners)
    assert server.asked == []
    monkeypatch.setenv("VERIFIER_UCDP_TOKEN", "wrong")
    with pytest.raises(UsageError, match=r"refuses \(401\) .*API token required"):
        fetch("ucdp-ged", version="24.1", via="api", manners=manners)
    assert len(server.asked) == 1


@pytest.fixture
def acled_api(server, reply, monkeypatch):
    """ACLED's log-in and 5 events of Mali on pages of 2; `state` holds the token that is good."""
    monkeypatch.setenv("VERIFIER_ACLED_EMAIL", EMAIL)
    monkeypatch.setenv("VERIFIER_ACLED_PASSWORD", PASSWORD)
    state = {"tokens": 0, "good": "", "expires_in": 86400}
    days = ["2024-03-05", "2024-03-04", "2024-02-03", "2024-01-02", "2023-12-31"]
    events = [{"event_id_cnty": f"MLI{n}", "event_date": day, "iso": 466, "country": "Mali", "fatalities": None}
              for n, day in enumerate(days)]  # fmt: skip

    def log_in(asked):
        form = dict(parse_qsl(asked.body))
        by_password = {"grant_type": "password", "username": EMAIL, "password": PASSWORD, "client_id": "acled"}
        by_refreshing = {"grant_type": "refresh_token", "refresh_token": "r-1", "client_id": "acled"}
        if asked.method != "POST" or form not in (by_password, by_refreshing):
            said = {"error": "invalid_grant", "error_description": f"wrong: {form.get('password')}"}
            return reply(json.dumps(said).encode(), 400, {"Content-Type": "application/json"})
        state["tokens"] += 1
        state["good"] = f"bearer-{state['tokens']}"
        granted = {"token_type": "Bearer", "expires_in": state["expires_in"], "access_token": state["good"],
                   "refresh_token": f"r-{state['tokens']}"}  # fmt: skip
        return reply(json.dumps(granted).encode(), headers={"Content-Type": "application/json"})

    def read(asked):
        if asked.headers.get("Authorization") != f"Bearer {state['good']}":
            return reply(b'{"message":"token expired"}', 401, {"Content-Type": "application/json"})
        start, _, end = asked.query.get("event_date", "1997-01-01|2100-01-01").partition("|")
        found = [each for each in events if start <= each["event_date"] <= end]
        page = int(asked.query["page"])
        data = found[(page - 1) * 2 : page * 2]
        content = {"status": 200, "success": True, "count": len(data), "messages": [], "data": data}
        return reply(json.dumps(content).encode(), headers={"Content-Type": "application/json"})

    server.plays |= {"/oauth/token": log_in, "/api/acled/read": read}
    return state


def ask_acled(server, manners, target, since=None):
    """Get Mali's events to a file, as `fetch` does it; gives the last day."""
    endpoint = source("acled").ways["api"]
    caller = Caller(manners, (Secret(EMAIL), Secret(PASSWORD)))
    account = acled.Account(caller, f"{server.url}/oauth/token", *caller.secrets, "https://acleddata.com/")
    asker = Asker(caller, endpoint, account, "acled for Mali", "https://acleddata.com/")
    return acled.download_events(asker, f"{server.url}/api/acled/read", target, "Mali", since)


def test_events_of_acled_come_page_by_page(acled_api, manners, server, tmp_path):
    """One log-in, pages until an empty one though each is shorter than asked for, every event once."""
    last = ask_acled(server, manners, tmp_path / "mali.csv")
    with (tmp_path / "mali.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["event_id_cnty"] for row in rows] == ["MLI0", "MLI1", "MLI2", "MLI3", "MLI4"]
    assert str(last) == "2024-03-05"
    assert server.paths() == ["/oauth/token"] + ["/api/acled/read"] * 4
    assert {each.query["iso"] for each in server.asked[1:]} == {"466"}
    assert {each.query["_format"] for each in server.asked[1:]} == {"json"}


def test_a_token_that_ends_is_renewed(acled_api, manners, server, tmp_path, clock):
    """A token near its end is refreshed before the next page; one refused before its time, too."""
    acled_api["expires_in"] = 600  # counts as used up at once: renewed for every page once time has passed
    ask_acled(server, manners, tmp_path / "mali.csv")
    assert acled_api["tokens"] > 1
    acled_api |= {"tokens": 0, "expires_in": 86400}
    read = server.plays["/api/acled/read"]

    def revoked(asked):
        if asked.query["page"] == "2" and acled_api["tokens"] == 1:
            acled_api["good"] = "another"
        return read(asked)

    server.plays["/api/acled/read"] = revoked
    ask_acled(server, manners, tmp_path / "mali.csv")
    assert acled_api["tokens"] == 2


def test_a_wrong_password_is_said_once_and_not_shown(acled_api, manners, server, reply, tmp_path):
    """ACLED's words are passed on, with the password that it repeats struck out."""
    said = json.dumps({"error": "invalid_grant", "said": PASSWORD}, ensure_ascii=False)
    server.plays["/oauth/token"] = lambda _asked: reply(said.encode(), 400)
    with pytest.raises(UsageError, match=r"gives no token .*invalid_grant") as refused:
        ask_acled(server, manners, tmp_path / "mali.csv")
    assert PASSWORD not in str(refused.value)
    assert server.paths() == ["/oauth/token"]


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ({"status": 200, "success": False, "error": "terms not accepted"}, UsageError, "refuses .*terms not accepted"),
        ({"status": 200, "success": True, "rows": []}, InputError, "holds no list 'data' but status, success, rows"),
        (
            {"data": [{"iso": 4, "event_date": "2024-01-01"}]},
            InputError,
            "event of another country came back",
        ),
        ({"data": [{"iso": 466, "event_date": "1/2/2024"}]}, InputError, "'1/2/2024' is no day"),
        ({"data": [{"iso": 466, "event_date": "2024-01-01"}]}, InputError, "page 1 again as page 2"),
        ({"data": []}, InputError, "has no row of acled for Mali"),
    ],
)
def test_an_answer_of_acled_that_is_no_events_is_refused(
    acled_api, manners, server, reply, tmp_path, answer, error, words
):
    """Refusals, other layouts, other countries and repeated pages are told apart, and no file is left."""
    server.plays["/api/acled/read"] = lambda _asked: reply(json.dumps(answer).encode())
    with pytest.raises(error, match=words):
        ask_acled(server, manners, tmp_path / "mali.csv")
    assert list(tmp_path.iterdir()) == []


def test_what_acled_was_asked_for_goes_into_the_vintage(acled_api, manners, server, monkeypatch):
    """The events since a day are handed on with that day as the start of what they cover, offline as well."""
    given = []

    def bring(file, **about):
        given.append((file.name, about["coverage"], about["version"], about["remark"]))
        return load("pips")

    monkeypatch.setattr(fetching, "bring_file", bring)
    asked = {"country": "MLI", "since": date(2024, 1, 1)}
    fetch("acled", **asked, manners=manners)
    fetch("acled", **asked, offline=True)
    today = str(datetime.now(tz=UTC).date())
    assert given == [("acled-api-MLI-since-2024-01-01.csv", Window.parse("2024-01-01..2024-03-05"), today, "")] * 2
    assert server.asked[1].query["event_date"].startswith("2024-01-01|")
    assert server.asked[1].query["event_date_where"] == "BETWEEN"


def test_a_chart_of_our_world_in_data_comes_with_its_metadata(server, manners, own_data, monkeypatch):
    """The table and what describes it are asked for with short column names and kept side by side."""
    table = b"Entity,Code,Year,deaths\nPakistan,PAK,2020,5\n"
    server.file("/grapher/terrorism-deaths.csv", table, "text/csv")
    server.file("/grapher/terrorism-deaths.metadata.json", b'{"chart": {}}', "application/json")
    seen = []

    def bring(file, **_about):
        seen.append(sorted(path.name for path in file.parent.iterdir() if not path.name.endswith(".csv.json")))
        return load("pips")

    monkeypatch.setattr(fetching, "bring_file", bring)
    fetch("owid/terrorism-deaths", manners=manners)
    assert seen[0][:2] == ["terrorism-deaths.csv", "terrorism-deaths.metadata.json"]
    assert {each.query["csvType"] for each in server.asked} == {"full"}
    assert (own_data / ".cache/owid/terrorism-deaths.csv").read_bytes() == table
    assert (own_data / ".cache/owid/terrorism-deaths.metadata.json").is_file()
