"""Kernels forked from a preloaded process: each fresh, alike to a plain one, and gone when its work is."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
import pytest

from verifier import files
from verifier.errors import VerifierError
from verifier.reports.kernels import forked
from verifier.reports.kernels.forked import ForkServer, can_fork
from verifier.reports.kernels.pool import ReportPool, together
from verifier.reports.notebook import run
from verifier.reports.opened import CheckParameters

SEEDS = Path(__file__).parents[2] / "seeds"
pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux and its like only")

PARENT = """
import sys, threading
from pathlib import Path
from verifier.reports.kernels.pool import ReportPool
from verifier.reports import notebook
from verifier.reports.opened import CheckParameters
folder = Path(sys.argv[1])
notebook.check_notebook = lambda: folder / "asked.ipynb"
with ReportPool(1) as pool:
    print(pool.server.pid, pool.server.folder, flush=True)
    pool.submit(notebook.run, CheckParameters(), folder / "out.ipynb", folder).result()
"""


@pytest.fixture(scope="module")
def pool():
    """A pool that all these tests share, as the work of a day would."""
    with ReportPool(3) as made:
        assert made.server.ready()
        yield made


@pytest.fixture
def executed(tmp_path, monkeypatch):
    """A function that runs a notebook of the given cells and returns what its code cells printed and showed."""
    monkeypatch.setattr("verifier.reports.notebook.check_notebook", lambda: tmp_path / "asked.ipynb")

    def execute(cells, name="out", **more):
        if cells:
            write(tmp_path, *cells)
        made = run(CheckParameters(), tmp_path / f"{name}.ipynb", tmp_path, **more)
        return [output for cell in made.cells if cell.cell_type == "code" for output in cell.outputs]

    return execute


def write(folder, *cells):
    """A notebook with parameters and these code cells."""
    first = nbformat.v4.new_code_cell("claim = 1", metadata={"tags": ["parameters"]})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = nbformat.v4.new_notebook(cells=[first, *map(nbformat.v4.new_code_cell, cells)], metadata=kernel)
    nbformat.write(made, folder / "asked.ipynb")


def said(outputs):
    """What was printed."""
    return "".join(output.get("text", "") for output in outputs)


def gone(pid, seconds=60):
    """Whether a process ends (or is a zombie of somebody else's) within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_what_one_notebook_sets_the_next_does_not_see(pool, executed):
    """Globals, patched modules, environment and folder end with the kernel, and random numbers are not handed on."""
    look = (
        "import builtins, os, json, random, numpy as np\n"
        "print(json.dumps([hasattr(builtins, 'mark'), hasattr(np, 'mark'), os.environ.get('MARK'), os.getpid(), "
        "float(np.random.rand()), random.random(), os.getcwd(), os.getsid(0) == os.getpid()]))\n"
        "builtins.mark = np.mark = 1; os.environ['MARK'] = 'x'; os.chdir('/')"
    )
    first, second = (
        __import__("json").loads(said(pool.submit(executed, [look], name).result())) for name in ("a", "b")
    )
    for seen in (first, second):
        assert seen[:3] == [False, False, None]
        assert seen[6] == os.path.realpath(Path(seen[6]))
        assert seen[6] != "/"
        assert seen[7]
    assert all(one != other for one, other in zip(first[3:6], second[3:6], strict=True))


def test_a_forked_kernel_shows_what_a_plain_one_shows(pool, executed):
    """Printed text, tables, pictures by pyplot and the command line are the same."""
    cells = [
        "import sys, pandas as pd\nprint(sys.argv[0].split('/')[-1], sys.path[0] == '', __name__, sys.flags.safe_path)",
        "pd.DataFrame({'a': [1, 2]})",
        "import matplotlib.pyplot as plt\nprint(plt.get_backend())\nplt.plot([1, 3, 2])\nplt.show()",
        "print(open('asked.ipynb').read()[:1], file=sys.stderr)",
    ]
    forked = pool.submit(executed, cells, "forked").result()
    plain = executed(cells, "plain")
    assert any("image/png" in output.get("data", {}) for output in plain)
    assert _joined(forked) == _joined(plain)


def _joined(outputs):
    """What was shown, with each stream in one piece: how it is cut depends on how busy the machine is."""
    streams = {}
    for one in outputs:
        if one["output_type"] == "stream":
            streams[one["name"]] = streams.get(one["name"], "") + one["text"]
    return streams, [one for one in outputs if one["output_type"] != "stream"]


def test_a_kernel_that_dies_or_hangs_harms_no_other(pool, executed):
    """A crash is told as a dead kernel, a cell without end as too long; the pool goes on."""
    with pytest.raises(VerifierError, match="its kernel died"):
        pool.submit(executed, ["import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"]).result()
    with pytest.raises(VerifierError, match="longer than 1 seconds"):
        pool.submit(executed, ["import time\ntime.sleep(60)"], seconds=1).result()
    assert said(pool.submit(executed, ["print('well')"]).result()) == "well\n"


def test_three_kernels_run_at_once_and_nothing_of_them_is_left(pool, executed, tmp_path):
    """They wait for one another, so they ran together; then no process, socket or connection file is there."""
    meet = (
        "import os, time, pathlib\npathlib.Path(f'here-{os.getpid()}').touch()\n"
        "end = time.time() + 120\n"
        "while len(list(pathlib.Path().glob('here-*'))) < 3 and time.time() < end:\n    time.sleep(0.02)\n"
        "print(len(list(pathlib.Path().glob('here-*'))))"
    )
    write(tmp_path, meet)
    done = [pool.submit(executed, [], f"out-{place}") for place in range(3)]
    assert [said(one.result()) for one in done] == ["3\n"] * 3
    assert psutil.Process(pool.server.pid).children(recursive=True) == []
    assert list(pool.server.folder.iterdir()) == []


def test_what_passes_between_us_and_a_kernel_is_private(pool, executed):
    """The folder of sockets and connection files can be read by its owner alone, the file too."""
    assert pool.server.folder.stat().st_mode & 0o077 == 0
    told = said(
        pool.submit(
            executed, ["import ipykernel, os\nprint(oct(os.stat(ipykernel.get_connection_file()).st_mode & 0o077))"]
        ).result()
    )
    assert told == "0o0\n"


@pytest.mark.parametrize("victim", ["parent", "server"])
def test_killed_it_leaves_no_process(tmp_path, victim):
    """Kill -9 of our process or of the fork server ends the kernel, what the kernel started, and the server."""
    write(tmp_path, "import os, pathlib, subprocess, time\nstarted = subprocess.Popen(['sleep', '77'])\n"
                    "pathlib.Path('tmp').write_text(f'{os.getpid()} {started.pid}')\nos.rename('tmp', 'pids')\n"
                    "time.sleep(60)")  # fmt: skip
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL)  # fmt: skip
    with parent:
        server, folder = parent.stdout.readline().split()
        end = time.monotonic() + 120
        while not (tmp_path / "pids").exists():
            assert time.monotonic() < end, "the kernel did not start"
            time.sleep(0.05)
        kernel, started = map(int, (tmp_path / "pids").read_text().split())
        os.kill(parent.pid if victim == "parent" else int(server), signal.SIGKILL)
        assert gone(kernel)
        assert gone(int(server))
        if victim == "parent":
            assert gone(started)
        else:
            assert parent.wait(120) != 0
            os.kill(started, signal.SIGKILL)
        assert not Path(folder).exists()


