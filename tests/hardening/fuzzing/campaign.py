"""A long run of one target under atheris, guided by coverage: `python campaign.py TARGET --runs 1000000 [--out DIR]`.

Goes on after a fault; each different one (by its type and the line that raised it) is kept once in DIR as the bytes
that led there. Tells the figures each minute and at the end: executions, what was tried in them (files, records of
which many are in one execution), seconds, faults. --plain draws the bytes at random instead, for
targets that run mostly in compiled code, of which the coverage tells nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

LONGEST = 120  # bytes
PAUSE = 60  # seconds between figures


class Campaign:
    """Runs a target and remembers its faults."""

    def __init__(self, target: Callable[[bytes], None], runs: int, out: Path) -> None:
        from fuzz_inputs import TRIED

        self.target, self.runs, self.out, self.tried = target, runs, out, TRIED
        self.done, self.begun = 0, time.monotonic()
        self.told = self.begun
        self.faults: dict[str, str] = {}

    def once(self, data: bytes) -> None:
        """One execution; prints the figures after the last."""
        try:
            self.target(data)
        except Exception as error:  # noqa: BLE001  (every kind is what is looked for)
            self._fault(error, data)
        self.done += 1
        if self.done == self.runs or time.monotonic() > self.told + PAUSE:
            self.told = time.monotonic()
            self.tell()

    def tell(self) -> None:
        """The figures so far."""
        seconds = time.monotonic() - self.begun
        tried = "".join(f", {number:,} {what}" for what, number in sorted(self.tried.items()))
        print(f"{self.done:,} executions{tried}, {seconds:.0f} s, {len(self.faults)} different faults", flush=True)
        if self.done >= self.runs:
            for name, words in self.faults.items():
                print(f"  {name}: {words}", flush=True)

    def _fault(self, error: Exception, data: bytes) -> None:
        frames = [one for one in traceback.extract_tb(error.__traceback__) if "verifier" in Path(one.filename).parts]
        last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
        name = f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}"
        if name not in self.faults:
            self.faults[name] = str(error)[:200]
            self.out.mkdir(parents=True, exist_ok=True)
            (self.out / name).write_bytes(data)
            print(f"fault {name}: {error!r:.200}", flush=True)


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, help="with --plain: end after so many mutated records")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("faults"))
    parser.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    os.environ["VERIFIER_DATA"] = tempfile.mkdtemp(prefix="fuzz-store-")
    sys.path.insert(0, str(Path(__file__).parent))
    if given.plain:
        from fuzz_targets import TARGETS

        campaign = Campaign(TARGETS[given.target], given.runs, given.out / given.target)
        draw = random.Random(given.seed)  # noqa: S311
        while campaign.done < campaign.runs:
            if given.records and campaign.tried["mutated records"] >= given.records:
                campaign.runs = campaign.done + 1
            campaign.once(draw.randbytes(draw.randrange(LONGEST)))
        return
    import atheris

    with atheris.instrument_imports(include=["verifier"], enable_loader_override=False):
        from fuzz_targets import TARGETS
    campaign = Campaign(TARGETS[given.target], given.runs, given.out / given.target)
    corpus = given.out / given.target / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    options = [f"-runs={given.runs}", f"-max_len={LONGEST}", f"-seed={given.seed}", "-verbosity=0", str(corpus)]
    atheris.Setup([sys.argv[0], *options], campaign.once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
