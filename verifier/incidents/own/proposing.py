"""Guesses which column of a file is what, by its values and its name, for the user to confirm."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from verifier.incidents.engine import Rows
from verifier.incidents.opening import Said, opened
from verifier.incidents.own.days import MONTHS, TIME, Style
from verifier.incidents.own.mapping import SUFFIX, WHEN, month_day, plain_words
from verifier.incidents.own.values import country
from verifier.incidents.problems import Problems

SAMPLE = 500
MOST = 60  # different values among them that a region or category may have
SHOWN = 3
TIMES = {"count", "dayfirst", *(role for each in WHEN for role in each)}  # roles that a file of wide columns lacks
_NONE = Problems(Path())  # where what is wrong is not told


def propose_mapping(path: Path | str, said: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Guess the mapping of a table file from what is in its columns and from their names.

    `said` are keys of a mapping that are known: encoding, header, sheet, map. Only a column whose first values fit is
    proposed; a role is left out when nothing fits, so the result may not yet be enough. Raises InputError for a file
    that cannot be read.
    """
    with _opened(Path(path), said or {}) as rows:
        return _guess(_sample(rows), dict((said or {}).get("map", {})))


def proposal(path: Path | str, said: Mapping[str, Any] | None = None, address: str = "") -> str:
    """A mapping file to be looked over, with three rows as read; address is where the file was fetched from, if
    anywhere. Raises InputError as `propose_mapping` does.
    """
    path, said = Path(path), said or {}
    with _opened(path, said) as rows:
        header, sample = rows.header, _sample(rows)
    given = dict(said.get("map", {}))
    found = _guess(sample, given)
    wide = _wide(sample) if not {"wide", "measures"} & said.keys() and not {"date", "count"} & given.keys() else None
    if wide:
        role, columns = wide
        kept = {name: texts for name, texts in sample.items() if name not in columns}
        found = {key: name for key, name in _guess(kept, given).items() if key not in TIMES}
        found |= {"year": year} if role == "month" and (year := _named(kept, "year", set())) else {}
        said = {**said, "wide": {role: f"{columns[0]}..{columns[-1]}"}}
    dates, question = _order(sample, found, said)
    id_ = said.get("id") or re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-") or "my-data"
    named = path.name + SUFFIX
    saved = f"{named}; then: verifier data import {address} --mapping {named}"
    if not address:
        saved = f"{named} beside the file; then: verifier data import {path.name}"
    lines = [
        f"# Guessed from the names and values of {path.name}: check every line, fill in what is empty, and save it",
        f"# as {saved}",
        f"id: {id_}",
        f"measure: {said['measure']}"
        if "measure" in said
        else "measure:   # what the rows count, in words: bicycle thefts",
    ]
    usual = {
        "title": "…", "licence": "…", "citation": "…",
        "published": "2024-02   # the day or month it came out; without it, the day of import",
        "coverage": "2022-01-01..2023-12-31   # the days the file is complete for: days without a row are then zeros",
    }  # fmt: skip
    lines += [f"{key}: {_yaml(said[key])}" if key in said else f"# {key}: {text}" for key, text in usual.items()]
    others = {
        key: each for key, each in said.items() if key not in {"id", "measure", "map", "country", "place", *usual}
    }
    lines += [f"{key}: {_yaml(each)}" for key, each in others.items()]
    if "country" not in found:
        key = "place" if "place" in said else "country"
        hint = (
            "   # the country of every row, a name or code; WLD for the world; for a part of one, place: New York City"
        )
        lines.append(f"{key}: {_yaml(said[key])}" if key in said else f"country:{hint}")
    if "count" in found and "date" in found and "rows" not in said:
        lines.append("# rows: incidents   # where each row is an incident and the count is to be added up")
    lines.append("map:")
    lines += [f"  {role}: {_yaml(column)}" for role, column in found.items() if role != "dayfirst"]
    if "period" in found and "count" not in found and (numbers := _numbers(sample, found)):
        lines.append(f"  count:   # what is counted: one of {', '.join(map(_yaml, numbers))}; for several, measures:")
    if not found.keys() & {"date", "start", "period", "year"} and "wide" not in said:
        listed = ", ".join(map(_yaml, header))
        lines.append(f"  date:   # no column looks like a date: it is one of {listed}")
    if "dayfirst" in given:
        lines.append(f"  dayfirst: {given['dayfirst']}")
    elif question:
        lines.append(f"  dayfirst:   # true where {question} has the day first, false where it has the month first")
    for role in ("region", "category"):
        if (column := _named(sample, role, set(found.values()))) and role not in found:
            mark = "" if "wide" in said else "# "  # what tells the rows of a wide table apart has to be there
            lines.append(
                f"  {mark}{role}: {_yaml(column)}   # counts are then kept by it, and definitions may choose by it"
            )
    if lines[-1] == "map:":
        lines.pop()
    if category := found.get("category") or _named(sample, "category", set(found.values())):
        values = sorted({text for text in sample[category] if text})
        lines += [
            "# definitions:   # what else the file answers",
            f"#   - id: {id_}-one",
            "#     label: bicycle thefts",
            f"#     filter: {{category: [{_yaml(values[0])}]}}   # of {', '.join(map(_yaml, values[:8]))}",
        ]
    return "\n".join([*lines, *_as_read(sample, found, said, dates)]) + "\n"


