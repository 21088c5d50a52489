"""What a file of events counts, by rules as plain as they can be: the csv module, a record at a time, no database."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from verifier.incidents.layouts import Layout
from verifier.incidents.releases import Derived
from verifier.incidents.sources import LAYOUTS
from verifier.incidents.sources.acled import NO_CODE
from verifier.places.names import country_code

SPACES = " \u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))  # no sign, but a width
Record = dict[str, str]
Counts = dict[tuple[str | int, ...], list[float]]


@cache
def _day(text: str, formats: tuple[str, ...]) -> str:
    for form in formats:
        try:
            return str(datetime.strptime(text.strip(SPACES), form).date())  # noqa: DTZ007
        except ValueError:
            continue
    raise AssertionError(f"{text!r} was taken for a day")


def _whole(text: str) -> int:
    return int(text.strip(SPACES).partition(".")[0])


def _number(text: str) -> float:
    return float(text) if text.strip(SPACES) else 0.0


def _named(text: str) -> str:
    return text.strip(SPACES)


def _acled(one: Record) -> tuple[list[str | int], list[float]]:
    kind = _named(one["event_type"])
    return [
        _named(one["admin1"]),
        "Strategic developments" if kind == "Strategic development" else kind,
        _named(one["sub_event_type"]).replace("protestors", "protesters"),
        "" if "civilian_targeting" not in one else "yes" if _named(one["civilian_targeting"]) else "no",
    ], [1, _whole(one["fatalities"]), _named(one["time_precision"]) != "1"]


def _gtd(one: Record) -> tuple[list[str | int], list[float]]:
    doubt = _whole(one["doubtterr"]) if _named(one["doubtterr"]) else -9
    killed, own, hurt = one["nkill"], one["nkillter"], one["nwound"]
    vague = _whole(one["imonth"]) == 0 or _whole(one["iday"]) == 0
    return [_whole(one["attacktype1"]), _whole(one["suicide"]), _whole(one["success"]), doubt], [
        1, _number(killed), _number(own), _number(hurt), not _named(killed), not _named(own), not _named(hurt),
        not _number(killed).is_integer(), not _number(hurt).is_integer(), _whole(one["extended"]), vague,
    ]  # fmt: skip


def _ucdp(one: Record) -> tuple[list[str | int], list[float]]:
    kind = _whole(one["type_of_violence"])
    states = kind == 1 and _named(one["gwnoa"]) and _named(one["gwnob"])
    start, end = (_day(one[name], _DAYS) for name in ("date_start", "date_end"))
    deaths = [_whole(one[name]) for name in ("best", "low", "high", "deaths_civilians")]
    return [_named(one["adm_1"]), kind, int(bool(states))], [1, *deaths, end > start, _whole(one["date_prec"]) >= 3]


def _hapi(one: Record) -> tuple[list[str | int], list[float]]:
    deaths = _named(one["fatalities"])
    return [_named(one["event_type"])], [_whole(one["events"]), _whole(deaths) if deaths else 0]


def _total(one: Record) -> tuple[list[str | int], list[float]]:
    return [], [_whole(one.get("events", "") or one["fatalities"])]


_DAYS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S")
_RULES: dict[str, Callable[[Record], tuple[list[str | int], list[float]]]] = {
    "acled": _acled,
    "acled-monthly": _total,
    "acled-yearly": _total,
    "gtd": _gtd,
    "hdx-hapi-conflict-event": _hapi,
    "ucdp-ged": _ucdp,
    "ucdp-candidate": _ucdp,
}


def _first_day(one: Record, layout: Layout) -> str:
    """The day, or the first day of the span, that a record counts on."""
    if layout.dataset == "gtd":
        month = _whole(one["imonth"])
        return str(date(_whole(one["iyear"]), month or 1, (month and _whole(one["iday"])) or 1))
    if layout.dataset in ("acled-monthly", "acled-yearly"):
        month = _named(one["month"]).capitalize() if "month" in one else "January"
        return str(datetime.strptime(f"1 {month} {_whole(one['year'])}", "%d %B %Y").date())  # noqa: DTZ007
    name = {"acled": "event_date", "hdx-hapi-conflict-event": "reference_period_start"}.get(
        layout.dataset, "date_start"
    )
    formats = next(column.formats for column in layout.columns if column.name == name)
    return _day(one[name], formats)


def _is_event(one: Record, layout: Layout) -> bool:
    if any(one[each.name].startswith("#") for each in layout.columns if each.kind in ("day", "whole")):
        return False
    if "error" in one:
        return _named(one["error"]) in ("", "Non matching p-code")
    return not (layout.dataset.startswith("acled") and _named(one["country"]) == NO_CODE)


@cache
def _place(name: str, layout_id: str) -> str:
    layout = next(one for one in LAYOUTS if one.id == layout_id)
    code = layout.countries[name] if name in layout.countries else country_code(name)
    assert code is not None, f"{name!r} was taken for a country"
    return code


def counted(text: str, dataset: str) -> tuple[Layout, Counts, int]:
    """The layout of a file of a dataset, its counts by first day, place and keys, in the order of the layout, and how
    many records are no events.
    """
    # Not strict: the database takes a space behind a closing quotation mark, and so do spreadsheets.
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text))
    header = next([name.strip().casefold() for name in row] for row in lines if any(name.strip() for name in row))
    fitting = (one for one in LAYOUTS if one.dataset == dataset and not one.missing(header))
    layout = max(fitting, key=lambda one: len(one.columns))
    places = [(name, header.index(name.casefold())) for name in layout.names]
    country = next(name for name in ("country", "country_txt", "location_code") if name in layout.names)
    identity = next((name for name in ("event_id_cnty", "eventid", "id") if name in layout.names), None)
    counts: Counts = {}
    left, seen = 0, set()
    for row in lines:
        if not row:
            continue
        one = {name: row[at] for name, at in places}
        if not _is_event(one, layout):
            left += 1
            continue
        if identity:
            own = _named(one[identity]) if identity == "event_id_cnty" else _whole(one[identity])
            assert own not in seen, f"{own} is counted twice"
            seen.add(own)
        keys, values = _RULES[dataset](one)
        key = (_first_day(one, layout), _place(_named(one[country]), layout.id), *keys)
        assert key not in counts or _RULES[dataset] is not _total, f"{key} has two totals"
        sums = counts.setdefault(key, [0] * len(values))
        for at, value in enumerate(values):
            sums[at] += value
    return layout, counts, left


def _delimiter(text: str) -> str:
    (line, *_) = text.removeprefix("\ufeff").lstrip().splitlines()
    return max(",;\t|", key=line.count)


def assert_the_same(found: Derived, text: str) -> None:
    """What a file became has the counts that its records have, each on its day, at its place, under its keys.

    Nothing is lost but what is said to be left out: records that are no events, events before a release of candidate
    events, and spans after the end of the data, in which nothing is counted.
    """
    layout, expected, left = counted(text, found.dataset)
    day = "start" if layout.end else "date"
    held: Counts = {}
    for table in found.tables.values():
        rows = zip(*(table[name].tolist() for name in (day, "place", *layout.keys, *layout.counts)), strict=True)
        width = 2 + len(layout.keys)
        for row in rows:
            assert row[:width] not in held, f"{row[:width]} stands twice"
            held[row[:width]] = list(row[width:])
    whole = found.release.coverage
    gone = {key: sums for key, sums in expected.items() if not str(whole.start) <= str(key[0]) <= str(whole.end)}
    if layout.end:
        assert not any(any(sums) for sums in gone.values()), "a count after the end of the data was left out"
        spilt = len(gone)
    else:
        spilt = int(sum(sums[0] for sums in gone.values()))
    assert sum(found.left_out.values()) == left + spilt, (found.left_out, left, spilt)
    kept = {key: sums for key, sums in expected.items() if key not in gone}
    assert kept.keys() == held.keys(), sorted(map(str, kept.keys() ^ held.keys()))[:6]
    for key, sums in kept.items():
        # Deaths that are shared among attacks are fractions, of which a whole number is kept.
        near = all(abs(one - other) <= 0.5 for one, other in zip(sums, held[key], strict=True))
        assert near, f"{key}: {sums} in the file, {held[key]} in the table"
