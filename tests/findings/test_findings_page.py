"""docs/explanation/how-a-finding-is-made.md names what the code has: findings, flags, scores."""

import re
from pathlib import Path

from verifier.findings.flag_words import WORDS
from verifier.findings.outcomes import Outcome
from verifier.findings.position import Finding

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "how-a-finding-is-made.md").read_text(encoding="utf-8")


def first_column(heading):
    """The first cells of the table under a heading."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [cell.strip() for cell in re.findall(r"^\| ([^|]+) \|", section, re.M)][2:]


def test_the_findings_stand_in_their_order():
    """The table lists every finding, in the order in which they are tried."""
    told = [name for cell in first_column("The findings") for name in cell.split(", ")]
    assert told == [finding.value for finding in Finding]


def test_every_flag_is_explained():
    """The table lists exactly the flags the code can raise."""
    assert set(first_column("Flags")) == {"assumed", *WORDS}


def test_every_outcome_is_named():
    """Each outcome stands in the page."""
    assert all(f"*{outcome}*" in PAGE for outcome in Outcome)
