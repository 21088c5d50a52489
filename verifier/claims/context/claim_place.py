"""Where the incidents of a claim happened, among the places a sentence names."""

from __future__ import annotations

from verifier.claims.context.meant_places import is_ranked, pointed_there, world_spans
from verifier.claims.phrases.count_words import HAD, SUPERLATIVES
from verifier.claims.phrases.match import LISTED, Match, Span
from verifier.claims.phrases.noun_phrases import content, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.parts import is_part
from verifier.claims.phrases.place_phrases import (
    FROM,
    LEADS,
    abroad,
    dateline_places,
    is_dateline,
    is_demonym,
    is_epithet,
    lead_of,
    names_a_body,
    opening_place,
    ranks,
    whole_place,
)
from verifier.claims.phrases.rows import in_row
from verifier.claims.phrases.subjects import relative_clause
from verifier.claims.phrases.time_clauses import Clause
from verifier.claims.places.place_words import MEDIA, NATIONWIDE, OF_PEOPLE, PLACE_NOUNS, TIES
from verifier.claims.text.lexicon import (
    AUX,
    CHANGE_VERB,
    DET,
    EVENT,
    GENERIC,
    INCIDENT,
    PEOPLE,
    ROLE,
    SPEECH,
    VERB,
    bag,
)

_HAPPENING = bag("occurred happened recorded reported place came died perished fell")
_STRETCHES = bag("route routes crossing corridor front border frontier")
_BACK = bag("the this that")
_HAPPENED = bag(
    "siege war conflict crackdown standoff uprising revolution quake tsunami famine drought heatwave hostage-taking"
)


_COMMON = bag(
    "campus campuses schools parks prisons jails hospitals pools streets roads highways homes airports churches "
    "mosques playgrounds classrooms workplaces"
)
_ACROSS = [["across", "the", "country"], ["across", "the", "nation"], ["in", "the", "country"]]
_WIDE = NATIONWIDE | bag("statewide citywide")
_OVERTOOK = bag("overtook overtaken overtakes surpassed surpasses outstripped outpaced overtaking surpassing")
_WARS = bag("war offensive campaign bombardment")
_CAUSES = bag("owing because thanks")
_AUTHORITIES = bag("police officials authorities prosecutors ministry sheriff officers government")
_WARS_OF = bag("war invasion conflict crisis")
_AT_THE_TIME = bag("height start beginning end outbreak peak wake")
_FOLLOWED = bag("followed led headed driven")
_PARTING = bag("while whereas but ; :")
_NEAR = 11  # words between a claim and a place without a name
_SENT_FROM = 60  # the place of a dateline, unless there is no other
_FAR = 25  # the cost from which a place without a name is the better one


