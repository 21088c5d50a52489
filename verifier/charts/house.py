"""The house style as data: `house.toml`, with what a newsroom's own file says put over it."""

from __future__ import annotations

import logging
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.colors import is_color_like
from matplotlib.font_manager import fontManager
from matplotlib.markers import MarkerStyle

from verifier.errors import InputError
from verifier.files import read_within

SHIPPED = Path(__file__).parent / "house.toml"
ALWAYS = "DejaVu Sans"  # the font that ships with matplotlib
VARIABLE = "VERIFIER_STYLE"
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class House:
    """Colours and markers by role, sizes by name, and matplotlib's own settings."""

    colours: dict[str, str]
    markers: dict[str, str]
    sizes: dict[str, float]
    matplotlib: dict[str, Any]


def load_house(path: str | Path | None = None) -> House:
    """The shipped style, with the tables of the file at `path` over it (default: what VERIFIER_STYLE names, if any).

    Raises InputError, naming file and field, for a file that cannot be read, a name that is not known, or a value that
    is no colour, marker, size above zero or setting of matplotlib.
    """
    shipped = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    chosen = path or os.environ.get(VARIABLE)
    if chosen:
        _put_over(shipped, Path(chosen))
        _fall_back(shipped["matplotlib"], Path(chosen))
    return House(shipped["colours"], shipped["markers"], shipped["sizes"], shipped["matplotlib"])


def _put_over(shipped: dict[str, dict[str, Any]], path: Path) -> None:
    try:
        own = tomllib.loads(read_within(path, MOST_BYTES, "house style").decode("utf-8"))
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, a number too long, arrays nested too deep
        raise InputError(f"house style {path}: not readable as TOML: {error}") from error
    for table, values in own.items():
        if table not in shipped or not isinstance(values, dict):
            raise InputError(f"house style {path}: {table}: the tables are {', '.join(shipped)}")
        for name, value in values.items():
            known = mpl.rcParams if table == "matplotlib" else shipped[table]
            if name not in known:
                raise InputError(f"house style {path}: {table}.{name}: there is no such name")
            if not _fits(table, name, value):
                raise InputError(f"house style {path}: {table}.{name}: {value!r} is not a value it can have")
            shipped[table][name] = value


def _fall_back(settings: dict[str, Any], path: Path) -> None:
    """Use matplotlib's own font where none of those named is installed, and say so once, not for every text."""
    names = settings["font.sans-serif"]
    several = [names] if isinstance(names, str) else list(names)
    if not set(several) & {*fontManager.get_font_names()}:
        settings["font.sans-serif"] = [ALWAYS]
        told = ", ".join(several)
        logging.getLogger(__name__).warning("house style %s: font not installed: %s; %s is used", path, told, ALWAYS)


def _fits(table: str, name: str, value: Any) -> bool:
    if table == "sizes":
        return isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    if table == "colours":
        return isinstance(value, str) and is_color_like(value)
    try:
        if table == "markers":
            MarkerStyle(value)
        else:
            mpl.rcParams.validate[name](value)
    except (ValueError, TypeError):
        return False
    return True
