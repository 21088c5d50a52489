"""Setting up with make: which Python is taken, and which installer, without a network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

# A Python of a version of its own. It makes environments with itself in them, and notes what it is to install.
PYTHON = """#!/bin/sh
case "$*" in
  --version) echo "Python {version}" ;;
  "-c "*) exec {real} -c "import sys; sys.version_info = tuple(map(int, '{version}'.split('.'))); $2" ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m ensurepip") touch "${{0%/python}}/pip" ;;
  "-m pip --version") test {has_pip} = yes || test -e "${{0%/python}}/pip" ;;
  *) echo "{version} $*" >> "{log}" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    """A folder with our Makefile and what its rules ask for."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("pyproject.toml", "requirements.lock", "requirements-test.lock"):
        (folder / name).touch()
    (tmp_path / "tools").mkdir()
    for name in ("sh", "mkdir", "cp", "rm", "touch", "make", "cat"):
        (tmp_path / "tools" / name).symlink_to(shutil.which(name))
    return folder


def tool(path, text):
    """A program that is a script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def python(checkout, version, name="tools/python3", pip="yes"):
    """A Python of this version, with pip or without."""
    log = checkout.parent / "installed"
    return tool(checkout.parent / name, PYTHON.format(version=version, real=sys.executable, log=log, has_pip=pip))


def make(checkout, *arguments, target=".venv/installed-run"):
    """Run make; returns how it ended and what was installed."""
    only = {"PATH": str(checkout.parent / "tools"), "LANG": os.environ.get("LANG", "C.UTF-8")}
    command = ["make", "--no-print-directory", target, *arguments]
    done = subprocess.run(command, cwd=checkout, env=only, capture_output=True, text=True, check=False)
    log = checkout.parent / "installed"
    return done, log.read_text(encoding="utf-8").splitlines() if log.exists() else []


PIP = "-m pip install --quiet --disable-pip-version-check"
BY_PIP = [
    f"{PIP} --require-hashes -r requirements.lock",
    f"{PIP} --no-deps --no-build-isolation --editable .",
]


def test_an_environment_is_made_and_filled_once(checkout):
    """What is installed is that of the lock file, by pip; a second make does nothing."""
    python(checkout, "3.11.2")
    for _ in range(2):
        done, installed = make(checkout)
        assert done.returncode == 0, done.stderr
        assert installed == [f"3.11.2 {line}" for line in BY_PIP]


def test_a_python_that_is_too_old_is_named(checkout):
    """The line says which Python that is, which is needed and how to name another; no environment is left."""
    python(checkout, "3.10.12")
    done, installed = make(checkout)
    assert done.returncode != 0
    assert "verifier needs Python 3.11 or newer; `python3 --version` says: Python 3.10.12" in done.stdout
    assert "make PYTHON=python3.12" in done.stdout
    assert installed == []
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("there", ["too old", "gone"])
def test_an_environment_of_no_use_is_made_anew(checkout, there):
    """One that an older Python left, or whose Python was removed from the machine, does not stay in the way."""
    python(checkout, "3.11.2")
    if there == "too old":
        python(checkout, "3.10.12", "checkout/.venv/bin/python")
    else:
        (checkout / ".venv" / "bin").mkdir(parents=True)
        (checkout / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    done, installed = make(checkout)
    assert done.returncode == 0, done.stderr
    assert installed == [f"3.11.2 {line}" for line in BY_PIP]


def test_an_environment_of_another_python_is_kept_until_one_is_named(checkout):
    """An environment of 3.13 that somebody made serves; with PYTHON=… it is made anew, once."""
    python(checkout, "3.11.2")
    python(checkout, "3.13.1", "checkout/.venv/bin/python")
    assert make(checkout)[1] == [f"3.13.1 {line}" for line in BY_PIP]
    assert len(make(checkout)[1]) == 2
    for _ in range(2):
        assert make(checkout, "PYTHON=python3")[1][2:] == [f"3.11.2 {line}" for line in BY_PIP]


def test_an_environment_made_by_uv_is_filled_by_uv(checkout):
    """`uv venv` leaves no pip there: uv installs, with the same checks."""
    python(checkout, "3.10.12")
    python(checkout, "3.13.1", "checkout/.venv/bin/python", pip="no")
    tool(checkout.parent / "tools" / "uv", f'#!/bin/sh\necho "uv $*" >> "{checkout.parent / "installed"}"\n')
    done, installed = make(checkout)
    assert done.returncode == 0, done.stderr
    assert installed == [
        "uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock",
        "uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .",
    ]


def test_where_neither_pip_nor_uv_is_there_python_brings_its_own_pip(checkout):
    """ensurepip needs no network."""
    python(checkout, "3.12.0", "checkout/.venv/bin/python", pip="no")
    done, installed = make(checkout)
    assert done.returncode == 0, done.stderr
    assert installed == [f"3.12.0 {line}" for line in BY_PIP]


def test_what_fails_to_install_is_tried_again(checkout):
    """No stamp is left by an installation that failed."""
    python(checkout, "3.11.2")
    tool(checkout.parent / "tools" / "python3", PYTHON.format(
        version="3.11.2", real=sys.executable, log=checkout / "no" / "folder", has_pip="yes"))  # fmt: skip
    assert make(checkout)[0].returncode != 0
    assert not (checkout / ".venv" / "installed-run").exists()
