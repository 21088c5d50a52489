"""A watchlist over ten weeks: what is news and what is not, what keeps its identity, and what reaches the feed.

Claims are checked as they are, without a notebook.
"""

import json
import re
import shutil
from xml.etree import ElementTree as Xml

import pytest

from verifier.findings import sentences
from verifier.incidents.own.importing import import_file
from verifier.reports.opened import open_check
from verifier.reports.watchlists import event_writer, inputs
from verifier.reports.watchlists.rendering import Rendered

ATOM = "{http://www.w3.org/2005/Atom}"
RISE = "Pirate attacks in Denmark rose by 40 percent between 2021 and 2022."
LEVEL = "There were 7 pirate attacks in Denmark in 2022."
ABOVE = "There were 5 pirate attacks in Denmark in 2021."
RATED = "ratings: {1: {rating: Fair, by: A. Editor, date: 2026-11-02}}\n"


def checked(task):
    """A report of one file, with the check as it is."""
    folder = task.folder / "report"
    folder.mkdir(parents=True)
    found = open_check(document=str(task.document), claim=task.number, **task.parameters).check.to_dict()
    (folder / "index.html").write_text(found["sentence"], encoding="utf-8")
    return Rendered(folder, found)


class Months:
    """A desk whose watchlist has a document and data of its own, run week after week."""

    def __init__(self, desk):
        self.desk, self.out, self.article = desk, desk.out, desk.folder / "article.md"
        self.week = 0
        self.write(RISE, LEVEL)
        self.watch("{id: rise, document: article}", "{id: level, document: article, claim: 2}")
        self.bring(("2021", 5), ("2022", 7))

    def write(self, *paragraphs):
        """Write the article."""
        self.article.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")

    def watch(self, *claims, documents="article: {path: article.md}"):
        """Write the watchlist."""
        lines = ["defaults: {datasets: [fires], published: 2026-02-01}", f"documents: {{{documents}}}"]
        lines += ["claims:", *(f"  - {one}" for one in claims)] if claims else []
        self.desk.list.write_text("\n".join(lines), encoding="utf-8")

    def bring(self, *counts):
        """Import a vintage of the data."""
        self.week += 1
        table = self.desk.folder / "fires.csv"
        table.write_text("\n".join(["p,n", *(f"{year},{count}" for year, count in counts)]) + "\n", encoding="utf-8")
        import_file(
            table,
            dataset_id="fires",
            measure="pirate attacks",
            mapping={"period": "p", "count": "n"},
            country="DNK",
            published=f"2026-01-{self.week:02}",
        )

    def run(self, **more):
        """Run the watchlist."""
        return self.desk.run(renderer=checked, **more)

    def told(self):
        """The entries of the feed: what kind, of which claim, its title and its words, the newest first."""
        root = Xml.parse(self.out / "feed.xml").getroot()  # noqa: S314  (our own file)
        return [
            {
                "id": entry.findtext(f"{ATOM}id"),
                "kind": entry.find(f"{ATOM}category").get("term"),
                "about": entry.find(f"{ATOM}link").get("href").split("/")[0],
                "title": entry.findtext(f"{ATOM}title"),
                "words": entry.findtext(f"{ATOM}summary"),
            }
            for entry in root.findall(f"{ATOM}entry")
        ]

    def kinds(self):
        """What the feed tells, the newest first."""
        return [(one["kind"], one["about"]) for one in self.told()]

    def state(self, name):
        """What the JSON of changes says of a claim that was made in the latest run."""
        return next(one for one in self.desk.changes()["changes"] if one["id"] == name)


FIRST = [("new", "level"), ("new", "rise")]


@pytest.fixture
def months(desk, tmp_path, monkeypatch):
    """A desk with data of its own."""
    monkeypatch.setenv("VERIFIER_DATA", str(tmp_path / "store"))
    return Months(desk)


def in_feed(months):
    """The feed's kinds, those of one run in the order of their claims."""
    return sorted(months.kinds()[:2]) + months.kinds()[2:]


