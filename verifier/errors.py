"""What can go wrong, and the exit code each kind of trouble has on the command line.

A message names what was wrong, where (file, row, column, field) and what to do next.
"""

from __future__ import annotations


class VerifierError(Exception):
    """Base of every error this package raises on purpose; exit code 1, a failure of ours or of the machine."""

    exit_code = 1


class UsageError(VerifierError):
    """A command line, function argument or notebook parameter that cannot be understood; exit code 2."""

    exit_code = 2


class InputError(VerifierError):
    """A file whose content is not what it should be: unreadable, empty, badly encoded, wrong values; exit code 3."""

    exit_code = 3


class DataError(VerifierError):
    """Nothing to count with: a dataset, vintage, definition or place that is not here; exit code 4."""

    exit_code = 4


class NotCoveredError(DataError):
    """A window that the cells of a series do not tile; exit code 4. The message names the spans that are covered."""


class BusyError(VerifierError):
    """Another process is at work in the same place; exit code 6."""

    exit_code = 6


def in_a_line(error: BaseException) -> str:
    """What went wrong, in one line."""
    if isinstance(error, VerifierError):
        words = str(error)
    elif isinstance(error, OSError):
        words = f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
    else:
        words = f"failed unexpectedly: {type(error).__name__}: {error}"
    return " ".join(words.split())
