"""A watchlist: the claims to watch, their texts and parameters; read and validated as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from verifier.checked import Marked, Place, Problem, against_schema, load_marked, stop_at
from verifier.errors import InputError, VerifierError
from verifier.files import is_device, is_file
from verifier.places.names import place_code

SCHEMA = Path(__file__).parent / "watchlist.schema.json"


@dataclass(frozen=True)
class Text:
    """A document of a watchlist: a path or the text itself, with its metadata."""

    path: Path | None = None
    text: str | None = None
    about: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Watched:
    """One claim to watch, or with claim None all claims of the text.

    words are the claim's words, None where the watchlist does not give them; parameters are those of the notebook.
    """

    id: str
    text: Text
    claim: int | None
    parameters: dict[str, Any]
    vintages: dict[str, str] = field(default_factory=dict)
    schedule: str = ""
    note: str = ""
    words: str | None = None

    @property
    def asked(self) -> dict[str, Any]:
        """How the claim is named: by number, by words, or not at all."""
        return {"claim": self.claim, "words": self.words}


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
    marked = load_marked(path, "watchlist")
    problems = marked.problems or [*against_schema(marked, SCHEMA, "the watchlist", ("claims", "documents"))]
    stop_at(path, problems or _beyond_schema(marked))
    return _made(path, marked.value)


def _beyond_schema(marked: Marked) -> Iterator[Problem]:
    """What a schema cannot say: ids used twice, documents that are not there, places."""
    value = marked.value
    documents = value.get("documents") or {}
    seen: dict[str, int] = {}
    blocks: list[tuple[Place, dict[str, Any]]] = [(("defaults",), value.get("defaults") or {})]
    blocks += [(("documents", name), one) for name, one in documents.items()]
    blocks += [(("claims", number), one) for number, one in enumerate(value.get("claims") or [])]
    for place, block in blocks:
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