def test_a_release_that_adds_a_period_is_no_news(months):
    """Its reports are made again and name the release; finding, counts, windows and sources are what they were."""
    months.run()
    assert months.state("rise")["finding"] == "Holds up"
    months.bring(("2021", 5), ("2022", 7), ("2023", 3))
    done = months.run()
    assert sorted(done.made) == ["level", "rise"]
    assert done.changed == []
    assert (months.state("rise")["state"], months.state("rise")["other"]) == ("re-made", [])
    assert in_feed(months) == FIRST
    assert done.made["rise"] == [
        "new vintage: fires, 2026-01-01 to 2026-01-02 (0 of 2 totals in both restated, 1 total added)"
    ]


def test_another_wording_of_the_program_is_no_news(months, monkeypatch):
    """The same finding from the same counts in other words is a report made again, nothing more."""
    months.run()
    monkeypatch.setattr(sentences, "fair_statement", lambda _: "In other words.")
    whole = sentences.sentence
    monkeypatch.setattr("verifier.findings.answer.sentence", lambda check: f"Reworded: {whole(check)}")
    done = months.run(again=True)
    assert (sorted(done.made), done.changed) == (["level", "rise"], [])
    assert months.state("rise")["sentence"].startswith("Reworded: ")
    assert in_feed(months) == FIRST


def test_a_restated_count_is_told_as_counts_before_and_now(months):
    """An editor reads what the source had and has, before anything else, and in a few lines."""
    months.run()
    months.bring(("2021", 5), ("2022", 9))
    assert sorted(months.run().changed) == ["level", "rise"]
    (told,) = (one for one in months.told() if (one["kind"], one["about"]) == ("changed", "rise"))
    assert (
        "Pirate attacks (fires.csv) had 7 in 2022 and 5 in 2021, and has now 9 in 2022 and 5 in 2021." in told["words"]
    )
    assert "1 of 2 totals in both restated" in told["words"]
    assert len(told["words"]) <= 900
    assert "Pirate attacks (fires.csv) had 7 in 2022, and has now 9 in 2022." in months.state("level")["other"]
    assert "Pirate attacks (fires.csv) had 7 in 2022, and has now 9 in 2022." in months.desk.page()


def test_a_claim_is_followed_when_a_paragraph_is_added_above_it(months):
    """`claim: 2` goes on meaning the claim that it meant, and the run says that it moved."""
    months.run()
    months.write(ABOVE, RISE, LEVEL)
    done = months.run()
    assert done.made["level"][0] == "the claim moved: it was claim 2 of the text and is claim 3 now"
    assert done.made["rise"][0] == "the claim moved: it was claim 1 of the text and is claim 2 now"
    assert done.changed == []
    assert (months.state("rise")["claim"], months.state("level")["claim"]) == (RISE, LEVEL)
    months.write(ABOVE, LEVEL.replace("7", "8"), RISE)
    done = months.run()
    assert months.state("level")["claim"] == LEVEL.replace("7", "8")
    assert done.made["level"][0] == "the claim's own words were edited: “7 pirate attacks” became “8 pirate attacks”"


def test_a_number_that_the_desk_put_right_is_followed_too(months):
    """After the watchlist was given the number that the claim has now, nothing is made again, and the guard holds."""
    months.run()
    months.write(ABOVE, RISE, LEVEL)
    months.run()
    months.watch("{id: rise, document: article, claim: 2}", "{id: level, document: article, claim: 3}")
    assert months.run().made == {}
    months.write(RISE, LEVEL)
    assert months.run().made["level"][0] == "the claim moved: it was claim 3 of the text and is claim 2 now"


def test_a_claim_that_is_gone_is_refused_and_no_other_takes_its_place(months):
    """The run says what was meant; with `words:`, or another number, the desk says what is meant now."""
    months.run()
    months.write(RISE, "In other news, 300 houses burnt down in Norway in 2020.", ABOVE)
    done = months.run()
    assert done.failed["level"].startswith(
        f"claim 2 was “7 pirate attacks” in “{LEVEL}”, which is no longer in the text"
    )
    assert "level" not in done.made
    months.watch("{id: rise, document: article}", "{id: level, document: article, words: 5 pirate attacks}")
    assert months.run().failed == {}
    assert json.loads((months.out / "level" / "watch.json").read_text(encoding="utf-8"))["claim"] == ABOVE
    months.watch('{id: rise, document: article, words: "9"}')
    assert "words: no claim of the text reads “9”; there is 1: “40 percent”" in months.run().failed["rise"]


