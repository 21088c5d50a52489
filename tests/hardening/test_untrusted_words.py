"""What a stranger wrote is shown as what it is, and only shown: on the page, in files, in the feed, in the terminal."""

import csv
import io
import json
import os
import re
import shutil
from dataclasses import asdict, replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from command_line import run

from verifier import parse
from verifier.console import say
from verifier.reports.report import write_report
from verifier.reports.watchlists.inputs import ClaimInputs, Inputs, PackageInputs
from verifier.reports.watchlists.output_folder import Manifest, OutputFolder
from verifier.reports.watchlists.planning import PlannedReport
from verifier.reports.watchlists.result import DatasetCounts, WatchedResult
from verifier.reports.watchlists.run_history import Event, History, Kind, RunRecord
from verifier.reports.watchlists.watch_pages import write_pages
from verifier.reports.watchlists.watchlist import read_watchlist
from verifier.unseen_characters import is_formula, json_text, unseen_escaped, visible, web_address

ROOT = Path(__file__).parents[2]
UNSEEN = set("\u202e\u2066\u200b\ufeff\x1b\x9b\x07\x08\x7f\u2028\u2029\u3164\U000e0041")
NASTY = (
    "</script><script>alert(1)</script><!-- <img src=http://127.0.0.1:9/x onerror=alert(2)> \u202egnp.exe "
    "\x1b[31mred\x1b]0;owned\x07 a\u200bb p\u0430ypal \u2028 [x](javascript:alert(3)) {{ 7*7 }} \U000e0041 \u3164 "
    "&lt; ]]> '\" --> `x`"
)
ADDRESS = "javascript:alert(document.domain)//https://example.org"
HTML = "data:text/html,<script>alert(4)</script>"
FRONT = {
    "title": NASTY,
    "publisher": NASTY,
    "speaker": NASTY,
    "place": NASTY,
    "url": ADDRESS,
    "published": "2024-06-01",
    "sources": [ADDRESS, HTML, "vbscript:x", "file:///etc/passwd", "https://example.org/\u202e"],
    "country": "PAK",
}
TEXT = f"Terror attacks in Pakistan rose by 60 percent from 2021 to 2022, he said \u202e\x1b[1m.\n\n{NASTY}\n"


def hostile_package(folder):
    """The figures of PICSS as a stranger might hand it on: words and addresses of every kind are his."""
    shutil.copytree(ROOT / "datasets/picss", folder / "stranger", dirs_exist_ok=True)
    path = folder / "stranger/datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package |= {
        "name": "stranger",
        "title": NASTY,
        "homepage": ADDRESS,
        "licenses": [{"name": "x", "title": NASTY, "path": ADDRESS}],
    }
    about = package["verifier"]
    about |= {"citation": NASTY, "inclusion_rule": NASTY, "breaks": [{"date": "2020-01-01", "reason": NASTY}]}
    for one in about["definitions"]:
        one |= {"label": f"attacks {NASTY}", "why": dict.fromkeys(one["why"], NASTY)}
    for one in about["vintages"]:
        one["note"] = NASTY
    path.write_text(json.dumps(package), encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory, warm):
    """A report of a hostile text by a hostile dataset, with hostile ratings and corrections."""
    folder = tmp_path_factory.mktemp("words")
    hostile_package(folder / "data")
    # PyYAML writes signs of this kind as escapes, which the front matter may hold.
    (folder / "text.md").write_text(f"---\n{yaml.safe_dump(FRONT)}---\n{TEXT}", encoding="utf-8")
    ratings = {
        "publisher": NASTY,
        "url": "https://desk.example/x",
        "ratings": {1: {"rating": NASTY, "why": NASTY, "by": NASTY}},
    }
    (folder / "ratings.yml").write_text(yaml.safe_dump(ratings), encoding="utf-8")
    (folder / "corrections.yml").write_text(yaml.safe_dump([{"date": _day(), "what": NASTY}]), encoding="utf-8")
    before = os.environ.get("VERIFIER_DATA")
    os.environ["VERIFIER_DATA"] = str(folder / "data")
    try:
        with warm():
            return write_report(
                folder / "text.md", folder / "out", {"datasets": ["stranger"]}, [1],
                ratings=folder / "ratings.yml", corrections=folder / "corrections.yml",
            )  # fmt: skip
    finally:
        os.environ.pop("VERIFIER_DATA", None)
        if before is not None:
            os.environ["VERIFIER_DATA"] = before


