"""The subject of a verb of change: the first noun phrase of its clause that names incidents."""

from __future__ import annotations

from verifier.claims.phrases.count_words import FALLEN, FIGURES, HAD, POINTERS, RECORDED
from verifier.claims.phrases.incident_phrases import befallen_by, is_counted, is_incident
from verifier.claims.phrases.match import Span
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right, run_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag

_BREAKS = bag('; : " ( ) — . ? ! that but while whereas although though because if unless where')
_JOINS = bag("and as when so since")
_BOOKED_BY = bag("by to in at across during on")
_TURNS = bag("on the other hand however though meanwhile by contrast in turn too also then nevertheless for its part")
_ELSEWHERE = bag("and but , however meanwhile next door elsewhere contrast comparison border")
_RELATIVE = bag("which where whose")
_OPENING = bag(
    "after before despite following having like unlike including as with which who whose where those up down at among"
)
_SET_APART = bag("among like unlike besides")
_FARTHEST = 30
_ASIDE = 16
_BRACKET = 7


def clause_start(p: Parsed, at: int) -> int:
    """The first token of the clause that token `at` belongs to."""
    s = p.s
    first = at
    while first > 0 and at - first < _FARTHEST:
        before = first - 1
        word = s.words[before]
        aside = _aside(p, before)
        if aside is not None:
            first = aside
            continue
        if word == "," and (opened := aside_before(p, before)):
            first = opened
            continue
        relative = word == "that" and before > 0 and content(p, before - 1)  # "a fire that swept through"
        if word in _BREAKS and before not in p.date_at and not relative:
            break
        if word == "," and s.words[0] in _SET_APART and "," not in s.words[:before]:
            break  # "Among property crimes, burglaries fell", "Unlike robberies, murders fell"
        if word == "," and before not in p.date_at and not is_incident_list(p, before):
            if s.words[before + 1 : before + 3] in (["the", "number"], ["the", "total"], ["the", "rate"]):
                break  # "in August 2021, the number of victims"
            if not _around_name(p, before):
                break
        if word == "so" and s.word(before + 1) == "far":
            first = before
            continue
        # "Robbery hardly moved and was down 0.3 percent" has one subject.
        shared = word == "and" and s.flag(first) & (lex.AUX | lex.CHANGE_VERB) and not content(p, first)
        parts = word in _JOINS and not content(p, before) and _has_verb(p, before) and not shared
        dated = word == "since" and before + 1 in p.date_at  # "people killed in Gaza since October 7"
        if parts and not dated and not _two_events(p, before):
            break
        recorded = word in ("recorded", "registered", "showed") and s.flag(before + 1) & lex.DET
        recorded = recorded or (word in RECORDED and s.word(before + 1) in _BOOKED_BY and content(p, before - 1))
        recorded = recorded or (word in RECORDED and s.flag(before + 1) & lex.AUX and content(p, before - 1))
        recorded = recorded or (word == "reported" and befallen_by(p, before + 1))  # "people reported missing rose"
        if s.flags[before] & lex.SPEECH and s.flags[before - 1] and not content(p, before) and not recorded:
            break  # but "arson recorded a 12 percent rise", "rapes recorded by the police fell"
        first = before
    return first


def aside_before(p: Parsed, end: int) -> int:
    """Where an aside opens that closes with a comma here, 0 where none does: a turn of phrase ("deaths, on the other
    hand, fell"), who said it ("robberies, police say, fell"), or more of the same before the verb ("deaths, after
    years of decline, rose").
    """
    s, at = p.s, end - 1
    while at > 0 and end - at < _ASIDE and s.words[at] != ",":
        at -= 1
    if s.words[at] != "," or at == end - 1:
        return 0
    turn = end - at < 7 and all(word in _TURNS for word in s.words[at + 1 : end])
    named = s.flag(end - 1) & lex.SPEECH and not s.flag(end - 1) & (lex.EVENT | lex.INCIDENT)
    said = named and end - 1 not in p.place_at and 2 < end - at < 10
    said = said and not any(n in p.quantity_at for n in range(at + 1, end))
    went = s.word(end + 1) in ("went", "goes", "gone")
    verb = (went or s.flag(end + 1) & (lex.AUX | lex.CHANGE_VERB)) and not content(p, end + 1)
    more = verb and s.words[at + 1] in _OPENING and s.flag(at - 1) and content(p, at - 1)
    more = more or (verb and s.words[at + 1] in _RELATIVE and at - 1 in p.place_at)  # "in Ukraine, where …, fell"
    return at if turn or said or more else 0


