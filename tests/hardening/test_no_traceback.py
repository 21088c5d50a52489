"""Whatever stands on the command line: a documented exit code and a plain line, never a traceback.

VERIFIER_TEST_CASES is how many command lines are tried (default: few, for every day).
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import click
import pytest
import requests
from bad_arguments import command_lines, materials, reset
from command_line import run
from hypothesis import HealthCheck, given, settings

from verifier.cli import cli
from verifier.errors import VerifierError
from verifier.incidents.fetching import asking

CASES = int(os.environ.get("VERIFIER_TEST_CASES", "200"))
CODES = {0, 1, 2, 3, 4, 5, 6}
SLOWEST = 20  # seconds of processor time that no command line may take


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A folder with every file of the grammar to work in, and a copy of it to begin anew with."""
    kept = tmp_path_factory.mktemp("kept") / "world"
    kept.mkdir()
    materials(kept)
    folder = tmp_path_factory.mktemp("work") / "world"
    reset(folder, kept)
    return folder, kept


@pytest.fixture
def no_outside(monkeypatch):
    """No network, no notebooks (they have tests of their own), no browser; pauses between tries take no time."""

    def unreachable(*_, **__):
        raise requests.ConnectionError("unreachable in this test")

    def not_run(*_, **__):
        raise VerifierError("the notebook is not run in this test")

    monkeypatch.setattr(requests.Session, "request", unreachable)
    quick = {"tries": 2, "longest_pause": 0.0, "longest_asked": 0.0, "sleep": lambda _: None}
    defaults = tuple(quick.get(field.name, field.default) for field in fields(asking.Manners))
    monkeypatch.setattr(asking.Manners.__init__, "__defaults__", defaults)
    monkeypatch.setattr("verifier.reports.report.run", not_run)
    monkeypatch.setattr("verifier.reports.kernels.pool.together", lambda _: False)  # no fork server for what is not run
    for module in ("rendering", "running"):
        monkeypatch.setattr(
            f"verifier.reports.watchlists.{module}.make_reports",
            lambda todo, *_, **__: ((one, VerifierError("no")) for one in todo),
        )
    monkeypatch.setattr("verifier.reports.executors.process_pool", ThreadPoolExecutor)
    monkeypatch.setattr("verifier.reports.executors.ANSWER_SECONDS", 0.2)
    monkeypatch.setattr("click.launch", lambda *_, **__: 0)


def complaint(code, out, err):
    """What is wrong with how a command ended; empty where nothing is."""
    if code not in CODES:
        return f"exit code {code!r}"
    if "Traceback" in out + err or "failed unexpectedly" in out + err:
        return f"the last resort: {(out + err)[-600:]}"
    lines = err.splitlines()
    if (
        code in (1, 2, 3, 4, 6)
        and not any(line.startswith(("verifier: ", "Usage: ")) for line in lines)
        and not any(why in out for why in ("failed", "with documents or claims"))  # run and scan, with --fail-on error
    ):
        return f"exit code {code} without a line that says why: {err[-600:]!r}"
    if any((ord(one) < 32 and one not in "\n\t") or one == "\x7f" for one in out + err):
        return f"a control character in what is printed: {out + err!r}"
    return "" if len(err) < 60_000 else f"{len(err)} characters of trouble: {err[:300]}…"


def _commands(group=cli, verb=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*verb, name))
        elif command.params:
            yield pytest.param((*verb, name), command, id=" ".join((*verb, name)))


@pytest.mark.parametrize(("verb", "command"), [*_commands()])
@pytest.mark.parametrize("nothing", ["", " "])
def test_an_empty_value_does_not_pass_for_none(verifier, verb, command, nothing):
    """Every argument and option that takes a value refuses an empty one: a variable of a script that is not set."""
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    for one in command.params:
        if isinstance(one, click.Argument):
            words = [nothing if each is one else "x" for each in arguments]
        elif one.is_flag:
            continue
        else:
            words = [*("x" for _ in arguments), one.opts[-1], *[nothing] * one.nargs]
        needed = [
            word
            for each in command.params
            if isinstance(each, click.Option) and each.required and each is not one
            for word in (each.opts[-1], "x")
        ]
        done = verifier(*verb, *words, *needed)
        assert (done.returncode, done.stdout) == (2, ""), (verb, words)
        assert "is empty" in done.stderr or "Invalid value" in done.stderr, done.stderr


@settings(
    max_examples=CASES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck),
    print_blob=False,
)  # fmt: skip
@given(command_lines())
def test_no_command_line_ends_in_a_traceback(world, no_outside, monkeypatch, arguments):
    """Every command line of the grammar ends in a documented way, and does not take for ever."""
    folder, kept = world
    if not folder.is_dir() or len(list(folder.iterdir())) > 250:
        os.chdir(kept.parent)
        reset(folder, kept)
    monkeypatch.chdir(folder)
    begun = time.process_time()
    code, out, err = run(arguments, b"Attacks rose 60 percent in 2022.\n")
    took = time.process_time() - begun
    assert not complaint(code, out, err), (arguments, complaint(code, out, err))
    assert took < SLOWEST, arguments
