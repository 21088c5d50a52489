"""The profile: its parameters, the sentences for each kind of dataset, and its notebook's documentation."""

import papermill
import pytest

from verifier.errors import DataError, UsageError
from verifier.incidents.own.importing import import_file
from verifier.reports import profile_blocks as blocks
from verifier.reports import profile_words as says
from verifier.reports.profiled import ProfileParameters, open_profile
from verifier.resources import shipped

BLOCKS = [
    blocks.what, blocks.coverage, blocks.definitions, blocks.counts, blocks.vintages, blocks.restated,
    blocks.seasonality, blocks.clustering, blocks.source,
]  # fmt: skip
SENTENCES = [
    says.coverage, says.definitions, says.restated, says.seasonality, says.clustering, says.method, says.precision,
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"datset": "pips"}, UsageError, "datset"),
        ({"dataset": 1}, UsageError, "dataset"),
        ({"dataset": ""}, UsageError, "dataset"),
        ({"dataset": "pips", "place": "Atlantis"}, UsageError, "Atlantis"),
        ({"dataset": "pipz"}, DataError, "pips"),
        ({"dataset": "pips", "place": "NOR"}, DataError, "NOR"),
        ({"dataset": "pips", "vintage": "1999"}, DataError, "1999"),
        ({"dataset": "pips", "definition": "bicycle thefts"}, DataError, "bicycle thefts"),
    ],
)
def test_wrong_parameters_are_named(given, error, words):
    """The message names the parameter or the value, and what there is."""
    with pytest.raises(error, match=words):
        open_profile(**given)


@pytest.mark.parametrize(
    ("dataset", "place"),
    [("pirates", "WLD"), ("canada-homicides", "CAN"), ("pips", "PAK"), ("ucdp-ged", "PAK"),
     ("palestine-casualties", "region:gaza")],
)  # fmt: skip
def test_a_dataset_is_profiled_for_its_own_place_where_none_is_given(dataset, place):
    """The world, else the place that holds the others, else the one with the most counted; never that of another."""
    assert open_profile(dataset=dataset).cells.place == place


def test_the_notebook_takes_the_own_place_of_whatever_dataset_it_is_given():
    """Its default names no place, which would be that of the default dataset alone."""
    listed = papermill.inspect_notebook(str(shipped("notebooks") / "profile_dataset.ipynb"))
    assert listed["place"]["default"] == '""'


def test_the_notebook_documents_every_parameter():
    """papermill's own help lists each parameter with its type and what it is for."""
    listed = papermill.inspect_notebook(str(shipped("notebooks") / "profile_dataset.ipynb"))
    assert set(listed) == set(ProfileParameters.__dataclass_fields__)
    for name, parameter in listed.items():
        assert parameter["help"], name
        assert parameter["inferred_type_name"] == "str", name


@pytest.mark.parametrize(
    ("dataset", "place"),
    [
        ("pips", ""),
        ("gti", ""),
        ("satp", "Pakistan"),
        ("ucdp-country-year", "WLD"),
        ("ucdp-ged", "PAK"),
        ("pirates", "IDN"),
    ],
)
def test_every_kind_of_dataset_has_every_piece(dataset, place):
    """Published figures, yearly totals and daily data: a block and a sentence for every section."""
    profile = open_profile(dataset=dataset, place=place)
    for block in BLOCKS:
        assert block(profile)._repr_mimebundle_()
    for sentences in SENTENCES:
        assert all(sentence.endswith(".") for sentence in sentences(profile))
        assert sentences(profile)


def test_what_totals_cannot_tell_is_said():
    """Seasons and clustering are not made up from published figures."""
    profile = open_profile(dataset="pips")
    assert says.seasonality(profile) == says.clustering(profile) == [says.FROM_TOTALS]
    assert blocks.seasonality(profile).text == says.FROM_TOTALS


def test_words_choose_a_definition_and_an_older_vintage_has_fewer_before_it():
    """A phrase finds the definition; the vintage before the chosen one is the one it is compared with."""
    profile = open_profile(dataset="picss", definition="suicide attacks", vintage="2023-01-02")
    assert profile.cells.definition.id == "suicide-attacks"
    assert profile.cells.vintage == "2023-01-02"
    assert all(one.vintage < "2023-01-02" for one in profile.earlier)


def test_the_vintage_drawn_beside_is_the_latest_that_disagrees():
    """PICSS' 2022 was 376 until 2023 and 380 later: that vintage is drawn, not one that agrees."""
    profile = open_profile(dataset="picss")
    assert "376" in blocks.restated(profile).text


def test_a_dataset_of_the_users_own_is_profiled(tmp_path):
    """A handful of incidents without a day to spare: every section says what little it can."""
    path = tmp_path / "fires.csv"
    path.write_text("day\n2021-03-04\n2021-03-04\n2021-05-06\n", encoding="utf-8")
    import_file(path, dataset_id="fires", measure="house fires", mapping={"date": "day"}, country="FJI")
    profile = open_profile(dataset="fires")
    for block in BLOCKS:
        assert block(profile)._repr_mimebundle_()
    assert says.seasonality(profile) == [
        "There is no whole calendar year with a count, so nothing can be said of seasons."
    ]
    assert "imported" in blocks.source(profile).text


def test_texts_of_a_dataset_are_escaped(tmp_path):
    """A title with markup in it stays text in the notebook."""
    path = tmp_path / "fires.csv"
    path.write_text("day\n2021-03-04\n", encoding="utf-8")
    import_file(path, dataset_id="fires", measure="fires", mapping={"date": "day"}, country="FJI", title="<b>Fires</b>")
    assert "<b>" not in blocks.what(open_profile(dataset="fires")).html
