"""The form of `start_here.ipynb`: a text, its claims as buttons, and menus that change the answer where it stands.

Without ipywidgets, and wherever no notebook is running (a page, a printout, papermill), the answer stands in its place.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from verifier.child_environment import without_secrets
from verifier.claims.claim import Claim
from verifier.claims.text.clean import as_read
from verifier.files import write_whole
from verifier.listing import capital
from verifier.places.names import country_name
from verifier.questions.named_source import names_apart
from verifier.reports import blocks, drawings, start
from verifier.reports.blocks import Block
from verifier.reports.start import Start

EXPORTS, REPORTS = "exports", "reports"  # folders beside the notebook
REPORT_SECONDS = 600
MOST_YEARS = 20  # baselines in the menu
MOST_PLACES = 300
AS_SAID = "as the text says"
WITHOUT = (
    "The form needs the package ipywidgets, which is not installed here: change the text in the first grey box and "
    "choose Run, Run All Cells instead."
)
NOT_IN_REPORT = " The report goes by the text: what was chosen here as measure or earlier period is not in it."


def form(begun: Start) -> Any:
    """The form over a text that was read; the answer alone where ipywidgets is not installed."""
    try:
        import ipywidgets
    except ImportError:
        still = answer(begun)
        return Block(f"{still.html}<p>{escape(WITHOUT)}</p>", f"{still.text}\n{WITHOUT}")
    return Form(begun, ipywidgets)


def answer(begun: Start) -> Block:
    """The finding of the chosen claim in words; what is in the way of one, and what the text leaves open."""
    parts = [start.finding(begun, "Write it into the text, or choose it above.")] if begun.check else []
    told = [one for one in (*parts, start.in_the_form(begun)) if one is not None and one.html]
    return Block("".join(one.html for one in told), "\n".join(one.text for one in told))


class Form:
    """The widgets, and the text, claim and check that they show now (`begun`)."""

    def __init__(self, begun: Start, ipywidgets: Any) -> None:
        self.begun = begun
        wide = ipywidgets.Layout(width="100%", max_width="60em")
        style = {"description_width": "9em"}
        menu = {"layout": ipywidgets.Layout(width="29em"), "style": style}
        field = {**menu, "continuous_update": False}
        own = begun.document
        self.text = ipywidgets.Textarea(
            (own.text if own else "").strip(), description="Text", rows=9, **{**field, "layout": wide}
        )
        day = "such as 2023-11-08"
        self.day = ipywidgets.Text("", description="Day it was said", placeholder=day, **field)
        self.country = ipywidgets.Text("", description="Country", placeholder="where it was published", **field)
        if own is not None and not own.body:  # given beside the text, not above it
            self.day.value = str(own.published or "")
            self.country.value = country_name(own.country) if own.country else ""
        self.claims = ipywidgets.ToggleButtons(options=[], description="Claim", style={**style, "button_width": "auto"})
        self.dataset = ipywidgets.Dropdown(options=[("all that answer", "")], description="Dataset", **menu)
        boxes = {"placeholder": AS_SAID, "ensure_option": False, **field}
        self.measure = ipywidgets.Combobox(description="What is counted", **boxes)
        self.place = ipywidgets.Combobox(description="Place", **boxes)
        self.baseline = ipywidgets.Dropdown(options=[(AS_SAID, "")], description="Compared with", **menu)
        self.shown, self.said = ipywidgets.HTML(), ipywidgets.HTML()
        self.save = ipywidgets.Button(description="Save as report", icon="file")
        self.export = ipywidgets.Button(description="Export chart and data", icon="download", layout={"width": "14em"})
        rows = [
            self.text, ipywidgets.HBox([self.day, self.country]), self.claims,
            ipywidgets.HBox([self.dataset, self.measure]), ipywidgets.HBox([self.place, self.baseline]), self.shown,
            ipywidgets.HBox([self.save, self.export]), self.said,
        ]  # fmt: skip
        self.box = ipywidgets.VBox(rows)
        self._busy = False
        self._offer_claims()
        self._offer_choices()
        self._draw()
        for one in (self.text, self.day, self.country):
            one.observe(self._read, names="value")
        self.claims.observe(self._pick, names="value")
        for one in (self.dataset, self.measure, self.place, self.baseline):
            one.observe(self._choose, names="value")
        self.save.on_click(self._save)
        self.export.on_click(self._export)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle = dict(self.box._repr_mimebundle_(**options) or {})
        return {**bundle, **answer(self.begun)._repr_mimebundle_()[0]}

    def _read(self, _change: object = None) -> None:
        """Read the text anew, and answer its first claim."""
        if self._busy:
            return
        self.begun = start.start(self.text.value, self.day.value, self.country.value)
        self._quietly(self._offer_claims)
        self._quietly(self._offer_choices, anew=True)
        self._draw()

    def _pick(self, _change: object = None) -> None:
        """Answer another claim of the text, as the text says it."""
        if self._busy or not self.claims.value:
            return
        self._quietly(self._forget)
        self._ask()
        self._quietly(self._offer_choices, anew=True)

    def _choose(self, _change: object = None) -> None:
        """Answer the claim with what was chosen in place of what the text says."""
        if not self._busy:
            self._ask()

    def _ask(self) -> None:
        self.begun = start.start(
            self.text.value, self.day.value, self.country.value, self.claims.value or 1, dataset=self.dataset.value,
            measure=self.measure.value, place=self.place.value, baseline=self.baseline.value,
        )  # fmt: skip
        self._draw()

    def _quietly(self, change: Any, **given: Any) -> None:
        """Change widgets without answering each change."""
        self._busy = True
        try:
            change(**given)
        finally:
            self._busy = False

    def _forget(self) -> None:
        self.dataset.value = self.measure.value = self.place.value = self.baseline.value = ""

    def _offer_claims(self) -> None:
        claims = self.begun.read.claims if self.begun.read else []
        self.claims.options = [(f"{number}. {_name(one)}", number) for number, one in enumerate(claims, start=1)]
        chosen = claims.index(self.begun.claim) + 1 if self.begun.claim in claims else None
        self.claims.value = chosen
        self.claims.layout.display = None if claims else "none"

    def _offer_choices(self, *, anew: bool = False) -> None:
        """The menus of what could be asked instead, from the datasets that answer the claim."""
        check = self.begun.check
        sources = check.sources if check else []
        if anew:
            self._forget()
        several = list({one.dataset.id: one.dataset for one in sources}.values())
        names = [capital(name) for (name,) in names_apart([[dataset] for dataset in several])]
        self.dataset.options = [("all that answer", ""), *zip(names, [one.id for one in several], strict=True)]
        labels = [one.label for source in sources for one in source.dataset.definitions]
        self.measure.options = tuple(dict.fromkeys(labels))
        places = [place for source in sources for place in source.dataset.places()]
        self.place.options = tuple(dict.fromkeys(map(country_name, places[:MOST_PLACES])))
        years: set[int] = set()
        for source in sources:
            spans = source.series.own_spans if not source.series.dense else []
            years |= {span.start.year for span in spans}
            if source.series.dense and source.series.coverage:
                years |= set(range(source.series.coverage.start.year, source.series.coverage.end.year + 1))
        period = check.claim.resolved.period if check else None
        early = sorted((year for year in years if period is None or year < period.end.year), reverse=True)[:MOST_YEARS]
        self.baseline.options = [(AS_SAID, ""), *((str(year), str(year)) for year in early)]

    def _draw(self) -> None:
        """The sentence and the chart of the check as it is now."""
        parts = [answer(self.begun).html]
        drawn = start.chart(self.begun)
        if isinstance(drawn, drawings.Explained):
            parts.append(blocks.image(drawn.chart))
        self.shown.value = f'<div style="max-width: 46em; line-height: 1.5">{"".join(parts)}</div>'
        self.said.value = ""
        able = self.begun.check is not None
        self.save.disabled = self.export.disabled = not able

    def _save(self, _button: object = None) -> None:
        """Write the report of the claim, as `verifier report` does, to a folder beside the notebook."""
        number, own = self.claims.value or 1, self.begun.document
        if own is None:
            return
        self._tell("Making the report …")
        name = _file_name(self.begun)
        with tempfile.TemporaryDirectory(prefix="verifier-start-") as folder:
            file = Path(folder) / f"{name}.md"
            write_whole(file, start.with_front_matter(own))
            command = [sys.executable, "-m", "verifier", "report", str(file), "-o", REPORTS, "--claim", str(number)]
            command += ["--dataset", self.dataset.value] if self.dataset.value else []
            command += ["--place", self.place.value] if self.place.value else []
            done = subprocess.run(  # noqa: S603  (this program, no shell)
                command, capture_output=True, text=True, check=False, timeout=REPORT_SECONDS, env=without_secrets()
            )
        page = next((line for line in done.stdout.splitlines() if line.startswith("The report: ")), "")
        if done.returncode or not page:
            self._tell(done.stderr.strip().removeprefix("verifier: ") or "The report could not be made.")
            return
        note = NOT_IN_REPORT if self.measure.value or self.baseline.value else ""
        self._tell(f"The report is in the folder {REPORTS}: open {page.removeprefix('The report: ')}.{note}")

    def _export(self, _button: object = None) -> None:
        """Write the chart as PNG and SVG, its table and all comparisons as CSV, to a folder beside the notebook."""
        drawn = start.chart(self.begun)
        if self.begun.check is None or not isinstance(drawn, drawings.Explained):
            self._tell("There is no chart to export.")
            return
        folder, name = Path(EXPORTS), _file_name(self.begun)
        folder.mkdir(exist_ok=True)
        written: dict[str, str | bytes] = {
            f"{name}.png": drawn.picture.png,
            f"{name}.svg": drawn.chart.svg(),
            f"{name}-chart.csv": blocks.table_of(drawn.chart),
            f"{name}-comparisons.csv": blocks.result(self.begun.check).table,
        }
        for file, content in written.items():
            write_whole(folder / file, content)
        self._tell(f"Written to the folder {EXPORTS}: {', '.join(written)}.")

    def _tell(self, words: str) -> None:
        self.said.value = f'<p role="status">{escape(words)}</p>'


def _name(claim: Claim) -> str:
    """A short name for a claim: its number as the text has it, and what it counts."""
    text, measure = as_read(claim.text), as_read(claim.measure or "")
    return text if not measure or measure in text else f"{text} ({measure})"


def _file_name(begun: Start) -> str:
    """A name for the files of a claim, made of what it counts and its number."""
    claim = begun.claim
    said = f"{claim.measure or claim.kind} {claim.text}" if claim else "claim"
    return "-".join(re.findall(r"[a-z0-9]+", said.lower()))[:60] or "claim"
