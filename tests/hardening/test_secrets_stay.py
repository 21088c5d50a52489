"""Tokens and passwords stay in this process: not in kernels, other programs, notebooks, reports, tracebacks or git."""

import contextlib
import json
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest

from verifier import cli
from verifier.child_environment import struck, without_secrets
from verifier.errors import VerifierError
from verifier.incidents.fetching import endpoints
from verifier.reports import notebook
from verifier.reports.kernels.forked import ForkServer, can_fork
from verifier.reports.pdf import print_pdf
from verifier.reports.report import write_report

ROOT = Path(__file__).parents[2]
SECRETS = {
    "VERIFIER_UCDP_TOKEN": "tok3n-of-ucdp+/=",
    "VERIFIER_ACLED_EMAIL": "reporter@secret.example",
    "VERIFIER_ACLED_PASSWORD": "p&ss w0rd='lock\"",
}


@pytest.fixture(autouse=True)
def _account(monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


def test_every_secret_that_a_source_asks_for_is_held_back():
    """Every name of a token, an e-mail address or a password in the code is one that is taken out."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "verifier").rglob("*.py")))
    named = set(re.findall(r"\bVERIFIER_[A-Z]+_(?:TOKEN|EMAIL|PASSWORD|KEY|SECRET)\b", code))
    assert named == set(SECRETS)
    assert without_secrets(dict.fromkeys([*named, "VERIFIER_DATA", "PATH"], "x")) == {
        "VERIFIER_DATA": "x",
        "PATH": "x",
    }
    assert endpoints.sources()


@pytest.mark.parametrize(
    "forked", [False, pytest.param(True, marks=pytest.mark.skipif(not can_fork(), reason="no fork"))]
)
def test_a_kernel_knows_no_secret(tmp_path, forked):
    """Neither its environment, nor that of its parent where it is a fork server, nor any command line holds one."""
    code = (
        "import os, json\n"
        "told = [str(dict(os.environ))]\n"
        "for place in ('environ', 'cmdline'):\n"
        "    for who in ('self', str(os.getppid()) if FORKED else 'self'):\n"
        "        try:\n"
        "            told.append(open(f'/proc/{who}/{place}', 'rb').read().decode('utf-8', 'replace'))\n"
        "        except OSError:\n"
        "            pass\n"
        "print(json.dumps(told))"
    )
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code.replace("FORKED", str(forked)))])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, tmp_path / "in.ipynb")
    with contextlib.ExitStack() as stack:
        if forked:
            server = stack.enter_context(ForkServer())
            assert server.ready()
            stack.enter_context(server.used())
        executed = papermill.execute_notebook(
            str(tmp_path / "in.ipynb"), str(tmp_path / "out.ipynb"), kernel_name="python3", progress_bar=False,
            shutdown_kernel="immediate", **notebook.kernel_settings(),
        )  # fmt: skip
    told = json.loads("".join(one.text for one in executed.cells[-1].outputs))
    assert "PATH" in told[0]
    for secret in SECRETS.values():
        assert secret not in "\n".join(told)


class Watch(threading.Thread):
    """Looks, again and again, at the environment and the command line of every process that this one starts."""

    def __init__(self):
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.seen = {}

    def run(self):
        while not self.over.wait(0.02):
            for child in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    line, told = child.cmdline(), child.environ()
                    if line:  # a process that has not become its program yet still has our own memory
                        self.seen[child.pid, " ".join(line)] = json.dumps(told)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes as Linux shows them")
def test_no_report_and_no_process_it_starts_holds_a_secret(tmp_path, kakar):
    """A report of two claims: its files, its processes and their arguments."""
    watch = Watch()
    watch.start()
    made = write_report(kakar, tmp_path / "out", {"datasets": ["pips"]})
    watch.over.set()
    watch.join()
    programs = " ".join(line for _, line in watch.seen)
    assert "kernels.server" in programs or not can_fork()
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert made.page in files
    for name, secret in SECRETS.items():
        for path in files:
            assert secret.encode() not in path.read_bytes(), path.name
        assert secret not in programs
        ours = [line for (_, line), told in watch.seen.items() if name in told]
        assert ours == []


@pytest.mark.skipif(sys.platform == "win32", reason="the browser is played by a shell script")
def test_the_browser_that_prints_is_told_no_secret(tmp_path):
    """What stands in for chromium writes down its environment and arguments."""
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nenv > {tmp_path}/told\necho "$@" >> {tmp_path}/told\nexit 1\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "page.html").write_text("<p>x", encoding="utf-8")
    with pytest.raises(VerifierError, match="printed no PDF"):
        print_pdf(tmp_path / "page.html", tmp_path / "page.pdf", str(program))
    told = (tmp_path / "told").read_text(encoding="utf-8")
    assert "--headless" in told
    for name, secret in SECRETS.items():
        assert name not in told
        assert secret not in told


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_fault_of_ours_shows_no_secret(monkeypatch, capfd, debug):
    """Even an error whose words hold a token, and its traceback, are printed without it."""
    monkeypatch.setenv("VERIFIER_DEBUG", debug)

    def broken(*_, **__):
        raise RuntimeError(f"headers {SECRETS!r} {' '.join(SECRETS.values())}")

    monkeypatch.setattr("verifier.incidents.fetching.fetch.fetch", broken)
    monkeypatch.setattr(sys, "argv", ["verifier", "data", "fetch", "ucdp-ged"])
    with pytest.raises(SystemExit):
        cli.main()
    printed = "".join(capfd.readouterr())
    assert "failed unexpectedly: RuntimeError: headers" in printed
    assert ("Traceback" in printed) == bool(debug)
    for secret in SECRETS.values():
        assert secret not in printed
    assert struck(f"a {SECRETS['VERIFIER_UCDP_TOKEN']} b tok3n-of-ucdp%2B%2F%3D c") == "a … b … c"


def test_no_tracked_file_holds_a_secret():
    """No private key, and nothing that looks like a token of a service, is in the repository."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("needs a checkout and git")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    pattern = re.compile(
        rb"-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_[A-Za-z0-9]{30}|\bAKIA[0-9A-Z]{16}\b|\bsk-[A-Za-z0-9]{32}"
        rb"|x-ucdp-access-token[\"']?\s*[:=]\s*[\"']?[0-9a-f]{16}|\beyJ[A-Za-z0-9_-]{20,}\.eyJ"
    )
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    assert len(names) > 100
    assert [name for name in names if pattern.search((ROOT / name).read_bytes())] == []
