"""Where the user's own datasets and fetched releases live."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

ENVIRONMENT_VARIABLE = "VERIFIER_DATA"


def user_folder() -> Path:
    """The folder of the user's own datasets: VERIFIER_DATA where it is set, else the usual one of the system.

    It need not exist yet.
    """
    override = os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(override).expanduser() if override else user_data_path("verifier", appauthor=False)