def _day():
    from datetime import date

    return date(2024, 7, 1)


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text of each script."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.scripts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] == "script":
            self.scripts.append(data)


def unseen_in(text):
    """The signs that nobody sees in a text."""
    return {one for one in UNSEEN if one in text}


def test_the_dataset_answered(made):
    """The report is one with numbers, so that all its parts have something to show."""
    assert made.results[0]["specifications"] > 0
    assert list(made.results[0]["datasets"]) == ["stranger"]


def test_no_file_but_the_text_itself_holds_an_unseen_sign(made):
    """In all that is written, page, words, table, data and notebook, such signs are shown or escaped."""
    seen = 0
    for path in sorted(made.folder.parent.rglob("*")):
        if path.suffix in (".html", ".md", ".csv", ".json", ".ipynb", ".xml") and path.name != "document.md":
            assert unseen_in(path.read_text(encoding="utf-8")) == set(), path.name
            seen += 1
    assert seen >= 8
    assert "⟨U+202E⟩gnp.exe" in (made.folder / "index.html").read_text(encoding="utf-8")
    assert "p⟨U+0430⟩ypal" in (made.folder / "report.md").read_text(encoding="utf-8")


def test_no_link_leads_to_a_script(made):
    """Every address in pages and in data for other programs is one of the web, a file beside it, or a place in it."""
    for path in made.folder.parent.rglob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        for tag, attributes in page.tags:
            assert tag not in ("iframe", "object", "embed", "base", "form", "svg", "math", "link") or attributes.get(
                "rel"
            )
            assert not [
                name for name in attributes if name.startswith("on") or name in ("style", "srcdoc", "formaction")
            ]
            for name in ("href", "src", "action"):
                value = attributes.get(name, "")
                picture = name == "src" and tag == "img" and value.startswith("data:image/svg+xml;base64,")
                # Of a picture's own markup nothing is run where it stands in an <img>.
                assert picture or re.match(r"#|https?://|data:image/png;base64,|[\w./-]*$", value), value[:80]

    def addresses(value, name=""):
        if isinstance(value, dict):
            for key, one in value.items():
                yield from addresses(one, key)
        elif isinstance(value, list):
            for one in value:
                yield from addresses(one, name)
        elif name in ("url", "licence_url", "@id", "sameAs", "href") and value:
            yield value

    for name in ("claim-1.json", "claimreview.json", "provenance.json", "ro-crate-metadata.json"):
        for address in addresses(json.loads((made.folder / name).read_text(encoding="utf-8"))):
            assert not re.match(r"\s*(javascript|data|vbscript|file):", address, re.I), (name, address)


def test_the_data_script_of_the_page_cannot_be_closed(made):
    """There is one script, of data, and it parses whole."""
    page = Page((made.folder / "index.html").read_text(encoding="utf-8"))
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [{"type": "application/ld+json"}]
    (review,) = json.loads("".join(page.scripts[:1]))
    assert review["@type"] == "ClaimReview"
    assert "<" not in page.scripts[0]


def test_no_cell_of_a_table_is_a_formula(made, tmp_path):
    """The table of the report, and the one of the command line for a dataset whose vintage is called like a formula."""
    rows = list(csv.reader(io.StringIO((made.folder / "numbers.csv").read_text(encoding="utf-8"))))
    assert len(rows) > 3
    assert [cell for row in rows for cell in row if is_formula(cell)] == []


