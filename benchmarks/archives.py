"""Archives: documents and claims a second, cost of a claim by the size of the archive, memory, and where the time goes.

Run as `python benchmarks/archives.py [--claims 10000 100000] [--workers 1] [--few 200]`. Archives are made up from a
seed: articles of 500 to 700 words with none to two claims on shipped datasets (kind "articles"), and short notes with
ten claims each (kind "notes"), by which a million claims can be reached in a reasonable time. Each is scanned by
`scan_archive`; time is processor time of all processes, beside it the seconds that passed. The rows below hold, for a
few hundred of the same documents, what somebody would do instead: a loop over `parse` and `check` in Python, and a loop
over `verifier check --json`. Only ratios within one run tell something on a machine that others use.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from measuring import Peak, processor_seconds, resident

from verifier.findings.check import check
from verifier.reports.archives.documents import Record, document_of
from verifier.reports.archives.scan import Scan, scan_archive
from verifier.reports.archives.settings import settings

SEED = 11
NOTE_CLAIMS = 10
PLACES = {
    "attacks by pirates": ("Indonesia", "Malaysia", "Nigeria", "Somalia", "Bangladesh", "India", "Brazil"),
    "pirate attacks": ("Indonesia", "Malaysia", "Nigeria", "Somalia", "Bangladesh", "India", "Philippines"),
    "terror attacks": ("Pakistan",),
    "suicide attacks": ("Pakistan",),
}
CLAIMS = (
    "{Measure} in {place} {rose} by {percent} percent in {year} compared with {before}.",
    "{Measure} in {place} {rose} {percent} percent in {year}, the ministry said.",
    "There were {count} {measure} in {place} in {year}.",
    "In {year}, {measure} in {place} were {percent} percent {higher} than in {before}.",
)
TEXT = """the government said that its new plan for the coast had been agreed with partners in the region while some
officials warned of delays and residents waited for answers about schools roads water and work as the council met again
on monday to hear from engineers who had seen the bridge and from families who live near it and who asked for help"""
WORDS = TEXT.split()


def sentence(chance: random.Random) -> str:
    """A sentence without a claim, as most are; now and then with a number that is none."""
    words = chance.choices(WORDS, k=chance.randint(9, 28))
    if chance.random() < 0.15:
        words[chance.randrange(len(words))] = chance.choice(["2021", "three", "on 4 May", "42 years old", "$3 million"])
    return " ".join(words).capitalize() + "."


def claim(chance: random.Random) -> str:
    """A sentence with a claim on something that a shipped dataset counts."""
    measure = chance.choice(list(PLACES))
    up = chance.random() < 0.5
    year = chance.randint(2014, 2019)
    return chance.choice(CLAIMS).format(
        Measure=measure.capitalize(),
        measure=measure,
        place=chance.choice(PLACES[measure]),
        rose="rose" if up else "fell",
        higher="higher" if up else "lower",
        percent=chance.randint(5, 90),
        count=chance.randint(3, 240),
        year=year,
        before=year - chance.randint(1, 3),
    )


def article(chance: random.Random, number: int) -> dict[str, str]:
    """An ordinary article: 500 to 700 words in paragraphs, none to two claims."""
    sentences, words, wanted = [], 0, chance.randint(500, 700)
    while words < wanted:
        sentences.append(sentence(chance))
        words += len(sentences[-1].split())
    for _ in range(chance.choice((0, 1, 1, 2))):
        sentences.insert(chance.randrange(len(sentences)), claim(chance))
    return _document(
        chance, number, "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))
    )


def note(chance: random.Random, number: int) -> dict[str, str]:
    """A short text of ten sentences with a claim each."""
    return _document(chance, number, "\n\n".join(claim(chance) for _ in range(NOTE_CLAIMS)))


def _document(chance: random.Random, number: int, text: str) -> dict[str, str]:
    day = date(2020, 1, 1) + timedelta(days=chance.randrange(1500))
    outlet = chance.choice(("The Post", "The Herald", "Radio One"))
    return {"id": f"a{number}", "title": f"Article {number}", "publisher": outlet, "published": str(day), "text": text}


def write(path: Path, kind: str, claims: int) -> int:
    """Write an archive that has about so many claims; how many documents it has."""
    chance = random.Random(SEED)  # noqa: S311  (the same archive every time)
    make, count = (article, claims) if kind == "articles" else (note, claims // NOTE_CLAIMS)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(make(chance, number))}\n" for number in range(count))
    return count


def scanned(archive: Path, workers: int) -> tuple[Scan, float, float, Peak]:
    """A scan with its processor seconds and those that passed, without what the workers need to start."""
    with tempfile.TemporaryDirectory() as folder:
        begun, used = time.perf_counter(), processor_seconds()
        with Peak(resident, every=1.0) as peak:
            done = scan_archive(archive, Path(folder) / "table.parquet", settings(), workers=workers)
        return done, processor_seconds() - used, time.perf_counter() - begun, peak


def rows(kinds: list[str], sizes: list[int], workers: int) -> Iterator[str]:
    """The table of sizes."""
    head = (
        "archive",
        "documents",
        "claims",
        "documents/s",
        "µs a claim",
        "checked claims/s",
        "seconds",
        "memory",
        "own",
    )
    yield f"| {' | '.join(head)} |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for kind in kinds:
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                archive = Path(folder) / "articles.jsonl"
                write(archive, kind, size)
                done, used, passed, peak = scanned(archive, workers)
            parts = done.seconds
            whole = sum(parts.values())
            yield (
                f"| {kind} | {done.documents:,} | {done.claims:,} | {done.documents / used:,.0f} "
                f"| {1e6 * used / done.claims:,.0f} | {done.claims / parts['checking']:,.0f} | {passed:,.0f} "
                f"| {peak.bytes / 1e6:,.0f} MB | {peak.own / 1e6:,.0f} MB |"
            )
            shares = ", ".join(f"{name} {spent:,.1f} s ({spent / used:.0%})" for name, spent in parts.items())
            yield f"|  | | | | | | | {shares}; everything else {used - whole:,.1f} s ({1 - whole / used:.0%}) | |"


def in_python(archive: Path, _: Path) -> int:
    """A loop over the lines: read, check each claim, keep the finding."""
    from verifier.claims.reader import read_claims

    count = 0
    for row, line in enumerate(archive.read_bytes().splitlines(), start=1):
        _name, document = document_of(Record(row, "", line), (), None)
        for one in read_claims(document).claims:
            count += bool(check(one, said=document.published).finding)
    return count


def by_command(archive: Path, folder: Path) -> int:
    """A loop over `verifier check --json` with a file each."""
    count = 0
    for number, line in enumerate(archive.read_text(encoding="utf-8").splitlines()):
        told = json.loads(line)
        file = folder / f"{number}.md"
        file.write_text(
            f"---\ntitle: {told['title']}\npublished: {told['published']}\n---\n{told['text']}", encoding="utf-8"
        )
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "verifier", "check", str(file), "--json"], check=True, capture_output=True
        )
        count += len(json.loads(done.stdout))
    return count


def instead(documents: int, commands: int) -> Iterator[str]:
    """The table of other ways, over the first documents of the same archive, each once warm where it can be."""
    yield "| way | documents | claims | processor ms a document | times the scan |\n|---|--:|--:|--:|--:|"
    ways: dict[str, tuple[int, Callable[[Path, Path], int]]] = {
        "`verifier scan`, one worker": (documents, lambda archive, _: scanned(archive, 1)[0].claims),
        "`parse` and `check` in a loop": (documents, in_python),
        "`verifier check --json` in a loop": (commands, by_command),
    }
    first = None
    for name, (count, way) in ways.items():
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "articles.jsonl"
            write(archive, "articles", count)
            used = processor_seconds()
            claims = way(archive, Path(folder))
            each = (processor_seconds() - used) / count
        first = first or each
        yield f"| {name} | {count:,} | {claims:,} | {1000 * each:,.1f} | {each / first:,.1f} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="*", default=[10_000, 100_000], metavar="N", help="sizes")
    parser.add_argument("--kinds", nargs="*", default=["articles", "notes"], choices=["articles", "notes"])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--few", type=int, default=500, help="documents for the other ways; 0 leaves them out")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, {given.workers} workers, load before {os.getloadavg()[0]:.1f}\n", flush=True)
    for line in rows(given.kinds, given.claims, given.workers):
        print(line, flush=True)
    if given.few:
        print()
        for line in instead(given.few, max(3, given.few // 50)):
            print(line, flush=True)
