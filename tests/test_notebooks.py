"""Notebooks were run, from top to bottom, and have outputs that nbval checks: one never run would pass unseen."""

import json
import re
from pathlib import Path

import papermill
import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
NAMES = ["check_claim.ipynb", "explore_baseline.ipynb", "profile_dataset.ipynb", "start_here.ipynb"]
TAGS = {"parameters", "nbval-check-output", "notebook-only", "more"}
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


def cells_of(path, kind=None):
    """The cells of a notebook, all or of one kind."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if kind in (None, cell["cell_type"])]


def source(cell):
    """What is written in a cell."""
    return "".join(cell["source"])


def tags(cell):
    """The tags of a cell."""
    return set(cell["metadata"].get("tags", []))


@each_notebook
def test_the_notebook_was_run_in_order_and_is_checked(path):
    """Every code cell has its place in one run, none failed, and some outputs are compared."""
    cells = cells_of(path, "code")
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell["outputs"] if output["output_type"] in {"error", "stream"}]
    checked = [cell for cell in cells if "nbval-check-output" in tags(cell)]
    assert len(checked) >= 4
    assert all(cell["outputs"] for cell in checked)


@each_notebook
def test_every_picture_in_the_notebook_has_words(path):
    """Each image output carries its alternative text."""
    for cell in cells_of(path):
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                assert len(output["metadata"]["image/png"]["alt"]) > 80


@each_notebook
def test_the_table_of_contents_has_every_heading(path):
    """The links of the first cell name the headings, in their order."""
    first, *rest = cells_of(path, "markdown")
    headings = [found for cell in rest for found in re.findall(r"^## (.+)$", source(cell), re.M)]
    linked = re.findall(r"\[([^\]]+)\]\(#([^)]+)\)", source(first))
    assert [words.replace("\n", " ") for words, _ in linked] == headings
    assert [target for _, target in linked] == [heading.replace(" ", "-") for heading in headings]


@each_notebook
def test_links_between_the_notebooks_lead_somewhere(path):
    """The first cell names the other three, and every file that is linked is there."""
    linked = set(re.findall(r"\]\(([^#)]+)\)", " ".join(source(cell) for cell in cells_of(path, "markdown"))))
    assert linked >= {name for name in NAMES if name != path.name}
    assert all((path.parent / name).is_file() for name in linked if "://" not in name)


@each_notebook
def test_no_code_needs_reading(path):
    """Beside the parameters and the opening, code cells are one or two lines, under words."""
    parameters, opening, *shown = cells_of(path, "code")
    assert "parameters" in tags(parameters)
    assert "notebook-only" in tags(opening)
    assert all(len(source(cell).splitlines()) <= 2 for cell in shown)
    assert all(tags(cell) <= TAGS for cell in cells_of(path))


@each_notebook
def test_every_parameter_says_what_it_is(path):
    """papermill's help names a type and a purpose for each parameter of each notebook."""
    listed = papermill.inspect_notebook(str(path))
    assert listed
    for name, parameter in listed.items():
        assert len(parameter["help"]) > 10, name
        assert parameter["inferred_type_name"] != "None", name


@each_notebook
def test_the_notebook_holds_nothing_of_the_machine_it_ran_on(path):
    """No absolute path, no time of a run, no widget that only that run could show."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w:/.<])/(home|root|tmp|work|Users|usr|var)/", text)
    assert not re.search(r"[A-Z]:\\\\", text)
    assert "widget-view+json" not in text
    assert not [cell for cell in cells_of(path) if "execution" in cell["metadata"]]
    assert set(json.loads(text)["metadata"]) == {"kernelspec", "language_info"}


def test_the_notebooks_are_the_four():
    """Each notebook of the folder is known here, and the README names it."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in NOTEBOOKS] == NAMES
    assert all(f"`{path.stem}`" in readme for path in NOTEBOOKS)
