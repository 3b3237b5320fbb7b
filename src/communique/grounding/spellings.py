"""Whether two words are one: British and American spelling, or a slip of the pen."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from communique.grounding.lexicon import is_english, near_protected
from communique.grounding.tokens import Token

__all__ = ["misspelled", "spelled_alike"]

SHORTEST_MISSPELLED = 5
LONG_WORD = 10
"""Letters from which two slips of the pen may be in one word."""

# British and American spellings, each to one form. Not "prised" for "prized", "scoured" for
# "scored", "timbre" for "timber" or "filling" for "filing": a doubled l is a spelling after a, e
# alone, and in a word of more than one syllable.
_SPELLINGS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"(?<!pr)is(e|ed|es|ing|able|ation|ations|ational|er|ers)$", r"iz\1"),
        (r"ys(e|ed|es|ing|er|ers)$", r"yz\1"),
        (r"(?<=[a-z]{2})(?<!sc)(?<!fl)our", "or"),
        (r"(?<=[a-z]{2}[tb])(?<!timb)re(s|d)?$", r"er\1"),
        (r"(?<=[a-z]{3})ence(s|less)?$", r"ense\1"),
        (r"^([a-z]*[aeiouy][a-z]*[ae])ll(ed|ing|er|ers)$", r"\1l\2"),
        (r"ogue(s|d)?$", r"og\1"),
        (r"(?<=[aiou])mme(s|d)?$", r"m\1"),
        (r"^practis", "practic"),
        (r"^grey", "gray"),
        (r"^sceptic", "skeptic"),
        (r"^judgement", "judgment"),
        (r"^(to|for|back|up|down)wards$", r"\1ward"),
    )
)
_ALIKE_FROM = 4
"""Letters of a word that may have two spellings."""

# Words of names and offices that are spelled either way: "Ministry of Defence". Of other names no
# letter may differ.
_SPELLED_IN_NAMES = frozenset(
    """defense offense organization organizations center centers theater theaters program programs
    harbor neighborhood honor labor color""".split()
)

# Of a word and one of these endings more, each is a word of its own, be it in no dictionary.
_ENDING = re.compile(r"(?:ings?|ed|es|ers?|ees?|ors?|ly|ness|less|ful|[sdry]|'s)$")
_PREFIXES = tuple(
    sorted(
        """intra inter hyper hypo over under pre pro post anti ante infra supra macro micro mono
        multi bi tri uni de re dis un in im ir il mis non out sub super co counter en ex""".split(),
        key=len,
        reverse=True,
    )
)


def spelled_alike(claimed: Token, found: Token) -> bool:
    a, b = claimed.key, found.key
    form = _one_spelling(a)
    if a != b and (min(len(a), len(b)) < _ALIKE_FROM or form != _one_spelling(b)):
        return False
    if not claimed.written[0].isupper() and not found.written[0].isupper():
        return True
    return (
        a != b
        and (claimed.written[0].isupper() == found.written[0].isupper())
        and (form in _SPELLED_IN_NAMES)
    )


def _one_spelling(word: str) -> str:
    for pattern, form in _SPELLINGS:
        word = pattern.sub(form, word)
    return word


def misspelled(claimed: Token, found: Token) -> bool:
    """Whether one is a slip of the pen for the other: the same beginning, and one no word at all.

    Of two words that no dictionary has, nobody can tell; nor where the slip is as near to a word
    that carries meaning, or makes a form or a prefix of its own.
    """
    a, b = claimed.key, found.key
    if min(len(a), len(b)) < SHORTEST_MISSPELLED or a[0] != b[0] or not (a + b).isalpha():
        return False
    slips = 2 if min(len(a), len(b)) >= LONG_WORD else 1
    if OSA.distance(a, b, score_cutoff=slips) > slips:
        return False
    if a.replace("z", "s") == b.replace("z", "s"):
        return False  # two spellings of one word are known: "prised" is not "prized"
    if _is_word(a) == _is_word(b) or _ENDING.sub("", a) == _ENDING.sub("", b):
        return False
    slip = b if _is_word(a) else a
    return _prefix_alike(a, b) and not near_protected(slip)


def _is_word(word: str) -> bool:
    return is_english(word) or is_english(_one_spelling(word))


def _prefix_alike(a: str, b: str) -> bool:
    stems = [
        {word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix)} | {word}
        for word in (a, b)
    ]
    return not stems[0] & stems[1]
