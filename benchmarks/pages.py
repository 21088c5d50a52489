"""The page of a report beside what papermill and nbconvert make of the same notebook by default.

Run: python benchmarks/pages.py [DOCUMENT]. Needs chromium, playwright and axe-playwright-python (the test extra). Every
request of a page is seen and answered with nothing, so that no network is needed.
"""

from __future__ import annotations

import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import papermill
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, sync_playwright

from verifier.reports.opened import CheckParameters, check_notebook
from verifier.reports.pdf import chromium
from verifier.reports.report import write_report

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN = f"async () => {{ {AXE}; return (await axe.run()).violations.map(v => [v.id, v.nodes.length]) }}"
SEEN = """() => [...document.querySelectorAll('h1,h2,p,li,pre,code')]
  .filter(e => { const b = e.getBoundingClientRect(); return b.bottom < innerHeight && b.height > 0 })
  .map(e => e.innerText.trim()).join(' ')"""


def measure(browser: Browser, file: Path) -> dict[str, str]:
    """What a reader of a page gets: weight, requests, findings of axe-core, pictures, the first screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    logged: list[str] = []

    def answer(route: object) -> None:
        if route.request.url.startswith("file:"):  # type: ignore[attr-defined]
            route.continue_()  # type: ignore[attr-defined]
        else:
            asked.append(route.request.url)  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]

    page.route("**/*", answer)
    page.on("console", lambda message: logged.append(message.text))
    page.goto(file.as_uri(), wait_until="load")
    seen = page.evaluate(SEEN)
    broken = page.evaluate(RUN)
    bare = page.evaluate(
        "[...document.images].filter(i => !i.alt || i.alt === 'No description has been provided').length"
    )
    pictures = page.evaluate("document.images.length")
    page.set_viewport_size({"width": 360, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    return {
        "weight": f"{file.stat().st_size / 1000:,.0f} kB",
        "requests to other machines": str(len([url for url in asked if not url.startswith("data:")])),
        "messages on the console": str(len(logged)),
        "axe-core: rules broken (places)": f"{len(broken)} ({sum(number for _, number in broken)})",
        "axe-core: which": ", ".join(name for name, _ in broken) or "none",
        "pictures, of them without words": f"{pictures}, {bare}",
        "width of the page on a 360 px screen": f"{wide} px",
        "first screen: the finding": "yes" if "Overstated" in seen or "Depends on" in seen else "no",
        "first screen: words": f"{len(seen.split())}, beginning “{' '.join(seen.split()[:9])} …”",
    }


def main() -> None:
    """Make the three pages, measure them, print the table."""
    document = Path(sys.argv[1] if len(sys.argv) > 1 else "seeds/kakar-2023-11-08.md").resolve()
    program = chromium()
    if program is None:
        sys.exit("needs chromium (Debian: apt install chromium)")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = write_report(document, Path(folder) / "report", {}, claims=[1])
        executed = Path(folder) / "check.ipynb"
        given = CheckParameters(document=str(document)).to_dict()
        papermill.execute_notebook(
            str(check_notebook()), str(executed), parameters=given, kernel_name="python3", progress_bar=False
        )
        pages = {"verifier report": made.page}
        for template in ("lab", "classic"):
            pages[f"papermill + nbconvert ({template})"] = executed.with_name(f"{template}.html")
            body, _ = HTMLExporter(template_name=template).from_filename(str(executed))
            pages[f"papermill + nbconvert ({template})"].write_text(body, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        measured = {name: measure(browser, file) for name, file in pages.items()}
        browser.close()
    print(f"| one claim of {document.name} | {' | '.join(measured)} |")
    print(f"| --- {'| --- ' * len(measured)}|")
    for row in next(iter(measured.values())):
        print(f"| {row} | {' | '.join(one[row] for one in measured.values())} |")


if __name__ == "__main__":
    main()
