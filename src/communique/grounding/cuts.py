"""Places where a word begins or ends, but what it says does not: "non-|binding", "twenty-|five".

A quote that began or ended there would deny what the text says, or give another number.
"""

from __future__ import annotations

import re

__all__ = ["cuts_sense"]

_REACH = 24
"""Characters on either side that are looked at."""

_HYPHEN = "[-\u2010\u2011]"
_PREFIX = re.compile(
    rf"""(?<![^\W_]) (?: non | un | anti | ex | pseudo | quasi | counter | de | dis | mis | no | not
    | never | vice | semi | half | near | pre | post | pro ) {_HYPHEN} $""",
    re.VERBOSE | re.IGNORECASE,
)
_SUFFIX = re.compile(rf"{_HYPHEN}(?:free|less)(?!\w)", re.IGNORECASE)

_UNITS = "one two three four five six seven eight nine"
_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty "
    "forty fifty sixty seventy eighty ninety"
)
_MAGNITUDES = "hundred thousand million billion trillion dozen bn mn tn"
_PARTS = "half halves third thirds quarter quarters fifth fifths first second fourth sixth seventh"


def _any_of(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_NUMERAL = rf"(?: \d | (?<![^\W_]) {_any_of(f'{_UNITS} {_TEENS} {_MAGNITUDES}')} )"
_MAGNITUDE = rf"{_any_of(_MAGNITUDES)} (?!\w)"
_COUNTED = rf"{_any_of(f'{_UNITS} {_PARTS}')} (?!\w)"

# (what stands before the place, what after it): together one number or amount.
_NUMBERS = tuple(
    (re.compile(before, re.VERBOSE | re.IGNORECASE), re.compile(after, re.VERBOSE | re.IGNORECASE))
    for before, after in (
        (rf"{_NUMERAL} $", rf"(?:\s|{_HYPHEN}) {_MAGNITUDE}"),
        (rf"{_NUMERAL} (?:\s|{_HYPHEN}) $", _MAGNITUDE),
        (rf"{_NUMERAL} $", rf"{_HYPHEN} {_COUNTED}"),
        (rf"{_NUMERAL} {_HYPHEN} $", _COUNTED),
        (r"(?<![\d.,]) \d{1,3} $", r"\s \d{3} (?!\d)"),
        (r"(?<![\d.,]) \d{1,3} \s $", r"\d{3} (?!\d)"),
        (r"\d $", r"[/:\u2044] \d"),
        (r"\d [/:\u2044] $", r"\d"),
        (r"(?: ^ | [\s(] ) [-\u2212] $", r"\d"),
        (r"[A-Za-z] $", r"[$£€¥]"),
    )
)


_AFTER = re.compile(
    "|".join(f"(?:{after.pattern})" for _, after in _NUMBERS), re.VERBOSE | re.IGNORECASE
)


def cuts_sense(text: str, at: int) -> bool:
    """Whether the place before ``text[at]`` parts a number, or a word from what denies it."""
    if not 0 < at < len(text):
        return False
    left, right, end = text[at - 1], text[at], at + _REACH
    # What comes after is compared first: it stands where it is looked for, or nothing is searched.
    if left in _HYPHEN and right.isalnum() and _PREFIX.search(text[max(0, at - _REACH) : at]):
        return True
    if right in _HYPHEN and left.isalnum() and _SUFFIX.match(text, at, end):
        return True
    if _AFTER.match(text, at, end) is None:
        return False
    before = text[max(0, at - _REACH) : at]
    return any(follows.match(text, at, end) and leads.search(before) for leads, follows in _NUMBERS)
