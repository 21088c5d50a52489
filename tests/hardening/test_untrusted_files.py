"""Files from strangers: bombs, names that lead elsewhere, entities, nesting and numbers without end."""

import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from bad_arguments import BOMB, DAY_TABLE
from broken import ged, workbook

from verifier.claims.document import document
from verifier.claims.reader import read_claims
from verifier.comparisons.specifications import load_set
from verifier.errors import InputError, UsageError, VerifierError
from verifier.files import is_device, read_within, write_whole
from verifier.incidents.bringing import bring_file
from verifier.incidents.catalogue import load
from verifier.incidents.own.importing import import_file
from verifier.incidents.own.mapping import read_mapping
from verifier.incidents.own.package import check_id
from verifier.incidents.packages import write_table
from verifier.plain_yaml import WRONG, load_plain
from verifier.reports.editorial import editorial
from verifier.reports.watchlists.watchlist import read_watchlist

ROOT = Path(__file__).parents[2]
OUTSIDE = [
    "../../../secret.csv", "data/../../secret.csv", "/etc/passwd", "//etc/passwd", "C:\\Windows\\x.csv", "c:x.csv",
    "\\\\server\\share\\x.csv", "..\\..\\secret.csv", "https://example.org/x.csv", "file:///etc/passwd",
    "data/a\0.csv", "data/a\nb.csv",
]  # fmt: skip


def brought(path, **given):
    """Import a table of days and counts."""
    return import_file(
        path, dataset_id="fires", measure="fires", mapping={"date": "day", "count": "n"}, country="Denmark", **given
    )


@pytest.fixture
def package(own_data):
    """A copy of a shipped data package in the user's folder, and a function that changes its descriptor."""
    folder = own_data / "gti"
    shutil.copytree(ROOT / "datasets/gti", folder)

    def change(alter):
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        alter(descriptor)
        (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    return folder, change


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_table_outside_its_package_is_not_read(package, path):
    """A descriptor that names a file elsewhere is refused before anything is opened."""
    _, change = package
    assert load("gti").vintages()
    change(lambda descriptor: descriptor["resources"][0].update(path=path))
    with pytest.raises(InputError, match="leads out of the folder"):
        load("gti")


def test_a_link_out_of_a_package_is_not_followed(package, tmp_path):
    """A table that is a link to a file elsewhere is refused; a package that is itself a link is somebody's wish."""
    folder, change = package
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / "data/figures.csv").unlink()
    (folder / "data/figures.csv").symlink_to(tmp_path / "secret.csv")
    change(lambda descriptor: descriptor.update(title="another"))
    with pytest.raises(InputError, match="is a link that leads out"):
        load("gti")


@pytest.mark.parametrize("name", ["../gti", "GTI", "other", "", "con", "gti\n", '"; import os; "'])
def test_a_package_has_the_name_of_its_folder(package, name):
    """No id is anything but a plain name, as it stands in links, file names and code to paste."""
    _, change = package
    change(lambda descriptor: descriptor.update(name=name))
    with pytest.raises(InputError, match="is not the name of its folder"):
        load("gti")


@pytest.mark.parametrize("name", ['x"; import os #', "a b", "../x", "", "<b>"])
def test_a_definition_has_a_plain_id(package, name):
    """The notebooks put ids into lines of code to paste."""
    _, change = package
    change(lambda descriptor: descriptor["verifier"]["definitions"][0].update(id=name))
    with pytest.raises(InputError, match="is not of letters, digits and hyphens"):
        load("gti")


@pytest.mark.parametrize(
    "name", ["../x", "CON", "con", "nul", "com1", "a/b", "a\\b", ".", "..", "", "a" * 81, "a\0b", "ä", "a\n"]
)
def test_no_dataset_gets_an_id_that_is_a_path(name):
    """An id is the name of a folder, on every system."""
    with pytest.raises(UsageError, match="cannot be the id"):
        check_id(name)


