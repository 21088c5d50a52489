"""The command line: reads arguments, calls the library, prints.

Exit codes: 0 done, 2 usage, 3 bad input, 4 data missing or not covered, 1 failure.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

import click
from click.core import ParameterSource

from verifier import __version__, stopping
from verifier.child_environment import struck
from verifier.console import give_up_output, prepare, say, settle_errors
from verifier.errors import DataError, UsageError, VerifierError
from verifier.files import FULL
from verifier.unseen_characters import json_text
from verifier.window import Window

PATIENCE = 2.0  # seconds that a command may work in silence on a terminal

_document = [
    click.argument("file"),
    click.option("--published", metavar="YYYY-MM-DD", help="The day it was said; replaces the front matter's."),
    click.option(
        "--country", metavar="NAME", help="Where it was published (name or code); replaces the front matter's."
    ),
]
_checking = [
    click.option("--dataset", "datasets", multiple=True, metavar="ID", help="Ask this dataset only; may be repeated."),
    click.option(
        "--place", default="", metavar="NAME", help="Count in this place (name or code), whatever the text says."
    ),
    click.option(
        "--known-on",
        default="",
        metavar="YYYY-MM-DD",
        help="Use what had been published by that day, not what is known now.",
    ),
    click.option(
        "--set",
        "specifications",
        default="",
        metavar="NAME",
        help="Comparison set: a name or a TOML file; default: the one for the claim's kind.",
    ),
]
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _examples(*lines: str) -> str:
    """Example calls, as the help prints them: a line each, never wrapped."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _with(options: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def add(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return add


class _Command(click.Command):
    """A command that refuses an empty value, which would otherwise pass for an option that was not given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises UsageError for an empty one, as a script makes of a variable that is not set."""
        left = super().parse_args(ctx, args)
        for one in self.params:
            values = ctx.params.get(one.name or "")
            if ctx.get_parameter_source(one.name or "") == ParameterSource.COMMANDLINE and any(
                isinstance(value, str) and not value.strip()
                for value in (values if isinstance(values, tuple) else (values,))
            ):
                raise click.UsageError(f"{one.get_error_hint(ctx)} is empty: give it a value or leave it out", ctx)
        return left


class _Group(click.Group):
    """The commands, each a _Command; groups in it are of its own kind."""

    command_class, group_class = _Command, type


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="verifier")
def cli() -> None:
    """Read quantitative claims out of a text and check them against incident datasets.

    FILE is a UTF-8 text or Markdown file, with or without YAML front matter; - is standard input.
    """


@cli.command(
    short_help="Show the claims in a text",
    epilog=_examples(
        "verifier parse seeds/kakar-2023-11-08.md",
        "verifier parse seeds/kakar-2023-11-08.md --explain",
    ),
)
@_with(_document)
@_json
@click.option(
    "--explain", is_flag=True, help="Say which rule fired, and list the numbers that are no claims, with the reason."
)
def parse(file: str, published: str | None, country: str | None, as_json: bool, explain: bool) -> None:
    """Show the quantitative claims in FILE."""
    from verifier.claims.document import read_document
    from verifier.claims.reader import read_claims
    from verifier.claims.unclaimed_amounts import seen_and_left
    from verifier.reports import claims_text

    document = read_document(file, published=published, country=country)
    read = read_claims(document)
    _warn(document.warnings)
    left = seen_and_left(document, read) if explain else []
    if as_json:
        out: Any = [claim.to_dict() for claim in read.claims]
        if explain:
            out = {"claims": out, "skipped": [one.to_dict() for one in left]}
        _print_json(out)
        return
    say(claims_text.claims(read, file, explain=explain, left=left))


