"""Work that takes too long ends in an error, in any thread, and leaves what comes after it alone."""

import contextlib
import subprocess
import sys
import threading
import time

import pytest

from verifier.deadline import DeadlineError, seconds_for, within
from verifier.reports import report
from verifier.reports.watchlists import planning

LONG = 600  # seconds: more than anything here takes, on a machine however busy


def endless():
    """Work without end, with a net under it that catches what it can."""
    while True:
        with contextlib.suppress(Exception):  # as a reader might do, and must not swallow a deadline
            sum(range(1000))


def test_work_without_end_is_given_up():
    """The words say what took how long; the next work runs to its end, and has what it gives."""
    with pytest.raises(DeadlineError, match="reading it took longer than 0 seconds and was given up"):
        within(0.2, "reading it", endless)
    assert within(LONG, "counting", lambda: sum(range(10))) == 45


def test_it_holds_in_a_thread_and_for_that_thread_alone():
    """A worker's thread is stopped; the main one and others go on."""
    told = []

    def work():
        try:
            within(0.3, "reading it", endless)
        except DeadlineError as error:
            told.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert within(LONG, "waiting", lambda: [thread.join() for thread in threads]) == [None] * 3
    assert len(told) == 3


def test_errors_and_results_pass():
    """What the work raises is what is raised; one within another, the first to end is told."""
    with pytest.raises(KeyError):
        within(LONG, "looking", lambda: {}["x"])
    with pytest.raises(DeadlineError, match="inner"):
        within(LONG, "outer", lambda: within(0.2, "inner", endless))
    with pytest.raises(DeadlineError, match="outer"):
        within(0.2, "outer", lambda: within(LONG, "inner", endless))


def test_a_deadline_that_comes_as_the_work_ends_hits_nothing_else():
    """Work that ends just about then gives its result or the error, and nothing arrives afterwards."""
    ended = 0
    for turn in range(40):
        try:
            within(0.02, "napping", lambda turn=turn: time.sleep(0.02 + turn / 2000))
        except DeadlineError:
            pass
        else:
            ended += 1
    time.sleep(0.3)
    sum(range(100_000))
    assert ended <= 40


def test_a_longer_text_has_longer():
    """No text is given up for its length alone."""
    assert seconds_for(0) == 60
    assert seconds_for(20_000_000) == 1060


@pytest.mark.parametrize("room", [report, planning], ids=["report", "run"])
def test_a_report_and_a_run_give_up_a_text_that_is_not_read_in_time(room, tmp_path, monkeypatch):
    """The text is named in a line, and nothing is written."""
    monkeypatch.setattr(room, "read_claims", lambda _document: endless())
    monkeypatch.setattr(room, "seconds_for", lambda _signs: 0.2)
    text = tmp_path / "a.md"
    text.write_text("Attacks rose by 60 percent.", encoding="utf-8")
    with pytest.raises(DeadlineError, match=r"^reading (a\.md|the text) took longer than"):
        report.write_report(text, tmp_path / "out", {}) if room is report else planning._read(text, (), None, None)
    assert not (tmp_path / "out").exists()


TRACED = """
import sys, time
from contextlib import suppress
from verifier.deadline import DeadlineError, within
for turn in range(12):
    with suppress(DeadlineError):
        within(0.1, "counting", lambda: time.sleep(0.095 + turn / 1000))
sys.settrace(lambda *about: None)
print(sum(len(str(number)) for number in range(1000)))
"""


def test_traced_work_goes_on_after_a_deadline():
    """A debugger or a measure of coverage in the same process is not held up by deadlines that came as work ended."""
    done = subprocess.run([sys.executable, "-c", TRACED], capture_output=True, text=True, timeout=LONG, check=True)
    assert done.stdout.strip() == "2890"
