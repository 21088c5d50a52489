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
from pathlib import Path
from types import ModuleType
from typing import Any

from verifier.claims.dates import dates
from verifier.claims.document import document
from verifier.claims.lexicon import AUX, CLOSED, DET, TIME_UNIT
from verifier.claims.movement import moved
from verifier.claims.noun_phrases import Parsed, content
from verifier.claims.numbers import NUMBER_WORDS, Number, numbers
from verifier.claims.quantities import Quantity, quantities
from verifier.claims.reader import parse, read_claims
from verifier.claims.tokens import Sentence, sentences

HERE = Path(__file__).resolve().parent
ANNOTATIONS = HERE.parent / "tests" / "claims" / "annotations.jsonl"
SIGNS = {"exact": "=", "approx": "~", "more_than": ">", "at_least": ">", "less_than": "<", "at_most": "<"}
BROAD = {
    "dozens": 12.0,
    "tens": 1e1,
    "hundreds": 1e2,
    "thousands": 1e3,
    "millions": 1e6,
    "billions": 1e9,
    "trillions": 1e12,
}
LEFT_OUT = (
    "part of a date",
    "a part of a year",
    "a place in an order",
    "a time of day",
    "part of a name",
    "a score, a vote",
)


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


def tags(text: str) -> list[dict[str, Any]]:
    """The quantities of a text as NewsQuant writes them: value, unit, change."""
    out = []
    for sentence in sentences(text):
        found = numbers(sentence)
        spans = dates(sentence, None, found)
        p = Parsed(sentence, quantities(sentence, found, spans, movements=True), spans, [])
        sign, before = "=", None
        for q in _with_chances(p):
            if _left_out(p, q):
                continue
            value = "-".join(f"{part:f}" for part in q.value) if isinstance(q.value, tuple) else f"{q.value:.12G}"
            unit = {"percent": "percentage", "percentage_point": "percentage point"}.get(q.unit, "-")
            if q.unit == "count" and q.core_end < len(sentence) and sentence.raw[q.core_end].isalpha():
                unit = sentence.words[q.core_end].removesuffix("s")
            if "money" in (q.not_counting or ""):
                unit = "dollar"
            again = before is not None and _said_again(sentence, before, q)
            sign, before = sign if again and sign in ("up", "down") else _change(sentence, q), q
            out.append({"value": value, "normalized_unit": unit, "change": sign, "referred_concepts": []})
        out += _broad(sentence)
    return out


def _with_chances(p: Parsed) -> list[Quantity]:
    """The quantities, with "one in five adults" and "one out of three" as one, a fraction."""
    out: list[Quantity] = []
    for q in p.quantities:
        link = p.s.words[out[-1].core_end : q.core] if out else []
        if out and link in (["in"], ["out", "of"], ["in", "every"]) and _chance(out[-1]) and _chance(q):
            one = out.pop()
            if one.high < q.high:
                value = one.high / q.high
                out.append(Quantity(one.first, one.core, q.core_end, q.last, value, "fraction", one.comparator))
                continue
            out.append(one)
        out.append(q)
    return out


def _chance(q: Quantity) -> bool:
    return q.unit == "count" and not isinstance(q.value, tuple) and not q.not_counting and q.value.is_integer()


def _change(s: Sentence, q: Quantity) -> str:
    """A bound where there is one ("up about 3 percent" is "about"), else which way a verb says that it moved."""
    bound = s.words[q.first : q.core]
    if "under" in bound or "below" in bound:
        return "<"
    if "over" in bound or "above" in bound:
        return ">"
    if isinstance(q.value, tuple):
        return SIGNS[q.comparator]
    if bound[-2:-1] == ["average"] and bound[-1] == "of":  # an exact figure, though of many
        return moved(s, q) or "="
    if q.comparator != "exact":
        return SIGNS[q.comparator]
    return "down" if q.unit == "percent" and q.high < 0 else moved(s, q) or "="


def _said_again(s: Sentence, before: Quantity, q: Quantity) -> bool:
    """ "12 points, or 1.4 percent", "12 points (1.4 percent)": the same movement in another unit."""
    between = [word for word in s.words[before.core_end : q.first] if not word[0].isalpha() or word == "or"]
    return before.unit != q.unit and q.first - before.core_end <= 4 and ("or" in between[-2:] or between[-1:] == ["("])


