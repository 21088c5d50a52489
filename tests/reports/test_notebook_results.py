"""What a notebook found can be read from its executed copy, as the documentation says."""

import json
import re
from pathlib import Path

import pytest

from verifier import check, parse
from verifier.errors import InputError
from verifier.reports import notebook_results
from verifier.reports.explored import open_explored
from verifier.reports.notebook_results import result_in
from verifier.reports.profiled import open_profile
from verifier.reports.start import start
from verifier.resources import shipped

PAGE = (Path(__file__).parents[2] / "docs/reference/notebook-results.md").read_text(encoding="utf-8")
CLAIM = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."


def documented(notebook):
    """The media type and the keys that the page gives for a notebook, each with the keys inside it that it names."""
    part = PAGE.partition(f"## {notebook}\n")[2].partition("\n## ")[0]
    rows = [
        [re.findall(r"`(\w+)`", cell) for cell in row] for row in re.findall(r"^\| (`[^|]+) \| (.+) \|$", part, re.M)
    ]
    return part.split("`")[1], {key: inside for keys, inside in rows for key in keys}


@pytest.mark.parametrize("name", ["check_claim", "start_here", "explore_baseline", "profile_dataset"])
def test_the_last_cell_of_every_notebook_shows_its_result_as_the_page_says(name):
    """The media type and the keys of the committed notebook's result are those of the page, those inside them too."""
    notebook = shipped("notebooks") / f"{name}.ipynb"
    (output,) = json.loads(notebook.read_text(encoding="utf-8"))["cells"][-1]["outputs"]
    kind, keys = documented(name)
    assert kind in output["data"]
    assert result_in(notebook) == output["data"][kind]
    result = result_in(notebook)
    usual = set(check(parse(CLAIM, published="2019-02-01")[0]).to_dict()) if name == "check_claim" else set()
    assert set(result) == usual | set(keys)
    for key, inside in keys.items():
        value = next(iter(result[key]), None) if isinstance(result[key], list) else result[key]
        assert not isinstance(value, dict) or set(inside) <= set(value), key
    assert name != "explore_baseline" or set(keys["pairs"]) == set(result["pairs"])


def test_the_results_are_those_of_the_library():
    """The check of start_here is `check`'s, the comparison of explore_baseline `compare`'s, the years the counts."""
    begun = notebook_results.started(start(CLAIM, "2019-02-01")).data
    (claim,) = parse(CLAIM, published="2019-02-01")
    found = check(claim).to_dict()
    assert {key: begun["check"][key] for key in ("finding", "headline", "answers")} == {
        key: found[key] for key in ("finding", "headline", "answers")
    }
    nothing = notebook_results.started(start("No number here.")).data
    assert nothing["check"] is None
    assert nothing["trouble"]
    opened = open_explored(dataset="pirates", place="Indonesia", end="2018-12-31")
    data = notebook_results.explored(opened).data
    assert data["comparison"] == opened.comparison.to_dict()
    assert data["pairs"]["rise"] + data["pairs"]["fall"] <= data["pairs"]["known"]
    profile = notebook_results.profiled(open_profile(dataset="pirates", place="Indonesia")).data
    assert {one["year"]: one["count"] for one in profile["years"]}[2018] == data["comparison"]["after"]["count"]


def test_a_file_without_a_result_is_refused(tmp_path):
    """A notebook of somebody else, one that stopped half-way, and no notebook at all."""
    for content in ('{"cells": []}', "[]", "{"):
        (tmp_path / "other.ipynb").write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match="holds no result"):
            result_in(tmp_path / "other.ipynb")
