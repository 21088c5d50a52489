"""The page as a PDF, printed by a chromium of this machine: tagged, with language, title and alternative texts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from verifier.child_environment import without_secrets
from verifier.errors import VerifierError
from verifier.files import place_for_sockets

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
USUAL = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
SECONDS = 120
_PREFIX = "verifier-print-"
_BESIDE = re.compile(r'<a href="(?!#|https?:)[^"]*">(.*?)</a>')
MISSING = (
    "no PDF was made: it is printed by chromium, and none was found (Debian: apt install chromium; or name one in the "
    "environment variable CHROMIUM). The page itself prints to PDF from any browser"
)


def chromium() -> str | None:
    """The chromium to print with: the one that CHROMIUM names, or the first of the usual names; None for none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = (shutil.which(name) for name in (*NAMES, *USUAL))
    return next((one for one in found if one), None)


def print_pdf(page: Path, pdf: Path, program: str) -> None:
    """Print a page to a PDF file. Raises VerifierError, with what the browser said, where it does not."""
    place = place_for_sockets(f"{_PREFIX}12345678/org.chromium.Chromium.123456/SingletonSocket")
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=place) as profile:
        # Links to files beside the page would name folders of this machine: in print they are words.
        copy = Path(profile).resolve() / "page.html"
        copy.write_text(_BESIDE.sub(r"\1", page.read_text(encoding="utf-8")), encoding="utf-8")
        # Chromium's own sandbox cannot run as root, as in most containers; the page runs no script and loads nothing.
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [
            program, "--headless", *root, "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", f"--user-data-dir={profile}",
            "--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf",
            f"--print-to-pdf={pdf.resolve()}", copy.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603  (a browser of the user's, no shell)
                command,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
                env=without_secrets() | {"TMPDIR": profile},  # where its socket goes
            )
        except subprocess.TimeoutExpired as error:
            raise VerifierError(f"{program} did not print within {SECONDS} seconds; leave --pdf out") from error
        except OSError as error:
            raise VerifierError(f"{program} cannot be run: {error.strerror}; set CHROMIUM to one that can") from error
    if done.returncode != 0 or not pdf.is_file() or pdf.read_bytes()[:5] != b"%PDF-":
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise VerifierError(f"{program} printed no PDF; it said: {said}")
