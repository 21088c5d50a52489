"""Write docs/reference/licences.md: the licence of every package in the lock files, as PyPI states it.

Run as `python .ci/licences.py` (make licences) after the lock files have changed. Stops, writing nothing, where a
package states none or one that is not in ALLOWED: somebody has to look at it then.
"""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock", "lab": "requirements-lab.lock"}
# What a package of each licence asks of us, who import it and do not ship it: to keep its notice where we copy it.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LGPL-2.1-only", "MIT", "MIT-0",
    "MIT-CMU", "MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "ZPL-2.1", "Zlib", "Artistic", "LLVM-exception",
}  # fmt: skip
NAMES = {
    "Academic Free License (AFL)": "AFL",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Artistic License": "Artistic",
    "BSD License": "BSD",
    "GNU General Public License (GPL)": "GPL",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
# Packages whose entry on PyPI names no licence: that of the licence file in their wheel.
ELSEWHERE = {"axe-playwright-python": "MIT", "entrypoints": "MIT", "mypy-extensions": "MIT"}


def pinned(lock: str) -> dict[str, list[str]]:
    """The versions of each package in a lock file, as they stand there: the last is that for the newest Python."""
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", (ROOT / lock).read_text("utf-8"), re.M):
        versions.setdefault(name, []).append(version)
    return versions


def locked(lock: str) -> list[str]:
    """The names of the packages in a lock file."""
    return sorted(pinned(lock))


def licence(name: str, version: str) -> str:
    """The licence of a release of a package, as an SPDX expression where it states one."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    answer = requests.get(f"https://pypi.org/pypi/{name}/{version}/json", timeout=60)
    if answer.status_code == requests.codes.not_found:  # mirrors have the page of the newest release alone
        answer = requests.get(f"https://pypi.org/pypi/{name}/json", timeout=60)
    answer.raise_for_status()
    info = answer.json()["info"]
    if info.get("license_expression"):
        return str(info["license_expression"])
    parts = [one.rpartition(" :: ")[2] for one in info["classifiers"] if one.startswith("License :: OSI Approved ::")]
    if parts:
        # Several classifiers are a choice: their licences are alternatives, as in "Artistic or GPL".
        return " OR ".join(NAMES.get(part, part) for part in parts)
    return next(iter(str(info.get("license") or "").splitlines()), "")


def acceptable(expression: str) -> bool:
    """Whether every licence that must be kept is allowed, or one of the alternatives is."""
    return any(
        all(part.strip(" ()") in ALLOWED for part in re.split(r"\bAND\b|\bWITH\b", alternative))
        for alternative in re.split(r"\bOR\b", NAMES.get(expression, expression))
    )


def table() -> str:
    """The page."""
    by_lock = {use: pinned(lock) for use, lock in LOCKS.items()}
    newest = {name: versions[-1] for lock in by_lock.values() for name, versions in lock.items()}
    names = sorted(newest)
    with ThreadPoolExecutor(8) as pool:
        found = dict(zip(names, pool.map(licence, names, [newest[name] for name in names]), strict=True))
    found = {name: NAMES.get(one, one) for name, one in found.items()}
    wrong = {name: one for name, one in found.items() if not acceptable(one)}
    if wrong:
        sys.exit("\n".join(f"{name}: {one!r} is not among the licences allowed" for name, one in wrong.items()))
    rows = [
        f"| {name} | {one} | {', '.join(use for use, of in by_lock.items() if name in of)} |"
        for name, one in found.items()
    ]
    return "\n".join(
        [
            "# Licences of what is installed",
            "",
            "verifier is MIT. It imports these packages and ships none of them. Written by `make licences` from what",
            "PyPI states for each package in the lock files, at its newest pinned version: `run` is",
            "`requirements.lock`, `test`, `lab` the others.",
            "Where a package offers a choice (OR), one that is in the list of `.ci/licences.py` is taken.",
            "",
            "| package | licence | in |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    page = table()
    (ROOT / "docs" / "reference" / "licences.md").write_text(page, encoding="utf-8")
