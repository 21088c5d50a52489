"""Notebook parameters: unknown names, wrong types and wrong values are refused by name."""

import re
from datetime import date
from types import SimpleNamespace

import nbformat
import papermill
import pytest

from verifier.errors import UsageError
from verifier.reports.explored import open_explored
from verifier.reports.kernels.forked import PlainKernelManager
from verifier.reports.opened import CheckParameters, check_notebook, open_check
from verifier.reports.profiled import open_profile
from verifier.reports.start import start


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"docment": "x"}, "docment"),
        ({"claim": "1"}, "claim"),
        ({"claim": True}, "claim"),
        ({"claim": 0}, "claim"),
        ({"datasets": "pips"}, "datasets"),
        ({"datasets": [1]}, "datasets"),
        ({"published": "8 November"}, "published"),
        ({"known_on": "2023-13-01"}, "known_on"),
        ({"place": "Atlantis"}, "Atlantis"),
        ({"country": None}, "country"),
    ],
)
def test_wrong_parameters_are_named(given, words):
    """The message names the parameter or the value."""
    with pytest.raises(UsageError, match=words):
        CheckParameters.checked(given)


def test_right_parameters_are_taken():
    """Days are read, the rest is kept."""
    parameters = CheckParameters.checked({"claim": 2, "datasets": ["pips"], "known_on": "2023-11-08", "place": "PAK"})
    assert parameters.day("known_on") == date(2023, 11, 8)
    assert parameters.day("published") is None


def test_the_default_document_is_the_shipped_seed():
    """The name of a seed finds the seed, whatever folder the notebook runs in."""
    assert CheckParameters().document_path().is_file()


def test_the_notebook_documents_every_parameter():
    """papermill's own help lists each parameter with its type and what it is for."""
    listed = papermill.inspect_notebook(str(check_notebook()))
    assert set(listed) == set(CheckParameters().to_dict())
    for name, parameter in listed.items():
        assert parameter["help"], name
        assert parameter["inferred_type_name"] in {"str", "int", "list"}, name


@pytest.mark.parametrize(("name", "hint"), [("documnet", "; did you mean document?"), ("In", "")])
def test_a_misspelt_parameter_of_papermill_s_ends_the_notebook(tmp_path, name, hint):
    """Its first cell refuses it by name, also one that IPython has: it does not check its usual text instead."""
    whole = nbformat.read(check_notebook(), as_version=4)
    whole.cells = [cell for cell in whole.cells if cell.cell_type == "code"][:2]
    nbformat.write(whole, tmp_path / "in.ipynb")
    with pytest.raises(papermill.PapermillExecutionError, match=rf"unknown parameter {name}{re.escape(hint)}"):
        papermill.execute_notebook(
            str(tmp_path / "in.ipynb"), str(tmp_path / "out.ipynb"), {name: "other.md"}, kernel_name="python3",
            progress_bar=False, kernel_manager_class=PlainKernelManager, shutdown_kernel="immediate",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("opening", "given", "near"),
    [
        (open_check, "documnet", "document"),
        (open_explored, "plaec", "place"),
        (lambda: open_profile(place="PAK"), "data_set", "dataset"),
        (lambda: start(""), "txt", "text"),
    ],
    ids=["check_claim", "explore_baseline", "profile_dataset", "start_here"],
)
def test_every_notebook_refuses_what_papermill_gave_it_in_vain(monkeypatch, opening, given, near):
    """The last cell that papermill wrote is looked at, as a mistake is mended and run again in JupyterLab."""
    cells = ["", "claim = 1", f'# Parameters\n{given} = "x"\n']
    monkeypatch.setattr(
        "IPython.get_ipython", lambda: SimpleNamespace(history_manager=SimpleNamespace(input_hist_parsed=cells))
    )
    with pytest.raises(UsageError, match=rf"unknown parameter {given}; did you mean {near}\?"):
        opening()
    cells.append("# Parameters\n")
    assert opening() is not None
