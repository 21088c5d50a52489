"""Broken files, made by hand: what is wrong with each, how it is imported, and the words that must name it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

Recipe = bytes | str | Callable[[Path], None]
Case = tuple[str, Recipe, list[str], tuple[str, ...]]

LAYOUTS = json.loads((Path(__file__).parent / "layouts.json").read_text(encoding="utf-8"))
GED = LAYOUTS["ucdp_ged231_central_african_republic.csv"]
EVENT = {
    "year": "2020", "type_of_violence": "1", "date_prec": "1", "where_prec": "1", "event_clarity": "1",
    "adm_1": "North", "deaths_a": "0", "deaths_b": "1", "deaths_civilians": "1", "deaths_unknown": "0",
    "best": "2", "low": "1", "high": "4", "gwnoa": "770", "gwnob": "", "country": "Pakistan",
    "id": "1", "date_start": "2020-05-05", "date_end": "2020-05-05",
}  # fmt: skip
USUAL = ["--id", "fires", "--measure", "house fires", "--published", "2023-01-01"]
INCIDENTS = [*USUAL, "--map", "date=d", "--map", "country=c"]
COUNTS = [*USUAL, "--map", "date=d", "--map", "count=n", "--map", "country=c"]
SPANS = [*USUAL, "--map", "start=d", "--map", "end=e", "--map", "count=n", "--map", "country=c"]
KNOWN = ["--release", "24.1"]
GOOD = "d,n,c\n2021-05-01,1,PAK\n"


def ged(*rows: dict[str, str], header: list[str] = GED, gone: str = "") -> str:
    """A file of UCDP GED with those events, every one different from the usual in what is given."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [name for name in header if name != gone], restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(EVENT | {"id": str(number)} | row for number, row in enumerate(rows, 1))
    return text.getvalue()


def zipped(**files: bytes | str) -> bytes:
    """A zip file with those members; two underscores stand for a dot, three for ../"""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("___", "../").replace("__", "."), content)
    return held.getvalue()


SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
)


Values = Sequence[str | int | float | date]


def workbook(
    *rows: Values, before: str = "", sheet: str | None = None, more: dict[str, list[Values]] | None = None
) -> bytes:
    """A workbook with the sheet Data, and more; a text that begins with = is a formula that was never calculated."""
    sheets = {"Data": sheet or SHEET.format(before=before, rows=_rows(rows))}
    sheets |= {name: SHEET.format(before="", rows=_rows(each)) for name, each in (more or {}).items()}
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-"
    numbered = list(enumerate(sheets, 1))
    links = "".join(
        f'<Relationship Id="r{at}" Type="{office}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at, _ in numbered
    )
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in numbered)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="{kind}'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{kind}officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}<Relationship Id="s" '
        f'Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>",
    }
    parts |= {f"xl/worksheets/sheet{at}.xml": sheets[name] for at, name in numbered}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def _rows(rows: Sequence[Values]) -> str:
    made = []
    for number, row in enumerate(rows, 1):
        cells = (f'<c r="{chr(65 + at)}{number}" {_cell(value)}' for at, value in enumerate(row) if value != "")
        made.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(made)


def _cell(value: str | float | date) -> str:
    if isinstance(value, date):
        return f's="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, str) and value.startswith("="):
        return f"><f>{value[1:]}</f></c>"
    if isinstance(value, str):
        return f't="inlineStr"><is><t>{value}</t></is></c>'
    return f"><v>{value}</v></c>"


TOP = ["d", "n", "c"]
TRUE = workbook(TOP, ["2021-05-01", 1, "PAK"])
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
RECORD = {"d": "2021-05-01", "n": 1, "c": "PAK"}
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'

