"""The server an assistant asks: its tools called by a real client, over the pipes of a real process."""

import os
import sys

import pytest

from verifier.errors import UsageError
from verifier.reports import assistant

CLAIM = "Suicide attacks in Pakistan rose by 500 percent in 2022 compared with 2020."
SECONDS = 120


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What a client gets that starts the server, lists its tools and calls each of them, well and wrongly."""
    mcp = pytest.importorskip("mcp", reason="the Model Context Protocol's package is an extra: pip install '.[mcp]'")
    import anyio
    from mcp.client.stdio import StdioServerParameters

    folder = tmp_path_factory.mktemp("data")
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "verifier", "mcp"],
        env={**os.environ, "VERIFIER_DATA": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    before = set(folder.rglob("*"))
    pirates = {"dataset": "pirates", "measure": "pirate attacks", "place": "Indonesia", "before": "2015"}

    async def talk():
        async with mcp.Client(command, read_timeout_seconds=SECONDS) as client:
            said = {"tools": (await client.list_tools()).tools}
            for name, tool, given in (
                ("parse", "parse", {"text": CLAIM, "published": "2024-03-01"}),
                ("check", "check", {"text": CLAIM, "published": "2024-03-01"}),
                ("malaria", "check", {"text": "Deaths from malaria rose by 40 percent in Sudan in 2021."}),
                ("nothing", "check", {"text": "The minister opened a bridge."}),
                ("compare", "compare", {**pirates, "after": "2018"}),
                ("uncovered", "compare", {**pirates, "after": "2030"}),
                ("unknown", "compare", {**pirates, "dataset": "no-such", "after": "2018"}),
                ("long", "parse", {"text": "x" * (assistant.LONGEST + 1)}),
                ("datasets", "datasets", {"words": "pirate attacks"}),
                ("none", "datasets", {"words": "unicorn sightings"}),
            ):
                said[name] = await client.call_tool(tool, given)
            return said

    said = anyio.run(talk)
    said["written"] = set(folder.rglob("*")) - before
    return said


def test_without_the_extra_the_command_says_what_to_install(monkeypatch):
    """Where the protocol's package is missing, that is a usage error which names the extra."""
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(UsageError, match=r"pip install 'claims-verifier\[mcp\]'"):
        assistant.server()


def data(answer):
    """The structured content of an answer that is no error."""
    assert not answer.is_error
    return answer.structured_content


def test_the_tools_say_what_they_do_and_only_read(answers):
    """Four tools, each with a description and arguments, marked as reading alone; nothing was written."""
    tools = {one.name: one for one in answers["tools"]}
    assert set(tools) == {"parse", "check", "compare", "datasets"}
    for one in tools.values():
        assert len(one.description) > 80
        assert one.annotations.read_only_hint
    assert {"text", "published", "country"} <= set(tools["check"].input_schema["properties"])
    assert not answers["written"]


def test_parse_gives_the_claims_of_a_text(answers):
    """The claim with its number, measure, place and period."""
    (claim,) = data(answers["parse"])["claims"]
    assert claim["measure"] == "Suicide attacks"
    assert claim["resolved"]["period"] == ["2022-01-01", "2022-12-31"]


def test_check_says_place_days_release_and_document_of_each_count(answers):
    """Each dataset's answer can be quoted: where, when, which release, published in what, with which licence."""
    (claim,) = data(answers["check"])["claims"]
    assert claim["finding"]
    assert claim["answers"]
    for one in claim["answers"]:
        assert one["place_name"] == "Pakistan"
        assert one["after_start"] == "2022-01-01"
        assert one["before_start"] == "2020-01-01"
        assert one["release"]
        assert one["published"]
        assert one["published_in"]
        assert one["licence"]
        assert str(one["after_count"]) in claim["sentence"] or one is not claim["answers"][0]
    assert all(one["why"] for one in claim["abstained"]["datasets"])
    assert "journalist" in data(answers["check"])["rating"]


def test_what_cannot_be_answered_abstains_and_says_why(answers):
    """A claim without data, a text without a claim, a period that is not covered, words that nothing counts."""
    (claim,) = data(answers["malaria"])["claims"]
    assert claim["finding"] == "Not checkable"
    assert claim["answers"] == []
    assert claim["abstained"]["because"]["missing"]
    assert data(answers["nothing"])["abstained"].startswith("No quantitative claim")
    assert "2030" in data(answers["uncovered"])["abstained"]
    assert data(answers["none"])["abstained"].startswith("No dataset here counts")


def test_compare_gives_both_counts_of_one_dataset(answers):
    """The two counts, their change, the release and the place by name."""
    told = data(answers["compare"])
    assert (told["after"]["count"], told["before"]["count"]) == (35, 111)
    assert told["place_name"] == "Indonesia"
    assert told["vintage"] == "2021"
    assert told["abstained"] is None


def test_a_wrong_call_is_an_error_in_words(answers):
    """An unknown dataset, or a text that is too long, is no answer: the message says what is wrong."""
    for name, word in (("unknown", "no-such"), ("long", "characters")):
        assert answers[name].is_error
        assert word in answers[name].content[0].text


def test_datasets_are_found_by_what_they_count(answers):
    """Words keep the datasets that count it, with their definitions and newest release."""
    (pirates,) = data(answers["datasets"])["datasets"]
    assert pirates["id"] == "pirates"
    assert {one["id"] for one in pirates["definitions"]}
    assert pirates["vintage"]
