"""The server that plays the sources, and the figures of what was survived, printed at the end."""

from __future__ import annotations

import time
from collections import Counter
from types import SimpleNamespace

import pytest
from playing import clock, ged, made, manners, reply, server  # noqa: F401  (fixtures)

from verifier.reports.report import write_report

PIRATES = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.\n"
SURVIVED: Counter[str] = Counter()


@pytest.fixture
def survived() -> Counter[str]:
    """Count here what was survived, by its name; the sums are printed at the end of the run."""
    return SURVIVED


@pytest.fixture(scope="session")
def pirates_report(made_once, tmp_path_factory) -> SimpleNamespace:
    """The report of a claim on piracy, made once in a kernel of its own: its folder, and the seconds it took."""

    def make() -> SimpleNamespace:
        folder = tmp_path_factory.mktemp("pirates-report")
        (folder / "said.txt").write_text(PIRATES, encoding="utf-8")
        begun = time.monotonic()
        report = write_report(folder / "said.txt", folder, {"datasets": ["pirates"], "published": "2019-02-01"})
        return SimpleNamespace(folder=report.folder, seconds=time.monotonic() - begun)

    return made_once("pirates-report", make)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was survived."""
    if SURVIVED:
        terminalreporter.section("faults survived")
        for name, number in SURVIVED.items():
            terminalreporter.write_line(f"{number:5}  {name}")
