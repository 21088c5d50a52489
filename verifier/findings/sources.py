"""Asking a dataset: the series that speak to a claim, or the reason why it abstains."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Lock

from verifier.claims.claim import Claim
from verifier.comparisons.series import Series
from verifier.files import stamp
from verifier.findings import wording
from verifier.incidents import regions
from verifier.incidents.cells import Definition
from verifier.incidents.dataset import Dataset, Vintage
from verifier.incidents.measures import same
from verifier.places.tree import in_words
from verifier.questions.asked_measure import leaves_open
from verifier.questions.asked_place import AskedPlace, counted_place, nothing_there
from verifier.window import Window, add_years

# Days of series kept for the next claim: with its running sums a day takes some 80 bytes, so 240 MB at most. Thirty
# places in all datasets are 2.2 million.
KEPT_DAYS = 3_000_000
LISTED = 6  # spans named one by one


@dataclass(frozen=True)
class Source:
    """One series that can speak to a claim, and how well its definition fits the words.

    other is the series it is held against in the same window, where the claim needs one: the whole of a part, or the
    other group, with what each is called; rivals are those of the other countries it is ranked among. family is the
    collection of data it rests on; dispersion is how much more than chance its totals are taken to vary; estimates are
    the series of its low and its high estimates, where it has them.
    """

    dataset: Dataset
    definition: Definition
    match: str
    why: str
    series: Series
    published: date
    other: Series | None = None
    own_label: str = ""
    other_label: str = ""
    rivals: tuple[Series, ...] = ()
    family: str = ""
    dispersion: float = 1.0
    estimates: tuple[Series, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Dataset, vintage and definition: what the rows of the table call this series by."""
        return self.series.cells.dataset, self.series.cells.vintage, self.definition.id


@dataclass(frozen=True, slots=True)
class Abstention:
    """A dataset that does not answer, and why."""

    dataset: str
    why: str


def ask(dataset: Dataset, claim: Claim, wanted: AskedPlace, known_on: date | None) -> tuple[list[Source], str | None]:
    """The series of a dataset that speak to the claim, or the reason why there is none.

    wanted is the place of the claim, or the one given instead; known_on takes the vintage published by that day.
    For a part of a country the series may be those of the whole: `inside_country` narrows them or leaves them out.
    """
    asked = claim.measure or ""
    answers = dataset.answers(asked)
    if leaves_open(asked) and claim.resolved.how.get("measure") != "given":
        # Bare "deaths": only what a dataset of the user's own counts under that very name.
        answers = [one for one in answers if any(same(asked, own) for own in one.definition.answers.get("exact", []))]
    if not answers:
        return [], dataset.abstention(asked)
    where = counted_place(dataset, wanted)
    if where is None:
        return [], nothing_there(dataset, wanted)
    vintages = [one for one in dataset.vintages(where) if known_on is None or one.published <= known_on]
    if not vintages:
        return [], f"Nothing of it on {in_words(where)} had been published by {known_on}."
    made: list[Source] = []
    lacking: str | None = None
    for answer in answers:
        counted = dataset.vintages(where, answer.definition)
        counted = [one for one in counted if known_on is None or one.published <= known_on]
        if not counted:
            continue
        if without := dataset.left_out(answer.definition, asked, where, days_named(claim)):
            lacking = without
            continue
        release = newest_covering(counted, windows_wanted(claim), claim.published)
        series = series_of(dataset, answer.definition.id, where, release)
        if not series.cells.table.empty:
            made.append(Source(dataset, answer.definition, answer.match, answer.why, series, release.published))
    return made, None if made else lacking or f"It has no figures of that kind for {in_words(where)}."


def days_named(claim: Claim) -> tuple[date, date]:
    """The first and the last day that a claim is about, as far as it says."""
    period, baseline = claim.resolved.period, claim.resolved.baseline
    last = period.end if period else claim.published or date.max
    return min([last, *(one.start for one in (period, baseline) if one)]), last


def windows_wanted(claim: Claim) -> tuple[tuple[Window, ...], ...]:
    """The windows that one release has to cover together, the best choice first: the period with the baseline, else the
    period alone. A change without a baseline has the year before; a claim without a period the last whole year before
    it was said, or the one before that where a baseline is named.

    What has gone on "since" a day runs to the end of each release, and needs that day.
    """
    period, baseline = claim.resolved.period, claim.resolved.baseline
    if claim.resolved.since is not None:
        return ((Window(claim.resolved.since, claim.resolved.since),),)
    if period is None and claim.published is None:
        return ()
    years = (
        [period] if period else [Window.parse(str(claim.published.year - back)) for back in (1, 2) if claim.published]
    )
    if baseline is None and claim.kind in ("change", "trend"):
        together = [(one, Window(add_years(one.start, -1), add_years(one.end, -1))) for one in years[:1]]
    else:
        together = [(one, baseline) for one in years] if baseline else []
    return (*together, (years[0],))


def newest_covering(releases: list[Vintage], wanted: tuple[tuple[Window, ...], ...], said: date | None) -> Vintage:
    """The newest release that covers all windows of the first choice that one covers, since both windows of a
    comparison come from one release; else the newest. A year before the last one is not taken where that had been
    published when it was said.
    """
    last = wanted[0][0] if wanted else None
    known = [one.coverage for one in releases if one.coverage and said and one.published <= said]
    out = last is not None and any(one.contains(last) for one in known)
    for windows in wanted:
        if out and windows[0] != last:
            continue
        for one in reversed(releases):
            if one.coverage is not None and all(one.coverage.contains(window) for window in windows):
                return one
    return releases[-1]


