"""Notebook parameters: unknown names, wrong types and wrong values are refused by name."""

from datetime import date

import papermill
import pytest

from verifier.errors import UsageError
from verifier.reports.notebook import check_notebook
from verifier.reports.parameters import CheckParameters


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