@cli.command(
    short_help="Check the claims in a text",
    epilog=_examples(
        "verifier check seeds/kakar-2023-11-08.md --claim 1",
        "verifier check seeds/kakar-2023-11-08.md --claim 2 --json --specifications comparisons.csv",
        'echo "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018." '
        "| verifier check - --published 2019-02-01",
    ),
)
@_with(_document)
@_with(_checking)
@_json
@click.option("--claim", "number", type=int, metavar="N", help="Check the N-th claim only.")
@click.option("--specifications", "table", metavar="OUT.csv", help="Write every comparison to this CSV file.")
@click.option("--measure", metavar="WORDS", help="What is counted (“terrorist attacks”), whatever the text says.")
@click.option("--period", metavar="START..END", help="The days the claim is about; or 2022, 2022-03.")
@click.option("--baseline", metavar="START..END", help="The days they are compared with; or 2021, 2021-03.")
def check(
    file: str,
    published: str | None,
    country: str | None,
    as_json: bool,
    number: int | None,
    table: str | None,
    measure: str | None,
    period: str | None,
    baseline: str | None,
    **given: Any,
) -> None:
    """Check the claims in FILE against the datasets and print the findings."""
    from verifier.claims.document import read_document
    from verifier.claims.reader import read_claims
    from verifier.incidents.fetching.progress import bar
    from verifier.reports import claims_text, terminal
    from verifier.reports.opened import check_one, pick

    document = read_document(file, published=published, country=country)
    read = read_claims(document)
    _warn(document.warnings)
    chosen = [pick(read, number)] if number is not None else read.claims
    given["datasets"] = list(given["datasets"])
    completing = {"measure": measure, "period": period, "baseline": baseline}
    checks, told = [], []
    with bar("checking", len(chosen), unit="claim", delay=PATIENCE) as progress:
        for claim in chosen:
            checks.append(check_one(document, claim, given, **completing))
            if not as_json:
                told.append(terminal.check(checks[-1]))
            progress.update()
    if table:
        terminal.write_specifications(checks, Path(table))
    if as_json:
        _print_json([one.to_dict() for one in checks])
        return
    say("\n\n".join(told) or claims_text.no_claim(file))


@cli.command(
    short_help="Compare two periods of a dataset",
    epilog=_examples(
        'verifier compare pips --measure "terror attacks" --place Pakistan '
        "--after 2021-08-15..2022-08-14 --before 2020-08-15..2021-08-14",
    ),
)
@click.argument("dataset")
@click.option(
    "--measure", required=True, metavar="WORDS", help="What to count: words (terror attacks) or a definition's id."
)
@click.option("--place", required=True, metavar="NAME", help="A country, region or city by name or code, or the world.")
@click.option(
    "--after", required=True, metavar="START..END", help="The later window, both days included; or 2022, 2022-03."
)
@click.option("--before", required=True, metavar="START..END", help="The baseline.")
@click.option("--vintage", metavar="ID", help="A release of the dataset; default: the latest.")
@_json
def compare(
    dataset: str, measure: str, place: str, after: str, before: str, vintage: str | None, as_json: bool
) -> None:
    """Compare two windows of DATASET."""
    from verifier.comparisons.compare import compare as compare_them
    from verifier.reports import terminal

    comparison = compare_them(dataset, measure, place, Window.parse(after), Window.parse(before), vintage=vintage)
    if as_json:
        _print_json(comparison.to_dict())
        return
    say(terminal.comparison(comparison))


