"""Measure how fast incident data are loaded and brought in, side by side with pandas.

    python benchmarks/incidents.py load
    python benchmarks/incidents.py events [--rows 20000000] [--folder DIR] [--json OUT.json]

load: from the shipped files to a series that is ready to count, with nothing of it read before; then a count of a
window. events: a made-up file in ACLED's layout of 31 columns (about 630 bytes a row: 20 million rows take some 12 GB
in the temporary folder, removed at the end) checked whole and brought to daily counts by the engine, imported as
a table of one's own by a mapping, and grouped by pandas, which reads only the columns it needs. Each runs in a
process of its own; the peak memory is the largest resident set of that process. The file is read once beforehand, so
that all find it alike in the machine's file cache as far as it fits there.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from verifier.incidents.layouts import Column, Layout

SHIPPED = [
    ("pirates", "pirate-attacks", "WLD"),
    ("pirates", "pirate-attacks", "IDN"),
    ("ucdp-ged", "violent-events", "PAK"),
    ("ucdp-country-year", "deaths", "WLD"),
    ("ucdp-country-year", "deaths", "PAK"),
    ("picss", "militant-attacks", "PAK"),
]
REPEATS = 30
BYTES_A_ROW = 640
# The columns of ACLED's event export in their order (ACLED codebook; API documentation, "acled/read").
HEADER = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1
inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location
latitude longitude geo_precision source source_scale notes fatalities tags timestamp""".split()  # noqa: SIM905  (a list of 31 names is easier to compare with the codebook so)
LAYOUT = Layout(
    id="acled-benchmark",
    dataset="acled",
    words="an ACLED event file",
    columns=(
        Column("event_id_cnty"),
        Column("event_date", "day"),
        Column("year", "whole", least=1997, most=2100),
        Column("time_precision", "code", allowed=("1", "2", "3")),
        Column("event_type"),
        Column("sub_event_type"),
        Column("country"),
        Column("admin1", empty=True),
        Column("geo_precision", "code", allowed=("1", "2", "3")),
        Column("fatalities", "whole", least=0),
    ),
    day="day_event_date",
    country="country",
    keys={
        "region": "coalesce(trim(admin1), '')",
        "event_type": "trim(event_type)",
        "sub_event_type": "trim(sub_event_type)",
    },
    counts={
        "events": "1",
        "fatalities": "whole_fatalities",
        "vague_date": "CAST(trim(time_precision) IN ('2', '3') AS INTEGER)",
    },
    unique="event_id_cnty",
)
KINDS = [
    ("Political violence", "Battles", "Armed clash"),
    ("Political violence", "Explosions/Remote violence", "Suicide bomb"),
    ("Political violence", "Explosions/Remote violence", "Air/drone strike"),
    ("Political violence", "Violence against civilians", "Attack"),
    ("Political violence", "Violence against civilians", "Abduction/forced disappearance"),
    ("Demonstrations", "Protests", "Peaceful protest"),
    ("Demonstrations", "Protests", "Protest with intervention"),
    ("Demonstrations", "Riots", "Mob violence"),
    ("Strategic developments", "Strategic developments", "Looting/property destruction"),
]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("section", choices=["load", "events", "run"])
    options.add_argument("--rows", type=int, default=20_000_000)
    options.add_argument("--folder", type=Path, help="where to write the file; default: the system's temporary folder")
    options.add_argument("--json", type=Path)
    options.add_argument("--how", choices=list(WAYS), help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.section == "run":
        print(json.dumps(measured(WAYS[given.how], given.file)))
        return
    found = load() if given.section == "load" else events(given.rows, given.folder)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def load() -> list[dict[str, Any]]:
    """Milliseconds from the files of a shipped dataset to a ready series, and microseconds of a count after that."""
    from verifier.comparisons.series import Series
    from verifier.incidents import catalogue, tables

    def ready(dataset: str, definition: str, place: str) -> Series:
        series = Series(catalogue.load(dataset).cells(definition, place))
        window = series.coverage if series.dense else series.own_spans[0]
        series.count(window)  # prefix sums and indices are made at the first count
        return series

    rows = []
    print(f"{'dataset':<18}{'place':<6}{'nothing read before':>24}{'table read before':>24}{'a count of':>40}")
    print(f"{'':<24}{'median (best), ms':>24}{'median (best), ms':>24}{'a day, a year, all days: µs':>40}")
    for name in SHIPPED:
        ready(*name)
        row: dict[str, Any] = {"dataset": name[0], "definition": name[1], "place": name[2]}
        for label in ("cold", "warm"):
            times = []
            for _ in range(REPEATS):
                if label == "cold":
                    tables._load.cache_clear()
                    catalogue._read.cache_clear()
                start = time.perf_counter()
                series = ready(*name)
                times.append(1000 * (time.perf_counter() - start))
            row |= {f"{label}_median_ms": statistics.median(times), f"{label}_best_ms": min(times)}
        row["count_us"] = counting(series)
        rows.append(row)
        told = [f"{row[f'{one}_median_ms']:.1f} ({row[f'{one}_best_ms']:.1f})" for one in ("cold", "warm")]
        count = ", ".join(f"{each:.1f}" for each in row["count_us"])
        print(f"{name[0]:<18}{name[2]:<6}{told[0]:>24}{told[1]:>24}{count:>40}")
    return rows


def counting(series: Any) -> list[float]:
    """Microseconds of one count of a day, a year and the whole coverage; of totals, the shortest and longest span."""
    from verifier.window import Window

    if series.dense:
        start = series.coverage.start
        windows = [Window(start, start), Window.parse(str(start.year + 1)), series.coverage]
    else:
        windows = [min(series.own_spans, key=lambda one: one.days), max(series.own_spans, key=lambda one: one.days)]
    found = []
    for window in windows:
        start_time = time.perf_counter()
        for _ in range(2000):
            series.count(window)
        found.append(1e6 * (time.perf_counter() - start_time) / 2000)
    return found


def events(rows: int, folder: Path | None) -> dict[str, Any]:
    """Bring a made-up file to daily counts in each way, and compare time, memory and result."""
    place = Path(tempfile.mkdtemp(prefix="verifier-benchmark-", dir=folder))
    try:
        free = shutil.disk_usage(place).free
        print(f"{rows:,} rows take about {rows * BYTES_A_ROW / 2**30:.1f} GB in {place}; free: {free / 2**30:.0f} GB")
        if free < rows * BYTES_A_ROW * 1.1:
            raise SystemExit("not enough room: choose another --folder or fewer --rows")
        file = place / "acled.csv"
        write_events(file, rows)
        size = file.stat().st_size
        print(f"written: {size / 2**30:.2f} GB, {size / rows:.0f} bytes a row")
        with file.open("rb") as whole:
            while whole.read(1 << 24):
                pass
        found: dict[str, Any] = {"rows": rows, "bytes": size}
        heads = "".join(
            f"{name:>17}" for name in ("processor s", "million rows/s", "peak memory, MB", "of pandas’ time")
        )
        print(f"{'':<34}{'seconds':>9}{heads}")
        ways = [how for how in WAYS if rows <= PLAIN_LIMIT or how != "pandas, all columns"]
        for how in ways:
            command = [sys.executable, __file__, "run", "--how", how, "--file", str(file)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (this script)
            if done.returncode:
                raise SystemExit(done.stderr)
            found[how] = json.loads(done.stdout)
            share = found[how]["seconds"] / found["pandas, seven columns"]["seconds"]
            print(
                f"{how:<34}{found[how]['seconds']:>9.1f}{found[how]['processor_seconds']:>17.1f}"
                f"{rows / found[how]['seconds'] / 1e6:>17.2f}"
                f"{found[how]['peak_mb']:>17,.0f}{share:>17.2f}"
            )
        if len({json.dumps(found[how]["result"]) for how in ways}) > 1:
            raise SystemExit(f"the results differ: { {how: found[how]['result'] for how in ways} }")
        print(f"all give the same: {found['pandas, seven columns']['result']}")
        return found
    finally:
        shutil.rmtree(place, ignore_errors=True)


def measured(way: Any, file: Path) -> dict[str, Any]:
    """Seconds, peak memory of this process in MB, and a few totals of the result."""
    import pandas as pd

    start = time.perf_counter()
    table = way(file)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    if isinstance(table, Path):
        kept = pd.read_csv(table, usecols=["count", "sum_of_fatalities"])
        table = kept.rename(columns={"count": "events", "sum_of_fatalities": "fatalities"})
    totals = {name: int(table[name].sum()) for name in ("events", "fatalities")}
    return {
        "seconds": seconds,
        "processor_seconds": used.ru_utime + used.ru_stime,
        "peak_mb": peak,
        "result": {"cells": len(table)} | totals,
    }


def with_pandas(file: Path) -> Any:
    """Read the columns that are needed, and group them."""
    import pandas as pd

    kinds = {"time_precision": "int8", "fatalities": "int64"}
    names = ["event_date", "time_precision", "event_type", "sub_event_type", "country", "admin1", "fatalities"]
    frame = pd.read_csv(file, usecols=names, dtype={name: kinds.get(name, "str") for name in names})
    frame["event_date"] = pd.to_datetime(frame["event_date"], format="%Y-%m-%d")
    frame["admin1"] = frame["admin1"].fillna("")
    frame["events"] = 1
    frame["vague_date"] = (frame["time_precision"] > 1).astype("int64")
    keys = ["event_date", "country", "admin1", "event_type", "sub_event_type"]
    return frame.groupby(keys, sort=True)[list(LAYOUT.counts)].sum().reset_index()


def with_plain_pandas(file: Path) -> Any:
    """Read the file as most would, all of it, and group."""
    import pandas as pd

    frame = pd.read_csv(file, low_memory=False)
    frame["event_date"] = pd.to_datetime(frame["event_date"], format="%Y-%m-%d")
    frame["admin1"] = frame["admin1"].fillna("")
    frame["events"] = 1
    frame["vague_date"] = (frame["time_precision"] > 1).astype("int64")
    keys = ["event_date", "country", "admin1", "event_type", "sub_event_type"]
    return frame.groupby(keys, sort=True)[list(LAYOUT.counts)].sum().reset_index()


def as_own_table(file: Path) -> Path:
    """The same file as a table of one's own, by a mapping: every value checked, imported as a dataset. Gives its table,
    which is not read in the time that is measured.
    """
    from verifier.incidents.own.importing import import_own

    said = {
        "id": "own",
        "coverage": "2019-01-01..2023-12-31",
        "map": {"date": "event_date", "country": "country", "region": "admin1", "category": "event_type"},
        "values": {"country": {f"Country {at}": code for at, code in enumerate(_codes())}},
        "measures": {"events": "(rows)", "fatalities": "fatalities"},
        "definitions": [
            {"id": "clash", "label": "armed clashes", "filter": {"sub_event_type": "Armed clash"}, "sum": "(rows)"}
        ],
    }
    store = Path(tempfile.mkdtemp(dir=file.parent))
    assert import_own(file, said, store=store).how == "new"
    (table,) = (store / "own" / "data").glob("*.csv")
    return table


def _codes() -> list[str]:
    import pycountry

    return [country.alpha_3 for country in pycountry.countries][:60]


def with_engine(file: Path) -> Any:
    """Daily counts by the package's engine, every value of the layout checked first, as an import does."""
    from verifier.incidents import engine
    from verifier.incidents.opening import opened
    from verifier.incidents.problems import Problems

    with opened(file) as rows:
        problems = Problems(file)
        engine.check(rows, LAYOUT, problems)
        problems.stop()
        return engine.counted(rows, LAYOUT, lambda names: {name: name for name in names})


# The plain way holds the whole file in memory: it is left out where that does not fit.
WAYS = {
    "pandas, seven columns": with_pandas,
    "verifier, checked": with_engine,
    "verifier, own table": as_own_table,
    "pandas, all columns": with_plain_pandas,
}
PLAIN_LIMIT = 4_000_000


def write_events(file: Path, rows: int) -> None:
    """Write made-up events: 60 countries of 20 provinces over five years, some much busier than others, with notes."""
    import duckdb

    def pick(salt: str, most: int) -> str:
        return f"CAST(hash(i, '{salt}') % {most} AS BIGINT)"

    kinds = ", ".join(f"{{'d': '{d}', 'e': '{e}', 's': '{s}'}}" for d, e, s in KINDS)
    values = {
        "event_id_cnty": "printf('C%02d%d', c, i)",
        "event_date": "strftime(day, '%Y-%m-%d')",
        "year": "year(day)",
        "time_precision": f"CASE WHEN {pick('time', 20)} < 17 THEN 1 WHEN {pick('time', 20)} < 19 THEN 2 ELSE 3 END",
        "disorder_type": "kind.d",
        "event_type": "kind.e",
        "sub_event_type": "kind.s",
        "actor1": f"printf('Armed Group of the Province No. %d', {pick('a', 400)})",
        "assoc_actor_1": f"CASE WHEN {pick('b', 3)} = 0 THEN 'Labor Group; Students' ELSE '' END",
        "inter1": "'Rebel group'",
        "actor2": f"CASE WHEN {pick('d', 4)} > 0 THEN printf('Military Forces, Unit %d', {pick('e', 90)}) ELSE '' END",
        "assoc_actor_2": "''",
        "inter2": "'State forces'",
        "interaction": "'State forces-Rebel group'",
        "civilian_targeting": f"CASE WHEN {pick('f', 3)} = 0 THEN 'Civilian targeting' ELSE '' END",
        "iso": "100 + c",
        "region": "printf('Region %d', c % 12)",
        "country": "printf('Country %d', c)",
        "admin1": "printf('Province %d-%d', c, p)",
        "admin2": f"printf('District %d', {pick('g', 300)})",
        "admin3": "''",
        "location": f"printf('Town %d', {pick('h', 5000)})",
        "latitude": f"printf('%.4f', {pick('lat', 900000)} / 10000.0)",
        "longitude": f"printf('%.4f', {pick('lon', 1800000)} / 10000.0)",
        "geo_precision": f"1 + {pick('geo', 3)}",
        "source": "'Daily Example; Example News Agency'",
        "source_scale": "'National'",
        "notes": (
            f'printf(\'On %s, members of an armed group attacked a "security post" on the road to Town %d, in the '
            "district of the same name (Province %d-%d). Soldiers returned fire; %d people were reported killed, among "
            "them passers-by, while both sides gave other numbers of those hurt.', strftime(day, '%d %B %Y'), "
            f"{pick('h', 5000)}, c, p, dead)"
        ),
        "fatalities": "dead",
        "tags": "''",
        "timestamp": f"1600000000 + {pick('stamp', 100000000)}",
    }
    assert list(values) == HEADER
    columns = ", ".join(f"{sql} AS {name}" for name, sql in values.items())
    # Squares and cubes make a few places, kinds and years busy and most of them quiet, as in the real files.
    inner = f"""SELECT i, DATE '2019-01-01' + CAST({pick("day", 1826)} AS INTEGER) AS day,
        CAST(floor(60 * pow({pick("country", 10000)} / 10000.0, 2)) AS INTEGER) AS c,
        CAST(floor(20 * pow({pick("province", 10000)} / 10000.0, 3)) AS INTEGER) AS p,
        CASE WHEN {pick("any", 3)} = 0 THEN {pick("dead", 12)} ELSE 0 END AS dead,
        [{kinds}][1 + CAST(floor({len(KINDS)} * pow({pick("kind", 10000)} / 10000.0, 3)) AS INTEGER)] AS kind
        FROM range({rows}) AS numbers(i)"""  # noqa: S608
    with duckdb.connect(config={"memory_limit": "2GB"}) as connection:
        connection.execute(f"COPY (SELECT {columns} FROM ({inner})) TO '{file}' (HEADER, DELIMITER ',')")  # noqa: S608


if __name__ == "__main__":
    main()