def place_of(
    p: Parsed, found: Match, clauses: list[Clause], speaker: Span | None, all_found: list[Match]
) -> Span | None:
    """Where the incidents of a claim happened, as tokens; None where the sentence names no place for them."""
    if found.place is not None:
        listed = found.rule in LISTED  # "followed by Israel, Mexico with 10,900": one of them
        return whole_place(p, found.place) if found.place[0] in p.place_at and not listed else found.place
    if found.rule == "share:beside" and found.measure_of:
        return place_of(p, found.measure_of, clauses, speaker, all_found)  # "California had 1,782, or 10.5 percent"
    owner = p.place_at.get(found.span[0] - 2) if p.s.word(found.span[0] - 1) == "'s" else None
    if found.kind != "rank" and owner and owner.last == found.span[0] - 1:
        return (owner.first, owner.last)  # "more than Italy's 322"
    if everywhere := _all_of_them(p, found):
        return everywhere
    if overtaken := _overtaken(p, found):
        return overtaken
    if told := _told_by_where(p, found):
        return told
    if found.rule == "share:part before":
        return None  # "That was 42 percent of the world's total": of the place named before
    row = in_row(p, found.span)
    if row and row.place:
        return (row.place.first, row.place.last)
    if found.rule in ("level:in commas", "level:with"):  # "California had the most, 2,197, well ahead of Texas"
        ranked = next((one for one in all_found if one.kind == "rank" and one.measure == found.measure), None)
        if ranked is not None and ranked.span[1] <= found.span[0]:
            return place_of(p, ranked, clauses, speaker, all_found)
    if leading := _which_leads(p, found, all_found):
        return leading
    if found.rule == "rate:bare" and p.s.word(found.span[0] - 1) == "at" and found.measure:
        ranked = next((one for one in all_found if one.kind == "rank" and one.measure), None)
        if ranked and ranked.measure and ranked.measure[1] == found.measure[1] and ranked.span[1] <= found.span[0]:
            return place_of(p, ranked, clauses, speaker, all_found)  # "Ohio had the highest rate in the country, at 14"
    if whole := _part_of(p, found, all_found):
        return place_of(p, whole, clauses, speaker, all_found)
    verb = p.s.back(found.span[0] - 1, AUX)
    if p.s.words[verb] == "it" and verb < found.span[0] - 1 and (one := _just_before(p, found, all_found, "")):
        return place_of(p, one, clauses, speaker, all_found)  # "Sweden, at 6,483, had fewer than in 2021, when it was"
    there = pointed_there(p, found.span, found.measure, found.event)
    if there is not None:
        return _before_there(p, there)
    opened = found.span[0] - 1 - (p.s.word(found.span[0] - 1) in ("up", "down"))
    if p.s.word(opened) in ("(", "with") and (beside := p.place_at.get(opened - 1)):
        own = (beside.first, beside.last)  # "Baltimore (133 more homicides), Chicago (67 more)"
        return own if p.s.word(beside.first - 1) == "," else whole_place(p, own)
    events = [(c.first, c.last) for c in clauses if c.date is None and c.lead in ("since", "length")]
    if found.kind != "rank" and (wide := _of_the_nation(p, found, all_found)):
        return wide if p.s.words[wide[0]] in NATIONWIDE else None
    of_a_share = (
        found.kind == "share" or found.form == "pp_change"
    )  # "Nigeria's share of pirate attacks worldwide rose"
    if found.kind != "rank" and not of_a_share and found.measure and (wide := _right_behind(p, found.measure[1])):
        return wide
    best: tuple[int, Span] | None = None
    sent_from = dateline_places(p)
    for named in p.places:
        span = (named.first, named.last)
        told_of = _where_clause(p, named.last) and named.last < found.span[0]
        if (_contrasted(p, named.first) and not told_of) or _in_a_closed_aside(p, named.first, found):
            continue
        if any(first <= named.first < last for first, last in events):
            continue
        taken = any(other is not found and other.place == span for other in all_found)
        if found.kind != "rank" and taken and not told_of:
            continue  # "20 attacks in March, 12 in Kano and eight in Jos"
        owned = p.quantity_at.get(named.last + 1) if p.s.word(named.last) == "'s" else None
        if owned and owned.first != found.span[0]:
            continue  # "48 attacks to Indonesia's 35"
        if found.kind != "rank" and p.s.word(named.last) == "'s" and p.s.word(named.last + 1) in SUPERLATIVES:
            continue  # "Latvia had the EU's highest rate, 4.05 per 100,000"
        if (
            names_a_body(p, named)
            or is_epithet(p, named)
            or (found.span[1] <= named.first and _opens_the_next(p, named.first))
        ):
            continue
        if (speaker and _of_speaker(p, named.first, speaker)) or (found.other and _within(named.first, found.other)):
            continue
        if _of_the_part(p, found, named.first, all_found):
            continue
        if any(one is not found and one.other and _within(named.first, one.other) for one in all_found):
            continue  # "15 percent fewer than a year earlier but twice as many as in Chad"
        cost = _place_cost(p, found, span, all_found)
        if cost is not None and named.first < sent_from:
            cost += _SENT_FROM
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, span)
    common = _common_place(p, found, speaker, all_found) if best is None or best[0] > _FAR else None
    if common is None and best is None:
        return _who_had(p, found)
    return common or (_war_of(p, best[1][1]) or whole_place(p, best[1]) if best else None)


def _all_of_them(p: Parsed, found: Match) -> Span | None:
    """Where all that were counted were: "Three ships were hijacked, all of them in the Gulf of Guinea"."""
    s = p.s
    ends = range(found.span[1], len(s) - 4)
    at = next((at + 4 for at in ends if s.words[at : at + 4] == [",", "all", "of", "them"]), len(s))
    named = p.place_at.get(s.past(at + 1, DET)) if s.word(at) in ("in", "off", "on", "along") else None
    return whole_place(p, (named.first, named.last)) if named else None


