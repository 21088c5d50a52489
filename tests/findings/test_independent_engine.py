"""A thousand random series under the shipped set of a change, against an engine of another build.

This one lists single incidents (or published figures), counts them by going through the list, makes windows with
calendar arithmetic on whole numbers, and holds ratios against a target by multiplying whole numbers out. It shares no
code with the package but the set it reads and the containers it fills.
"""

import calendar
import math
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from anchored import at_once
from said import find
from test_series import dense, series

from verifier.claims.readings.claim_readings import TargetReading
from verifier.comparisons.rules import Anchors
from verifier.comparisons.series import Series
from verifier.comparisons.specifications import load_set
from verifier.findings.batch import batch
from verifier.findings.comparison_table import comparison_table
from verifier.findings.outcome_shares import judged, many_shares
from verifier.findings.outcomes import Targets
from verifier.findings.panel import Panel
from verifier.findings.question_facts import question_facts
from verifier.findings.sources import Source
from verifier.findings.standing import Asks
from verifier.window import Window

FIRST = date(2020, 1, 1)  # of dense series in test_series
DAY = timedelta(days=1)
SERIES = 600
BATCHES = 12


def moved(day, months):
    """The same day some months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class Incidents:
    """A day-by-day series as the list of its incidents: a window's count is how many of them it holds."""

    def __init__(self, draw):
        self.days = draw.randint(900, 4000)
        rate = draw.choice([0.003, 0.05, 0.3])
        self.last = FIRST + (self.days - 1) * DAY
        self.happened = []
        for at in range(self.days):
            while draw.random() < rate:
                self.happened.append(FIRST + at * DAY)
            if draw.random() < 0.01:
                rate = draw.choice([0.003, 0.05, 0.3])

    def made(self):
        many = Counter(self.happened)
        return dense([many[FIRST + at * DAY] for at in range(self.days)])

    def count(self, start, end):
        if start < FIRST or end > self.last:
            return None
        return len([day for day in self.happened if start <= day <= end])

    def published(self):
        return []


class Figures:
    """Published totals of years, halves, quarters and months, some missing."""

    def __init__(self, draw):
        self.rows = {}
        for year in range(2012, 2026):
            for months in (12, 6, 3, 1):
                for first in range(1, 13, months):
                    if draw.random() < {12: 0.7, 6: 0.2, 3: 0.1, 1: 0.1}[months]:
                        start = date(year, first, 1)
                        self.rows[start, moved(start, months) - DAY] = draw.choice([0, 1, 3, 9, 40, 165, 250])
        self.rows.setdefault((FIRST, date(2020, 12, 31)), 146)
        self.last = max(end for _, end in self.rows)

    def made(self):
        return series([(str(start), str(end), count) for (start, end), count in self.rows.items()])

    def count(self, start, end):
        """Of all ways to lay figures end to end over the window, the one with the fewest; None without any."""
        ways = self._ways(start, end)
        fewest = min((len(way) for way in ways), default=0)
        # Which of several equally short ways is taken is not told by the days: then their totals are compared.
        totals = {sum(way) for way in ways if len(way) == fewest}
        return None if not totals else totals.pop() if len(totals) == 1 else totals

    def _ways(self, start, end):
        if start > end:
            return [[]]
        return [
            [count, *rest]
            for (first, last), count in self.rows.items()
            if first == start and last <= end
            for rest in self._ways(last + DAY, end)
        ]

    def published(self):
        return list(self.rows)


def draw_question(draw, last):
    """A period, a baseline or none, and the latest day a window may reach."""
    shape = draw.choice(["year", "since a year", "since a day", "months", "days"])
    start = FIRST + draw.randint(380, 2600) * DAY
    if shape == "year":
        start, end = date(start.year, 1, 1), date(start.year, 12, 31)
    elif shape == "since a year":
        start, end = date(start.year, 1, 1), start + draw.randint(370, 900) * DAY
    elif shape == "months":
        start = start.replace(day=1)
        end = moved(start, draw.choice([1, 3, 6, 9, 18])) - DAY
    else:
        end = start + draw.randint(20, 900) * DAY
    baseline = None
    if draw.random() < 0.4:
        before = draw.choice([moved(start, -12), date(start.year - 1, 1, 1), start - draw.randint(30, 370) * DAY])
        length = draw.choice([30, 90, 364])
        baseline = (before, min(before + length * DAY, start - DAY))
    latest = min(last, end + draw.choice([-40, -3, 0, 5, 200]) * DAY)
    return (start, end), baseline, latest


