"""Cue rules for changes without a figure: doubled, halved, rose for the third year, unchanged."""

from __future__ import annotations

from verifier.claims.phrases.incident_phrases import is_counted, is_incident
from verifier.claims.phrases.match import Match, Span, wordless
from verifier.claims.phrases.noun_phrases import content, phrase_left, phrase_right
from verifier.claims.phrases.parsed import Parsed
from verifier.claims.phrases.subjects import left_out, subject, with_others
from verifier.claims.rules.multiples import overlaps
from verifier.claims.rules.rank_measures import with_number
from verifier.claims.text import lexicon as lex
from verifier.claims.text.lexicon import bag, key_words, match, phrases, words_with

_IS = bag("is are was were been 's isn't aren't wasn't weren't isnt arent wasnt werent")
_LEVELS = bag("level levels peak peaks record highs lows")
_STAYING = bag("remain remains remained stay stays stayed")

_SAME = phrases("change", "same")
_ALL_THE = ["all", "the"]
_VERB_PHRASES = phrases("change", "up_verbs", "down_verbs")
# Bare and -ing forms of verbs that act on something ("reduce crime", "cutting violence") tell an aim, not a change.
_AIMS = bag(
    "reduce reducing cut cutting lower lowering raise raising boost boosting curb ease lessen slash slashing trim "
    "halt diminish bring gain expand slow slowed curbed trimmed cuts mount mounted slide sink halts contracted "
    "retreated collapsed picked"
)
# "fell within the convention", "fell into", "fell victim": no change of a number.
_ELSEWHERE = bag(
    "within outside into under on upon love short victim prey apart ill out off through back behind silent foul"
)
_BARE_NOUNS = bag("fall cut rise drop gain boost hike")
_GOING_ON = bag("continue continued continues began begun begin begins start starts started")
_PHASES = _GOING_ON | bag("keep keeps kept been continuing")  # "burglaries keep rising", "are still climbing"
_MOVING = bag("rising soaring surging climbing spiking increasing growing mounting falling declining dropping plunging")
_CHANGING = lex.CHANGE_VERB | lex.CHANGE_NOUN
_TREND_WORDS = {
    *_VERB_PHRASES,
    *_MOVING,
    "trend",
    "up",
    "down",
    "fewer",
    "less",
    "more",
    "below",
    "above",
    "higher",
    "lower",
}
_REMAINED = bag(
    "remained remains remain remaining stay stays stayed staying about roughly almost largely relatively at the held "
    "essentially exactly virtually fairly broadly mostly quite pretty very more or less"
)
_STILL = bag(
    "levelled leveled levelling leveling plateaued flatlined held holding barely scarcely hardly changed moved"
)
_SAME_BEFORE = frozenset(["as", "level", ".", ",", "since", ""])
_TRENDING = dict.fromkeys(bag("upward rising increasing growing worsening"), "up")
_TRENDING |= dict.fromkeys(bag("downward declining falling decreasing"), "down")
_SAW = bag(
    "saw seen see showed shown show shows experienced enjoyed registered recorded continue continues continued resumed "
    "extended"
)
_ACTED = bag("increased increases reduced reduces raised lowered")
_ON_THE = bag("on over from")
_ON = bag("continuing continues continued maintaining confirming marking")
_SAME_WORDS = key_words(_SAME)
CUES = words_with(_CHANGING) | (_TREND_WORDS - frozenset(_VERB_PHRASES)) | key_words(_VERB_PHRASES) | _SAME_WORDS
_HOW_STRONG = bag(
    "sharp big huge dramatic significant steady recent large slight marked steep massive rapid substantial overall for"
)


def trends(p: Parsed, taken: list[Match]) -> list[Match]:
    """Rises and falls of incidents that no figure of the sentence belongs to."""
    s = p.s
    found: list[Match] = []
    if CUES.isdisjoint(s.words):
        return found
    for at, flag in enumerate(s.flags):
        one = None
        if not flag & _CHANGING and s.words[at] not in _TREND_WORDS:
            continue
        if at in p.date_at or at in p.quantity_at:
            continue
        if s.words[at] == "fell" and s.word(at + 1) in ("in", "on") and _of_a_part(p, at, taken):
            continue
        if flag & lex.CHANGE_NOUN and _superlative(s.word(at - 1), s.word(at - 2)):
            continue
        if flag & lex.CHANGE_VERB and s.words[at] not in _AIMS:
            one = _verb(p, at)
        if one is None and (flag & lex.CHANGE_NOUN or (s.words[at] == "trend" and s.word(at - 1) in _TRENDING)):
            one = _noun(p, at) or _seen_too(p, at, found) or _of_the_count(p, at, taken)
        if one is None and s.words[at] in _VERB_PHRASES:
            one = _verb_phrase(p, at)
        if one is None and s.words[at] in ("up", "down"):
            one = up_or_down(p, at)
        if one is None and s.words[at] in ("below", "above", "higher", "lower"):
            one = against_level(p, at) or _than_the(p, at)
        if one is None and s.words[at] in _MOVING:
            one = _moving(p, at)
        if one is None and s.words[at] in ("fewer", "less"):
            one = _fewer(p, at)
        if one is None and s.words[at] == "more":
            one = _more(p, at)
        if one is not None and not _near(p, one, taken) and not overlaps(one.span, found):
            found.append(one)
    return found


