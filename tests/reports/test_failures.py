"""A report that cannot be made: what is said, what is kept, and that nothing half-written is left."""

import gc
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from verifier.errors import UsageError, VerifierError
from verifier.reports.report import write_report

TEXT = "Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018.\n"
PARAMETERS = "claim = 1"


@pytest.fixture
def source(tmp_path):
    """A text with one claim, and a report of it that was made before."""
    file = tmp_path / "text.md"
    file.write_text(TEXT, encoding="utf-8")
    (tmp_path / "out" / "text").mkdir(parents=True)
    (tmp_path / "out" / "text" / "index.html").write_text("the old page", encoding="utf-8")
    return file


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """Put a notebook with the given cells in the place of the shipped one."""

    def put(*cells):
        made = nbformat.v4.new_notebook(
            cells=[
                nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
                *map(nbformat.v4.new_code_cell, cells),
            ],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        )
        nbformat.write(made, tmp_path / "broken.ipynb")
        monkeypatch.setattr("verifier.reports.notebook.check_notebook", lambda: tmp_path / "broken.ipynb")

    return put


def failed(source, seconds=60, **given):
    """What write_report says when it fails, after a look at what it left."""
    out = source.parent / "out"
    with pytest.raises(VerifierError) as caught:
        write_report(source, out, {"datasets": ["pirates"], **given}, seconds=seconds)
    assert (out / "text" / "index.html").read_text(encoding="utf-8") == "the old page"
    assert sorted(file.name for file in out.iterdir()) == ["failed-claim-1.ipynb", "text"]
    return str(caught.value), nbformat.read(out / "failed-claim-1.ipynb", as_version=4)


def test_a_cell_that_raises_is_named_with_its_parameters(source, notebook):
    """The error gives the cell, its first line, the error, the parameters and what to do; the half-run copy is kept."""
    notebook("seen = 'this ran'\nprint(seen)", "# counting\nraise ValueError('a made-up failure')", "print('never')")
    words, kept = failed(source, place="Nigeria")
    for part in ("code cell 4 of 5 (# counting)", "on claim 1: ValueError: a made-up failure", "datasets=['pirates']",
                 "place='Nigeria'", "No report was written", "failed-claim-1.ipynb", "make lab"):  # fmt: skip
        assert part in words
    outputs = [output for cell in kept.cells for output in cell.get("outputs", [])]
    assert any(output.get("text") == "this ran\n" for output in outputs)
    assert any(output.output_type == "error" for output in outputs)
    assert str(source.parent) not in nbformat.writes(kept)


def test_a_kernel_that_dies_is_said_to_have_died(source, notebook):
    """A cell that takes its kernel down is named, and what ran before it is kept."""
    notebook("print('this ran')", "import os\nos._exit(1)", "print('never')")
    words, kept = failed(source)
    assert "its kernel died" in words
    assert "code cell 4 of 5 (import os)" in words
    assert any(output.get("text") == "this ran\n" for cell in kept.cells for output in cell.get("outputs", []))


def test_a_cell_without_end_is_stopped(source, notebook, caplog):
    """A cell that takes too long is stopped and named; asyncio has no task of it to complain of."""
    notebook("import time\ntime.sleep(60)")
    with ThreadPoolExecutor(1) as pool:
        words, _ = pool.submit(failed, source, seconds=2).result()
    gc.collect()
    assert "code cell 3 of 3 (import time)" in words
    assert "longer than 2 seconds" in words
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []


def test_a_notebook_that_ends_early_is_no_report(source, notebook):
    """A notebook that shows no result, because it exits on the way, is a failure like another."""
    notebook("raise SystemExit(0)")
    words, _ = failed(source)
    assert "no result" in words or "SystemExit" in words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"place": "Nowhereland"}, "Nowhereland"),
        ({"known_on": "last week"}, "parameter known_on: 'last week'"),
        ({"datasets": "pirates"}, "parameter datasets"),
        ({"colour": "red"}, "unknown parameter colour"),
    ],
)
def test_a_bad_parameter_is_refused_before_anything_runs(source, given, words):
    """The parameter is named with what it was given; no notebook was run and nothing was written."""
    with pytest.raises(VerifierError, match=words):
        write_report(source, source.parent / "out", given)
    assert [file.name for file in (source.parent / "out").iterdir()] == ["text"]


def test_a_parameter_that_only_the_notebook_finds_wrong_is_named_too(source, monkeypatch):
    """What slips through the first check is refused in the first cell, with the same words."""
    from verifier.reports.opened import CheckParameters

    monkeypatch.setattr(CheckParameters, "to_dict", lambda self: {**vars(self), "known_on": "soon"})
    words, _ = failed(source)
    assert "UsageError: parameter known_on: 'soon' is not a day" in words
    assert "known_on='soon'" in words


def test_usage_errors_keep_their_exit_code(verifier, tmp_path):
    """A claim that is not there is a usage error on the command line too."""
    (tmp_path / "one.md").write_text(TEXT, encoding="utf-8")
    assert verifier("report", "one.md", "--claim", "9").returncode == UsageError.exit_code