def _as_read(sample: dict[str, list[str]], found: dict[str, str], said: Mapping[str, Any], dates: str) -> list[str]:
    """Three rows as they would be read, in comments."""
    roles = next((tuple(role for role in each if role in found) for each in WHEN if each[0] in found), ())
    number = min(SHOWN, len(next(iter(sample.values()), [])))
    if not roles or not number or "wide" in said or ("period" in found and "count" not in found):
        return []
    texts = ["\x1f".join(cells) for cells in zip(*(sample[found[role]] for role in roles), strict=True)]
    century = int(said["century"]) if "century" in said else None
    style = replace(_style(said, roles, dates), century=century, year_begins=month_day(said.get("year_begins")))
    read = style.reader([re.sub(TIME, "", text) for text in texts], _NONE)
    lines = [f"# As read, the first {number} rows:"]
    for at, text in enumerate(texts[:number]):
        plain = re.sub(TIME, "", text)
        when = f"{text!r} (not read: {'; '.join(read.asked.values()) or read.wrong.get(plain, '')})"
        if plain in read.values and not read.asked:
            when = "..".join(dict.fromkeys(read.values[plain][:2]))
        where = sample[found["country"]][at] if "country" in found else said.get("country", said.get("place", "?"))
        rest = [f"{role}: {sample[found[role]][at]}" for role in ("region", "category", "id") if role in found]
        rest.append(f"count {sample[found['count']][at] if 'count' in found else 1}")
        lines.append(f"#   {when.replace(chr(31), ' ')}, {country(where) or where}, {', '.join(rest)}")
    return lines


def _opened(path: Path, said: Mapping[str, Any]) -> Any:
    header = int(said["header"]) if said.get("header") else None
    return opened(path, said=Said(said.get("encoding"), header, said.get("sheet"), ask=True))


def _sample(rows: Rows) -> dict[str, list[str]]:
    """The first values of each column."""
    found = rows.database.execute(f"SELECT * FROM {rows.source} LIMIT {SAMPLE}").fetchall()
    if found and all(str(cell or "").startswith("#") or not cell for cell in found[0]):
        found = found[1:]  # HXL tags
    return {name: [str(row[at] or "").strip() for row in found] for at, name in enumerate(rows.header)}


def _style(said: Mapping[str, Any], roles: tuple[str, ...], dates: str) -> Style:
    today = datetime.now(tz=UTC).date()
    return Style(roles, max(today, date(today.year + 1, 1, 1)), dates, 2000, (1, 1))


def _order(sample: dict[str, list[str]], found: dict[str, str], said: Mapping[str, Any]) -> tuple[str, str]:
    """How the days are written, where that is said, and a date that may be day/month or month/day, if any is."""
    dates = said.get("dates", "")
    if (first := found.get("dayfirst")) is not None:
        dates = "day-first" if first.casefold() in ("yes", "true") else "month-first"
    texts = [text for role in ("date", "start", "end") if role in found for text in sample[found[role]] if text]
    if any("day/month" in each for each in _style(said, ("date",), dates).reader(texts, _NONE).asked.values()):
        return "day-first", next(text for text in texts if re.match(r"\d{1,2}[-/.]\d{1,2}[-/.]", text))
    return dates, ""