def _of_a_part(p: Parsed, at: int, taken: list[Match]) -> bool:
    """Whether "fell" tells where some of a number are: "76,000 of the 129,000 deaths in the world fell in Ukraine"."""
    part = next((one for one in reversed(taken) if one.span[1] <= at), None)
    return part is not None and part.form == "share_count" and "," not in p.s.words[part.span[1] : at]


def _superlative(before: str, earlier: str) -> bool:
    """Whether "increase" is the biggest of several, and not a rise by itself: "the biggest increase in the EU"."""
    return (before.endswith("est") and len(before) > 4) or before == "record" or earlier == "most"


def unchanged(p: Parsed, taken: list[Match]) -> list[Match]:
    """ "the murder rate is unchanged", "crime remained at the same level"."""
    s = p.s
    found: list[Match] = []
    if _SAME_WORDS.isdisjoint(s.words):
        return found
    for at, word in enumerate(s.words):
        hit = match(s.words, at, _SAME) if word in _SAME else None
        if hit is None:
            continue
        end = hit[0]
        if s.words[end - 1] == "same" and (s.word(end) not in _SAME_BEFORE or s.words[end - 3 : end - 1] == _ALL_THE):
            continue  # "halved all the same"
        before = s.opening(at, lex.AUX, _REMAINED)
        measure = subject(p, before) if before < at or word in _STILL else None
        if before < at and not is_counted(p, measure):
            measure = left_out(p, before)  # "the rate was the highest since 2000 but remained in line with 2018"
        if s.words[end - 1] in ("with", "to") and not any(n in p.date_at for n in range(end, end + 3)):
            continue  # "in line with expectations"
        if word in ("no", "little") and s.word(end) == "in":
            measure = phrase_right(p, end + 1)  # "there has been no increase in crime"
        if is_counted(p, measure) and not overlaps((at, end), taken + found):
            found.append(wordless("change", "no_change", "none", (at, end), f"unchanged:{s.words[at]}", measure))
    return found


def _verb(p: Parsed, at: int) -> Match | None:
    s = p.s
    word, before = s.words[at], s.word(at - 1)
    if s.flags[at] & lex.CHANGE_NOUN and s.flag(at - 1) & (lex.DET | lex.PREP) and before != "to":
        return None
    if before in ("not", "n't", "may", "can") or (before == "to" and s.word(at - 2) not in _GOING_ON):
        return None
    measure = subject(p, at)
    if word in _ACTED and s.flag(at + 1) & lex.DET and at + 1 not in p.date_at:  # "increases the popularity of"
        measure = phrase_right(p, at + 1)
    if word in _ACTED and not is_counted(p, measure):  # "notification increases sex crimes"
        measure = phrase_right(p, at + 1)
        measure = measure if measure and measure[0] <= at + 2 else None
    if not is_counted(p, measure) or measure is None:
        return None
    opens = measure[0] - bool(s.flag(measure[0] - 1) & lex.DET)
    if s.word(opens - 1) == "since":
        return None  # "killed since the war escalated" dates the killings
    if s.flags[at] & lex.EVENT and not is_incident(p, measure):
        return None  # "a bomb exploded"
    with_it = s.word(opens - 1) == "with" and not s.flag(at + 1) & lex.DET  # "fell by 8%, with robberies falling"
    phase = s.back(at - 1, lex.ADV)
    moving = with_it or s.flag(phase) & lex.AUX or s.words[phase] in _PHASES
    if word.endswith("ing") and not moving:
        return None
    if word in _BARE_NOUNS and at == measure[1] and not _plural_subject(p, measure):
        return None
    off = s.word(at + 1) == "off" and (s.flag(at + 2) & lex.ADV or s.word(at + 2) in (".", ",", ""))
    if s.word(at + 1) in _ELSEWHERE and not off:
        return None
    direction = "down" if s.flags[at] & lex.DOWN_VERB else "up"
    return wordless("trend", "trend", direction, (at, at + 1), f"trend:verb {word}", measure)


