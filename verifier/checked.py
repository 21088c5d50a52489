"""Files that a person wrote in YAML (JSON included) or TOML, validated against a JSON schema, with line and column.

In YAML only whole numbers, true, false and null become values; 2023-11-08, 25.1 and NO stay text, as written.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from verifier.errors import InputError
from verifier.files import read_within
from verifier.plain_yaml import PlainLoader

_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "int", "bool", "null")}
Place = tuple[str | int, ...]
Problem = tuple[tuple[int, int], str]  # line and column, and what is wrong there
MOST_BYTES = 20_000_000


class _Texts(PlainLoader):
    """The safe loader without guesses: every value is the text that is written."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  (PyYAML's own way to say it)


class _Loader(PlainLoader):
    """The safe loader with fewer guesses."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^(?:0|[1-9][0-9]{0,17})$"), list("0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])


@dataclass
class Marked:
    """A loaded file: its value, its text, and where (line and column, from 1) each value and each key is."""

    name: str
    value: Any
    text: str = ""
    values: dict[Place, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Place, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def at(self, place: Place) -> tuple[int, int]:
        """Line and column of the value at a place, or of the nearest thing around it."""
        while place and place not in self.values:
            place = place[:-1]
        return self.values.get(place, (1, 1))

    def key(self, place: Place) -> tuple[int, int]:
        """Line and column of the name of a field."""
        return self.keys.get(place) or self.at(place)


def load_marked(path: Path, what: str, *, most: int = MOST_BYTES, texts: bool = False) -> Marked:
    """Read a YAML file; with `texts` every value in it is a text. `what` names the kind of file in messages.

    Raises InputError, with line and column, where it is not YAML.
    """
    text = _text(path, what, most)
    try:
        loader = (_Texts if texts else _Loader)(text)
        node = loader.get_single_node()
        found = Marked(str(path), None, text)
        if node is not None:
            found.value = _value(node, (), found, loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise InputError(f"{path}{where}: {error.problem or 'it is not YAML'}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        why = "its brackets are nested too deep" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        raise InputError(f"{path}:1:1: it is not YAML that can be read ({why})") from error
    return found


def load_marked_toml(path: Path, what: str, *, most: int = MOST_BYTES) -> Marked:
    """Read a TOML file as `load_marked` does a YAML file; a number that is infinite, or none, is a problem."""
    text = _text(path, what, most)
    try:
        value = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML, a number too long, arrays nested too deep
        raise InputError(f"{path}: it is not TOML that can be read: {error}") from error
    found = Marked(str(path), value, text)
    _mark_toml(found)
    found.problems += [(found.at(place), f"{place[-1]}: {number} is not a number") for place, number in _endless(value)]
    return found


def _text(path: Path, what: str, most: int) -> str:
    try:
        return read_within(path, most, what).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8") from error


_TOML_LINE = re.compile(r"\s*(?:(\[\[?)\s*([\w\s.\"'-]+?)\s*\]\]?\s*(?:#.*)?$|([\w.\"'-]+)\s*=\s*)")


def _mark_toml(found: Marked) -> None:
    """Note where the tables and the fields of a TOML file are, as far as each begins a line of its own."""
    table: Place = ()
    entries: dict[Place, int] = {}
    for number, line in enumerate(found.text.splitlines(), start=1):
        if not (match := _TOML_LINE.match(line)):
            continue
        brackets, header, key = match.groups()
        names = tuple(part.strip(" \t\"'") for part in (header or key).split("."))
        if brackets:
            table = names
            if brackets == "[[":
                entries[names] = entries.get(names, -1) + 1
                table = (*names, entries[names])
            found.values.setdefault(names, (number, match.start(1) + 1))
            found.values.setdefault(table, (number, match.start(1) + 1))
        else:
            found.keys.setdefault((*table, *names), (number, match.start(3) + 1))
            found.values.setdefault((*table, *names), (number, match.end() + 1))


def _endless(value: Any, place: Place = ()) -> Iterator[tuple[Place, float]]:
    """Numbers that are infinite or not a number, with their places."""
    if isinstance(value, float) and not math.isfinite(value):
        yield place, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _endless(inner, (*place, key))


def _value(node: Any, place: Place, found: Marked, loader: Any) -> Any:
    """The plain value of a node, its marks noted on the way."""
    found.values[place] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if node.tag not in _TAGS:
        found.problems.append((found.values[place], f"tags ({node.tag}) are not taken"))
        return None
    if isinstance(node, yaml.MappingNode):
        made: dict[str, Any] = {}
        for key, value in node.value:
            at = (key.start_mark.line + 1, key.start_mark.column + 1)
            if not isinstance(key, yaml.ScalarNode):
                found.problems.append((at, "the name of a field is a text"))
                continue
            if key.value in made:
                found.problems.append((at, f"{key.value!r} is given twice"))
            found.keys[(*place, key.value)] = at
            made[key.value] = _value(value, (*place, key.value), found, loader)
        return made
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*place, number), found, loader) for number, one in enumerate(node.value)]
    return loader.construct_object(node)


def stop_at(path: Path, problems: Iterable[Problem]) -> None:
    """Raise InputError with every fault, each with its line and column, if there is any."""
    if lines := [f"{path}:{line}:{column}: {what}" for (line, column), what in sorted(set(problems))]:
        raise InputError("\n".join(lines))


@lru_cache
def _validator(schema: Path) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker

    content = json.loads(schema.read_text(encoding="utf-8"))
    return Draft202012Validator(content, format_checker=FormatChecker(["date"]))


def against_schema(marked: Marked, schema: Path, what: str, of_any: Sequence[str] = ()) -> Iterator[Problem]:
    """Every fault that a JSON schema finds in a file, with its line and column.

    `what` names the whole in messages; at least one of the fields in `of_any` must be present.
    """
    for error in _validator(schema).iter_errors(marked.value if marked.value is not None else {}):
        place: Place = tuple(error.absolute_path)
        name = _name(place) or what
        if error.validator in ("oneOf", "anyOf") and not isinstance(error.instance, dict):
            continue
        if error.validator == "additionalProperties":
            known = list(error.schema["properties"])
            for field_name in (one for one in error.instance if one not in known):
                near = get_close_matches(field_name, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"it takes {', '.join(known)}"
                yield marked.key((*place, field_name)), f"unknown field {field_name!r}; {hint}"
        elif error.validator == "required":
            missing = [one for one in error.validator_value if one not in error.instance]
            yield marked.at(place), f"{', '.join(missing)} is missing"
        elif error.validator == "dependentRequired":
            for given, wanted in error.validator_value.items():
                if given in error.instance and not {*wanted} <= {*error.instance}:
                    yield marked.at((*place, given)), f"{given} needs {' and '.join(wanted)} beside it"
        elif error.validator == "oneOf":
            yield marked.at(place), _one_of(error)
        elif "propertyNames" in error.absolute_schema_path:
            yield marked.key((*place, str(error.instance))), _not_a(error, "name")
        elif error.validator == "anyOf" and of_any:
            yield marked.at(place), f"write {', '.join(of_any)} or both"
        else:
            yield marked.at(place), _not_a(error, name)


def _name(place: Place) -> str:
    """The last field of a place, with the number of the entry where it is a list: "months, entry 2"."""
    names = [at for at, part in enumerate(place) if isinstance(part, str)]
    last = place[names[-1] :] if names else place
    return ", ".join(part if isinstance(part, str) else f"entry {part + 1}" for part in last)


def _one_of(error: Any) -> str:
    names = [one["required"][0] for one in error.validator_value]
    both = [name for name in names if name in error.instance]
    return f"write {' or '.join(names)}, not both" if both else f"{' or '.join(names)} is missing"


def _not_a(error: Any, name: str) -> str:
    shown = repr(error.instance) if len(repr(error.instance)) <= 60 else f"{repr(error.instance)[:57]}…"
    kinds = {
        "object": "fields, each as name: value",
        "array": "a list",
        "string": "a text",
        "integer": "a whole number",
        "number": "a number",
        "null": "empty",
    }
    if error.validator == "type":
        wanted = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
        return f"{name}: {shown} is not {' or '.join(kinds[one] for one in wanted)}"
    if error.validator == "format":
        return f"{name}: {shown} is not a day that exists, written YYYY-MM-DD"
    if error.validator == "minimum":
        return f"{name}: {shown} is less than {error.validator_value}"
    if error.validator == "minLength":
        return f"{name} is empty"
    described = str(error.schema.get("description", "")).rstrip(".")
    if error.schema.get("pattern", "").startswith("^https"):
        described = "an address that begins with https:// or http://"
    return f"{name}: {shown} is not {described[:1].lower()}{described[1:]}"
