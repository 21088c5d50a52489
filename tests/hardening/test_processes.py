"""Real processes on a bad day: closed and full streams, readers that go away, signals, odd environments and names."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from command_line import run
from test_no_traceback import complaint

ROOT = Path(__file__).parents[2]
SEED = str(ROOT / "seeds/kakar-2023-11-08.md")
VERIFIER = [sys.executable, "-m", "verifier"]
CHECK = ["check", SEED, "--claim", "2", "--dataset", "picss"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs the streams and signals of POSIX")


@pytest.fixture
def told(tmp_path):
    """Run a command in a folder of its own: its exit code and what it wrote, streams and environment as given."""

    def run(arguments, *, streams="", env=None, stdin=b""):
        line = " ".join(["exec", '"$@"', streams])
        done = subprocess.run(
            ["/bin/sh", "-c", line, "sh", *VERIFIER, *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            check=False,
            timeout=120,
        )
        assert b"Traceback" not in done.stderr + done.stdout, done.stderr.decode()
        assert b"failed unexpectedly" not in done.stderr, done.stderr.decode()
        assert b"Exception ignored" not in done.stderr, done.stderr.decode()
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    return run


@pytest.mark.parametrize("buffering", ["", "1"])
@pytest.mark.parametrize("streams", ["2>/dev/full", "<&- >&- 2>&-", ">/dev/full 2>/dev/full"])
def test_an_error_that_cannot_be_said_keeps_its_code(told, streams, buffering):
    """Where standard error is full or closed, the exit code says it, whether Python buffers the stream or not."""
    assert told(["parse", "nowhere.md"], streams=streams, env={"PYTHONUNBUFFERED": buffering})[0] == 3
    assert told(["parse"], streams=streams, env={"PYTHONUNBUFFERED": buffering})[0] == 2


def test_a_warning_that_cannot_be_told_stops_nothing(told, tmp_path):
    """A full standard error takes a warning with it, not the answer."""
    (tmp_path / "noted.md").write_text("---\nunknown: 1\n---\nAttacks rose by 60 percent.\n", encoding="utf-8")
    code, out, _ = told(["parse", "noted.md"], streams="2>/dev/full", env={"PYTHONUNBUFFERED": ""})
    assert code == 0
    assert "60 percent" in out


OUTPUT_IS_CLOSED = (
    "verifier: standard output is closed: there is no place to print to (>/dev/null discards what is printed)\n"
)


@pytest.mark.parametrize(("streams", "told_of_it"), [(">&-", OUTPUT_IS_CLOSED), ("<&- >&- 2>&-", "")])
def test_closed_streams_take_nothing_else_with_them(told, tmp_path, streams, told_of_it):
    """A file that is written gets its own content and not the output, which otherwise would go into it."""
    assert told([*CHECK, "--specifications", "all.csv"], streams=streams) == (1, "", told_of_it)
    lines = (tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("claim,dataset,vintage")
    assert all(line.startswith("c2,picss,") for line in lines[1:])


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-"])
def test_the_number_of_a_closed_stream_is_no_file_s(tmp_path, streams):
    """Whichever is closed when the command line begins, what is opened after that gets another number."""
    program = (
        "import sys; from verifier.console import prepare; prepare(); own = open('own', 'w'); "
        "own.write(str(own.fileno() > 2)); own.close(); print('told', file=sys.stderr); print('said', flush=True)"
    )
    line = f'exec "$@" {streams}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, "sh", sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.stdout == ("" if ">&-" in streams.replace("2>&-", "") else "said\n")
    assert done.stderr.startswith("told\n") == ("2>&-" not in streams)
    assert (tmp_path / "own").read_text(encoding="utf-8") == "True"


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["parse", SEED], ["data", "list", "--json"]])
def test_output_that_goes_nowhere_is_no_success(told, words):
    """Where standard output is closed a line says so, with exit code 1, as where its disk is full."""
    assert told(words, streams=">&-") == (1, "", OUTPUT_IS_CLOSED)
    assert told(words, streams=">/dev/full")[::2][0] == 1


@pytest.mark.parametrize("streams", ["<&- >&-", "<&- >&- 2>&-"])
def test_a_report_is_made_without_streams(told, tmp_path, streams):
    """Its kernels get streams, though there are none to inherit."""
    assert told(["report", *CHECK[1:], "-o", "out"], streams=streams)[0] == 1
    assert list((tmp_path / "out").glob("*/report-*.html")) or list((tmp_path / "out").glob("*/index.html"))


def test_a_closed_input_is_an_empty_one(told):
    """Reading it says that it is empty."""
    assert told(["check", "-"], streams="<&-")[::2] == (
        3,
        "verifier: standard input is empty: it needs the text to check\n",
    )


@pytest.mark.parametrize("arguments", [["--help"], ["parse", SEED, "--json"]])
def test_a_reader_that_goes_away_is_no_error(arguments, tmp_path):
    """As with `head`: the code is 0 and nothing is said."""
    with subprocess.Popen(
        [*VERIFIER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_output_without_end_does_not_read_without_end(told):
    """A device or a stream that never ends is stopped at the size a text may have."""
    for words in (["parse", "/dev/zero"], ["parse", "-"]):
        code, _, err = told(words, streams="</dev/zero")
        assert code == 3
        assert "has more than 50,000,000 bytes" in err


class Started(subprocess.Popen):
    """A process that a failing test does not wait for."""

    def __exit__(self, kind, *rest):
        if kind is not None:
            self.kill()
        return super().__exit__(kind, *rest)


def started(arguments, folder, more=None, **given):
    """A process of our command line in a session of its own, with more in its environment."""
    return Started(
        [*VERIFIER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}, preexec_fn=_heeds_interrupts, **given,
    )  # fmt: skip


def _heeds_interrupts():
    """A shell's background job, or one under nohup, hands on that signals are ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def family(process):
    """The processes that a process has started, and theirs."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(process.pid).children(recursive=True)
    return []


def until(happens, seconds=120):
    """Wait for something; fail where it does not come."""
    ends = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)


STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.mark.parametrize("number", STOPS)
def test_a_stopped_command_ends_in_a_line(tmp_path, number):
    """Waiting for its input: an interrupt, a termination and a hangup are told in a line, with exit code 1."""
    with started(["parse", "-"], tmp_path, stdin=subprocess.PIPE) as process:
        process.stdin.write(b"x" * 1_000_000)  # taken in only once it reads: the pipe holds less
        process.stdin.flush()
        process.send_signal(number)
        out, err = process.communicate(timeout=120)
    assert out == b""
    assert (process.returncode, err.strip()) == (1, b"verifier: stopped")


@pytest.mark.parametrize(
    ("number", "words", "code"),
    [(signal.SIGINT, "--version", 0), (signal.SIGTERM, "parse nowhere.md", 3), (signal.SIGHUP, "--version", 0)],
)
def test_a_signal_after_the_work_is_done_changes_nothing(tmp_path, number, words, code):
    """While Python ends, the exit code is that of what was done, and nothing is printed of it."""
    program = (
        f"import atexit, os, sys; sys.argv = ['verifier', *{words.split()!r}]; "
        f"atexit.register(os.kill, os.getpid(), {int(number)}); from verifier.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, preexec_fn=_heeds_interrupts,
    )  # fmt: skip
    assert done.returncode == code
    assert len(done.stderr.splitlines()) == (code != 0), done.stderr


def test_packages_of_another_python_are_told(told, tmp_path):
    """As in a folder of `pip install --target` that two Pythons share."""
    (tmp_path / "other" / "numpy").mkdir(parents=True)
    broken = "raise ImportError('numpy was built for another Python.')"
    (tmp_path / "other" / "numpy" / "__init__.py").write_text(broken, encoding="utf-8")
    code, out, err = told(CHECK, env={"PYTHONPATH": f"{tmp_path / 'other'}{os.pathsep}{ROOT}"})
    assert (code, out) == (1, "")
    assert err.startswith(f"verifier: Python {sys.version.split()[0]} cannot load what verifier needs (")
    assert err.endswith("): set it up for the Python that runs it, 3.11 or newer\n")


QUERY = """
import signal, sys
from verifier import cli

