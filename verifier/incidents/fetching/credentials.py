"""Tokens and passwords: from the environment or the system's keyring, and kept out of all that is shown or written."""

from __future__ import annotations

import os
import re
from typing import NoReturn
from urllib.parse import quote, quote_plus

from requests import PreparedRequest
from requests.auth import AuthBase

from verifier.errors import UsageError

SERVICE = "verifier"  # the name under which the keyring holds what it was told


class Secret:
    """A text that does not show itself: not printed, not formatted, not pickled. `reveal` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself, for the request that needs it and nothing else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written to a file")


class InHeader(AuthBase):
    """Puts a secret into a header at the moment a request is sent, so that no object of ours holds the header."""

    def __init__(self, header: str, secret: Secret) -> None:
        self.header, self.secret = header, secret

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers[self.header] = self.secret.reveal()
        return request


class InForm(AuthBase):
    """Puts a form with secrets into the body at the moment a request is sent."""

    def __init__(self, plain: dict[str, str], secrets: dict[str, Secret]) -> None:
        self.plain, self.secrets = plain, secrets

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        revealed = {name: secret.reveal() for name, secret in self.secrets.items()}
        request.prepare_body(self.plain | revealed, None)
        return request


class Nothing(AuthBase):
    """No credentials, not even those that a .netrc file holds for the host."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        return request


def secret(name: str, where: str) -> Secret:
    """The secret of that name, from the environment variable or, where that is not set, from the keyring.

    Raises UsageError, naming both places and `where` to get one, when neither has it.
    """
    value = (os.environ.get(name) or _from_keyring(name) or "").strip()
    if not value:
        raise UsageError(
            f"{name} is not set: get one at {where}, then set the environment variable {name}, or keep it in the "
            f"system's keyring (pip install 'claims-verifier[keyring]', then: keyring set {SERVICE} {name})"
        )
    if not value.isprintable() or (name.endswith("_TOKEN") and not value.isascii()):
        raise UsageError(f"{name} holds a character that no token or password has (a line break?): set it again")
    return Secret(value)


def without(text: str, secrets: tuple[Secret, ...]) -> str:
    """A text from elsewhere made fit to show: on one line, without control characters, cut short, no secret in it."""
    for each in secrets:
        for form in {each.reveal(), quote(each.reveal(), safe=""), quote_plus(each.reveal())}:
            text = text.replace(form, "…")
    clean = re.sub(r"\s+", " ", "".join(one if one.isprintable() else " " for one in text)).strip()
    return clean[:200] + ("…" if len(clean) > 200 else "")


def _from_keyring(name: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        value: str | None = keyring.get_password(SERVICE, name)
    except KeyringError:  # locked, or a system without one: the message then names both places
        return None
    return value