@cli.command(
    short_help="Check a text and write a report",
    epilog=_examples("verifier report seeds/port-bulletin-example.md -o reports --pdf"),
)
@_with(_document)
@_with(_checking)
@click.option(
    "-o", "--output", default="reports", metavar="DIR", help="Where to write; default: reports.", show_default=False
)
@click.option("--claim", "numbers", type=int, multiple=True, metavar="N", help="The N-th claim only; may be repeated.")
@click.option("--pdf", is_flag=True, help="Print the page to report.pdf too, with the chromium of this machine.")
@click.option("--ratings", metavar="FILE", help="The newsroom's ratings (YAML); default: those of the report before.")
@click.option("--corrections", metavar="FILE", help="The corrections log (YAML); default: that of the report before.")
@click.option("--open", "open_it", is_flag=True, help="Open the page in a browser when it is done.")
@click.option("--table", metavar="TABLE.parquet", help="FILE is an archive, of which this table was made.")
@click.option("--id", "claim_id", metavar="ID", help="The claim of the table to report on, by its column id.")
def report(
    file: str,
    output: str,
    numbers: tuple[int, ...],
    pdf: bool,
    ratings: str | None,
    corrections: str | None,
    open_it: bool,
    table: str | None,
    claim_id: str | None,
    **given: Any,
) -> None:
    """Check the claims in FILE and write a report: a page, the executed notebooks and the numbers.

    With --table and --id, FILE is an archive that `verifier scan` made a table of, and the report is on one claim of
    it, with the parameters of the scan. It is refused where the archive holds another text by now.
    """
    from verifier.reports.pdf import MISSING
    from verifier.reports.report import write_report

    given |= {"datasets": list(given["datasets"])} | {name: given[name] or "" for name in ("published", "country")}
    with ExitStack() as stack:
        if table is not None or claim_id is not None:
            from verifier.reports.archives.ondemand import found_again

            if not table or not claim_id:
                raise UsageError("--table and --id go together: which table of the archive, and which claim of it")
            if numbers or any(given.values()):
                raise UsageError("with --table, the parameters are those of the scan: leave the others out")
            found = stack.enter_context(found_again(Path(file), Path(table), claim_id))
            file, given, numbers = str(found.file), found.parameters, (found.number,)
            _warn(found.warnings)
        made = write_report(
            file,
            Path(output),
            given,
            list(numbers),
            (lambda line: say(line, err=True)) if sys.stderr.isatty() else None,
            pdf=pdf,
            ratings=Path(ratings) if ratings else None,
            corrections=Path(corrections) if corrections else None,
        )
    for result in made.results:
        say(f"{result['claim']['text']}: {result['sentence']}\n")
    if not made.results:
        from verifier.reports.claims_text import no_claim

        say(f"{no_claim(str(file))}\n")
    say(f"The report: {made.page}\nAll reports there: {made.index}")
    if made.pdf:
        say(f"To print: {made.pdf}")
    elif pdf:
        _warn([MISSING])
    if open_it:
        click.launch(str(made.page))


@cli.command(
    "run",
    short_help="Keep a watchlist of claims up to date",
    epilog=_examples("verifier run docs/schedules/watchlist.yml -o watched"),
)
@click.argument("watchlist", required=False)
@click.option("-o", "--output", metavar="DIR", help="Where to write: one folder per claim, an index, a feed.")
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Reports at a time; default: two per CPU core."
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Have the workers of this Dask scheduler make them: tcp://HOST:8786."
)
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(["changed", "error"]),
    help="Exit with 5 where a result changed, with 1 where a claim failed; may be repeated.",
)
@click.option(
    "--time-limit",
    type=click.IntRange(1),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="For a notebook cell.",
)
@click.option("--again", is_flag=True, help="Rebuild every report, changed or not.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of watchlists, for an editor, and do nothing else.")
def run(watchlist: str | None, output: str | None, schema: bool, **asked: Any) -> None:
    """Check every claim in WATCHLIST and write a report for each; rebuild only what has changed.

    Exit codes besides the usual ones: 5 a result changed (--fail-on changed), 6 another run is at work in DIR. A claim
    that fails is reported and the rest continue; the exit code is 1 if every claim fails, or, with --fail-on error, if
    any does.
    """
    from verifier.reports.watchlists.running import run_and_tell
    from verifier.reports.watchlists.watchlist import schema_text

    if schema:
        say(schema_text(), nl=False)
        return
    if not watchlist or not output:
        raise UsageError("name a watchlist, and with -o the folder to write to: verifier run WATCHLIST.yml -o DIR")
    code = run_and_tell(Path(watchlist), Path(output), tell=say, **asked)
    if code:
        sys.exit(code)


@cli.command(
    short_help="Check a whole archive into one table", epilog=_examples("verifier scan seeds -o claims.parquet")
)
@click.argument("archive")
@_with(_checking)
@click.option("-o", "--output", required=True, metavar="TABLE", help="The table to write: TABLE.parquet, or TABLE.csv.")
@click.option("--country", metavar="NAME", help="Where documents were published that do not say it (name or code).")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE=NAME",
    help="Which field holds the id, text, title, published, url, publisher or country; without a NAME, none does.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Processes at a time; default: one per CPU core."
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Have the workers of this Dask scheduler read and check: tcp://HOST:8786."
)
@click.option("--fail-on", multiple=True, type=click.Choice(["error"]), help="Exit with 1 where a document was bad.")
@click.option(
    "--again", is_flag=True, help="Start over, discarding an unfinished scan made with other settings or data."
)
def scan(
    archive: str,
    output: str,
    datasets: tuple[str, ...],
    place: str,
    known_on: str,
    specifications: str,
    country: str | None,
    columns: tuple[str, ...],
    **asked: Any,
) -> None:
    """Read and check all claims in ARCHIVE and write one table, one row per claim.

    ARCHIVE is a folder of .txt and .md files, or a .jsonl, .csv or .parquet file with a document in each row. An
    interrupted scan resumes where it stopped. `verifier report ARCHIVE --table TABLE --id ID` makes the report of one
    row. Exit codes besides the usual ones: 6 another scan is at work on TABLE.
    """
    from verifier.reports.archives.scan import scan_and_tell
    from verifier.reports.archives.settings import settings

    given = settings(
        datasets=datasets,
        place=place,
        known_on=_day(known_on, "--known-on"),
        specifications=specifications,
        country=country,
        columns=columns,
    )
    code = scan_and_tell(Path(archive), Path(output), given, tell=say, **asked)
    if code:
        sys.exit(code)


