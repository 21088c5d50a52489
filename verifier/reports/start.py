"""The pieces of `start_here.ipynb`: a pasted text, its claims, and the answer to one of them, or what to do instead.

Nothing here raises: who pastes a text into a notebook reads trouble as a sentence in the page, not as a traceback.
Only a parameter of papermill's that the notebook does not take ends it, as it ends the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from verifier.claims.claim import Claim
from verifier.claims.document import Document, document
from verifier.claims.reader import ClaimsRead, read_claims
from verifier.claims.text.clean import as_read
from verifier.errors import UsageError, VerifierError
from verifier.files import write_whole
from verifier.findings.check import Check, check
from verifier.reports import asking, blocks, drawings, first_screen, reading
from verifier.reports.blocks import Block, render
from verifier.reports.opened import given_by_papermill, refuse_unknown

HERE = "in the first grey box"
AGAIN = "Then choose Run, Run All Cells."


@dataclass(frozen=True)
class Start:
    """A pasted text, what was read in it, and the check of the chosen claim, as far as it got.

    trouble says in plain words why there is no check; notes what the text leaves open.
    """

    document: Document | None = None
    read: ClaimsRead | None = None
    claim: Claim | None = None
    check: Check | None = None
    trouble: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def save(self, path: str) -> Block:
        """Write the text to a file, with the day and the country given beside it, for the other notebooks."""
        if self.document is None:
            return _notice(["There is no text to save."])
        if Path(path).exists():
            return _notice([f"There is a file {path} already: choose another name."])
        try:
            write_whole(Path(path), with_front_matter(self.document))
        except UsageError as error:
            return _notice([str(error)])
        return _notice([f"Saved as {path}."])


def start(
    text: str,
    published: str = "",
    country: str = "",
    claim: int = 1,
    *,
    dataset: str = "",
    measure: str = "",
    place: str = "",
    baseline: str = "",
) -> Start:
    """Read a text and check the claim of that number; published is the day it was said, country where.

    dataset asks one dataset alone; measure, place and baseline take the place of what the text says.
    """
    refuse_unknown(given_by_papermill(), ("text", "published", "country", "claim"))
    wrong = _wrong_types(text, published, country, claim)
    if wrong:
        return Start(trouble=wrong)
    if not text.strip():
        return Start(trouble=[f"There is no text. Paste one between the triple quotation marks {HERE}. {AGAIN}"])
    try:
        pasted = document(text.strip() + "\n", published=published.strip() or None, country=country.strip() or None)
    except VerifierError as error:
        return Start(trouble=[_plainly(error)])
    read = read_claims(pasted)
    notes = _notes(pasted)
    if not read.claims:
        return Start(pasted, read, trouble=[_no_claim(read)], notes=notes)
    if not 1 <= claim <= len(read.claims):
        there = f"there are claims 1 to {len(read.claims)}" if read.claims[1:] else "there is one claim, number 1"
        no_such = f"There is no claim {claim}: in this text {there}. Change claim = {claim} {HERE}. {AGAIN}"
        return Start(pasted, read, trouble=[no_such], notes=notes)
    chosen = read.claims[claim - 1]
    notes += _undated(chosen)
    try:
        checked = check(
            chosen, [dataset] if dataset else None, said=pasted.published, measure=measure.strip() or None,
            place=place.strip() or None, baseline=baseline.strip() or None,
        )  # fmt: skip
    except VerifierError as error:
        return Start(pasted, read, chosen, trouble=[_plainly(error)], notes=notes)
    return Start(pasted, read, chosen, checked, notes=notes)


def text(begun: Start) -> Block:
    """The text with its claims marked and numbered, the chosen one more strongly, and what it leaves open."""
    notes = _notice([*begun.trouble, *begun.notes])
    if begun.document is None or begun.read is None:
        return notes
    pieces = reading.passage_pieces(begun.document, begun.read.mentions)
    html = render("start_passage.html.j2", pieces=pieces, chosen=begun.claim)
    plain = reading.plain(pieces).strip()
    return Block(html + notes.html, "\n\n".join(part for part in (plain, notes.text) if part))


def in_the_form(begun: Start) -> Block:
    """What is in the way of an answer, and what the text leaves open, in the words of the form."""
    words = [one.replace(f" {AGAIN}", "").replace(HERE, "in the form") for one in (*begun.trouble, *begun.notes)]
    return _notice([one.replace('published = "2023-11-08"', "2023-11-08") for one in words])


def claims(begun: Start) -> Block:
    """Every claim with its number, what it counts, where and when."""
    if begun.read is None or begun.document is None or not begun.read.claims:
        return _notice([])
    rows = [
        [f"{number} (chosen)" if claim is begun.claim else str(number), *_row(claim)]
        for number, claim in enumerate(begun.read.claims, start=1)
    ]
    caption = f"{len(rows)} {'claim' if len(rows) == 1 else 'claims'} in the text; the number picks one"
    head = ["Number", "Claim", "What is counted", "Where", "When", "Kind"]
    html = render("table.html.j2", caption=caption, head=head, rows=rows)
    return Block(html, "\n".join(" | ".join(row) for row in rows))


def finding(begun: Start, instead: str = f"Write it into the text {HERE}. {AGAIN}") -> Block | None:
    """The finding in words, or why the claim cannot be checked: instead is said where an option would answer it."""
    if begun.check is None:
        return _notice(["Nothing to show yet: see the sentence under the text above."])
    return blocks.refused(begun.check, instead) or first_screen.answer(begun.check)


def chart(begun: Start) -> drawings.Explained | Block | None:
    """The counts behind the answer in their history; nothing where the claim is not checked."""
    return drawings.counts(begun.check) if begun.check else None


def holds(begun: Start) -> drawings.Explained | Block | None:
    """All comparisons: where the claim holds and where it fails; nothing where the claim is not checked."""
    return drawings.curve(begun.check) if begun.check else None


def origins(begun: Start) -> Block | None:
    """How the number can have come about; nothing where the claim is not checked."""
    return asking.origins(begun.check) if begun.check else None


def counted(begun: Start) -> Block | None:
    """Which datasets answered, and which cannot, with the reason; nothing where the claim is not checked."""
    return blocks.counted(begun.check) if begun.check else None


def next_steps(begun: Start) -> Block:
    """Links to the other notebooks, each with what to put into its first box for this claim."""
    steps = [_check_step(begun), *_data_steps(begun)]
    html = render("start_next.html.j2", steps=steps)
    lines = [f"{notebook}: {why} {'; '.join(lines)}".strip() for notebook, why, lines in steps]
    return Block(html, "\n".join(lines))


def _check_step(begun: Start) -> tuple[str, str, list[str]]:
    why = "The whole analysis: what was counted, every comparison, sources."
    if begun.read is None or begun.claim is None:
        return "check_claim.ipynb", why, []
    number = begun.read.claims.index(begun.claim) + 1
    why += ' Save the text first: write begun.save("my-text.md") into an empty box here and run it. There, put:'
    return "check_claim.ipynb", why, ['document = "my-text.md"', f"claim = {number}"]


def _data_steps(begun: Start) -> list[tuple[str, str, list[str]]]:
    sources = begun.check.sources if begun.check else []
    if not sources:
        return [
            ("explore_baseline.ipynb", "Choose windows and baselines of a dataset by hand.", []),
            ("profile_dataset.ipynb", "What a dataset covers, and what it counts.", []),
        ]
    row = begun.check.headline if begun.check else None
    first = sources[0] if row is None else next(one for one in sources if one.dataset.id == row["dataset"])
    explore = [
        f'dataset = "{first.dataset.id}"',
        f'place = "{first.series.cells.place}"',
        f'measure = "{first.definition.id}"',
    ]
    profile = [f'dataset = "{first.dataset.id}"', f'place = "{first.series.cells.place}"']
    why = "Move the windows yourself, and see where a change of this size appears and where not."
    return [
        ("explore_baseline.ipynb", why, explore),
        ("profile_dataset.ipynb", "What the dataset of the main chart covers, counts and restates.", profile),
    ]


def _row(claim: Claim) -> list[str]:
    when = ", ".join(part for part in (claim.period, claim.baseline and f"against {claim.baseline}") if part)
    return [
        as_read(claim.text),
        claim.measure or "not said",
        reading.where(claim) or "not said",
        when or "not said",
        claim.kind,
    ]


def _wrong_types(text: object, published: object, country: object, claim: object) -> list[str]:
    wrong = [
        f"What stands behind {name} = must be in quotation marks, such as {example}."
        for name, value, example in (
            ("text", text, '"Attacks rose by 60 percent."'),
            ("published", published, '"2023-11-08"'),
            ("country", country, '"Pakistan"'),
        )
        if not isinstance(value, str)
    ]
    if type(claim) is not int:
        wrong.append("What stands behind claim = must be a whole number without quotation marks, such as 2.")
    return wrong


def _plainly(error: VerifierError) -> str:
    """The message of an error, in the words of the notebook's first box instead of the command line's."""
    said = str(error).replace("--published", "published").replace("--country", "country")
    return f"{said}. Change it {HERE}. {AGAIN}" if isinstance(error, UsageError) else f"{said}. {AGAIN}"


def _no_claim(read: ClaimsRead) -> str:
    seen = len(read.skipped)
    numbers = {0: "It holds no number", 1: "It holds one number that is no claim"}.get(
        seen, f"It holds {seen} numbers that are no claims"
    )
    return (
        f"No claim was found in the text. {numbers}. What can be read are sentences that put a number on something "
        "counted, such as: Terror attacks in Pakistan rose by 60 percent in 2022."
    )


def _notes(pasted: Document) -> list[str]:
    notes = list(pasted.warnings)
    if pasted.published is None:
        notes.append(
            "The text does not say on which day it was said, so “this year” or “since then” cannot be dated, and the "
            f'counts may reach past that day. Write the day {HERE}: published = "2023-11-08". {AGAIN}'
        )
    return notes


def _undated(claim: Claim) -> list[str]:
    """A claim whose period names something that the text does not date."""
    said, resolved = claim.period or claim.baseline, claim.resolved
    if not said or resolved.period or resolved.baseline:
        return []
    dated = "such as: The Taliban took over Afghanistan on 15 August 2021."
    days = f"The text says “{as_read(said)}”, but not which days that is."
    return [f"{days} Add a sentence with the date to the text, {dated} {AGAIN}"]


def _notice(sentences: list[str]) -> Block:
    if not sentences:
        return Block("", "")
    return Block(render("start_notice.html.j2", sentences=sentences), "\n".join(sentences))


def with_front_matter(pasted: Document) -> str:
    """The text with the day and country that were given beside it above it."""
    if pasted.body:
        return pasted.text
    lines = [f"published: {pasted.published}"] if pasted.published else []
    lines += [f"country: {pasted.country}"] if pasted.country else []
    return "\n".join(["---", *lines, "---", "", pasted.text]) if lines else pasted.text
