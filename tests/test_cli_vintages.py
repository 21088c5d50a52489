"""`verifier data show`: what changed between two vintages, and its chart."""

import pytest


def test_what_changed_is_shown_for_the_vintages_asked_for(verifier):
    """Restated with both counts and the difference, added ones named, unchanged ones in one line."""
    out = verifier("data", "show", "picss", "--between", "2023-01-02", "2025-01-31").stdout
    told = out.partition("what changed between vintage 2023-01-02 and vintage 2025-01-31")[2].splitlines()
    assert any(line.split() == ["2022", "376", "380", "+4"] for line in told)
    assert any(line.split() == ["2024", "unknown", "905", "added"] for line in told)
    assert sum(line.strip().startswith("unchanged: 2017, 2018") for line in told) == 1


def test_the_latest_two_are_the_default_and_one_alone_is_said_to_be_alone(verifier):
    """Published figures have many vintages, the shipped events one a country."""
    assert "between vintage 2023-12-25 and vintage 2025-01-31" in verifier("data", "show", "picss").stdout
    assert "no two vintages for PAK" in verifier("data", "show", "ucdp-ged", "--place", "Pakistan").stdout


@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml")])
def test_the_chart_is_written(verifier, tmp_path, name, begins):
    """PNG or SVG by the ending."""
    assert verifier("data", "show", "picss", "--chart", name).returncode == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["picss", "--chart", "a.gif"], 2, ".png or .svg"),
        (["pirates", "--chart", "a.png"], 4, "no chart to draw"),
        (["picss", "--between", "1999", "2025-01-31"], 4, "1999"),
        (["picss", "--definition", "attacks"], 4, "militant-attacks"),
        (["picss", "--place", "Atlantis"], 2, "Atlantis"),
        (["picss", "--place", "NOR"], 4, "NOR"),
    ],
)
def test_wrong_wishes_are_answered_in_a_line_and_leave_nothing(verifier, tmp_path, arguments, code, words):
    """One line that names what was wrong, the exit code of its kind, no file."""
    done = verifier("data", "show", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())