def test_a_document_watched_as_a_whole_keeps_the_ids_of_its_claims(months):
    """A new claim takes a new id, one that is gone leaves, and every other one keeps its folder and its history."""
    months.watch()
    months.run()
    months.write(ABOVE, RISE)
    done = months.run()
    assert sorted(done.made) == ["article-1", "article-3"]
    assert done.left == ["article-2"]
    held = {name: months.desk.manifest(name)["claim"] for name in ("article-1", "article-2", "article-3")}
    assert held == {"article-1": RISE, "article-2": LEVEL, "article-3": ABOVE}
    assert months.desk.changes()["left"][0]["why"] == "it is no longer in its text"


def test_a_claim_that_left_its_text_takes_no_id_from_another(months):
    """The number that it had is another claim's by then, which keeps its own id in all the runs to come."""
    months.watch()
    months.run()
    months.write(ABOVE, RISE)
    months.run()
    done = months.run()
    assert (done.made, done.left, sorted(done.skipped)) == ({}, [], ["article-1", "article-3"])


def test_a_document_that_cannot_be_read_for_a_week_loses_no_claim(months):
    """Its failure is told, and that it can be read again; none of its claims left the watchlist meanwhile."""
    months.watch()
    months.run()
    text = months.article.read_bytes()
    months.article.write_bytes(b"\xff\xfe\xff")
    done = months.run()
    assert (list(done.failed), done.left) == (["article"], [])
    months.article.write_bytes(text)
    for _ in range(2):
        done = months.run()
        assert (sorted(done.skipped), done.left, done.failed) == (["article-1", "article-2"], [], {})
    assert months.kinds()[:2] == [("works again", "article"), ("failed", "article")]


def test_a_claim_with_another_id_keeps_its_rating(months):
    """The report under the new id carries the rating and the history; the feed says under which id it goes on."""
    months.run()
    (months.out / "rise" / "ratings.yml").write_text(RATED, encoding="utf-8")
    months.run()
    months.watch("{id: growth, document: article}", "{id: level, document: article, claim: 2}")
    done = months.run()
    assert done.made == {"growth": ["it was watched as “rise” before"]}
    assert (months.out / "growth" / "ratings.yml").read_text(encoding="utf-8") == RATED
    assert [one["kind"] for one in months.desk.manifest("growth")["events"]] == ["re-made", "rated", "new"]
    assert months.desk.manifest("growth")["result"]["rating"] == "Fair (A. Editor, 2026-11-02)"
    assert months.kinds()[:2] == [("left", "rise"), ("rated", "rise")]
    assert "it is watched as “growth” from now on" in months.told()[0]["words"]


def test_a_rating_by_number_does_not_move_to_another_claim(months):
    """Where a claim has another number now, a rating by its old one stops the claim until somebody looked at it."""
    months.run()
    (months.out / "rise" / "ratings.yml").write_text(RATED, encoding="utf-8")
    months.run()
    months.write(ABOVE, RISE, LEVEL)
    assert months.run().failed == {
        "rise": "the claim moved from 1 to 2 in its text, and the newsroom's words are of claim 1: if they are of this "
        "claim, write 2 in rise/ratings.yml"
    }
    (months.out / "rise" / "ratings.yml").write_text(RATED.replace("1:", "2:"), encoding="utf-8")
    assert months.run().failed == {}
    assert months.desk.manifest("rise")["result"]["rating"] == "Fair (A. Editor, 2026-11-02)"


def test_a_rating_is_not_lost_when_its_file_was_touched_for_something_else(months):
    """A comma put right in the file does not say that anybody looked at the number."""
    months.run()
    (months.out / "rise" / "ratings.yml").write_text(RATED, encoding="utf-8")
    months.run()
    months.write(ABOVE, RISE, LEVEL)
    (months.out / "rise" / "ratings.yml").write_text(RATED.replace("A. Editor", "B. Editor"), encoding="utf-8")
    assert "the claim moved from 1 to 2 in its text" in months.run().failed["rise"]


