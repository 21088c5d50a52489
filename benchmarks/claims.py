"""Measure the claim reader beside quantulum3 and recognizers-text-suite, in one run, on texts that are not shipped.

    python benchmarks/claims.py --gold ../shared/gold [--others VENV/bin/python] [--json OUT.json]

GOLD holds newsquant.json, dev_sentences.jsonl, recognizers/ and the two scorers. The others run in an environment of
their own (benchmarks/claims-requirements.txt); without --others they are left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from datetime import date, datetime
from math import log
from pathlib import Path
from statistics import linear_regression
from types import ModuleType
from typing import Any

from newsquant_tags import tags

from verifier.claims.dates.date_search import dates
from verifier.claims.document import document
from verifier.claims.numbers.number_search import Number, numbers
from verifier.claims.quantities.quantity_search import quantities
from verifier.claims.reader import parse, read_claims
from verifier.claims.text.tokens import Sentence, sentences

HERE = Path(__file__).resolve().parent
ANNOTATIONS = HERE.parent / "tests" / "claims" / "annotations.jsonl"
LENGTHS = (250_000, 500_000, 1_000_000, 2_500_000, 5_000_000)  # characters


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gold", type=Path, required=True)
    options.add_argument("--others", type=Path, help="a Python that has quantulum3 and recognizers-text-suite")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    results: dict[str, Any] = {}
    results["newsquant"] = newsquant(given.gold, given.others)
    results["recognizers"] = recognizers(given.gold / "recognizers")
    results["claims"] = annotated(given.gold, given.others)
    results["speed"] = speed(given.gold)
    text = json.dumps(results, indent=1)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", "utf-8")


def module(path: Path) -> ModuleType:
    """A scorer that stands beside the gold data."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def newsquant(gold: Path, others: Path | None) -> dict[str, Any]:
    """Value, and value with change, by the published metric and by the strict one."""
    scorer = module(gold / "score_newsquant.py")
    cases = json.loads((gold / "newsquant.json").read_text("utf-8"))
    texts = [case["text"] for case in cases]
    systems = {"verifier": [tags(text) for text in texts]}
    if others:
        for name, answers in ask(others, "quantities", texts).items():
            systems[name] = [
                [tag | {"change": "=", "normalized_unit": tag["unit"], "referred_concepts": []} for tag in answer]
                for answer in answers
            ]
    out = {}
    for name, answers in systems.items():
        rows = [{"gt": case["quantities"], "tags": answer} for case, answer in zip(cases, answers, strict=True)]
        out[name] = {
            "published metric P/R/F1": scorer.cqe_metric([_copy(row) for row in rows], ["change"], False),
            "strict P/R/F1": scorer.strict_metric([_copy(row) for row in rows], ["change"], False),
        }
    return out


def _copy(row: dict[str, Any]) -> dict[str, Any]:
    return {key: [dict(item) for item in value] for key, value in row.items()}


def recognizers(folder: Path) -> dict[str, Any]:
    """The share of Recognizers-Text's own cases (those it supports in Python) that are read as they say."""
    out = {}
    for name, right in (
        ("NumberModel", _number),
        ("PercentModel", _percent),
        ("DateParser", _date),
        ("DatePeriodParser", _period),
    ):
        cases = [
            case
            for case in json.loads((folder / f"{name}.json").read_text("utf-8"))
            if "python" not in case.get("NotSupported", "") + case.get("NotSupportedByDesign", "")
        ]
        passed = [right(case) for case in cases]
        wrong = [case["Input"].strip()[:60] for case, ok in zip(cases, passed, strict=True) if not ok]
        out[name] = {"right": sum(passed), "cases": len(cases), "percent": round(100 * sum(passed) / len(cases), 1)}
        out[name]["first wrong"] = wrong[:8]
    return out


def _number(case: dict[str, Any]) -> bool:
    found = [
        n.value
        for s in sentences(case["Input"])
        for n in numbers(s)
        if n.kind in ("cardinal", "fraction") and not _measured(s, n)
    ]
    return _close(found, [result["Resolution"]["value"] for result in case["Results"]])


def _measured(s: Sentence, n: Number) -> bool:
    """Recognizers-Text leaves a number that is glued to its unit ("180ml") to its model of dimensions."""
    return n.digits and s.glued(n.last) and s.raw[n.last].isalpha()


def _percent(case: dict[str, Any]) -> bool:
    found = []
    for s in sentences(case["Input"]):
        spelled = numbers(s)
        found += [q.high for q in quantities(s, spelled, dates(s, None, spelled)) if q.unit == "percent"]
    return _close(found, [result["Resolution"]["value"].rstrip("%") for result in case["Results"]])


def _close(found: list[float], wanted: list[str]) -> bool:
    try:
        values = [float(value) for value in wanted]
    except ValueError:
        return False
    return len(found) == len(values) and all(
        abs(one - other) <= 1e-6 * max(1.0, abs(other)) for one, other in zip(found, values, strict=True)
    )


