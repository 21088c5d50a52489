"""The page of a document: what the executed notebooks show, in one self-contained HTML file."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import mistune
import nbformat
from markupsafe import Markup
from nbconvert import HTMLExporter
from traitlets.config import Config

from verifier.claims.document import Document
from verifier.reports.blocks import TEMPLATES, render

NOTEBOOK_ONLY = "notebook-only"


def claim_section(notebook: nbformat.NotebookNode) -> str:
    """The words and pictures of an executed notebook as an HTML fragment, code left out, headings one level down."""
    body, _ = _exporter().from_notebook_node(notebook)
    return body.strip()


def document_page(
    document: Document, sections: list[dict[str, Any]], reviews: list[dict[str, Any]], provenance: dict[str, Any]
) -> str:
    """The whole page: the document, a section for each claim, how to re-run it, and the ClaimReview data.

    sections have the keys id, title, finding and body (HTML made by claim_section).
    """
    return render(
        "document.html.j2",
        document=document,
        title=document.title or document.name,
        sections=[{**section, "body": Markup(section["body"])} for section in sections],  # noqa: S704  (made by our own escaping templates)
        json_ld=script_json(reviews),
        provenance=provenance,
    )


def script_json(value: object) -> Markup:
    """JSON that cannot close the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for character, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, code)
    return Markup(text)  # noqa: S704  (every character that HTML could read is escaped above)


@cache
def _exporter() -> HTMLExporter:
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = {NOTEBOOK_ONLY}
    exporter = HTMLExporter(config=config, template_name="claim", extra_template_basedirs=[str(TEMPLATES)])
    exporter.register_filter("words", _words)
    return exporter


def _words(markdown: str) -> str:
    html = str(mistune.create_markdown(escape=True)(markdown))
    return re.sub(r"<(/?)h([1-5])>", lambda found: f"<{found[1]}h{int(found[2]) + 1}>", html)
