"""A document and one of its claims, read and checked: what the notebook and the report show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from verifier.claims.claim import Claim
from verifier.claims.document import Document, read_document
from verifier.claims.reader import ClaimsRead, read_claims
from verifier.errors import UsageError
from verifier.findings.check import Check, check
from verifier.places.names import place_code
from verifier.reports.parameters import CheckParameters, given_by_papermill, refuse_unknown


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

    Raises UsageError for parameters it cannot take, InputError for a document it cannot read, DataError for a dataset
    that is not here.
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
    """Check a claim of a document under the parameters' datasets, place, day and specification set; completing are the
    measure, period and baseline that the user gives in place of the text's.
    """
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
