"""The reports of both seeds, made once, and a headless chromium that is already on the machine."""

from pathlib import Path

import pytest

from verifier.reports.pdf import chromium
from verifier.reports.report import write_report

SEEDS = Path(__file__).parents[2] / "seeds"
NO_CHROMIUM = "needs chromium (Debian: apt install chromium)"


@pytest.fixture(scope="session")
def kakar_report(tmp_path_factory):
    """The report of the seed on Pakistan."""
    return write_report(SEEDS / "kakar-2023-11-08.md", tmp_path_factory.mktemp("kakar"), {}, pdf=True)


@pytest.fixture(scope="session")
def port_report(tmp_path_factory):
    """The report of the seed on piracy."""
    return write_report(SEEDS / "port-bulletin-example.md", tmp_path_factory.mktemp("port"), {}, pdf=True)


@pytest.fixture(scope="session", params=["kakar", "port"])
def report(request):
    """The report of each seed in turn."""
    return request.getfixturevalue(f"{request.param}_report")


@pytest.fixture(scope="module")
def browser():
    """A running chromium; without one, the tests that need it are skipped."""
    program = chromium()
    if program is None:
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield running
        running.close()