@cli.group(short_help="List, show, fetch and import datasets")
def data() -> None:
    """List, show, fetch, import and validate datasets."""


@data.command("list", short_help="List what can be checked", epilog=_examples("verifier data list"))
@_json
def data_list(as_json: bool) -> None:
    """List the datasets, shipped, fetched and imported, the sources that can be fetched, and how to obtain others."""
    from verifier.incidents.catalogue import datasets, obtainable
    from verifier.incidents.fetching.endpoints import sources
    from verifier.reports import dataset_list, terminal

    rows = [dataset_list.dataset_row(dataset) for dataset in datasets()]
    if as_json:
        _print_json(rows)
        return
    say(dataset_list.dataset_list(rows))
    held = {row["id"] for row in rows}
    say(dataset_list.to_obtain({name: one for name, one in obtainable().items() if name not in held}), nl=False)
    say(terminal.source_list(sources()))
    say("\nHow to get what is not here: verifier data obtain WORDS (knife crime, asylum applications …)")


@data.command(
    "obtain",
    short_help="Say who has what is not here",
    epilog=_examples("verifier data obtain knife crime --place England"),
)
@click.argument("words", nargs=-1, required=True)
@click.option("--place", metavar="NAME", help="Where the claim is about: a name or code.")
def data_obtain(words: tuple[str, ...], place: str | None) -> None:
    """Say which source has what is not shipped (WORDS: knife crime, asylum applications), and how to bring it in."""
    from verifier.incidents.obtain import obtain, topics
    from verifier.places.names import place_code
    from verifier.places.tree import codes_in
    from verifier.reports import dataset_list

    phrase = " ".join(words)
    found = obtain(phrase, codes_in(place_code(place)) if place else ())
    if found is None:
        listed = ", ".join(one.topic for one in topics())
        hint = "" if place else " (say where with --place)"
        raise DataError(f"no source is known here for {phrase!r}{hint}. Known are: {listed}")
    say(dataset_list.topic_to_obtain(found))


@data.command("show", short_help="Show one dataset", epilog=_examples("verifier data show ucdp-ged"))
@click.argument("dataset")
@click.option("--place", metavar="NAME", help="Compare vintages for this place (name or code).")
@click.option("--definition", metavar="ID", help="Compare vintages of this definition; default: the first.")
@click.option(
    "--between", nargs=2, metavar="A B", help="The two vintages to compare; default: the latest two that share a place."
)
@click.option("--chart", metavar="OUT.png|svg", help="Write a chart of what changed between the two vintages.")
def data_show(
    dataset: str, place: str | None, definition: str | None, between: tuple[str, str] | None, chart: str | None
) -> None:
    """Show what DATASET counts, its vintages, and what changed between two of them.

    Counts restated, added and dropped are listed by year and month, for published totals by their own spans.
    """
    from verifier.incidents.catalogue import load
    from verifier.places.names import place_code
    from verifier.reports import terminal
    from verifier.reports.restated import changes, write_chart

    shown = load(dataset)
    code = place_code(place) if place else None
    told = changes(shown, code, definition, between)
    if chart:
        write_chart(shown, told, Path(chart))
    say(terminal.dataset(shown))
    say("\n".join(f"  {line}" for line in told.lines))


