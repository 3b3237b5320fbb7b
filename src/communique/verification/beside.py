"""Speakers named by the layout alone: on the line of a quotation, or under it."""

from __future__ import annotations

import re
from functools import cache

from communique.records import Span
from communique.rules import lexicon
from communique.verification.naming import PRONOUNS

__all__ = ["named_beside", "names_no_speaker"]

LONGEST_NAME = 10
"""Words of a name with its title."""

LONGEST_OWNED = 4
"""Words after "Lee's" in the name of what speaks for Lee."""

# "Lee: “…”" at the beginning of a line, with what lists and bold type put before a name.
_LABEL = re.compile(r"^[\s>*•\-–—#\d.)]*(?P<name>[^\W\d_][^:\n\"“„«]{0,80}?)\W*:[\s*_>]*$")
# "“…” — Ann Lee" at the end of a line, or on a line of its own below: there a hyphen is a list's.
_SIGNATURE = re.compile(
    r"[ \t)*_]*(?:[—–-]{1,2}|\s[\s>]*(?:[—–]|--))[ \t]*[*_]*"
    r"(?P<name>[^\W\d_][^\n,(\"“”„«]{0,80}?)[ \t]*[*_.]*[ \t]*(?:[,(\n]|$)"
)
_SMALL = frozenset(
    "of the and for to in on at de da di du del van von der den la le al bin".split()
)

_HEADINGS = frozenset(
    "answer background context conclusion examples excerpt headline her highlights his in key note "
    "our own question quotation quotations quote quotes q a source sources statement statements "
    "summary their title top transcript translation two words what who said".split()
)
"""Words of labels that name no speaker: "Key quote", "In his own words"."""


def named_beside(text: str, quotation: Span) -> str | None:
    """The name before a colon, or after a dash, on the line of a quotation or below it."""
    line = text.rfind("\n", 0, quotation.start) + 1
    if text[line : quotation.start].strip(" \t>") == "":
        line = _line_before(text, line)
    label = _LABEL.match(text[line : quotation.start])
    named = _without_verb(label["name"]) if label is not None else ""
    if _is_name(named):
        several = " and " in named  # else what comes after a comma is a title
        return (named if several else named.split(",")[0]).strip(" *_")
    signature = _SIGNATURE.match(text, quotation.end)
    if signature is not None and _is_name(signature["name"]):
        return signature["name"].strip(" *_")
    return None


def names_no_speaker(text: str, quotation: Span) -> bool:
    """Whether the label on the line of a quotation tells what it is, not whose: "Key quote:"."""
    line = text.rfind("\n", 0, quotation.start) + 1
    label = _LABEL.match(text[line : quotation.start])
    return label is not None and _HEADINGS.issuperset(label["name"].casefold().split())


def _without_verb(label: str) -> str:
    """ "Ann Lee" of "Ann Lee said"; nothing of "She said", whom the label does not name."""
    words = label.split()
    if words[-1] in lexicon.reporting_verbs():  # in small letters: not "United States"
        words.pop()
    return "" if len(words) == 1 and words[0].casefold() in PRONOUNS else " ".join(words)


def _line_before(text: str, line: int) -> int:
    """Where the last line with words before ``line`` begins."""
    return text.rfind("\n", 0, len(text[:line].rstrip("\n\r\t >"))) + 1


def _is_name(words: str) -> bool:
    """Whether ``words`` can be a speaker's name: "Key quote" and "She went on" are none."""
    first = [word.strip("*_.") for word in words.split(",")[0].split()]
    weighty = [word for word in first if word and word.casefold() not in _SMALL]
    if not weighty or len(first) > LONGEST_NAME:
        return False
    owners = [i for i, word in enumerate(weighty) if word.endswith(("'s", "’s", "s'", "s’"))]
    if owners and len(weighty) - owners[-1] <= LONGEST_OWNED:
        del weighty[owners[-1] + 1 :]  # "Lee's press team"
    offices = [word for word in weighty if word.casefold() in _office_words()]
    names = [word for word in weighty if word[0].isupper() and word not in offices]
    if len(offices) + len(names) < len(weighty):
        return False
    return any(word.casefold() not in _HEADINGS for word in weighty)


@cache
def _office_words() -> frozenset[str]:
    """Words, in small letters too, of which offices and institutions have their names."""
    named = frozenset(word for office in lexicon.offices() for word in office.split())
    return named | lexicon.word_set("collectives.txt") | lexicon.word_set("institution_words.txt")