def after_windows(option, period, baseline, latest, data):
    """The later windows of an option of the set."""
    (start, end), rule = period, option["rule"]
    if rule == "stated":
        return [(start, end)]
    if rule == "covered":
        until = min(end, latest, data.last)
        return [(start, until)] if start < until < end else []
    if rule == "first_months":
        until = moved(start, option["months"]) - DAY
        return [(start, until)] if until < end else []
    if rule == "last_months":
        since = moved(end + DAY, -option["months"])
        return [(since, end)] if since > start else []
    if rule == "calendar_years":
        years = [(date(year, 1, 1), date(year, 12, 31)) for year in range(start.year, end.year + 1)]
        return [(first, last) for first, last in years if first >= start and last <= end]
    if rule == "year_to_date":
        since = date(end.year, 1, 1)
        return [(since, end)] if start < since < end else []
    if rule == "published_spans":
        found = [(first, last) for first, last in data.published() if first >= start and last <= end]
        return [(first, last) for first, last in found if (last - first).days + 1 >= option["shortest_days"]]
    assert rule == "shifted"
    if baseline is None:
        return []
    return [(moved(start, months), moved(end + DAY, months) - DAY) for months in option["months"]]


def baselines(option, period, baseline, after):
    """The earlier windows of an option for one later window."""
    (start, _), rule, length = period, option["rule"], (after[1] - after[0]).days
    if rule == "stated":
        return [baseline] if baseline else []
    if rule == "same_length_before":
        return [(start - (length + 1) * DAY, start - DAY)]
    if rule == "months_before":
        return [(moved(start, -option["months"]), start - DAY)]
    if rule == "calendar_years_before":
        return [(date(start.year - back, 1, 1), date(start.year - back, 12, 31)) for back in option["years"]]
    if rule == "named_year":
        return [named_year(period, baseline)] if named_year(period, baseline) else []
    if rule == "same_season_before":
        for back in range(1, 40):
            earlier = (moved(after[0], -12 * back), moved(after[1], -12 * back))
            if earlier[1] < start:
                return [earlier]
        return []
    if rule == "year_on_year":
        return [(moved(after[0], -12), moved(after[1], -12))]
    assert rule == "years_mean"
    return [(date(start.year - option["years"], 1, 1), date(start.year - 1, 12, 31))]


def named_year(period, baseline):
    """The year of “since 2019”, where the period begins with one and goes on past its end."""
    start, end = period
    if baseline is None and (start.month, start.day) == (1, 1) and end > date(start.year, 12, 31):
        return start, date(start.year, 12, 31)
    return None


def relevance(widths, period, baseline, after, before):
    """How near a pair is to what the claim says."""
    start, end = period
    named = before == named_year(period, baseline)
    days = [(last - first).days + 1 for first, last in (period, after, before)]
    gap = ((baseline[1] if baseline else start - DAY) - before[1]).days / 365.25
    inside = len(range(max(start, after[0]).toordinal(), min(end, after[1]).toordinal() + 1))
    left_out = (end - after[1]).days if named else days[0] - inside
    parts = [
        0 if named else gap / widths["stated_gap_years" if baseline else "gap_years"],
        left_out / days[0] / widths["uncovered"],
        math.log(days[1] / days[2]) / widths["length_log"],
    ]
    found = math.exp(-sum(part * part for part in parts) / 2)
    if before[1] >= start and not named:
        found *= widths["inside_period"]
    if named_year(period, baseline) and not named:
        found *= widths["beside_named_year"]
    if baseline and before != baseline:
        found *= widths["beside_stated"]
    if baseline and after != period:
        found *= widths["beside_stated"]
    return found


def outcome(a, a_days, b, b_days, target, smallest):
    """What two counts say of a target [low, high), by whole numbers alone: a·b_days against bound·b·a_days."""
    low, high = target
    if a + b < smallest:
        return "insufficient"
    if abs(a_days - b_days) <= 3:  # compared by their totals
        a_days = b_days = 1
    top, base = a * b_days, b * a_days  # the ratio is top / base

    def reaches(bound, top=top, base=base):
        return True if base == 0 else top * bound.denominator >= bound.numerator * base

    def inside(top, base):
        return base and reaches(low, top, base) and not reaches(high, top, base)

    way = 1 if low >= 1 else -1 if high <= 1 else 0
    nothing = base and abs(top - base) * 200 <= base  # prints as 0 percent
    if way and (nothing or (top - base) * way < 0):
        return "opposite"
    if inside(top, base):
        return "matches"
    beyond = reaches(high) if way > 0 else not reaches(low)
    near = one_off(a, b, Fraction(b_days, a_days), target, way)
    if near or (base and close(Fraction(top, base), low, high, way)):
        return "close above" if beyond else "close below"
    if way == 0:
        return "opposite"
    return "stronger" if beyond else "weaker"


