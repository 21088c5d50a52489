"""The reports of both seeds, made once."""

from pathlib import Path

import pytest

from verifier.reports.report import write_report

SEEDS = Path(__file__).parents[2] / "seeds"


def seed_report(name, running_once, made_once, tmp_path_factory):
    """The report of a seed, with a PDF."""
    with running_once():
        return made_once(name, lambda: write_report(SEEDS / name, tmp_path_factory.mktemp("seed"), {}, pdf=True))


@pytest.fixture(scope="session")
def kakar_report(running_once, made_once, tmp_path_factory):
    """The report of the seed on Pakistan."""
    return seed_report("kakar-2023-11-08.md", running_once, made_once, tmp_path_factory)


@pytest.fixture(scope="session")
def port_report(running_once, made_once, tmp_path_factory):
    """The report of the seed on piracy."""
    return seed_report("port-bulletin-example.md", running_once, made_once, tmp_path_factory)


@pytest.fixture(scope="session", params=["kakar", "port"])
def report(request):
    """The report of each seed in turn."""
    return request.getfixturevalue(f"{request.param}_report")
