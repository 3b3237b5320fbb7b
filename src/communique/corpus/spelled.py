"""One way to write what English writes in several: contractions, numbers, shares, money.

"don't" is "do not", "five" is "5", "12%" is "12 percent", "$5m" is "5 million dollars": sources
that write them otherwise do not say otherwise.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from text_to_num import alpha2digit

__all__ = ["spelled_out"]

_CONTRACTED = tuple(
    (re.compile(words, re.IGNORECASE), whole)
    for words, whole in (
        (r"\bcan(?:['’]t|not)\b", "can not"),
        (r"\bwon['’]t\b", "will not"),
        (r"(?<=\w)n['’]t\b", " not"),
        (r"(?<=\w)['’]ll\b", " will"),
        (r"(?<=\w)['’]re\b", " are"),
        (r"(?<=\w)['’]ve\b", " have"),
        (r"\bI['’]m\b", "I am"),
    )
)
_POWERS = {"thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9, "trillion": 12}
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds"}
_NUMBER = re.compile(
    r"(?P<currency>[$€£])?(?<![\d.])(?P<number>\d+(?:\.\d+)?)"
    r"(?:\s?(?P<power>thousand|million|billion|trillion|bn|(?(currency)mn?|(?!)))\b)?",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<=\d)\s*(?:%|per\s?cent\b)", re.IGNORECASE)
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@lru_cache(maxsize=4_096)
def spelled_out(content: str) -> str:
    """``content`` in the one way; no word that carries meaning goes or comes."""
    for pattern, whole in _CONTRACTED:
        content = pattern.sub(whole, content)
    content = _NUMBER.sub(_told, _GROUPED.sub("", content))
    return _PERCENT.sub(" percent", alpha2digit(content, "en", 0))


def _told(number: re.Match[str]) -> str:
    value = Decimal(number["number"]).scaleb(_POWERS.get((number["power"] or "").lower(), 0))
    digits = f"{value.normalize():f}" if number["power"] else number["number"]
    return f"{digits} {_CURRENCIES[number['currency']]}" if number["currency"] else digits
