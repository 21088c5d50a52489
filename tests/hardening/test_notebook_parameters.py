"""What is given to a notebook is a value there, whatever it looks like: papermill writes parameters as literals."""

import ast
import hashlib
import json

import nbformat
import papermill
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papermill.translators import translate_parameters

from verifier.errors import UsageError
from verifier.reports.kernels.forked import PlainKernelManager
from verifier.reports.opened import CheckParameters

CANARY = "injected.txt"
WRITES = f"open('{CANARY}', 'w').close()"
HOSTILE = [
    f'"; {WRITES}; "', f"'; {WRITES}; '", f'"""\n{WRITES}\n"""', f"'''\n{WRITES}\n'''", f"\\\n{WRITES}",
    f'\\"; {WRITES} #', f'\\\\"; {WRITES} #', f"\n{WRITES}\n", f"\r{WRITES}\r", f"\r\n{WRITES}\r\n", f"\f{WRITES}",
    f"\v{WRITES}", f"\u2028{WRITES}\u2029", f"\x85{WRITES}\x85", f"\x1c{WRITES}\x1d{WRITES}\x1e", f"\0{WRITES}",
    f"!touch {CANARY}", f"\n!touch {CANARY}\n", f"%%bash\ntouch {CANARY}", f"\n%%bash\ntouch {CANARY}",
    f"%system touch {CANARY}", f"\n%sx touch {CANARY}", "open?", "\nopen??\n", f"/open {CANARY} w",
    f",open {CANARY} w", f";touch {CANARY}", "{" + WRITES + "}", "{{" + WRITES + "}}", "{{ 7*7 }}", "{% raw %}",
    "${HOME}", f"$(touch {CANARY})", f"`touch {CANARY}`", "%s %d %(x)s {0} {x!r}", "# type: ignore", "\\N{BULLET}",
    "\\x22", "\\u0022", "\\", "\\\\", '\\"', '"' * 3, "'" * 3, "\t", "\N{RIGHT-TO-LEFT OVERRIDE}" + WRITES,
    "\ufeff" + WRITES, f"＂; {WRITES}; ＂", "<script>alert(1)</script>", "x" * 1_000_000,
]  # fmt: skip


def mark(value):
    """A value's fingerprint."""
    return hashlib.sha256(value.encode()).hexdigest()


def written(parameters):
    """The code that a notebook with these parameters runs first."""
    return translate_parameters("python3", "python", parameters, "Parameters")


def test_hostile_values_arrive_as_they_are_and_run_nothing(tmp_path):
    """In a real kernel: each value has the fingerprint it was given with, and no file appears."""
    code = (
        "import hashlib, json, os\n"
        "marks = [hashlib.sha256(one.encode()).hexdigest() for one in [*values, one]]\n"
        f"print(json.dumps([marks, sorted(os.listdir()), os.path.exists('{CANARY}')]))"
    )
    cells = [nbformat.v4.new_code_cell("values = []\none = ''", metadata={"tags": ["parameters"]})]
    notebook = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell(code)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, tmp_path / "in.ipynb")
    (tmp_path / "at").mkdir()
    executed = papermill.execute_notebook(
        str(tmp_path / "in.ipynb"),
        str(tmp_path / "out.ipynb"),
        parameters={"values": HOSTILE, "one": HOSTILE[0]},
        kernel_name="python3",
        kernel_manager_class=PlainKernelManager,
        resources={"metadata": {"path": str(tmp_path / "at")}},
        progress_bar=False,
        shutdown_kernel="immediate",
    )
    marks, there, canary = json.loads("".join(one.text for one in executed.cells[-1].outputs))
    assert marks == [mark(one) for one in [*HOSTILE, HOSTILE[0]]]
    assert there == []
    assert not canary


values = st.text(st.characters(), max_size=40) | st.sampled_from(HOSTILE[:-1])


@settings(max_examples=300, derandomize=True, deadline=None)
@given(values, values, st.lists(values, max_size=3), st.integers(1, 10**9))
def test_any_value_is_written_as_a_literal(document, place, datasets, claim):
    """The cell that papermill writes holds assignments of literals and nothing else, each of the value given."""
    given_values = {"document": document, "place": place, "datasets": datasets, "claim": claim}
    source = written(given_values)
    assert source.isascii()
    body = ast.parse(source).body
    assert {one.targets[0].id: ast.literal_eval(one.value) for one in body} == given_values
    assert len(source.splitlines()) == 1 + len(given_values)


@pytest.mark.parametrize(
    "name", ["x = 1; import os", "document\n", "__builtins__", "claim ", "", "%%bash", "documentа"]
)
def test_a_name_is_never_code(name):
    """Only the parameters that the notebook has are given to it: a name cannot carry code."""
    with pytest.raises(UsageError, match="unknown parameter"):
        CheckParameters.checked({name: "x"})


def test_half_a_character_is_refused():
    """A lone surrogate could be written into no notebook."""
    with pytest.raises(UsageError, match="half a character"):
        CheckParameters.checked({"document": "\udcff.md"})
    with pytest.raises(UsageError, match="half a character"):
        CheckParameters.checked({"datasets": ["\ud800"]})
