"""Runs on forked kernels: a hang, a death and a fault stay with their own claim."""

import os
import signal

import fake
import nbformat
import pytest

from verifier.reports.kernels.forked import can_fork, current
from verifier.reports.kernels.pool import ReportPool
from verifier.reports.opened import check_notebook
from verifier.reports.watchlists.rendering import render_report

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux and its like only")

CLAIM = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."
TROUBLE = """
import os, signal, time
from pathlib import Path
said = Path(document).read_text(encoding="utf-8")
if "hang" in said: time.sleep(600)
if "die" in said: os.kill(os.getpid(), signal.SIGKILL)
if "fail" in said: raise ZeroDivisionError("a made-up\\nfault")
"""


@pytest.fixture
def troubled(tmp_path, monkeypatch):
    """The check notebook with a cell that gets into the trouble that the text names."""
    notebook = nbformat.read(check_notebook(), as_version=4)
    at = next(place for place, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    notebook.cells.insert(at + 1, nbformat.v4.new_code_cell(TROUBLE))
    nbformat.write(notebook, tmp_path / "troubled.ipynb")
    monkeypatch.setattr("verifier.reports.notebook.check_notebook", lambda: tmp_path / "troubled.ipynb")


def test_a_hang_a_death_and_a_fault_are_a_line_each(desk, troubled):
    """The cell that hangs, the kernel that is killed and the cell that fails are told; the others are made."""
    ids = ["good", "hang", "die", "fail", "fine"]
    claims = [f'  - {{id: {name}, text: "This is {name}. {CLAIM}"}}' for name in ids]
    about = ["defaults: {datasets: [pirates], published: 2019-02-01}", "claims:"]
    desk.list.write_text("\n".join([*about, *claims]), encoding="utf-8")
    done = desk.run(renderer=render_report, pool=ReportPool, workers=3, seconds=10)
    assert sorted(done.made) == ["fine", "good"], desk.told
    assert "it took longer than 10 seconds" in done.failed["hang"]
    assert "its kernel died" in done.failed["die"]
    assert "ZeroDivisionError: a made-up fault" in done.failed["fail"]
    for name, why in done.failed.items():
        assert "code cell 3 of" in why
        assert f".watch/failed/{name}.ipynb" in why
        assert (desk.out / ".watch" / "failed" / f"{name}.ipynb").is_file()
    assert len(desk.told) == 5
    assert not any("\n" in line for line in desk.told)


def test_a_claim_that_takes_the_server_down_takes_nobody_with_it(desk):
    """Where the process that forks kernels dies, those in hand are tried again alone: the one at fault is named."""

    def deadly(task):
        if task.id == "deadly":
            os.kill(current().pid, signal.SIGKILL)
            raise RuntimeError("its kernel is gone")
        return fake.render(task)

    done = desk.write(["a", "deadly", "b"]).run(renderer=deadly, pool=ReportPool, workers=1)
    assert sorted(done.made) == ["a", "b"], desk.told
    assert done.failed == {"deadly": "its worker process died, as when the machine runs out of memory"}
