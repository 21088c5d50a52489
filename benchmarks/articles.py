"""Measure how many ordinary news articles the claim reader reads a second, of one core.

    python benchmarks/articles.py [--articles 400] [--others VENV/bin/python] [--json OUT.json]

The articles are made from sentences and word lists of our own, with a seed, so that anybody reads the same ones: 22 to
30 sentences, of which two to five hold a number and up to two a claim. What they are like is counted and printed beside
the speed. VENV is the environment of benchmarks/claims-requirements.txt; the others only find the numbers.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from verifier.claims.document import document
from verifier.claims.reader import ClaimsRead, read_claims
from verifier.claims.tokens import sentences

HERE = Path(__file__).resolve().parent
SLOT = re.compile(r"\{(\w+)\}")
NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|half|third|fifth)\b", re.I)
RUNS = 5


@dataclass(frozen=True)
class Article:
    """A text with what its front matter, or the fields beside it in an archive, say."""

    text: str
    published: str
    country: str | None


WORDS = {
    "person": "Maria Lindqvist|Daniel Okafor|Aisha Rahman|Peter Novak|Grace Mwangi|Thomas Berg|Leila Haddad|Carlos Ibarra"
    "|Helen Marsh|Samuel Adeyemi|Ingrid Solberg|Farah Siddiqui|Victor Almeida|Ruth Kamau|Oleg Petrenko|Nadia Benali",
    "surname": "Lindqvist|Okafor|Rahman|Novak|Mwangi|Berg|Haddad|Ibarra|Marsh|Adeyemi|Solberg|Siddiqui|Almeida|Kamau",
    "role": "the mayor|the deputy minister|a council spokeswoman|the head teacher|the regional governor|a hospital director"
    "|the union's secretary|the chief engineer|the museum's curator|a senior officer|the party's leader in parliament",
    "body": "the transport ministry|the city council|the health department|the central bank|the electoral commission"
    "|the water company|the farmers' union|the national railway|the police|the opposition|the education board",
    "country": "Kenya|Norway|Pakistan|Portugal|Colombia|Indonesia|Poland|Nigeria|Canada|Lebanon|Peru|Denmark",
    "city": "Nairobi|Bergen|Lahore|Porto|Bogotá|Surabaya|Gdansk|Ibadan|Halifax|Tripoli|Arequipa|Aarhus",
    "place": "the old harbour|the eastern suburbs|the market quarter|the river valley|the northern districts|the new campus"
    "|the border town|the main square|the industrial park|the hills above the town|the central station",
    "topic": "a new bus line|the school reform|the flood defences|a housing scheme|the hospital merger|the fishing quota"
    "|the harbour tunnel|a solar plant|the pension law|the airport link|the waste contract|the library's future",
    "thing": "report|proposal|agreement|budget|inquiry|review|contract|plan|petition|draft law|survey|programme",
    "who": "residents|shopkeepers|commuters|parents|nurses|fishermen|students|traders|pensioners|drivers|tenants|farmers",
    "said": "said|told reporters|said in an interview|said in a statement|told the council|said on local radio",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "mood": "cautious|relieved|sceptical|disappointed|confident|divided|patient|worried|hopeful|unconvinced",
    "weather": "heavy rain|strong winds|a long dry spell|early snow|thick fog|an unusually warm autumn",
    "crime": "burglaries|robberies|car thefts|assaults|homicides|bicycle thefts|knife attacks|arson attacks",
    "attack": "bombings|suicide attacks|kidnappings|ambushes|drone strikes|mortar attacks|militant attacks",
}  # fmt: skip

PLAIN = """
{Body} will publish the {thing} on {topic} before the end of the session, although several members had asked for more time to read it.
{person}, {role}, {said} that the decision had been taken after long talks with {who} and with everyone else who uses {place}.
“We listened to the {who} and we changed the {thing},” {surname} {said}. “What matters now is that the work begins and that people can see it.”
The {thing} was drawn up by a small group of officials who had worked on {topic} and who knew how the earlier one had been received.
In {city}, {who} gathered outside the town hall with banners and drums, and a choir from a nearby school sang until the meeting began.
{Body} declined to comment on the details but confirmed that the {thing} would be discussed again when the committee next meets.
Critics of {topic} argue that it does little for {who}, who have waited for years for the repairs that were promised to them.
Supporters point to {city}, where a similar {thing} was adopted without much trouble and is now seen as a model by other towns.
“I grew up in {place} and I have never seen anything like it,” said {person}, who runs a bakery opposite the building site.
{person} took over from {surname} in the spring after a contest that left the party {mood} about its direction and its finances.
The weather did not help, with {weather} closing the road to {place} and keeping many of the {who} at home for much of the week.
Lawyers for {body} told the court that the documents had been lost when the archive was moved to a warehouse near {place}.
The government in {country} has said that it wants closer ties with its neighbours, and it sent a delegation to {city} to say so.
Asked whether {topic} would go ahead, {surname} said that nobody could promise that, but that the signs were good.
According to {body}, the delay was caused by a dispute over who should pay for the drains and the lights along the new road.
Teachers say that the {thing} leaves too many questions open, above all about who will train the staff and who will answer for the results.
The museum reopened on {day} with an exhibition about the fishing families of {place}, many of whom came to see their own photographs.
A spokesman for {body} said that engineers were checking the cables and that trains would run as normal by the evening.
He said the company had learned from its mistakes and would speak to {who} before it changed the timetable again.
She added that the {thing} was only a beginning, and that {who} would judge it by what they saw in their own street.
The two sides met in {city} on {day} and agreed to go on talking, which diplomats described as better than many had feared.
Farmers in {place} have turned to older kinds of wheat, which need less water and which their grandparents would have known.
The film, shot in {country} with a cast of amateurs, follows a family of {who} through one long summer by the sea.
“Nobody asked us,” said {person}, one of the {who} who signed the letter. “If they had, we would have told them where the water comes in.”
{Body} has defended the contract, saying that it was the only bidder with the equipment and the people to finish before winter.
The coach praised his young side for its patience and said that the defeat in {city} had taught it how to keep the ball.
Police closed the street for most of the morning while they searched a house near {place}, and neighbours were asked to stay indoors.
A man was arrested after the fire at the warehouse, and officers have asked anyone who saw a white van to come forward.
The attack on the convoy was condemned by {body}, which called on all sides to let the aid workers do their job.
Investigators believe that the accident was caused by a worn brake, but they said that it was too early to rule out anything else.
Relatives of the victims were {mood} about the {thing}, which they said had been written without a word from any of them.
The strike at the port ended on {day} when the union and the owners signed an agreement on shifts and on safety.
Prices in the shops have been rising faster than wages, and {who} say that they now think twice before they buy meat.
Exports from {country} fell as demand in the region slowed, and economists at the bank expect little change before the summer.
The opposition called it the worst {thing} in the history of the chamber and promised to undo it if it wins the election.
Most of the {who} who spoke at the hearing were in favour, though some wanted more buses and fewer cars in {place}.
The team has never lost at home this season, and its captain said that the record had become a burden rather than a comfort.
There was no word from {body} on when the bridge would open, and the signs at {place} still send lorries the long way round.
A study of {topic} by the university in {city} found that people trust what they can see and forget what they are told.
{surname} was born in {city} and studied law in {country} before returning to work with {who} in {place}.
The hall was full, the speeches were short, and when {person} rose to speak even the {who} at the back fell silent.
It is not clear who leaked the {thing}, but {body} has opened an inquiry and has asked its staff to hand in their telephones.
The orchestra will play in {city} for the first time since its hall was damaged by {weather}, and the concert is sold out.
“This is a good day for {city},” {surname} said, “and it would not have come without the {who} who never gave up.”
Doctors warned that the wards were under strain and that some operations would have to wait until the new wing was ready.
{Body} denied that it had known about the leak, and said that it told {who} as soon as the results came back from the laboratory.
The road through {place} is lined with plane trees, which the council wants to keep and which the engineers would rather fell.
Voters in {country} go to the polls on {day}, and the latest surveys suggest that neither camp can be sure of a majority.
Under the {thing}, {who} would be able to see what {body} knows about them and to ask for mistakes to be put right.
The talks on {topic} broke down late on {day} after both sides had said that they would not move any further.
"""

NUMBERED = """
The {thing} will cost $4.2 million, most of which comes from the government, and the rest from a fund set up by local companies.
{person}, 47, has led {body} since 2019 and is the first woman to hold the post in a town where such jobs used to go to friends.
The match ended 2-1 after a late goal, and the visitors finished with ten men when their captain was sent off.
The building, which dates from 1874, has 36 rooms and a garden that runs down to {place}.
Trains will run every 20 minutes from 6 a.m. on weekdays, {body} said, and later on Sundays and holidays.
About 300 {who} came to the meeting on 14 March 2023, and more followed it on a screen outside.
The company employs 1,150 people in {country} and plans to hire another 80 when the plant near {place} is finished.
The council voted by 23 to 18 in favour of {topic}, with three members absent.
Shares in the company fell 3.4 percent to 57.80 in early trading before they recovered most of the loss.
The route is 42 kilometres long and climbs to a height of 1,300 metres before it drops down to {place}.
Unemployment in {country} stood at 6.1 percent in the third quarter, unchanged from a year earlier, the statistics office said.
The survey asked 2,400 adults in {country} what they thought of {topic}, and half of them had never heard of it.
Tickets cost between 15 and 40 euros and can be bought from {day} on at the theatre and at the central station.
The storm brought winds of up to 130 kilometres an hour and left some 9,000 homes without power for two days.
"""

CLAIMS = """
The number of {crime} in {city} rose by 18 percent last year, {body} said, the highest level since 2014.
{Crime} in {country} fell from 1,240 in 2021 to 980 in 2022, according to figures that were released on {day}.
At least 14 people were killed and 40 wounded in {attack} in {country} in the first half of 2023, {surname} said.
{person} said that {attack} had doubled since the ceasefire collapsed in August 2021.
Police recorded 212 {crime} in {place} between January and June, a third fewer than in the same period of 2022.
{Attack} killed more than 120 civilians in {country} in 2022, up from 75 the year before.
Nearly two-thirds of the {crime} in {city} take place at night, the {thing} says.
{Crime} are down for the third year in a row, {surname} told the council.
"""


def articles(count: int, seed: int = 7) -> list[Article]:
    """So many articles, the same ones for the same seed; half of them in a file with front matter."""
    random_ = random.Random(seed)  # noqa: S311 - made-up articles
    return [_article(random_, n % 2 == 0) for n in range(count)]


def _article(random_: random.Random, front: bool) -> Article:
    said = [_filled(random_, line) for line in random_.sample(_lines(PLAIN), random_.randint(20, 24))]
    others = [*random_.sample(_lines(NUMBERED), random_.randint(2, 4))]
    others += random_.sample(_lines(CLAIMS), random_.choices((0, 1, 2), (4, 4, 2))[0])
    for line in others:
        said.insert(random_.randint(0, len(said)), _filled(random_, line))
    paragraphs, at = [], 0
    while at < len(said):
        length = random_.randint(1, 3)
        paragraphs.append(" ".join(said[at : at + length]))
        at += length
    title = _filled(random_, random_.choice(_lines(PLAIN)))[:60].strip()
    published = f"2023-{random_.randint(1, 12):02}-{random_.randint(1, 28):02}"
    country = random_.choice([*WORDS["country"].split("|"), None])
    body = "\n\n".join(paragraphs) + "\n"
    if front:
        where = f"country: {country}\n" if country else ""
        return Article(
            f"---\ntitle: {json.dumps(title)}\npublished: {published}\n{where}---\n{body}", published, country
        )
    return Article(f"{title}\n\n{body}", published, country)


def _lines(block: str) -> list[str]:
    return block.strip().splitlines()


def _filled(random_: random.Random, line: str) -> str:
    def word(slot: re.Match[str]) -> str:
        name = slot[1].lower()
        said = random_.choice(WORDS[name].split("|"))
        return said[0].upper() + said[1:] if slot[1][0].isupper() else said

    filled = SLOT.sub(word, line)
    return filled[0].upper() + filled[1:]


def read(article: Article) -> ClaimsRead:
    """What is measured: from a string to its claims."""
    if article.text.startswith("---"):
        return read_claims(document(article.text))
    return read_claims(document(article.text, published=article.published, country=article.country))


def likeness(texts: list[Article]) -> dict[str, Any]:
    """What the articles are like, so that a reader can judge whether they are ordinary: means for one of them."""
    split = [[s.text[s.start : s.end] for s in sentences(one.text.split("---\n")[-1])] for one in texts]
    answers = [read(one) for one in texts]
    return {
        "articles": len(texts),
        "words": round(fmean(len(one.text.split()) for one in texts)),
        "sentences": round(fmean(map(len, split)), 1),
        "sentences with a number": round(fmean(sum(bool(NUMBER.search(s)) for s in one) for one in split), 1),
        "claims": round(fmean(len(one.mentions) for one in answers), 2),
        "numbers that are no claim": round(fmean(len(one.skipped) for one in answers), 1),
        "articles without a claim": f"{sum(not one.claims for one in answers) / len(answers):.0%}",
    }


def seconds(texts: list[Article]) -> float:
    """Processor time for all, the best of several runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        for one in texts:
            read(one)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=400)
    options.add_argument("--others", type=Path, help="a Python that has quantulum3 and recognizers-text-suite")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    texts = articles(given.articles)
    like = likeness(texts)
    spent = seconds(texts)
    results: dict[str, Any] = {
        "one article": like,
        "verifier": {
            "articles a second": round(len(texts) / spent),
            "sentences a second": round(like["sentences"] * len(texts) / spent),
        },
    }
    if given.others:
        results |= others(given.others, texts[:20], len(texts) / spent)
    text = json.dumps(results, indent=1, ensure_ascii=False)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", "utf-8")


def others(python: Path, texts: list[Article], own: float) -> dict[str, Any]:
    """Articles a second of the other systems, which find only the numbers, and how many times as fast the reader is."""
    done = subprocess.run(  # noqa: S603 - the interpreter the caller named
        [str(python), str(HERE / "claims_others.py"), "speed"],
        input=json.dumps([one.text for one in texts]),
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        name: {"articles a second": round(rate, 2), "the reader is faster": f"{own / rate:.0f} times"}
        for name, rate in json.loads(done.stdout).items()
    }


if __name__ == "__main__":
    main()
