"""What is fuzzed: each target takes bytes, makes an input of them, and lets only the package's own errors through.

Beside "no crash", a target checks what must hold of whatever was accepted.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

import fuzz_charts
import fuzz_own
from fuzz_counts import assert_the_same
from fuzz_inputs import TRIED, Choices, hostile
from fuzz_records import good, many

from verifier.claims.document import document
from verifier.claims.reader import parse, read_claims
from verifier.claims.readings.claim_readings import readings
from verifier.comparisons.specifications import SETS, load_set
from verifier.errors import VerifierError
from verifier.findings.check import check
from verifier.incidents import catalogue
from verifier.incidents.bringing import bring_file, derived_from
from verifier.incidents.dataset import Dataset
from verifier.incidents.own.importing import import_own
from verifier.incidents.own.mapping import ROLES, read_mapping
from verifier.incidents.own.mapping import pairs as mapped_pairs
from verifier.incidents.sources import LAYOUTS
from verifier.incidents.store import user_folder
from verifier.reports.editorial import editorial
from verifier.reports.watchlists.watchlist import read_watchlist
from verifier.window import Window

SENTENCES = (
    "Terror attacks in Pakistan rose by 60 percent, while suicide bombings were up 500% since August 2021.",
    "Mr Kakar said: “There has been a 60% increase in attacks – and a 500% rise in suicide bombings.”",
    "Piracy fell from 369 incidents in 2017 to 152 in the first half of 2018, the lowest in a decade.",
    "At least 3,773 people were killed, down from 4,500 a year earlier; one in three victims was a child.",
    "Attacks more than doubled since the Taliban’s takeover, and deaths fell by two-thirds.\n\n## More\n\n- 40 less",
    "It is not true that bombings have risen for five straight months: 12 of 40 districts saw none (30 per cent).",
    "| Year | Attacks |\n| --- | --- |\n| 2021 | 1,204 |\n\n> “a 2½-fold rise”, one every 36 hours, per 100,000 people",
)
FRONT = (
    (
        "---\ntitle: A statement\nurl: https://example.org/a\npublisher: The Paper\npublished: 2023-11-08\n"
        "country: PAK\nspeaker: The minister\nplace: Karachi\nexample: true\nsources: [a, b]\n"
        "events:\n  the takeover: 2021-08-15\n---\n" + SENTENCES[0]
    ),
    "---\npublished: 8 November 2023\ncountry: Norway\n...\nAttacks rose by a third.",
)
WATCH = (
    (
        "title: Watched\nauthor: Desk\nurl: https://example.org/watch\ndefaults:\n"
        "  published: 2023-11-08\n  country: PAK\n"
        "documents:\n  kakar:\n    text: Attacks rose by 60 percent since 2021.\n    title: A\n    speaker: B\n"
        "claims:\n- id: one\n  document: kakar\n  claim: 1\n  datasets: [pips]\n  place: PAK\n  known_on: 2024-01-31\n"
        "  vintages: {pips: '2025-01-31'}\n  schedule: daily\n  note: n\n"
    ),
    "claims:\n  - id: a\n    text: Attacks rose by 60 percent in 2022.\n",
)
MAPPING = (
    (
        "id: thefts\nmeasure: bicycle thefts\nmap:\n  date: day\n  category: kind\ncountry: Denmark\n"
        "coverage: 2022-01-01..2023-12-31\npublished: 2024-01-15\ntitle: T\nlicence: CC0\ncitation: c\n"
        "definitions:\n  - id: all\n    label: thefts\n    unit: thefts\n    filter: {category: [a, b]}\n"
    ),
)
RATINGS = (
    (
        "publisher: P\npublisher_url: https://p.org\nratings:\n  1:\n    rating: 'False'\n    value: 1\n    best: 5\n"
        "    worst: 1\n    by: X\n"
    ),
)
OWN = (
    "day,n,where,kind\n2021-05-01,1,PAK,a\n2021-05-02,2,IND,b\n",
    "start;end;n;c\n01/05/2021;31/05/2021;1,5;France\n",
    '[{"day": "2021-05-01", "n": 3, "where": "PAK"}]',
    "period\tn\twhere\n2021\t4\tPAK\n2021-Q2\t5\tPAK\n",
)
PLACES = ("DNK", "PAK")


@cache
def _folder() -> Path:
    """A folder for the inputs, in memory where there is such a place."""
    memory = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it)
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))


def _file(name: str, text: str) -> Path:
    path = _folder() / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def _words(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The words of some texts, to exchange one for another."""
    found = {word for text in texts for word in text.replace(",", " ").replace("|", " ").split()}
    return tuple(sorted(found | {f"{word} " for word in found}))