def query():
    try:
        signal.raise_signal(getattr(signal, sys.argv[1]))
    except KeyboardInterrupt:
        raise RuntimeError("Query interrupted")  # as DuckDB does

cli._invoke = query
cli.main()
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_stop_that_a_library_makes_an_error_of_is_a_stop(number):
    """DuckDB, asked to stop in a query, raises an error of its own: it is no fault of ours, nor one of a claim."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", QUERY, number], capture_output=True, text=True, check=False, timeout=60, env=environment
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "verifier: stopped\n")


def test_a_second_interrupt_is_no_traceback(tmp_path):
    """Whoever asks twice gets the same exit code, and no words of Python's."""
    program = (
        "import os, signal, sys; sys.argv = ['verifier', 'parse', 'nowhere.md']; from verifier import cli; "
        "cli._fail = lambda *words: os.kill(os.getpid(), signal.SIGINT); cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, preexec_fn=_heeds_interrupts,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")


def test_a_signal_that_is_ignored_stays_so(tmp_path):
    """Under nohup a hangup stops nothing."""
    command = ["/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh", *VERIFIER, "parse", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        process.stdin.write(b"Attacks rose by 60 percent. " + b"It rained. " * 9_000)  # more than the pipe holds
        process.stdin.flush()
        process.send_signal(signal.SIGHUP)
        out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert b"60 percent" in out


TWO, ONE = [], ["--claim", "1"]


# A report's two ways of running notebooks; that each signal is heard is proven above and on a scan.
@pytest.mark.parametrize(
    ("number", "claims"), [(signal.SIGINT, TWO), (signal.SIGTERM, ONE)],
    ids=["INT, two notebooks", "TERM, one notebook"],
)  # fmt: skip
def test_a_stopped_report_leaves_nothing_behind(tmp_path, number, claims):
    """While notebooks run: one line, exit code 1; no report half there, no temporary file, no kernel, no server."""
    (tmp_path / "tmp").mkdir()
    words = ["report", SEED, "--dataset", "picss", "-o", "out", *claims]
    with started(words, tmp_path, more={"TMPDIR": str(tmp_path / "tmp")}) as process:
        until(lambda: len(family(process)) > (not claims))  # a kernel, or the process that forks them and a kernel
        time.sleep(0.5)
        children = family(process)
        process.send_signal(number)
        _, err = process.communicate(timeout=120)
    assert (process.returncode, err.decode().strip()) == (1, "verifier: stopped")
    assert not list((tmp_path / "out").glob("**/*"))
    assert not list((tmp_path / "tmp").iterdir())
    until(lambda: not [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE])


# Each signal, and each of the three; a terminal sends an interrupt to the whole group.
@pytest.mark.parametrize(
    ("number", "whom"),
    [(signal.SIGINT, "its group"), (signal.SIGINT, "its group as it starts"), (signal.SIGTERM, "the process"),
     (signal.SIGTERM, "its group as it starts"), (signal.SIGHUP, "its group")],
)  # fmt: skip
def test_a_stopped_scan_leaves_its_parts_and_nothing_else(tmp_path, number, whom):
    """Whether one process is stopped or all of them, and when: one line, exit code 1, no words of multiprocessing."""
    (tmp_path / "tmp").mkdir()
    text = Path(SEED).read_text(encoding="utf-8").rpartition("---")[2]
    lines = [json.dumps({"id": str(at), "text": text}) for at in range(9_000)]
    (tmp_path / "archive.jsonl").write_text("\n".join(lines), encoding="utf-8")
    words = ["scan", "archive.jsonl", "-o", "table.csv", "--workers", "2"]
    with started(words, tmp_path, more={"TMPDIR": str(tmp_path / "tmp")}) as process:
        until(lambda: len(family(process)) >= 3)
        if whom != "its group as it starts":
            until(lambda: list(tmp_path.glob("table.csv.parts/*")))
        children = family(process)
        (os.kill if whom == "the process" else os.killpg)(process.pid, number)
        _, err = process.communicate(timeout=120)
    said = [line for line in err.decode().replace("\r", "\n").splitlines() if line and "archive.jsonl" not in line]
    assert (process.returncode, said) == (1, ["verifier: stopped"])
    assert not (tmp_path / "table.csv").exists()
    assert not list((tmp_path / "tmp").iterdir())
    until(lambda: not [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE])


# The command line, asked to stop when its first worker has been started but not yet told what to do.
STOPPED_AT_THE_START = """
import os, sys
from multiprocessing import util

usual = util.spawnv_passfds

def spawn(path, words, handles):
    worker = usual(path, words, handles)
    if any(b"spawn_main" in os.fsencode(word) for word in words):
        os.kill(os.getpid(), number)
    return worker

if __name__ == "__main__":
    number, util.spawnv_passfds = int(sys.argv.pop()), spawn
    from verifier.cli import main
    main()
"""


@pytest.mark.parametrize("number", STOPS)
def test_a_scan_that_is_stopped_while_a_worker_starts_ends(tmp_path, number):
    """As at any other time; the worker, of which nobody knows yet, is not left waiting for its task."""
    (tmp_path / "stopped.py").write_text(STOPPED_AT_THE_START, encoding="utf-8")
    (tmp_path / "archive.jsonl").write_text('{"id": "1", "text": "Attacks rose by 60 percent."}', encoding="utf-8")
    words = ["stopped.py", "scan", "archive.jsonl", "-o", "table.csv", str(int(number))]
    with Started(
        [sys.executable, *words], stderr=subprocess.PIPE, cwd=tmp_path, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, preexec_fn=_heeds_interrupts,
    ) as process:  # fmt: skip
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode().splitlines()[-1:]) == (1, ["verifier: stopped"])
    assert b"Traceback" not in err
    assert not (tmp_path / "table.csv").exists()