@pytest.mark.parametrize("name", ["../x", "CON", "lpt9", "a/b", "..", ".watch", "a" * 81, "C:x", "x\0y"])
def test_no_watched_claim_gets_an_id_that_is_a_path(tmp_path, name):
    """An id is the name of the claim's folder."""
    watchlist = tmp_path / "w.yml"
    watchlist.write_text(json.dumps({"claims": [{"id": name, "text": "Thefts fell 5 percent."}]}), encoding="utf-8")
    with pytest.raises(InputError, match=r"w.yml:1:|w.yml: "):
        read_watchlist(watchlist)


def test_names_of_devices_are_known():
    """With any ending, in any case; other names are left alone."""
    assert all(map(is_device, ["CON", "nul.txt", "Com1", "LPT9.tar.gz", "aux ", "con.", "prn"]))
    assert not any(map(is_device, ["console", "com", "com10", "nulls", "a.con", ""]))


@pytest.mark.parametrize(
    "name", ["../../out.csv", "..\\..\\out.csv", "/out.csv", "C:out.csv", "C:\\out.csv", "a/../../out.csv"]
)
def test_no_member_of_a_zip_is_written_outside(tmp_path, name):
    """A member whose name leads outside is refused, and nothing appears anywhere."""
    inside = tmp_path / "a/b"
    inside.mkdir(parents=True)
    with zipfile.ZipFile(inside / "x.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), DAY_TABLE)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=r"leads outside|holds no CSV file"):
        brought(inside / "x.zip")
    assert sorted(tmp_path.rglob("*")) == before


def bomb(path, members):
    """A zip of members that are all zeros, each of so many bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, size in members.items():
            archive.writestr(name, bytes(size))
    return path


def lying(path):
    """A zip whose table says it is 100 bytes long, and unpacks to 30 million."""
    bomb(path, {"days.csv": 30_000_000})
    raw = bytearray(path.read_bytes())
    for start, at in ((raw.find(b"PK\x03\x04"), 22), (raw.rfind(b"PK\x01\x02"), 24)):
        raw[start + at : start + at + 4] = struct.pack("<I", 100)
    path.write_bytes(raw)
    return path


BOMBS = {
    "one member": lambda path: bomb(path, {"days.csv": 40_000_000}),
    "many members": lambda path: bomb(path, {f"{at}.json": 4_000_000 for at in range(40)}),
    "a zip in a zip": lambda path: bomb(path, {"inner.zip": 40_000_000}),
    "a lie about the size": lying,
    "a workbook": lambda path: bomb(path, {"xl/workbook.xml": 100, "xl/worksheets/sheet1.xml": 60_000_000}),
    "strings of a workbook": lambda path: bomb(path, {"xl/workbook.xml": 100, "xl/sharedStrings.xml": 60_000_000}),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused(tmp_path, kind):
    """By what it would unpack to, or by not being what it says; soon, and whatever its name."""
    path = BOMBS[kind](tmp_path / "x.zip")
    begun = time.process_time()
    with pytest.raises(InputError, match=r"would unpack|damaged|unpack it yourself"):
        brought(path)
    assert time.process_time() - begun < 5


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {one} "{("&" + before + ";") * 10}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("doctype", [LAUGHS + "]>", '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'])
def test_entities_of_a_workbook_stay_unread(tmp_path, doctype):
    """Neither growing entities nor those of files are filled in: the cell is refused, or has not their words."""
    path = tmp_path / "x.xlsx"
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>day</t></is></c><c r="B1" t="inlineStr"><is><t>n</t></is></c></row>'
    )
    cells += '<row r="2"><c r="A2" t="inlineStr"><is><t>&i;</t></is></c><c r="B2"><v>1</v></c></row>'
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f'<?xml version="1.0"?>{doctype}<worksheet {space}><sheetData>{cells}</sheetData></worksheet>'
    path.write_bytes(workbook(["day", "n"], ["2022-01-01", 1], sheet=sheet))
    with pytest.raises(InputError) as refused:
        brought(path)
    assert "root:" not in str(refused.value)
    assert "haha" not in str(refused.value)
    assert len(str(refused.value)) < 2000


READERS = {
    "front matter": lambda path, text: document(f"---\n{text}\n---\nx"),
    "a watchlist": lambda path, text: read_watchlist(written(path, text)),
    "a mapping": lambda path, text: read_mapping(written(path, text)),
    "ratings": lambda path, text: editorial(path.parent, ratings=written(path, text)),
    "corrections": lambda path, text: editorial(path.parent, corrections=written(path, text)),
}
YAML = {
    "aliases that grow": BOMB + "published: *i\nratings: *i\nclaims: *i\nid: *i",
    "an alias of itself": "&a [*a]",
    "a merge": "a: &a {b: 1}\nc: {<<: *a}",
    "a Python object": "!!python/object/apply:os.system ['touch ran.txt']",
    "a Python name": "title: !!python/name:os.system",
    "lists in lists": "[" * 20_000,
    "mappings in mappings": "{a: " * 5_000,
    "a long sexagesimal": "title: [1" + ":1" * 40_000 + "]",
    "half a character in a list": 'title: ["\\ud800"]',
    "half a character": 'title: "\\ud800"',
    "half a character in a key": '"\\udfff": a',
}


def written(path, text):
    """The file with that text in it."""
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", YAML)
@pytest.mark.parametrize("reader", READERS)
def test_hostile_yaml_is_refused_everywhere(tmp_path, monkeypatch, reader, kind):
    """Wherever YAML is read: an error in words, soon, and nothing is run."""
    monkeypatch.chdir(tmp_path)
    begun = time.process_time()
    with pytest.raises(VerifierError) as refused:
        READERS[reader](tmp_path / "x.yml", YAML[kind])
    assert time.process_time() - begun < 10
    assert len(str(refused.value)) < 3000
    assert not (tmp_path / "ran.txt").exists()


TABLES = {
    "half a character": ("x.json", '[{"day": "2022-01-01", "n": "\\ud800"}]'),
    "JSON in JSON": ("x.json", "[" * 200_000),
    "an integer of a million digits": ("x.json", '[{"day": "2022-01-01", "n": ' + "9" * 1_000_000 + "}]"),
    "an exponent without end": ("x.json", '[{"day": "2022-01-01", "n": 1e999999999}]'),
    "no number": ("x.json", '[{"day": "2022-01-01", "n": NaN}]'),
    "a count of a million digits": ("x.csv", "day,n\n2022-01-01," + "9" * 100_000 + "\n"),
    "a count with an exponent": ("x.csv", "day,n\n2022-01-01,1e99\n"),
    "a field of fifty megabytes": ("x.csv", "day,n\n2022-01-01," + "9" * 50_000_000 + "\n"),
    "a name of fifty megabytes": ("x.csv", "day,n" + "n" * 50_000_000 + "\n2022-01-01,1\n"),
    "a hundred thousand columns": ("x.csv", "day,n" + ",x" * 100_000 + "\n2022-01-01,1" + ",1" * 100_000 + "\n"),
    "a hundred thousand values": ("x.csv", "day,n\n" + "1," * 100_000 + "1\n"),
    "a quotation mark left open": ("x.csv", 'day,n\n2022-01-01,"' + "\n" * 1_000_000),
    "zero bytes": ("x.csv", "day,n\n2022-01-01,\0\n"),
    "formulas": ("x.csv", "day,n\n=cmd|'/c calc'!A1,1\n"),
    "the year 0": ("x.csv", "day,n\n0000-01-01,1\n"),
    "the year 9999": ("x.csv", "day,n\n9999-12-31,1\n"),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_monstrous_table_is_refused(tmp_path, own_data, kind):
    """Each is told in words of a readable length, soon, and nothing is imported."""
    name, text = TABLES[kind]
    begun = time.process_time()
    with pytest.raises(InputError) as refused:
        brought(written(tmp_path / name, text))
    assert time.process_time() - begun < 10
    assert len(str(refused.value)) < 6000
    assert not (own_data / "fires").exists()


@pytest.mark.parametrize(
    "name",
    ["ged [1].csv", "g*d.csv", "ged?.csv", "g{e,d}.csv", "it's.csv", 'a"b.csv', "ged;--.csv", "$HOME.csv", "a\\d.csv"],
)
def test_the_name_of_a_file_is_only_a_name(tmp_path, name):
    """To the database that reads it, a name is no pattern that matches other files, and no SQL."""
    written(tmp_path / name, ged({"country": "Mali"}))
    written(tmp_path / "gxd.csv", ged({"country": "Chad"}))
    written(tmp_path / "ged 1.csv", ged({"country": "Chad"}))
    made = bring_file(tmp_path / name, version="24.1")
    assert "MLI" in made.places("24.1")
    assert "TCD" not in made.places("24.1")


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+cmd|'/c'!A1", "@SUM(A1)", "\t=1", "＝1", "  =1"])
def test_no_formula_comes_into_a_table_of_the_store(tmp_path, text):
    """A category that a spreadsheet would run is refused at the import, and by what writes tables."""
    import pandas as pd

    path = tmp_path / "x.csv"
    path.write_text(f'day,n,kind\n2022-01-01,1,"{text}"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"formula|control character"):
        import_file(
            path,
            dataset_id="fires",
            measure="fires",
            mapping={"date": "day", "count": "n", "category": "kind"},
            country="Denmark",
        )
    with pytest.raises(InputError, match="is a formula to a spreadsheet"):
        write_table(tmp_path, "t", pd.DataFrame({"place": ["DNK"], "kind": [text]}))
    with pytest.raises(InputError, match="is a formula to a spreadsheet"):
        write_table(tmp_path, "t", pd.DataFrame({text: ["DNK"]}))
    assert not (tmp_path / "data/t.csv").exists()


def test_numbers_without_end_in_a_text_are_read_soon():
    """Digits, exponents, separators or brackets are read in little time, and are no claim that cannot be said."""
    begun, digits = time.process_time(), 25_000
    for text in (
        "Attacks rose by " + "9" * digits + " percent.",
        "Attacks rose by 1e" + "9" * digits + " percent.",
        "Attacks rose by " + "1," * digits + "5 percent.",
        "Attacks fell by " + "(" * digits + "5 percent.",
        "Attacks fell from " + "9" * digits + " to " + "8" * digits + ".",
    ):
        json.dumps([claim.to_dict() for claim in read_claims(document(text)).claims], allow_nan=False)
    assert time.process_time() - begun < 15


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs devices")
@pytest.mark.parametrize("reader", [read_watchlist, read_mapping, load_set, lambda path: editorial(path, ratings=path)])
def test_a_device_without_end_is_not_read_to_the_end(reader):
    """What would be read as a small file is read to the size that such a file may have."""
    with pytest.raises(VerifierError, match="has more than"):
        reader(Path("/dev/zero"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_writing_replaces_no_device_and_follows_links(tmp_path):
    """A pipe or device is written to, not replaced by a file; what a link leads to is written, and the link stays."""
    (tmp_path / "file").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "new"
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE) as reader:
        write_whole(tmp_path / "pipe", "told")
        assert reader.communicate()[0] == b"told"
    assert (tmp_path / "pipe").is_fifo()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for place in (tmp_path / "circle", Path("/dev/full"), tmp_path / "a\0b", tmp_path):
        with pytest.raises(VerifierError, match="cannot write"):
            write_whole(place, "x" * 100_000)


def test_reading_within_names_what_is_wrong(tmp_path):
    """A folder, a file that is not there, one too large: each in its words."""
    for path, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "x", "there is no file"),
        (tmp_path / "a\0b", "cannot be read"),
    ):
        with pytest.raises(InputError, match=words):
            read_within(path, 10, "text")
    with pytest.raises(InputError, match="more than 10 bytes"):
        read_within(written(tmp_path / "y", "x" * 11), 10, "text")
    assert read_within(written(tmp_path / "z", "x" * 10), 10, "text") == b"x" * 10


def test_memory_stays_in_bounds():
    """All of the above in this process has not taken more than a gigabyte."""
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1.5 * 2**20


def test_a_sign_written_as_two_halves_is_one():
    """JSON escapes a picture as two surrogates, and JSON is YAML; half of one is refused."""
    assert load_plain('{"title": "\\ud83d\\ude00"}') == {"title": "\N{GRINNING FACE}"}
    with pytest.raises(WRONG, match="half a character"):
        load_plain('{"title": "\\ud83d"}')
