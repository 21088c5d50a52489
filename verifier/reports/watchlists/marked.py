"""YAML with the line and column of everything in it, loaded safely.

Only whole numbers, true, false and null are told from text: 2023-11-08, 25.1 and NO stay as they were written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from verifier.errors import InputError
from verifier.files import read_within
from verifier.plain_yaml import PlainLoader

_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "int", "bool", "null")}
Place = tuple[str | int, ...]
MOST_BYTES = 20_000_000


class _Loader(PlainLoader):
    """The safe loader with fewer guesses."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  (PyYAML's own way to say it)


_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^(?:0|[1-9][0-9]{0,17})$"), list("0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])


@dataclass
class Marked:
    """A loaded YAML file: its value, and where (line and column, from 1) each value and each key stands."""

    name: str
    value: Any
    values: dict[Place, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Place, tuple[int, int]] = field(default_factory=dict)
    problems: list[tuple[tuple[int, int], str]] = field(default_factory=list)

    def at(self, place: Place) -> tuple[int, int]:
        """Where the value at a place stands, or the nearest thing around it."""
        while place and place not in self.values:
            place = place[:-1]
        return self.values.get(place, (1, 1))

    def key(self, place: Place) -> tuple[int, int]:
        """Where the name of a field stands."""
        return self.keys.get(place) or self.at(place)


def load_marked(path: Path) -> Marked:
    """Read a YAML file. Raises InputError, with line and column, where it is no YAML."""
    try:
        text = read_within(path, MOST_BYTES, "watchlist").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        found = Marked(str(path), None)
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
                found.problems.append((at, f"{key.value!r} stands here twice"))
            found.keys[(*place, key.value)] = at
            made[key.value] = _value(value, (*place, key.value), found, loader)
        return made
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*place, number), found, loader) for number, one in enumerate(node.value)]
    return loader.construct_object(node)