def _told_by_where(p: Parsed, found: Match) -> Span | None:
    """A stretch that no list holds, of which a number is told: "on the central route, where the toll was 1,810"."""
    s, first = p.s, found.span[0]
    where = next((at for at in range(first - 1, max(2, first - 7), -1) if s.words[at] == "where"), None)
    named = where is None or s.words[where - 2] not in _STRETCHES or where - 2 in p.place_at
    return None if where is None or named else (where - 3, where - 1)


def _which_leads(p: Parsed, found: Match, all_found: list[Match]) -> Span | None:
    """The place that is ranked, behind which a number stands: "Burkina Faso was the deadliest place in the Sahel, with
    4,251 killed".
    """
    opening = opening_place(p)
    if opening is None or p.s.words[found.span[0] - 2 : found.span[0]] != [",", "with"]:
        return None
    ranked = next((one for one in all_found if one.kind == "rank" and one.span[1] <= found.span[0]), None)
    leads = ranked is not None and opening.last <= ranked.span[0] and p.s.flag(opening.last) & AUX
    return (opening.first, opening.last) if leads else None


def _right_behind(p: Parsed, end: int) -> Span | None:
    """The whole world where it stands right behind what is counted: "refugees globally", "people displaced across the
    world".
    """
    return next((span for span in world_spans(p) if end <= span[0] <= end + 8 and not _other_noun(p, end, span)), None)


def _other_noun(p: Parsed, start: int, span: Span) -> bool:
    """Whether another noun or number stands between."""
    return any(at in p.place_at or at in p.quantity_at or p.s.words[at] == "," for at in range(start, span[0]))


def _who_had(p: Parsed, found: Match) -> Span | None:
    """A name that no list holds, where it is said to have had what is counted: "Inanda had 278 rape cases", "Surkhet is
    the worst hit district with 28 deaths".
    """
    s = p.s
    first = last = next((at + 1 for at in range(found.span[0], 0, -1) if s.words[at] in _PARTING), 0)
    while s.capital(last) and s.words[last].isalpha() and not s.flags[last] and not s.raw[last].isupper():
        last += 1
    if not 0 < last - first < 4 or last > found.span[0]:
        return None
    ranked = s.word(last) in ("is", "was", "are", "were") and any(
        s.words[at] in PLACE_NOUNS
        and (s.words[at - 1].endswith("est") or s.words[at - 1] in ("hit", "affected") or at - 1 in p.quantity_at)
        for at in range(last + 1, min(len(s), last + 7))
    )
    return (first, last) if ranked or s.word(last) in ("had", "saw", "witnessed", "suffered") else None


def _overtaken(p: Parsed, found: Match) -> Span | None:
    """Whose a number is where one place overtook another: "Nigeria overtook Indonesia, with 48 attacks to 35"."""
    s = p.s
    verb = next((at for at, word in enumerate(s.words) if word in _OVERTOOK), len(s))
    first, second = p.place_at.get(s.back(verb - 1, AUX)), p.place_at.get(verb + 1)
    if found.kind != "level" or found.span[0] <= verb or first is None or second is None:
        return None
    if _in_a_closed_aside(p, verb, found):
        return None
    against = s.word(found.span[0] - 1) in ("to", "against", "versus") or s.word(found.span[0] - 2) == "compared"
    whose = second if against else first
    return (whose.first, whose.last)


def _in_a_closed_aside(p: Parsed, at: int, found: Match) -> bool:
    """Whether a token stands in a clause on a place that has closed before the number: "Nigeria, which overtook Somalia
    in 2012, saw 48 attacks".
    """
    opens = relative_clause(p, at)
    return opens > 0 and opens - 1 in p.place_at and "," in p.s.words[at : found.span[0]]


def _of_the_nation(p: Parsed, found: Match, all_found: list[Match]) -> Span | None:
    """The words that say a number is of the whole country, beside those of its parts: "up 3 percent in Nevada even as
    they fell 9 percent across the country", "murders nationwide fell 15 percent, Ohio's 16".
    """
    end, told = found.span[1], found.measure
    across = p.s.word(end) in NATIONWIDE or p.s.words[end : end + 3] in _ACROSS
    if across and any(one.span[1] <= found.span[0] for one in all_found):
        return (end, end + 1)
    if told is None or p.s.word(told[1]) not in NATIONWIDE:
        return None
    return None if any(told[1] < at < found.span[0] for at in p.place_at) else (told[1], told[1] + 1)