def relative_clause(p: Parsed, at: int) -> int:
    """Where the comma stands that opens the relative clause around a token, "Nigeria, whose north is at war"; 0 where
    there is none.
    """
    opens = next((n for n in range(at, 0, -1) if p.s.words[n] == ","), 0)
    return opens if opens and p.s.word(opens + 1) in _RELATIVE | {"who"} else 0


def _aside(p: Parsed, end: int) -> int | None:
    """Where an aside opens that closes here: "casualties — 5,122 — fell", "robbery (crimes) fell"."""
    s = p.s
    if s.words[end] == ")" and (s.flag(end + 1) & (lex.AUX | lex.CHANGE_VERB)):
        opened = next((at for at in range(end - 1, max(-1, end - _BRACKET), -1) if s.words[at] == "("), None)
        if opened is not None:
            return opened
    opens = {"—": "—", "-": "-", ")": "("}.get(s.words[end])
    q = p.quantity_at.get(end - 1)
    if opens is None or q is None or q.last != end or s.word(q.first - 1) != opens:
        return None
    return q.first - 1


def _two_events(p: Parsed, join: int) -> bool:
    """Whether "and" or "or" joins what happened to the same people: "migrants who died or went missing"."""
    s = p.s
    went = join + 1 + (s.word(join + 1) in ("went", "gone", "were"))
    return bool(s.flag(join - 1) & s.flag(went) & lex.EVENT) and went not in p.date_at


def is_incident_list(p: Parsed, comma: int) -> bool:
    """Whether a comma only parts the members of a list of incidents: "murders, rapes and robberies"."""
    left = phrase_left(p, comma) if content(p, comma - 1) else None
    right = run_right(p, comma + 1) or (run_right(p, comma + 2) if p.s.word(comma + 1) in ("and", "or") else None)
    return is_incident(p, left) and is_incident(p, right)


def _around_name(p: Parsed, comma: int) -> bool:
    """Whether a comma stands beside a place or date in apposition: "in Lahore, Pakistan, rose"."""
    s = p.s
    named = comma + 1 in p.place_at or comma + 1 in p.date_at
    after = comma - 1 in p.place_at or comma - 1 in p.date_at
    return after and (named or not content(p, comma + 1) or s.words[comma - 2 : comma - 1] == [","])


def _has_verb(p: Parsed, before: int) -> bool:
    """Whether "and" parts two clauses: a verb of change or a figure stands closely before it."""
    s = p.s
    listed = s.flag(before - 1) & s.flag(before + 1) & lex.INCIDENT  # "harassment, vandalism and assault"
    stop = max((i for i in range(before) if s.words[i] in (":", ";")), default=-1)
    near = range(max(0, before - 12, stop + 1), before)
    if any(s.flags[i] & lex.CHANGE_VERB or i in p.quantity_at for i in near):
        return True
    return not listed and any(
        s.flags[i] & lex.AUX or (s.flags[i] & (lex.EVENT | lex.VERB) and not content(p, i)) for i in near
    )


def subject(p: Parsed, at: int) -> Span | None:
    """The incident phrase that the verb at token `at` is about, else the noun phrase just before it."""
    s = p.s
    end = s.opening(at, lex.AUX | lex.ADV)
    if s.words[end - 1] == '"' and end > 1:  # "“public order offences” fell"
        quoted = phrase_left(p, end - 1)
        if is_incident(p, quoted):
            return quoted
    i = clause_start(p, at)
    if s.words[i : i + 2] == ["the", "number"] and befallen_by(p, i + 2) and i + 2 < at:
        return (i + 2, i + 3)  # "the number killed rose to 30"
    if s.words[i : i + 3] == ["the", "number", "of"]:
        plain = phrase_right(p, i + 3)
        if plain and s.word(plain[1]) == "with" and not is_counted(p, plain):
            return plain  # "the number of countries with an attack grew"
        told = i + 3 + (s.word(i + 3) == "those")
        if s.word(told) in FALLEN and told < at and not content(p, told + 1):
            return (told, told + 1)  # "the number of injured"
    while i < at:
        if s.flags[i] & lex.TIME_UNIT and i - 1 in p.quantity_at:
            i += 1  # "Over ten years Danish burglaries fell"
        elif content(p, i) and i not in p.place_at:
            found = phrase_right(p, i)
            if found is None:
                i += 1
                continue
            if found[1] <= at and is_counted(p, found):
                return with_others(p, found, at)
            i = max(found[1], i + 1)
        elif s.flags[i] & (lex.DET | lex.ADV) or i in p.place_at:
            found = phrase_right(p, i) if i in p.place_at else None  # "Chicago murders", "US crime"
            if found and found[1] <= at and is_counted(p, found):
                return with_others(p, found, at)
            i += 1
        else:
            i += 1
    return phrase_left(p, at)


