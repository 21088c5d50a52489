"""What several test modules need: the seeds, a data folder of their own, the command line."""

import itertools
import json
import os
import pickle
from contextlib import contextmanager, nullcontext
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from filelock import FileLock

# How long a case takes, or is in the drawing, says nothing on a machine that others use. The same cases are drawn every
# time, so that a change is judged by what it changed; VERIFIER_EXPLORE=1 draws others.
hypothesis.settings.register_profile(
    "verifier",
    deadline=None,
    derandomize="VERIFIER_EXPLORE" not in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("verifier")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def own_data(tmp_path_factory, monkeypatch):
    """Every test has an empty folder for the user's datasets."""
    # Named by us: to find the next free number pytest looks through all folders that were made before.
    folder = tmp_path_factory.mktemp(f"data-{next(NUMBERS)}", numbered=False)
    monkeypatch.setenv("VERIFIER_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """A function that gives what work gives; the first process of this run that asks for it by its name does it."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder

    def made(name, work):
        kept = folder / f"{name}.pickle"
        with FileLock(folder / f"{name}.lock"):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(work()))
        return pickle.loads(kept.read_bytes())  # noqa: S301  (written a moment ago by a test)

    return made


@pytest.fixture(scope="session")
def warm():
    """A context in which notebooks run on kernels forked from one process, which has loaded what they need."""
    from verifier.reports.kernels.pool import standing_server

    def used():
        server = standing_server()
        return server.used() if server else nullcontext()

    return used


@pytest.fixture
def warm_kernels(warm):
    """For tests of a report of which the kernel is no matter."""
    with warm():
        yield


@pytest.fixture(scope="session")
def run_once(made_once, warm):
    """As `run` of a report: a notebook that was run before on the same text in the same way is taken as it was."""
    import nbformat

    from verifier.reports import report

    really = report.run

    def run(parameters, output, folder, **more):
        def run_here():
            with warm():
                return nbformat.writes(really(parameters, output, folder, **more))

        text = (folder / parameters.document).read_bytes()
        asked = sha256(text + json.dumps(parameters.to_dict(), sort_keys=True).encode()).hexdigest()
        written = made_once(asked, run_here)
        executed = nbformat.reads(written, as_version=4)
        nbformat.write(executed, output)
        return executed

    return run


@pytest.fixture(scope="session")
def running_once(run_once):
    """A context in which reports take notebooks that were run before, one by one."""

    @contextmanager
    def context():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("verifier.reports.report.run", run_once)
            patched.setattr("verifier.reports.kernels.pool.together", lambda _: False)
            yield

    return context


@pytest.fixture
def notebooks_run_once(running_once):
    """For tests of what is around the notebooks."""
    with running_once():
        yield


@pytest.fixture
def kakar():
    """The seed with the two claims on Pakistan."""
    return SEEDS / "kakar-2023-11-08.md"


@pytest.fixture
def verifier(tmp_path, monkeypatch):
    """Run the command line in a folder of its own; gives what it ended with, with `.json()` for its output."""
    from command_line import run as run_here

    def run(*arguments, stdin=""):
        with monkeypatch.context() as patched:
            patched.chdir(tmp_path)
            code, out, err = run_here([str(word) for word in arguments], stdin.encode())
        assert "Traceback" not in err
        return SimpleNamespace(returncode=code, stdout=out, stderr=err, json=lambda: json.loads(out))

    return run


@pytest.fixture(scope="module")
def browser():
    """A running chromium; without one, the tests that need it are skipped."""
    from verifier.files import place_for_sockets
    from verifier.reports.pdf import chromium

    program = chromium()
    if program is None:
        pytest.skip("needs chromium (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        place = place_for_sockets("org.chromium.Chromium.123456/SingletonSocket")
        running = playwright.chromium.launch(
            executable_path=program,
            env={**os.environ, "TMPDIR": place or ""},  # where its socket goes
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield running
        running.close()