ENVIRONMENTS = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "HOME": "", "COLUMNS": "1",
     "TMPDIR": "/nonexistent"},
    {"LC_ALL": "nonsense", "TZ": "Nowhere/Nothing", "HOME": "/dev/null", "TERM": "", "COLUMNS": "-5"},
    {"PYTHONIOENCODING": "ascii:strict", "TZ": ":/etc/passwd", "_VERIFIER_COMPLETE": "x", "PYTHONWARNINGS": "always"},
    {"PYTHONIOENCODING": "utf-16", "COLUMNS": "x"},
]  # fmt: skip


@pytest.mark.parametrize("env", ENVIRONMENTS, ids=lambda env: " ".join(env))
def test_an_odd_environment_is_no_traceback(told, env):
    """Whatever the environment says about language, home and time, a text is read and an error told."""
    assert told(["parse", SEED, "--explain"], env=env)[0] == 0
    assert told(["parse", "né.md"], env=env)[0] == 3


SETTINGS = [
    {"VERIFIER_DATA": "/dev/null"}, {"VERIFIER_DATA": "/nonexistent/x"}, {"VERIFIER_DATA": "~nobody-of-that-name/x"},
    {"VERIFIER_DATA": "x" * 5000}, {"VERIFIER_DATA": "\udcff"}, {"VERIFIER_STYLE": "/nonexistent"},
    {"CHROMIUM": "/dev/null"}, {"VERIFIER_STYLE": "/dev/zero"},
    {"VERIFIER_ENDPOINT_UCDP": "http://example.org"}, {"MPLCONFIGDIR": "/dev/null"},
]  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda env: " ".join(f"{key}={env[key][:20]!r}" for key in env))
@pytest.mark.parametrize(
    "arguments",
    [["data", "list"], CHECK, ["data", "fetch", "ucdp-ged", "--offline"],
     ["data", "show", "ucdp-ged", "--chart", "x.png"],
     ["data", "import", str(ROOT / "docs/example-thefts.csv"), "--id", "t", "--measure", "thefts", "--map", "date=day",
      "--country", "DNK"]],
    ids=lambda words: " ".join(words[:2]),
)  # fmt: skip
def test_a_wrong_setting_is_told(tmp_path, monkeypatch, setting, arguments):
    """Whatever our own variables say, a command does its work or says what is wrong."""
    monkeypatch.chdir(tmp_path)
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    assert complaint(*run(arguments)) == ""


@pytest.mark.parametrize("name", [b"\xff\xfe\n\x1b[2J.md", b"-", b"-x"])
def test_any_bytes_may_be_a_name(told, tmp_path, name):
    """A file whose name is no text is read, and one that is not there is told, in a line that any terminal can show."""
    words = [os.fsdecode(name)] if not name.startswith(b"-") or name == b"-" else ["--", os.fsdecode(name)]
    code, _, err = told(["parse", *words])
    assert code in (2, 3)
    assert all(one.isprintable() or one == "\n" for one in err)
    if name not in (b"-", b"--"):
        (tmp_path / os.fsdecode(name)).write_text("Thefts fell 5 percent in 2022.\n", encoding="utf-8")
        code, out, _ = told(["parse", *words])
        assert code == 0
        assert "5 percent" in out
