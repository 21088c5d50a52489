"""The environment for child processes, without our secrets: kernels, the fork server, the browser that prints."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

_SECRET = re.compile(r"VERIFIER_\w*(TOKEN|EMAIL|PASSWORD|SECRET|KEY)")


def without_secrets(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment (default: this process's) without the tokens and passwords that only a fetch needs.

    What a notebook runs could otherwise print them, and any user's process of this account could read them there.
    """
    found = os.environ if environment is None else environment
    return {name: value for name, value in found.items() if not _SECRET.fullmatch(name)}


def struck(text: str) -> str:
    """The text with every token and password of this process's environment replaced by "…", in any usual encoding."""
    for name, value in os.environ.items():
        if _SECRET.fullmatch(name) and (secret := value.strip()):
            for form in {secret, repr(secret)[1:-1], quote(secret, safe=""), quote_plus(secret)}:
                text = text.replace(form, "…")
    return text