HALF = "\\ud800"  # half a character, as JSON and YAML can write it
WORDS = {"claims": _words(SENTENCES), "front": (*_words(FRONT), HALF), "watch": (*_words(WATCH), HALF)}


def claims(data: bytes) -> None:
    """The claim reader: every claim lies where it says it does, goes into JSON, and has readings that are intervals."""
    choices = Choices(data)
    text = choices.one_of(SENTENCES) + " " if choices.below(3) == 0 else ""
    text += hostile(choices, SENTENCES, WORDS["claims"])
    with suppress(VerifierError):
        read = read_claims(document(text, published="2023-11-08"))
        for claim in read.mentions:
            assert text[claim.start : claim.end] == claim.text
            json.dumps(claim.to_dict(), allow_nan=False)
            for reading in readings(claim):
                assert reading.low <= reading.high
        for left in read.skipped:
            assert text[left.start : left.end] == left.text


def front_matter(data: bytes) -> None:
    """Front matter: taken or refused; what was taken has the types it says."""
    choices = Choices(data)
    with suppress(VerifierError):
        made = document(hostile(choices, FRONT, WORDS["front"]))
        assert made.published is None or type(made.published) is date
        assert made.country is None or len(made.country) == 3
        assert 0 <= made.body <= len(made.text)
        assert all(type(day) is date for day in made.events.values())


def watchlist(data: bytes) -> None:
    """Watchlists: what was taken has ids that can be folder names."""
    path = _file("watch.yml", hostile(Choices(data), WATCH, WORDS["watch"]))
    with suppress(VerifierError):
        for one in read_watchlist(path).claims:
            assert one.id
            assert not set(one.id) & set('/\\:*?"<>|\0')
            assert one.id not in (".", "..")


def mapping(data: bytes) -> None:
    """Mapping files beside a newsroom's own table."""
    path = _file("table.mapping.yml", hostile(Choices(data), MAPPING, (*_words(MAPPING), HALF)))
    with suppress(VerifierError):
        read_mapping(path)


def ratings(data: bytes) -> None:
    """Ratings and corrections of the newsroom."""
    path = _file("ratings.yml", hostile(Choices(data), RATINGS, _words(RATINGS)))
    with suppress(VerifierError):
        editorial(_folder() / "none", path, None)


@cache
def _package() -> tuple[str, str]:
    """A small data package: its descriptor and its table."""
    shipped = next(one for one in catalogue.datasets() if one.id == "pips")
    descriptor = json.dumps(shipped.descriptor, indent=0)
    table = (shipped.folder / shipped.descriptor["resources"][0]["path"]).read_text(encoding="utf-8")
    return descriptor, table


def descriptor(data: bytes) -> None:
    """Data packages: a descriptor and a table; what was taken can be counted or is refused in words."""
    choices = Choices(data)
    text, table = _package()
    text = hostile(choices, (text,), (*_words((text[:3000],)), HALF))
    if choices.below(2):
        table = hostile(choices, (table,), ())
    folder = _folder() / "package"
    (folder / "data").mkdir(parents=True, exist_ok=True)
    _file("package/datapackage.json", text)
    _file("package/data/figures.csv", table)
    with suppress(VerifierError):
        catalogue._read.cache_clear()
        read = catalogue.read(folder, shipped=False)
        if crc32(data) % 8:
            return  # counting costs more than everything before it
        for definition in read.definitions[:3]:
            for place in read.places()[:2]:
                read.cells(definition.id, place)