def test_a_rating_does_not_move_to_the_claim_that_the_desk_chose_instead(months):
    """Though that claim has the number of the one that was rated; what is written after it holds of it."""
    months.run()
    (months.out / "rise" / "ratings.yml").write_text(RATED, encoding="utf-8")
    months.run()
    months.write(LEVEL)
    months.watch("{id: rise, document: article, words: 7 pirate attacks}")
    assert months.run().failed == {
        "rise": "the watchlist means another claim now, “7 pirate attacks” instead of “40 percent”, and the newsroom's "
        "words are of that one: take them out of rise/ratings.yml, or write there what holds of this claim"
    }
    (months.out / "rise" / "ratings.yml").write_text(RATED.replace("Fair", "True"), encoding="utf-8")
    assert months.run().failed == {}
    assert months.desk.manifest("rise")["result"]["rating"].startswith("True")


def test_a_failure_is_told_once_and_without_the_folders_of_this_machine(months):
    """Of a text in the watchlist, of a file, and of a specification set: the feed and the index are published."""
    months.article.write_bytes(b"\xff\xfe\xff")
    (months.desk.folder / "own.toml").write_text("x = ", encoding="utf-8")
    months.watch(
        "{id: file, document: article}",
        "{id: gone, document: gone}",
        f"{{id: set, text: '{RISE}', specifications: own.toml}}",
        '{id: text, text: "---\\npublished: [\\n---\\nx"}',
        documents="article: {path: article.md}, gone: {path: gone.md}",
    )
    for _ in range(2):
        assert sorted(months.run().failed) == ["file", "gone", "set", "text"]
    assert len(months.kinds()) == 4
    for page in ("feed.xml", "index.html", "changes.json", "history.json"):
        assert str(months.desk.folder) not in (months.out / page).read_text(encoding="utf-8"), page


def test_ratings_corrections_failures_and_claims_that_left_reach_the_feed(months):
    """Each once, whatever the number of weeks for which it stays so."""
    months.watch("{id: rise, document: article}", "{id: level, document: article, claim: 9}")
    for _ in range(2):
        assert list(months.run().failed) == ["level"]
    assert months.kinds() == [("new", "rise"), ("failed", "level")]
    (months.out / "rise" / "ratings.yml").write_text(RATED, encoding="utf-8")
    months.run()
    (months.out / "rise" / "corrections.yml").write_text("- {date: 2026-11-03, what: A comma.}\n", encoding="utf-8")
    months.run()
    months.watch("{id: level, document: article, claim: 2}")
    for _ in range(2):
        months.run()
    assert months.kinds()[:4] == [("new", "level"), ("left", "rise"), ("corrected", "rise"), ("rated", "rise")]
    words = [one["words"] for one in months.told()]
    assert "Correction: 2026-11-03: A comma." in words[2]
    assert "Rated by the newsroom: Fair (A. Editor, 2026-11-02); before: not rated." in words[3]
    assert "there is no claim 9" in words[5]
    months.watch("{id: level, document: article, claim: 2}", "{id: rise, document: article}")
    months.run()
    assert months.kinds()[0] == ("watched again", "rise")
    assert months.desk.changes()["unchanged"] == ["level"]


def test_an_old_entry_keeps_what_it_said(months, monkeypatch):
    """Neither another wording of the feed nor an edit of the claim touches an entry that was told before."""
    months.run()
    before = months.told()
    monkeypatch.setattr(event_writer, "event_title", lambda *_: "Other words")
    monkeypatch.setattr(event_writer, "event_summary", lambda *_: "Other words.")
    months.write(RISE.replace("40", "80"), LEVEL)
    assert months.run().changed == ["rise"]
    assert months.told()[0]["title"] == "Other words"
    assert months.told()[1:] == before


def test_with_the_notes_of_the_runs_lost_nothing_is_new(months):
    """Reports know their own history: no entry changes its id, and untouched claims are untouched."""
    months.run()
    months.bring(("2021", 5), ("2022", 9))
    months.run()
    before = {one["id"] for one in months.told()}
    shutil.rmtree(months.out / ".watch")
    (months.out / "history.json").unlink()
    done = months.run()
    assert (done.made, sorted(done.skipped)) == ({}, ["level", "rise"])
    assert months.desk.changes()["unchanged"] == ["rise", "level"]
    assert {one["id"] for one in months.told()} == before
    assert months.desk.changes()["run"]["number"] == 3


