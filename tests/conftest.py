"""What several test modules need: the seeds, a data folder of their own, the command line."""

import itertools
import json
import os
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest

# How long a case takes, or is in the drawing, says nothing on a machine that others use. The same cases are drawn every
# time, so that a change is judged by what it changed; VERIFIER_EXPLORE=1 draws others.
hypothesis.settings.register_profile(
    "verifier",
    deadline=None,
    derandomize="VERIFIER_EXPLORE" not in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("verifier")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def own_data(tmp_path_factory, monkeypatch):
    """Every test has an empty folder for the user's datasets."""
    # Named by us: to find the next free number pytest looks through all folders that were made before.
    folder = tmp_path_factory.mktemp(f"data-{next(NUMBERS)}", numbered=False)
    monkeypatch.setenv("VERIFIER_DATA", str(folder))
    return folder


@pytest.fixture
def kakar():
    """The seed with the two claims on Pakistan."""
    return SEEDS / "kakar-2023-11-08.md"


@pytest.fixture
def verifier(tmp_path, monkeypatch):
    """Run the command line in a folder of its own; gives what it ended with, with `.json()` for its output."""
    from command_line import run as run_here

    def run(*arguments, stdin=""):
        with monkeypatch.context() as patched:
            patched.chdir(tmp_path)
            code, out, err = run_here([str(word) for word in arguments], stdin.encode())
        assert "Traceback" not in err
        return SimpleNamespace(returncode=code, stdout=out, stderr=err, json=lambda: json.loads(out))

    return run


@pytest.fixture(scope="module")
def browser():
    """A running chromium; without one, the tests that need it are skipped."""
    from verifier.reports.pdf import chromium

    program = chromium()
    if program is None:
        pytest.skip("needs chromium (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield running
        running.close()