def _moving(p: Parsed, at: int) -> Match | None:
    """ "surging deaths", "rising crime rates": the change as an adjective."""
    s = p.s
    measure = phrase_right(p, at + 1)
    if measure is None or measure[0] != at + 1 or not is_incident(p, measure) or s.flag(at - 1) & lex.AUX:
        return None
    direction = "down" if s.flags[at] & lex.DOWN_VERB else "up"
    return wordless("trend", "trend", direction, (at, at + 1), f"trend:adjective {s.words[at]}", measure)


def _plural_subject(p: Parsed, measure: Span) -> bool:
    return p.s.words[measure[1] - 1].endswith("s")


def _verb_phrase(p: Parsed, at: int) -> Match | None:
    s = p.s
    hit = match(s.words, at, _VERB_PHRASES)
    if hit is None or hit[0] == at + 1:
        return None
    end, label = hit
    measure = subject(p, at)
    if s.words[at] in ("brought", "bring", "bringing"):  # "the bombs brought down two airliners"
        measure = phrase_right(p, end)
        if measure is None or measure[0] - end > 2 or end in p.quantity_at:
            return None
    if not is_counted(p, measure) or s.word(at - 1) in ("to", "will", "would", "could"):
        return None
    return wordless(
        "trend",
        "trend",
        "down" if label == "down_verbs" else "up",
        (at, end),
        f"trend:verb {s.slice(at, end).lower()}",
        measure,
    )


def _noun(p: Parsed, at: int) -> Match | None:
    s = p.s
    direction = _TRENDING.get(s.word(at - 1)) or ("down" if s.flags[at] & lex.DOWN_NOUN else "up")
    measure = None
    if s.word(at + 1) in ("in", "of", "across") and at + 2 not in p.date_at:
        start = s.past(at + 2, lex.DET, ("both", "every", "all", "each", "major"))
        measure = phrase_right(p, start)
        last = phrase_right(p, measure[1] + 1) if measure and s.word(measure[1]) == "and" else None
        if measure and last and not is_counted(p, measure) and is_incident(p, last):
            measure = (measure[0], last[1])  # "a spike in both truck and car hijacking"
        if s.flags[at] & (lex.UP_VERB | lex.DOWN_VERB) and not (
            s.flag(at - 1) & lex.DET
            or s.words[at].endswith("s")
            or s.flag(at - 1) & (lex.PREP | lex.TIME_UNIT)
            or _adjective_before(p, at)
        ):
            return None
    first = at - 1 - (s.word(at - 1) == "the")
    falling = s.words[first : at + 1] == ["in", "decline"] and s.word(at + 1) != "of"
    if falling or (measure is None and s.words[first] == "on"):
        measure = subject(p, first)
        if is_counted(p, measure):
            return wordless(
                "trend", "trend", direction, (first, at + 1), f"trend:on the {s.words[at]}", measure, anchor=at
            )
        return None
    verb = at - 1 - (s.words[at] == "trend")
    while verb > 0 and at - verb < 4 and (s.flags[verb] & lex.DET or content(p, verb)):
        verb -= 1
    if s.word(verb) in _SAW and at - verb > 1 and not is_incident(p, measure):
        theirs = s.word(at + 1) != "in" or at + 2 in p.date_at or s.word(at + 2) in ("both", "their", "its")
        measure = subject(p, verb) if theirs else None  # "arson attacks have seen a marked fall"
        if not is_counted(p, measure) and s.words[at] == "trend":  # "a downward trend with 386 thefts in 2014"
            on = next((i for i in range(at + 1, min(len(s), at + 6)) if s.words[i] == "with"), at)
            measure = with_number(p, on) or phrase_right(p, on + 1)
    if not is_counted(p, measure):
        return None
    return wordless("trend", "trend", direction, (at, at + 1), f"trend:noun {s.words[at]}", measure)