FILES: list[Case] = [  # wrong whatever is to be read from them; each is imported both ways
    ("empty.csv", b"", [], ("is empty", "get it again")),
    ("spaces.csv", b"  \n \n\n", [], ("is empty",)),
    ("mark only.csv", b"\xef\xbb\xbf", [], ("is empty",)),
    ("folder.csv", Path.mkdir, [], ("is a folder without JSON files",)),
    ("missing.csv", lambda path: None, [], ("cannot read", "No such file")),
    ("nul.csv", GOOD.encode() + b"2021-05-02,\0,PAK\n", [], ("not a text file",)),
    ("paper.csv", b"%PDF-1.7\n%\xe2\xe3\n", [], ("is a PDF", "save or unpack the table as CSV")),
    ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0", [], ("is a picture",)),
    ("packed.csv", b"\x1f\x8b\x08\0\0", [], ("is a gzip file",)),
    ("old.xls", COMPOUND, [], ("an old Excel workbook (.xls)", "save it as .xlsx or CSV")),
    ("locked.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), [], ("locked with a password",)),
    ("none.zip", zipped(readme__md="hello"), [], ("holds no CSV file", "readme.md")),
    ("nothing.zip", zipped(), [], ("holds no CSV file", "nothing")),
    ("two.zip", zipped(a__csv=GOOD, b__csv="e,f\n1,2\n"), [], ("b.csv has other columns", "than a.csv")),
    ("hollow.zip", zipped(a__csv=""), [], ("a.csv is empty",)),
    ("traversal.zip", zipped(___a__csv=GOOD), [], ("'../a.csv'", "leads outside")),
    ("bomb.zip", zipped(a__csv=b"0" * (20 << 20)), [], ("would unpack from", "20,971,520 bytes")),
    ("bomb.xlsx", zipped(**{"xl/workbook__xml": b"0" * (20 << 20)}), [], ("would unpack from",)),
    ("cut.zip", zipped(a__csv=GOOD)[:60], [], ("cut off or damaged", "get it again")),
    ("cut.xlsx", TRUE[: len(TRUE) // 2], [], ("cut off or damaged",)),
    ("damaged.zip", zipped(a__csv=GOOD * 9).replace(b"a.csv", b"a.csv", 1)[:40] + b"\xff" * 9 + zipped(a__csv=GOOD * 9)[49:],
     [], ("damaged or cut off",)),
    ("blank.xlsx", workbook(), [], ("no sheet has a header and a row below it",)),
    ("title.xlsx", workbook(["Fires in 2021"]), [], ("no sheet has a header and a row below it",)),
    ("mangled.xlsx", workbook(sheet="<worksheet><sheetData><row"), [], ("no workbook that can be read", "save the table")),
    ("no sheets.xlsx", zipped(**{"xl/workbook__xml": "<workbook/>"}), [], ("no workbook that can be read",)),
    ("login.csv", b"\n<!DOCTYPE html><html><title>Log in</title>", [], ("a web page", "log in")),
    ("feed.csv", b"<?xml version='1.0'?><rss/>", [], ("a web page",)),
    ("error.json", b'{"error": "no such version"}', [], ("no list of records", "'no such version'")),
    ("cut.json", b'[{"d": "2021-05-01", "n"', [], ("no JSON that can be read", "cut off")),
    ("deep.json", b"[" * 200_000, [], ("no JSON that can be read",)),
    ("numbers.json", b"[1, 2, 3]", [], ("no list of records",)),
    ("no records.json", b"[]", [], ("no list of records",)),
    ("without mark.csv", GOOD.encode("utf-16-le"), [], ("UTF-16 without a byte order mark", "--encoding utf-16")),
    ("odd.csv", GOOD.encode("utf-16") + b"x", [], ("cannot be read as UTF-16",)),
    ("latin-1.csv", "d,n,c\n2021-05-01,1,Türkiye\n".encode("latin-1"), [],
     ("row 2: byte 0xfc is not UTF-8", "'2021-05-01,1,Türkiye'", "--encoding latin-1")),
    ("mixed.csv", "d,n,c\n2021-05-01,1,Türkiye\n".encode() + "2021-05-02,1,Türkiye\n".encode("latin-1"), [],
     ("row 3: byte 0xfc", "mixes encodings")),
    ("half.csv", "d,n,c\n2021-05-01,1,Türkiye".encode()[:-6], [], ("ends in the middle of a character", "cut off")),
    ("unmapped.csv", b"d,n,c\n2021-05-01,1,\x81\n", ["--encoding", "latin-1"], ("cannot be read as latin-1",)),
    ("unnamed.csv", "d,,c\n2021-05-01,1,PAK\n", [], ("row 1: 1 of 3 columns have no name (column 2)",)),
    ("twice.csv", "d,c,C\n2021-05-01,1,PAK\n", [], ("2 columns are called 'c'",)),
    ("control name.csv", b"d,n\x07,c\n2021-05-01,1,PAK\n", [], ("control character", "rename it")),
    ("long.csv", b"x" * 10_500_000, [], ("row 1 has no end", "Save it as CSV")),
]  # fmt: skip

OWN: list[Case] = [
    ("header.csv", "d,n,c\n", COUNTS, ("a header and no row below it",)),
    ("open.csv", 'd,n,c\n2021-05-01,1,"PAK\n2021-05-02,1,PAK\n', COUNTS, ("row 2", "a quotation mark left open")),
    ("few.csv", GOOD + "2021-05-02,1\n", COUNTS, ("row 3: 2 values where the header has 3 columns",)),
    ("many.csv", GOOD + "2021-05-02,1,200,PAK\n", COUNTS, ("row 3: 4 values", "not quoted")),
    ("after lines.csv", 'd,n,c\n2021-05-01,1,"PAK"\n\n2021-05-02,"1\n",PAK\nsoon,1,PAK\n', COUNTS, ("row 5, column d: 'soon'",)),
    ("returns.csv", b"d,n,c\r\n2021-05-01,1,PA\rK\r\n", COUNTS, ("row 3: 1 values",)),
    ("renamed.csv", "day,n,c\n2021-05-01,1,PAK\n", COUNTS, ("has no column 'd' (for date)", "There is: day, n, c")),
    ("ambiguous.csv", "d,n,c\n03/04/2021,1,PAK\n", COUNTS, ("row 2", "day/month or month/day", "--dates day-first")),
    ("orders.csv", "d,n,c\n13/04/2021,1,PAK\n04/13/2021,1,PAK\n", COUNTS, ("row 2, column d: '13/04/2021'", "row 3, column d: '04/13/2021'")),
    ("impossible.csv", "d,n,c\n2021-02-30,1,PAK\n", COUNTS, ("row 2, column d: '2021-02-30' is not a day of the calendar",)),
    ("two digits.csv", "d,n,c\n15/08/21,1,PAK\n", COUNTS, ("'15/08/21'", "its year has two digits")),
    ("serial.csv", "d,n,c\n44423,1,PAK\n", COUNTS, ("'44423' is not a day", "2021-08-15")),
    ("future.csv", "d,n,c\n2030-01-01,1,PAK\n", COUNTS, ("row 2", "begins after 2023-01-01")),
    ("year 0.csv", "d,n,c\n0000-01-01,1,PAK\n", COUNTS, ("row 2", "'0000-01-01'")),
    ("year 9999.csv", "d,n,c\n9999-12-31,1,PAK\n", COUNTS, ("row 2", "lies outside the years")),
    ("backwards.csv", "d,e,n,c\n2021-05-01,2021-04-01,1,PAK\n", SPANS, ("row 2, column d and e", "before the start")),
    ("negative.csv", "d,n,c\n2021-05-01,-1,PAK\n", COUNTS, ("row 2, column n: '-1' is not a whole number of 0 or more",)),
    ("decimal.csv", "d,n,c\n2021-05-01,1.5,PAK\n", COUNTS, ("row 2, column n: '1.5' is not a whole number",)),
    ("scripts.csv", "d,n,c\n2021-05-01,6٠,PAK\n", COUNTS, ("row 2, column n: '6٠' has digits of two scripts",)),
    ("nought.csv", 'd;n;c\n2021-05-01;0,600;PAK\n', COUNTS, ("row 2, column n: '0,600' is not a whole number",)),
    ("styles.csv", 'd;n;c\n2021-05-01;1,200;PAK\n2021-05-02;1.300;PAK\n', COUNTS, ("grouped in more than one way",)),
    ("huge.csv", f"d,n,c\n2021-05-01,{2**64},PAK\n", COUNTS, ("row 2, column n", "too large to be a count")),
    ("words.csv", "d,n,c\n2021-05-01,many,PAK\n", COUNTS, ("row 2, column n: 'many' is not a whole number",)),
    ("no count.csv", "d,n,c\n2021-05-01,,PAK\n", COUNTS, ("row 2, column n: '' is missing", "unknown, not 0")),
    ("no day.csv", "d,n,c\n,1,PAK\n", COUNTS, ("row 2, column d: '' is missing",)),
    ("unknown.csv", "d,n,c\n2021-05-01,1,Atlantis\n", COUNTS, ("row 2, column c: 'Atlantis' is no country name",)),
    ("no country.csv", "d,n,c\n2021-05-01,1,\n", COUNTS, ("row 2, column c: '' is missing",)),
    ("formula.csv", "d,n,c\n2021-05-01,1,=cmd()\n", COUNTS, ("row 2, column c: '=cmd()' is no country",)),
    ("bell.csv", "d,n,c\n2021-05-01,1,Pak\x07istan\n", COUNTS, ("row 2, column c: 'Pak\\x07istan'",)),
    ("repeated.csv", GOOD + "2021-05-01,2,pk\n", COUNTS, ("row 3: a second count for PAK", "row 2")),
    ("outside.csv", GOOD, [*COUNTS, "--coverage", "2020"], ("reaches outside the coverage",)),
    ("calls.csv", "d,k,c\n2021-05-01,=1+1,PAK\n", [*INCIDENTS, "--map", "category=k"], ("column k: '=1+1' is a formula",)),
    ("many wrong.csv", "d,n,c\n" + "soon,1,PAK\n" * 30, COUNTS, ("row 21, column d", "10 more like these")),
    ("broken.zip", zipped(a__csv="d,n,c\n2021-02-30,1,PAK\n"), COUNTS, ("row 2, column d: '2021-02-30'",)),
    ("broken.json", json.dumps([RECORD, RECORD | {"n": -1}]).encode(), COUNTS, ("row 2, column n: '-1'",)),
    ("day.xlsx", workbook(TOP, ["2021-02-30", 1, "PAK"]), COUNTS, ("row 2, column d: '2021-02-30'",)),
    ("serial.xlsx", workbook(["Fires"], TOP, [44423, 1, "PAK"]), COUNTS,
     ("row 3, column d: '44423'", "2021-08-15", "format the cells as dates")),
    ("formula.xlsx", workbook(TOP, ["2021-05-01", "=1+1", "PAK"]), COUNTS, ("row 2, column n: '' is missing", "formula")),
    ("half.xlsx", workbook(TOP, ["2021-05-01", 1.5, "PAK"]), COUNTS, ("row 2, column n: '1.5'",)),
    ("merged.xlsx", workbook(["When", "", "c"], ["d", "n", ""], ["2021-05-01", 1, "PAK"]), COUNTS,
     ("row 1: 1 of 3 columns have no name (column 2)", "merged cells")),
    ("wide.xlsx", workbook(TOP, ["2021-05-01", 1, "PAK", "note"]), COUNTS, ("row 2: more values than the header",)),
    ("entity.xlsx", workbook(TOP, ["2021-05-01", 1, "&e;"], before=ENTITY), COUNTS, ("entity.xlsx",)),
]  # fmt: skip

KNOWN_SOURCE: list[Case] = [
    ("empty events-by-country-month-year_as-of-24Mar2023.csv", "Country,Month,Year,Events\n,,,\n,,,\n", [], ("row 2",)),
    ("header.csv", ged(), KNOWN, ("a header and no event below it",)),
    ("open.csv", ged({"where_description": "x"}).rstrip()[:-30] + '"open\n', KNOWN, ("row 2",)),
    ("few.csv", ged({}) + "2,3,4\r\n", KNOWN, ("row 3: 3 values where the header has",)),
    ("few, mixed ends.csv", ged({}) + "2,3,4\n", KNOWN, ("row 3: 3 values where the header has 48",)),
    ("many.csv", ged({}) + ged({"id": "2"}).splitlines()[1] + ",5,6\r\n", KNOWN, ("row 3: 50 values where the header has",)),
    ("renamed.csv", ged({}).replace("best", "deaths_best", 1), KNOWN, ("looks like UCDP GED events and lacks best",)),
    ("dropped.csv", ged({}, gone="date_prec"), KNOWN, ("lacks date_prec",)),
    ("impossible.csv", ged({}, {"date_start": "2020-02-30"}), KNOWN, ("row 3, column date_start: '2020-02-30'",)),
    ("slashes.csv", ged({"date_start": "03/04/2020"}), KNOWN, ("row 2, column date_start: '03/04/2020' is no day",)),
    ("future.csv", ged({"date_start": "2098-01-01", "date_end": "2098-01-01"}), [], ("column date_start", "in the future")),
    ("year 9999.csv", ged({"date_start": "9999-01-01", "date_end": "9999-01-01"}), [], ("in the future",)),
    ("year 0.csv", ged({"date_start": "0000-01-01"}), KNOWN, ("row 2, column date_start",)),
    ("late.csv", ged({"date_start": "2024-06-01", "date_end": "2024-06-01"}), KNOWN, ("reaches outside", "24.1")),
    ("backwards.csv", ged({"date_end": "2019-01-01"}), KNOWN, ("column date_end: '2019-01-01' lies before date_start",)),
    ("negative.csv", ged({"best": "-1"}), KNOWN, ("column best: '-1' is less than 0",)),
    ("decimal.csv", ged({"best": "1.5"}), KNOWN, ("column best: '1.5' is no whole number",)),
    ("thousands.csv", ged({"best": "1,200"}), KNOWN, ("column best: '1,200' is no whole number",)),
    ("huge.csv", ged({"best": str(2**64)}), KNOWN, ("column best",)),
    ("large sums.csv", ged({"best": str(2**63 - 1)}, {"best": str(2**63 - 1)}), KNOWN, ("column best", "row 2")),
    ("unknown.csv", ged({"country": "Atlantis"}), KNOWN, ("row 2: 'Atlantis' is no country",)),
    ("no country.csv", ged({"country": ""}), KNOWN, ("row 2, column country: '' is missing",)),
    ("formula.csv", ged({"country": "=cmd()"}), KNOWN, ("'=cmd()' is no country",)),
    ("same id.csv", ged({"id": "7"}, {"id": "7"}), KNOWN, ("column id: '7' stands 2 times (rows 2, 3)",)),
    ("code.csv", ged({"type_of_violence": "4"}), KNOWN, ("'4' is none of the codes 1, 2, 3",)),
    ("control.csv", ged({"type_of_violence": "1\x07"}), KNOWN, ("'1\\x07' is none of the codes",)),
    ("latin.csv", ged({"adm_1": "Türkiye"}).encode("latin-1"), KNOWN, ("row 2: byte 0xfc", "Türkiye")),
    ("broken.zip", zipped(a__csv=ged({"best": "-1"})), KNOWN, ("row 2, column best: '-1'",)),
    ("broken.json", json.dumps([EVENT, EVENT]).encode(), KNOWN, ("column id: '1' stands 2 times",)),
    ("broken.xlsx", workbook(list(EVENT), [*list(EVENT.values())[:-1], "soon"]), KNOWN, ("row 2, column date_end: 'soon'",)),
]  # fmt: skip
