"""The command line: what it prints, its exit codes, and one clear message for each kind of trouble."""

import csv
import io
import shlex

import click
import pytest

from verifier.cli import cli

PUBLISHED = [
    (["pips", "--measure", "terror attacks", "--after", "2021-08-15..2022-08-14", "--before", "2020-08-15..2021-08-14"],
     250, 165, 51.515),
    (["pips", "--measure", "terror attacks", "--after", "2022", "--before", "2020"], 262, 146, 79.45),
    (["picss", "--measure", "suicide attacks", "--after", "2022", "--before", "2021"], 15, 4, 275.0),
    (["picss", "--measure", "suicide attacks", "--after", "2022", "--before", "2013"], 15, 47, -68.085),
    (["ucdp-country-year", "--measure", "deaths", "--after", "2022", "--before", "2020"], 719, 409, 75.79),
]  # fmt: skip


def test_parse_finds_the_two_claims_and_nothing_else(verifier, kakar):
    """The seed holds two claims: 60 percent more terror attacks and 500 percent more suicide bombings."""
    claims = verifier("parse", kakar, "--json").json()
    assert [(one["value"], one["unit"], one["direction"], one["measure"]) for one in claims] == [
        (60, "percent", "up", "terror attacks"),
        (500, "percent", "up", "suicide bombings"),
    ]
    for claim in claims:
        assert claim["resolved"]["country"] == "PAK"
        assert claim["resolved"]["period"] == ["2021-08-15", "2023-11-08"]
        assert claim["speaker"] == "Kakar"
        text = kakar.read_text(encoding="utf-8")
        assert text[claim["start"] : claim["end"]] == claim["text"]


def test_parse_explains_the_numbers_it_left_out(verifier, kakar):
    """--explain gives the rule of each claim, and a reason for every number that is none."""
    out = verifier("parse", kakar, "--json", "--explain").json()
    assert all(claim["rule"] for claim in out["claims"])
    assert {skipped["text"] for skipped in out["skipped"]} >= {"2021", "15"}
    assert all(skipped["reason"] for skipped in out["skipped"])


