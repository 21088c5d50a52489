"""A grammar of command lines, sensible ones and bad ones, and the files that they name."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
TEXT = "Pirate attacks off Nigeria rose by 40 percent between 2017 and 2018. Murders fell by half since 2015.\n"
DAY_TABLE = "day,n,land\n2022-01-01,2,Denmark\n2022-01-02,3,Denmark\n2023-01-05,9,Denmark\n"
WATCHLIST = """documents:
  good: {path: good.md}
claims:
  - {id: piracy, text: Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018., published: 2019-02-01}
  - {id: of-a-file, document: good, claim: 1, datasets: [pirates]}
"""
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(f'*{before}' for _ in range(9))}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
FRONTS = [
    "published: 0001-01-01", "published: 9999-12-31", "published: 2023-13-45", "published: [a, {b: c}]", "published: .nan",
    "published: 1e999", "published: 2024-02-30 25:61:61", "published: 2019-02-01T00:00:00+99:99", "country: NO",
    "country: [PAK]", "country: Atlantis", "title: {a: b}", "title: [a]", "events: [a]", "events: {a: b}",
    "events: {2021-08-15: 2021-08-15, null: 2000-01-01}", "events: {the flood: 0001-01-01}", "sources: {a: 1}",
    "sources: [[a]]", "example: maybe", "? [a, b]\n: c", "!!python/object/apply:os.system ['true']", "a: !!binary x",
    "title: !!int 1:2:3", "title: 190:20:30:40:50", "title: 0b111", "title: 999999999999999999999999", "<<: {a: b}",
    "[" * 3000, "{" * 3000, "a: " * 500, "\t- a", "%YAML 9.9", "key", "- a\n- b", "a: 'open", "title: \"\\x00\\x1b[2J\"",
    "title: \"\\ud800\"", "url: javascript:alert(1)", BOMB + "published: *i", "speaker: " + "x" * 100_001, "place: ~",
]  # fmt: skip
NAMES = [
    "good.md", "plain.txt", "none.md", "many.md", "folder", "empty.md", "blank.md", "binary.md", "zero.md", "utf16.md",
    "latin1.md", "marked.md", "open-front.md", "two-fronts.md", "long-line.md", "missing.md", "dangling.md", "circle.md",
    "unreadable.md", "numbers.md", "dates.md", "days.csv", "wide.csv", "formulas.csv", "broken.csv", "one-field.csv",
    "header.csv", "bomb.zip", "nested.zip", "outside.zip", "no-table.zip", "cut.zip", "fake.xlsx", "deep.json",
    "records.json", "huge-number.json", "nan.json", "days.mapping.yml", "bad.mapping.yml", "bomb.mapping.yml",
    "watchlist.yml", "bad-watchlist.yml", "bomb.yml", "deep.yml", "set.toml", "bad.toml", "deep.toml", "number.toml",
    "ratings.yml", "corrections.yml", "bad-ratings.yml", "infinite-ratings.yml", "CON", "nul.md", "a" * 240 + ".md",
    "\udcff\udcfe.md", "‮gnp.md", "=cmd.csv", "-dash.md", "a\nb.md", "$(true).md", "con|cat.csv",
]  # fmt: skip
OUTSIDE = [
    "/dev/null", "/dev/zero", "/dev/full", "/dev/stdin", "/nowhere/at/all", "..", ".", "~", "~nobody-of-that-name/x",
    "../../../../etc/passwd", "/proc/self/mem", "/proc/1/environ", "http://127.0.0.1:9/x", "file:///etc/passwd", "", " ",
    "x" * 5000, "a/" * 2000, "C:\\CON", "\\\\server\\share", "good.md/inside", "folder/../good.md",
]  # fmt: skip


def materials(folder: Path) -> None:
    """Write every file that NAMES names into a folder, and one a front matter."""
    long = os.pathconf(folder, "PC_NAME_MAX")
    text = {
        "good.md": "---\npublished: 2019-02-01\n---\n" + TEXT,
        "plain.txt": TEXT,
        "none.md": "Nothing is counted here.\n",
        "many.md": "---\npublished: 2023-11-08\n---\n" + TEXT * 8,
        "blank.md": " \n\t\n",
        "open-front.md": "---\ntitle: never closed\n",
        "two-fronts.md": "---\n---\n---\n---\n" + TEXT,
        "long-line.md": "attacks " * 4000 + TEXT,
        "numbers.md": "Attacks rose by "
        + "9" * 5000
        + " percent. Attacks fell 1e999999999 percent, "
        + "1," * 400
        + "5.\n",
        "dates.md": "Attacks rose 10 percent in the year 0, in 9999, in 10000, since 31 February 2019, and in 1/1/1.\n",
        "days.csv": DAY_TABLE,
        "wide.csv": ",".join(f"c{at}" for at in range(5000)) + "\n" + ",".join("1" for _ in range(5000)) + "\n",
        "formulas.csv": "day,kind\n2022-01-01,=cmd()\n2022-01-02,@SUM(A1)\n",
        "broken.csv": 'day,n\n2022-01-01,"open\n',
        "one-field.csv": "day\n" + "x" * 300_000 + "\n",
        "header.csv": "day,n\n",
        "deep.json": "[" * 100_000,
        "records.json": json.dumps([{"day": "2022-01-01", "n": 3}, {"day": None, "n": {"a": [1]}}]),
        "huge-number.json": '[{"day": "2022-01-01", "n": ' + "9" * 10_000 + "}]",
        "nan.json": '[{"day": "2022-01-01", "n": NaN}]',
        "days.mapping.yml": "id: thefts\nmeasure: thefts\ncountry: Denmark\nmap:\n  date: day\n  count: n\n",
        "bad.mapping.yml": "id: [a]\nmap: 3\n",
        "bomb.mapping.yml": BOMB,
        "watchlist.yml": WATCHLIST,
        "bad-watchlist.yml": "claims: [{id: '../../x', text: 3}, {}, 7]\nfoo: bar\n",
        "bomb.yml": BOMB,
        "deep.yml": "[" * 5000,
        "set.toml": (ROOT / "verifier/comparisons/sets/change.toml").read_text(encoding="utf-8"),
        "bad.toml": 'name = 3\n[[after]]\nid = "x"\n',
        "deep.toml": "a = " + "[" * 3000 + "]" * 3000 + "\n",
        "number.toml": "name = 'x'\nlag = " + "9" * 5000 + "\n",
        "ratings.yml": "ratings:\n  1: {rating: Misleading, value: 2, best: 5, worst: 1}\n",
        "corrections.yml": "- {date: 2024-01-02, what: A word}\n",
        "bad-ratings.yml": "ratings: {one: {rating: 3}}\n",
        "infinite-ratings.yml": "ratings: {1: {rating: x, value: .inf, best: .nan, worst: 1}}\n",
    }
    for name in NAMES:
        if len(os.fsencode(name)) < long and name not in ("missing.md", "folder", "dangling.md", "circle.md"):
            (folder / name).write_text(text.get(name, TEXT), encoding="utf-8")
    (folder / "folder").mkdir()
    (folder / "archive").mkdir()
    (folder / "archive" / "one.md").write_text(TEXT, encoding="utf-8")
    articles = [{"id": "a", "text": TEXT, "published": "2019-02-01"}, {"id": "a", "body": 7}, ["x"], {"text": None}]
    lines = [*map(json.dumps, articles), "{broken", "[" * 5000, "\u202e", json.dumps({"text": TEXT, "id": "=cmd()"})]
    (folder / "archive.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "empty.md").write_bytes(b"")
    (folder / "binary.md").write_bytes(bytes(range(256)) * 8)
    (folder / "zero.md").write_bytes(b"Attacks rose\0 60 percent.")
    (folder / "utf16.md").write_text(TEXT, encoding="utf-16")
    (folder / "latin1.md").write_bytes("Mord à la carte fell 5 percent.".encode("latin-1"))
    (folder / "marked.md").write_text(TEXT, encoding="utf-8-sig")
    (folder / "dangling.md").symlink_to(folder / "gone")
    (folder / "circle.md").symlink_to(folder / "circle.md")
    (folder / "unreadable.md").chmod(0)
    zips(folder)
    for at, front in enumerate(FRONTS):
        (folder / f"front-{at}.md").write_text(f"---\n{front}\n---\n{TEXT}", encoding="utf-8", errors="surrogatepass")


def zips(folder: Path) -> None:
    """Archives that are no plain table."""
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("days.csv", b"0" * 20_000_000)
    with zipfile.ZipFile(folder / "outside.zip", "w") as outside:
        outside.writestr("../../outside.csv", DAY_TABLE)
    with zipfile.ZipFile(folder / "nested.zip", "w") as nested:
        nested.write(folder / "bomb.zip", "inner.zip")
    with zipfile.ZipFile(folder / "no-table.zip", "w") as other:
        other.writestr("readme.html", "<html>")
    (folder / "cut.zip").write_bytes((folder / "outside.zip").read_bytes()[:60])
    with zipfile.ZipFile(folder / "fake.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")


def reset(folder: Path, kept: Path) -> None:
    """Put a folder back to how `materials` made it, from a copy."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder, symlinks=True)


