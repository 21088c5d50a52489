"""A document and one of its claims, read and checked: what the notebook and the report show, by parameters.

Parameters are checked before a run and again in the notebook's first cell: papermill only warns about a name it does
not know, and passes a wrong type on until some later cell breaks.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from verifier.claims.claim import Claim
from verifier.claims.document import Document, read_document
from verifier.claims.reader import ClaimsRead, read_claims
from verifier.errors import UsageError
from verifier.files import is_file
from verifier.findings.check import Check, check
from verifier.places.names import place_code
from verifier.resources import shipped

PAPERMILL = "# Parameters\n"  # how the cell begins that papermill writes
CELL_SECONDS = 300  # that a cell of the notebook may take


def check_notebook() -> Path:
    """The shipped notebook that checks one claim."""
    return shipped("notebooks") / "check_claim.ipynb"


@dataclass(frozen=True)
class Opened:
    """A document, all that was read in it, and the check of the claim that was asked for."""

    parameters: CheckParameters
    document: Document
    read: ClaimsRead
    check: Check

    @property
    def claim(self) -> Claim:
        """The claim that was checked."""
        return self.check.claim


def open_check(**given: Any) -> Opened:
    """Read the document and check the claim that the parameters name (see CheckParameters).

    Raises UsageError for a parameter, InputError for a document, DataError for a dataset that cannot be used.
    """
    refuse_unknown(given_by_papermill(), (one.name for one in fields(CheckParameters)))
    parameters = CheckParameters.checked(given)
    document = read_document(
        parameters.document_path(), published=parameters.published or None, country=parameters.country or None
    )
    read = read_claims(document)
    return Opened(parameters, document, read, check_one(document, pick(read, parameters.claim), parameters.to_dict()))


def pick(read: ClaimsRead, number: int) -> Claim:
    """The claim with that number, counted from 1; UsageError where the text has fewer."""
    if not 1 <= number <= len(read.claims):
        raise UsageError(f"there is no claim {number}: {len(read.claims)} found in the text")
    return read.claims[number - 1]


def check_one(document: Document, claim: Claim, given: Mapping[str, Any], **completing: str | None) -> Check:
    """Check a claim by the parameters; completing is what a user gives in place of the text's words."""
    parameters = CheckParameters.checked(given)
    return check(
        claim,
        parameters.datasets or None,
        said=document.published,
        place=place_code(parameters.place) if parameters.place else None,
        known_on=parameters.day("known_on"),
        specifications=parameters.specifications,
        **completing,
    )


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise UsageError, with the parameters that a notebook takes, for one it does not know."""
    names = sorted(known)
    unknown = sorted(set(given) - set(names))
    if unknown:
        near = get_close_matches(unknown[0], names, n=1)
        hint = f"; did you mean {near[0]}?" if near else ";"
        raise UsageError(f"unknown parameter {', '.join(unknown)}{hint} the notebook takes {', '.join(names)}")


def refuse_odd_text(name: str, value: object) -> None:
    """Raise UsageError where the value of a parameter is no text."""
    if not isinstance(value, str):
        raise UsageError(f"parameter {name}: {value!r} is not a text")


def day_of(name: str, value: str) -> date | None:
    """The day that a parameter holds, None where it is empty."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise UsageError(f"parameter {name}: {value!r} is not a day written YYYY-MM-DD") from error


def given_by_papermill() -> list[str]:
    """The names of the parameters that papermill gave to the notebook in which this runs; none where it gave none.

    A misspelt one is a variable that nobody reads: the notebook would check its usual text instead, without a word.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    # Not its variable In, which a parameter of that name replaces.
    cells = list(shell.history_manager.input_hist_parsed) if shell is not None else []
    written = next((cell for cell in reversed(cells) if cell.startswith(PAPERMILL)), "")
    return [ast.unparse(one.targets[0]) for one in ast.parse(written).body if isinstance(one, ast.Assign)]


@dataclass(frozen=True)
class CheckParameters:
    """What `check_claim.ipynb` may be given.

    - document: the path of a text, or the name of a shipped seed.
    - claim: the number of the claim in it, from 1.
    - datasets: ids, empty for all.
    - published, known_on: days as YYYY-MM-DD; empty for the document's own day, and for what is known now.
    - country: where the text was published; place: what to count instead of the claim's own place. Names or codes.
    - specifications: a set's name or the path of a TOML file; empty for the set of the claim's kind.
    """

    document: str = "kakar-2023-11-08.md"
    claim: int = 1
    datasets: list[str] = field(default_factory=list)
    published: str = ""
    country: str = ""
    place: str = ""
    known_on: str = ""
    specifications: str = ""

    @classmethod
    def checked(cls, given: Mapping[str, Any]) -> CheckParameters:
        """Take the given values. Raises UsageError naming the parameter, what it was given and what it takes."""
        refuse_unknown(given, (one.name for one in fields(cls)))
        for name, value in given.items():
            if name == "claim":
                if type(value) is not int or value < 1:
                    raise UsageError(f"parameter claim: {value!r} is not a whole number from 1")
            elif name == "datasets":
                if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                    raise UsageError(
                        f"parameter datasets: {value!r} is not a list of dataset ids; in YAML: [pips, picss]"
                    )
            else:
                refuse_odd_text(name, value)
            if any("\ud800" <= one <= "\udfff" for one in "".join(value if isinstance(value, list | str) else "")):
                raise UsageError(f"parameter {name}: {value!r} holds half a character (a surrogate): write it in UTF-8")
        parameters = cls(**given)
        for name in ("published", "known_on"):
            parameters.day(name)
        if parameters.place:
            place_code(parameters.place)
        return parameters

    def day(self, name: str) -> date | None:
        """The day a text parameter holds, None where it is empty."""
        return day_of(name, getattr(self, name))

    def document_path(self) -> str | Path:
        """The document where it is: the path as given, or the shipped seed of that name."""
        seed = shipped("seeds") / self.document
        if not is_file(Path(self.document)) and Path(self.document).name == self.document and is_file(seed):
            return seed
        return self.document

    def to_dict(self) -> dict[str, Any]:
        """The values by name, as papermill takes them."""
        return asdict(self)