@data.command(
    "fetch",
    short_help="Fetch a release of a source",
    epilog=_examples(
        "verifier data fetch ucdp-ged --version 25.1",
        "verifier data fetch ucdp-ged --version 25.1 --via api --country Mali",
        "verifier data fetch acled --country Mali --since 2023-01-01",
        "verifier data fetch https://data.example.org/thefts.csv --mapping thefts.yml",
    ),
)
@click.argument("source")
@click.option("--version", metavar="VERSION", help="The release, as 25.1; default: the newest one known.")
@click.option("--via", type=click.Choice(["file", "api"]), help="A file of the whole release, or the source's API.")
@click.option("--country", metavar="NAME", help="Ask the API for one country (name, code, or number in UCDP).")
@click.option("--since", metavar="YYYY-MM-DD", help="Ask for events from this day on (acled).")
@click.option("--offline", is_flag=True, help="Use what was fetched before; do not touch the network.")
@click.option("--mapping", metavar="FILE.yml", help="What the table at an address holds; see data import.")
def data_fetch(source: str, since: str | None, mapping: str | None, **asked: Any) -> None:
    """Fetch a release of SOURCE (ucdp-ged, ucdp-candidate, acled, owid/SLUG) and keep it as a vintage.

    SOURCE may be the address of a table (https://…): it is fetched and imported, as a file of a known source or by a
    mapping.

    A fetch that fails or is stopped changes nothing here; the next one goes on where it broke off. Tokens and
    passwords come from the environment (VERIFIER_UCDP_TOKEN, VERIFIER_ACLED_EMAIL, VERIFIER_ACLED_PASSWORD) or the
    system's keyring.
    """
    from verifier.incidents.fetching.anywhere import is_address
    from verifier.incidents.fetching.fetch import fetch
    from verifier.incidents.importing import import_any

    if is_address(source):
        if asked["via"] or asked["country"] or since or asked["offline"]:
            raise UsageError("--via, --country, --since and --offline are for the sources by name, not for an address")
        _tell_import(import_any([source], {}, mapping, version=asked["version"]))
        return
    if mapping:
        raise UsageError("--mapping goes with the address of a table; a source by name has its own")
    done = fetch(source, since=_day(since, "--since"), **asked)
    _warn(done.notes)
    (vintage,) = [each for each in done.dataset.vintages() if each.id == done.vintage]
    say(
        f"Fetched {done.dataset.id}, vintage {vintage.id}, {vintage.coverage}; {len(done.dataset.places(vintage.id))} "
        f"places, from {done.url} (SHA-256 {done.sha256})"
    )


_ROLES = "date, start, end, period, year, quarter, month, day, count, country, region, category, id; dayfirst=yes|no."


