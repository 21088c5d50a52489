"""Write docs/reference/cli.md and docs/reference/python-api.md from the commands' help and the docstrings.

Run as `python .ci/reference.py` (make reference) after either has changed; a test compares the pages with the program.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import click

from verifier import check, compare, load, parse
from verifier.claims.claim import Claim, Resolved
from verifier.cli import cli
from verifier.comparisons.compare import Comparison
from verifier.errors import DataError, InputError, NotCoveredError, UsageError, VerifierError
from verifier.findings.check import Check

PAGES = Path(__file__).resolve().parent.parent / "docs" / "reference"
EXIT_CODES = """
| exit code | meaning |
| ---: | --- |
| 0 | done, whatever the finding |
| 1 | failure, or stopped by Ctrl-C, SIGTERM or a hangup |
| 2 | wrong usage |
| 3 | bad input |
| 4 | data missing, or not covered |
| 5 | `run --fail-on changed`: a result changed |
| 6 | `run`, `scan`: another one is at work in the same place |
"""


INTRODUCTION = """
Written by `make reference` from the docstrings. Days are `datetime.date` objects without a time zone; both ends of a
window are included.

```python
from verifier import check, compare, load, parse

(claim,) = parse("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.", published="2019-02-01")
found = check(claim, ["pirates"])
assert found.finding.value == "Holds up"
assert (found.headline["before_count"], found.headline["after_count"]) == (111, 35)

change = compare("pips", "terror attacks", "PAK", "2022", "2020")
assert (change.after.count, change.before.count) == (262, 146)

assert load("pips").licence.name
```
"""


def cli_page() -> str:
    """Every command with its options and example calls."""
    parts = [
        "# Command line",
        "Written by `make reference` from the program's own help.",
        EXIT_CODES.strip(),
        *(part for name, command in _commands(cli, "verifier") for part in _command(name, command)),
    ]
    return "\n\n".join(parts) + "\n"


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _command(name: str, command: click.Command) -> Iterator[str]:
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    yield f"## {name} {' '.join(one.make_metavar(click.Context(command)) for one in arguments)}".rstrip()
    yield (
        " ".join(f"{part}\n" for part in inspect.cleandoc(command.help or "").split("\n\n"))
        .replace("\n ", "\n\n")
        .strip()
    )
    rows = [one for one in command.params if isinstance(one, click.Option)]
    if rows:
        yield "\n".join(["| option | |", "| --- | --- |", *(_option(one) for one in rows)])
    if command.epilog:
        lines = [line.strip() for line in command.epilog.splitlines()[2:]]
        kind = "bash" if name.endswith("fetch") else "sh"
        yield f"```{kind}\n" + "\n".join(lines) + "\n```"


def _option(option: click.Option) -> str:
    names = ", ".join(f"`{one}`" for one in option.opts)
    value = "" if option.is_flag else f" {option.make_metavar(click.Context(click.Command('x')))}"
    return f"| {names}{value} | {(option.help or '').replace('|', '·')} |"


def api_page() -> str:
    """The public functions, what they return, and the errors they raise."""
    parts = [
        "# Python interface",
        INTRODUCTION.strip(),
        *(part for function in (parse, check, compare, load) for part in _function(function)),
        "## What they return",
        *(part for one in (Claim, Resolved, Check, Comparison) for part in _class(one)),
        "## Errors",
        "\n".join(
            f"- `{one.__name__}`: {_first_line(one)}"
            for one in (VerifierError, UsageError, InputError, DataError, NotCoveredError)
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _function(function: object) -> Iterator[str]:
    yield f"## {function.__name__}"  # type: ignore[attr-defined]
    signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(function)))  # type: ignore[arg-type]
    yield f"```text\n{textwrap.fill(function.__name__ + signature, 100, subsequent_indent='    ')}\n```"  # type: ignore[attr-defined]
    yield inspect.getdoc(function) or ""


def _class(one: type) -> Iterator[str]:
    yield f"### {one.__name__}"
    yield inspect.getdoc(one) or ""
    own = [each.name for each in fields(one)] if is_dataclass(one) else []
    if own:
        yield "Fields: " + ", ".join(f"`{name}`" for name in own) + "."
    members = [
        (name, member)
        for name, member in inspect.getmembers(one)
        if not name.startswith("_") and name not in own and (inspect.getdoc(getattr(member, "func", member)) or "")
    ]
    rows = [f"| `{name}` | {_first_line(getattr(member, 'func', member))} |" for name, member in members]
    if rows:
        yield "\n".join(["| member | |", "| --- | --- |", *rows])


def _first_line(member: object) -> str:
    return " ".join((inspect.getdoc(member) or "").split("\n\n")[0].split()).replace("|", "·")


if __name__ == "__main__":
    PAGES.joinpath("cli.md").write_text(cli_page(), encoding="utf-8")
    PAGES.joinpath("python-api.md").write_text(api_page(), encoding="utf-8")
