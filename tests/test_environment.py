"""Tests and notebooks run without the user's own datasets and settings."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
ASKS = """
import os
from verifier.incidents.catalogue import datasets
assert "thefts" not in [dataset.id for dataset in datasets()]
assert "VERIFIER_STYLE" not in os.environ
assert "PYTHONDONTWRITEBYTECODE" not in os.environ
"""
TEST = f"""
import pytest

@pytest.fixture(scope="session")
def early():
    from verifier.incidents.catalogue import datasets
    return [dataset.id for dataset in datasets()]

def test_session(early):
    assert "pirates" in early and "thefts" not in early

def test_function():
{"".join(f"    {line}" + chr(10) for line in ASKS.strip().splitlines())}
"""


def run(command, folder, environment):
    """A finished process with this environment and no other."""
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def user(tmp_path_factory):
    """The environment of a user who has imported a dataset."""
    folder = tmp_path_factory.mktemp("user")
    own = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    (folder / "thefts.csv").write_text("day,number\n2024-01-01,3\n2024-01-02,4\n", encoding="utf-8")
    mapped = ["--map", "date=day", "--map", "count=number", "--country", "PAK"]
    imported = ["verifier", "data", "import", "thefts.csv", "--id", "thefts", "--measure", "bicycle thefts", *mapped]
    assert run(imported, folder, own).returncode == 0
    assert "thefts" in run(["verifier", "data", "list"], folder, own).stdout
    return own


def test_nothing_of_the_users_own_reaches_tests_and_notebooks(tmp_path, user):
    """A dataset imported in the user's own folder reaches neither a session's fixture, nor a test, nor a kernel.

    With workers, which are processes that pytest configures in the same way as it does one without them.
    """
    project = tmp_path / "project"
    (project / "notebooks").mkdir(parents=True)
    (project / "tests").mkdir()
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, project / name)
    (project / "tests" / "test_asked.py").write_text(TEST, encoding="utf-8")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ASKS)])
    nbformat.write(notebook, project / "notebooks" / "asked.ipynb")
    checks = ["pytest", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env", "tests", "notebooks", "-n", "2"]
    done = run(checks, project, user | {"VERIFIER_STYLE": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout
