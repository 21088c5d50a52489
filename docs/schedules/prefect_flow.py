"""Prefect: a watchlist as a flow; what changed becomes the flow's result."""

import json
import subprocess
from pathlib import Path

from prefect import flow, task

CHANGED = 5


@task(retries=1, retry_delay_seconds=600)
def run(watchlist: str, output: str) -> bool:
    """Run the watchlist; true where a result changed."""
    command = ["verifier", "run", watchlist, "-o", output, "--fail-on", "changed", "--fail-on", "error"]
    done = subprocess.run(command, check=False)  # noqa: S603  (our own command)
    if done.returncode not in (0, CHANGED):
        raise RuntimeError(f"verifier run ended with {done.returncode}")
    return done.returncode == CHANGED


@flow
def watched(watchlist: str = "watchlist.yml", output: str = "watched") -> list[dict[str, object]]:
    """The changes of this run."""
    if not run(watchlist, output):
        return []
    return list(json.loads(Path(output, "changes.json").read_text(encoding="utf-8"))["changes"])


if __name__ == "__main__":
    watched.serve(name="mondays", cron="10 6 * * 1")