def test_the_table_of_the_command_line_has_no_formula(tmp_path, own_data, monkeypatch):
    """A vintage and a resource called like a formula are texts in --specifications."""
    hostile_package(own_data)
    path = own_data / "stranger/datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for at, one in enumerate(package["verifier"]["vintages"]):
        one["id"] = f"=cmd|'/c calc'!A{at}"
    path.write_text(json.dumps(package), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    words = ["check", "-", "--dataset", "stranger", "--specifications", "all.csv", "--published", "2025-06-01"]
    code, _, err = run(words, TEXT.encode())
    assert code == 0, err
    rows = list(csv.DictReader((tmp_path / "all.csv").open(encoding="utf-8")))
    assert {row["vintage"][:6] for row in rows} == {"'=cmd|"}
    assert [cell for row in rows for cell in row.values() if is_formula(cell)] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["parse", "-"], ["parse", "-", "--json"], ["parse", "-", "--explain"],
        ["check", "-", "--dataset", "stranger"],
        ["check", "-", "--dataset", "stranger", "--json"], ["data", "list"], ["data", "list", "--json"],
        ["data", "show", "stranger"],
        ["compare", "stranger", "--measure", "terror attacks", "--place", "PAK", "--after", "2022", "--before", "2021"],
        ["compare", "stranger", "--measure", NASTY, "--place", "PAK", "--after", "2022", "--before", "2021"],
        ["compare", NASTY, "--measure", "x", "--place", NASTY, "--after", NASTY, "--before", "2021"],
        ["check", NASTY], ["check", "-", "--place", NASTY], ["check", "-", "--published", NASTY],
        ["run", NASTY, "-o", "x"],
        ["data", "show", NASTY], ["data", "fetch", NASTY], ["data", "import", NASTY],
        [NASTY], ["--" + NASTY],
        ["data", "import", "-", "--map", NASTY], ["check", "-", "--set", NASTY], ["check", "-", "--claim", NASTY],
    ],
    ids=lambda arguments: "-".join("NASTY" if word.strip("-") == NASTY else word for word in arguments),
)  # fmt: skip
def test_the_terminal_is_not_commanded(own_data, tmp_path, monkeypatch, arguments):
    """Whatever is printed, output or error, no unseen sign is in it; JSON still holds the data."""
    hostile_package(own_data)
    monkeypatch.chdir(tmp_path)
    front = f"---\n{yaml.safe_dump(FRONT)}---\n".encode()
    code, out, err = run(arguments, front + TEXT.encode())
    assert unseen_in(out + err) == set()
    assert "Traceback" not in err
    assert "unexpectedly" not in err
    if "--json" in arguments and code == 0:
        json.loads(out)


