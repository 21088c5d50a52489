"""The pages of both seeds in a browser: for who uses a keyboard, a screen reader, a phone, a printer, the dark."""

import json
from importlib.resources import files
from itertools import pairwise

import pytest

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
WEIGHT = 1_000_000


def opened(browser, file, **options):
    """A page with what it asked for and what it logged."""
    page = browser.new_page(**options)
    asked, logged = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    page.goto(file.as_uri(), wait_until="load")
    return page, asked, logged


def violations(page):
    """What axe-core finds wrong, all of its rules but the experimental ones."""
    found = page.evaluate(f"async () => {{ {AXE}; return await axe.run(document, {{resultTypes: ['violations']}}) }}")
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]


# Both widths and both schemes; the contrast of every text in all four is measured in test_browser.py.
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing(browser, report, width, scheme):
    """axe-core finds no violation in the report and in the list of reports, in light and dark, narrow and wide."""
    for file in (report.page, report.index):
        # The content-security policy of the page keeps every script out, axe too: the context lets it in.
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(file.as_uri())
        assert violations(page) == [], file.name
        context.close()


def test_axe_would_find_something(browser):
    """The check can fail: a picture without words and grey on grey are found."""
    page = browser.new_page()
    page.set_content("<img src='data:,'><p style='color:#999;background:#aaa'>pale</p>")
    assert {"image-alt", "color-contrast"} <= {name for name, _ in violations(page)}
    page.close()


def test_the_page_loads_nothing_logs_nothing_and_is_light(browser, report):
    """One request, for the page itself; an empty console; under 1 MB; and nothing runs off a narrow screen."""
    page, asked, logged = opened(browser, report.page, viewport={"width": 360, "height": 800})
    assert [url for url in asked if not url.startswith("data:")] == [report.page.as_uri()]
    assert logged == []
    assert report.page.stat().st_size < WEIGHT
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_the_policy_lets_no_script_and_no_other_style_in(browser, report):
    """A script or a style that got into the page would not be run: the policy names the one style sheet there is."""
    page = browser.new_page()
    smuggled = "<style>h1 { color: red }</style><script>document.title = 'owned'</script></body>"
    body = report.page.read_text(encoding="utf-8").replace("</body>", smuggled)
    page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("http://report.invalid/")
    assert page.title().endswith("what the data say")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"
    page.close()


def test_the_landmarks_and_headings_are_in_order(browser, report):
    """One header, main and footer; a navigation with a name; headings go down one level at a time."""
    page = browser.new_page()
    page.goto(report.page.as_uri())
    for tag in ("header", "main", "footer"):
        assert page.locator(f"body > {tag}").count() == 1
    assert page.locator("nav[aria-label]").count() == 1
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => Number(e.tagName[1]))")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.evaluate("document.documentElement.lang") == "en"
    page.close()


ORDER = [
    "What decides", "How “", "Fair comparisons", "What to ask", "What happened when", "Read with care",
    "What was counted", "Every source", "All comparisons in order", "How much each choice", "A map of all periods",
    "Added up", "What was restated", "All comparisons", "Sources",
]  # fmt: skip


def test_the_sections_come_in_the_order_of_an_answer(browser, report):
    """For each claim the same order, no section without content, and what specialists want under one closed fold."""
    page = browser.new_page()
    page.goto(report.page.as_uri())
    for section in page.locator("main > section[id^=claim-]").all():
        heads = section.locator("h3").all_text_contents()
        places = [max((at for at, one in enumerate(ORDER) if head.startswith(one)), key=lambda at: len(ORDER[at]))
                  for head in heads]  # fmt: skip
        assert places == sorted(set(places))
        assert {"Read with care", "Sources"} <= set(heads)
        followed = "e => !/^H[1-6]$/.test(e.nextElementSibling?.tagName ?? 'H1')"
        assert all(one.evaluate(followed) for one in section.locator("h3").all())
        assert section.locator("details.more:not([open])").count() == 1
    assert [each.get_attribute("id") for each in page.locator("main > section:not([id^=claim-])").all()] == [
        "corrections", "text", "again",
    ]  # fmt: skip
    page.close()


def test_the_skip_link_leads_to_the_claims_and_focus_is_seen(browser, report):
    """The first tab stop is the skip link, in view; it moves the focus; every stop after it has an outline."""
    page = browser.new_page()
    page.goto(report.page.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "claims"
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.close()


def test_in_print_nothing_is_cut_and_colours_are_light(browser, report):
    """On paper the page is black on white, tables are not clipped, and the skip link is gone."""
    page = browser.new_page(color_scheme="dark", viewport={"width": 700, "height": 900})
    page.goto(report.page.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.locator(".skip").is_hidden()
    assert page.evaluate("[...document.querySelectorAll('.wide')].every(e => e.scrollWidth <= e.clientWidth + 1)")
    page.close()


def test_tables_say_what_their_heads_are(browser, report):
    """Every table has a caption, column heads and row heads with their scope, and can be scrolled by keyboard."""
    page = browser.new_page()
    page.goto(report.page.as_uri())
    tables = page.locator("table").all()
    assert tables
    for table in tables:
        assert table.locator("caption").text_content()
        assert table.locator("thead th:not([scope=col])").count() == 0
        assert table.locator("tbody tr").count() == table.locator("tbody th[scope=row]").count()
        assert table.locator("xpath=..").get_attribute("tabindex") == "0"
    page.close()


def test_the_first_screen_gives_claims_findings_and_counts(browser, report):
    """Without scrolling, a reader sees every claim with its finding, and the counts that answer the first."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(report.page.as_uri())
    seen = page.evaluate(
        "[...document.querySelectorAll('h1, h2, p, li')]"
        ".filter(e => e.getBoundingClientRect().bottom < innerHeight).map(e => e.textContent).join(' ')"
    )
    record = json.loads((report.folder / "provenance.json").read_text(encoding="utf-8"))
    for claim in record["claims"]:
        assert claim["text"] in seen
        assert claim["finding"] in seen
    assert record["claims"][0]["sentence"].partition(". ")[0] in seen
    page.close()


def test_the_page_is_short(browser, report):
    """At most 1,000 words, 4,500 pixels and 300 kB a claim, with what is folded left out of words and height."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(report.page.as_uri())
    claims = len(report.results)
    assert len(page.evaluate("document.body.innerText").split()) <= 1_000 * claims
    assert page.evaluate("document.documentElement.scrollHeight") <= 4_500 * claims
    assert report.page.stat().st_size <= 300_000 * claims
    page.close()