def points_back(p: Parsed, at: int, end: int) -> bool:
    """Whether a verb of change has a pronoun as its subject or object: "it fell by", "reduces this by"."""
    s = p.s
    if s.word(end) in POINTERS and not content(p, end + 1):
        return True
    before = s.back(at - 1, lex.DET | lex.AUX | lex.ADV)
    if s.word(before) in ("that", "this", "it") and s.flag(before + 1) & lex.AUX:
        return True  # "Compared with 2021 that is a rise of 97 percent"
    if s.word(at - 1) == "'s" and at - 2 in p.place_at:
        return True  # "California's fell by 8 percent"
    if s.word(before) in HAD and before - 1 in p.place_at and opens_statement(p, p.place_at[before - 1].first):
        return True  # "California saw a drop of 8 percent"
    start = clause_start(p, at)
    start -= start == 1 and s.words[0] == "that"  # "That is a 20 percent drop"
    words = [i for i in range(start, at) if i not in p.date_at and i not in p.place_at]
    return any(s.words[i] in POINTERS for i in words) and not any(content(p, i) for i in words)


def figure_before(p: Parsed, end: int) -> int | None:
    """Where "the figure (in Ohio)", "that number", "it" or "Ohio's (count)" begins that ends with a token; None for
    another.
    """
    s = p.s
    if s.word(end) == "," and (opened := aside_before(p, end)):
        return figure_before(p, opened - 1)  # "Ohio's, by contrast, has doubled"
    end -= s.word(end) == "there" and s.word(end - 1) in FIGURES  # "the figure there has doubled"
    named = p.place_at.get(end)
    if named and s.word(end + 1) == "'s":
        return named.first
    if named and s.flag(named.first - 1) & lex.PREP and s.word(named.first - 2) in FIGURES:
        return figure_before(p, named.first - 2)
    word = s.word(end)
    if word in ("it", "they", "that", "this") and not content(p, end):
        return end
    owner = end - (word in FIGURES)
    if s.word(owner) == "'s" and (named := p.place_at.get(owner - 1)):
        return named.first
    if word in FIGURES and s.flag(end - 1) & lex.DET:
        return end - 1
    return None


def opens_statement(p: Parsed, at: int) -> bool:
    """Whether nothing but a time or a place stands before a token in its statement."""
    s = p.s
    while at > 0 and (
        at - 1 in p.date_at or at - 1 in p.place_at or s.flags[at - 1] & (lex.PREP | lex.DET | lex.ADV)
        or s.words[at - 1] in _ELSEWHERE
    ):  # fmt: skip
        at -= 1
    return at == 0 or s.words[at - 1] in (";", ":", "—")


def left_out(p: Parsed, at: int) -> Span | None:
    """What a verb without a subject of its own is about: "crime is rising and has gone up 19 percent", "…, up 12"."""
    s = p.s
    first = clause_start(p, at)
    if any(content(p, i) and i not in p.place_at for i in range(first, at)):
        return None
    if first == 0 or s.words[first - 1] not in (",", "and", "but", "-", "(", ";", ":"):
        return None
    i = first - 1
    while i > 0 and first - i < _FARTHEST and (i == first - 1 or s.words[i] not in (".", ":")):
        i -= 1
        if not content(p, i) or i in p.place_at:
            continue
        start = i
        while content(p, start - 1) and start - 1 not in p.place_at and not s.flags[start - 1] & (lex.MORE | lex.LESS):
            start -= 1
        found = phrase_right(p, start)
        if is_counted(p, found):
            return found
        lead = start - 1
        while lead > 0 and (s.flags[lead] & (lex.DET | lex.ADV) or lead in p.quantity_at):
            lead -= 1
        if not s.flag(lead) & (lex.PREP | lex.AUX):
            return None  # another subject stands nearer; in "murders are a scourge, up 12%" none does
        i = start
    return None


def with_others(p: Parsed, found: Span, limit: int) -> Span:
    """The phrase with further incidents of the same list: "rapes, murders, robberies and assaults"."""
    s = p.s
    last = found[1]
    while True:
        at = last
        if s.word(at) == ",":
            at += 1
        if s.word(at) in ("and", "or"):
            at += 1
        if at == last:
            return (found[0], last)
        at = s.past(at, lex.DET | lex.ADV)
        more = run_right(p, at)
        if more is None or more[1] > limit or not is_incident(p, more) or any(i in p.place_at for i in range(*more)):
            return (found[0], last)
        last = more[1]
