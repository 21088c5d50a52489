"""What a table makes doubtful and only its user can settle: each is asked about, none is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from verifier.incidents.dataset import suggestion
from verifier.incidents.engine import Rows, all_of, around, numbered_events
from verifier.incidents.own.double_counts import check_totals
from verifier.incidents.own.layout import Planned, found_key
from verifier.incidents.own.mapping import Mapping, plain_words
from verifier.incidents.problems import Problems
from verifier.incidents.regions import first_level
from verifier.incidents.sql import quoted_name
from verifier.places import tree
from verifier.window import Window

SAMPLE = 200_000  # rows from which it is told whether a file is about a part of its country
QUIET = 28  # days without a row that may be doubted
EXPECTED = 10  # incidents that such days would have had
# Columns that only a file about a city or a county has, and those that tell which part of a country it is about.
_CITY = re.compile(
    r"boro|borough|precinct|wards?|neighbou?rhood|community areas?|beat|police district|council districts?|barrio|"
    r"arrondissement|zip(?: ?code)?|postal ?code|postcode|block|block address|lsoa(?: name| code)?|census tracts?"
)
_PART = re.compile(
    r"falls within|reported by|(?:police )?force(?: name)?|agency(?: name)?|department|city|municipality|municipio|"
    r"county|state|province|region|district|area|uf|borough"
)


def doubts(mapping: Mapping, raw: Rows, plan: Planned, problems: Problems) -> None:
    """Note what must be settled before the rows are counted: they are checked and their values read by then."""
    keys = {key: f"text_key_{key}" for key in plan.keys}
    _check_unfilled(raw, plan, problems)
    _check_filters(mapping, plan, problems)
    for key, name in plan.keys.items():
        _check_spelling(plan, key, name, problems)
    if mapping.incidents:
        if "id" in mapping.roles:
            _check_ids(plan, keys, mapping, problems)
    elif not problems.sentences:
        _check_once(mapping, raw, plan, keys, problems)
    if (plan.sums or mapping.wide) and not problems.sentences:
        check_totals(mapping, raw, plan, problems)
    if mapping.place and tree.is_country(mapping.place) and not mapping.whole_country:
        _check_whole(mapping, raw, problems)


def _check_unfilled(raw: Rows, plan: Planned, problems: Problems) -> None:
    """Rows in which no mapped column has a value are passed over only where the others have none either."""
    if not around(plan.rows, plan.layout)[0]:
        return
    blank = " AND ".join(f"coalesce(trim({quoted_name(name)}), '') = ''" for name in raw.header)
    query = f"SELECT part_number, row_number FROM {raw.numbered} WHERE {plan.unfilled} AND NOT ({blank}) ORDER BY ALL"
    for part, number in all_of(raw, f"{query} LIMIT 5"):
        column = plan.layout.columns[0].shown
        problems.say(
            f"{raw.parts[part].row(number)}: no mapped column has a value there, and others have one: leave such rows "
            f"out with --leave-out {column!r}=empty (leave_out: in a mapping)"
        )


def _check_filters(mapping: Mapping, plan: Planned, problems: Problems) -> None:
    """A value that a definition chooses and no row has is a slip of the pen, or a zero that nobody has counted."""
    for each in mapping.counted:
        for key, values in each.filter.items():
            own = found_key(key, plan.keys, mapping)
            held = {text for (text,) in all_of(plan.rows, f"SELECT DISTINCT text_key_{own} FROM events")}
            for value in values:
                if value not in held:
                    problems.say(
                        f"definition {each.id}: no row has the {key} {value!r}" + suggestion(value, sorted(held))
                    )


def _check_spelling(plan: Planned, key: str, name: str, problems: Problems) -> None:
    """Two spellings of one name would be two regions or categories."""
    twice = f"""SELECT min(text_key_{key}), max(text_key_{key}) FROM (SELECT DISTINCT text_key_{key} FROM events)
        GROUP BY lower(regexp_replace(text_key_{key}, '\\s+', ' ', 'g')) HAVING count(*) > 1 ORDER BY 1 LIMIT 5"""
    for one, other in all_of(plan.rows, twice):
        problems.say(
            f"column {name}: {one!r} and {other!r} are one name written in two ways: say so with --value "
            f"{key}:{one!r}={other!r} (values: in a mapping)"
        )


def _check_ids(plan: Planned, keys: dict[str, str], mapping: Mapping, problems: Problems) -> None:
    """Rows of one incident must agree on when and where it was, and of what kind."""
    parts = {"day": "when_", "place": plan.layout.country, **keys}
    several = ", ".join(f"count(DISTINCT {sql})" for sql in parts.values())
    query = f"SELECT id, {several} FROM events WHERE id <> '' GROUP BY id HAVING greatest({several}) > 1 ORDER BY 1"
    for value, *numbers in all_of(plan.rows, f"{query} LIMIT 5"):
        what = " and ".join(f"{number} {name}s" for name, number in zip(parts, numbers, strict=True) if number > 1)
        problems.say(
            f"column {mapping.roles['id']}: {value!r} stands in rows of {what}: an incident has one; count rows "
            "instead (leave id= out), or leave out the column that differs"
        )


def _check_once(mapping: Mapping, raw: Rows, plan: Planned, keys: dict[str, str], problems: Problems) -> None:
    """Two totals of the same span, place and group cannot both hold."""
    held = ["start_when_", "end_when_", plan.layout.country, *keys.values(), *(["key_measure"] if plan.long else [])]
    query = f"SELECT {', '.join(held)} FROM events GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 5"
    found = all_of(plan.rows, query)
    for start, end, place, *groups in found:
        span = "..".join(map(str, dict.fromkeys((start, end))))
        named = ", ".join(filter(None, [str(place), " ".join(map(str, filter(None, groups))), span]))
        at = _rows_with(plan, held, [start, end, place, *groups])
        one, other = (plan.rows.parts[part].row(number) for part, number in at)
        apart = _told_apart(raw, plan, at, mapping)
        problems.say(f"{other}: a second count for {named}; the first is in {one}{apart}")
    if found:
        problems.say(
            "If every row is an incident and its number is to be added up, say so with --rows incidents (rows: "
            "incidents in a mapping); if one row corrects another, take the other out of the file"
        )


def _rows_with(plan: Planned, held: Sequence[str], values: list[object]) -> list[tuple[int, int]]:
    """The part and number of the first two rows that mean these values, however these are written."""
    same = " AND ".join(f"{sql} IS NOT DISTINCT FROM ?" for sql in held)
    texts = ", ".join(
        column.name for column in plan.layout.columns if column.name.startswith(("when", "country", "key"))
    )
    written = plan.rows.database.execute(f"SELECT DISTINCT {texts} FROM events WHERE {same} LIMIT 5", values).fetchall()
    condition = " OR ".join(f"({texts}) = ({', '.join('?' * len(each))})" for each in written)
    query = f"SELECT part_number, row_number FROM ({numbered_events(plan.rows, plan.layout)}) WHERE {condition}"
    flat = [text for each in written for text in each]
    return plan.rows.database.execute(f"{query} ORDER BY ALL LIMIT 2", flat).fetchall()


def _told_apart(raw: Rows, plan: Planned, at: list[tuple[int, int]], mapping: Mapping) -> str:
    """By which columns of the file two rows differ, in words."""
    pair = []
    for part, number in at:
        record = (number - 1) // max(1, len(plan.rows.parts[part].spread)) + 1
        query = f"SELECT * FROM {raw.numbered} WHERE part_number = ? AND row_number = ?"
        pair.append(raw.database.execute(query, [part, record]).fetchall()[0][2:])
    known = {*mapping.roles.values(), *plan.keys.values()}
    differing = [
        (name, one, other)
        for name, one, other in zip(raw.header, *pair, strict=True)
        if one != other and name not in known
    ]
    if not differing:
        return ": no other column tells them apart"
    listed = ", ".join(f"{name!r} ({one} and {other})" for name, one, other in differing[:3])
    return f". They differ in {listed}: map such a column as region= or category=, or leave some rows out (--leave-out)"


def _check_whole(mapping: Mapping, raw: Rows, problems: Problems) -> None:
    """A file about a city or one region must not be counted as its whole country."""
    chosen = {mapping.column(key) for key in mapping.only}
    named = {name: plain_words(name) for name in raw.header if name not in chosen}
    local = [name for name, words in named.items() if _CITY.fullmatch(words)]
    region = mapping.roles.get("region")
    parts = [name for name, words in named.items() if _PART.fullmatch(words) or name == region]
    sample: dict[str, set[str]] = {}
    for name in dict.fromkeys(local + parts):
        values = f"SELECT {quoted_name(name)} AS v FROM {raw.source} LIMIT {SAMPLE}"
        query = f"SELECT DISTINCT trim(v) FROM ({values}) WHERE trim(v) <> '' LIMIT 500"
        sample[name] = {str(text) for (text,) in all_of(raw, query)}
    regions = _regions(mapping.place or "")
    if any(len({regions[each] for each in map(str.casefold, held) if each in regions}) > 1 for held in sample.values()):
        return
    telling = [*(name for name in local if sample[name]), *(name for name in parts if len(sample[name]) == 1)]
    if not telling:
        return
    name = telling[0]
    held = sorted(sample[name])
    what = f"every row has {held[0]!r}" if len(held) == 1 else f"its rows are of {', '.join(held[:3])} …"
    whole = tree.in_words(mapping.place or "")
    problems.say(
        f"column {name}: {what}. Is the file about all of {whole}? If it is about a part of it, say which with "
        "--place NAME instead of --country (place: New York City in a mapping); if it is about all of it, say "
        "--whole-country"
    )


def _regions(country: str) -> dict[str, str]:
    """The names and codes of the first-level regions of a country, in small letters, to their codes."""
    found: dict[str, str] = {}
    for code in first_level(country):
        found |= dict.fromkeys([*map(str.casefold, tree.names_of(code)), code.casefold(), code[3:].casefold()], code)
    return found


def long_silences(counts: pd.DataFrame, whole: Window, mapping: Mapping) -> list[str]:
    """Sentences that ask about stretches of the coverage without a row, where the rest lets one expect many."""
    total, days = int(counts["count"].sum()), whole.days
    settled = [*mapping.gaps, *mapping.quiet]
    held = counts[["date"] * 2 if "date" in counts else ["start", "end"]].drop_duplicates()
    spans = sorted(tuple(map(date.fromisoformat, each)) for each in held.itertuples(index=False, name=None))
    found = []
    before = whole.start - timedelta(days=1)
    for start, end in [*spans, (whole.end + timedelta(days=1), whole.end)]:
        if (start - before).days > 1:
            found.append(Window(before + timedelta(days=1), start - timedelta(days=1)))
        before = max(before, end)
    found.sort(key=lambda each: -each.days)
    usual = found[2].days if len(found) > 2 else 0
    out = []
    for each in found[:2]:
        expected = total * each.days / days
        if (
            each.days >= QUIET
            and expected >= EXPECTED
            and each.days >= 2 * usual
            and not any(one.overlaps(each) for one in settled)
        ):
            out.append(
                f"there is no row from {each.start} to {each.end}, {each.days} days in which one would expect about "
                f"{expected:.0f} incidents: if nothing is known of them say --gap {each}, if nothing happened --quiet "
                f"{each}; else correct the coverage, {whole}"
            )
    return out
