"""Signs and codes of money beside a number."""

from __future__ import annotations

from verifier.claims.text.lexicon import MONEY, bag
from verifier.claims.text.tokens import Sentence

CURRENCY = frozenset("$£€¥₹₦₩¢₽₺₱₪₫฿₿")
CODES = bag("us a c nz hk s nt usd eur gbp aud cad nzd hkd sgd jpy cny rmb inr chf rm rs ps y")  # "A$5", "RM3"
_GLUED_CODES = bag("rm rs")


def before_money(s: Sentence, at: int) -> int:
    """The index of the first token of the signs and codes that stand just before token `at`; `at` if none do."""
    first = at
    while first > 0 and (s.words[first - 1] in CURRENCY or (first < at and s.words[first - 1] in CODES)):
        first -= 1
    code = s.word(at - 1)
    if first == at and code in CODES and (len(code) > 2 or (s.glued(at) and _glued_code(s, code, at))):
        first = at - 1
    if first == at and code == "=" and s.glued(at) and s.word(at - 2) in CODES:
        first = at - 2  # "Y=28", newswire for the sign of the yen
    return first


def _glued_code(s: Sentence, code: str, at: int) -> bool:
    """ "RM3", and "PS2.7m" for pounds in newswire; a PS2 is a console."""
    return code in _GLUED_CODES or (code == "ps" and ("." in s.word(at) or (s.glued(at + 1) and s.word(at + 1) != "-")))


def is_money(s: Sentence, core: int, end: int, spelled: bool) -> bool:
    """ "$5", "5 euros", "US$5", "RM3.2", "$A4", "EUR 125" of a number at tokens [core, end)."""
    after = s.word(end)
    if (
        (before_money(s, core) < core and not spelled)
        or after in CURRENCY
        or (s.flag(end) & MONEY and after != "pounds")
    ):
        return True
    code = s.word(core - 1)
    return code in CODES and not spelled and s.word(core - 2) in CURRENCY and s.glued(core - 1)  # "$A4"
