"""What is installed: pinned, hashed, and under licences that fit the project's own."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

import verifier

ROOT = Path(__file__).parent.parent
SCRIPT = importlib.util.spec_from_file_location("licences", ROOT / ".ci" / "licences.py")
licences = importlib.util.module_from_spec(SCRIPT)
SCRIPT.loader.exec_module(licences)
PAGE = dict(
    re.findall(
        r"^\| ([a-z0-9._-]+) \| (.+?) \|", (ROOT / "docs" / "reference" / "licences.md").read_text("utf-8"), re.M
    )
)


@pytest.mark.parametrize("lock", licences.LOCKS.values())
def test_every_line_of_a_lock_file_is_pinned_and_hashed(lock):
    """No range, no address, no package without a SHA-256."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n?", "", (ROOT / lock).read_text("utf-8"), flags=re.M).strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[^\s;]+(?: ; [^\n]*?)? \\\n    --hash=sha256:[0-9a-f]{64}", entry), entry[:80]


def test_nothing_is_installed_unhashed_by_the_two_commands():
    """Every install that `make report` and `make test` reach, by pip or by uv, checks hashes or installs no package."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = makefile.partition("define install")[2].partition("endef")[0]
    installs = [line for line in recipe.splitlines() if line.strip().startswith("$$install ")]
    assert len(installs) == 2
    assert recipe.count("pip install") == 2  # what $$install stands for: by pip, or by uv
    for line in installs:
        assert "--require-hashes" in line or ("--no-deps" in line and "--no-build-isolation" in line), line


@pytest.mark.parametrize("lock", licences.LOCKS.values())
def test_the_page_has_every_locked_package_with_a_licence_that_fits(lock):
    """docs/reference/licences.md is as new as the lock files."""
    for name in licences.locked(lock):
        assert name in PAGE, f"{name} has no row: make licences"
        assert licences.acceptable(PAGE[name]), (name, PAGE[name])


def test_the_installed_packages_state_the_licences_of_the_page():
    """What an installed release says itself, in SPDX, fits; the page has that of the pinned one word by word."""
    newest = {
        name: versions[-1] for lock in licences.LOCKS.values() for name, versions in licences.pinned(lock).items()
    }
    compared = 0
    for name, on_page in PAGE.items():
        try:
            installed = metadata(name)
        except PackageNotFoundError:
            continue
        if stated := installed.get("License-Expression"):
            assert licences.acceptable(stated), (name, stated)
            assert stated == on_page or installed["Version"] != newest[name], (name, stated, on_page)
            compared += 1
    assert compared > 20


@pytest.mark.parametrize("expression", ["GPL-3.0-only", "MIT AND GPL-2.0-only", "AGPL-3.0-or-later", "", "Proprietary"])
def test_a_licence_that_does_not_fit_is_refused(expression):
    """The list would stop a package of another kind."""
    assert not licences.acceptable(expression)


def test_a_choice_is_acceptable_when_one_of_it_is():
    """OR leaves the choice to us; AND does not."""
    assert licences.acceptable("Artistic OR GPL-2.0-or-later")
    assert licences.acceptable("(MIT OR GPL-3.0-only)")


def test_what_is_named_for_pip_is_this_project():
    """No page and no message names the stranger's package `verifier`, or an extra that is not declared."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "claims-verifier"
    assert project["scripts"] == {"verifier": "verifier.cli:main"}
    told = []
    files = [*ROOT.glob("*.md"), ROOT / "Makefile"]
    for folder in ("docs", "verifier", "notebooks", ".ci"):
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix not in {".pyc", ".png"}]
    for path in files:
        text = path.read_text("utf-8", errors="replace")
        assert not re.search(r"\binstall (?:-\S+ )*['\"]?verifier\b", text), path
        told += re.findall(r"claims-verifier\[(\w+)\]", text)
    assert {"cluster", "keyring"} <= set(told) <= set(project["optional-dependencies"])


def test_the_version_is_read_from_the_package():
    """Where the package is imported from a folder that nobody installed, it has its version all the same."""
    code = "import importlib.metadata as m; m.version = None; import verifier; print(verifier.__version__)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env={}
    )
    assert done.stdout.strip() == verifier.__version__