def test_the_same_change_seen_again_has_the_same_identity(months):
    """Where the state before a change is restored, as from a cache, the change is not announced as another one."""
    months.run()
    shutil.copytree(months.out, months.desk.folder / "cached")
    months.bring(("2021", 5), ("2022", 9))
    ids = []
    for _ in range(2):
        shutil.rmtree(months.out)
        shutil.copytree(months.desk.folder / "cached", months.out)
        assert sorted(months.run().changed) == ["level", "rise"]
        ids.append({one["id"] for one in months.told()})
    assert ids[0] == ids[1]
    assert len(ids[0]) == 4


def test_a_report_made_again_in_between_changes_no_identity(months, monkeypatch):
    """What is not in the feed is no entry before: after an upgrade, too, the same change is the same entry."""
    months.run()
    shutil.copytree(months.out, months.desk.folder / "cached")
    monkeypatch.setattr(inputs, "package_digest", lambda: "an upgrade")
    months.run()
    months.bring(("2021", 5), ("2022", 9))
    months.run()
    before = {one["id"] for one in months.told()}
    shutil.rmtree(months.out)
    shutil.copytree(months.desk.folder / "cached", months.out)
    months.run()
    assert {one["id"] for one in months.told()} == before


def test_a_count_beside_a_rank_is_told_when_it_changes(months):
    """What changed is never left out: here the count of the year that comes second."""
    months.write("In Denmark 2022 had the most pirate attacks since 2019.")
    months.watch()
    months.bring(("2019", 1), ("2020", 2), ("2021", 5), ("2022", 9))
    months.run()
    months.bring(("2019", 1), ("2020", 2), ("2021", 7), ("2022", 9))
    assert months.run().changed == ["article-1"]
    (told,) = months.state("article-1")["other"]
    assert told.endswith("has the same counts (9 in 2022, rank 1); beside them was 5 in 2021 and is now 7 in 2021.")


def test_the_same_reason_of_many_datasets_is_given_once(months):
    """Three of them are named, and how many more there are."""
    months.desk.list.write_text(f"claims: [{{id: rise, text: '{RISE}'}}]", encoding="utf-8")
    months.run()
    months.desk.list.write_text(f"claims: [{{id: rise, text: '{RISE}', datasets: [fires]}}]", encoding="utf-8")
    said, asked = months.run().made["rise"]
    assert said == "changed parameters: datasets"
    assert re.fullmatch(r"no longer asked dataset: [\w-]+, [\w-]+, [\w-]+ and \d+ more", asked)


def test_a_package_of_the_same_version_with_other_files_is_seen(months, monkeypatch):
    """An upgrade makes reports again whether or not its number changed, and is no news by itself."""
    months.run()
    monkeypatch.setattr(inputs, "package_digest", lambda: "an upgrade")
    done = months.run()
    assert sorted(done.made) == ["level", "rise"]
    assert "its files are others, its version is the same" in done.made["rise"][0]
    assert (done.changed, in_feed(months)) == ([], FIRST)


def test_an_edit_elsewhere_in_the_text_is_told_apart_from_one_of_the_claim(months):
    """The claim's own sentence, and its neighbours', are two reasons."""
    months.run()
    months.write(RISE, LEVEL, "The navy is on its way.")
    done = months.run()
    assert done.made["rise"] == ["the text around the claim was edited, its own sentence was not"]
    months.write("Reported: " + RISE[0].lower() + RISE[1:], LEVEL, "The navy is on its way.")
    assert months.run().made["rise"] == ["the claim's own sentence was edited"]


def test_another_claim_named_in_the_watchlist_is_the_only_reason(months):
    """Neither an edit nor the data are given as a reason where the desk chose another claim, of another kind."""
    months.run()
    months.watch("{id: rise, document: article, claim: 2}", "{id: level, document: article, claim: 2}")
    assert months.run().made == {"rise": ["the watchlist means another claim: 2 of the text instead of 1"]}
    assert months.state("rise")["claim_before"] == RISE
    months.write(RISE.replace("between 2021 and 2022", "in 2022"), LEVEL.replace("7 pirate attacks", "few pirates, 7,"))
    for why in months.run().made.values():
        assert not [one for one in why if "definition" in one or "specification" in one or "restated" in one], why


def test_the_title_of_an_entry_tells_which_claim_of_its_sentence_is_meant(months):
    """Two claims of one sentence are told apart by their own words."""
    months.run()
    assert {one["title"] for one in months.told()} == {
        f"Holds up: “40 percent” in “{RISE}”",
        f"Holds up: “7 pirate attacks” in “{LEVEL}”",
    }
