"""The mapping of a table of the user's own: which column is what and what is counted, by a small YAML and options."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from verifier.checked import Marked, against_schema, load_marked, stop_at
from verifier.errors import InputError, UsageError
from verifier.files import is_file
from verifier.incidents.dataset import suggestion
from verifier.incidents.measures import normalise, unit_of
from verifier.incidents.opening import Said
from verifier.incidents.own.values import NO_COUNTRY, country
from verifier.places import names, tree
from verifier.window import Window

SCHEMA = Path(__file__).parent / "mapping.schema.json"
SUFFIX = ".mapping.yml"
LARGEST = 100_000  # bytes; a mapping is a page of text
ROLES = (
    "date", "start", "end", "period", "year", "quarter", "month", "day", "count", "country", "region", "category", "id",
    "dayfirst",
)  # fmt: skip
SPANS = ("period", "quarter", "month")  # what the names of columns may say of when
WHEN = (("date",), ("period",), ("start", "end"), ("year", "quarter", "month", "day"))
ROWS = "(rows)"  # in place of a column: the rows are counted
# Of these, options add to what the mapping file says.
MANY = {"leave_out", "only", "no_totals", "values", "map", "measures", "wide"}


@dataclass(frozen=True)
class Counted:
    """One thing that a file counts: the sum of a column (or the number of rows) where the filter's values stand.

    answers are the phrases that it stands for, by how well; why holds a sentence for each.
    """

    id: str
    label: str
    unit: str = "incidents"
    sum: str | None = None
    filter: MappingOf[str, list[str]] = field(default_factory=dict)
    answers: MappingOf[str, list[str]] = field(default_factory=dict)
    why: MappingOf[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapping:
    """What is said of a file. `place` is the code of the place of every row, None where a column tells the country.

    roles is role -> column; wide the role of the names of columns that hold counts, and these columns as they are
    written. incidents says that every row is one and numbers are added up, None where nothing says it.
    """

    id: str
    roles: MappingOf[str, str]
    counted: tuple[Counted, ...]
    file: Said
    place: str | None = None
    whole_country: bool = False
    wide: tuple[str, str | list[str]] | None = None
    coverage: Window | None = None
    gaps: tuple[Window, ...] = ()
    quiet: tuple[Window, ...] = ()
    published: str | None = None
    dates: str = ""
    century: int | None = None
    year_begins: tuple[int, int] | None = None
    incidents: bool | None = None
    zeros: bool = False
    once: bool = False
    unknown: frozenset[str] = frozenset()
    left_out: MappingOf[str, Sequence[str]] = field(default_factory=dict)
    only: MappingOf[str, Sequence[str]] = field(default_factory=dict)
    no_totals: MappingOf[str, Sequence[str]] = field(default_factory=dict)
    values: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)
    about: MappingOf[str, str] = field(default_factory=dict)

    @property
    def when(self) -> tuple[str, ...]:
        """The roles that say together when a row counts."""
        held = {*self.roles, *(self.wide[:1] if self.wide and self.wide[0] in SPANS else ())}
        return next((tuple(role for role in each if role in held) for each in WHEN if each[0] in held), ())

    @property
    def without_others(self) -> bool:
        """Whether rows of what is no country are left out."""
        return NO_COUNTRY in self.left_out.get("country", ())

    def column(self, key: str) -> str:
        """The column that a role, or the name of a column, means."""
        return self.roles.get(key, key)

    def leaves_out(self, row: MappingOf[str, str]) -> bool:
        """Whether a row (its values by column) is to be left out."""
        return any(matches(row.get(self.column(key), ""), each) for key, each in self.left_out.items()) or any(
            not matches(row.get(self.column(key), ""), each) for key, each in self.only.items()
        )


def matches(text: str, patterns: Sequence[str]) -> bool:
    """Whether a value is one of several, which may have a * for any letters; "empty" is no value."""
    plain = text.strip().casefold()
    return any(plain == "" if each in ("", "empty") else fnmatchcase(plain, each.casefold()) for each in patterns)


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


def read_mapping(path: Path) -> dict[str, Any]:
    """What a mapping file says. Every value is taken as the text that is written (NO is Norway, not false).

    Raises InputError, with line and column, for a file that is not YAML or holds what a mapping does not know.
    """
    marked = load_marked(path, "mapping", most=LARGEST, texts=True)
    if marked.value is None:
        raise InputError(f"{path} is empty: write KEY: VALUE, as `verifier data import FILE --propose` prints it")
    stop_at(path, marked.problems or against_schema(marked, SCHEMA, "the mapping"))
    value: dict[str, Any] = marked.value
    return value


def said_by(options: MappingOf[str, Any]) -> dict[str, Any]:
    """Options in the form of a mapping file, checked as one. Raises UsageError."""
    value = {key: each for key, each in options.items() if each not in (None, (), [], {})}
    marked = Marked("the options", value)
    if problems := dict.fromkeys(what for _, what in against_schema(marked, SCHEMA, "the options")):
        raise UsageError("in the options: " + "; ".join(problems))
    return value


def merged(written: MappingOf[str, Any], given: MappingOf[str, Any]) -> dict[str, Any]:
    """What a mapping file and options say together; options go before it."""
    found = dict(written) | dict(given)
    for key in MANY & written.keys() & given.keys():
        found[key] = {**written[key], **given[key]}
    roles = dict(found.get("map", {}))
    placed = {"country", "place"} & given.keys()
    by_column = "country" in given.get("map", {})
    for key in {"country", "place"} - placed if placed or by_column else ():
        found.pop(key, None)
    if placed and not by_column:
        roles.pop("country", None)
    when = {role for each in WHEN for role in each}
    if given_when := when & given.get("map", {}).keys():  # a date that is given replaces the columns of the mapping
        roles = {role: name for role, name in roles.items() if role not in when or role in given_when}
    if ("measure" in given) != ("measures" in given):
        found.pop("measures" if "measure" in given else "measure", None)
    return found | {"map": roles}


def made(value: MappingOf[str, Any], where: str) -> Mapping:
    """The mapping of a checked value; `where` is what messages name. Raises UsageError for what cannot be."""
    roles = dict(value.get("map", {}))
    dayfirst = roles.pop("dayfirst", None)
    dates = value.get("dates", "")
    if dayfirst is not None:
        if dayfirst.casefold() not in {"true", "false", "yes", "no"}:
            raise UsageError(f"dayfirst={dayfirst!r}: write dayfirst=true or dayfirst=false")
        dates = "day-first" if dayfirst.casefold() in {"true", "yes"} else "month-first"
    wide = next(iter(value.get("wide", {}).items()), None)
    if wide and wide[0] not in (*SPANS, "country", "region", "category"):
        raise UsageError(
            f"wide: the names of columns may be a period, quarter, month, country, region or category, not {wide[0]!r}"
        )
    _ask_for_missing(value, roles, wide, where)
    counted = _counted(value, roles)
    incidents = {"incidents": True, "totals": False, None: None}[value.get("rows")]
    if any(each.sum is None for each in counted) and not wide:
        if incidents is False:
            raise UsageError("--rows totals needs the column that holds them: add count=COLUMN")
        incidents = True
    mapping = Mapping(
        id=value.get("id", ""),
        roles=roles,
        counted=counted,
        file=Said(
            value.get("encoding"), int(value["header"]) if "header" in value else None, value.get("sheet"), ask=True
        ),
        place=_place(value, roles, wide),
        whole_country=value.get("whole_country") in ("yes", "true"),
        wide=wide,
        coverage=_window(value.get("coverage"), "coverage"),
        gaps=tuple(filter(None, (_window(each, "gaps") for each in _texts(value.get("gaps", []))))),
        quiet=tuple(filter(None, (_window(each, "quiet") for each in _texts(value.get("quiet", []))))),
        published=value.get("published"),
        dates=dates,
        century=int(value["century"]) if "century" in value else None,
        year_begins=month_day(value.get("year_begins")),
        incidents=incidents,
        zeros=value.get("missing") == "zero",
        once=value.get("identical") == "once",
        unknown=frozenset("" if each == "empty" else each.strip() for each in _texts(value.get("unknown", []))),
        left_out={key: _texts(each) for key, each in value.get("leave_out", {}).items()},
        only={key: _texts(each) for key, each in value.get("only", {}).items()},
        no_totals={key: _texts(each) for key, each in value.get("no_totals", {}).items()},
        values=value.get("values", {}),
        about={key: value[key] for key in ("title", "licence", "citation") if key in value},
    )
    _check(mapping, value, where)
    return mapping


def _ask_for_missing(value: MappingOf[str, Any], roles: MappingOf[str, str], wide: Any, where: str) -> None:
    """Ask at once for everything without which there is no dataset."""
    asked = []
    if "id" not in value:
        asked.append("the id is missing (--id, or id: in a mapping): it says what your dataset is called")
    if not value.keys() & {"measure", "measures", "definitions"}:
        asked.append("the measure is missing (--measure, or measure: in a mapping): what does a row count?")
    if not value.keys() & {"country", "place"} and "country" not in roles and not (wide and wide[0] == "country"):
        asked.append(
            "the place is not known: give country=COLUMN in the mapping, one country for all rows (--country PAK; WLD "
            "for the world), or the part of a country that the file is about (--place 'New York City')"
        )
    if asked:
        raise UsageError(f"{where}: " + "\n  ".join(asked))


def _check(mapping: Mapping, value: MappingOf[str, Any], where: str) -> None:
    given = set(mapping.roles) - {"country", "region", "category", "count", "id"}
    if mapping.wide and mapping.wide[0] in SPANS:
        given |= {mapping.wide[0]}
    allowed = [{"date"}, {"period"}, {"start", "end"}, {"year"}, {"year", "quarter"}, {"year", "month"}]
    if given not in [*allowed, {"year", "month", "day"}]:
        raise UsageError(
            f"{where}: the mapping names {', '.join(sorted(mapping.roles)) or 'no columns'}: it takes date=COLUMN, "
            "period=COLUMN, start= and end=, or year= with month= and day= or with quarter=; and count=COLUMN where a "
            "row holds a number"
        )
    if value.get("rows") is None and given != {"date"} and "year" not in given and mapping.incidents:
        raise UsageError(
            f"{where}: the mapping names a span and no count: add count=COLUMN, or, where each row is an incident, "
            "--rows incidents"
        )
    for each in mapping.counted:
        if not normalise(each.label):
            raise UsageError(
                f"the measure {each.label!r} does not say what is counted: name it in words, as burglaries or measles "
                "cases"
            )
    ids = [each.id for each in mapping.counted]
    if twice := next((each for each in ids if ids.count(each) > 1), None):
        raise UsageError(f"two definitions have the id {twice!r}: give each its own")


def _counted(value: MappingOf[str, Any], roles: MappingOf[str, str]) -> tuple[Counted, ...]:
    found = []
    if "measure" in value:
        found.append(_whole(value["measure"], roles.get("count")))
    found += [
        _whole(words, None if column.strip() == ROWS else column) for words, column in value.get("measures", {}).items()
    ]
    for each in value.get("definitions", []):
        answers = {match: _texts(each[match]) for match in ("exact", "near", "proxy") if match in each}
        chosen = {role: _texts(values) for role, values in each.get("filter", {}).items()}
        unit = each.get("unit") or unit_of(each["label"])
        own = each.get("sum") or roles.get("count")
        own = None if own == ROWS else own
        found.append(Counted(each["id"], each["label"], unit, own, chosen, answers, each.get("why", {})))
    return tuple(found)


def _whole(words: str, column: str | None) -> Counted:
    """What every row of the file counts for."""
    why = {"exact": f"The file was imported as counting {words}."}
    return Counted(slug(words), words, unit_of(words), column, {}, {"exact": [words]}, why)


def plain_words(name: str) -> str:
    """The name of a column in small letters, with spaces between its words: "geoLevel_2" is "geo level 2"."""
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).strip().casefold()


def slug(words: str) -> str:
    """An id of words."""
    return re.sub(r"[\W_]+", "-", words.casefold()).strip("-")


def _place(value: MappingOf[str, Any], roles: MappingOf[str, str], wide: tuple[str, Any] | None) -> str | None:
    """The code of the one place of all rows, None where a column tells the country."""
    said = str(value.get("place") or value.get("country") or "")
    if "country" in roles or (wide and wide[0] == "country"):
        if said:
            raise UsageError("give the country either as a column (country=COLUMN in the mapping) or once for all rows")
        return None
    code = country(said)
    if "place" in value:
        return _part(said) or names.place_code(said)
    if code is None:
        near = names.places_named(said)
        hint = f": if it is {names.with_country(near[0])}, give it as --place" if len(near) == 1 else ""
        raise UsageError(f"{said!r} is no country name or ISO 3166 code{hint}")
    return code


def _part(said: str) -> str | None:
    """The code of a first-level region that is called one: the state of Rio de Janeiro, which is also a city."""
    match = re.fullmatch(r"(?:the )?(?:state|province|region|county|canton|department) of (.+)", said.strip(), re.I)
    found = [code for code in names.candidates(match[1]) if tree.place(code).kind == "part"] if match else []
    return found[0] if len(found) == 1 else None


def _texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _window(text: str | None, key: str) -> Window | None:
    try:
        return Window.parse(text) if text else None
    except UsageError as error:
        raise UsageError(f"{key}: {error}") from error


def month_day(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    month, day = (int(part) for part in text.split("-"))
    try:
        date(2001, month, day)
    except ValueError:
        raise UsageError(f"year_begins: {text!r} is no day of a year: write a month and a day, as 04-01") from None
    return month, day


def pairs(texts: Sequence[str], option: str, known: Sequence[str] = ()) -> dict[str, str]:
    """KEY=VALUE texts of an option as a mapping. Raises UsageError for another form and for a key given twice."""
    found: dict[str, str] = {}
    for text in texts:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not key or not equals or (known and not value):
            form = "ROLE=COLUMN, as in --map date=Date" if known else f"COLUMN=VALUE, as in {option} Region=Total"
            raise UsageError(f"{option} {text!r}: write {form}")
        if known and key not in known:
            raise UsageError(f"{option} {text!r}: there is no role {key!r}" + suggestion(key, known))
        if key in found:
            raise UsageError(f"{option} {key}= is given twice: keep one")
        found[key] = value
    return found