def _part_of(p: Parsed, found: Match, all_found: list[Match]) -> Match | None:
    """The item of a list that a claim is a part of: "Iowa had 320, including 13 rapes"."""
    before = _just_before(p, found, all_found) if is_part(p, found) else None
    return before if before and before.place else None


def _just_before(p: Parsed, found: Match, all_found: list[Match], end: str = ";") -> Match | None:
    """The claim before in the same statement, which a semicolon ends."""
    before = [one for one in all_found if one.span[1] <= found.span[0]]
    return before[-1] if before and end not in p.s.words[before[-1].span[1] : found.span[0]] else None


def _war_of(p: Parsed, last: int) -> Span | None:
    """ "Israel's war against Hamas", which is fought elsewhere too: no place that is counted by itself."""
    s = p.s
    if s.word(last) != "'s" or s.word(last + 1) not in _WARS or s.word(last + 2) not in ("against", "on", "with"):
        return None
    end = last + 3
    while content(p, end) and s.capital(end):
        end += 1
    return (last - 1, end)


def _of_the_part(p: Parsed, found: Match, at: int, all_found: list[Match]) -> bool:
    """Whether a place is that of a part and not of the whole: "of 201 attacks worldwide, 36 were off Indonesia"."""
    whole = p.s.word(found.span[0] - 1) == "of" and found.kind == "level"
    return whole and any(found.span[1] <= one.span[0] < at for one in all_found if one is not found)


def _before_there(p: Parsed, there: int) -> Span:
    """What "there" points to in its own sentence: the last place named before it, but not one that only bounds a rank,
    or a name that no list holds which opens the sentence; else the word itself.
    """
    for at in range(there - 1, 0, -1):
        if (
            p.s.words[at] in _STRETCHES
            and p.s.words[at - 1] not in _BACK
            and not any(n in p.place_at for n in (at - 1, at + 2))
        ):
            return (at - 1, at + 1)  # "the eastern route bucked the trend: deaths there …"
    named = [one for one in p.places if one.last <= there and not is_ranked(p, one.first) and not names_a_body(p, one)]
    if named:
        return whole_place(p, (named[-1].first, named[-1].last))
    end = 0
    while p.s.capital(end) and p.s.word(end).isalpha() and not p.s.flags[end]:
        end += 1
    return (0, end) if end and p.s.word(end) in (",", "'s") else (there, there + 1)


def _contrasted(p: Parsed, first: int) -> bool:
    """Whether a place is named for contrast: "unlike in France", "than in Sweden", "double that of Venezuela"."""
    if p.s.words[max(0, first - 2) : first] in (["that", "of"], ["that", "in"]):
        return True
    number = p.quantity_at.get(first - 1)
    if number and number.unit in ("times", "fraction") and p.s.word(p.place_at[first].last) == "'s":
        return True  # "a rate of 1.11, half Norway's"
    return any(p.s.word(at) in ("unlike", "than", "behind") for at in (first - 1, lead_of(p, first) - 1))


def _where_clause(p: Parsed, last: int) -> bool:
    """Whether a clause follows that tells of the place: "Detroit, where 300 people were murdered", "Alberta, which had
    32 more homicides".
    """
    had = p.s.word(last + 1) == "whose" or (p.s.word(last + 1) == "which" and p.s.word(last + 2) in HAD)
    return p.s.word(last) == "," and (p.s.word(last + 1) == "where" or had)


def _opens_the_next(p: Parsed, first: int) -> bool:
    """Whether a place opens another statement: "it hosted 1.1 million, and Ethiopia, poorer still, 2.3 million"; in
    "in Mali, and Niger" it only ends a list.
    """
    joined = p.s.word(first - 1) in ("and", "but", "while", "whereas") and p.s.word(first - 2) in (",", ";")
    beside = p.s.words[first - 2 : first] == [",", "with"]  # "to 1.94, with Manitoba's, at 5.1, the highest"
    moved = p.s.word(first - 1) == "," and p.s.word(p.place_at[first].last) in ("up", "down")
    beside |= moved  # "Michigan was up 11 per cent, Indiana down 3"
    return beside or (joined and first - 3 not in p.place_at)


