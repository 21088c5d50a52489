"""The page of a document: what the executed notebooks show, in one self-contained HTML file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import mistune
import nbconvert
import nbformat
from markupsafe import Markup
from nbconvert import HTMLExporter
from traitlets.config import Config

from verifier.charts.palette import lighter
from verifier.claims.document import Document
from verifier.findings import wording
from verifier.reports.blocks import TEMPLATES, render
from verifier.reports.editorial import Editorial
from verifier.unseen_characters import visible

NOTEBOOK_ONLY = "notebook-only"
COLOURS = 24  # of a picture on the page
MORE = "more"  # the tag of cells that stand under one fold


def claim_section(notebook: nbformat.NotebookNode, number: int | None = None) -> str:
    """The words and pictures of an executed notebook as an HTML fragment, code left out, headings one level down.

    number is that of the claim, by which its first chart's files beside the page are named; None where there are none.
    What specialists want (cells tagged MORE, which follow one another) is under one fold, if there is any.
    """
    parts = [""]
    for folded, cells in groupby(notebook.cells, key=lambda cell: MORE in cell.metadata.get("tags", [])):
        body, _ = _exporter().from_notebook_node(
            nbformat.from_dict({**notebook, "cells": list(cells)}), resources={"claim_number": number}
        )
        if body.strip():
            parts.append(render("more.html.j2", body=Markup(body.strip())) if folded else body.strip())  # noqa: S704  (made by our own escaping templates)
    return "\n".join(parts).strip()


def document_page(
    document: Document,
    sections: list[dict[str, Any]],
    reviews: Sequence[dict[str, Any]],
    provenance: dict[str, Any],
    newsroom: Editorial,
    files: Mapping[str, str],
    text: str,
) -> str:
    """The whole page: the document, a section for each claim, how to re-run it, corrections, and the ClaimReview data.

    sections have the keys id, number, title, pieces (the claim's sentence before, in and after its number), finding and
    body (HTML made by claim_section); files are the names of what lies beside the page, each with what it is; text is
    the document with its claims marked, as HTML.
    """
    return render(
        "document.html.j2",
        document=document,
        title=document.title or document.name,
        sections=[{**section, "body": Markup(section["body"])} for section in sections],  # noqa: S704  (made by our own escaping templates)
        json_ld=script_json(reviews) if reviews else "",
        provenance=provenance,
        made_on=wording.day(date.fromisoformat(provenance["made"][:10])),
        newsroom=newsroom,
        files=files,
        text=Markup(text.replace("claim chosen", "claim")),  # noqa: S704  (the same)
        **style(),
    )


@cache
def style(*sheets: str, script: str = "") -> dict[str, Any]:
    """The style sheet with further ones, and the content-security policy that lets in this sheet and pictures inside
    the page alone; or, with a script, these two alone.
    """
    texts = [(TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.css", *sheets)]
    told = {"css": "\n".join(texts)} | ({"script": (TEMPLATES / script).read_text(encoding="utf-8")} if script else {})
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") for text in told.values()]
    sources = f"style-src 'sha256-{digests[0]}'" if script else f"img-src data:; style-src 'sha256-{digests[0]}'"
    sources += f"; script-src 'sha256-{digests[1]}'" if script else ""
    told["policy"] = f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"
    return {name: Markup(text) for name, text in told.items()}  # noqa: S704  (our own files; digests)


def script_json(value: object) -> Markup:
    """JSON that cannot close the script element it stands in."""
    text = visible(json.dumps(value, ensure_ascii=False, indent=1))
    for character, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, code)
    return Markup(text)  # noqa: S704  (every character that HTML could read is escaped above)


@cache
def _exporter() -> HTMLExporter:
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = {NOTEBOOK_ONLY}
    folders = [str(folder) for folder in (TEMPLATES, *_templates_beside(Path(nbconvert.__file__)))]
    exporter = HTMLExporter(config=config, template_name="claim", extra_template_basedirs=folders)
    markdown = mistune.create_markdown(escape=True)
    exporter.register_filter("words", lambda text: _lower_headings(str(markdown(text))))
    exporter.register_filter("lower_headings", _lower_headings)
    exporter.register_filter("visible", visible)
    exporter.register_filter("base64", lambda text: base64.b64encode(text.encode("utf-8")).decode("ascii"))
    exporter.register_filter("lighter", lambda picture: lighter(picture, COLOURS, "RGB"))
    return exporter


def _templates_beside(package: Path) -> list[Path]:
    """The folder of nbconvert's templates that was installed with its package, if it can be found from there.

    nbconvert looks below the prefix of the running Python and in the user's folders: not where `pip install --target`
    puts packages, nor where one environment lends its packages to another.
    """
    below = (folder / "share" / "jupyter" / "nbconvert" / "templates" for folder in package.resolve().parents[1:])
    return [folder for folder in below if (folder / "base").is_dir()][:1]


def _lower_headings(html: str) -> str:
    """The headings of a notebook as those of a section of the page."""
    return re.sub(r"<(/?)h([1-5])>", lambda found: f"<{found[1]}h{int(found[2]) + 1}>", html)
