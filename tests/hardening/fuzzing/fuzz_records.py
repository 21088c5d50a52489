"""Event files of many records in the layouts known: good ones, ones written otherwise, and broken ones.

Opening a file costs more than reading thousands of its rows: a million records are tried in some hundred files.
"""

from __future__ import annotations

import csv
import io
import random
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from fuzz_inputs import NASTY, TRIED, Choices

from verifier.incidents.layouts import Column, Layout
from verifier.incidents.own.days import MONTHS
from verifier.incidents.sources import LAYOUTS
from verifier.incidents.sources.acled import FORMATS, NO_CODE, SUB_EVENTS
from verifier.places.names import country_code

SIZES = (60, 2000, 4000, 5000)  # records of a file
WIDTHS = (4, 30, 130)  # countries of a file of events
WIDEST = 200  # of a file of totals, which has each span once
Patch = dict[str, str]  # values to put into a record

# What can stand in a value without making the whole file no text.
PLAIN = tuple(one for one in NASTY if one not in ("\0", "\ud800"))
NAMES = (
    "", " ", "South", "Khyber, Pakhtunkhwa", 'The "Old" Town', '"', '""', "'", "Côte d'Or", "零", "a;b", "x|y", "a\tb",
    "two\nlines", "two\r\nlines", "é" * 60, "\u202egnp", "=cmd()", "#north", "NULL", "NA", "0", "-", "Nord ", "\\", ",",
    "\u00a0", "ß", "ﬁ", "South\u0301", "a,b\n\"c\",d", "south", "SOUTH",
)  # fmt: skip
WHOLE = ("0", "1", "3", "12", "7.0", " 4 ", "0005", "-0", "1000", "65536", "2147483648", "999999999", "2.000", "31")
NUMBERS = (*WHOLE, "", "1.5", "0.5", ".25", "2.", "1e2", "1E+3", " 2.5 ", "0.1")
YEAR = [date(2022, 1, 1) + timedelta(days=at) for at in range(365)]
CODES = {
    "time_precision": "123", "geo_precision": "123", "type_of_violence": "123", "date_prec": "12345",
    "where_prec": "1234567", "event_clarity": "12", "attacktype1": "123456789", "extended": "01", "success": "01",
    "suicide": "01",
}  # fmt: skip
FREE = {
    "admin1": NAMES, "adm_1": NAMES, "disorder_type": ("x", *NAMES[2:]), "gwnoa": NAMES, "gwnob": NAMES,
    "civilian_targeting": ("", " ", "Civilian targeting"), "fatalities": WHOLE, "events": WHOLE,
    "timestamp": ("1706832000", "1706832000.0", " 1706832000", "", "2023-01-31", "2024-02-01 12:00:00", "0", "x"),
    "error": ("", " ", "Non matching p-code", "Duplicate row", "#meta"), "doubtterr": ("-9", "0", "1", "", "-9.0"),
    "imonth": ("0", "1", "12", "6.0", " 7"), "iday": ("0", "1", "28", "9.0", "00"),
    "iyear": ("1970", "2020", "2015.0", "1994"), "nkill": NUMBERS, "nkillter": NUMBERS, "nwound": NUMBERS,
    **{name: tuple(codes) for name, codes in CODES.items()},
    **dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"), WHOLE),
}  # fmt: skip
HXL = {"fatalities": "#affected", "events": "#x", "year": "#date", "id": "#id", "iyear": "#date+year"}


@cache
def countries() -> tuple[tuple[str, str, int], ...]:
    """Names that are known, each with its code and number; none twice."""
    import pycountry

    several = sorted((one.name, one.alpha_3, int(one.numeric)) for one in pycountry.countries)
    return tuple(one for one in several if country_code(one[0]) == one[1])