ASKED = {
    "ratio": "Attacks in Pakistan rose by 60 percent in 2022.",
    "difference": "There were 40 fewer attacks in Pakistan in 2022 than in 2021.",
    "count": "There were 262 terrorist attacks in Pakistan in 2022.",
    "rank": "2022 was the deadliest year in a decade in Pakistan.",
    "run": "Attacks in Pakistan have risen for three straight years.",
}


@cache
def _claim(statistic: str) -> object:
    (claim, *_) = parse(ASKED[statistic], "2023-06-01")
    return claim


@cache
def _sets() -> tuple[str, ...]:
    names = ("change", "difference", "level", "rank", "trend", "exhaustive")
    return tuple((SETS / f"{name}.toml").read_text(encoding="utf-8") for name in names)


def specification_set(data: bytes) -> None:
    """Specification sets: what is taken can be used on a claim of its kind."""
    text = hostile(Choices(data), _sets(), _words(tuple(text[:4000] for text in _sets())))
    path = _file("set.toml", text)
    with suppress(VerifierError):
        taken = load_set(path)
        # A check costs as much as reading fifty sets: one in eight of those taken is used.
        if taken.statistic in ASKED and crc32(data) % 8 == 0:
            found = check(_claim(taken.statistic), ["pips"], said=date(2023, 6, 1), specifications=taken)
            assert found.finding
            assert not len(found.rows) or abs(float(found.rows["weight"].sum()) - 1) < 1e-6


VERSIONS = {
    "ucdp-ged": "23.1",
    "ucdp-candidate": "22.0.5",
    "acled": "2024-02-02",
    "hdx-hapi-conflict-event": "2024-01-31",
}
NAMES = {
    "acled-monthly": "number_of_political_violence_events_by_country-month-year_as-of-31Jan2023.csv",
    "acled-yearly": "number_of_reported_fatalities_by_country-year_as-of-31Jan2023.csv",
    "gtd": "globalterrorismdb_0522dist.csv",
}


@cache
def _known(number: int) -> tuple[str, ...]:
    """A small file in one of the layouts known."""
    layout = LAYOUTS[number]
    rows = [",".join(layout.names), *(",".join(one.values()) for one in good(layout.id, 4, 4)[1:])]
    return ("\n".join(rows) + "\n",)


def adapter(number: int) -> Callable[[bytes], None]:
    """The target of one layout: what is taken has the counts that a plain reading of the file finds."""
    layout = LAYOUTS[number]
    name = NAMES.get(layout.dataset, "events.csv")

    def target(data: bytes) -> None:
        choices = Choices(data)
        kind, mutated = choices.below(8), 0
        words = (*layout.names, *good(layout.id, 4, 4)[0].values())
        if kind == 0:
            text = hostile(choices, _known(number), words)
        else:
            text, mutated = many(choices, layout, words, broken=kind < 4)
        path = _file(name, text)
        try:
            found = derived_from(path, version=VERSIONS.get(layout.dataset))
        except VerifierError as error:
            _refused(error)
            return
        TRIED["files taken"] += 1
        TRIED["mutated records in files taken"] += mutated
        assert_the_same(found, text)

    target.__doc__ = f"Files in the layout {layout.id}."
    return target


def chart(data: bytes) -> None:
    """Charts of Our World in Data with their metadata: taken whole or not at all, and nothing of it lost or added."""
    choices = Choices(data)
    kind, drawn = choices.below(8), None
    described = fuzz_charts.described()
    if kind == 0:
        text = hostile(choices, fuzz_charts.small(), _words(fuzz_charts.small()))
    else:
        drawn = fuzz_charts.many(choices, broken=kind < 4)
        text = drawn.text
    if choices.below(8) == 7 or (kind == 0 and choices.below(2)):
        described, drawn = (hostile(choices, described, (*_words(described), HALF)),), None
    path = _file("terror.csv", text)
    _file("terror.metadata.json", *described)
    try:
        made = bring_file(path)
        TRIED["files taken"] += 1
        if drawn:
            TRIED["mutated records in files taken"] += drawn.mutated
            fuzz_charts.assert_the_same(made, drawn)
        else:
            fuzz_charts.assert_countable(made)
    except VerifierError as error:
        _refused(error)
        assert not list(user_folder().glob("*/datapackage.json")), "refused, and something of it was kept"
    finally:
        shutil.rmtree(user_folder(), ignore_errors=True)


