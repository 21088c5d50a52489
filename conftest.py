"""The environment that tests and notebooks run in: nothing of the user's own datasets, settings and tokens."""

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

# What a person who runs the tests sets for the tests themselves.
FOR_TESTS = {"VERIFIER_KILLS", "VERIFIER_TEST_CASES", "VERIFIER_JUPYTER"}
# Folders from which programs that we start read settings, kernels and start-up files of the user.
OWN_FOLDERS = ("VERIFIER_DATA", "XDG_DATA_HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")

# Modules that start many processes, or run notebooks and browsers, are begun first: at the end of a run the small ones
# keep all its workers busy.
LONG = ("notebooks", "tests/reports", "tests/hardening", "tests/test_docs.py", "tests/test_environment.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long modules first."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    # Modules, items and word lists stay to the end of the run: they need not be looked through again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give this process, and with it every kernel and command it starts, folders of its own."""
    for name in [name for name in os.environ if name.startswith("VERIFIER_") and name not in FOR_TESTS]:
        del os.environ[name]
    # The programs that tests start are compiled once, not by every one of them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    home = tempfile.mkdtemp(prefix="verifier-tests-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for name in OWN_FOLDERS:
        folder = Path(home, name.lower())
        folder.mkdir()
        os.environ[name] = str(folder)
