"""Real processes on a bad day: closed and full streams, readers that go away, signals, odd environments and names."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from test_no_traceback import complaint, run

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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["--help"], ["parse", SEED, "--json"], CHECK])
def test_a_full_disk_behind_the_output_is_told(told, arguments):
    """One line, and a code that is not 0: the output is not there."""
    code, _, err = told(arguments, streams=">/dev/full")
    assert code == 1
    assert err.startswith("verifier: cannot write: No space left on device; make room")
    assert len(err.splitlines()) == 1


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


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_take_nothing_else_with_them(told, tmp_path, streams):
    """A file that is written gets its own content and not the output, which otherwise would go into it."""
    code, out, err = told([*CHECK, "--specifications", "all.csv"], streams=streams)
    assert (code, err) == (0, "")
    assert bool(out) == (">&-" not in streams.replace("2>&-", ""))
    lines = (tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("claim,dataset,vintage")
    assert all(line.startswith("c2,picss,") for line in lines[1:])


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


def started(arguments, folder, **given):
    """A process of our command line in a session of its own."""
    return subprocess.Popen(
        [*VERIFIER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, preexec_fn=_heeds_interrupts, **given,
    )  # fmt: skip


def _heeds_interrupts():
    """A shell's background job hands on that interrupts are ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def family(process):
    """The processes that a process has started, and theirs."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(process.pid).children(recursive=True)
    return []


def until(happens, seconds=60):
    """Wait for something; fail where it does not come."""
    ends = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_ends_in_a_line(tmp_path, number):
    """Waiting for its input: an interrupt is told in a line; a termination ends it as the system does."""
    with started(["parse", "-"], tmp_path, stdin=subprocess.PIPE) as process:
        process.stdin.write(b"x" * 1_000_000)  # taken in only once it reads: the pipe holds less
        process.stdin.flush()
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert out == b""
    if number == signal.SIGINT:
        assert (process.returncode, err.strip()) == (1, b"verifier: stopped")
    else:
        assert (process.returncode, err) == (-signal.SIGTERM, b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_report_leaves_nothing_running(tmp_path, number):
    """While notebooks run: no traceback, no report half there, and no kernel or fork server stays behind."""
    with started(["report", SEED, "--dataset", "picss", "-o", "out"], tmp_path) as process:
        until(lambda: family(process))
        time.sleep(1)
        children = family(process)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err, err.decode()
    assert b"unexpectedly" not in err
    assert process.returncode in (1, -signal.SIGTERM)
    assert not (tmp_path / "out/kakar-2023-11-08").exists()
    until(lambda: not [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE], 30)


ENVIRONMENTS = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "nonsense", "TZ": "Nowhere/Nothing"},
    {"PYTHONIOENCODING": "ascii:strict", "TZ": ":/etc/passwd"}, {"PYTHONIOENCODING": "utf-16", "COLUMNS": "x"},
    {"HOME": "", "COLUMNS": "1"}, {"HOME": "/dev/null", "TERM": "", "COLUMNS": "-5"},
    {"TMPDIR": "/nonexistent", "_VERIFIER_COMPLETE": "nonsense", "PYTHONWARNINGS": "always"},
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