def series_of(dataset: Dataset, definition: str, place: str, vintage: Vintage, region: str | None = None) -> Series:
    """The series of a definition, place and vintage, or of one region of that place as the dataset writes it; the last
    ones asked for are kept, sums included.

    A dataset or a table file that has changed is read anew. Callers must not change the series. Raises what
    `Dataset.cells` raises.
    """
    paths = {each["name"]: each["path"] for each in dataset.descriptor["resources"]}
    stamps = tuple(_stamp(dataset.folder / paths.get(name, name)) for name in vintage.tables)
    # A Dataset is equal to itself alone, and the catalogue makes a new one when its descriptor changes.
    key = dataset, definition, place, vintage.id, region, stamps
    return _KEPT.get(key, lambda: _read(dataset, definition, place, vintage, region))


def _read(dataset: Dataset, definition: str, place: str, vintage: Vintage, region: str | None) -> tuple[Series, int]:
    """A series, and the days it takes to keep."""
    if region is None:
        series = Series(dataset.cells(definition, place, vintage=vintage.id))
    else:
        series = Series(regions.cells(dataset, dataset.definition(definition), place, vintage.id, region))
    return series, days_of(series)


def days_of(series: Series) -> int:
    """How many days of a daily series take as much room."""
    days = series.coverage.days if series.dense and series.coverage else 0
    return days + 10 * len(series.cells.table)


class _Kept:
    """The series asked for last, as many as hold no more than so many days."""

    def __init__(self, most_days: int) -> None:
        self._most = most_days
        self._held: OrderedDict[Hashable, tuple[Series, int]] = OrderedDict()
        self._days = 0
        self._lock = Lock()

    def get(self, key: Hashable, read: Callable[[], tuple[Series, int]]) -> Series:
        """The series of a key, read where it is not held."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
        series, days = read()
        with self._lock:
            _, before = self._held.pop(key, (series, 0))
            self._held[key] = series, days
            self._days += days - before
            while self._days > self._most and len(self._held) > 1:
                self._days -= self._held.popitem(last=False)[1][1]
        return series

    def clear(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._held.clear()
            self._days = 0


_KEPT = _Kept(KEPT_DAYS)


def forget() -> None:
    """Drop the series that are kept, as a measurement from the start needs it."""
    _KEPT.clear()


def _stamp(path: Path) -> tuple[str, tuple[int, ...]] | None:
    try:
        return str(path), stamp(path)
    except OSError:
        return None


def latest_day(source: Source) -> date:
    """The last day that a window of a source may reach, whenever the claim was made: what it could report by then."""
    latest = source.published - timedelta(days=source.dataset.reporting_lag_days)
    return latest if source.series.coverage is None else min(latest, source.series.coverage.end)


def first_published(source: Source) -> date:
    """When the oldest release that is here of a source's dataset came out, for its definition and place."""
    known = source.dataset.vintages(source.series.cells.place, source.definition)
    return min((one.published for one in known), default=source.published)


def break_days(source: Source) -> list[tuple[int, str]]:
    """The ordinals of the days from which a source counts otherwise, so that counts on the two sides differ by that
    alone, with the reason of each, the earliest first.
    """
    if not getattr(source.dataset, "breaks", None):
        return []
    told = source.dataset.breaks_in(source.definition.id, source.series.cells.place)
    return sorted((day.toordinal(), why) for day, why in told)


def earlier_series(source: Source) -> list[Series]:
    """What the vintages before a source's own gave for the same definition and place, the oldest first; none for one
    region of a country, whose own counts are not kept by vintage.
    """
    place, vintage = source.series.cells.place, source.series.cells.vintage
    if source.series.cells.definition.filter != source.definition.filter:
        return []
    known = source.dataset.vintages(place, source.definition)
    earlier = [one for one in known if one.published < source.published and one.id != vintage]
    return [series_of(source.dataset, source.definition.id, place, one) for one in earlier]


def no_window(sources: list[Source]) -> str:
    """Why series that answer made no comparison: for each definition, what it has counts for."""
    spans: dict[str, set[Window]] = {}
    for source in sources:
        series = source.series
        known = [series.coverage] if series.dense and series.coverage else series.own_spans
        spans.setdefault(source.definition.shown_label, set()).update(known)
    labels: dict[frozenset[Window], list[str]] = {}
    for label, several in spans.items():
        labels.setdefault(frozenset(several), []).append(label)
    told = [f"{_first(several)} for {_spans(set(known))}" for known, several in labels.items()]
    return f"It has no counts for just the days the claim is about: it has {'; '.join(told)}."


def _first(labels: list[str]) -> str:
    """The first of several counts, and how many more there are."""
    more = f" (and {len(labels) - 1} more)" if labels[1:] else ""
    return f"{labels[0]}{more}{',' * (',' in labels[0])}"


def _spans(spans: set[Window]) -> str:
    if len(spans) > LISTED:
        whole = Window(min(one.start for one in spans), max(one.end for one in spans))
        years, months = ({one.days for one in spans} <= days for days in ({365, 366}, {28, 29, 30, 31}))
        unit = "years" if years else "months" if months else "spans"
        return f"{len(spans)} {unit}, {wording.span(whole)}"
    return ", ".join(map(wording.span, sorted(spans)))
