"""What several test modules need: the seeds, a data folder of their own, the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

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


@pytest.fixture(autouse=True)
def own_data(tmp_path_factory, monkeypatch):
    """Every test has an empty folder for the user's datasets."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("VERIFIER_DATA", str(folder))
    return folder


@pytest.fixture
def kakar():
    """The seed with the two claims on Pakistan."""
    return SEEDS / "kakar-2023-11-08.md"


@pytest.fixture
def verifier(tmp_path):
    """Run the command line in a folder of its own; gives the finished process, with `.json()` for its output."""

    def run(*arguments, stdin=""):
        done = subprocess.run(
            [sys.executable, "-m", "verifier", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            check=False,
        )
        done.json = lambda: json.loads(done.stdout)
        assert "Traceback" not in done.stderr
        return done

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