def test_the_pages_of_a_watchlist_hold(tmp_path):
    """Index, feed and changes of a watchlist whose title, notes, results and failures are hostile."""
    (tmp_path / "w.yml").write_text(
        json.dumps({
            "title": NASTY, "author": NASTY,
            "claims": [{"id": name, "text": TEXT, "note": NASTY, "schedule": NASTY} for name in ("a", "b")],
        }),
        encoding="utf-8",
    )  # fmt: skip
    watchlist = read_watchlist(tmp_path / "w.yml")
    kept = OutputFolder(tmp_path / "out")
    numbers = {"after": ("2018-01-01", "2018-12-31"), "before": None, "before_count": None, "value": 1, "rank": None}
    counted = DatasetCounts(dataset=NASTY, who=NASTY, definition=NASTY, after_count=3, **numbers)
    result = WatchedResult("Holds up", [NASTY], NASTY, [counted], NASTY, [NASTY])
    before = replace(result, finding=NASTY, rating="", corrections=[])
    told = {"at": "2024-01-01T00:00:00Z", "run": 1, "claim": NASTY, "title": NASTY, "words": NASTY, "why": [NASTY]}
    changed = Event("urn:a", "a", Kind.CHANGED, **told, claim_before=f"{NASTY} then", before=before, after=result)
    made_from = Inputs(NASTY, ClaimInputs(1, NASTY, NASTY), {}, "", {}, {}, PackageInputs("", ""), "")
    manifest = Manifest(
        "a", 1, changed.at, NASTY, NASTY, [NASTY], 1, {}, NASTY, result, {"stranger": NASTY}, made_from, [changed]
    )
    (kept.folder / "a").mkdir(parents=True)
    (kept.folder / "a/watch.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    history = History(RunRecord(1, "2024-01-01T00:00:00Z"))
    for event in (changed, Event("urn:b", "b", Kind.FAILED, **told), Event("urn:c", "c", Kind.LEFT, **told)):
        history.add(event)
    (claim,) = parse("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.")
    planned = [
        PlannedReport(one.id, one, claim=replace(claim, sentence=NASTY), title=NASTY) for one in watchlist.claims
    ]
    write_pages(kept, watchlist, planned, history)
    texts = {
        name: (kept.folder / name).read_text(encoding="utf-8") for name in ("index.html", "feed.xml", "changes.json")
    }
    for name, text in texts.items():
        assert unseen_in(text) == set(), name
    page = Page(texts["index.html"])
    assert len([tag for tag, _ in page.tags if tag == "script"]) == 1
    assert "alert" not in "".join(page.scripts[:1])
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    feed = ElementTree.fromstring(texts["feed.xml"])  # noqa: S314  (our own feed)
    assert {one.get("type") for one in feed.iter("{http://www.w3.org/2005/Atom}summary")} <= {None, "text"}
    assert [one["id"] for one in json.loads(texts["changes.json"])["changes"]] == ["a"]


def test_nothing_is_written_over_a_line_of_the_terminal(capsys):
    """A carriage return that ends no line is shown; one that ends a line stays."""
    say("there is no file x\rverifier: all is well\r\nand more\r")
    assert capsys.readouterr().out == "there is no file x⟨U+000D⟩verifier: all is well\r\nand more⟨U+000D⟩\n"


def test_letters_that_pass_for_others_are_shown():
    """In a word that mixes them with Latin ones; words of one alphabet, and signs of science, are left as they are."""
    assert (
        visible("p\u0430ypal, Ο\u0020Pakist\u0430n \u0410ttacks") == "p⟨U+0430⟩ypal, Ο Pakist⟨U+0430⟩n ⟨U+0410⟩ttacks"
    )
    for text in (
        "Пакистан",
        "Αθήνα",
        "Երևան",
        "5 μm",
        "Δt",
        "naïve café",
        "Zürich",
        "α-decay",
        "日本語abc",
        "किताब",
        "فارسی",
    ):
        assert visible(text) == text
    assert visible("x" * 200_000 + "\u0430") == "x" * 200_000 + "⟨U+0430⟩"


@pytest.mark.parametrize(
    "sign",
    ["\u034f", "\ufe0f", "\ufe00", "\U000e0100", "\U000e01ef", "\u180b", "\u180e", "\u115f", "\u1160", "\u3164",
     "\uffa0", "\u17b4", "\u17b5", "\u2061", "\u2065", "\ufff0", "\U000e0041", "\U000e0fff", "\u061c",
     "\U0001d173", "\U0001bca0", "\U0001d159", "\U00013441", "\U00016fe4"],
    ids=ascii,
)  # fmt: skip
def test_what_unicode_ignores_is_shown(sign):
    """Every kind of sign that is drawn as nothing, inside a number, a word, between words and in a row."""
    code = f"⟨U+{ord(sign):04X}⟩"
    assert visible(f"6{sign}0 att{sign}acks {sign}{sign}.") == f"6{code}0 att{code}acks {code}{code}."
    assert sign not in unseen_escaped(f'"{sign}"')
    assert json.loads(unseen_escaped(f'"{sign}"')) == sign


def test_a_sentence_hidden_in_selectors_is_shown():
    """One selector after a picture or an ideograph stays; the row behind it, which spells words, does not."""
    for text in ("❤\ufe0f", "☎\ufe0e", "葛\U000e0100", "\u1820\u180b"):
        assert visible(text) == text
    hidden = "".join(chr(0xE0100 + byte) for byte in b"attack")
    assert visible(f"葛{hidden}").count("⟨") == 5
    assert visible(f"😀{hidden}").count("⟨") == 6


@pytest.mark.parametrize("letter", ["Ꭺ", "ꭺ", "ᴀ", "ⅼ", "Ⲟ", "ꓮ", "𐐬", "𝐚", "ɑ", "ɡ", "ᑭ", "ⵔ", "𐌀", "ӏ", "ν", "ϲ",
                                    "ס", "ا", "ဝ", "ჿ", "ʀ", "ℂ", "\u212a", "ｃ"])  # fmt: skip
def test_letters_of_scripts_that_never_mix_are_shown_inside_a_latin_word(letter):
    """And not where a word is written in that script alone, or where languages do mix scripts."""
    assert visible(f"att{letter}cks") == f"att⟨U+{ord(letter):04X}⟩cks"
    assert visible(letter * 3) == letter * 3
    for text in ("Tシャツ", "JR東日本", "SK하이닉스", "5µm", "naïve", "Łódź", "kız"):
        assert visible(text) == text


def test_joiners_stay_where_a_script_needs_them():
    """In Persian, Hindi and pictures of families; in Latin words they are shown."""
    for text in ("می\u200cخواهم", "क्\u200dष", "👩\u200d👧", "co\u00adoperate"):
        assert visible(text) == text
    assert visible("att\u200cacks \u200d") == "att⟨U+200C⟩acks ⟨U+200D⟩"


def test_json_keeps_its_data():
    """What is escaped for the eye is the same to a program."""
    data = {"a" + one: [one, {"b": one * 2}] for one in UNSEEN} | {"c": "é ü 日本 😀 \n \t \ud800"}
    assert json.loads(json_text(data)) == data
    assert unseen_in(json_text(data)) == set()


@pytest.mark.parametrize(
    "text",
    ["javascript:x", " https://x", "HTTPS:x", "data:x", "//x", "", None, "https://x\u202e", "https://x\ny", "ftp://x",
     "http:///", "https://", "http://?x", "https://bbc.com@evil.org/", "https://a:b@x.org", "http://x\\@y"],
)  # fmt: skip
def test_only_addresses_of_the_web_are_links(text):
    """Anything else is no address."""
    assert web_address(text) == ""
    assert web_address("https://example.org/?a=1&b=<i>") == "https://example.org/?a=1&b=<i>"


def test_a_hostile_report_runs_and_loads_nothing(made, browser):
    """In a real browser, scripts allowed or not: no request leaves the page, no dialog opens, nothing is refused."""
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        asked, dialogs, refused = [], [], []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("dialog", lambda dialog, dialogs=dialogs: (dialogs.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda said, refused=refused: refused.append(said.text))
        for path in (made.page, made.index):
            asked.clear()
            page.goto(path.as_uri())
            page.wait_for_load_state("networkidle")
            assert [url for url in asked if not url.startswith("data:image/png")] == [path.as_uri()]
            policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
            assert policy.startswith("default-src 'none'")
            assert "unsafe" not in policy
        assert dialogs == []
        assert refused == []
        context.close()


def test_the_policy_holds_even_where_markup_came_in(made, browser, tmp_path):
    """A script, a picture, a style and a frame put into the page by force do nothing: the policy stops them."""
    text = made.page.read_text(encoding="utf-8")
    forced = "<script>document.title='owned'</script><img src='http://127.0.0.1:9/x.png'><style>body{display:none}"
    forced += "</style><link rel=stylesheet href='http://127.0.0.1:9/x.css'><base href='http://127.0.0.1:9/'>"
    forced += "<iframe src='data:text/html,x'></iframe>"
    (tmp_path / "forced.html").write_text(text.replace("</main>", f"{forced}</main>"), encoding="utf-8")
    page = browser.new_page()
    asked = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.on("response", lambda response: asked.append(response.url))
    page.goto((tmp_path / "forced.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert page.title() != "owned"
    assert "block" in page.evaluate("getComputedStyle(document.body).display")
    assert not [url for url in asked if "127.0.0.1" in url]
    assert page.evaluate("document.baseURI").startswith("file:")
    page.close()


def test_the_printed_title_shows_unseen_signs(made, tmp_path, monkeypatch):
    """The PDF's title and words are those of the page."""
    from verifier.reports.pdf import chromium, print_pdf

    program = chromium()
    if program is None:
        pytest.skip("needs chromium (Debian: apt install chromium)")
    from pypdf import PdfReader

    print_pdf(made.page, tmp_path / "x.pdf", program)
    read = PdfReader(tmp_path / "x.pdf")
    assert "⟨U+202E⟩gnp.exe" in read.metadata.title
    assert unseen_in(read.metadata.title) == set()
    links = [
        note["/A"]["/URI"] for page in read.pages for note in (one.get_object() for one in page.get("/Annots", []))
        if "/URI" in note.get("/A", {})
    ]  # fmt: skip
    assert all(link.startswith(("https://", "http://")) for link in links), links