def _guess(sample: dict[str, list[str]], given: dict[str, str]) -> dict[str, str]:
    """The columns of the roles: those given, else the best by values and name; no column twice."""
    found = {role: name for role, name in given.items() if name in sample or role == "dayfirst"}

    def best(role: str) -> str | None:
        return (
            found.get(role) or _named(sample, role, set(found.values())) or _valued(sample, role, set(found.values()))
        )

    when = {role for each in WHEN for role in each}
    if not when & found.keys():
        shapes = (("start", "end"), ("date",), ("year", "month", "day"), ("year", "month"), ("period",))
        for shape in shapes:
            taken: dict[str, str] = {}
            for role in shape:
                name = _named(sample, role, set(taken.values())) or (
                    _valued(sample, role, set()) if role in ("date", "period") else None
                )
                if name:
                    taken[role] = name
            if len(taken) == len(shape) and (shape[0] != "start" or best("count")):
                found |= taken
                break
    if "count" not in found and (name := best("count")) and (found.keys() & {"date", "start", "period", "year"}):
        found["count"] = name
    numbers = _numbers(sample, found)
    if "period" in found and "count" not in found and "period" not in given:
        if len(numbers) == 1:
            found["count"] = numbers[0]
        elif not numbers:
            del found["period"]
    if "country" not in found and (name := best("country")):
        found["country"] = name
    order = ("date", "start", "end", "period", "year", "quarter", "month", "day", "count", "country")
    return {role: found[role] for role in (*order, *(each for each in found if each not in order)) if role in found}


def _numbers(sample: dict[str, list[str]], found: dict[str, str]) -> list[str]:
    """The columns without a role of which at least half of the values are numbers."""
    taken = set(found.values())
    filled = {name: [text for text in texts if text] for name, texts in sample.items() if name not in taken}
    return [name for name, texts in filled.items() if 2 * sum(_fits([text], "count") for text in texts) > len(texts)]


def _wide(sample: dict[str, list[str]]) -> tuple[str, list[str]] | None:
    """The columns side by side whose names are periods, or months of a year in another column; with their role."""
    for role in ("period", "month") if _named(sample, "year", set()) else ("period",):
        held = {each: len(each) > 2 and _fits([each], role) for each in sample}
        runs = [list(run) for fits, run in groupby(sample, held.__getitem__) if fits]
        longest = max(runs, key=len, default=[])
        if len(longest) > 1 and len(_numbers({name: sample[name] for name in longest}, {})) > len(longest) / 2:
            return role, longest
    return None


def _named(sample: dict[str, list[str]], role: str, taken: set[str]) -> str | None:
    """The column whose name stands first in the list of names for the role, and whose values fit."""
    names: list[str] = _names()[role]
    ranked = sorted((names.index(plain), name) for name in sample if (plain := plain_words(name)) in names)
    return next((name for _, name in ranked if name not in taken and _fits(sample[name], role)), None)


def _valued(sample: dict[str, list[str]], role: str, taken: set[str]) -> str | None:
    """The first column whose values can be nothing else, whatever its name."""
    if role not in ("date", "period", "country"):
        return None
    return next((name for name in sample if name not in taken and _fits(sample[name], role, strictly=True)), None)


def _fits(texts: list[str], role: str, *, strictly: bool = False) -> bool:
    sample = [text for text in texts if text]
    if not sample or (
        strictly and role == "country" and (len(set(sample)) < 2 or any(len(text) < 3 for text in sample))
    ):
        return False
    if strictly and role == "period" and all(re.fullmatch(r"\d+", text) for text in sample):
        return False
    return _FITS[role](sample)


def _spans(sample: list[str], most: int) -> bool:
    """Whether all values are spans of so many days at most, in one order of day and month or the other."""
    cut = sorted({re.sub(TIME, "", text) for text in sample})
    for dates in ("day-first", "month-first"):
        read = _style({}, ("date",), dates).reader(cut, _NONE)
        if not read.wrong and not read.asked:
            return all(days <= most for _, _, days in read.values.values())
    return False


def _all_like(form: str, sample: list[str]) -> bool:
    return all(re.fullmatch(form, text) for text in sample)


# A month by its name, or the first letters of it.
_MONTHS = "|".join(name[:end] for name in MONTHS for end in range(1, len(name) + 1))
_FITS: dict[str, Callable[[list[str]], bool]] = {
    "date": lambda sample: _spans(sample, 1),
    "start": lambda sample: _spans(sample, 1),
    "end": lambda sample: _spans(sample, 1),
    "period": lambda sample: _spans(sample, 366),
    "year": lambda sample: _all_like(r"(?:1[789]|2[01])\d\d(?:\.0)?", sample),
    "month": lambda sample: _all_like(rf"\d|1[0-2]|(?i:{_MONTHS})", sample),
    "day": lambda sample: _all_like(r"\d|[12]\d|3[01]", sample),
    "count": lambda sample: _all_like(r"\d+(?:\.0+)?|\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3})+", sample),
    "country": lambda sample: all(country(text) for text in set(sample)),
    **dict.fromkeys(
        ("region", "category"),
        lambda sample: all(text.isprintable() for text in sample) and len(set(sample)) <= MOST,
    ),
}


def _yaml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)  # JSON is YAML


@cache
def _names() -> dict[str, list[str]]:
    return tomllib.loads(files("verifier.incidents").joinpath("columns.toml").read_text(encoding="utf-8"))
