"""Bring your own: a table file and what is said of it become a dataset beside the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from verifier.errors import UsageError
from verifier.files import sha256_of
from verifier.incidents import engine
from verifier.incidents.bringing import Imported, left_out_words, many
from verifier.incidents.catalogue import read
from verifier.incidents.dataset import Dataset
from verifier.incidents.opening import opened
from verifier.incidents.own import mapping as mappings
from verifier.incidents.own.doubts import doubts, long_silences
from verifier.incidents.own.layout import Planned, planned
from verifier.incidents.own.mapping import Mapping as FileMapping
from verifier.incidents.own.package import agreeing, check_id, descriptor
from verifier.incidents.own.proposing import propose_mapping as propose_mapping
from verifier.incidents.problems import Problems
from verifier.incidents.releases import Derived, Release, publication
from verifier.incidents.restatements import fallen
from verifier.incidents.store import keep, user_folder
from verifier.window import Window

MOST_FILLED = 2_000_000  # rows up to which missing totals are filled in as zeros
RUNNING = 6  # numbers that never fall from which running totals are suspected
SURELY_RUNNING = 24  # such numbers, of a month at most, from which it is asked about
MONTH = 31  # days
FORMULA = "An empty cell may hold a formula that was never calculated: open the workbook, save it, and try again."
DOCUMENTATION = "docs/reference/datasets.md#a-dataset-of-your-own"


def import_file(
    path: Path | str,
    *,
    dataset_id: str,
    mapping: Mapping[str, str],
    store: Path | None = None,
    **said: Any,
) -> Dataset:
    """Import a table file as a dataset of the user's own; `mapping` is role -> column, `said` other keys of a mapping.

    The same as `import_own` without a mapping file: see there.
    """
    texts = {key: each if isinstance(each, str | list | dict | None) else str(each) for key, each in said.items()}
    options = {"id": dataset_id, "map": dict(mapping)} | texts
    return import_own(path, options, store=store, alone=True).dataset


def import_own(
    paths: Path | str | Sequence[Path],
    said: Mapping[str, Any],
    mapping: Path | str | None = None,
    store: Path | None = None,
    *,
    alone: bool = False,
) -> Imported:
    """Import a table file (CSV, alone or in a zip, a workbook, JSON records) as a dataset of the user's own; several
    files of the same columns are one.

    `said` holds keys of a mapping as mapping.schema.json describes them (id, measure, country, coverage, map …), which
    go before what a mapping file says: `mapping`, or the one beside the file (unless `alone`). The same id again adds a
    vintage, the older ones are kept; the same file (or the same counts) published on the same day replaces its vintage.

    Files are read and checked whole before anything is written: they are imported entirely or not at all. Raises
    UsageError for a mapping, id or place that cannot be used, with a proposal where no roles are said; InputError with
    what is wrong, row by row, and when a dataset of that id counts something else.
    """
    files = [Path(each) for each in ([paths] if isinstance(paths, (str, Path)) else paths)]
    found = None if alone else Path(mapping) if mapping else mappings.beside(files[0])
    written = mappings.read_mapping(found) if found else {}
    value = mappings.merged(written, mappings.said_by(said))
    where = str(found or files[0])
    if not value["map"] and not value.get("wide"):
        raise UsageError(_unmapped(where, files[0], value))
    made = mappings.made(value, where)
    check_id(made.id)
    return _imported(files, made, store or user_folder())


def _imported(files: list[Path], mapping: FileMapping, store: Path) -> Imported:
    day, precision, undated = publication(mapping.published)
    if mapping.coverage and mapping.coverage.end > day:
        raise UsageError(
            f"the coverage {mapping.coverage} runs beyond {day}, the day of publication: a file cannot be complete for "
            "days that come after it; correct one of them"
        )
    said = replace(mapping.file, left_out=mapping.leaves_out if mapping.left_out or mapping.only else None)
    with opened(files, said=said) as rows:
        plan = planned(mapping, rows, day, sum(each.stat().st_size for each in files))
        workbook = any(each.suffix.casefold() in (".xlsx", ".xlsm") for each in files)
        problems = Problems(files[0], hint=FORMULA * workbook, advice=f"Every key is described in {DOCUMENTATION}.")
        readable = engine.check(plan.rows, plan.layout, problems)
        if any(each.endswith("is the file cut off?") for each in problems.sentences):
            first = rows.header[0]
            problems.say(f"A note below the table is left out by its first value: --leave-out {first!r}='Note*'")
        told = _alike(plan, mapping) if not problems.sentences else []
        if readable:
            doubts(mapping, rows, plan, problems)
        problems.stop()
        shape = _shape(plan, mapping)
        derived = _derived(plan, mapping, shape, problems)
        problems.stop()
        running = [] if mapping.incidents else _running(derived.tables["counts"], list(plan.layout.keys))
        if running and mapping.incidents is None and _surely_running(derived.tables["counts"]):
            problems.say(f"{running[0]} If each number is of its own period alone, say --rows totals")
            problems.stop()
        told += running
    note = " ".join(filter(None, [derived.release.note, *told, undated]))
    derived = replace(derived, release=replace(derived.release, note=note))
    fresh = descriptor(mapping, plan, shape.kind, files[0].name, shape.more)
    checksum = sha256_of(files)

    def agreed(known: dict[str, Any], hashes: list[str]) -> tuple[dict[str, Any], str]:
        same_day = [each for each in known["verifier"]["vintages"] if each["published"] == str(day)]
        same = (
            each["id"]
            for each in same_day
            if each["input_sha256"] == checksum or any(one["resource"].endswith(hashes[0]) for one in each["tables"])
        )
        taken = {each["id"] for each in known["verifier"]["vintages"]}
        names = (f"{day}-{number}" if number > 1 else str(day) for number in count(1))
        free = next(each for each in names if each not in taken)
        return agreeing(known, fresh, titled="title" in mapping.about), next(same, free)

    kept = keep(store, fresh, derived, (str(day), precision), checksum, agreed)
    dataset = read(store / mapping.id, shipped=False)
    notes = [*told, *left_out_words(derived.left_out)]
    notes += _unknown_spans(dataset, derived.tables["counts"], shape)
    return Imported(dataset, kept.vintage, kept.how, (*notes, *fallen(dataset, kept.vintage)))


@dataclass(frozen=True)
class _Shape:
    """What the rows become: kind of table, span of its cells (of incidents), whether some are dated less exactly."""

    kind: str
    grain: str
    vague: bool
    more: dict[str, Any]


def _shape(plan: Planned, mapping: FileMapping) -> _Shape:
    """Incidents are counted by day where at least half of them have one, else by month or year; totals by their spans,
    but by day where the file has a number for each day and is said to be complete.
    """
    days, months, years, longer = engine.one(
        plan.rows,
        "SELECT count_if(days_when_ = 1), count_if(days_when_ BETWEEN 2 AND 31), count_if(days_when_ BETWEEN 32 AND "
        "366), count_if(days_when_ > 366) FROM events",
    )
    total = days + months + years + longer
    if not mapping.incidents:
        if days == total and mapping.coverage is not None:
            return _Shape("daily", "day", vague=False, more={})
        return _Shape("spans", "span", vague=False, more={"panel": [*plan.keys]} if plan.keys else {})
    grain = "day" if 2 * days >= total else "month" if 2 * (days + months) >= total else "year"
    vague = {"day": days, "month": days + months, "year": total}[grain] < total
    unknown = {
        f"unknown_{name}": {"words": f"have no number in {column}, which adds nothing", "touches": [name]}
        for at, (column, name) in enumerate(plan.sums.items())
        if engine.one(plan.rows, f"SELECT count_if(number_number_{at} IS NULL) FROM events")[0]
    }
    words = f"are dated only to a longer span than a {grain}, and stand in its first {grain}"
    imprecision = unknown | ({"vague_date": words} if vague else {})
    more = ({"imprecision": imprecision} if imprecision else {}) | ({} if grain == "day" else {"every": grain})
    return _Shape("daily" if grain == "day" else "spans", grain, vague, more)


def _derived(plan: Planned, mapping: FileMapping, shape: _Shape, problems: Problems) -> Derived:
    start = (
        "start_when_" if shape.grain in ("day", "span") else f"CAST(date_trunc('{shape.grain}', start_when_) AS DATE)"
    )
    end = {"month": f"last_day({start})", "year": f"make_date(year({start}), 12, 31)", "span": "end_when_", "day": ""}
    if mapping.incidents:
        counts = {"count": "coalesce(nullif(id, ''), CAST(line AS VARCHAR))" if "id" in mapping.roles else "1"}
        counts |= {name: f"coalesce(number_number_{at}, 0)" for at, name in enumerate(plan.sums.values())}
        known = "true"
        for at, name in enumerate(plan.sums.values()):
            if f"unknown_{name}" in shape.more.get("imprecision", {}):
                counts[f"unknown_{name}"] = f"CAST(number_number_{at} IS NULL AS INTEGER)"
        if shape.vague:
            counts["vague_date"] = (
                f"CAST(days_when_ > {({'day': 1, 'month': 31, 'year': 366})[shape.grain]} AS INTEGER)"
            )
    else:
        number = "number_number" if plan.long or mapping.wide else "number_number_0"
        counts, known = {"count": number}, f"{number} IS NOT NULL"
    layout = replace(
        plan.layout,
        day=start,
        end=end[shape.grain],
        counts=counts,
        distinct=frozenset({"count"} if mapping.incidents and "id" in mapping.roles else ()),
        counted=known,
    )
    table = engine.counted(plan.rows, layout, lambda texts: {text: text for text in texts})
    first, last = ("start", "end") if layout.end else ("date", "date")
    if not len(table):
        problems.say("every number of the file is unknown: there is nothing to count")
        problems.stop()
    days = Window(date.fromisoformat(table[first].min()), date.fromisoformat(table[last].max()))
    whole = mapping.coverage or days
    note = ""
    dense = shape.kind == "daily" or "every" in shape.more
    if dense and mapping.coverage is None:
        note = "The coverage was not given; it is taken to run from the first to the last day in the file."
    if dense and mapping.incidents:
        for sentence in long_silences(table, whole, mapping):
            problems.say(sentence)
    gaps: list[dict[str, Any]] = [
        {"start": str(each.start), "end": str(each.end), "reason": "the file says nothing of it"}
        for each in mapping.gaps
    ]
    if not mapping.incidents:
        unknown = engine.all_of(
            plan.rows, f"SELECT DISTINCT {layout.country}, {layout.day} FROM events WHERE NOT ({known}) ORDER BY ALL"
        )
        if shape.kind == "daily":
            gaps += [
                {"start": str(day), "end": str(day), "reason": "its number is not known", "places": [place]}
                for place, day in unknown
            ]
        elif mapping.zeros:
            keys = ", ".join([layout.day, layout.end, layout.country, *layout.keys.values()])
            rows = engine.all_of(plan.rows, f"SELECT DISTINCT {keys} FROM events WHERE NOT ({layout.counted})")
            table = _filled(table, layout.keys, {tuple(map(str, each)) for each in rows}, problems)
    spans = {
        str(place): [str(whole.start), str(whole.end)] if dense else [own[first].min(), own[last].max()]
        for place, own in table.groupby("place", observed=True)
    }
    wide = max(1, len(plan.rows.parts[0].spread))
    left = engine.around(plan.rows, plan.layout)[0] // wide + sum(part.left_out for part in plan.rows.parts)
    return Derived(
        dataset=mapping.id,
        release=Release("", note=note, coverage=whole),
        tables={"counts": table},
        coverage={"counts": spans},
        left_out={"the mapping leaves them out, or they are empty": left},
        gaps=tuple(gaps),
    )


def _filled(
    table: pd.DataFrame, keys: Mapping[str, str], unknown: set[tuple[str, ...]], problems: Problems
) -> pd.DataFrame:
    """The totals with a zero for every group of a place that has no row for a span that another group has one for.

    unknown are the spans, places and groups of which the number is there and not known.
    """
    names = ["start", "end", "place", *keys]
    parts: list[pd.DataFrame] = []
    for _, own in table.groupby("place", observed=True):
        spans, groups = own[["start", "end"]].drop_duplicates(), own[["place", *keys]].drop_duplicates()
        if sum(map(len, parts)) + len(spans) * len(groups) > MOST_FILLED:
            problems.say(f"filling in zeros would give more than {MOST_FILLED:,} rows: leave --missing zero out")
            problems.stop()
        parts.append(spans.merge(groups, how="cross"))
    every = pd.concat(parts, ignore_index=True)[names]
    every = every[[tuple(str(each) for each in row) not in unknown for row in every.itertuples(index=False)]]
    merged = every.merge(table, on=names, how="left")
    merged["count"] = merged["count"].fillna(0).astype("int64")
    return merged.sort_values(names, ignore_index=True)


def _alike(plan: Planned, mapping: FileMapping) -> list[str]:
    """What is to be told of rows that are alike; with identical: once they are taken out first."""
    alike, repeated = 0, 0
    if plan.alike and mapping.once:
        plan.rows.database.execute(
            "DELETE FROM loaded WHERE rowid NOT IN (SELECT min(rowid) FROM loaded GROUP BY alike)"
        )
    if plan.alike and mapping.incidents:
        alike = engine.repeated(plan.rows, "alike")
    if plan.identity:
        repeated = engine.repeated(plan.rows, "identity")
    told = []
    if mapping.without_others:
        gone = engine.all_of(plan.rows, "SELECT text_read FROM read_country WHERE place_country IS NULL ORDER BY 1")
        if gone:
            listed = ", ".join(text or "nothing" for (text,) in gone[:40]) + (" …" if len(gone) > 40 else "")
            told.append(f"Rows of {len(gone)} names that are no country are left out: {listed}.")
    if alike:
        told.append(
            f"{many(alike, 'row')} the same as another one in every column, and each is counted: --identical once "
            "counts them once."
        )
    if repeated:
        told.append(
            f"{many(repeated, 'row')} of a {plan.identity} that another row has, and each is counted: "
            f"--map id={plan.identity!r} counts each incident once."
        )
    told += _repeated_numbers(plan, mapping)
    if numbers := [column.name for column in plan.layout.columns if column.kind == "whole"]:
        missing = " + ".join(f"count_if(number_{name} IS NULL)" for name in numbers)
        (unknown,) = engine.one(plan.rows, f"SELECT {missing} FROM events")
        if unknown:
            told.append(f"{many(unknown, 'number')} unknown, as the mapping says; nothing is counted for them.")
    return told


def _repeated_numbers(plan: Planned, mapping: FileMapping) -> list[str]:
    """Sentences on columns that have the number of the whole incident in each of its rows: they are added up."""
    told = []
    for at, column in enumerate(plan.sums if mapping.incidents and "id" in mapping.roles else ()):
        several = (
            f"SELECT min(number_number_{at}) AS least, max(number_number_{at}) AS most FROM events WHERE id <> '' "
            "GROUP BY id HAVING count(*) > 1"
        )
        ids, differing, more = engine.one(
            plan.rows, f"SELECT count(*), count_if(least <> most), count_if(most > 1) FROM ({several})"
        )
        if ids and more and not differing:
            told.append(
                f"{ids:,} of {mapping.roles['id']} stand in several rows, each with the same number of {column} in all "
                "of them, and the rows are added up: if it is the number of the whole incident, keep it in one row."
            )
    return told


def _running(table: pd.DataFrame, keys: list[str]) -> list[str]:
    """A sentence where no number is less than the one before it, as in running totals."""
    ordered = table.sort_values(["place", *keys, table.columns[0]], kind="stable")
    groups = ordered.groupby(["place", *keys], observed=True)["count"]
    sizes, steps = groups.size(), groups.diff().dropna()
    if (sizes < RUNNING).any() or (steps < 0).any() or not (groups.last() > 2 * groups.first()).all():
        return []
    words = f"No number is less than the one before it, in {sizes.max():,} periods"
    return [f"{words}: if they are running totals, give what each period adds instead."]


def _surely_running(table: pd.DataFrame) -> bool:
    """Whether numbers that never fall are too many, and of too short periods, to be anything but running totals."""
    start, end = (pd.to_datetime(table[name if name in table else "date"].astype(str)) for name in ("start", "end"))
    return bool(start.nunique() >= SURELY_RUNNING and (end - start).dt.days.max() < MONTH)


def _unknown_spans(dataset: Dataset, table: pd.DataFrame, shape: _Shape) -> list[str]:
    """A sentence on spans that are not known for a place as a whole, since a part of it has no number."""
    if "panel" not in shape.more:
        return []
    told = []
    for definition in dataset.definitions:
        own = table
        for column, values in definition.filter.items():
            own = own[own[column].isin(map(str, values))]
        sizes = own.groupby(["place", "start", "end"]).size()
        groups = own.drop_duplicates(["place", *shape.more["panel"]]).groupby("place").size()
        lost = sizes[sizes < groups.reindex(sizes.index, level="place")].index
        if len(lost):
            place, start, end = lost[0]
            told.append(
                f"{definition.label}: {many(len(lost), 'span')} unknown for the place as a whole ({place} "
                f"{start}..{end} …), since a {' or '.join(shape.more['panel'])} has no row for them; if that means "
                "none, say --missing zero."
            )
    return told


def _unmapped(where: str, file: Path, value: Mapping[str, Any]) -> str:
    proposed = propose_mapping(file, value)
    words = " ".join(
        f"--map {role}={column!r}" if " " in column else f"--map {role}={column}" for role, column in proposed.items()
    )
    hint = f"its columns look like: {words}" if words else "none of its columns looks like a date"
    asked = "say which column holds what with --map ROLE=COLUMN, or in a mapping file (--propose prints one)"
    return f"{where}: {asked}; {hint}"
