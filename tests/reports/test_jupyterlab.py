"""The notebooks in JupyterLab, as a journalist uses them: opened by the README's command, run, changed and run again.

Needs chromium and a JupyterLab: the one of `make lab`, or the one that VERIFIER_JUPYTER names. Screenshots of the run
stay in build/jupyterlab/.
"""

import html
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
JUPYTER = Path(os.environ.get("VERIFIER_JUPYTER", ROOT / ".venv-lab" / "bin" / "jupyter"))
SCREENSHOTS = ROOT / "build" / "jupyterlab"
RUN_SECONDS = 120
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (Debian: apt install chromium)"),
    pytest.mark.skipif(
        not JUPYTER.is_file(), reason="needs JupyterLab (make .venv-lab/installed, or VERIFIER_JUPYTER=path of jupyter)"
    ),
]


def lab_command():
    """What `make lab` runs, its program aside."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(r"^lab:.*\n\t\.venv-lab/bin/jupyter (lab .*)$", makefile, re.M)
    return found[1].split()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the notebooks, started by the command of `make lab`; gives the address it opens."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name in ("config", "runtime", "settings", "workspaces", "ipython", "data"):
        (folder / ".home" / name).mkdir(parents=True)
    own = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
        "VERIFIER_DATA": "data",
    }
    environment = os.environ | {name: str(folder / ".home" / value) for name, value in own.items()}
    options = ["--no-browser", f"--ServerApp.port={port}", "--IdentityProvider.token=open", "--ServerApp.ip=127.0.0.1"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    log = folder / "lab.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [JUPYTER, *lab_command(), *options], cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield _opened_address(folder / ".home" / "runtime", server, log)
    finally:
        server.terminate()
        server.wait(timeout=120)


def _opened_address(runtime, server, log):
    """The address in the file that JupyterLab gives the browser to open."""
    for _ in range(240):
        assert server.poll() is None, log.read_text()
        for file in runtime.glob("jpserver-file-to-run-*-open.html"):
            found = re.search(r'<a href="(http[^"]+)"', file.read_text(encoding="utf-8"))
            if found:
                return html.unescape(found[1])
        time.sleep(0.5)
    return pytest.fail(log.read_text())


@pytest.fixture(scope="module")
def page(lab):
    """A headless chromium with JupyterLab open at the notebook that the command names: start_here."""
    assert lab_command()[-1] == "notebooks/start_here.ipynb"
    from playwright.sync_api import sync_playwright

    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    SCREENSHOTS.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(RUN_SECONDS * 1000)
        page.goto(lab)
        page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
        yield page
        page.screenshot(path=SCREENSHOTS / "last.png")  # where it stood, if a test failed
        browser.close()


def notebook(page):
    """The notebook in front."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def run_all(page):
    """Once the kernel waits, choose Run, Run All Cells; come back when every output is a new one."""
    idle = page.locator("#jp-main-statusbar").get_by_text("| Idle")
    idle.wait_for()
    notebook(page).evaluate("panel => panel.querySelectorAll('.jp-OutputArea-child').forEach(e => e.dataset.old = 1)")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-item:visible", has_text=re.compile(r"^Run All Cells")).click()
    page.wait_for_function(
        """() => {
          const panel = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
          const marks = [...panel.querySelectorAll('.jp-InputArea-prompt')].map(e => e.textContent);
          return !panel.querySelector('[data-old]') && !marks.some(text => text.includes('*'));
        }"""
    )
    idle.wait_for()


def keep(page, name, at=None):
    """A screenshot of the window, scrolled to a heading."""
    if at:
        notebook(page).locator("h2", has_text=at).first.scroll_into_view_if_needed()
        notebook(page).locator("h2", has_text=at).first.evaluate("heading => heading.scrollIntoView()")
        page.wait_for_timeout(300)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def close_notices(page):
    """Close what JupyterLab itself asks a new user."""
    question = page.get_by_text("notified about official Jupyter news")
    question.wait_for()
    page.get_by_role("button", name="No", exact=True).click()
    question.wait_for(state="hidden")


def form(page):
    """The form of start_here."""
    return notebook(page).locator(".jupyter-widgets.widget-vbox").first


def pick(page, label, option):
    """Choose an option of the form's menu with that label."""
    form(page).locator(".widget-dropdown", has_text=label).locator("select").select_option(label=option)


def answered(page, words):
    """Wait until the form's answer has these words."""
    form(page).locator(".widget-html", has_text=words).first.wait_for()


def test_the_form_answers_a_claim_and_what_is_chosen_instead(page):
    """Run once, the form shows the answer with its chart and no code; claim, dataset and earlier period change it."""
    close_notices(page)
    keep(page, "1-start-here-opened")
    run_all(page)
    answered(page, "At least about as much as said")
    keep(page, "2-form", "The answer")
    assert notebook(page).locator(".jp-CodeCell .cm-content:visible").count() == 0
    chart = form(page).locator("img").first
    assert chart.evaluate("image => image.complete && image.naturalWidth > 800")
    form(page).get_by_role("button", name="500 percent").click()
    answered(page, "suicide attacks in Pakistan")
    pick(page, "Dataset", "PIPS")
    answered(page, "PIPS counted 14 suicide attacks")
    pick(page, "Compared with", "2019")
    answered(page, "in 2019")
    keep(page, "3-chosen", "The answer")
    form(page).get_by_role("button", name="Export chart and data").click()
    answered(page, "Written to the folder exports")


def test_a_text_is_pasted_into_the_form(page):
    """Another text has its own claim and answer; trouble is a sentence, and no traceback."""
    box = form(page).locator("textarea")
    box.fill("Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018.")
    box.press("Tab")
    answered(page, "pirate attacks on ships")
    assert form(page).get_by_role("button", name="500 percent").count() == 0
    keep(page, "4-another-text", "The answer")
    box.fill("The minister opened a bridge.")
    box.press("Tab")
    answered(page, "No claim was found")
    assert notebook(page).locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0


def test_check_claim_opens_from_the_file_browser(page):
    """A double click on check_claim in the list of files opens it; run, it shows the finding and both charts."""
    page.locator(".jp-DirListing-item", has_text="check_claim.ipynb").dblclick()
    notebook(page).locator("h1", has_text="Check a claim").wait_for()
    run_all(page)
    notebook(page).get_by_text("At least about as much as said", exact=False).first.wait_for()
    keep(page, "9-check-claim", "For specialists")


def test_the_sliders_draw_the_charts_again(page):
    """In explore_baseline a slider moved by the keyboard gives other numbers."""
    page.locator(".jp-DirListing-item", has_text="explore_baseline.ipynb").dblclick()
    notebook(page).locator("h1", has_text="Explore the baseline").wait_for()
    run_all(page)
    keep(page, "10-explore", "All windows and baselines")
    notebook(page).locator("h2", has_text="Move them yourself").first.evaluate("heading => heading.scrollIntoView()")
    if notebook(page).get_by_text("ipywidgets, which is not installed here").count():
        pytest.skip("this JupyterLab has no ipywidgets: the notebook says so")
    drawn = notebook(page).locator(".widget-html img, .jupyter-widgets img").first
    drawn.wait_for()
    before = drawn.get_attribute("alt")
    handle = notebook(page).locator(".noUi-handle").first
    handle.focus()
    handle.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jupyter-widgets img').alt !== before",
        arg=before,
    )
    keep(page, "11-sliders", "Move them yourself")
