"""A renderer that is quick, and goes wrong on demand: what it does is written in the claim's id."""

import errno
import json
import os
import time
from pathlib import Path

from verifier.errors import VerifierError
from verifier.reports.watchlists.rendering import Rendered

FILES = ("index.html", "claim-1.json", "claim-1.ipynb", "numbers.csv")
SECONDS = 0.004


def render(task):
    """Write a few files slowly; note that it was done in the file FAKE_LOG names."""
    if "dies" in task.id:
        os._exit(7)
    if "poisoned" in task.id:
        raise ZeroDivisionError("a made-up\nfault")
    if "refused" in task.id:
        raise VerifierError("the notebook failed in code cell 3 of 5")
    folder = task.folder / "report"
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_text(f"{task.id} {task.parameters.get('known_on', '')} {name}\n" * 50, encoding="utf-8")
        time.sleep(SECONDS)
    if "full" in task.id:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder / "numbers.csv"))
    known_on = task.parameters.get("known_on", "")
    result = {
        "finding": "Holds up",
        "sentence": f"Holds up: as known on {known_on or 'today'}.",
        "flags": [{"flag": "small base", "why": "made up"}],
        "statistic": "ratio",
        "answers": [
            {
                "dataset": "pirates",
                "definition": "pirate-attacks",
                "after_start": "2018-01-01",
                "after_end": "2018-12-31",
                "before_start": "2015-01-01",
                "before_end": "2015-12-31",
                "after_count": int(known_on[:4] or 35),
                "before_count": 111,
                "value": 0.3,
            }
        ],
        "claim": {"text": "two-thirds", "sentence": task.document.read_text(encoding="utf-8").splitlines()[-1]},
    }
    with Path(os.environ["FAKE_LOG"]).open("a", encoding="utf-8") as log:
        log.write(json.dumps([task.id, task.parameters.get("known_on", "")]) + "\n")
    return Rendered(folder, result)


def render_together(task):
    """The same slowly, but not before two processes have something to render: each leaves a mark in FAKE_MARKS."""
    marks = Path(os.environ["FAKE_MARKS"])
    (marks / str(os.getpid())).touch()
    end = time.monotonic() + 120
    while len(list(marks.iterdir())) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    return render_slowly(task)


def render_slowly(task):
    """The same in half a second, with the process that did it."""
    time.sleep(0.5)
    made = render(task)
    (made.folder / "worker.txt").write_text(str(os.getpid()), encoding="ascii")
    return made
