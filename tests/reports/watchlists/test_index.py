"""The index of a watchlist in a browser: for who uses a keyboard, a phone, a screen reader, the dark."""

import pytest
from test_access import violations

NAMES = [f"claim-{number}" for number in (10, 9, 2)]


@pytest.fixture
def index(desk):
    """An index with results of every state: changed, the same, failed."""
    desk.write([*NAMES, "refused"], known_on="2022-01-01").run()
    desk.write([*NAMES, "refused"], known_on="2023-01-01")
    text = desk.list.read_text(encoding="utf-8").replace("id: claim-9,", "id: claim-9, known_on: 2022-01-01,")
    desk.list.write_text(text, encoding="utf-8")
    desk.run()
    return desk.out / "index.html"


@pytest.fixture(params=[360, 1280])
def width(request):
    """A phone and a desktop."""
    return request.param


def shown(page):
    """The claims that can be seen, from top to bottom."""
    return page.evaluate("[...document.querySelectorAll('tbody tr')].filter(row => !row.hidden).map(row => row.id)")


def tabbed_to(page, words):
    """Press the tabulator key until what has the focus begins with these words."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
        ).startswith(words):
            return
    pytest.fail(f"the keyboard does not get to {words!r}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_off(browser, index, width, scheme):
    """No violation of axe-core's rules, and no sideways scrolling of the page, narrow and wide, light and dark."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(index.as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_it_sorts_and_filters_by_keyboard(browser, index, width):
    """With tabulator, Enter and space alone; the order is told to a screen reader, and how many are shown."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    logged = []
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    page.goto(index.as_uri())
    assert shown(page) == [*NAMES, "refused"]
    tabbed_to(page, "Words")
    page.keyboard.type("CLAIM-9")
    assert shown(page) == ["claim-9"]
    assert page.inner_text("#shown") == "1 of 4 claims shown"
    tabbed_to(page, "Show all")
    page.keyboard.press("Enter")
    assert len(shown(page)) == 4
    page.evaluate("document.activeElement.blur()")
    tabbed_to(page, "Since the run before")
    page.keyboard.press("Enter")
    assert page.get_attribute("thead th:nth-child(4)", "aria-sort") == "ascending"
    first = shown(page)
    page.keyboard.press("Space")
    assert page.get_attribute("thead th:nth-child(4)", "aria-sort") == "descending"
    assert shown(page)[0] == first[-1] or shown(page)[-1] == first[0]
    assert logged == []
    page.close()