def _within(at: int, span: Span) -> bool:
    return span[0] <= at < span[1]


def _of_speaker(p: Parsed, at: int, speaker: Span) -> bool:
    """Whether a place is part of who speaks or of the description before the name; a private person's place is where
    things happened as often as not: "a Nebraska man admitted …".
    """
    flag = p.s.flags[speaker[1] - 1]
    named = p.place_at[at]
    if p.s.word(named.last) in ("police", "sheriff") and not is_demonym(p, (named.first, named.last)):
        return False  # "Leeds police said": they speak of Leeds
    if _where_clause(p, named.last):
        return False  # "South Carolina, which reported 333 cases"
    if _within(at, speaker):
        led = p.s.words[lead_of(p, at)] == "in" and p.s.words[speaker[0]] in ("police", "officials", "authorities")
        return not led and (not flag & PEOPLE or bool(flag & ROLE))
    return at < speaker[0] <= at + 7 and all(content(p, n) for n in range(at, speaker[0]))


def _place_cost(p: Parsed, found: Match, span: Span, all_found: list[Match]) -> int | None:
    """How unlikely a place is the one of the claim; None where it is of people ("Israeli troops") or of the speaker."""
    s = p.s
    first, last = span
    before, after = s.word(lead_of(p, first)), s.word(last)
    if s.word(lead_of(p, first) - 1) == "based" or s.word(first - 1) == "bordering":
        return None  # "a project based in Berlin", "the state bordering Mexico"
    if _follows(p, first) and not (_where_clause(p, last) and last < found.span[0]):
        return None  # "followed by Texas"
    if first >= found.span[1] and (
        _beyond(p, found, first, all_found)
        or _of_the_teller(p, found, first)
        or _leads_to_the_next(p, found, first, all_found)
    ):
        return None
    if (after == "-" and s.glued(last) and s.word(last + 1) in TIES) or (s.word(first - 1) == "-" and s.glued(first)):
        return None  # "US-led forces", "anti-French violence"
    adjective = content(p, last) and after not in ("'s", "-")
    if is_demonym(p, span):
        if not adjective or not _places_its_noun(p, last):
            return None
    elif adjective and abroad(p, last):
        return None
    cost = _span_distance(p, found, span, all_found)
    if first >= found.span[1] and ";" in s.words[found.span[1] : first]:
        return None  # "it sheltered 1.58 million refugees; some 33,000 live in Kampala"
    item = after in ("with", "one") and s.word(first - 1) in ("and", ",", "while")
    if first >= found.span[1] and item and any(at in p.quantity_at for at in range(last + 1, last + 3)):
        return None  # "13,000 rapes, and Sweden with 17,300", "a rate of 11.8 and Mississippi one of 16.6"
    if after in _WARS_OF and not _AT_THE_TIME.isdisjoint(s.words[max(0, lead_of(p, first) - 1) : first]):
        return None  # "at the height of the Syrian war"
    if any(other is not found and other.span[1] <= first < found.span[0] for other in all_found) and before in LEADS:
        cost += 12 * ("," in s.words[last : found.span[0]])  # "81,500 were killed in Ukraine, 101,000 died in Ethiopia"
    if any(other is not found and other.span[1] == first - 1 for other in all_found) and before in LEADS:
        cost += 15  # "400 in Ukraine and 300 in Ethiopia"
    if before == "from" and s.flag(lead_of(p, first) - 1) & PEOPLE:
        return cost + 10  # "two men from Leeds"
    if _where_clause(p, last) and last < found.span[0]:
        cost -= 14  # "…, unlike Detroit, where 300 people were murdered"
    if first >= found.span[1] and (_opens_a_clause(p, span) or "including" in s.words[found.span[1] : first]):
        return None  # "18 died, and Sindh and Punjab saw 12 attacks"; "31 civilians, including one man in Bannu, died"
    inside = found.measure is not None and found.measure[0] - 1 <= first < found.measure[1]
    if found.kind == "rank" and first < found.span[0] and ranks(p, last) and before not in LEADS:
        return cost - 40  # "Illinois has the third highest rate in the country"
    if found.kind == "share" and before in LEADS and _took_place(p, lead_of(p, first)):
        return cost - 40  # "a third of all deaths in Africa were in Ethiopia"
    if before in LEADS:
        return cost - 12 + 4 * adjective
    follower = last + (after == "'s")
    if s.word(follower) in MEDIA and not inside:
        return None  # "a Nigerian newspaper reported": where it is printed
    if s.flag(follower) & ROLE and not inside:
        cost += 20  # "Pakistan's prime minister", "US officials": the speaker's place
    if first == 0 and is_dateline(p) and len(p.places) > 1:
        return cost + 30
    if inside:
        return cost - 15
    if after == "'s":
        return cost + 6 if _names_a_part(p, last + 1) else cost - 4
    if before == "of" or (adjective and _places_its_noun(p, last)):
        return cost - 4
    return cost - 6 * (before in FROM)


