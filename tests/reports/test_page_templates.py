"""The page is made wherever nbconvert was installed, with or without its data files below Python's prefix."""

import json
import os
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

from verifier.reports.page import _templates_beside

ASKS = """
import json, nbformat
from verifier.reports.page import claim_section
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## A heading")])
print(json.dumps(claim_section(notebook)))
"""


def test_templates_of_a_target_folder_are_found(tmp_path):
    """As `pip install --target` lays them: share/ beside the package, and nothing below Python's prefix."""
    site = tmp_path / "site"
    templates = next(
        Path(str(file.locate())).resolve().parents[1]
        for file in distribution("nbconvert").files
        if str(file).endswith("templates/base/null.j2")
    )
    copied = site / "share" / "jupyter" / "nbconvert"
    copied.mkdir(parents=True)
    (copied / "templates").symlink_to(templates)
    own = site / "nbconvert" / "__init__.py"
    assert _templates_beside(own) == [copied / "templates"]
    assert _templates_beside(tmp_path / "elsewhere" / "nbconvert" / "__init__.py") == []


def test_a_page_needs_no_folder_of_jupyters_own(tmp_path):
    """With the user's and the prefix's folders of Jupyter empty, a notebook still becomes a page."""
    code = f"import sys; sys.prefix = {str(tmp_path)!r}\n{ASKS}"
    environment = os.environ | {"JUPYTER_DATA_DIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "A heading</h3>" in json.loads(done.stdout)