def _seen_too(p: Parsed, at: int, found: list[Match]) -> Match | None:
    """ "crime fell nationwide and most cities saw declines": the noun is of the trend before."""
    s = p.s
    verb = at - 1
    while verb > 0 and at - verb < 4 and (s.flags[verb] & lex.DET or content(p, verb)):
        verb -= 1
    if not found or found[-1].kind != "trend" or s.word(verb) not in _SAW:
        return None
    if s.word(at + 1) in ("in", "of") and at + 2 not in p.date_at:
        return None
    direction = "down" if s.flags[at] & lex.DOWN_NOUN else "up"
    return wordless("trend", "trend", direction, (at, at + 1), f"trend:seen {s.words[at]}", found[-1].measure)


def _of_the_count(p: Parsed, at: int, taken: list[Match]) -> Match | None:
    """A trend that the count before it goes on with or has had: "3,598 cases in 2017, continuing the upward trend";
    "fell from 365 to 162, with a significant reduction since 2016".
    """
    s = p.s
    before = next((one for one in reversed(taken) if one.span[0] < at and one.measure), None)
    lead = at - 1
    while lead > 0 and at - lead < 8 and s.words[lead] not in _ON:
        if not (s.flags[lead] & (lex.DET | lex.ADV) or content(p, lead) or s.words[lead] in ("-", ",")):
            break
        if s.words[lead] == "," and s.flag(lead + 1) & lex.DET:
            break
        lead -= 1
    if s.words[at] == "trend" and s.words[lead] in _ON and before is None:
        measure = subject(p, s.back(lead - 1, lex.AUX) + 1)  # "the crime rate was continuing a downward trend"
        towards = _TRENDING.get(s.word(at - 1))
        if measure and is_counted(p, measure) and towards:
            return wordless("trend", "trend", towards, (at, at + 1), "trend:continuing", measure)
    if before is None or not is_counted(p, before.measure) or at - before.span[1] > 24:
        return None
    if s.words[at] == "trend" and s.words[lead] in _ON:
        direction = _TRENDING.get(s.word(at - 1))
    elif s.words[lead] == "," and s.flag(lead + 1) & lex.DET and s.word(at + 1) in ("on", "over", "from"):
        direction = "down" if s.flags[at] & lex.DOWN_NOUN else "up"  # "41 deaths, an increase on the low of 2013"
    elif s.words[lead] == "with" and s.word(at + 1) in ("since", "from", "between", "over") and at - lead > 1:
        direction = "down" if s.flags[at] & lex.DOWN_NOUN else "up"
    else:
        return None
    if direction is None:
        return None
    return wordless("trend", "trend", direction, (at, at + 1), f"trend:of the count {s.words[at]}", before.measure)


def _fewer(p: Parsed, at: int) -> Match | None:
    """ "fewer fires": less of something, with no figure and nothing compared."""
    s = p.s
    measure = phrase_right(p, at + 1)
    if not is_counted(p, measure) or measure is None or measure[0] != at + 1 or s.word(at - 1) in ("no", "or"):
        return None
    if "than" in s.words[at : at + 14]:
        return None
    measure = with_others(p, measure, len(s))
    return wordless("trend", "trend", "down", (at, at + 1), "trend:fewer", measure)


def _more(p: Parsed, at: int) -> Match | None:
    """ "More people are being arrested": a rise, with nothing compared."""
    s = p.s
    if at > 0 and s.words[at - 1] not in (",", ";", '"', "and", "but", "that", "more"):
        return None
    measure = phrase_right(p, at + 1)
    if measure is None or measure[0] != at + 1 or not is_counted(p, measure) or not s.flag(measure[1]) & lex.AUX:
        return None
    if "than" in s.words[at : at + 24] or "," in s.words[at : at + 3]:
        return None
    return wordless("trend", "trend", "up", (at, at + 1), "trend:more", measure)


def _adjective_before(p: Parsed, at: int) -> bool:
    """Whether how strong it was stands before a noun of change: "a sudden spike", "sharp rises"."""
    if p.s.word(at - 1) in _HOW_STRONG:
        return True
    first = at - 1
    while at - first < 5 and (content(p, first) or first in p.quantity_at) and not p.s.flags[first] & lex.DET:
        first -= 1
    return first < at - 1 and bool(p.s.flag(first) & lex.DET)  # "the fourth consecutive annual increase"


def _together(p: Parsed, one: int, other: int) -> bool:
    """Whether two words of change stand in one clause: "rising and has gone up 19 percent" has two."""
    between = p.s.words[min(one, other) : max(one, other)]
    if one != other and between[-1] == "," and p.s.words[max(one, other)] in ("up", "down"):
        return False  # "has been on the rise in California, up 12 percent"
    return len(between) < 8 and not ("and" in between and any(word in ("has", "have", "had") for word in between))


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one == other or bool(one and other and one[0] < other[1] and other[0] < one[1])