def _made(layout: Layout, n: int, width: int) -> Patch:
    """The n-th good record: an id of its own, and for totals no country with one span twice."""
    name, code, number = countries()[n % width]
    day = YEAR[n * 7 % 365] if layout.dataset != "ucdp-candidate" else date(2022, 5, n % 31 + 1)
    first = date(2022, n // width % 12 + 1, 1)
    totals = layout.dataset in ("acled-monthly", "acled-yearly")
    kind = ("political_violence", "demonstration", "civilian_targeting")[n % 3]
    last = first.replace(day=monthrange(2022, first.month)[1])
    made = {
        "event_id_cnty": f"{code}{n}", "event_date": str(day), "year": str(1997 + n // width % 26 if totals else 2022),
        "time_precision": "1", "event_type": "Battles", "sub_event_type": "Armed clash", "iso": str(number),
        "country": name, "admin1": "North", "geo_precision": "1", "fatalities": str(n % 10),
        "disorder_type": "Political violence", "civilian_targeting": "", "timestamp": "1706832000",
        "month": MONTHS[n % 12].capitalize(), "events": str(n % 10), "eventid": str(202003010000 + n), "iyear": "2020",
        "imonth": str(day.month), "iday": str(n % 28 + 1), "extended": "0", "country_txt": name, "doubtterr": "0",
        "success": "1", "suicide": "0", "attacktype1": "3", "nkill": "2", "nkillter": "0", "nwound": "5",
        "location_code": code, "admin_level": str(n % width % 3), "reference_period_start": str(first),
        "reference_period_end": str(last), "error": "", "id": str(n), "type_of_violence": "1", "adm_1": "North",
        "date_prec": "1", "where_prec": "1", "event_clarity": "1", "date_start": str(day), "date_end": str(day),
        "gwnoa": "770", "gwnob": "", "deaths_a": "0", "deaths_b": "1", "deaths_civilians": "1", "deaths_unknown": "0",
        "best": "2", "high": "4", "low": "1",
    }  # fmt: skip
    if layout.dataset.startswith("hdx"):
        made["event_type"] = kind
    return {name: made[name] for name in layout.names}


@cache
def good(layout_id: str, width: int, size: int) -> tuple[Patch, ...]:
    """So many good records of a layout, of so many countries."""
    layout = next(one for one in LAYOUTS if one.id == layout_id)
    return tuple(_made(layout, n, width) for n in range(size))


def _written(day: date, forms: tuple[str, ...]) -> list[str]:
    return [day.strftime(form) for form in forms] + [f" {day} ", f"{day.year}-{day.month}-{day.day}"]


@cache
def patches(layout_id: str) -> tuple[Patch, ...]:
    """Values that may stand in any record of a layout, most of them sound together."""
    (first, *_) = good(layout_id, WIDEST, 1)
    out = [{name: text} for name, texts in FREE.items() if name in first for text in texts]
    out += [{name: tag} for name, tag in HXL.items() if name in first]
    if "event_date" in first:
        out += [{"event_date": text} for day in YEAR[::9] for text in _written(day, FORMATS)]
        out += [{"event_type": one, "sub_event_type": sub} for one, subs in SUB_EVENTS.items() for sub in subs]
        out += [{"country": NO_CODE, "iso": "0"}]
    if "date_start" in first:
        forms = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.0")
        start, end = date(2022, 5, 3), date(2022, 5, 9)
        out += [{"date_start": text, "date_end": f"{end}"} for text in _written(start, forms)]
        out += [{"date_start": f"{start}", "date_end": text} for text in _written(end, forms)]
        out += [{"date_start": "2022-04-28", "date_end": "2022-05-02"}]
    if "reference_period_start" in first:
        for text in ("2022-02-01 00:00:00", "2022-02-01T00:00:00", " 2022-02-01", "2022-02-01 00:00:00+00:00"):
            out.append({"reference_period_start": text, "reference_period_end": "2022-02-28"})
        out += [{"event_type": "demonstration", "fatalities": text} for text in ("", " ", "4")]
    return tuple(out)


def _rewritten(draw: random.Random, column: Column, text: str) -> str:
    """The same value, written otherwise."""
    forms = [f" {text}", f"{text} ", f"  {text}  "]
    if column.kind == "whole" and text.isdecimal():
        forms += [f"{text}.0", f"{text}.00", f"0{text}", f" {text}.0 "]
    if column.name == "month":
        forms = [text.upper(), text.lower(), f" {text}"]
    return draw.choice(forms)


def _country(draw: random.Random, record: Patch) -> Patch:
    """The country of a record under another of its names."""
    column = next(name for name in ("country", "country_txt", "location_code") if name in record)
    known = next((one for one in countries() if record[column] in one[:2]), None)
    if known is None:
        return {}
    name, code, number = known
    patch = {
        column: draw.choice((name.upper(), name.lower(), code, code.lower(), f" {name} ", name.replace(" ", "  ")))
    }
    if "iso" in record:
        patch["iso"] = draw.choice((str(number), f"{number}.0", "0", f"{number:03}"))
    return patch


def _doubtful(draw: random.Random, layout: Layout, record: Patch, words: tuple[str, ...]) -> Patch:
    """Some value exchanged for anything, or with anything in it."""
    name, text = draw.choice(layout.names), draw.choice(words)
    old, kind = record[name], draw.randrange(4)
    at = draw.randrange(len(old) + 1)
    return {name: (text, text, old[:at] + text + old[at:], old + text)[kind]}


def _mutated(draw: random.Random, layout: Layout, record: Patch) -> Patch:
    """A record with another value or several, each sound for all that is known here."""
    kind = draw.randrange(8)
    if kind == 0:
        return record | _country(draw, record)
    if kind < 3:
        column = draw.choice(layout.columns)
        return record | {column.name: _rewritten(draw, column, record[column.name])}
    return record | draw.choice(patches(layout.id))


def many(choices: Choices, layout: Layout, words: tuple[str, ...], *, broken: bool) -> tuple[str, int]:
    """A file of many records, and how many are mutated: not as good() makes them. With `broken` many are doubtful, else
    few or none. Both numbers are added up in TRIED.
    """
    size, share = choices.one_of(SIZES), choices.one_of((0.05, 0.9, 1, 1))
    totals = layout.dataset in ("acled-monthly", "acled-yearly")
    width = WIDEST if totals else choices.one_of(WIDTHS)
    draw = random.Random(choices.data)  # noqa: S311
    doubtful = draw.choice((0.01, 0.2, 0.6)) if broken else draw.choice((0, 0, 1 / size))
    known, records, mutated = (*words, *PLAIN), [], 0
    for record in good(layout.id, width, size):
        new = record
        if draw.random() < share:
            new = _mutated(draw, layout, new)
        if draw.random() < doubtful:
            new = new | _doubtful(draw, layout, new, known)
        mutated += new != record
        records.append(new)
    TRIED["records"] += size
    TRIED["mutated records"] += mutated
    header = list(layout.names)
    if draw.random() < 0.5:
        draw.shuffle(header)
    if not layout.alone and draw.random() < 0.3:
        header.insert(draw.randrange(len(header)), "notes")
    text = written(draw, header, records, shown=draw.choice((str, str.upper, str.title)))
    return _damaged(draw, text) if broken and draw.random() < 0.2 else text, mutated


def written(draw: random.Random, header: list[str], records: list[Patch], *, shown: Callable[[str], str] = str) -> str:
    """Records as CSV of one make or another; `shown` writes the names of the header."""
    out = io.StringIO()
    writer = csv.DictWriter(
        out,
        header,
        restval='said, "so"',
        delimiter=draw.choice(",,;\t|"),
        lineterminator=draw.choice(("\n", "\r\n")),
        quoting=draw.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    )
    writer.writerow({name: shown(name) for name in header})
    writer.writerows(records)
    text = draw.choice(("", "", "\ufeff")) + out.getvalue()
    return text if draw.random() < 0.7 else text.rstrip("\r\n")


def _damaged(draw: random.Random, text: str) -> str:
    """A text with a line that is cut, or a quotation mark too many."""
    at = draw.randrange(len(text))
    return text[:at] + draw.choice(('"', ",", "\n", '"x"', "\r", "", " ")) + text[at + draw.randrange(3) :]
