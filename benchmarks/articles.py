"""Measure how many ordinary news articles the claim reader reads a second, of one core.

    python benchmarks/articles.py [--articles 400] [--others VENV/bin/python] [--json OUT.json]

The articles are made from sentences and word lists of our own, with a seed, so that anybody reads the same ones: 22 to
30 sentences, of which two to five hold a number and up to two a claim. What they are like is counted and printed beside
the speed. VENV is the environment of benchmarks/claims-requirements.txt; the others only find the numbers.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from verifier.claims.document import document
from verifier.claims.reader import ClaimsRead, read_claims
from verifier.claims.text import tokens
from verifier.claims.text.tokens import sentences

HERE = Path(__file__).resolve().parent
SLOT = re.compile(r"\{(\w+)\}")
NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|half|third|fifth)\b", re.I)
RUNS = 5


@dataclass(frozen=True)
class Article:
    """A text with what its front matter, or the fields beside it in an archive, say."""

    text: str
    published: str
    country: str | None


MADE_OF: dict[str, Any] = tomllib.loads((HERE / "articles.toml").read_text("utf-8"))


def articles(count: int, seed: int = 7) -> list[Article]:
    """So many articles, the same ones for the same seed; half of them in a file with front matter."""
    random_ = random.Random(seed)  # noqa: S311 - made-up articles
    return [_article(random_, n % 2 == 0) for n in range(count)]


def _article(random_: random.Random, front: bool) -> Article:
    said = [_filled(random_, line) for line in random_.sample(MADE_OF["plain"], random_.randint(20, 24))]
    others = [*random_.sample(MADE_OF["numbered"], random_.randint(2, 4))]
    others += random_.sample(MADE_OF["claims"], random_.choices((0, 1, 2), (4, 4, 2))[0])
    for line in others:
        said.insert(random_.randint(0, len(said)), _filled(random_, line))
    paragraphs, at = [], 0
    while at < len(said):
        length = random_.randint(1, 3)
        paragraphs.append(" ".join(said[at : at + length]))
        at += length
    title = _filled(random_, random_.choice(MADE_OF["plain"]))[:60].strip()
    published = f"2023-{random_.randint(1, 12):02}-{random_.randint(1, 28):02}"
    country = random_.choice([*MADE_OF["words"]["country"], None])
    body = "\n\n".join(paragraphs) + "\n"
    if front:
        where = f"country: {country}\n" if country else ""
        return Article(
            f"---\ntitle: {json.dumps(title)}\npublished: {published}\n{where}---\n{body}", published, country
        )
    return Article(f"{title}\n\n{body}", published, country)


def _filled(random_: random.Random, line: str) -> str:
    def word(slot: re.Match[str]) -> str:
        name = slot[1].lower()
        said: str = random_.choice(MADE_OF["words"][name])
        return said[0].upper() + said[1:] if slot[1][0].isupper() else said

    filled = SLOT.sub(word, line)
    return filled[0].upper() + filled[1:]


def read(article: Article) -> ClaimsRead:
    """What is measured: from a string to its claims."""
    if article.text.startswith("---"):
        return read_claims(document(article.text))
    return read_claims(document(article.text, published=article.published, country=article.country))


def likeness(texts: list[Article]) -> dict[str, Any]:
    """What the articles are like, so that a reader can judge whether they are ordinary: means for one of them."""
    split = [[s.text[s.start : s.end] for s in sentences(one.text.split("---\n")[-1])] for one in texts]
    answers = [read(one) for one in texts]
    return {
        "articles": len(texts),
        "words": round(fmean(len(one.text.split()) for one in texts)),
        "sentences": round(fmean(map(len, split)), 1),
        "sentences with a number": round(fmean(sum(bool(NUMBER.search(s)) for s in one) for one in split), 1),
        "claims": round(fmean(len(one.mentions) for one in answers), 2),
        "numbers that are no claim": round(fmean(len(one.skipped) for one in answers), 1),
        "articles without a claim": f"{sum(not one.claims for one in answers) / len(answers):.0%}",
    }


def seconds(texts: list[Article], *, forgetful: bool = False) -> float:
    """Processor time for all, the best of several runs; a forgetful one reads each as if it had met no word before."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        for one in texts:
            if forgetful:
                tokens.forget()
            read(one)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=400)
    options.add_argument("--others", type=Path, help="a Python that has quantulum3 and recognizers-text-suite")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    texts = articles(given.articles)
    like = likeness(texts)
    spent, forgetful = seconds(texts), seconds(texts, forgetful=True)
    results: dict[str, Any] = {
        "one article": like,
        "verifier": {
            "articles a second": round(len(texts) / spent),
            "articles a second, were each word a new one": round(len(texts) / forgetful),
            "sentences a second": round(like["sentences"] * len(texts) / spent),
        },
    }
    if given.others:
        results |= others(given.others, texts[:20], len(texts) / spent)
    text = json.dumps(results, indent=1, ensure_ascii=False)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", "utf-8")


def others(python: Path, texts: list[Article], own: float) -> dict[str, Any]:
    """Articles a second of the other systems, which find only the numbers, and how many times as fast the reader is."""
    done = subprocess.run(  # noqa: S603 - the interpreter the caller named
        [str(python), str(HERE / "claims_others.py"), "speed"],
        input=json.dumps([one.text for one in texts]),
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        name: {"articles a second": round(rate, 2), "the reader is faster": f"{own / rate:.0f} times"}
        for name, rate in json.loads(done.stdout).items()
    }


if __name__ == "__main__":
    main()
