"""The reports of both seeds, made once."""

import json
from pathlib import Path

import nbformat
import pytest

from verifier.reports import report as reports
from verifier.reports.report import write_report

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def executed():
    """The notebooks that were run, by what they were run on."""
    return {}


@pytest.fixture
def notebooks_run_once(executed, monkeypatch):
    """For tests of what is around the notebooks: one that was run before on the same text in the same way is taken as
    it was.
    """
    really = reports.run

    def run(parameters, output, folder, **more):
        text = (folder / parameters.document).read_bytes()
        asked = text, json.dumps(parameters.to_dict(), sort_keys=True)
        if asked not in executed:
            executed[asked] = really(parameters, output, folder, **more)
        nbformat.write(executed[asked], output)
        return executed[asked]

    monkeypatch.setattr(reports, "run", run)


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
