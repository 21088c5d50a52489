"""A file to check: its text, and what its front matter says about who published it, when and where."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from verifier.claims.text.not_text import instead_of_a_file, kind_of_file
from verifier.errors import InputError, UsageError
from verifier.files import is_file, read_within
from verifier.places.names import country_code, nearest_country
from verifier.places.place import WORLD
from verifier.unseen_characters import shortened

_TEXT_KEYS = ("title", "url", "publisher", "speaker", "place")
_SHORT = 2000  # characters of front matter
_ORDINARY = re.compile(r"[\w ,.;()'\"’“”:/\n-]*")
MOST_BYTES = 50_000_000  # a thousand novels
MOST_FRONT = 100_000  # characters of front matter
YEARS = (1000, 2999)  # of a text and its events: calendars reckon safely around these
_KNOWN_KEYS = (*_TEXT_KEYS, "published", "country", "events", "sources", "example")


@dataclass(frozen=True)
class Document:
    """A text with what is known about it.

    `text` is the whole file, front matter included, and `body` the offset at which the body starts; the offsets of
    claims point into `text`. `country` is ISO 3166-1 alpha-3, `events` gives the dates of named events, `warnings`
    lists what was ignored.
    """

    text: str
    body: int
    name: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    country: str | None = None
    events: dict[str, date] = field(default_factory=dict)
    speaker: str | None = None
    place: str | None = None
    sources: list[str] = field(default_factory=list)
    example: bool = False
    warnings: list[str] = field(default_factory=list)


def read_document(path: str | Path, *, published: date | str | None = None, country: str | None = None) -> Document:
    """Read a UTF-8 text or Markdown file with optional YAML front matter; "-" is standard input.

    `published` and `country`, when given, replace what the front matter says. Raises InputError when the file is
    missing, a directory, empty, binary, not UTF-8, or has front matter that cannot be used; UsageError when
    `path` is an address or the text itself, or `published` or `country` cannot be understood.
    """
    name = str(path)
    text = decoded(_read(path), "standard input" if name == "-" else name)
    return document(text, name="standard input" if name == "-" else name, published=published, country=country)


def document(
    text: str, *, name: str = "the text", published: date | str | None = None, country: str | None = None
) -> Document:
    """A Document of a text in memory, which may have front matter. Raises as `read_document` does, but takes no text
    to be no claims rather than an error.
    """
    front, body = _front_matter(text, name)
    where = partial(_where, text[:body], name)
    given: dict[str, Any] = {}
    if "published" in front:
        given["published"] = usable_day(front["published"], where("published"), InputError)
    if "country" in front:
        given["country"] = usable_country(front["country"], where("country"), InputError)
    if published is not None:
        given["published"] = usable_day(published, "--published", UsageError)
    if country is not None:
        given["country"] = usable_country(country, "--country", UsageError)
    for key in _TEXT_KEYS:
        if key in front:
            given[key] = _string(front[key], where(key))
    if "events" in front:
        given["events"] = _events(front["events"], where)
    if "sources" in front:
        items = front["sources"] if isinstance(front["sources"], list) else [front["sources"]]
        given["sources"] = [_string(item, where("sources")) for item in items]
    if "example" in front:
        if not isinstance(front["example"], bool):
            raise InputError(f"{where('example')}: {front['example']!r} is neither true nor false")
        given["example"] = front["example"]
    return Document(text=text, body=body, name=name, warnings=_unknown(front, name), **given)


def _read(path: str | Path) -> bytes:
    if str(path) == "-":
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise InputError(f"standard input has more than {MOST_BYTES:,} bytes: a text has not")
        return content
    instead = instead_of_a_file(str(path))
    if instead and not is_file(Path(path)):
        raise UsageError(instead)
    return read_within(Path(path), MOST_BYTES, "text")


def decoded(content: bytes, name: str) -> str:
    """The text in the bytes of a file. Raises InputError where it is empty, binary or not UTF-8."""
    if not content.strip():
        raise InputError(f"{name} is empty: it needs the text to check")
    kind = kind_of_file(content)
    if kind:
        raise InputError(f"{name} is {kind}")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{name} is UTF-16, not UTF-8: save it again as UTF-8 text")
    zero = content.find(b"\0")
    if zero >= 0:
        raise InputError(f"{name} is not a text file (byte {zero} is zero): save the article as plain text or Markdown")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{name} is not UTF-8 (line {line}, byte {error.start}, 0x{content[error.start]:02x}): save it as UTF-8"
        ) from error
    if not text.strip():
        raise InputError(f"{name} is empty: it needs the text to check")
    return text


def _front_matter(text: str, name: str) -> tuple[dict[str, Any], int]:
    """The front matter as a mapping, and the offset of the body."""
    first, _, _ = text.partition("\n")
    if first.lstrip("\ufeff").rstrip() != "---":
        return {}, 0
    start = at = len(first) + 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].rstrip() in ("---", "..."):
            return _mapping(text[start:at], name), min(end + 1, len(text))
        at = end + 1
    raise InputError(f"{name}: the front matter opened on line 1 never closes: end it with a line of three dashes")


def _mapping(source: str, name: str) -> dict[str, Any]:
    if len(source) > MOST_FRONT:
        raise InputError(f"{name}: the front matter has {len(source):,} characters: it may have {MOST_FRONT:,}")
    from verifier.plain_yaml import WRONG

    try:
        loaded = _loaded(source)
    except WRONG as error:
        if not hasattr(error, "problem"):  # 2023-13-45 as a date; lists nested thousands deep
            said = shortened(str(error))
            raise InputError(
                f"{name}: the front matter cannot be read ({said}): check its dates and brackets"
            ) from error
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 2}:{mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it is not YAML"
        raise InputError(
            f"{name}{line}: the front matter cannot be read ({problem}): write it as lines of `key: value`, "
            "and put quotes around a value that holds a colon"
        ) from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise InputError(f"{name}: the front matter is a {type(loaded).__name__}, not lines of `key: value`")
    return {str(key): value for key, value in loaded.items() if value is not None}


def _loaded(source: str) -> Any:
    """The front matter as YAML. libyaml reads ordinary lines ten times as fast; what it cannot read, and anything with
    brackets, anchors or tags, is left to yaml's own loader, so that errors are always told in its words.
    """
    from verifier.plain_yaml import WRONG, load_ordinary, load_plain

    if len(source) < _SHORT and _ORDINARY.fullmatch(source):
        with suppress(*WRONG):
            return load_ordinary(source)
    return load_plain(source)


def _unknown(front: dict[str, Any], name: str) -> list[str]:
    return [
        f"{name}: front matter key {key!r} is not known and was ignored (known: {', '.join(_KNOWN_KEYS)})"
        for key in front
        if key not in _KNOWN_KEYS
    ]


def usable_day(value: object, where: str, error: type[InputError | UsageError]) -> date:
    """The day that a date or its ISO form gives; raises `error`, beginning with `where`, for anything else."""
    try:
        day = value.date() if isinstance(value, datetime) else value
        day = day if isinstance(day, date) else date.fromisoformat(str(value).strip())
    except ValueError as cause:
        raise error(f"{where}: {shortened(str(value))!r} is not a date: write it as 2023-11-08") from cause
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise error(f"{where}: {day} is not of the years {YEARS[0]} to {YEARS[1]}")
    return day


def usable_country(value: object, where: str, error: type[InputError | UsageError]) -> str:
    """The alpha-3 code of a country's name or code; raises `error`, beginning with `where`, for anything else."""
    # YAML reads the alpha-2 code NO (Norway) as false.
    name = "NO" if value is False else str(value)
    code = country_code(name)
    if code and code != WORLD:
        return code
    near = nearest_country(name)
    hint = f"did you mean {near}?" if near else "use an ISO 3166-1 code such as PAK"
    raise error(f"{where}: {name!r} is not a country: {hint}")


def _string(value: object, where: str) -> str:
    if isinstance(value, (dict, list)):
        raise InputError(f"{where} must be one line of text, not a {type(value).__name__}")
    return str(value)


def _events(value: object, where: Callable[[str], str]) -> dict[str, date]:
    if not isinstance(value, dict):
        raise InputError(f"{where('events')} must be lines of `name of the event: 2021-08-15`")
    return {str(key): usable_day(day, f"{where(str(key))} (events)", InputError) for key, day in value.items()}


def _where(front: str, name: str, field: str) -> str:
    """File, line and column of a field of the front matter, and its name, as a message begins."""
    match = re.search(rf"^[ \t]*([\"']?){re.escape(field)}\1[ \t]*:[ \t]*", front, re.MULTILINE)
    if match is None:  # written in braces
        return f"{name}: {field}"
    return f"{name}:{front.count(chr(10), 0, match.end()) + 1}:{len(match[0]) + 1}: {field}"