def _windows(case: dict[str, Any]) -> list[tuple[date, date]]:
    said = case.get("Context", {}).get("ReferenceDateTime")
    reference = datetime.fromisoformat(said).date() if said else None
    return [
        (span.window.start, span.window.end)
        for s in sentences(case["Input"])
        for span in dates(s, reference, numbers(s))
        if span.window
    ]


def _date(case: dict[str, Any]) -> bool:
    wanted = [result["Value"]["PastResolution"].get("date") for result in case["Results"] if result.get("Value")]
    return [str(start) for start, end in _windows(case) if start == end] == wanted


def _period(case: dict[str, Any]) -> bool:
    """Recognizers-Text ends a period on the day after its last, except where both ends are named; either is right."""
    wanted = [result["Value"]["PastResolution"] for result in case["Results"] if result.get("Value")]
    found = _windows(case)
    return len(found) == len(wanted) and all(
        str(start) == other.get("startDate")
        and other.get("endDate") in (str(end), str(date.fromordinal(end.toordinal() + 1)))
        for (start, end), other in zip(found, wanted, strict=True)
    )


def annotated(gold: Path, others: Path | None) -> dict[str, Any]:
    """Our own annotation, both halves, by score_claims.py."""
    scorer = module(gold / "score_claims.py")
    texts = {}
    for line in (gold / "dev_sentences.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        texts[case["id"]] = case["text"]
    records = [json.loads(line) for line in ANNOTATIONS.read_text("utf-8").splitlines()]
    out: dict[str, Any] = {}
    for half in ("development", "aside"):
        chosen = [record for record in records if record["half"] == half]
        wanted = [unfold(record, texts[record["id"]]) for record in chosen]
        out[half] = {"verifier": scorer.score(wanted, [answer(case["id"], case["text"]) for case in wanted], False)}
        if others:
            for name, answers in ask(others, "quantities", [case["text"] for case in wanted]).items():
                guesses = [
                    {"id": case["id"], "claims": [_guess(tag) for tag in found]}
                    for case, found in zip(wanted, answers, strict=True)
                ]
                out[half][name] = {
                    key: value
                    for key, value in scorer.score(wanted, guesses, False).items()
                    if "detect" in key or "neg" in key
                }
    return out


def unfold(record: dict[str, Any], text: str) -> dict[str, Any]:
    """An annotation with the words its offsets stand for."""
    claims = []
    for claim in record["claims"]:
        spelled = dict(claim)
        for key in ("span", "measure", "place", "period", "baseline", "speaker"):
            spelled[key] = text[claim[key][0] : claim[key][1]] if claim[key] else None
        claims.append(spelled)
    return {"id": record["id"], "text": text, "claims": claims}


def answer(name: str, text: str) -> dict[str, Any]:
    return {"id": name, "claims": [claim.to_dict() for claim in parse(text)]}


def _guess(tag: dict[str, Any]) -> dict[str, Any]:
    """A bare quantity as a claim: the others know neither kinds nor measures."""
    low, dash, high = tag["value"].partition("-")
    value: object = [float(low), float(high)] if dash and low and high else float(tag["value"])
    return {"start": tag["start"], "end": tag["end"], "value": value, "kind": None, "direction": None}


def ask(python: Path, what: str, texts: list[str]) -> dict[str, Any]:
    """The answers of the other systems, from their own environment."""
    done = subprocess.run(  # noqa: S603 - the interpreter the caller named
        [str(python), str(HERE / "claims_others.py"), what],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


def speed(gold: Path) -> dict[str, Any]:
    """Sentences a second with all fields (best of three), and how time grows with length up to 5 MB; of one core."""
    lines = (gold / "dev_sentences.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    parse(texts[0])
    best = min(_seconds(lambda: [parse(text) for text in texts]) for _ in range(3))
    shapes = {
        "paragraphs": ("", "{}\n\n"),
        "one paragraph": ("", "{} "),
        "page": ("<html><body><main>", "<p>{}</p>\n"),
    }
    growth = {name: grown(texts, opening, each) for name, (opening, each) in shapes.items()}
    code = "import time; t = time.perf_counter(); import verifier.claims.reader; print(time.perf_counter() - t)"
    imports = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)  # noqa: S603
        for _ in range(3)
    )
    return {
        "sentences a second": round(len(texts) / best),
        "by length": growth,
        "import seconds": round(imports, 3),
    }


def grown(texts: list[str], opening: str, each: str) -> dict[str, Any]:
    """Seconds by length (best of two), and the slope of their logarithms by least squares: 1 is linear."""
    whole = "".join(each.format(text) for text in texts)
    points = []
    for length in LENGTHS:
        text = opening + (whole * (length // len(whole) + 1))[:length]
        points.append((length, min(_seconds(lambda text=text: read_claims(document(text))) for _ in range(2))))  # type: ignore[misc]
    slope, _ = linear_regression([log(length) for length, _ in points], [log(seconds) for _, seconds in points])
    return {"slope": round(slope, 3), "seconds": {f"{length:,}": round(seconds, 2) for length, seconds in points}}


def _seconds(task: Any) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


if __name__ == "__main__":
    main()
