"""Tokens and passwords are shown and written nowhere."""

from __future__ import annotations

import base64
import json
import logging
import pickle
import sys
import traceback
import types
from urllib.parse import quote, quote_plus

import pytest

from verifier.errors import UsageError, VerifierError
from verifier.incidents.fetching import credentials
from verifier.incidents.fetching.credentials import InHeader, Secret, without
from verifier.incidents.fetching.fetch import fetch

TOKEN, EMAIL, PASSWORD = "tok/5ecret+1", "reporter@example.org", "p&ss w0rd=lock"
SECRETS = (TOKEN, EMAIL, PASSWORD, "bearer-abc", "refresh-abc")


def forms(text):
    """A secret as it may stand in a text."""
    return {text, quote(text, safe=""), quote_plus(text), base64.b64encode(text.encode()).decode()}


def shown(error):
    """An error with its causes, its frames and all their local variables, as a notebook can show them."""
    parts = ["".join(traceback.format_exception(error))]
    below = error.__traceback__.tb_next  # this test's own frame knows the secrets
    parts += traceback.TracebackException(type(error), error, below, capture_locals=True).format()
    return "\n".join(parts)


@pytest.fixture(autouse=True)
def _account(monkeypatch):
    """Credentials in the environment; the keyring of whoever runs the tests is not asked."""
    monkeypatch.setattr(credentials, "_from_keyring", lambda _name: None)
    for name, value in (("UCDP_TOKEN", TOKEN), ("ACLED_EMAIL", EMAIL), ("ACLED_PASSWORD", PASSWORD)):
        monkeypatch.setenv(f"VERIFIER_{name}", value)


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 401},
        {"status": 403},
        {"status": 404},
        {"status": 418},
        {"status": 503},
        {"status": 302, "headers": {"Location": "https://elsewhere.example/"}},
        {"status": 200, "headers": {"Content-Type": "text/html"}},
        {"status": 200},
        {"status": 200, "cut": 5},
    ],
)
@pytest.mark.parametrize("step", ["/gedevents/24.1", "/oauth/token", "/api/acled/read"])
def test_no_failure_shows_or_writes_a_secret(server, manners, reply, own_data, capfd, caplog, step, answer):
    """Each kind of failure at each step, by a server that repeats all it was told: nothing of it gets out."""
    caplog.set_level(logging.DEBUG)
    told = SECRETS[:1] if "ged" in step else SECRETS[1:]

    def repeat(asked):
        return reply(f"{asked.headers} {asked.body} {' '.join(told)}".encode(), **answer)

    grant = b'{"access_token": "bearer-abc", "refresh_token": "refresh-abc", "expires_in": 86400}'
    server.plays = {"/oauth/token": lambda _asked: reply(grant)} | {step: repeat}
    asked = {"name": "ucdp-ged", "version": "24.1", "via": "api"} if "ged" in step else {"name": "acled"}
    with pytest.raises(VerifierError) as failed:
        fetch(**asked, country="Mali", manners=manners)
    assert server.asked[-1].path == step
    printed = capfd.readouterr()
    files = [path.read_bytes().decode("utf-8", "replace") for path in own_data.rglob("*") if path.is_file()]
    everything = "\n".join([shown(failed.value), caplog.text, printed.out, printed.err, *files])
    for secret in SECRETS:
        for form in forms(secret):
            assert form not in everything
    assert failed.value.__cause__ is None


def test_a_success_writes_no_secret(server, manners, reply, made, own_data):
    """Neither the file, nor the record of the fetch, nor the vintage holds the token."""
    content = {"TotalCount": 1, "TotalPages": 1, "NextPageUrl": None, "Result": [made(1, "2020-05-05")]}
    server.plays["/gedevents/24.1"] = lambda _asked: reply(json.dumps(content).encode())
    done = fetch("ucdp-ged", version="24.1", via="api", manners=manners)
    files = [path for path in own_data.rglob("*") if path.is_file()]
    assert done.file in files
    assert not any(form in path.read_text(encoding="utf-8") for path in files for form in forms(TOKEN))
    assert not any(form in repr(done) + repr(done.dataset.descriptor) for form in forms(TOKEN))


def test_a_secret_hides_itself():
    """Printing, formatting and pickling give nothing away."""
    secret = Secret(PASSWORD)
    assert PASSWORD not in f"{secret} {secret!r} {vars(InHeader('x', secret))}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert secret.reveal() == PASSWORD


def test_words_from_elsewhere_are_made_fit_to_show():
    """Secrets in any writing, control characters and length are taken out of what a server says."""
    said = without(
        f"no:\r\n{PASSWORD} {quote(PASSWORD)} {quote_plus(PASSWORD)} \x1b[31m" + "x" * 500, (Secret(PASSWORD),)
    )
    assert said.startswith("no: … … … [31mxxx")
    assert len(said) == 201


def test_the_keyring_stands_in_for_the_environment(monkeypatch):
    """A secret that the environment lacks is taken from the keyring; without any the error names both."""
    monkeypatch.undo()
    monkeypatch.delenv("VERIFIER_UCDP_TOKEN", raising=False)
    ring, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    held = {("verifier", "VERIFIER_UCDP_TOKEN"): "from-the-ring"}

    class KeyringError(Exception):
        pass

    def locked(*_name):
        raise KeyringError

    errors.KeyringError = KeyringError
    ring.get_password = lambda *name: held.get(name)
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert credentials.secret("VERIFIER_UCDP_TOKEN", "there").reveal() == "from-the-ring"
    ring.get_password = locked
    with pytest.raises(UsageError, match=r"environment variable VERIFIER_UCDP_TOKEN.*keyring set verifier"):
        credentials.secret("VERIFIER_UCDP_TOKEN", "there")
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(UsageError, match="get one at there"):
        credentials.secret("VERIFIER_UCDP_TOKEN", "there")


def test_a_token_with_a_line_break_is_refused(monkeypatch):
    """It would otherwise end up in the network library's own error."""
    monkeypatch.setenv("VERIFIER_UCDP_TOKEN", "one\ntwo")
    with pytest.raises(UsageError, match="holds a character") as refused:
        credentials.secret("VERIFIER_UCDP_TOKEN", "there")
    assert "two" not in str(refused.value)
