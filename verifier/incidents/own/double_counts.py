"""Rows that would be counted twice: a total beside its parts, a region beside the regions in it, two levels of a
table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from verifier.incidents.engine import Rows, all_of, numbered_events, one
from verifier.incidents.own.layout import Planned, found_key
from verifier.incidents.own.mapping import Mapping, matches, plain_words
from verifier.incidents.own.values import country
from verifier.incidents.own.wholes import Hint, Whole, wholes
from verifier.incidents.problems import Problems
from verifier.incidents.sql import quoted_name
from verifier.listing import joined_by_and
from verifier.places import names, tree

if TYPE_CHECKING:
    import numpy.typing as npt

MOST_ROWS, MOST_SPANS = 20_000, 50  # from more rows than the one and spans than the other, spans are drawn
SHOWN = 3
LONGEST = 2_000  # parts that a code is looked through for
LOUD = 4  # letters from which a label in capitals is no abbreviation
_TOTAL = re.compile(
    r"(?:(?:grand|sub|national|country|overall) ?-?totals?|totals?|all|overall|sum|nationwide|national|gesamt|"
    r"insgesamt|ensemble|todos|both(?: sexes)?|persons|people|everyone|all (?!other)\w+(?: \w+)?|totals? .*|.* totals?)"
)
_OF_WHICH = re.compile(r"[\W_]*(?:of which|thereof|davon|darunter|dont|waarvan|di cui|de los cuales)\b.*")
_LEVEL = re.compile(r"(?:geo\w*|areas?|regions?|places?|admin\w*|territor\w+|spatial) ?(?:level|type|tier|class)|level")
_LEVELS = re.compile(
    r"(?:\w+ )?(?:uk|countr(?:y|ies)|nations?|national|states?|provinces?|regions?|regional|count(?:y|ies)|districts?|"
    r"municipalit(?:y|ies)|cit(?:y|ies)|local|authorit(?:y|ies)|[ul]tlas?|lads?|(?:nuts|itl|level|admin|adm) ?\d|"
    r"(?:police )?forces?)(?: (?:area|authority|level|authorities))?"
)
_PLAIN = re.compile(r"[^\W\d][\w .-]*")  # what YAML takes for a text without quotation marks
_STATISTICS_CODE = re.compile(r"[A-Z]\d{8}")  # of British statistics, whose first three signs tell the level
_LOCAL = ("E06", "E07", "E08", "E09", "E10")
_BRITISH = {  # what lies in what, by these signs: countries, regions, counties and districts
    "K02": ("E92", "W92", "S92", "N92", "K03", "K04"), "K03": ("E92", "W92", "S92", "K04"), "K04": ("E92", "W92"),
    "E92": ("E12", "E23", *_LOCAL), "E12": _LOCAL, "E10": ("E07",), "W92": ("W06", "W15"), "S92": ("S12",),
    "N92": ("N09",),
}  # fmt: skip
_COUNTY = re.compile(r".+ (?:county|parish)", re.I)
_SIDE = re.compile(r"(?:north|south|east|west|central|upper|lower|new|mid)\w*|.{1,3}", re.I)  # no name of a place
_NESTING_CODE = re.compile(r"(?=.*[A-Z])[A-Z0-9-]{2,}")  # NUTS, ISO 3166-2: what lies in a place begins with its code


@dataclass(frozen=True)
class _Column:
    """A column that tells rows apart: our name, the file's, its key; code: `labels` are beginnings of values."""

    name: str
    shown: str
    key: str = ""
    code: bool = False


@dataclass(frozen=True)
class _Told:
    """What is told of a label that others make up: in words, and which labels had better go. Of one that holds more
    than the others here, these: without it, the rest of it would not be counted.
    """

    said: str
    gone: tuple[str, ...]


