"""What a file is (CSV, a workbook, JSON, a zip or folder of those), told by its first bytes, never by its name."""

from __future__ import annotations

import codecs
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Literal

from verifier.errors import InputError
from verifier.files import FULL

Kind = Literal["csv", "zip", "workbook", "json", "folder"]

LARGEST = 8 * 2**30  # bytes that what is inside a zip may unpack to
SUSPECT = 16 * 2**20, 200  # more bytes than this, packed more tightly than this, are no table
CHUNK = 1 << 20
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")  # with members, without
_COMPOUND = b"\xd0\xcf\x11\xe0"  # what Office wrote before 2007, and the shell of an encrypted workbook
_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"PAR1": "a Parquet file",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "a database",
}


def kind_of(path: Path) -> Kind:
    """What kind of table file lies at a path. Raises InputError for a file that is missing, empty or no table."""
    try:
        if path.is_dir():
            return "folder"
        with path.open("rb") as file:
            start = file.read(512)
            rest = start.strip() or file.read().strip()
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise InputError(f"cannot read {path}: {said}: name a file that you may read") from error
    if not rest:
        raise InputError(f"{path} is empty: get it again, or export the table again")
    if start.startswith(_ZIPS):
        return _packed(path)
    if start.startswith(_COMPOUND):
        locked = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        if locked:
            raise InputError(f"{path} is a workbook locked with a password: save it without, as .xlsx or CSV (UTF-8)")
        raise InputError(f"{path} is an old Excel workbook (.xls): save it as .xlsx or CSV (UTF-8)")
    for magic, what in _OTHERS.items():
        if start.startswith(magic):
            raise InputError(f"{path} is {what}, not a table: save or unpack the table as CSV (UTF-8)")
    text = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise InputError(f"{path} is a web page, not data: download the data file itself (it may ask you to log in)")
    return "json" if text.startswith((b"{", b"[")) else "csv"


def _packed(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{path} is a zip file or workbook that is cut off or damaged: get it again") from error
    for each in members:
        if _is_packed_too_tightly(each.file_size, each.compress_size):
            raise InputError(
                f"{path}: {each.filename} would unpack from {each.compress_size:,} to {each.file_size:,} bytes, "
                "as no table does: unpack it yourself if you trust it"
            )
    if (unpacked := sum(each.file_size for each in members)) > LARGEST or _is_packed_too_tightly(
        unpacked, sum(each.compress_size for each in members)
    ):
        raise InputError(
            f"{path}: its {len(members):,} members would unpack to {unpacked:,} bytes, as no table does: unpack it "
            "yourself if you trust it"
        )
    names = {each.filename for each in members}
    if names & {"xl/workbook.bin", "content.xml"}:
        raise InputError(f"{path} is a workbook of another kind than .xlsx: save it as .xlsx or CSV (UTF-8)")
    return "workbook" if "xl/workbook.xml" in names else "zip"


def _is_packed_too_tightly(unpacked: int, packed: int) -> bool:
    size, ratio = SUSPECT
    return unpacked > size and unpacked > ratio * max(1, packed)


def taken_out(path: Path, folder: Path) -> tuple[Literal["csv", "workbook", "json"], list[tuple[str, Path]]]:
    """What a file holds, and where that lies: the path itself, or what was in a zip, unpacked into a folder of ours.

    Of several files each has its name. JSON may be the pages of an API, in a folder or a zip. Raises InputError as
    `kind_of` does, and for a zip or a folder with no table in it, or that cannot be unpacked.
    """
    kind = kind_of(path)
    if kind == "folder":
        if not (pages := sorted(path.glob("[!.]*.json"))):
            raise InputError(f"{path} is a folder without JSON files in it: name the file")
        return "json", [(page.name, page) for page in pages]
    if kind == "zip":
        files = _unpacked(path, folder)
        return ("json" if files[0][1].suffix == ".json" else "csv"), files
    return kind, [("", path)]


def _unpacked(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """The CSV files in a zip, or else its JSON files, each with its name there, under names of ours."""
    with zipfile.ZipFile(path) as archive:
        held = [
            each
            for each in archive.infolist()
            if not each.is_dir() and not PurePosixPath(each.filename).name.startswith(".")
        ]
        tables = [each for each in held if each.filename.lower().endswith((".csv", ".tsv", ".txt"))]
        pages = [each for each in held if each.filename.lower().endswith(".json")]
        if not tables and not pages:
            listed = ", ".join(each.filename for each in held[:5]) or "nothing"
            raise InputError(f"{path} holds no CSV file ({listed}): unpack it yourself")
        taken = sorted(tables or pages, key=lambda each: each.filename)
        return [
            (
                each.filename if len(taken) > 1 else "",
                _member(path, archive, each, folder / f"{at:06}.{'csv' if tables else 'json'}"),
            )
            for at, each in enumerate(taken)
        ]


def _member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, inside: Path) -> Path:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        raise InputError(f"{path} holds {member.filename!r}, a name that leads outside: do not trust this file")
    if member.flag_bits & 1:
        raise InputError(f"{path}: {member.filename} is locked with a password: unpack it yourself")
    try:
        with archive.open(member) as packed, inside.open("wb") as file:
            shutil.copyfileobj(packed, file, CHUNK)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno in FULL:  # no room to unpack it: nothing is wrong with the file
            raise
        raise InputError(f"{path}: {member.filename} is damaged or cut off ({error}): get it again") from error
    if not inside.stat().st_size:
        raise InputError(f"{path}: {member.filename} is empty: get it again")
    return inside
