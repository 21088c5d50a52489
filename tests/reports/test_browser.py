"""The page in a real browser, as a reader sees it; skipped where there is no chromium."""

import pytest

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


@pytest.fixture
def page_file(kakar_report):
    """The page of the seed on Pakistan."""
    return kakar_report.page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_page_fits_and_is_legible(browser, page_file, width, scheme):
    """At phone and desktop widths nothing runs off the page, and all text stands out, in light and dark."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate(LOW_CONTRAST) == []
    page.close()


def test_the_pictures_are_shown_with_their_words(browser, page_file):
    """Every chart has loaded, is as wide as the column, and has a text for who cannot see it."""
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for picture in page.query_selector_all("figure img"):
        assert picture.evaluate("image => image.complete && image.naturalWidth > 500")
        assert picture.bounding_box()["width"] > 600
        assert len(picture.get_attribute("alt")) > 80
    page.close()