def check_totals(mapping: Mapping, raw: Rows, plan: Planned, problems: Problems) -> None:
    """Ask about whatever is made up of other rows that are counted too."""
    columns = [_Column(f"text_key_{key}", name or key, key) for key, name in plan.keys.items()]
    rows, spans = one(plan.rows, "SELECT count(*), approx_count_distinct(start_when_) FROM events")
    steps = min(rows // MOST_ROWS, spans // MOST_SPANS) + 1
    if mapping.incidents and steps > 1:
        return  # no table of totals that is taken for one of incidents is so long
    frame = _numbers(plan, mapping, [each.name for each in columns], steps)
    asked: set[str] = set()
    for each in (*_levels(frame, plan, columns), *columns):
        if each.name in asked or frame[each.name].nunique() < 2:
            continue
        # Of a large file the order is not worth another reading: no table of totals is so long.
        order = list(_order(plan, each)) if steps == 1 else sorted(set(frame[each.name]))
        if told := dict(_asked(frame, plan, mapping, each, columns, order, _beneath(raw, each, order))):
            asked |= {own.name for own in columns if _tells(frame, own.name, each.name)}
            _say(told, each, plan, problems)


def _numbers(plan: Planned, mapping: Mapping, keys: Sequence[str], steps: int) -> pd.DataFrame:
    """What is added up, by place, span, measure, key and the columns beside; of the spans one in `steps`."""
    held = ", ".join([*keys, *plan.beside])
    numbers = ["number"] if plan.long or mapping.wide else [f"number_{at}" for at in range(len(plan.sums))]
    parts = [
        f"SELECT {plan.layout.country} AS place, concat(start_when_, end_when_, {'key_measure' if plan.long else at}) "
        f"AS span, {held}{', ' if held else ''}number_{number} AS number FROM events "
        f"WHERE hash(start_when_) % {steps} = 0"
        for at, number in enumerate(numbers)
    ]
    rows = "SELECT * EXCLUDE (number), sum(number) AS n, count(*) > count(number) AS hidden FROM ({}) GROUP BY ALL"
    return plan.rows.database.execute(rows.format(" UNION ALL ".join(parts))).df()


def _levels(frame: pd.DataFrame, plan: Planned, columns: Sequence[_Column]) -> Iterator[_Column]:
    """The columns that tell of which kind a key's value is, or, where rows are added up, of which the row is."""
    for name, shown in plan.beside.items():
        told = any(_tells(frame, each.name, name) and not _tells(frame, name, each.name) for each in columns)
        if told or frame.duplicated(["place", "span", *(each.name for each in columns)]).any():
            yield _Column(name, shown)
        elif frame[name].map(lambda text: bool(_STATISTICS_CODE.fullmatch(text))).all():
            frame[f"level_{name}"] = frame[name].str[:3]
            yield _Column(f"level_{name}", shown, code=True)


def _tells(frame: pd.DataFrame, one: str, other: str) -> bool:
    """Whether a value of one column always stands with the same value of another, in each place."""
    return not frame[["place", one, other]].drop_duplicates().duplicated(["place", one]).any()


def _asked(
    frame: pd.DataFrame,
    plan: Planned,
    mapping: Mapping,
    column: _Column,
    columns: Sequence[_Column],
    order: Sequence[str],
    beneath: dict[str, str],
) -> Iterator[tuple[str, _Told]]:
    """The labels of a column that are made up of others which are counted with them, and what is told of each."""
    independent = [
        each.name
        for each in columns
        if each != column and not _tells(frame, each.name, column.name) and not _tells(frame, column.name, each.name)
    ]
    counted = [_chosen(each.filter, column, plan, mapping) for each in mapping.counted]
    settled = [
        list(said) for key, said in mapping.no_totals.items() if mapping.column(key) in (column.shown, column.key)
    ]
    named = {label: frozenset(names.places_named(label)) for label in order if column.key == "region"}
    groups = frame.groupby(["span", *independent], sort=False).ngroup().to_numpy()
    ranks = frame[column.name].map({label: at for at, label in enumerate(order)}).to_numpy()
    for place, rows in frame.groupby("place", sort=False).indices.items():
        own = frame.iloc[rows]
        held, label = np.unique(ranks[rows], return_inverse=True)
        labels = [order[at] for at in held]
        if len(labels) == 1:
            continue
        told = {each: _Told(said, (each,)) for each in labels if (said := _read(each, str(place), column))}
        told = {each: said for each, said in told.items() if _together(each, labels, counted)}
        here = {label: frozenset(filter(partial(tree.lies_in, whole=str(place)), named[label])) for label in named}
        meant = {label: here[label] or named[label] for label in named}
        hints = [hint for hint in _hints(own, plan, column, labels, meant, beneath) if hint.parts]
        numbers = _numbers_of(own, label, groups[rows])
        bounds = [int(match[1]) - 1 for text in mapping.unknown if (match := re.fullmatch(r"[<≤]\s*(\d{1,3})", text))]
        zeros = bool(mapping.incidents) or mapping.zeros
        for whole in wholes(labels, numbers, hints, max(bounds, default=None), zeros=zeros):
            if _together(whole.label, whole.parts, counted):
                gone = whole.parts if whole.how == "holds" else (whole.label,)
                told[whole.label] = _Told(_words(whole, len(labels)), gone)
        called = not column.code and _LEVEL.fullmatch(plain_words(column.shown))  # a level, as its values are
        if not told and called and all(_LEVELS.fullmatch(plain_words(label)) for label in labels):
            said = f"and {joined_by_and(list(map(repr, labels[1:4])))} read like levels of one another"
            told = {labels[0]: _Told(said, (labels[0],))}
        yield from ((each, said) for each, said in told.items() if not any(matches(each, one) for one in settled))


def _together(whole: str, parts: Sequence[str], counted: Sequence[set[str] | None]) -> bool:
    """Whether a definition (the values that it counts, None for all) counts a label and one of its parts."""
    return any(some is None or (whole in some and some & ({*parts} - {whole})) for some in counted)


def _numbers_of(own: pd.DataFrame, label: npt.NDArray[Any], groups: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """The numbers of one place by label and group, NaN where one is withheld or not there."""
    several, group = np.unique(groups, return_inverse=True)
    shape = int(label.max()) + 1, len(several)
    at, size = label * shape[1] + group, shape[0] * shape[1]
    hidden = np.bincount(at, own["hidden"].to_numpy(), size) > 0
    sums = np.bincount(at, own["n"].fillna(0).to_numpy(dtype=float), size)
    return np.where((np.bincount(at, minlength=size) > 0) & ~hidden, sums, np.nan).reshape(shape)


def _chosen(filters: object, column: _Column, plan: Planned, mapping: Mapping) -> set[str] | None:
    """The values of a column that a definition counts; None where it counts all of them."""
    chosen = [
        set(values)
        for key, values in dict(filters).items()  # type: ignore[call-overload]
        if found_key(key, plan.keys, mapping) == column.key
    ]
    return set.intersection(*chosen) if chosen else None


def _hints(
    own: pd.DataFrame,
    plan: Planned,
    column: _Column,
    labels: list[str],
    named: dict[str, frozenset[str]],
    beneath: dict[str, str],
) -> Iterator[Hint]:
    """What lies in what by the columns beside, by codes, by how a label is written (`beneath` tells under which one),
    and by what is known of the places of the world.
    """
    for label in labels:
        yield Hint(label, tuple(each for each in labels if beneath.get(each) == label))
        if column.code:
            yield Hint(label, tuple(each for each in labels if each in _BRITISH.get(label, ())))
        elif label in named and not _SIDE.fullmatch(label):  # Dublin and Dublin North
            yield Hint(label, tuple(each for each in labels if each.startswith(f"{label} ") and not named[each]))
    for name in (*plan.beside, column.name) if not column.code else ():
        pairs = own.drop_duplicates([column.name, name])
        of = dict(zip(pairs[column.name], pairs[name], strict=True))
        if len(of) < len(pairs):
            continue
        around = set(of.values()) & set(labels) if name != column.name else set()
        for label in around:
            parts = tuple(each for each in labels if of[each] == label != each)
            yield Hint(label, parts, strict=of[label] == label)
        if len(set(of.values())) == len(labels):
            written = sorted((code, label) for label, code in of.items())
            for at, (code, label) in enumerate(written):
                behind = written[at + 1 : at + LONGEST]
                # How the codes begin of what lies in a place: 48 of those in 48000.
                stem = code[:-3] if code.isdecimal() and code.endswith("000") else code
                inner = takewhile(lambda each: each[0].startswith(stem), behind)  # noqa: B023  (used up at once)
                yield Hint(label, tuple(part for each, part in inner if _begins(each, code)))
    for label, codes in named.items():
        (code,) = codes if len(codes) == 1 and label in labels else ("",)
        if code and not code.startswith("city:"):
            yield Hint(label, tuple(each for each in labels if named[each] != codes and _lies_in(named[each], code)))


def _beneath(raw: Rows, column: _Column, order: Sequence[str]) -> dict[str, str]:
    """The label that each stands beneath: where some are indented, or in capitals, or are counties among states."""
    if column.shown not in raw.header or column.code:
        return {}
    text = quoted_name(column.shown)
    deep = f"SELECT trim({text}), length({text}) - length(ltrim({text})) FROM {raw.source} WHERE {text} LIKE ' %'"
    depth = dict(all_of(raw, f"SELECT * FROM ({deep}) GROUP BY ALL"))
    local = [label for label in order if _COUNTY.fullmatch(label)]
    states = {label for label in order if any(re.match("[A-Z]{2}-", each) for each in names.places_named(label))}
    if not depth and local and states:
        depth = dict.fromkeys(set(order) - states, 1)
    loud = [label for label in order if label.isupper() and len(label) >= LOUD]
    if not depth and 1 < len(loud) < len(order):
        depth = dict.fromkeys(set(order) - set(loud), 1)
    found: dict[str, str] = {}
    above: list[str] = []
    for label in order if depth else ():
        above = [each for each in above if depth.get(each, 0) < depth.get(label, 0)]
        found |= {label: above[-1]} if above else {}
        above.append(label)
    return found


def _begins(code: str, whole: str) -> bool:
    """Whether one code lies in another: DE111 in DE1, 48201 in 48000."""
    if _NESTING_CODE.fullmatch(code) and _NESTING_CODE.fullmatch(whole):
        return code.startswith(whole) and code != whole
    same = len(code) == len(whole) > 3 and code.isdecimal() and whole.isdecimal() and whole.endswith("000")
    return same and code != whole and code.startswith(whole[:-3])


def _lies_in(inner: frozenset[str], code: str) -> bool:
    """Whether whatever a name may mean lies in a place, or in one of several that are named together."""
    wholes_ = code.split("+")
    return bool(inner) and all(
        each != code and any(tree.lies_in(part, whole) for whole in wholes_ for part in each.split("+"))
        for each in inner
    )


def _read(label: str, place: str, column: _Column) -> str:
    """How a value reads that is a total or a part by its words, or called by the name of its rows' country."""
    plain = label.casefold().strip(" *:")
    if column.key and _OF_WHICH.fullmatch(plain):
        return "reads like a part of another row"
    named = column.key and len(label) > 3 and country(label) == place
    if named and set(names.places_named(label)) <= {place}:  # Northern Ireland is a part of what it may stand for
        return "reads like a total of the others"
    total = _TOTAL.fullmatch(plain) and (column.key or plain.endswith(("total", "totals")))
    return "reads like a total of the others" if total else ""


def _words(whole: Whole, labels: int) -> str:
    """How a label is made up of others."""
    listed = [repr(part) for part in whole.parts[:SHOWN]]
    more = len(whole.parts) - SHOWN
    parts = joined_by_and([*listed, *([f"{more} more"] if more > 0 else [])])
    if whole.times > 1:
        return f"is in the sum of the others {whole.times} times over, so that these hold {whole.times} levels of it"
    if whole.how == "holds":
        return f"holds {parts}"
    if len(whole.parts) == 1:
        return f"has the same number as {parts} in every period"
    made = "the others" if len(whole.parts) == labels - 1 else parts
    return f"is the sum of {made} in every period" if whole.how == "sum" else f"is nearly the sum of {made}"


def _order(plan: Planned, column: _Column) -> dict[str, tuple[int, int]]:
    """The labels in the order of the file, with the part and the number of the first row of each."""
    written = column.name.removeprefix("text_").removeprefix("level_")
    found = f"SELECT {written}, part_number, min(row_number) FROM ({numbered_events(plan.rows, plan.layout)})"
    pairs = f"SELECT DISTINCT {written}, {column.name} FROM events"
    meant: dict[str, str] = dict(all_of(plan.rows, pairs)) if column.key else {}
    first: dict[str, tuple[int, int]] = {}
    for text, part, number in all_of(plan.rows, f"{found} GROUP BY ALL ORDER BY 2, 3"):
        first.setdefault(text[:3] if column.code else meant.get(text, text), (part, number))
    return first


def _say(told: dict[str, _Told], column: _Column, plan: Planned, problems: Problems) -> None:
    """Name the labels, the first row of each, and what in the mapping answers."""
    order = _order(plan, column)
    wide = bool(column.key) and not plan.keys[column.key]
    gone = dict.fromkeys(each for label in order if label in told for each in told[label].gone)

    def value(label: str) -> str:
        return (label or "empty") + ("*" if column.code else "")

    for label in (each for each in order if each in told):
        part, number = order[label]
        first, named = (f"{column.shown!r}={value(each)!r}" for each in (told[label].gone[0], label))
        what = "it" if told[label].gone == (label,) else "what lies in it"
        answer = (
            f"leave {what} out with --leave-out {first} (leave_out: in a mapping), or keep it alone with --only {named}"
        )
        if wide:
            answer = f"name the columns of --wide without {what} (wide: in a mapping)"
        problems.say(
            f"{plan.rows.parts[part].row(number)}, column {column.shown}: {label!r} {told[label].said}, and both "
            f"would be counted: {answer}; if they have nothing in common, say so with --no-totals {named} (no_totals: "
            "in a mapping)"
        )
    listed = ", ".join(
        each if _PLAIN.fullmatch(each) else json.dumps(each, ensure_ascii=False) for each in map(value, gone)
    )
    if not wide:
        problems.say(f"In a mapping: leave_out: {{{column.shown}: [{listed}]}}")
