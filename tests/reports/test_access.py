"""The pages of both seeds in a browser: for who uses a keyboard, a screen reader, a phone, a printer, the dark."""

import json
from importlib.resources import files
from itertools import pairwise

import pytest

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
WEIGHT = 1_000_000
# Every text whose colour is too close to its background's: WCAG 2.2, success criterion 1.4.3, 4.5 to 1.
LOW_CONTRAST = """() => {
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = element => {
    for (let one = element; one; one = one.parentElement) {
      const colour = rgb(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.getClientRects().length) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.push([element.tagName, element.textContent.trim().slice(0, 30), ratio.toFixed(2)]);
  }
  return found;
}"""


def opened(browser, file, **options):
    """A page with what it asked for and what it logged."""
    page = browser.new_page(**options)
    asked, logged = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    page.goto(file.as_uri(), wait_until="load")
    return page, asked, logged


@pytest.fixture(scope="module")
def shown(browser, report):
    """The page of a report on a wide screen, opened once for the tests that only look at it."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(report.page.as_uri())
    yield page
    page.close()


def violations(page):
    """What axe-core finds wrong, all of its rules but the experimental ones."""
    found = page.evaluate(f"async () => {{ {AXE}; return await axe.run(document, {{resultTypes: ['violations']}}) }}")
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]


# One seed narrow and dark, the other wide and light; the contrast of every text in all of them is measured below.
@pytest.mark.parametrize(("seed", "width", "scheme"), [("kakar", 360, "dark"), ("port", 1280, "light")])
def test_axe_finds_nothing(browser, request, seed, width, scheme):
    """axe-core finds no violation in the report and in the list of reports, in light and dark, narrow and wide."""
    report = request.getfixturevalue(f"{seed}_report")
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


def test_the_landmarks_and_headings_are_in_order(shown):
    """One header, main and footer; a navigation with a name; headings go down one level at a time."""
    for tag in ("header", "main", "footer"):
        assert shown.locator(f"body > {tag}").count() == 1
    assert shown.locator("nav[aria-label]").count() == 1
    levels = shown.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(e => Number(e.tagName[1]))")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert shown.evaluate("document.documentElement.lang") == "en"


ORDER = [
    "What decides", "How “", "Fair comparisons", "What to ask", "What happened when", "Read with care",
    "What was counted", "Every source", "All comparisons in order", "How much each choice", "A map of all periods",
    "Added up", "What was restated", "All comparisons", "Sources",
]  # fmt: skip


def test_the_sections_come_in_the_order_of_an_answer(shown):
    """For each claim the same order, no section without content, and what specialists want under one closed fold."""
    for section in shown.locator("main > section[id^=claim-]").all():
        heads = section.locator("h3").all_text_contents()
        places = [max((at for at, one in enumerate(ORDER) if head.startswith(one)), key=lambda at: len(ORDER[at]))
                  for head in heads]  # fmt: skip
        assert places == sorted(set(places))
        assert {"Read with care", "Sources"} <= set(heads)
        followed = "e => !/^H[1-6]$/.test(e.nextElementSibling?.tagName ?? 'H1')"
        assert all(one.evaluate(followed) for one in section.locator("h3").all())
        assert section.locator("details.more:not([open])").count() == 1
    assert [each.get_attribute("id") for each in shown.locator("main > section:not([id^=claim-])").all()] == [
        "corrections", "text", "again",
    ]  # fmt: skip


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


def test_tables_say_what_their_heads_are(shown):
    """Every table has a caption, column heads and row heads with their scope, and can be scrolled by keyboard."""
    tables = shown.locator("table").all()
    assert tables
    for table in tables:
        assert table.locator("caption").text_content()
        assert table.locator("thead th:not([scope=col])").count() == 0
        assert table.locator("tbody tr").count() == table.locator("tbody th[scope=row]").count()
        assert table.locator("xpath=..").get_attribute("tabindex") == "0"


def test_the_first_screen_gives_claims_findings_and_counts(shown, report):
    """Without scrolling, a reader sees every claim with its finding, and the counts that answer the first."""
    seen = shown.evaluate(
        "[...document.querySelectorAll('h1, h2, p, li')]"
        ".filter(e => e.getBoundingClientRect().bottom < innerHeight).map(e => e.textContent).join(' ')"
    )
    record = json.loads((report.folder / "provenance.json").read_text(encoding="utf-8"))
    for claim in record["claims"]:
        assert claim["text"] in seen
        assert claim["finding"] in seen
    assert record["claims"][0]["sentence"].partition(". ")[0] in seen


def test_the_page_is_short(shown, report):
    """At most 1,000 words, 4,500 pixels and 300 kB a claim, with what is folded left out of words and height."""
    claims = len(report.results)
    assert len(shown.evaluate("document.body.innerText").split()) <= 1_000 * claims
    assert shown.evaluate("document.documentElement.scrollHeight") <= 4_500 * claims
    assert report.page.stat().st_size <= 300_000 * claims


def test_the_page_fits_and_is_legible(browser, kakar_report):
    """At phone and desktop widths nothing runs off the page, and all text stands out, in light and dark."""
    page = browser.new_page()
    page.goto(kakar_report.page.as_uri())
    backgrounds = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
            assert page.evaluate(LOW_CONTRAST) == [], (scheme, width)
    assert len(backgrounds) == 2
    page.close()


def test_the_pictures_are_shown_with_their_words(browser, kakar_report):
    """Every chart has loaded, is as wide as the column, and has a text for who cannot see it."""
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.goto(kakar_report.page.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for picture in page.query_selector_all("figure img"):
        assert picture.evaluate("image => image.complete && image.naturalWidth > 500")
        assert picture.bounding_box()["width"] > 600
        assert len(picture.get_attribute("alt")) > 80
    page.close()
