"""Which numbers the words of an article tell: "$1.5 billion", "five", "1,200", "12 percent"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from text_to_num import alpha2digit

__all__ = ["numbers_in", "tells_number"]

_SCALES = {
    "k": 3, "thousand": 3, "thousands": 3,
    "m": 6, "mn": 6, "mln": 6, "million": 6, "millions": 6,
    "b": 9, "bn": 9, "billion": 9, "billions": 9,
    "t": 12, "tn": 12, "trn": 12, "trillion": 12, "trillions": 12,
    "%": -2, "percent": -2, "per cent": -2,
}  # fmt: skip
"""Powers of ten that a word after a number stands for."""

# Words that name no number: "hundreds", "tens of thousands", "several million", "a few hundred".
_VAGUE = re.compile(
    r"""
      (?<![\d.,]\ ) \b (?: tens | dozens | scores | hundreds | (?:thous|mill|bill|trill)\w+s ) \b
      (?: \s+ of \s+ (?: hundreds | (?:thous|mill|bill|trill)\w+s ) \b )?
    | \b (?: several | many | few | some\ few | couple(?:\ of)? ) \s+
      (?: dozen | hundred | thousand | million | billion | trillion ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What the library leaves as it is.
_WORDS = (
    (re.compile(r"\b(\w+) and (?:a|one) half\b", re.IGNORECASE), r"\1.5"),
    (re.compile(r"\bhalf (?:a|an|of an?)(?= \d)", re.IGNORECASE), "0.5"),
    (re.compile(r"\b(?:half a|half-a-)\s*(?=dozen\b)", re.IGNORECASE), "0.5 "),
    (re.compile(r"(?<!\d )\b(?:a |one )?dozen\b", re.IGNORECASE), "12"),
    (re.compile(r"\ba quarter\b", re.IGNORECASE), "0.25"),
    (re.compile(r"\bhalf\b", re.IGNORECASE), "0.5"),
)
_SCALE = "|".join(map(re.escape, sorted(_SCALES, key=len, reverse=True)))
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_NUMBER = re.compile(
    rf"""
      (?P<minus> (?<![\w.,]) [-−] | \b (?:minus|negative) \s+ )?
      (?<![\d.,])
      (?P<digits> \d{{1,3}} (?: , \d{{3}} )+ (?!\d) | \d+ )
      (?P<rest> \.\d+ )?
      (?: st | nd | rd | th )?
      (?: [\s-]? \s* (?P<power> 1(?:000)+ \b | 100 \b | dozen \b
                 | (?: {_SCALE} ) (?!\w) ) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def tells_number(words: str, number: Decimal) -> bool:
    """Whether ``words`` tell ``number``, or tell it in the unit they name.

    "$1.5 billion" tells 1500000000 and 1.5, "12 percent" 12 and 0.12.
    """
    return number in set(numbers_in(words))


def numbers_in(words: str) -> Iterator[Decimal]:
    """Every number that ``words`` tell, once as it is written and once with its scale."""
    plain = _VAGUE.sub(" _ ", " ".join(_GROUPED.sub(",", words).split()))
    # Hyphens keep the library from reading "five-year"; "twenty-two" it reads with or without.
    spelled = alpha2digit(re.sub(r"(?<=[a-z])-(?=[a-z])", " ", plain, flags=re.I), "en", 0)
    for pattern, number in _WORDS:
        spelled = pattern.sub(number, spelled)
    for found in _NUMBER.finditer(spelled):
        sign = -1 if found["minus"] else 1
        bare = sign * Decimal(re.sub(r"\D", "", found["digits"]) + (found["rest"] or ""))
        yield bare
        power = " ".join((found["power"] or "").lower().split())
        if power == "dozen":
            yield bare * 12
        elif power.isdigit():
            yield bare * int(power)
        elif power:
            yield bare.scaleb(_SCALES[power])
