"""A watchlist: which claims of which texts are watched, with which parameters; read and validated as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from verifier.errors import InputError, VerifierError
from verifier.files import is_device, is_file
from verifier.places.names import place_code
from verifier.reports.watchlists.marked import Marked, Place, load_marked

SCHEMA = Path(__file__).parent / "watchlist.schema.json"
_OWN_WORDS = {"anyOf": "write claims, documents or both"}


@dataclass(frozen=True)
class Text:
    """A document of a watchlist: a path or the text itself, with what is said about it."""

    path: Path | None = None
    text: str | None = None
    about: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Watched:
    """One claim to watch. claim None stands for all claims of the text; words are those that the claim must have, None
    where the watchlist does not say; parameters are those of the notebook.
    """

    id: str
    text: Text
    claim: int | None
    parameters: dict[str, Any]
    vintages: dict[str, str] = field(default_factory=dict)
    schedule: str = ""
    note: str = ""
    words: str | None = None


@dataclass(frozen=True)
class Watchlist:
    """The claims of a watchlist in its order, and what its index and feed say about it."""

    name: str
    title: str
    url: str
    author: str
    claims: list[Watched]


def schema_text() -> str:
    """The JSON Schema of watchlists, as an editor reads it."""
    return SCHEMA.read_text(encoding="utf-8")


def read_watchlist(path: Path) -> Watchlist:
    """Read and validate a watchlist. Raises InputError with every mistake in it, each with line and column."""
    marked = load_marked(path)
    problems = marked.problems or [*_against_schema(marked)]
    if not problems:
        problems = list(_beyond_schema(marked))
    if problems:
        lines = [f"{path}:{line}:{column}: {what}" for (line, column), what in sorted(set(problems))]
        raise InputError("\n".join(lines))
    return _made(path, marked.value)


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema_text()))


def _against_schema(marked: Marked) -> Iterator[tuple[tuple[int, int], str]]:
    for error in _validator().iter_errors(marked.value if marked.value is not None else {}):
        place: Place = tuple(error.absolute_path)
        name = str(place[-1]) if place else "the watchlist"
        if place and isinstance(place[-1], int):
            name = f"{place[-2]}, entry {place[-1] + 1}"
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
        elif error.validator == "oneOf":
            yield marked.at(place), _one_of(error)
        elif "propertyNames" in error.absolute_schema_path:
            yield marked.key((*place, str(error.instance))), _not_a(error, "name")
        elif error.validator in _OWN_WORDS:
            yield marked.at(place), _OWN_WORDS[error.validator]
        else:
            yield marked.at(place), _not_a(error, name)


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
    }
    if error.validator == "type":
        wanted = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
        return f"{name}: {shown} is not {' or '.join(kinds[one] for one in wanted)}"
    if error.validator == "minimum":
        return f"{name}: {shown} is less than {error.validator_value}"
    if error.validator == "minLength":
        return f"{name} is empty"
    described = str(error.schema.get("description", "")).rstrip(".")
    if error.schema.get("pattern", "").startswith("^https"):
        described = "an address that begins with https:// or http://"
    return f"{name}: {shown} is not {described[:1].lower()}{described[1:]}"


def _beyond_schema(marked: Marked) -> Iterator[tuple[tuple[int, int], str]]:
    """What a schema cannot say: days that do not exist, ids used twice, documents that are not there, places."""
    value = marked.value
    documents = value.get("documents") or {}
    seen: dict[str, int] = {}
    blocks: list[tuple[Place, dict[str, Any]]] = [(("defaults",), value.get("defaults") or {})]
    blocks += [(("documents", name), one) for name, one in documents.items()]
    blocks += [(("claims", number), one) for number, one in enumerate(value.get("claims") or [])]
    for place, block in blocks:
        for name in ("published", "known_on"):
            if name in block and not _is_day(block[name]):
                yield marked.at((*place, name)), f"{name}: {block[name]!r} is not a day that exists"
        for name in ("place", "country"):
            if name in block and (why := _not_a_place(block[name])):
                yield marked.at((*place, name)), f"{name}: {why}"
        if place[0] == "documents" and "path" in block:
            for name in sorted({"title", "url", "speaker"} & set(block)):
                yield marked.key((*place, name)), f"{name} goes with text; a file says it in its front matter"
    for name in documents:
        if is_device(name):
            yield marked.key(("documents", name)), f"{name!r} is a name that Windows keeps for itself: choose another"
    for number, one in enumerate(value.get("claims") or []):
        place = ("claims", number)
        if is_device(one["id"]):
            yield marked.at((*place, "id")), f"id {one['id']!r} is a name that Windows keeps for itself: choose another"
        folded = one["id"].casefold()
        if folded in seen:
            first = marked.at(("claims", seen[folded], "id"))[0]
            yield marked.at((*place, "id")), f"id {one['id']!r} is already that of the claim on line {first}"
        seen.setdefault(folded, number)
        if "document" in one and one["document"] not in documents:
            near = get_close_matches(one["document"], documents, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there is {', '.join(documents) or 'none'}"
            yield marked.at((*place, "document")), f"there is no document {one['document']!r}; {hint}"


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _not_a_place(text: str) -> str | None:
    try:
        place_code(text)
    except VerifierError as error:
        return str(error)
    return None


def _made(path: Path, value: dict[str, Any]) -> Watchlist:
    folder, defaults = path.parent, value.get("defaults") or {}
    texts = {name: _text(one, folder) for name, one in (value.get("documents") or {}).items()}
    claims = []
    for one in value.get("claims") or []:
        text = texts[one["document"]] if "document" in one else Text(text=one["text"], about={})
        claims.append(_watched(one["id"], text, one.get("claim", 1), {**defaults, **text.about, **one}, folder))
    named = {one.get("document") for one in value.get("claims") or []}
    claims += [
        _watched(name, text, None, {**defaults, **text.about}, folder)
        for name, text in texts.items()
        if name not in named
    ]
    _told_apart(claims, path)
    return Watchlist(
        name=path.name,
        title=value.get("title") or path.stem,
        url=(value.get("url") or "").rstrip("/"),
        author=value.get("author") or "verifier",
        claims=claims,
    )


def _text(one: dict[str, Any], folder: Path) -> Text:
    about: dict[str, str] = {key: one[key] for key in ("title", "url", "speaker", "published", "country") if key in one}
    return Text(folder / one["path"], None, about) if "path" in one else Text(None, one["text"], about)


def _watched(name: str, text: Text, claim: int | None, given: dict[str, Any], folder: Path) -> Watched:
    parameters = {key: given[key] for key in ("published", "country", "place", "known_on") if given.get(key)}
    if given.get("datasets"):
        parameters["datasets"] = list(given["datasets"])
    if given.get("specifications"):
        own = folder / given["specifications"]
        parameters["specifications"] = str(own.resolve()) if is_file(own) else given["specifications"]
    vintages = {dataset: str(vintage) for dataset, vintage in (given.get("vintages") or {}).items()}
    schedule, note = given.get("schedule") or "", given.get("note") or ""
    return Watched(name, text, claim, parameters, vintages, schedule, note, given.get("words"))


def _told_apart(claims: Iterable[Watched], path: Path) -> None:
    seen: set[str] = set()
    for one in claims:
        if one.id.casefold() in seen:
            raise InputError(f"{path}: {one.id!r} is the id of a claim and the name of a document; rename one of them")
        seen.add(one.id.casefold())