argument = st.text(
    st.characters(exclude_characters="\0", exclude_categories=("Cs",)) | st.sampled_from("\udc80\udcff-=.:/,\n\x1b‮"),
    max_size=30,
)


def mostly(good: list[str], bad: list[str]) -> st.SearchStrategy[str]:
    """Three times in four a value that may be right, so that trouble further inside is reached."""
    return st.integers(0, 3).flatmap(lambda at: st.sampled_from(good if at else bad))


files = st.sampled_from([*NAMES, *OUTSIDE, "-"]) | st.sampled_from([f"front-{at}.md" for at in range(len(FRONTS))])
texts = st.sampled_from(
    ["good.md", "many.md", "plain.txt", "dates.md", "numbers.md", str(ROOT / "seeds/kakar-2023-11-08.md"), "none.md"]
)
tables = mostly(["days.csv", "records.json", "outside.zip", "days.csv"], [*NAMES, *OUTSIDE, "-"])
watchlists = mostly(["watchlist.yml"], [*NAMES, *OUTSIDE])
days = mostly(
    ["2019-02-01", "2023-11-08", "2020", "1999-12-31"],
    ["0000-01-01", "0001-01-01", "9999-12-31", "1000-01-01", "2999-12-31", "10000-01-01", "2023-13-45", "2024-02-30", "",
     "yesterday", "NaN", "-1", "20230101", "2023-W05-1", "٢٠٢٣-٠١-٠١", "1e9", "2019-02-01T25:00", "1700-01-01", "2200-01-01"],
)  # fmt: skip
windows = mostly(
    ["2017", "2018", "2019-03", "2017-01-01..2017-12-31", "2016..2018"],
    ["2018..2017", "2018-12-31..2018-01-01", "0001", "9999", "0000", "9999-12", "1..9999", "1677", "2262", "1700..2300",
     "10000", "..", "2017..", "..2018", "2017-00", "2017-13", "2017-02-30..2017-03-01", "-1..1", "NaN", "", "2017...2018",
     "1" * 5000, "0001-01-01..9999-12-31", "2017-1-1-1..2018", "٢٠١٧"],
)  # fmt: skip
datasets = mostly(
    ["pirates", "pips", "picss", "ucdp-ged", "ucdp-country-year", "thefts"],
    [
        "acled",
        "gtd",
        "nope",
        "",
        "..",
        "../../etc",
        "CON",
        "PIPS",
        "pips/../picss",
        "/etc",
        "a" * 5000,
        "owid-x",
        ".cache",
    ],
)
small = mostly(["pips", "picss", "thefts"], ["acled", "nope", "", "..", "CON", "a" * 5000])
places = mostly(
    ["Nigeria", "NGA", "WLD", "Pakistan", "DNK"], ["", "Atlantis", "NO", "XX", "nan", "a" * 5000, "\u202e", "\udcff"]
)
measures = mostly(
    ["pirate attacks", "terror attacks", "deaths", "attacks", "thefts"],
    ["", "\x1b[2J", "=cmd()", "a" * 5000, "%s{}", "\udcff", "\u202egnp", "p\u0430ypal"],
)
numbers = mostly(["1", "2"], ["0", "-1", "99", "1e3", "NaN", "", "９", "9" * 5000, "1.5", "0x1"])
outputs = mostly(
    ["out", "out.png", "out.svg", "out.csv", "out/a/b/c"],
    ["good.md", "folder", "/dev/null", "/dev/full", "/nowhere/at/all", "", ".", "a" * 300, "\udcff", "circle.md",
     "dangling.md", "/proc/x", "folder/x.png", "a\nb", "/dev/null/x.png", "good.md/x", "/dev/full.png"],
)  # fmt: skip
sets = mostly(
    ["", "change", "exhaustive", "set.toml", "level"],
    ["bad.toml", "deep.toml", "number.toml", "nope", "/dev/zero", ".."],
)
releases = mostly(
    ["25.1", "24.1", "2024-01-02"],
    ["", "..", "../../x", "25.1/../x", "%2e%2e", "NaN", "1" * 5000, "a?b=c#d", "\udcff", "25.1\n"],
)
pairs = mostly(
    ["date=day", "count=n", "country=land"],
    ["start=day", "end=day", "period=day", "category=kind", "region=land", "=", "date=", "date=nope", "nope=day",
     "dayfirst=yes", "dayfirst=maybe", "date=day=day", "a" * 3000],
)  # fmt: skip
encodings = mostly(["utf-8", "latin-1", "utf-16"], ["utf-7", "rot13", "idna", "", "NaN"])
sources = mostly(
    ["ucdp-ged", "ucdp-candidate", "acled", "owid/piracy"], ["owid", "owid/../x", "owid/", "/", "nope", ""]
)
ids = mostly(
    ["thefts", "fires"],
    ["pips", "../x", "CON", "", "a" * 300, "Thefts", "a--b", ".cache", "thefts\n", "ucdp-ged", "con"],
)

