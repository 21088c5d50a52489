"""The mapping of a file of the user's own, as a small YAML beside it: which column is what, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verifier.errors import InputError, UsageError
from verifier.files import is_file, read_within
from verifier.incidents.dataset import suggestion

SUFFIX = ".mapping.yml"
ROLES = ("date", "start", "end", "period", "count", "country", "region", "category", "dayfirst")
TEXTS = ("id", "measure", "title", "licence", "citation", "country", "coverage", "published", "encoding", "sheet")
KEYS = (*TEXTS, "map", "definitions")
OF_DEFINITION = ("id", "label", "unit", "filter", "exact", "near", "proxy", "why")
LARGEST = 100_000  # bytes; a mapping is a page of text


@dataclass(frozen=True)
class OwnDefinition:
    """What a user counts in a file: the rows whose region or category is one of the values that `filter` names.

    exact, near and proxy are the phrases it answers (the label, exactly, where none are given); why holds a sentence
    for each of the three.
    """

    id: str
    label: str
    unit: str = "incidents"
    filter: Mapping[str, list[str]] = field(default_factory=dict)
    answers: Mapping[str, list[str]] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileMapping:
    """What a mapping file says: `said` holds the plain keys (id, measure, country …), `map` role -> column."""

    path: Path
    said: Mapping[str, str]
    map: Mapping[str, str]
    definitions: tuple[OwnDefinition, ...] = ()


def beside(path: Path) -> Path | None:
    """The mapping that lies beside a data file: thefts.csv.mapping.yml or thefts.mapping.yml, None without one.

    Raises UsageError when both are there.
    """
    if not path.name:  # a folder, written as . or as nothing
        return None
    found = [each for each in (path.with_name(path.name + SUFFIX), path.with_name(path.stem + SUFFIX)) if is_file(each)]
    if len(set(found)) > 1:
        raise UsageError(f"{path}: both {found[0].name} and {found[1].name} lie beside it: name one with --mapping")
    return found[0] if found else None


def read_mapping(path: Path) -> FileMapping:
    """Read a mapping file. Every value is taken as the text that is written (NO is Norway, not false).

    Raises InputError, with the line, for a file that is no YAML or holds what a mapping does not know.
    """
    import yaml

    from verifier.plain_yaml import PlainLoader

    try:
        raw = read_within(path, LARGEST, "mapping")
        root = yaml.compose(raw.decode("utf-8-sig"), Loader=PlainLoader)  # nodes only: nothing is constructed
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: save the mapping as UTF-8") from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        why = getattr(error, "problem", None) or "it is nested too deeply"
        raise InputError(
            f"{path}: {where}this is no YAML ({why}): write KEY: VALUE, text in quotes where needed"
        ) from error
    reader = _Reader(path)
    top = reader.keys(root, KEYS, "the mapping")
    said = {key: reader.text(top[key], key) for key in TEXTS if key in top}
    roles = reader.keys(top["map"], ROLES, "map") if "map" in top else {}
    columns = {role: reader.text(node, f"map: {role}") for role, node in roles.items()}
    listed = reader.items(top["definitions"], "definitions") if "definitions" in top else []
    return FileMapping(path, said, columns, tuple(reader.definition(node, columns) for node in listed))


@dataclass(frozen=True)
class _Reader:
    """Takes the nodes of a YAML file apart, with the line in every message."""

    path: Path

    def wrong(self, node: Any, words: str) -> InputError:
        line = f"line {node.start_mark.line + 1}: " if node is not None else ""
        return InputError(f"{self.path}: {line}{words}")

    def keys(self, node: Any, known: tuple[str, ...], what: str) -> dict[str, Any]:
        if node is None or node.id != "mapping":
            raise self.wrong(node, f"{what} holds keys and values: write KEY: VALUE, of {', '.join(known)}")
        found: dict[str, Any] = {}
        for key, value in node.value:
            if key.value not in known:
                raise self.wrong(
                    key, f"{what} does not know {str(key.value)[:60]!r}" + suggestion(str(key.value), known)
                )
            if key.value in found:
                raise self.wrong(key, f"{key.value!r} stands twice in {what}: keep one")
            found[key.value] = value
        return found

    def text(self, node: Any, what: str) -> str:
        if node.id != "scalar" or not node.value.strip():
            raise self.wrong(
                node, f"{what} is empty or no text: write a value behind {what.split()[-1]}: or leave it out"
            )
        return str(node.value).strip()

    def items(self, node: Any, what: str) -> list[Any]:
        if node.id != "sequence":
            raise self.wrong(node, f"{what} is a list: begin each with a hyphen")
        return list(node.value)

    def texts(self, node: Any, what: str) -> list[str]:
        """A list of texts; one text is a list of one."""
        nodes = [node] if node.id == "scalar" else self.items(node, what)
        return [self.text(each, what) for each in nodes]

    def definition(self, node: Any, columns: Mapping[str, str]) -> OwnDefinition:
        keys = self.keys(node, OF_DEFINITION, "a definition")
        for needed in ("id", "label"):
            if needed not in keys:
                raise self.wrong(node, f"a definition has no {needed}: write {needed}: …")
        said = {key: self.text(keys[key], key) for key in ("id", "label", "unit") if key in keys}
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", said["id"]):
            raise self.wrong(keys["id"], f"{said['id']!r} cannot be an id: use small letters, digits and hyphens")
        able = tuple(role for role in ("category", "region") if role in columns)
        chosen = {
            role: self.texts(values, f"filter: {role}")
            for role, values in (self.keys(keys["filter"], able, "filter").items() if "filter" in keys else [])
        }
        answers: dict[str, list[str]] = {
            str(match): self.texts(keys[match], match) for match in ("exact", "near", "proxy") if match in keys
        }
        why = self.keys(keys["why"], ("exact", "near", "proxy"), "why") if "why" in keys else {}
        reasons = {match: self.text(each, match) for match, each in why.items()}
        return OwnDefinition(**said, filter=chosen, answers=answers, why=reasons)