def own_table(data: bytes) -> None:
    """A newsroom's own table with a mapping: taken whole or not at all, and nothing of it lost or added."""
    choices = Choices(data)
    kind, table = choices.below(8), None
    if kind == 0:
        country = choices.one_of((None, *PLACES))
        pairs = [f"{role}={column}" for role, column in _mapped(choices)]
        text = hostile(choices, OWN, (*_words(OWN), HALF))
        path = _file(choices.one_of(("t.csv", "t.json", "t.tsv", "t.txt")), text)
    else:
        table = fuzz_own.many(choices, as_json=kind == 1)
        pairs, country = table.pairs, None if any(each.startswith("country=") for each in table.pairs) else "PAK"
        path = _file("t.csv", table.text)
    said = dict.fromkeys(("title", "licence", "citation", "country", "coverage", "encoding", "sheet"))
    said |= {"id": "own", "measure": "thefts", "published": "2024-01-01", "country": country}
    try:
        made = _imported(path, said, pairs)
        if made and table:
            TRIED["mutated records in files taken"] += table.mutated
            fuzz_own.assert_the_same(made, table)
        elif made:
            for place in made.places():
                made.cells(made.definitions[0].id, place)
        assert bool(made) == (user_folder() / "own").exists(), "refused, and something of it was kept"
    finally:
        shutil.rmtree(user_folder() / "own", ignore_errors=True)


def _imported(path: Path, said: dict[str, str | None], pairs: list[str]) -> Dataset | None:
    """The dataset that a file becomes; None, with a line in TRIED, where it is refused."""
    try:
        roles = mapped_pairs(pairs, "--map", ROLES)
        made = import_own(path, said | {"map": roles}, alone=True).dataset
    except VerifierError as error:
        _refused(error)
        return None
    TRIED["files taken"] += 1
    return made


def _refused(error: VerifierError) -> None:
    TRIED["files refused for their rows" if "nothing was imported" in str(error) else "files refused whole"] += 1


def _mapped(choices: Choices) -> list[tuple[str, str]]:
    roles = ("date", "start", "end", "period", "count", "country", "region", "category")
    columns = ("day", "n", "where", "kind", "start", "end", "c", "period", "")
    usual = [
        [("date", "day"), ("country", "where")],
        [("date", "day"), ("count", "n"), ("country", "where")],
        [("start", "start"), ("end", "end"), ("count", "n"), ("country", "c")],
        [("period", "period"), ("count", "n"), ("country", "where")],
    ]
    if choices.below(4):
        return choices.one_of(usual)
    return [(choices.one_of(roles), choices.one_of(columns)) for _ in range(choices.below(5))]


def window(data: bytes) -> None:
    """Windows as written on the command line."""
    text = hostile(Choices(data), ("2022-01-01..2022-12-31", "2022-03", "2022"), ("..", "-", "2022", "Q1"))
    with suppress(VerifierError):
        found = Window.parse(text)
        assert found.start <= found.end
        assert replace(found) == Window.parse(str(found))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "claims": claims,
    "front-matter": front_matter,
    "watchlist": watchlist,
    "mapping": mapping,
    "ratings": ratings,
    "descriptor": descriptor,
    "specification-set": specification_set,
    "own-table": own_table,
    "adapter-owid": chart,
    "window": window,
    **{f"adapter-{layout.id}": adapter(number) for number, layout in enumerate(LAYOUTS)},
}