def close_to(low, high, way, short=Fraction(4, 5), beyond=Fraction(5, 4)):
    """From 80 to 125 percent of the claimed change; a fall over half is held by what is left."""
    if way > 0:
        return 1 + (low - 1) * short, 1 + (high - 1) * beyond
    least = low * short if low < Fraction(1, 2) else 1 - (1 - low) * beyond
    most = high * beyond if high < Fraction(1, 2) else 1 - (1 - high) * short
    return least, most


def close(ratio, low, high, way, *within):
    """Whether a ratio lies in that band."""
    least, most = close_to(low, high, way, *within)
    return way != 0 and least <= ratio <= most


def reached(a, b, scale, number):
    """Every ratio that so many incidents more or less in one count give, infinity as a very large number."""
    counts = [(max(a + one, 0), b) for one in (-number, number)] + [(a, max(b + one, 0)) for one in (-number, number)]
    return [Fraction(c, d) * scale if d else Fraction(10**9) for c, d in counts if c or d]


def meets(ratios, low, high):
    """Whether a band of ratios meets another."""
    return min(ratios) <= high and max(ratios) >= low


def one_off(a, b, scale, target, way):
    """Whether one incident would make a ratio match, or pass what matches, and it is not far off."""
    if not meets(reached(a, b, scale, 1), *target):
        return False
    return way == 0 or (b > 0 and close(Fraction(a, b) * scale, *target, way, *BY_ONE))


BY_ONE = Fraction(2, 3), Fraction(3, 2)


def decided(a, a_days, b, b_days, target, said):
    """Whether one incident decides what two counts say: what is close would not be, what is not would be right."""
    low, high = target
    if min(a, b) < 10 or said in ("matches", "insufficient"):
        return False
    scale = Fraction(1) if abs(a_days - b_days) <= 3 else Fraction(b_days, a_days)
    way = 1 if low >= 1 else -1 if high <= 1 else 0
    one, two = reached(a, b, scale, 1), reached(a, b, scale, 2)
    if said.startswith("close"):
        outside = any(not (low <= each <= high or close(each, low, high, way)) for each in one)
        return outside and not meets(one, low, high)
    near = way == 0 or meets(one, *close_to(low, high, way, *BY_ONE))
    return meets(two, low, high) and near


def literal(period, baseline, after, before):
    """Whether a pair is the comparison that was said: on the named baseline, else a year earlier."""
    if after != period:
        return False
    if baseline:
        return before == baseline
    days = (period[1] - period[0]).days + 1
    in_a_year = (period[0].day == 1 and days <= 366) or days in (365, 366)
    return in_a_year and before == (moved(after[0], -12), moved(after[1], -12))


def expected(data, period, baseline, latest, target, declared, match):
    """Every specification by its windows: counts, outcome, direction, weight."""
    content, found = declared.content, {}
    for one in content["after"]:
        for after in after_windows(one, period, baseline, latest, data):
            a = data.count(*after)
            if a is None or after[1] > latest:
                continue
            for other in content["before"]:
                for before in baselines(other, period, baseline, after):
                    b = data.count(*before)
                    if b is None or before[1] >= after[0]:
                        continue
                    worth = one["naturalness"] * other["naturalness"]
                    worth *= relevance(content["relevance"], period, baseline, after, before)
                    if worth < content["relevance"]["least"]:
                        continue
                    # Of options that make one pair the worthiest counts, the first baseline on a tie.
                    rank = float(f"{worth:.11e}"), -content["before"].index(other), -content["after"].index(one)
                    if (after, before) not in found or rank > found[after, before][3]:
                        found[after, before] = (a, b, worth * content["definition"][match], rank)
    instances = Counter(rank[1:] for _, _, _, rank in found.values())
    shared = {windows: worth / instances[rank[1:]] for windows, (_, _, worth, rank) in found.items()}
    said = sum(shared[windows] for windows in found if literal(period, baseline, *windows))
    total, four_fifths = sum(shared.values()), Fraction(4, 5)
    weights = {windows: each / total for windows, each in shared.items()}
    if 0 < said < four_fifths * total:
        for windows in weights:
            weights[windows] *= 0.8 * total / said if literal(period, baseline, *windows) else 0.2 / (1 - said / total)
    return {windows: (a, b, worth, weights[windows]) for windows, (a, b, worth, _) in found.items()}