def _follows(p: Parsed, first: int) -> bool:
    """Whether a place only comes after the one that a claim is of: "followed by Israel, Mexico and Sudan"."""
    s, at = p.s, first - 1
    while at > 0 and (at in p.place_at or s.words[at] in (",", "and", "the")):
        at -= 1
    # "driven by Ethiopia, where 100,000 were killed, and by Ukraine": the second "by" goes on with the first.
    reach = at if s.word(at - 1) == "and" else 2
    return s.word(at) == "by" and not _FOLLOWED.isdisjoint(s.words[max(0, at - reach) : at])


def _beyond(p: Parsed, found: Match, first: int, all_found: list[Match]) -> bool:
    """Whether a place after a claim is of another statement: "crime fell, while in Leeds …", "deaths fell by 27%, with
    the largest falls in Iraq".
    """
    words = p.s.words[found.span[1] : first]
    if not _CAUSES.isdisjoint(words) or "while" in words or "whereas" in words:
        return True  # "…, owing to departures from Afghanistan"
    further = [one for one in all_found if one is not found]
    behind = (one.measure for one in further if one.measure and first < one.span[0])
    if any(found.span[1] <= measure[0] < first and measure != found.measure for measure in behind):
        return True  # "robberies fell 9 percent, and burglaries in Texas by a fifth"
    if found.kind in ("level", "rate") and any(
        one.kind == "share" and found.span[1] <= one.span[0] < first for one in further
    ):
        return True  # "of the 160,900 people killed, two in five died in Ukraine"
    if found.kind != "share" and any(
        words[at : at + 2] in (["of", "them"], ["of", "these"], ["of", "which"]) for at in range(len(words))
    ):
        return True  # "13 ships were hijacked, eleven of them in Southeast Asia"
    if ":" in words and any(found.span[1] + words.index(":") < one.span[0] < first for one in further):
        return True  # "40 murders in May: 12 in Leeds and nine in York"
    opened = found.span[1] + words.index("with") if "with" in words else None
    return opened is not None and any(
        opened < one.span[0] < first and one.kind in ("rank", "change", "trend") for one in further
    )


def _leads_to_the_next(p: Parsed, found: Match, first: int, all_found: list[Match]) -> bool:
    """Whether a place opens the statement of another claim behind it: "71,000 lives in Ukraine, and in Gaza …"."""
    s, lead = p.s, lead_of(p, first)
    joined = s.word(lead - 1) in ("and", "but", "while") and s.word(lead - 2) == ","
    joined = joined or (s.word(lead - 1) == "," and s.word(p.place_at[first].last) in ("they", "it", "there"))
    if s.word(lead) not in LEADS or not joined:
        return False
    return any(one.span[0] > first for one in all_found if one is not found)


def _of_the_teller(p: Parsed, found: Match, first: int) -> bool:
    """Whether a place behind a claim is of who tells it: ", writes the Guardian in London"; police and other
    authorities speak of their own place.
    """
    s = p.s
    told = next((at for at in range(found.span[1] + 1, first) if s.flags[at] & SPEECH and s.words[at - 1] == ","), None)
    return told is not None and _AUTHORITIES.isdisjoint(s.words[told:first])