def test_check_answers_for_both_claims(verifier, kakar):
    """Attacks rose by about as much as was said or more, suicide bombings by less; UCDP GED abstains from these."""
    first, second = verifier("check", kakar, "--json").json()
    assert first["finding"] == "At least about as much as said"
    assert first["headline"] == {"dataset": "pips", "after_count": 250, "before_count": 165}
    assert first["decisive_choice"]["factor"] == "before_option"
    assert (second["finding"], second["position"], second["firmness"]) == ("Leans overstated", "Overstated", "leans")
    abstained = {one["dataset"]: one["why"] for one in second["abstained"]}
    assert "no field" in abstained["ucdp-ged"]
    for check in (first, second):
        shares = check["shares"]
        assert sum(shares[name] for name in ("matches", "close", "stronger", "weaker", "opposite")) == pytest.approx(
            1, abs=1e-3
        )


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self):
        return True


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()], ids=["on a terminal", "in a pipe"])
def test_a_text_with_many_claims_shows_how_far_the_check_is(tmp_path, monkeypatch, stream):
    """Who watches sees how many claims are done; nothing is drawn where nobody does."""
    claim = "Pirate attacks in Indonesia fell by {} percent between 2015 and 2018."
    text = "\n\n".join(claim.format(number) for number in range(10, 25))
    (tmp_path / "many.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr("verifier.cli.PATIENCE", 0)
    monkeypatch.setattr("sys.stderr", stream)
    cli.main(["check", str(tmp_path / "many.md"), "--dataset", "pirates"], standalone_mode=False)
    assert ("/15" in stream.getvalue()) == stream.isatty()


def test_check_writes_every_comparison(verifier, kakar, tmp_path):
    """--specifications writes one row a comparison with the columns of the contract, weights summing to 1 a claim."""
    checks = verifier("check", kakar, "--json", "--specifications", "all.csv").json()
    rows = list(csv.DictReader((tmp_path / "all.csv").open(encoding="utf-8")))
    contract = (
        "dataset vintage definition match place after_start after_end before_start before_end after_count",
        "before_count ratio change_percent interval_low interval_high interval_method outcome compatible weight",
    )
    assert set(" ".join(contract).split()) <= set(rows[0])
    assert len(rows) == sum(check["specifications"] for check in checks)
    for check in checks:
        weights = [float(row["weight"]) for row in rows if row["claim"] == check["claim"]["id"]]
        assert sum(weights) == pytest.approx(1)


@pytest.mark.parametrize(("arguments", "after", "before", "change"), PUBLISHED, ids=lambda value: str(value)[:30])
def test_compare_reproduces_published_comparisons(verifier, arguments, after, before, change):
    """The counts and the change are those that were published."""
    out = verifier("compare", *arguments, "--place", "PAK", "--json").json()
    assert (out["after"]["count"], out["before"]["count"]) == (after, before)
    assert out["change_percent"] == pytest.approx(change, abs=0.01)
    assert set(out) >= {"after", "before", "ratio", "change_percent", "interval_95", "interval_method", "vintage",
                        "definition", "flags"}  # fmt: skip
    assert set(out["after"]) >= {"start", "end", "days", "count"}


def test_compare_gives_the_exact_interval_of_the_published_case(verifier):
    """250 against 165 attacks fit a rise of 24 to 86 percent."""
    out = verifier("compare", *PUBLISHED[0][0], "--place", "Pakistan", "--json").json()
    assert out["interval_95"] == pytest.approx([1.24, 1.856], abs=0.001)
    assert out["interval_method"] == "exact"


def test_a_year_that_is_not_covered_exits_4_and_names_the_span_that_is(verifier):
    """PICSS's figure for 2023 ends on 25 December: the whole year has no count."""
    done = verifier(
        "compare", "picss", "--measure", "militant attacks", "--place", "PAK", "--after", "2023", "--before", "2022"
    )
    assert done.returncode == 4
    assert "2023-01-01..2023-12-25" in done.stderr
    assert done.stdout == ""


PIPS = "compare pips --measure 'terror attacks'"
YEARS = "--after 2022 --before 2021"
IMPORT = "data import rows.csv --id x --measure y"
BAD = [
    ("a missing file", "check nowhere.md", 3, "nowhere.md"),
    ("an empty file", "check empty.md", 3, "empty"),
    ("a binary file", "check binary.md", 3, "binary.md"),
    ("a wrong encoding", "check latin.md", 3, "UTF-8"),
    ("bad front matter", "check front.md", 3, "front.md"),
    ("an unknown country in front matter", "check country.md", 3, "Pakistn"),
    ("an unknown country as a flag", "check good.md --country Pakistn", 2, "Pakistn"),
    ("a day that is none", "check good.md --published yesterday", 2, "yesterday"),
    ("an unknown dataset", "check good.md --dataset pipps", 4, "pips"),
    ("an unknown dataset to compare", f"compare pipps --measure x --place PAK {YEARS}", 4, "pips"),
    ("an unknown measure", f"compare pips --measure hijackings --place PAK {YEARS}", 4, "hijackings"),
    ("a place not covered", f"{PIPS} --place FRA {YEARS}", 4, "FRA"),
    ("an unknown place", f"{PIPS} --place Atlantis {YEARS}", 2, "Atlantis"),
    ("an unknown vintage", f"{PIPS} --place PAK {YEARS} --vintage 1999", 4, "1999"),
    ("a reversed window", f"{PIPS} --place PAK --after 2022-05-01..2022-01-01 --before 2021", 2, "reversed"),
    ("a window that is none", f"{PIPS} --place PAK --after soon --before 2021", 2, "soon"),
    ("a claim that is not there", "check good.md --claim 9", 2, "no claim 9"),
    ("a specification set that is none", "check good.md --set mine.toml", 3, "mine.toml"),
    ("a report where nothing can be written", "report good.md -o good.md/reports", 2, "cannot write"),
    ("a CSV where nothing can be written", "check good.md --specifications nowhere/out.csv", 2, "cannot write"),
    ("an archive that is missing", "scan nowhere.jsonl -o t.parquet", 3, "nowhere.jsonl"),
    ("an archive that is none", "scan good.md -o t.parquet", 3, "not an archive"),
    ("a table that is none", "scan nowhere -o t.xlsx", 2, ".parquet or .csv"),
    ("a table where nothing can be written", "scan . -o nowhere/t.parquet", 2, "no folder nowhere"),
    ("a column without a name", "scan . -o t.parquet --column story", 2, "ROLE=NAME"),
    ("a dataset for an archive that is unknown", "scan . -o t.parquet --dataset pipps", 4, "pips"),
    ("a day of knowledge that is none", "scan . -o t.parquet --known-on soon", 2, "soon"),
    ("a table without a claim", "report . --table t.parquet", 2, "--id go together"),
    ("a table that is not there", "report . --table t.parquet --id x#c1", 3, "t.parquet"),
    ("an unknown command", "verify good.md", 2, "verify"),
    ("an unknown option", "check good.md --fast", 2, "--fast"),
    ("no argument", "compare", 2, "DATASET"),
    ("a mapping that is none", f"{IMPORT} --map date", 2, "ROLE=COLUMN"),
    ("an import without a mapping", IMPORT, 2, "--map date=day"),
]


@pytest.fixture
def bad_files(tmp_path, kakar):
    """A folder with one file of every kind that can be wrong."""
    good = kakar.read_text(encoding="utf-8")
    (tmp_path / "good.md").write_text(good, encoding="utf-8")
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    (tmp_path / "binary.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    (tmp_path / "latin.md").write_bytes("Attacks in Türkiye rose 60 percent.".encode("latin-1"))
    (tmp_path / "front.md").write_text("---\ntitle: [unclosed\n---\nAttacks rose 60 percent.\n", encoding="utf-8")
    (tmp_path / "country.md").write_text(good.replace("country: PAK", "country: Pakistn"), encoding="utf-8")
    (tmp_path / "rows.csv").write_text("day,what\n2022-01-31,a\n2022-02-28,b\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("arguments", "code", "words"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_input_gives_one_message_and_its_exit_code(verifier, bad_files, arguments, code, words):
    """Each kind of trouble has its exit code and a message that names it, and leaves nothing behind."""
    before = sorted(bad_files.rglob("*"))
    done = verifier(*shlex.split(arguments))
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert done.stdout == ""
    assert sorted(bad_files.rglob("*")) == before


def test_standard_input_is_read(verifier):
    """- reads the text from standard input; flags stand in for front matter."""
    text = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."
    checks = verifier("check", "-", "--published", "2019-02-01", "--dataset", "pirates", "--json", stdin=text).json()
    assert len(checks) == 1
    assert checks[0]["specifications"] > 0


def test_a_text_and_a_csv_of_the_users_own_answer_too(verifier, tmp_path):
    """An imported CSV of bicycle thefts answers a claim about bicycle thefts."""
    rows = [f"2022-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 6)]
    rows += [f"2023-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 10)]
    (tmp_path / "thefts.csv").write_text("day\n" + "\n".join(rows) + "\n", encoding="utf-8")
    options = "--id thefts --measure 'bicycle thefts' --map date=day --country DNK --coverage 2022-01-01..2023-12-31"
    done = verifier("data", "import", "thefts.csv", *shlex.split(options))
    assert done.returncode == 0, done.stderr
    text = "Bicycle thefts in Denmark rose by 80 percent in 2023 compared with 2022."
    check = verifier("check", "-", "--published", "2024-01-15", "--dataset", "thefts", "--json", stdin=text).json()[0]
    best = check["supporting_comparisons"][0]
    assert (best["after_count"], best["before_count"]) == (108, 60)
    assert check["finding"] == "Holds up"


def test_a_file_of_a_known_source_needs_no_mapping(verifier, tmp_path):
    """A GTD file is known by its columns; its lost year is shown, and is not covered instead of zero."""
    header = (
        "eventid,iyear,imonth,iday,extended,country_txt,doubtterr,success,suicide,attacktype1,nkill,nkillter,nwound"
    )
    rows = [
        f"{year}00{n},{year},5,1,0,Pakistan,0,1,0,3,1,0,2" for n, year in enumerate([1970, 1992, 1994, 2020], start=10)
    ]
    (tmp_path / "globalterrorismdb_0522dist.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    done = verifier("data", "import", "globalterrorismdb_0522dist.csv")
    assert done.stdout == "Imported gtd, vintage 2022-05, 1970-01-01..2020-12-31; places: PAK\n"
    shown = " ".join(verifier("data", "show", "gtd").stdout.split())
    assert "nothing known of: 1993-01-01..1993-12-31: Pinkerton lost" in shown
    windows = ("gtd", "--measure", "terrorist attacks", "--place", "PAK", "--after", "1994", "--before")
    assert verifier("compare", *windows, "1992", "--json").json()["before"]["count"] == 1
    gap = verifier("compare", *windows, "1993")
    assert gap.returncode == 4
    assert "nothing is known of 1993" in gap.stderr


def test_a_text_without_claims_is_no_error(verifier):
    """A text without a quantitative claim is said to have none, with exit code 0."""
    done = verifier("check", "-", stdin="The minister opened a bridge.")
    assert done.returncode == 0
    assert "No quantitative claim" in done.stdout


def test_data_list_and_show_describe_every_dataset(verifier):
    """data list names the eight shipped datasets; data show gives licence, definitions and vintages of one."""
    ids = {row["id"] for row in verifier("data", "list", "--json").json()}
    assert {"pips", "picss", "crss", "gti", "satp", "ucdp-country-year", "ucdp-ged", "pirates"} <= ids
    shown = verifier("data", "show", "ucdp-ged").stdout
    assert all(words in shown for words in ("CC BY 4.0", "definitions", "proxy", "vintages"))


def test_data_validate_reads_every_table(verifier):
    """data validate reads all cells of a dataset."""
    assert "pips: well formed" in verifier("data", "validate", "pips").stdout


def commands(group, path=()):
    """Every command below a group, as words."""
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize(("path", "command"), list(commands(cli)), ids=lambda value: str(value)[:40])
def test_every_command_has_help(path, command):
    """Every command says what it does, and every option what it takes; titles of datasets speak for themselves."""
    assert command.help, path
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name not in {"title", "licence", "citation"}:
            assert parameter.help, (path, parameter.name)
