"""Cue rules for changes: by how much something rose or fell, to what, from what, how many times over."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.claims.phrases.incident_phrases import head_of, is_counted, is_incident, is_people, more_or_less, those
from verifier.claims.phrases.match import Match, Span
from verifier.claims.phrases.noun_phrases import bracketed_off, content, phrase_left, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import aside_before, left_out, points_back, subject, with_others
from verifier.claims.quantities.quantity_search import Quantity
from verifier.claims.rules.ratios import group_from, is_timed, other_side
from verifier.claims.rules.share_wholes import whole_of_share
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, match, phrases

_BETWEEN = bag(
    "a an the by of some whopping staggering further another massive huge than additional as much up down to only just"
)
_DOWNING = bag("brought bring bringing brings shot shoot take took taking knocked tore gunned hunted")
_BROUGHT = bag("brought bring brings bringing driven drove drive driving pushed push pushing forced sent kept")
_LISTING = bag(") , and the")
_GENERAL = (["offences"], ["offenses"], ["crimes"], ["incidents"], ["cases"], ["deaths"])
_PARTS = bag(
    "make makes made making form forms formed account accounts accounted accounting represent represents represented "
    "representing contribute contributed contributing constitute constituted comprise comprised responsible"
)
_MINUS = ("-", "minus")
_COUNTED_UP = bag(
    "make makes made making end ended ends put notch notched notching rack racked racking chalked chalking clocked "
    "clocking totted piled added"
)
_VERB_PHRASES = phrases("change", "up_verbs", "down_verbs")
_STANDARDS = bag("average averages nation country mean median")
_COMPARED = bag("compared relative due according related owing thanks prior next linked attributed")
_COMPARING = bag("than compared versus vs relative")
_STARTS = bag("from on over than")
_THERE = bag("were are was had with saw")
_CLAUSE_ENDS = frozenset([",", ";", ":", "(", ")", '"', "—"])


@dataclass(slots=True)
class Cue:
    """A word of change near a number: where it is, which way, and where what changed stands."""

    at: int
    end: int
    direction: str
    name: str
    measure: Span | None
    to: bool = False


def change(p: Parsed, q: Quantity, earlier: Match | None, *, follows: bool = False) -> Match | None:
    """The change a quantity states, or None. `earlier` is the claim before it in the sentence: elided parts come
    from there ("crime fell by 96 percent and arrests by 32 percent"). `follows` says that the sentence before held a
    claim, which "it fell by 20 percent" may point back to.
    """
    if q.unit not in ("percent", "percentage_point", "fraction", "times", "count"):
        return None
    if q.unit == "count" and p.s.words[q.first] in ("above", "past", "below", "beyond"):
        return None  # "climbed above 1,500" is a level
    if q.unit == "percent" and p.s.word(q.first - 1) in ("to", "at") and whole_of_share(p, q):
        return None
    cue = (
        _of_what_it_was(p, q)
        or _put_at(p, q)
        or _noun_after(p, q)
        or _compared_after(p, q)
        or _extra(p, q)
        or _noun_before(p, q)
        or _verb_before(p, q)
        or _signed(p, q)
        or _elided(p, q, earlier)
        or _bracketed(p, q, earlier)
        or _apposed(p, q)
    )
    source: Match | None = None
    pointing = False
    if cue is not None and cue.measure and _bare_figure(p, cue.measure):
        source = earlier if earlier and earlier.measure else None
        told = source.measure if source else _incidents_before(p, cue.measure[0])
        pointing = told is None and follows  # "British Columbia's figure was up 24 percent"
        cue.measure = told or (None if pointing else cue.measure)  # "a rise in robberies, after the number soared 12%"
    if (
        cue is not None
        and not is_counted(p, cue.measure)
        and (q.unit != "count" or cue.name == "compared" or p.s.word(cue.end) == "by")
    ):
        cue.measure = left_out(p, cue.at) or cue.measure
    toll = earlier is not None and earlier.kind == "level" and cue is not None and cue.name == "compared"
    if toll and cue and earlier and q.unit == "count" and is_people(p, cue.measure) and q.first - earlier.ends < 5:
        cue.measure = earlier.measure  # "the death toll stood at 595, which is 51 more people than last year"
    if cue and cue.measure and earlier and earlier.measure and bracketed_off(p, cue.measure, q.first):
        cue.measure = earlier.measure  # "gang murders rose to 163 (25% of all murders), 10% more than in 2016"
    back = follows and cue is not None and q.unit != "count" and (pointing or points_back(p, cue.at, cue.end))
    if cue is not None and back and not is_counted(p, cue.measure):
        cue.measure = None
    if cue is None or not (
        back
        or is_counted(p, cue.measure)
        or (is_people(p, cue.measure) and q.unit != "count" and not _of_a_place(p, cue))
        or _listed(p, cue.measure)
        or cue.name.endswith("listed")
    ):
        return None
    general = cue.measure and p.s.words[slice(*cue.measure)] in _GENERAL and p.s.word(q.first - 1) == "("
    if general and earlier and earlier.kind == "change" and q.first - earlier.span[1] <= 4 and earlier.measure:
        cue.measure = earlier.measure  # "a 5% reduction in robberies (159 fewer offences)"
    agent = q.unit == "count" and p.s.word(q.first - 1) == "by" and p.s.flag(q.first - 2) & lex.PREP
    if agent and content(p, q.last):
        return None  # "the drop in homicides was accounted for by three provinces"
    if q.unit == "count" and _of_another_unit(p, q):
        return None
    rated = cue.measure is not None and p.s.words[head_of(p, cue.measure)] in ("rate", "rates", "percentage")
    if cue.to and q.unit == "percent" and rated and p.s.word(q.last) != "of":  # "the clearance rate dropped to 47%"
        return Match.level(q, "percent", f"level:reached {p.s.word(cue.at)}", cue.measure, cue.direction, anchor=cue.at)
    form, unit = _form(q, cue)
    kind, direction = "change", cue.direction
    if form is None:
        return None
    if cue.name == "against" and any(word in _STANDARDS for word in p.s.words[cue.end : cue.end + 4]):
        kind, form = "ratio", "pct_ratio"
    other_at, _ = other_side(p, q.last, "than") if cue.name == "compared" and q.unit == "count" else (None, None)
    place = other_at is not None and not is_timed(p, other_at) and _named_there(p, other_at)
    same_way = cue.name == "sign" or cue.direction == "down"  # "down -12 percent" says it twice
    value = abs(q.value) if same_way and isinstance(q.value, float) else q.value
    made = Match(
        (q.first, q.last), kind, form, direction, value, unit, q.comparator, f"change:{cue.name} {p.s.word(cue.at)}",
        cue.measure and with_others(p, _without_more(p, cue.measure), cue.measure[1] + 12), None, cue.at,
        other=group_from(p, other_at) if other_at is not None and place else None,
    )  # fmt: skip
    if source:
        made.event, made.measure_of = source.event, source.measure_of or source
    return made


def _of_another_unit(p: Parsed, q: Quantity) -> bool:
    """Whether what follows a number says that it counts something else, or nothing known: "rose by 60 perçent"."""
    s, at = p.s, q.last
    other = p.quantity_at.get(at + 1) if s.word(at) in ("or", "to") else p.quantity_at.get(at)
    if other is not None and other.core > at and other.not_counting is None and other.unit != "count":
        return True  # "sixty or seventy percent"
    if at in p.quantity_at and at not in p.date_at:
        return True  # "2 thirds"
    if s.word(at) == "per" or (s.word(at) == "-" and s.glued(at) and s.glued(at + 1)):
        at += 1  # "sixty-something", "60 per ϲent"
    own = phrase_right(p, at)
    if own is None or own[0] != at or at in p.date_at or at in p.place_at:
        return False
    return not (is_counted(p, own) or any(p.s.flags[at] for at in range(*own)))


def _named_there(p: Parsed, at: int) -> bool:
    """Whether a comparison is with a place: "20 fewer than in Italy"."""
    return any(one in p.place_at for one in range(at, at + 3))


def _of_a_place(p: Parsed, cue: Cue) -> bool:
    """Whether people only tell what kind of place a rise was in: "a 7% decrease in male establishments"."""
    if cue.name != "noun after" or cue.measure is None or p.s.word(cue.measure[0] - 1) != "in":
        return False
    return not p.s.flags[head_of(p, cue.measure)] & (lex.PEOPLE | lex.THING)


def _bare_figure(p: Parsed, found: Span) -> bool:
    """Whether what changed is only called a number: "the confirmed number up nearly 40%"."""
    s = p.s
    owned = (
        s.word(found[1] - 2) == "'s" or s.word(found[0] - 1) == "'s"
    )  # "British Columbia's figure was up 24 percent"
    return (
        s.words[found[1] - 1] in ("number", "figure", "total", "toll", "count", "tally")
        and s.word(found[1]) != "of"
        and (owned or bool(s.flag(found[0] - 1) & lex.DET))
        and not any(s.flags[at] & (lex.INCIDENT | lex.MODIFIER) for at in range(*found))
    )


def _incidents_before(p: Parsed, end: int) -> Span | None:
    """The nearest incidents before a word of the same sentence."""
    for at in range(end - 1, max(-1, end - 20), -1):
        if p.s.flags[at] & lex.INCIDENT and content(p, at):
            found = phrase_left(p, at + 1)
            return found if is_incident(p, found) else None
    return None


def _without_more(p: Parsed, found: Span) -> Span:
    """ "more arsons" without the word of comparison."""
    more = bool(p.s.flags[found[0]] & (lex.MORE | lex.LESS)) and found[1] - found[0] > 1
    return (found[0] + more, found[1])


def _listed(p: Parsed, found: Span | None) -> bool:
    """Whether a list ends with incidents: "instability and violence"."""
    return (
        found is not None
        and any(p.s.words[at] in ("and", "or") for at in range(*found))
        and bool(p.s.flags[found[1] - 1] & lex.INCIDENT)
    )


def _form(q: Quantity, cue: Cue) -> tuple[str | None, str]:
    if q.unit == "percent":
        return ("to_pct_of_base", "percent_of_baseline") if cue.to else ("pct_change", "percent")
    if q.unit == "percentage_point":
        return "pp_change", "percentage_point"
    if q.unit == "fraction":
        return ("to_fraction_of_base", "fraction_of_baseline") if cue.to else ("fraction_change", "fraction")
    if q.unit == "times":
        return "multiple", "times"
    return (None if cue.to else "abs_change"), "count"


def _of_what_it_was(p: Parsed, q: Quantity) -> Cue | None:
    """ "is one-half of what it was", "62 percent of the level in 1990"."""
    s = p.s
    at = q.last
    at -= q.unit == "fraction" and s.word(at) == "what"  # "half what they were in the 1990s"
    if (
        q.unit not in ("percent", "fraction")
        or (s.word(at) != "of" and at == q.last)
        or s.word(at + 1) not in ("what", "its", "their", "the")
    ):
        return None
    if s.word(at + 1) == "what":
        if s.word(at + 3) not in ("was", "were", "had", "used"):
            return None
    elif (
        s.word(at + 2 + (at + 2 in p.date_at)) not in ("level", "levels", "peak", "total", "number")
        or at + 3 in p.quantity_at
    ):
        return None
    verb = next(
        (
            i
            for i in range(q.first - 1, max(-1, q.first - 6), -1)
            if s.flags[i] & (lex.AUX | lex.CHANGE_VERB | lex.VERB)
        ),
        None,
    )
    if verb is None or s.words[verb] in _PARTS:
        return None  # "making up 8% of the total", "accounting for 81 percent of the total lives lost"
    limit = 100 if q.unit == "percent" else 1
    return Cue(verb, verb + 1, "up" if q.high > limit else "down", "of what it was", subject(p, verb), to=True)


def _noun_after(p: Parsed, q: Quantity) -> Cue | None:
    """ "a 60 percent increase in terror attacks", "40 percent annual rise in", "a 12 percent crime drop"."""
    s, at = p.s, q.last
    steps = 0
    while steps < 4 and (
        s.word(at) == "-"
        or s.flag(at) & lex.ADV
        or s.word(at) in ("year", "on", "over")
        or content(p, at)
        or (at in p.date_at and s.word(at) != ",")
    ):
        if s.flag(at) & lex.CHANGE_NOUN and not content(p, at + 1):
            break
        at += 1
        steps += s.word(at - 1) != "-"
    if not s.flag(at) & lex.CHANGE_NOUN or (q.unit == "count" and (at == q.last or not s.flag(q.first - 1) & lex.DET)):
        return None
    direction = "down" if s.flag(at) & lex.DOWN_NOUN else "up"
    begin = at + 1
    measure = None
    if s.word(begin) in ("in", "of", "on", "for") and begin + 1 not in p.date_at:
        measure = those(p, begin + 1) or phrase_right(p, begin + 1)
    if measure is None and at > q.last:  # "a 12 percent crime drop"
        inner = (q.last, at)
        measure = inner if is_counted(p, inner) else None
    if measure is None:
        measure = _around(p, q, at)
    return Cue(at, at + 1, direction, "noun after", measure)


def _around(p: Parsed, q: Quantity, at: int) -> Span | None:
    """What rose or fell when it is not said beside the noun: the subject ("attacks saw a 60 percent rise") or the
    nearest phrase after it ("a 60 percent increase this year in attacks")."""
    s = p.s
    for after in range(at + 1, min(len(s), at + 9)):
        if (after in p.quantity_at and after not in p.date_at) or s.words[after] in (",", ";", "while", "but"):
            break
        if s.words[after] in ("in", "of") and after not in p.date_at:
            found = phrase_right(p, after + 1)
            if is_counted(p, found):
                return found
    found = subject(p, q.first)
    lead = range(q.first - 1, max(0, q.first - 7), -1)
    with_ = next((i for i in lead if s.words[i] == "with" and s.words[i - 1] == ","), 0)
    if with_ and not is_counted(p, found):  # "offences showed a reduction, with a drop of 7 percent"
        return _incidents_before(p, with_ - 1) or found
    then = _counted_then(p, at + 1) if not is_counted(p, found) else None
    if then:
        return then
    comma = next((i for i in range(at + 1, min(len(s), at + 8)) if s.words[i] == ","), 0) if q.first < 4 else 0
    if comma and not is_counted(p, found):  # "At a 20% increase over 2019, carjacking shows …"
        ahead = phrase_right(p, comma + 1)
        return ahead if ahead and ahead[0] <= comma + 2 and is_incident(p, ahead) else found
    return found


def _counted_then(p: Parsed, at: int) -> Span | None:
    """The incidents of the count that a change starts from: "that is a 12% fall on the 340 burglaries of 2019"."""
    if p.s.word(at) not in _STARTS:
        return None
    count = p.quantity_at.get(p.s.past(at + 1, lex.DET))
    own = phrase_right(p, count.last) if count and count.unit == "count" else None
    return own if own and count and own[0] == count.last and is_counted(p, own) else None


def _compared_after(p: Parsed, q: Quantity) -> Cue | None:
    """ "60 percent more attacks", "40 fewer", "attacks were 12 percent higher", "30 percent up on last year"."""
    s, at = p.s, q.last
    inner = p.quantity_at.get(at + 1) if s.word(at) == "(" else None
    if inner and s.word(inner.last) == ")" and more_or_less(s.flag(inner.last + 1)):
        at = inner.last + 1  # "6% (77) more than in 2018"
    direction = more_or_less(s.flag(at))
    bracketed = s.word(q.first - 1) == "(" and (s.word(at + 1) == ")" or s.word(at + 2) == ")")
    compared = bracketed or any(word in _COMPARING for word in s.words[at : at + 24])
    compared = compared or _one_time_than_another(p, at) or _moved_elsewhere(p, q, at)
    if direction == "up" and q.unit == "count" and not compared:
        return None  # "two more suspects were arrested" counts, "two more than in May" compares
    if direction is None and q.unit == "percent" and s.flag(at) & (lex.UP_WORD | lex.DOWN_WORD):
        direction = "up" if s.flag(at) & lex.UP_WORD else "down"
    if direction is None and q.unit == "percent" and s.word(at) in ("above", "below"):
        if at + 1 in p.quantity_at and at + 1 not in p.date_at:
            return None
        return Cue(at, at + 1, "up" if s.words[at] == "above" else "down", "against", subject(p, q.first))
    if direction is None:
        return None
    measure = phrase_right(p, at + 1) if s.word(at + 1) != "than" else None
    if not (is_counted(p, measure) or is_people(p, measure)):
        measure = subject(p, q.first)
        if q.unit == "percent" and not is_counted(p, measure):
            measure = _counted_then(p, at + 1) or measure
    return Cue(at, at + 1, direction, "compared", measure)


def _extra(p: Parsed, q: Quantity) -> Cue | None:
    """ "The force recorded an extra 2,340 violent crimes": so many more, and no count."""
    own = phrase_right(p, q.last) if q.unit == "count" and p.s.word(q.first - 1) == "extra" else None
    return Cue(q.first - 1, q.first, "up", "extra", own) if own and own[0] == q.last and is_incident(p, own) else None


def _one_time_than_another(p: Parsed, at: int) -> bool:
    """ "166 more … in the Democratic Republic of the Congo in 2016 than in 2014": far off, but in the same clause."""
    other, _ = other_side(p, at, "than")
    return other is not None and other - 2 in p.date_at and is_timed(p, other) and "," not in p.s.words[at:other]


def _moved_elsewhere(p: Parsed, q: Quantity, at: int) -> bool:
    """ "There were 90 more murders, the total up from 649": a rise, which the rest of the sentence tells too."""
    s = p.s
    told = s.word(q.first - 1) in _THERE and is_incident(p, phrase_right(p, at + 1))
    return told and any(
        flag & lex.UP_WORD or (flag & (lex.CHANGE_NOUN | lex.CHANGE_VERB) and not content(p, i))
        for i, flag in enumerate(s.flags)
    )


def _noun_before(p: Parsed, q: Quantity) -> Cue | None:
    """ "an increase of 60 percent in attacks", "a rise in attacks of 60 percent", "the rise in theft was 60%"."""
    s = p.s
    at = q.first - 1
    while at > 0 and s.words[at] in _BETWEEN and s.words[at] not in ("of", "by"):
        at -= 1
    was = s.word(at) in ("was", "were") and q.unit == "percent"
    if s.word(at) not in ("of", "by") and not was:
        return None
    back = at - 1
    while back >= 0 and at - back < 14:
        if s.flags[back] & lex.CHANGE_NOUN and (
            s.flag(back - 1) & (lex.DET | lex.VERB | lex.PREP | lex.AUX | lex.ADV) or content(p, back - 1)
        ):
            break
        if s.words[back] in _CLAUSE_ENDS and back != at - 1:  # "a decrease in fatalities, by 19 percent"
            return None
        doing = s.flags[back] & lex.EVENT and s.words[back].endswith("ing") and not content(p, back)
        if doing or s.words[back] == "lives":
            return None  # "a rise in attacks claiming the lives of 40"
        back -= 1
    else:
        return None
    noun = s.flag(back - 1) & lex.DET or (s.word(back + 1) in ("in", "of") and back + 2 not in p.place_at)
    if s.word(back + 1) in ("on", "over", "from"):
        return None  # "an increase on the all-time low of 33"
    if back < 0 or (s.words[at] == "by" and s.flags[back] & lex.CHANGE_VERB and not noun):
        return None
    if s.words[at] == "by" and any(s.flags[i] & lex.CHANGE_VERB and not content(p, i) for i in range(back + 1, at)):
        return None  # "the growth of murders fell by 10 percent"
    direction = "down" if s.flags[back] & lex.DOWN_NOUN else "up"
    measure = None
    own = phrase_right(p, q.last) if q.unit == "count" else None
    if own and own[0] == q.last and (is_incident(p, own) or (is_counted(p, own) and back == at - 1)):
        measure = own  # "an increase of 300 murders", "of 664 people murdered"
    elif s.word(back + 1) in ("in", "of") and back + 1 != at:
        measure = phrase_right(p, back + 2)
    else:
        tail = q.last
        if s.word(tail) == "or" and tail + 1 in p.quantity_at:  # "an increase of 878 or 10% in burglaries"
            tail = p.quantity_at[tail + 1].last
        if s.word(tail) in ("in", "of") and tail + 1 not in p.date_at:
            measure = phrase_right(p, tail + 1)
    return Cue(back, q.first, direction, "noun before", measure or _around(p, q, q.last))


def _verb_before(p: Parsed, q: Quantity) -> Cue | None:
    """ "attacks rose by 60 percent", "up 60 percent", "cut the number of attacks by a third", "reduced to 62%"."""
    s = p.s
    at = q.first - 1
    led = ""
    while at >= 0 and (
        s.words[at] in _BETWEEN
        or s.flags[at] & lex.ADV
        or at in p.date_at
        or (content(p, at) and s.word(at - 1) in ("a", "an"))
        or (s.words[at] in ("this", "it", "that", "them") and s.flag(at - 1) & lex.CHANGE_VERB)
    ):
        if s.words[at] in ("up", "down") and (
            s.flag(at - 1) & (lex.AUX | lex.ADV)
            or s.word(at - 1) in _CLAUSE_ENDS
            or not s.flag(at - 1) & lex.CHANGE_VERB
        ):
            break
        if s.words[at] in ("by", "to"):
            led = s.words[at]
            if s.word(at - 1) in _COMPARED:
                return None  # "a decrease compared to the 31 percent of …"
        if s.words[at] == "than":
            return None  # "a level lower than the 201 of the year before"
        at -= 1
    if led == "by" and s.words[at] == "," and s.word(at - 1) in ("up", "down"):
        at -= 1  # "thefts were also up, by 11%"
    aside = aside_before(p, at) if led == "by" and s.words[at] == "," else 0
    if aside:  # "shot up in 2018, an insurer maintains, by a fifth"
        at = next((n for n in range(aside - 1, -1, -1) if n not in p.date_at and not s.flags[n] & lex.PREP), aside)
    if at < 0:
        return None
    if s.words[at] in ("up", "down") and not s.flag(at - 1) & lex.CHANGE_VERB:
        if q.unit == "count" and s.flag(at - 1) & (lex.EVENT | lex.INCIDENT):  # "shooting down 40 planes"
            return None
        if s.word(at - 1) in _COUNTED_UP:
            return None  # "suicides make up 60 percent of gun deaths", "notched up 671 cases"
        if q.unit == "count" and s.word(at - 1) in _DOWNING:
            return None  # "explosions that brought down two airliners"
        verb = at - bool(at and match(s.words, at - 1, _VERB_PHRASES))  # "the homicide count crept up by 10 percent"
        measure = _with_it(p, at) or subject(p, verb)
        own = phrase_right(p, q.last) if q.unit == "count" and led != "to" else None
        if own and own[0] == q.last and is_incident(p, own) and not is_counted(p, measure):
            measure = own  # "down 56 crimes to 641"
        return Cue(at, at + 1, s.words[at], "up or down", measure, to=led == "to")
    flag = s.flags[at]
    if s.words[at] == "off" and s.flag(at - 1) & lex.AUX and q.unit == "percent":  # "carjackings were off 28 percent"
        return Cue(at, at + 1, "down", "up or down", subject(p, at))
    if led == "by" and more_or_less(flag) and s.flag(at - 1) & lex.AUX:  # "deaths were higher by 103"
        return Cue(at, at + 1, more_or_less(flag) or "up", "verb", subject(p, at - 1))
    if flag & lex.CHANGE_VERB and s.words[at] != "up":
        own = phrase_right(p, q.last) if q.unit == "count" and not led else None
        if own and own[0] == q.last and not is_counted(p, own):
            return None  # "brought down two airliners"
        return _verb(p, q, at, led == "to")
    if led not in ("by", "to"):
        return None
    for back in range(at, max(-1, at - 25), -1):  # the object stands between: "cut the number of attacks by a third"
        if s.words[back] in (";", ":", ".") or (back in p.quantity_at and not p.quantity_at[back].not_counting):
            return None
        if s.flags[back] & lex.CHANGE_VERB and back not in p.date_at:
            return _verb(p, q, back, led == "to")
        if s.words[back] in ("up", "down") and s.word(back - 1) in _BROUGHT:  # "brought down crime by 76 percent"
            own = _object(p, back + 1, q.first)
            return Cue(back, back + 1, s.words[back], "verb", own or subject(p, back - 1), led == "to")
        if s.words[back] in ("seen", "saw", "see") and led == "by":
            return None
    return None


def _with_it(p: Parsed, at: int) -> Span | None:
    """ "The conflict cooled, with deaths from organised violence down 24 per cent": what stands between."""
    lead = next((n for n in range(at - 1, max(0, at - 9), -1) if p.s.words[n] in ("with", ",")), 0)
    found = phrase_right(p, lead + 1) if p.s.words[lead] == "with" else None
    own = (found[0], min(found[1], at)) if found and found[0] < at else None
    return own if is_incident(p, own) else None


def _verb(p: Parsed, q: Quantity, at: int, to: bool) -> Cue | None:
    s = p.s
    direction = "down" if s.flags[at] & lex.DOWN_VERB else "up"
    measure = _object(p, at + 1, q.first) if at + 1 < q.first else None
    seen = phrase_left(p, at)
    if seen and s.word(seen[0] - 1) in ("saw", "see", "seen", "sees", "seeing") and is_incident(p, seen):
        return Cue(at, at + 1, direction, "verb", seen, to)  # "property crimes saw carjacking explode by 92%"
    if not (is_counted(p, measure) or is_people(p, measure)) or (measure and measure[0] >= q.first):
        measure = subject(p, at)
    return Cue(at, at + 1, direction, "verb", measure, to)


def _object(p: Parsed, start: int, end: int) -> Span | None:
    """The object of a verb, with further members of its list: "reduce instability and violence by 40 percent"."""
    first = phrase_right(p, start)
    if first is None or is_counted(p, first) or p.s.word(first[1]) not in ("and", "or", ","):
        return first
    more = phrase_right(p, first[1] + 1)
    return (first[0], more[1]) if more and more[1] <= end and is_incident(p, more) else first


def _put_at(p: Parsed, q: Quantity) -> Cue | None:
    """ "put the increase in lives lost to terrorist attacks in 2024 at 21 percent"."""
    s = p.s
    if q.unit != "percent" or s.word(q.first - 1) != "at":
        return None
    for at in range(q.first - 2, max(0, q.first - 20), -1):
        if s.words[at] in (",", ";", ":"):
            return None
        if s.flags[at] & lex.CHANGE_NOUN and s.word(at + 1) in ("in", "of") and s.flag(at - 1) & lex.DET:
            put = s.words[at - 2] in ("put", "puts", "putting", "estimated", "estimates", "set", "sets", "reckoned")
            measure = phrase_right(p, at + 2) if put else None
            return Cue(at, at + 1, "down" if s.flags[at] & lex.DOWN_NOUN else "up", "put at", measure) if put else None
    return None


def _signed(p: Parsed, q: Quantity) -> Cue | None:
    """ "shootings (+20%) and robberies (-12%)"."""
    s = p.s
    sign = q.core if s.words[q.core] in _MINUS else q.core - 1
    worded = s.word(sign) in ("minus", "plus")  # "Vermont (minus 6 percent)"
    if q.unit != "percent" or not (worded or (s.word(sign) in ("+", "-") and s.glued(sign + 1))):
        return None
    opened = s.word(sign - 1) in ("(", ":")
    if s.glued(sign) and not opened:
        return None
    measure = phrase_left(p, sign - opened)
    if not opened and not (measure and measure[1] == sign and is_incident(p, measure)):
        return None
    return Cue(sign, q.first, "down" if s.words[sign] in _MINUS else "up", "sign", measure)


def _bracketed(p: Parsed, q: Quantity, earlier: Match | None) -> Cue | None:
    """ "Other increases include assault (12%)", "decreases in robbery (63 per cent)"."""
    s = p.s
    if q.unit != "percent" or s.word(q.first - 1) != "(" or s.word(q.last) != ")":
        return None
    noun = q.first - 2
    if s.flag(noun) & lex.CHANGE_NOUN and s.word(q.last + 1) in (
        "in",
        "of",
    ):  # "a small fall (2%) in the number of thefts"
        return Cue(
            noun, q.first, "down" if s.flags[noun] & lex.DOWN_NOUN else "up", "noun beside", phrase_right(p, q.last + 2)
        )
    measure = phrase_left(p, q.first - 1)
    if measure is None or measure[1] != q.first - 1:
        return None
    listed = earlier is not None and earlier.rule.startswith("change:noun beside")
    if listed and earlier is not None and all(s.words[i] in _LISTING for i in range(earlier.span[1], measure[0])):
        return Cue(earlier.anchor, earlier.anchor + 1, earlier.direction, "noun beside, listed", measure)
    if not is_incident(p, measure):
        return None
    for at in range(measure[0] - 1, -1, -1):
        if s.flags[at] & lex.CHANGE_NOUN and s.words[at].endswith("s") and not s.flags[at - 1] & lex.AUX:
            return Cue(at, at + 1, "down" if s.flags[at] & lex.DOWN_NOUN else "up", "noun beside", measure)
        if s.words[at] in (".", ":") or s.flags[at] & lex.CHANGE_VERB & ~lex.CHANGE_NOUN:
            return None
    return None


def _apposed(p: Parsed, q: Quantity) -> Cue | None:
    """ "the uptick in carjackings, 40 percent in two years"."""
    s = p.s
    if q.unit != "percent" or s.word(q.first - 1) != "," or s.word(q.last) == "of":
        return None
    for at in range(q.first - 2, max(-1, q.first - 9), -1):
        if s.flags[at] & lex.CHANGE_NOUN and s.word(at + 1) == "in":
            measure = phrase_right(p, at + 2)
            if measure and measure[1] == q.first - 1:
                return Cue(at, at + 1, "down" if s.flags[at] & lex.DOWN_NOUN else "up", "noun beside", measure)
    return None


def _elided(p: Parsed, q: Quantity, earlier: Match | None) -> Cue | None:
    """ "… by 96 percent and arrests by 32 percent", "… 60 percent and suicide bombings 500 percent"."""
    s = p.s
    if earlier is None or earlier.kind != "change" or q.unit == "count":
        return None
    at = q.first
    if s.word(q.last) in ("in", "for") and s.word(at - 1) in ("and", ",", ";", "while"):
        inner = phrase_right(p, q.last + 1)  # "decreases in robbery of 63 per cent and 33 per cent in car theft"
        if inner and is_incident(p, inner) and q.last + 1 not in p.place_at:
            return Cue(earlier.anchor, at, earlier.direction, "elided", inner)
    if s.word(at - 1) in ("by", "to"):
        at -= 1
    found = phrase_left(p, at)
    if found and found[1] == q.first and s.word(found[0] - 1) in ("for", "among") and found[0] > earlier.span[1]:
        return Cue(earlier.anchor, at, earlier.direction, "elided, listed", earlier.measure)  # "for disability 14%"
    if found is None or not is_counted(p, found) or found[0] < earlier.span[1]:
        join = next((i for i in range(at - 1, max(earlier.span[1] - 1, at - 9), -1) if s.words[i] in ("and", ",")), at)
        found = phrase_right(p, join + 1)  # "and robbery of cash in transit by 26 percent"
        if found is None or found[0] != join + 1 or not is_counted(p, found) or not _whole(p, found[1], at):
            return None
    return Cue(earlier.anchor, at, earlier.direction, "elided", found)


def _whole(p: Parsed, start: int, end: int) -> bool:
    """Whether nothing but further words of one noun phrase stands between."""
    return all(content(p, at) or p.s.words[at] in ("of", "in", "on", "from", "at") for at in range(start, end))