def _near(p: Parsed, one: Match, taken: list[Match]) -> bool:
    """Whether a claim with a figure already uses this word of change."""
    return any(
        other.anchor == one.anchor
        or other.span[0] <= one.anchor < max(other.span[1], other.ends if other.kind == "change" else 0)
        or (
            other.kind in ("change", "ratio")
            and _overlap(other.measure, one.measure)
            and _together(p, other.anchor, one.anchor)
            and (
                other.form != "from_to" or "with" not in p.s.words[one.anchor : other.anchor]
            )  # "on the rise, with 160"
        )
        or (other.kind == "rank" and other.measure and other.measure[0] <= one.anchor < other.measure[1])
        or (other.kind == "rank" and 0 <= other.span[0] - one.anchor < 8 and p.s.word(one.anchor + 1) not in _ON_THE)
        or (other.form == "from_to" and 0 < other.span[0] - one.anchor <= 2)
        for other in taken
    )


def against_level(p: Parsed, at: int) -> Match | None:
    """ "murders remain below pre-pandemic levels"."""
    s = p.s
    verb = s.back(at - 1, lex.ADV)
    if s.words[verb] not in _IS and s.words[verb] not in _STAYING:
        return None
    if at + 1 in p.quantity_at and at + 1 not in p.date_at:
        return None
    if not any(word in _LEVELS for word in s.words[at + 1 : at + 7]):
        return None
    measure = subject(p, verb)
    if not is_counted(p, measure):
        return None
    direction = "down" if s.words[at] == "below" else "up"
    return wordless("trend", "trend", direction, (at, at + 1), f"trend:{s.words[at]}", measure)


def _than_the(p: Parsed, at: int) -> Match | None:
    """ "This is higher than the 336 deaths recorded in 2015": what the count behind it is of moved."""
    s = p.s
    verb = s.back(at - 1, lex.ADV)
    pointing = s.word(verb) in _IS and s.word(s.back(verb - 1, lex.DET)) in ("this", "that", "it", "which")
    start = s.past(at + 1, lex.DET, ("than", "the"))
    number = p.quantity_at.get(start) if pointing else None
    measure = phrase_right(p, number.last) if number and number.unit == "count" else None
    if not is_counted(p, measure):
        return None
    direction = "down" if s.words[at] in ("below", "lower") else "up"
    return wordless("trend", "trend", direction, (at, at + 1), f"trend:{s.words[at]} than the", measure)


def up_or_down(p: Parsed, at: int) -> Match | None:
    """ "crime is up", "killings are down this year"."""
    s = p.s
    before = s.back(at - 1, lex.ADV, ("way",))
    seen = s.words[at - 1 : at] and _seen(p, at)
    if seen:
        return wordless("trend", "trend", s.words[at], (at, at + 1), f"trend:seen {s.words[at]}", seen)
    if (
        s.word(before) not in _IS
        or s.word(at + 1) in ("to", "from", "on", "with")
        or (s.word(at + 1) == "for" and not _lasting(p, at + 2))
        or _measured(p, at)
    ):
        return None
    if (content(p, at + 1) and s.word(at + 1) not in ("midway", "halfway")) or (
        at + 1 in p.quantity_at and not _lasting(p, at + 1)
    ):
        return None
    measure = subject(p, before)
    if not is_counted(p, measure):
        return None
    return wordless("trend", "trend", s.words[at], (at, at + 1), f"trend:is {s.words[at]}", measure)


def _seen(p: Parsed, at: int) -> Span | None:
    """ "has seen violent crime up five years in a row, murder up five years in a row"."""
    if not _lasting(p, at + 1):
        return None
    found = phrase_left(p, at)
    return found if is_incident(p, found) else None


def _measured(p: Parsed, at: int) -> bool:
    """Whether a figure follows "by": that is a change with a number."""
    return p.s.word(at + 1) == "by" and any(i in p.quantity_at for i in range(at + 2, at + 6))


def _lasting(p: Parsed, at: int) -> bool:
    """Whether a length of time begins here: "up five years in a row", "up for three straight months"."""
    s = p.s
    at += s.word(at) == "the"  # "for the sixth year running"
    length = p.quantity_at.get(at)
    end = s.past(
        length.core_end if length else at, 0, ("straight", "consecutive", "the", "past", "last", "several", "many")
    )
    return end > at and bool(s.flag(end) & lex.TIME_UNIT)