archives = mostly(["archive.jsonl", "days.csv", "archive", "archive.jsonl"], [*NAMES, *OUTSIDE, "-"])
scanned = mostly(
    ["out.parquet", "out.csv"], ["out", "good.md", "", "/dev/full", "/nowhere/out.csv", "folder", "archive.jsonl"]
)
columns = mostly(["text=body", "id=key", "title"], ["=", "text=", "nope=x", "text=nope", "\udcff", "a" * 3000])
addresses = st.sampled_from(["", "nowhere", "tcp://", "tcp://127.0.0.1:9", "http://x", "tcp://127.0.0.1:nan", "\udcff"])

FLAG = None
DOCUMENT = {"--published": days, "--country": places}
CHECKING = {"--dataset": datasets, "--place": places, "--known-on": days, "--set": sets}
GRAMMAR = {
    ("parse",): ([texts | files], DOCUMENT | {"--json": FLAG, "--explain": FLAG}),
    ("check",): (
        [texts | files],
        DOCUMENT | CHECKING | {"--json": FLAG, "--claim": numbers, "--specifications": outputs},
    ),
    ("compare",): (
        [datasets],
        {"--measure": measures, "--place": places, "--after": windows, "--before": windows, "--vintage": releases, "--json": FLAG},
    ),
    ("report",): (
        [texts | files],
        DOCUMENT
        | CHECKING
        | {"--output": outputs, "--claim": numbers, "--pdf": FLAG, "--ratings": mostly(["ratings.yml"], NAMES),
           "--corrections": mostly(["corrections.yml"], NAMES), "--open": FLAG, "--table": scanned, "--id": ids},
    ),
    ("run",): (
        [watchlists],
        {"--output": outputs, "--workers": numbers, "--fail-on": st.sampled_from(["changed", "error", "x"]), "--again": FLAG,
         "--time-limit": numbers, "--schema": FLAG},
    ),
    ("scan",): (
        [archives],
        CHECKING
        | {"--output": scanned, "--country": places, "--column": columns, "--workers": numbers, "--scheduler": addresses,
           "--fail-on": st.sampled_from(["error", "x"]), "--again": FLAG},
    ),
    ("data", "list"): ([], {"--json": FLAG}),
    ("data", "show"): ([datasets], {"--place": places, "--definition": measures, "--between": releases, "--chart": outputs}),
    ("data", "fetch"): (
        [sources],
        {"--version": releases, "--via": st.sampled_from(["file", "api", "x"]), "--country": places, "--since": days,
         "--offline": FLAG, "--mapping": mostly(["days.mapping.yml"], NAMES)},
    ),
    ("data", "remove"): ([mostly(["days", "pips"], NAMES)], {"--vintage": releases}),
    ("data", "import"): (
        [tables],
        {"--id": ids, "--measure": measures, "--map": pairs, "--mapping": mostly(["days.mapping.yml"], NAMES), "--propose": FLAG, "--country": places,
         "--coverage": windows, "--published": days, "--release": releases, "--encoding": encodings, "--sheet": measures,
         "--title": measures, "--licence": measures, "--citation": measures, "--wide": pairs, "--place": places,
         "--whole-country": FLAG, "--gap": windows, "--quiet": windows, "--header": releases, "--dates": measures,
         "--century": releases, "--year-begins": days, "--rows": mostly(["incidents", "totals"], NAMES),
         "--missing": mostly(["zero", "unknown"], NAMES), "--unknown": measures,
         "--identical": mostly(["all", "once"], NAMES), "--leave-out": pairs, "--only": pairs, "--no-totals": pairs, "--value": pairs},
    ),
    ("data", "validate"): ([small], {}),
}  # fmt: skip
NEEDED = {
    "compare": ["--measure", "--place", "--after", "--before"],
    "run": ["--output"],
    "scan": ["--output"],
    "import": ["--id", "--measure", "--map", "--country"],
}


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """One command line: a verb, its arguments and some options, and now and then a word that belongs nowhere."""
    verb = draw(st.sampled_from(list(GRAMMAR)))
    arguments, options = GRAMMAR[verb]
    words = [draw(values) for values in arguments if draw(st.integers(0, 30))]
    needed = NEEDED.get(verb[-1], []) if draw(st.integers(0, 12)) else []
    chosen = draw(st.lists(st.sampled_from(list(options)), max_size=4)) if options else []
    for name in [*needed, *chosen]:
        values = options[name]
        words.append(name)
        if values is not FLAG:
            words.append(draw(values) if draw(st.integers(0, 19)) else draw(argument))
        if name == "--map":
            words += ["--map", draw(pairs)]
    if verb[-1] == "validate" and not words:  # reading every table takes seconds
        words.append("pips")
    if not draw(st.integers(0, 19)):
        words.insert(draw(st.integers(0, len(words))), draw(argument))
    return [*verb, *words] if draw(st.integers(0, 40)) else words[: draw(st.integers(0, 2))]
