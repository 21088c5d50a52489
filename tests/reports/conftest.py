"""The reports of both seeds, made once."""

from pathlib import Path

import pytest

from verifier.reports.report import write_report

SEEDS = Path(__file__).parents[2] / "seeds"


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