AT = np.zeros(1, dtype=np.int64)
TARGETS = [
    (Fraction(3, 2), Fraction(7, 4)),
    (Fraction(3), Fraction(4)),
    (Fraction(2), Fraction(10**6)),
    (Fraction(1, 4), Fraction(1, 2)),
    (Fraction(1, 2), Fraction(1)),
    (Fraction(15, 16), Fraction(17, 16)),
]


@pytest.mark.parametrize("part", range(BATCHES))
def test_every_specification_of_hundreds_of_series(part):
    """Windows, counts, outcomes, weights, shares and finding are those of the slow engine."""
    declared = load_set("change")
    compared = 0
    for seed in range(part, SERIES, BATCHES):
        draw = random.Random(seed)  # noqa: S311  (the same series in every run)
        data = (Incidents if draw.random() < 0.6 else Figures)(draw)
        period, baseline, latest = draw_question(draw, data.last)
        target, match = draw.choice(TARGETS), draw.choice(["exact", "near", "proxy"])
        made = Series(replace(data.made().cells, dataset="d"))
        source = Source(None, SimpleNamespace(id="x"), match, "", made, latest)
        anchors = Anchors(Window(*period), Window(*baseline) if baseline else None, latest)
        reading = TargetReading("made up", float(target[0]), float(target[1]), "made up")
        asked = Asks(AT, AT, at_once([anchors]))
        rows = batch(Panel([source], estimated=False, dated=False), asked, declared, [reading])
        slow = expected(data, period, baseline, latest, target, declared, match)
        assert rows.sizes.tolist() == [len(slow)], seed
        if not slow:
            continue
        table = comparison_table(rows, judged(rows, AT, Targets.of([reading])))
        headline = question_facts(rows).headline
        (both,) = many_shares(rows, AT, Targets.of([reading]), np.zeros((3, 1), dtype=bool), headline)
        compared += compare(table, slow, target, both.one(0), declared)
    assert compared > 300


def compare(table, slow, target, both, declared):
    """Hold a table against the slow rows; how many were compared."""
    names = ["insufficient", "matches", "close above", "close below", "stronger", "weaker", "opposite"]
    weights, edges = dict.fromkeys(names, 0.0), {"close": 0.0, "wrong": 0.0}
    for row in table.to_dict("records"):
        start, end, earlier, until = (
            row[f"{side}_{edge}"].date() for side in ("after", "before") for edge in ("start", "end")
        )
        a, b, worth, weight = slow[(start, end), (earlier, until)]
        for told, known in ((row["after_count"], a), (row["before_count"], b)):
            assert told in known if isinstance(known, set) else told == known
        a, b = int(row["after_count"]), int(row["before_count"])
        days = (end - start).days + 1, (until - earlier).days + 1
        said = outcome(a, days[0], b, days[1], target, declared.smallest_total)
        assert row["outcome"] == said, row
        assert row["sensibility"] == pytest.approx(worth, rel=1e-9)
        assert row["weight"] == pytest.approx(weight, rel=1e-9)
        weights[said] += weight
        if decided(a, days[0], b, days[1], target, said):
            edges["close" if said.startswith("close") else "wrong"] += weight
    found = both.shares
    enough = 1 - weights.pop("insufficient")
    assert found.sufficient == pytest.approx(enough, abs=1e-9)
    if enough > 1e-9:
        for name, weight in weights.items():
            assert getattr(found, name.replace(" ", "_")) == pytest.approx(weight / enough, abs=1e-9), name
    got = find(found, declared.cut_offs).value
    assert got.removeprefix("Leans ").lower() == finding(weights, edges, enough, found.compatible).lower()
    return len(table)


def finding(weights, edges, enough, compatible):
    """The first position that applies, at the set's cut-offs of 0.6667 and a half."""
    if enough < 0.5:
        return "Not checkable"
    share = {name: weight / enough + 1e-9 for name, weight in weights.items()}
    right, above, below = share["matches"], share["close above"], share["close below"]
    if right >= 0.6667:
        return "Holds up"
    if right + above + below - edges["close"] / enough >= 0.6667:
        return "Roughly right"
    if right + above + below + edges["wrong"] / enough >= 0.6667:
        return "Cannot tell"
    if share["stronger"] + above >= 0.6667:
        return "Understated"
    if share["opposite"] >= 0.6667:
        return "Contradicted"
    if share["weaker"] + share["opposite"] + below >= 0.6667:
        return "Overstated"
    if right + above + below + share["stronger"] >= 0.6667:
        return "At least about as much as said"
    return "Cannot tell" if compatible >= 0.6667 else "Depends on the choice"
