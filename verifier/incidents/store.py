"""Where the user's own datasets and fetched releases live."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from verifier.errors import UsageError

ENVIRONMENT_VARIABLE = "VERIFIER_DATA"


def user_folder() -> Path:
    """The folder of the user's own datasets: VERIFIER_DATA where it is set, else the usual one of the system.

    It need not exist yet. Raises UsageError for a home folder (~name) that is not known.
    """
    override = os.environ.get(ENVIRONMENT_VARIABLE)
    try:
        return Path(override).expanduser() if override else user_data_path("verifier", appauthor=False)
    except RuntimeError as error:  # a user whom this system does not know
        raise UsageError(f"{ENVIRONMENT_VARIABLE} {override!r}: {error}: write the folder in full") from error
