"""The form of start_here: what is typed and chosen changes the answer at once, and can be kept."""

import sys
from types import SimpleNamespace

import pytest
from command_line import run

from verifier.reports import start, start_form

pytest.importorskip("ipywidgets")

TEXT = "Suicide attacks in Pakistan rose by 500 percent in 2022. There were 445 pirate attacks worldwide in 2010."


@pytest.fixture
def form(tmp_path, monkeypatch):
    """The form over a text with two claims, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return start_form.form(start.start(TEXT, "2024-03-01"))


def test_the_claims_are_buttons_and_the_answer_is_below_them(form):
    """One button a claim with its number and what it counts; the first one is answered, with its chart."""
    assert [name for name, _ in form.claims.options] == [
        "1. 500 percent (Suicide attacks)", "2. 445 pirate attacks",
    ]  # fmt: skip
    assert form.claims.value == 1
    assert "suicide attacks in Pakistan in 2022" in form.shown.value
    assert "<img" in form.shown.value


def test_another_claim_is_another_answer(form):
    """A click on the second button answers it."""
    form.claims.value = 2
    assert "445 pirate attacks on ships worldwide in 2010" in form.shown.value
    assert form.dataset.value == ""


def test_dataset_place_and_earlier_period_change_the_answer_where_it_stands(form):
    """Each menu offers what the answering datasets have, and takes the place of what the text says."""
    assert {name for _, name in form.dataset.options} == {"", "picss"}  # PIPS has no 2021, the year before
    form.dataset.value = "picss"
    assert {one.dataset.id for one in form.begun.check.sources} == {"picss"}
    form.baseline.value = "2019"
    assert str(form.begun.check.headline["before_start"]) == "2019-01-01"
    form.place.value = "Nowhere at all"
    assert form.begun.check is None
    assert "Nowhere at all" in form.shown.value
    assert form.save.disabled


def test_another_text_is_read_at_once(form):
    """What is pasted has its own claims; menus go back to what the text says."""
    form.dataset.value = "picss"
    form.text.value = "Pirate attacks in Indonesia fell by two-thirds between 2015 and 2018."
    assert [name for name, _ in form.claims.options] == ["1. two-thirds (Pirate attacks)"]
    assert form.dataset.value == ""
    assert "111" in form.shown.value
    form.text.value = "The minister opened a bridge."
    assert form.claims.options == ()
    assert "No claim was found" in form.shown.value


def test_the_form_tells_what_to_do_in_its_own_words(form):
    """What a text leaves open is asked for in the form, which has no boxes of code and nothing to run again."""
    form.day.value = ""
    assert "Write the day in the form: 2023-11-08" in form.shown.value
    assert "grey box" not in form.shown.value
    assert "Run All" not in form.shown.value


def test_what_is_pasted_is_text(form):
    """Markup in a text is shown and not obeyed."""
    form.text.value = "<script>alert(1)</script> Pirate attacks in <b>Indonesia</b> fell by two-thirds in 2018."
    assert "<script" not in form.shown.value


def test_chart_and_data_are_exported(form, tmp_path):
    """PNG, SVG and two tables are beside the notebook, and the form says where."""
    form.export.click()
    written = sorted(path.name for path in (tmp_path / "exports").iterdir())
    assert [name.rpartition("percent")[2] for name in written] == ["-chart.csv", "-comparisons.csv", ".png", ".svg"]
    assert all(name in form.said.value for name in written)
    comparisons = next((tmp_path / "exports").glob("*-comparisons.csv")).read_text(encoding="utf-8").splitlines()
    assert len(comparisons) == len(form.begun.check.rows) + 1


def test_a_report_is_saved(form, tmp_path, monkeypatch, notebooks_run_once):
    """The button makes the report that the command makes, of the chosen claim and dataset."""
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "data"))

    def here(command, **_):
        assert command[:3] == [sys.executable, "-m", "verifier"]
        code, out, err = run(command[3:])
        return SimpleNamespace(returncode=code, stdout=out, stderr=err)

    monkeypatch.setattr("verifier.reports.start_form.subprocess.run", here)
    form.dataset.value = "picss"
    form.save.click()
    (page,) = (tmp_path / "reports").glob("*/index.html")
    assert str(page.parent.name) in form.said.value
    assert "PICSS" in page.read_text(encoding="utf-8")


def test_without_a_running_notebook_the_answer_stands_in_its_place(form):
    """A page or printout, which shows no widgets, has the finding in words."""
    bundle = form._repr_mimebundle_()
    for kind in ("text/html", "text/plain"):
        assert f"{form.begun.check.headline['after_count']} suicide attacks in Pakistan in 2022" in bundle[kind]


def test_without_ipywidgets_the_answer_says_what_to_do(monkeypatch):
    """The notebook works without the package: the answer, and that the first box is to be changed."""
    import sys

    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    block = start_form.form(start.start(TEXT, "2024-03-01"))
    assert "suicide attacks in Pakistan in 2022" in block.text
    assert "first grey box" in block.text