@data.command(
    "import",
    short_help="Import a file",
    epilog=_examples(
        'verifier data import docs/example-thefts.csv --id thefts --measure "bicycle thefts" '
        "--map date=day --country Denmark --coverage 2022-01-01..2023-12-31",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--id", metavar="ID", help="The name a dataset of your own is to have.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="WORDS[=COLUMN]",
    help="What the rows count: bicycle thefts; several with a column each: deaths=killed.",
)
@click.option("--map", "roles", multiple=True, metavar="ROLE=COLUMN", help=_ROLES)
@click.option("--wide", multiple=True, metavar="ROLE=COLUMNS", help="Columns hold the counts: period=2011..2014.")
@click.option(
    "--mapping", "mapping_file", metavar="FILE.yml", help="A mapping file; default: FILE.mapping.yml, if any."
)
@click.option("--propose", is_flag=True, help="Print a mapping file guessed from the columns, and import nothing.")
@click.option("--country", metavar="NAME", help="The country of every row, where no column says it.")
@click.option("--place", metavar="NAME", help="The part of a country that the file is about: New York City.")
@click.option("--whole-country", is_flag=True, help="The file is about all of the country.")
@click.option(
    "--coverage", metavar="START..END", help="The days the file is complete for: days without a row are then zeros."
)
@click.option("--gap", "gaps", multiple=True, metavar="START..END", help="Days in the coverage that are not known.")
@click.option("--quiet", multiple=True, metavar="START..END", help="A long span without rows: nothing happened in it.")
@click.option("--published", metavar="DAY", help="The day (or month) the source published it; default: today.")
@click.option("--release", "version", metavar="VERSION", help="The release of a known source, as 25.1.")
@click.option("--encoding", metavar="NAME", help="utf-8, latin-1 or utf-16, where the file is not UTF-8.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, where several hold tables.")
@click.option("--header", metavar="ROW", help="The row that names the columns, where it is not the first.")
@click.option(
    "--dates", metavar="HOW", help="day-first, month-first, serial (days of a spreadsheet), serial-1904 or unix."
)
@click.option("--century", metavar="1900|2000", help="The century of years of two digits.")
@click.option("--year-begins", metavar="MM-DD", help="The day on which years that run over two begin: 04-01.")
@click.option("--rows", metavar="incidents|totals", help="incidents: numbers of rows are added up.")
@click.option("--missing", metavar="zero|unknown", help="What a total that is not there means.")
@click.option("--unknown", multiple=True, metavar="VALUE", help="A value that is an unknown number: '<5', empty.")
@click.option("--identical", metavar="all|once", help="once: rows that are the same in every column count once.")
@click.option(
    "--leave-out", multiple=True, metavar="COLUMN=VALUE", help="Rows to leave out: Region=Total or Region=empty."
)
@click.option("--only", multiple=True, metavar="COLUMN=VALUE", help="The rows to keep.")
@click.option(
    "--no-totals", multiple=True, metavar="COLUMN=VALUE", help="What looks like a sum of other rows and is not: Area=*."
)
@click.option("--value", "values", multiple=True, metavar="ROLE:WRITTEN=MEANT", help="country:Congo=COG.")
@click.option("--title", metavar="TEXT", help="What a dataset of your own is called.")
@click.option("--licence", metavar="TEXT", help="Under which licence its data may be used.")
@click.option("--citation", metavar="TEXT", help="How its source is to be cited.")
def data_import(files: tuple[str, ...], **given: Any) -> None:
    """Bring in FILE: a file of a known source (UCDP GED, ACLED, GTD …), or any table with a mapping of its columns.

    A file of a known source is recognised by its columns and becomes a vintage of that source's dataset. Everything
    else becomes a dataset of your own, by options or by a mapping file kept beside it (FILE.mapping.yml), of which
    --propose prints a first version. Several files of the same columns are one. FILE may be an address that begins
    with https://. Everything is imported or nothing.
    """
    from verifier.incidents.importing import import_any, propose, said_in

    said = said_in(given)
    if given["propose"]:
        say(propose(files[0], said), nl=False)
        return
    known = {key: given[key] for key in ("version", "published", "encoding", "coverage")}
    _tell_import(import_any(files, said, given["mapping_file"], **known))


def _tell_import(done: Any) -> None:
    _warn(list(done.notes))
    (vintage,) = [each for each in done.dataset.vintages() if each.id == done.vintage]
    places = done.dataset.places(vintage.id)
    words = {"new": "Imported", "replaced": "Replaced", "unchanged": "Nothing changed in"}[done.how]
    listed = ", ".join(places[:12]) + (f" and {len(places) - 12} more" if len(places) > 12 else "")
    say(f"{words} {done.dataset.id}, vintage {vintage.id}, {vintage.coverage}; places: {listed}")


@data.command(
    "remove",
    short_help="Remove what was imported or fetched",
    epilog=_examples("verifier data remove thefts"),
)
@click.argument("dataset")
@click.option("--vintage", metavar="ID", help="The vintage to remove; default: all of them, with the dataset.")
def data_remove(dataset: str, vintage: str | None) -> None:
    """Remove a DATASET that you imported or fetched, or one vintage of it, from your data folder."""
    from verifier.incidents.store import remove, user_folder

    left = remove(user_folder(), dataset, vintage)
    say(f"Removed {vintage or dataset}; " + (f"left: {', '.join(left)}" if left else "nothing of it is left here"))


@data.command("validate", short_help="Check the tables of datasets", epilog=_examples("verifier data validate pips"))
@click.argument("datasets", nargs=-1)
def data_validate(datasets: tuple[str, ...]) -> None:
    """Read every table of the named DATASETS (default: all) and say what is wrong with them."""
    from verifier.incidents.catalogue import datasets as every
    from verifier.incidents.catalogue import load

    for dataset in [load(name) for name in datasets] or every():
        cells = 0
        for place in dataset.places():
            for vintage in dataset.vintages(place):
                for definition in dataset.definitions:
                    cells += len(dataset.cells(definition.id, place, vintage=vintage.id).table)
        say(f"{dataset.id}: well formed, {cells:,} cells read")


@cli.command(
    short_help="Serve an assistant (Model Context Protocol)",
    epilog=_examples("verifier mcp"),
)
def mcp() -> None:
    """Answer an assistant over standard input and output, as a Model Context Protocol server that only reads.

    Its tools are parse, check, compare and datasets. The assistant's program starts this command; it ends with it.
    Needs the extra `mcp`.
    """
    from verifier.reports.assistant import server

    server().run()


def main() -> None:
    """Run the command line and exit with the code of what happened."""
    # Modules and tables stay to the end: looking through them for cycles as often as usual takes a tenth of the time.
    gc.set_threshold(50_000, 20, 20)
    prepare()
    stopping.heed()
    try:
        _run()
    except KeyboardInterrupt:  # asked to stop once more, while the first time was being answered
        sys.exit(1)
    finally:
        stopping.ignore()
        settle_errors()


def _run() -> None:
    try:
        try:
            _invoke()
        except Exception as error:
            if stopping.asked():
                raise KeyboardInterrupt from error
            raise
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
            error.show()
            sys.exit(2)
        _fail(error.format_message(), 2, getattr(error, "ctx", None))
    except (click.Abort, KeyboardInterrupt, EOFError):
        _fail("stopped", 1)
    except VerifierError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        _reader_went_away()
    except OSError as error:
        _fail(_of_the_system(error), 2 if isinstance(error, PermissionError) else 1)
    except ImportError as error:
        _not_loaded(error)
    except Exception as error:  # noqa: BLE001  (a line for the user instead of a traceback)
        _last_resort(error)


def _invoke() -> None:
    """What click's own `main` does, which would end with code 1 where a reader went away."""
    if "_VERIFIER_COMPLETE" in os.environ:  # a shell asks for completions
        cli.main(standalone_mode=False)
        return
    with cli.make_context("verifier", sys.argv[1:]) as context:
        cli.invoke(context)


def _reader_went_away() -> NoReturn:
    """The reader of our output had enough (head, less): nothing is wrong."""
    give_up_output()
    sys.exit(0)


def _not_loaded(error: ImportError) -> NoReturn:
    """A package is not there, or was installed for another Python, as in a folder that two of them share."""
    if (error.name or "").partition(".")[0] == "verifier":
        _last_resort(error)
    _trace()
    words = struck(" ".join(str(error).split())[:500]).rstrip(".")
    _fail(
        f"Python {sys.version.split()[0]} cannot load what verifier needs ({words}): set it up for the Python "
        "that runs it, 3.11 or newer",
        1,
    )


def _last_resort(error: Exception) -> NoReturn:
    _trace()
    words = struck(" ".join(str(error).split())[:500])
    _fail(f"failed unexpectedly: {type(error).__name__}: {words} (VERIFIER_DEBUG=1 shows where)", 1)


def _of_the_system(error: OSError) -> str:
    """The words for an error of the system that nobody took for an error of a file of ours."""
    _trace()
    where, what = f" {error.filename}" if error.filename else "", error.strerror or str(error)
    if isinstance(error, PermissionError):
        return f"cannot use{where}: {what}; choose files and folders that you may use"
    if error.errno == errno.EBADF and not where:
        give_up_output()
        return "standard output is closed: there is no place to print to (>/dev/null discards what is printed)"
    if error.errno not in FULL:
        return f"the system refuses{where}: {what} (VERIFIER_DEBUG=1 shows where)"
    give_up_output()
    return (
        f"cannot write{where}: {what}; make room where standard output and temporary files go "
        f"({tempfile.gettempdir()}), then try again"
    )


def _trace() -> None:
    if os.environ.get("VERIFIER_DEBUG"):
        say(struck(traceback.format_exc()), err=True)


def _day(text: str | None, option: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is not a day written YYYY-MM-DD") from error


def _warn(warnings: list[str]) -> None:
    for warning in warnings:
        say(f"verifier: {warning}", err=True)


def _print_json(value: object) -> None:
    say(json_text(value))


def _fail(message: str, code: int, usage: click.Context | None = None) -> NoReturn:
    if usage:
        say(f"{usage.get_usage()}\nTry '{usage.command_path} --help' for help.\n", err=True)
    say(f"verifier: {message}", err=True)
    sys.exit(code)