def _opens_a_clause(p: Parsed, span: Span) -> bool:
    """Whether a place is the subject of a clause after the claim's own: ", and Sindh and Punjab saw 12 attacks"."""
    s = p.s
    first, last = span
    while first > 0 and (s.flags[first - 1] & DET or content(p, first - 1)) and first - 1 not in p.place_at:
        first -= 1
    if s.word(first - 1) == "and" and first - 2 in p.place_at:
        return _opens_a_clause(p, (p.place_at[first - 2].first, last))
    if s.word(first - 1) not in ("and", "while", "but", "with"):
        return False
    while last in p.place_at or s.word(last) == "and" or content(p, last):
        if s.word(last).endswith(("ing", "ed")):
            break
        last += 1
    return bool(s.flag(last) & (AUX | VERB | EVENT | CHANGE_VERB)) or s.word(last).endswith(("ing", "ed"))


def _took_place(p: Parsed, lead: int) -> bool:
    """Whether a verb of being or happening stands before the word that leads to a place."""
    lost = p.s.words[max(0, lead - 3) : lead] == ["lost", "their", "lives"]
    return bool(p.s.flag(lead - 1) & AUX) or p.s.word(lead - 1) in _HAPPENING or lost


def _places_its_noun(p: Parsed, start: int) -> bool:
    """Whether an adjective of nationality says where what follows is: "the Greek bus crash", "a Siberian mine"."""
    s = p.s
    run = run_right(p, start)
    if run is None:
        return False
    head = run[1] - 1
    if s.words[head] in OF_PEOPLE or s.flags[head] & ROLE:
        return False
    if s.words[head] in PLACE_NOUNS:
        return True
    return bool(s.flags[head] & (INCIDENT | GENERIC)) or s.words[head] in _HAPPENED


def _names_a_part(p: Parsed, at: int) -> bool:
    """Whether the place a possessive leads to is named: "Japan's northernmost island of Hokkaido"."""
    s = p.s
    end = at
    while end - at < 6 and (content(p, end) or s.word(end) == "of"):
        if end > at and end in p.place_at and s.words[end - 1] == "of":
            return True
        end += 1
    return False


def _common_place(p: Parsed, found: Match, speaker: Span | None, all_found: list[Match]) -> Span | None:
    """A kind of place, without a name: "on college campuses", "in swimming pools", "nationwide"; "in the country" only
    points back to a name and is none.
    """
    s = p.s
    ranked = found.kind == "rank"  # "the third highest in the world" is a rank among others
    best: tuple[int, Span] | None = None
    for span in world_spans(p):
        opens = span[0] == 0 and not s.flag(1) & AUX  # "Worldwide, pirate attacks hit an all-time high of 469"
        cost = 1 if opens else _span_distance(p, found, span, all_found)
        if (opens or not ranked) and cost < (best[0] if best else _FAR):
            best = (cost, span)
    for at, word in enumerate(s.words):
        if word not in _WIDE and (word not in _COMMON or s.capital(at) or content(p, at + 1)):
            continue
        if any(other is not found and other.span[1] == at for other in all_found):
            continue  # "its rate was 5.2, against 5 nationally"
        first = at
        while word in _COMMON and first > 0 and at - first < 3 and (s.flags[first - 1] & DET or content(p, first - 1)):
            first -= 1
        if word in _COMMON and s.word(first - 1) not in LEADS and s.word(first - 1) != "on":
            continue
        if any(span and span[0] <= at < span[1] for span in (speaker, found.other)):
            continue
        cost = _span_distance(p, found, (first, at + 1), all_found)
        if cost < (best[0] if best else _NEAR):
            best = (cost, (first, at + 1))
    return best[1] if best else None


def _span_distance(p: Parsed, found: Match, span: Span, all_found: list[Match]) -> int:
    start, end = found.span
    if found.measure and not found.measure_of and not _taken_over(found, all_found):
        start, end = min(start, found.measure[0]), max(end, found.measure[1])
    gap = span[0] - end if span[0] >= end else start - span[1]
    low, high = min(end, span[0]), max(start, span[0])
    shared = found.measure[0] if found.measure else -1  # a noun taken over from the claim before
    between = sum(
        other is not found and low <= other.span[0] < high and not other.span[0] <= shared < other.span[1]
        for other in all_found
    )
    return max(gap, 0) + 15 * between + 40 * p.s.words[low:high].count(";")


def _taken_over(found: Match, all_found: list[Match]) -> bool:
    """Whether a claim shares the noun of another that stands between: "400 deaths in Ukraine and 300 in Ethiopia"."""
    measure = found.measure
    return measure is not None and any(
        other is not found and other.measure == measure and measure[1] <= other.span[0] < found.span[0]
        for other in all_found
    )
