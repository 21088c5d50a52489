"""The charts of a claim as files beside its page: the first one as PNG, SVG and CSV, all of them in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from verifier.files import write_whole
from verifier.reports.notebook import Drawn

_DAY = (1980, 1, 1, 0, 0, 0)  # of a file in an archive: the same charts give the same bytes


def chart_names(number: int, charts: Sequence[Drawn]) -> dict[str, str]:
    """The files of a claim's charts by name, each with what it is; none where it has no chart."""
    if not charts:
        return {}
    first = {
        f"chart-{number}.{kind}": f"the first chart of claim {number} as {kind.upper()}" for kind in _of(charts[0])
    }
    archive = f"charts-{number}.zip"
    return first | ({archive: f"every chart of claim {number} as PNG, SVG and CSV"} if len(charts) > 1 else {})


def write_charts(folder: Path, number: int, charts: Sequence[Drawn]) -> None:
    """Write the files that chart_names names."""
    for name in chart_names(number, charts):
        kind = name.rpartition(".")[2]
        write_whole(folder / name, _archive(charts) if kind == "zip" else _of(charts[0])[kind])


def _of(chart: Drawn) -> dict[str, str | bytes]:
    """The contents of a chart's files by kind; a table that is too long to keep is not among them."""
    return {"png": chart.png, "svg": chart.svg, **({"csv": chart.csv} if chart.csv else {})}


def _archive(charts: Sequence[Drawn]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for chart in charts:
            for kind, content in _of(chart).items():
                archive.writestr(zipfile.ZipInfo(f"{chart.name}.{kind}", _DAY), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
