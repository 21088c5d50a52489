"""Run quantulum3 and Recognizers-Text over texts from standard input, in their own environment."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any


def quantulum(text: str) -> list[dict[str, Any]]:
    from quantulum3 import parser

    found = []
    for quantity in parser.parse(text):
        start, end = quantity.span
        found.append({"value": f"{float(quantity.value):f}", "unit": quantity.unit.name, "start": start, "end": end})
    return found


def recognizers(text: str) -> list[dict[str, Any]]:
    from recognizers_number import recognize_number, recognize_percentage

    found = []
    for unit, recognize in (("percentage", recognize_percentage), ("-", recognize_number)):
        for item in recognize(text, "en-us"):
            value = ((item.resolution or {}).get("value") or "").rstrip("%")
            inside = any(other["start"] <= item.start <= other["end"] for other in found)
            if not inside and _is_number(value):
                found.append({"value": f"{float(value):f}", "unit": unit, "start": item.start, "end": item.end + 1})
    return found


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def run(read: Callable[[str], list[dict[str, Any]]], texts: list[str]) -> list[list[dict[str, Any]]]:
    read("3 percent of 40 people")
    start = time.perf_counter()
    answers = [read(text) for text in texts]
    rate = len(texts) / (time.perf_counter() - start)
    print(f"{read.__name__}: {rate:.0f} sentences a second", file=sys.stderr)
    return answers


def rate(read: Callable[[str], list[dict[str, Any]]], texts: list[str]) -> float:
    """Texts a second, by processor time."""
    read("3 percent of 40 people")
    start = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - start)


def main() -> None:
    texts = json.load(sys.stdin)
    task: Callable[..., Any] = rate if sys.argv[1] == "speed" else run
    answers = {"quantulum3": task(quantulum, texts), "recognizers-text-suite": task(recognizers, texts)}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
