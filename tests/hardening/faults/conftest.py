"""The server that plays the sources, and the figures of what was survived, printed at the end."""

from __future__ import annotations

from collections import Counter

import pytest
from playing import clock, ged, made, manners, reply, server  # noqa: F401  (fixtures)

SURVIVED: Counter[str] = Counter()


@pytest.fixture
def survived() -> Counter[str]:
    """Count here what was survived, by its name; the sums are printed at the end of the run."""
    return SURVIVED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was survived."""
    if SURVIVED:
        terminalreporter.section("faults survived")
        for name, number in SURVIVED.items():
            terminalreporter.write_line(f"{number:5}  {name}")
