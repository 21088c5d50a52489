"""Makes the shipped datasets from the files they are derived from.

    python datasets/build.py NAME --input FILE    one dataset, from its own file (or several, or a folder that has them)
    python datasets/build.py --source FOLDER      all of them

Each folder here holds an about.toml, written by hand (what the dataset counts, licence, citation, definitions, the file
of each release with its SHA-256). The builder of a dataset (`builders/`) reads the source file; this script writes the
tables and a datapackage.json (a Frictionless data package) that joins both, and leaves every other dataset alone. It is
deterministic: the same input gives the same bytes. It prints what it left out and why.

Raises InputError when a source file is missing, is not the one that is known, or does not hold what it should.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]  # so that the script also runs from a checkout that is not installed

from builders import BUILDERS  # noqa: E402  (after the path is set)
from builders.inputs import Inputs  # noqa: E402  (after the path is set)
from builders.made import Made  # noqa: E402  (after the path is set)

from verifier.errors import VerifierError  # noqa: E402  (after the path is set)
from verifier.incidents.packages import describe, write_descriptor, write_table  # noqa: E402  (after the path is set)

DESCRIPTIONS = {
    "start": "first day the figure is about",
    "end": "last day the figure is about, included",
    "date": "day of the incident; for one that lasted longer, its first",
    "place": "ISO 3166-1 alpha-3 code of the country; empty where it is not known",
    "published": "day the figure was published; the last day of the month where only the month is known",
    "published_precision": "whether the day or only the month of publication is known",
    "note": "what is particular about the figure, restatements above all",
    "interstate": "1 where both sides are governments (gwnoa and gwnob present, state-based), else 0",
    "origin": "ISO 3166-1 alpha-3 code of the country they come from",
    "type_of_violence": "1 state-based, 2 non-state, 3 one-sided",
    "multi_day": "events among these that lasted more than one day",
    "vague_date": "events among these dated only to a week, a month or a year (date_prec 3 to 5)",
}


def main() -> None:
    """Read the options, build, print what was written and what was left out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("dataset", nargs="?", choices=sorted(BUILDERS), help="the one dataset to build; default: all")
    parser.add_argument("--input", type=Path, action="append", default=[], help="a source file of that dataset")
    parser.add_argument("--source", type=Path, default=HERE.parent.parent / "shared" / "data", help="all source files")
    parser.add_argument("--output", type=Path, default=HERE, help="where the dataset folders are written")
    options = parser.parse_args()
    if options.input and not options.dataset:
        parser.error("--input belongs to one dataset: name it")
    names = [options.dataset] if options.dataset else sorted(BUILDERS)
    try:
        build(names, Inputs(options.input or [options.source]), options.output)
    except VerifierError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from error


def build(names: Iterable[str], inputs: Inputs, output: Path) -> None:
    """Write the named datasets under `output`. Raises InputError for a source file that is missing or wrong."""
    for dataset_id in names:
        about = tomllib.loads((HERE / dataset_id / "about.toml").read_text(encoding="utf-8"))
        made = BUILDERS[dataset_id](about, inputs)
        write(output / dataset_id, dataset_id, about, made)
        print(f"{dataset_id}: {sum(map(len, made.tables.values()))} rows, {len(made.vintages)} vintages")
        for reason, rows in made.left_out.items():
            print(f"  left out {rows}: {reason}")


def write(folder: Path, dataset_id: str, about: dict[str, Any], made: Made) -> None:
    """Write the tables and the data package, and delete tables of an earlier build."""
    for old in [*(folder / "data").glob("*.csv"), *(folder / "data").glob("*.csv.gz")]:
        old.unlink()
    descriptor = describe(dataset_id, about | ({"definitions": made.definitions} if made.definitions else {}))
    packed = about.get("packed", False)
    descriptor["resources"] = [
        write_table(folder, name, table, DESCRIPTIONS, packed=packed) for name, table in made.tables.items()
    ]
    descriptor["verifier"] |= {
        "vintages": sorted(made.vintages, key=lambda each: each["published"]),
        "left_out": [{"reason": reason, "rows": rows} for reason, rows in made.left_out.items()],
        "rebuild": f"python datasets/build.py {dataset_id} --input FILE",
    }
    descriptor["verifier"]["gaps"] += made.gaps
    write_descriptor(folder, descriptor)


if __name__ == "__main__":
    main()
