"""Tables of a newsroom's own with many records, and what they mean, which is known as they are drawn."""

from __future__ import annotations

import csv
import json
import random
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from fuzz_inputs import TRIED, Choices
from fuzz_records import NAMES, PLAIN, SIZES, countries, written

from verifier.incidents.dataset import Dataset
from verifier.incidents.layouts import MOST
from verifier.unseen_characters import is_formula

PLACES = 20  # of a table: with 250 spans each, none comes twice
FIRST = date(2008, 1, 20)  # it settles what is day and what is month; 5000 days later all is published
Record = dict[str, str]
Key = tuple[str, str, str, str, str]  # first day, last day, place, region, category

UNSETTLED = (
    "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0:%d %b %Y}", "{0:%B %d, %Y}", "{0:%d-%B-%Y}",
    " {0:%Y-%m-%d} ", "{0:%Y-%m-%d} 23:59", "{0:%Y-%m-%dT%H:%M:%SZ}", "{0:%d %b. %Y}", "{0.day} {0:%B}, {0.year}",
)  # fmt: skip
ORDERED = (
    ("{0:%d/%m/%Y}", "{0:%d.%m.%Y}", "{0.day}-{0.month}-{0.year}"),
    ("{0:%m/%d/%Y}", "{0.month}-{0.day}-{0.year}"),
)
MARKS = ("", "", ",", ".", "'", "’", " ", "\u00a0", "\u202f")
# One spelling of each: two of one name are asked about.
GROUPS = tuple(
    {
        " ".join(name.casefold().split()): name
        for name in map(str.strip, NAMES)
        if name.isprintable() and not is_formula(name)
    }.values()
)
MAPPED = (("date",), ("date", "count"), ("start", "end", "count"), ("period", "count"))


@dataclass(frozen=True)
class Table:
    """A table as text, its mapping, and what its records count: None of those whose meaning is not known."""

    text: str
    pairs: list[str]
    counts: Counter[Key]
    keys: set[Key]
    unknown: int
    mutated: int


def many(choices: Choices, *, as_json: bool) -> Table:
    """A table of many records in one style or several, a few of them doubtful. TRIED has how many were drawn."""
    size, share = choices.one_of(SIZES), choices.one_of((0.05, 0.9, 1, 1))
    draw = random.Random(choices.data)  # noqa: S311
    roles = [*draw.choice(MAPPED), *(each for each in ("country", "region", "category") if draw.random() < 0.6)]
    columns = {role: f"{role} of it" if draw.random() < 0.3 else role for role in roles}
    pairs = [f"{role}={column}" for role, column in columns.items()]
    styles = draw.choice((UNSETTLED, UNSETTLED, *ORDERED))
    if styles not in ORDERED and draw.random() < 0.3:
        styles += ORDERED[0]
    if draw.random() < 0.1:
        pairs.append(f"dayfirst={'false' if styles is ORDERED[1] else 'true'}")
    mark = draw.choice(MARKS)
    doubtful = draw.choice((0, 0, 0, 1 / size, 1 / size, 0.2))
    counts: Counter[Key] = Counter()
    keys, records, unknown, mutated = set(), [], 0, 0
    for n in range(size):
        changed = draw.random() < share
        record, key, count = _record(draw if changed else None, n, roles, styles, mark)
        if draw.random() < doubtful:
            role, changed = draw.choice(roles), True
            text = draw.choice((*PLAIN, "\ud800") if as_json else PLAIN)
            record[role] = draw.choice((text, record[role] + text, text + record[role], record[role][1:]))
            unknown += 1
        else:
            counts[key] += count
            keys.add(key)
        mutated += changed
        records.append({columns[role]: text for role, text in record.items()})
    TRIED["records"] += size
    TRIED["mutated records"] += mutated
    text = json.dumps(records) if as_json else written(draw, [columns[role] for role in roles], records)
    return Table(text, pairs, counts, keys, unknown, mutated)


def _record(
    draw: random.Random | None, n: int, roles: list[str], styles: tuple[str, ...], mark: str
) -> tuple[Record, Key, int]:
    """The n-th record with what it means; without a draw it is written plainly."""
    name, code, _ = countries()[n % PLACES]
    by_country = "country" in roles  # else every record has a span of its own
    at = n // PLACES if by_country else n
    count, region, category, style = n % 7, "North", "a", styles[0]
    if draw:
        count = draw.choice((0, 1, 999, 1000, 12345, 2_000_000, MOST, draw.randrange(MOST)))
        region, category, style = draw.choice(GROUPS), draw.choice(GROUPS), draw.choice(styles)
        name = draw.choice((name, name.upper(), name.lower(), code, code.lower(), f" {name} "))
    if "period" in roles and by_country:
        start = date(1990 + at // 12, at % 12 + 1, 1)
        end = start.replace(day=monthrange(start.year, start.month)[1])
    else:
        start = FIRST + timedelta(days=at)
        end = start if "date" in roles else start + timedelta(days=6)
    span = (f"{start}..{end}", f" {start}..{end} ", *([f"{start:%Y-%m}", f" {start:%Y-%m} "] if by_country else []))
    shown = (f"{count}", f"{count:,}".replace(",", mark), f"{count}.0", f"{count}.00", f" {count} ")
    if mark:
        shown = shown[1:2] * 4 + shown[:1]
    whole = {
        "date": style.format(start),
        "start": style.format(start),
        "end": style.format(end),
        "period": draw.choice(span) if draw else span[0],
        "count": draw.choice(shown) if draw else str(count),
        "country": name,
        "region": region,
        "category": category,
    }
    place = code if by_country else "PAK"
    key = (str(start), str(end), place, region if "region" in roles else "", category if "category" in roles else "")
    return {role: whole[role] for role in roles}, key, count if "count" in roles else 1


def assert_the_same(made: Dataset, table: Table) -> None:
    """What is stored counts what the records mean: each on its days, at its place, under its region and category.

    A record whose meaning is not known may have added to one count more, and taken nothing away.
    """
    (resource,) = made.descriptor["resources"]
    held: Counter[Key] = Counter()
    with (made.folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            days = (row["date"], row["date"]) if "date" in row else (row["start"], row["end"])
            key = (*days, row["place"], row.get("region", ""), row.get("category", ""))
            assert key not in held, f"{key} stands twice"
            held[key] = int(row["count"])
    assert table.keys <= held.keys(), f"lost: {sorted(table.keys - held.keys())[:3]}"
    more = {key: number - table.counts[key] for key, number in held.items() if number != table.counts[key]}
    assert all(number > 0 for number in more.values()), f"counts became less: {sorted(more.items())[:3]}"
    added = more.keys() | (held.keys() - table.keys)
    assert len(added) <= table.unknown, f"counts that no record has: {sorted(added)[:3]}"
    for place in made.places()[:2]:
        cells = made.cells(made.definitions[0].id, place)
        own = {key: number for key, number in held.items() if key[2] == place}
        if "panel" in made.descriptor["verifier"]:  # of a span that not every group has a row for, nothing is known
            groups, of_span = len({key[3:] for key in own}), Counter(key[:2] for key in own)
            own = {key: number for key, number in own.items() if of_span[key[:2]] == groups}
        total = sum(own.values())
        assert int(cells.table["count"].sum()) == total, (
            f"{place}: {total} stored, {cells.table['count'].sum()} in cells"
        )