def test_a_closed_server_leaves_nothing():
    """Closing waits for the process and removes its folder; asked afterwards, it is not ready."""
    server = ForkServer()
    server.close()
    assert not server.folder.exists()
    assert not psutil.pid_exists(server.pid)
    assert not server.ready()


def test_where_no_kernel_can_be_forked_processes_do_the_work(tmp_path):
    """The pool of processes gives the results in order, and an error where one is raised."""
    with ReportPool(2, forked=False) as pool:
        assert pool.server is None
        assert list(pool.map(divmod, [7, 9], [2, 4])) == [(3, 1), (2, 1)]
        with pytest.raises(ZeroDivisionError):
            pool.submit(divmod, 1, 0).result()


def test_one_notebook_needs_no_server(pool):
    """A single notebook runs as usual, and a thread of a pool starts no second server."""
    assert not together(1)
    assert together(2)
    assert not pool.submit(lambda: pool.server.ready() and together(2)).result()


def test_the_folder_of_the_process_never_changes(pool, executed, monkeypatch):
    """It is that of all threads: one that writes to a relative path meanwhile would write somewhere else."""
    changed = []
    monkeypatch.setattr(os, "chdir", changed.append)
    assert said(pool.submit(executed, ["print('well')"]).result()) == "well\n"
    assert changed == []


def test_a_long_temporary_folder_is_no_trouble(tmp_path, executed, monkeypatch):
    """The sockets of forked kernels go to a place with a shorter name; where there is none, kernels are not forked."""
    long = tmp_path / ("x" * 86)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    monkeypatch.setenv("TMPDIR", str(long))
    with ReportPool(1) as pool:
        assert len(str(pool.server.folder)) < 80
        assert said(pool.submit(executed, ["print('well')"]).result()) == "well\n"
    assert not list(long.iterdir())
    monkeypatch.setattr(files, "MOST_OF_ADDRESS", 30)
    assert not forked.can_fork()


def test_a_report_is_made_where_the_temporary_folder_has_a_long_name(tmp_path):
    """As on CI runners and under Slurm, 90 signs and more; in a pipe only the path of the page is printed."""
    long = tmp_path / ("x" * 86)
    long.mkdir()
    command = [sys.executable, "-m", "verifier", "report", str(SEEDS / "kakar-2023-11-08.md"), "--dataset", "picss"]
    done = subprocess.run(
        [*command, "-o", "out", "--claim", "1"], cwd=tmp_path, env=os.environ | {"TMPDIR": str(long)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "The report: out/kakar-2023-11-08/index.html" in done.stdout
    assert (tmp_path / "out" / "kakar-2023-11-08" / "index.html").is_file()
    assert not [path for path in long.iterdir() if path.name.startswith("verifier")]
