"""Workbooks and JSON as rows of text, as a CSV file would hold them."""

from __future__ import annotations

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any

from verifier.errors import InputError
from verifier.incidents.texts import check_names

Records = tuple[list[str], list[list[str | None]], int]  # header, rows, and the number of the first row


def workbook(path: Path, *, only: str | None = None, ask: bool = False) -> Records:
    """Header, rows as text, and the row the first of them stands in, of the first sheet with a table.

    The header is the first row with more than one value; of a formula the value last calculated counts. `only` names
    the sheet; with `ask` tables in several sheets are an error that asks for it. Raises InputError for a workbook that
    cannot be read or holds no such table.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    found: dict[str, tuple[list[list[Any]], int]] = {}
    names: list[str] = []
    try:
        with CalamineWorkbook.from_path(path) as book:
            names = book.sheet_names
            for name in names:
                table = (
                    [] if only not in (None, name) else book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                )
                while table and not any(cell != "" for cell in table[-1]):
                    table.pop()
                if (start := _start(table)) is not None:
                    found[name] = (table, start)
                    if not ask:
                        break
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(f"{path} is no workbook that can be read ({error}): save the table as CSV (UTF-8)") from error
    if only is not None and only not in names:
        raise InputError(f"{path} has no sheet {only!r}. There is: {', '.join(names)}")
    if not found:
        raise InputError(f"{path}: no sheet has a header and a row below it: save the table as CSV (UTF-8)")
    if len(found) > 1:
        raise InputError(f"{path}: the sheets {', '.join(map(repr, found))} hold tables: say which with --sheet")
    ((table, start),) = found.values()
    return _cut(path, table, start)


def _start(table: list[list[Any]]) -> int | None:
    """Where the header stands: titles above a table have one value; a table of one column has no title."""
    filled = [sum(cell != "" for cell in row) for row in table]
    least = min(2, max(filled, default=0))
    start = next((at for at, number in enumerate(filled) if number >= least > 0), None)
    return start if start is not None and len(table) > start + 1 else None


def _cut(path: Path, table: list[list[Any]], start: int) -> Records:
    header = [str(cell).strip() for cell in table[start]]
    wide = max(at + 1 for at, name in enumerate(header) if name)
    check_names(path, header[:wide], start + 1)
    for number, row in enumerate(table[start + 1 :], start + 2):
        if any(cell != "" for cell in row[wide:]):
            raise InputError(
                f"{path}: row {number}: more values than the header in row {start + 1} has columns: give each column "
                "a name, in one row and without merged cells"
            )
    return header[:wide], [[_text(cell) for cell in row[:wide]] for row in table[start + 1 :]], start + 2


def _text(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == time() else str(cell)
    return None if cell == "" else str(cell)


def json_records(path: Path) -> Records:
    """Names, records as text, and 1, since a record is counted from one.

    JSON is a list of records, or an object whose "Result" or "data" is one. Raises InputError for any other.
    """
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON that can be read ({error}): is it cut off? Get it again") from error
    said = ""
    if isinstance(content, dict):
        said = next((f"; it says {str(content[key])[:100]!r}" for key in ("error", "message") if key in content), "")
        content = next((content[key] for key in ("Result", "data") if isinstance(content.get(key), list)), None)
    if not isinstance(content, list) or not content or not all(isinstance(each, dict) for each in content):
        raise InputError(f"{path} holds no list of records (under Result or data){said}: get the data again")
    names = list(dict.fromkeys(key for record in content for key in record))
    check_names(path, names)
    return names, [[_json_text(record.get(name)) for name in names] for record in content], 1


def _json_text(value: object) -> str | None:
    return None if value is None else value if isinstance(value, str) else json.dumps(value)
