"""The same numbers everywhere: on every Python and with the oldest and newest libraries that are supported.

After an intended change: `verifier check seeds/NAME.md --json > tests/golden/checked/NAME.json`, and look at the diff.
"""

from pathlib import Path

import pytest

CHECKED = sorted((Path(__file__).parent / "checked").glob("*.json"))
SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.mark.parametrize("file", CHECKED, ids=lambda file: file.stem)
def test_the_answer_is_the_same_byte_for_byte(verifier, file):
    """All of the JSON: findings, counts, windows, weights, scores, sentences."""
    done = verifier("check", SEEDS / f"{file.stem}.md", "--json")
    assert done.returncode == 0, done.stderr
    assert done.stdout == file.read_text(encoding="utf-8")


def test_every_seed_is_held():
    """A new seed needs a file here."""
    assert {file.stem for file in CHECKED} == {seed.stem for seed in SEEDS.glob("*.md")}