def _left_out(p: Parsed, q: Quantity) -> bool:
    """What NewsQuant does not tag: dates, places in an order, scores, names, "one" for a thing or person."""
    why = q.not_counting or ""
    if why.startswith("part of a date") and q.unit == "count" and p.s.flag(q.core_end) & TIME_UNIT:
        return False  # "in the past eight weeks"
    adjective = q.spelled and q.unit == "count" and p.s.word(q.core_end) == "-" and p.s.glued(q.core_end)
    led = adjective and p.s.flag(q.core - 1) & DET  # "the two-time champion"
    return why.startswith(LEFT_OUT) or bool(led) or _pronoun(p, q.core) or _named(p, q) or _year(p, q)


def _year(p: Parsed, q: Quantity) -> bool:
    """A year beside a noun: "the 2008 crisis"."""
    word = p.s.words[q.core]
    plain = q.unit == "count" and not q.spelled and q.comparator == "exact" and not q.not_counting
    return plain and len(word) == 4 and word[:2] in ("19", "20") and not p.s.word(q.core_end).endswith("s")


def _pronoun(p: Parsed, at: int) -> bool:
    """ "the new one for", "one is", "one who"; not "one of the", "one mile"."""
    s, after = p.s, at + 1
    if s.words[at] != "one" or (s.glued(after + 1) and s.word(after) == "-"):
        return False
    if s.flag(at - 1) & DET or (content(p, at - 1) and not s.flag(at - 1)):
        return not content(p, after)
    return s.word(after) in ("in", "", ".", ",", "who", "that", "to") or bool(s.flag(after) & AUX)


def _named(p: Parsed, q: Quantity) -> bool:
    """ "FTSE 100", "Windows 10", "game 3": figures after a name or a noun, with no unit or things that they count."""
    s, after = p.s, q.core_end
    if q.spelled or q.unit != "count" or isinstance(q.value, tuple) or q.not_counting:
        return False
    if q.core < 2 or (s.flag(q.core - 1) & CLOSED) or not s.words[q.core].isdecimal() or q.comparator != "exact":
        return False
    label = (
        content(p, q.core - 1)
        and not s.words[q.core - 1].endswith("s")
        and q.value < 1e4
        and s.raw[q.core - 1].isalpha()
        and not s.glued(q.core)
    )
    counted = content(p, after) and s.raw[after][0].islower()
    if s.word(q.core - 1) in (",", ":") and s.capital(after):
        return True  # a place in a list, or an address
    return (s.capital(q.core - 1) and not (counted and s.words[after].endswith("s"))) or (label and not counted)


def _broad(s: Sentence) -> list[dict[str, Any]]:
    """ "tens of thousands" as NewsQuant writes it: from ten thousand to ten times as many."""
    out, at = [], 0
    while at < len(s):
        size, start = 1.0, at
        while s.word(at) in BROAD and not s.word(start - 1)[:1].isdecimal():
            size, at = size * BROAD[s.words[at]], at + (2 if s.word(at + 1) == "of" and s.word(at + 2) in BROAD else 1)
        if size > 1 and s.word(start - 1) not in NUMBER_WORDS:
            value = f"{size:f}-{10 * size:f}"
            out.append({"value": value, "normalized_unit": "-", "change": "=", "referred_concepts": []})
        at = max(at, start + 1)
    return out


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
    """Sentences a second with all fields, and seconds by length up to 5 MB; one core, best of three."""
    lines = (gold / "dev_sentences.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    parse(texts[0])
    best = min(_seconds(lambda: [parse(text) for text in texts]) for _ in range(3))
    whole = "\n\n".join(texts)
    lengths = {}
    for copies in (1, 4, 21):
        text = whole * copies
        lengths[f"{len(text):,} characters"] = round(_seconds(lambda text=text: read_claims(document(text))), 2)  # type: ignore[misc]
    code = "import time; t = time.perf_counter(); import verifier.claims.reader; print(time.perf_counter() - t)"
    imports = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)  # noqa: S603
        for _ in range(3)
    )
    return {
        "sentences a second": round(len(texts) / best),
        "seconds by length": lengths,
        "import seconds": round(imports, 3),
    }


def _seconds(task: Any) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
