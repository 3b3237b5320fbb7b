"""Which differences between a quote and a text leave its meaning alone.

What may differ is listed; everything else is refused: an article, "that" or "also" more or less, a
comma, a misspelling that is no word, British and American spelling, a hyphen. And even that is
refused where it touches a word that carries the claim (``protected.txt``), a name, a sign with a
meaning, or words inside quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from communique.grounding.lexicon import is_english, near_protected, protection
from communique.grounding.tokens import Token

__all__ = ["Difference", "harmless", "same_case"]

_LIGHT_WORDS = frozenset({"a", "an", "the", "that", "also"})
_LIGHT_MARKS = frozenset(",;:-()[]")
_RELATIVE = frozenset({"who", "whom", "whose", "which"})
_BEGINNING = frozenset(".!?:\"'")
_CLINGING = frozenset({"negation", "quantifier", "number", "unit"})
"""Classes beside which an article or comma counts: "a few" is not "few"."""

SHORTEST_MISSPELLED = 5
LONG_WORD = 10
"""Letters from which two slips of the pen may be in one word."""

SHORTEST_PART = 3
"""Letters of each part of a word written together or with a hyphen: "re-sign" is not "resign"."""

# British and American spellings, each to one form. Not "prised" for "prized", "scoured" for "scored",
# "timbre" for "timber" or "filling" for "filing": a doubled l is a spelling after a, e alone, and
# in a word of more than one syllable.
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

_EITHER_WAY = frozenset({"percent", "cannot"})
"""Protected words that are written in one word or two."""

# Capitals tell these apart from ordinary words.
_CAPITALS = frozenset("us it who aids un ice start salt swift".split())
_CAPITALIZED = frozenset(
    """may march august turkey china polish jordan chad mali guinea japan bush brown rice will mark
    bill rose hope grant frank grace rob sue drew gene reading nice bath cork mobile labour labor
    liberal liberals conservative conservatives democrat democrats democratic republican republicans
    green greens""".split()
)

# After these a point says no more than that they are short.
_ABBREVIATED = frozenset(
    "mr mrs ms dr prof st gen col lt maj sgt capt adm sen rep gov jr sr".split()
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


@dataclass(frozen=True, slots=True)
class Difference:
    """Tokens ``quote[a:b]`` of a quote that stand as ``text[c:d]`` in a text; either may be ()."""

    quote: Sequence[Token]
    text: Sequence[Token]
    a: int
    b: int
    c: int
    d: int

    @property
    def claimed(self) -> Sequence[Token]:
        return self.quote[self.a : self.b]

    @property
    def found(self) -> Sequence[Token]:
        return self.text[self.c : self.d]

    def beside(self) -> list[Token]:
        """The tokens before and after, on either side."""
        edges = (self.quote, self.a, self.b), (self.text, self.c, self.d)
        return [
            tokens[at]
            for tokens, start, end in edges
            for at in (start - 1, end)
            if 0 <= at < len(tokens)
        ]


def harmless(difference: Difference, *, quoted: bool = False) -> bool:
    """Whether the quote means the same with this difference as without it.

    ``quoted`` is whether the text's tokens begin inside quotation marks.
    """
    marks = sum(token.key == '"' for token in difference.text[: difference.c])
    if (marks + quoted) % 2:
        return False  # inside quotation marks the words are somebody's own
    sides = _sides(difference)
    light = [[one for one in side if one.is_light] for side in sides]
    claimed, found = ([one.token for one in side if one.carries] for side in sides)
    if not _light_alike(*light, difference) or any(one.is_sign for side in sides for one in side):
        return False
    if not claimed and not found:
        return True
    if _abbreviated_alike(claimed, found) or (
        len(claimed) == len(found) and all(map(_spelled_alike, claimed, found))
    ):
        return True
    if _joined(claimed) == _joined(found) in _EITHER_WAY:
        return True
    if any(_is_protected(token) for token in (*claimed, *found)):
        return False
    return (
        _written_together(claimed, found)
        or _written_twice(claimed, found, difference)
        or (len(claimed) == len(found) and all(map(_misspelled, claimed, found)))
    )


@dataclass(frozen=True, slots=True)
class _Changed:
    """A token of a difference: a light word or mark, a word that says something, or a sign."""

    token: Token
    is_light: bool

    @property
    def carries(self) -> bool:
        return self.token.is_word and not self.is_light

    @property
    def is_sign(self) -> bool:
        return not self.token.is_word and not self.is_light


def _sides(difference: Difference) -> tuple[list[_Changed], list[_Changed]]:
    quote, text = (
        [_Changed(tokens[i], _is_light(tokens, i)) for i in range(start, end)]
        for tokens, start, end in (
            (difference.quote, difference.a, difference.b),
            (difference.text, difference.c, difference.d),
        )
    )
    return quote, text


def _is_light(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token may be there or not: an article ("Annex A" has none), a comma."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    if token.key in _LIGHT_WORDS:
        return token.written.islower() or before is None or not before.is_word
    if token.key == "'":  # of a plural: "the ministers' talks"
        return before is not None and before.end == token.start and before.key.endswith("s")
    if token.key == ".":
        return before is not None and (before.key in _ABBREVIATED or _is_initial(before))
    return token.key in _LIGHT_MARKS


def _is_initial(token: Token) -> bool:
    return len(token.written) == 1 and token.written.isupper()


def _light_alike(
    claimed: Sequence[_Changed], found: Sequence[_Changed], difference: Difference
) -> bool:
    """Whether light words and marks may differ here: none for another, none where it counts."""
    words = [[one.token.key for one in side if one.token.is_word] for side in (claimed, found)]
    if words[0] and words[1] and {*words[0], *words[1]} - {"a", "an"}:
        return False  # "the" is not "a"
    beside = difference.beside()
    if (claimed or found) and any(protection(token.key) & _CLINGING for token in beside):
        return False
    marks = [one.token.key for one in (*claimed, *found) if not one.token.is_word]
    if not set(marks) & set(",;:-("):
        return True
    if any(protection(token.key) & {"attribution"} or token.key in _RELATIVE for token in beside):
        return False  # "the envoy, said the minister, lies", "the envoys, who lie,"
    sides = (
        (difference.quote, difference.a - 1, difference.b),
        (
            difference.text,
            difference.c - 1,
            difference.d,
        ),
    )
    return not any(
        all(0 <= at < len(tokens) and tokens[at].written[0].isupper() for at in (first, last))
        for tokens, first, last in sides
    )


def _is_protected(token: Token) -> bool:
    return bool(protection(token.key)) or any(char.isupper() for char in token.written)


def _abbreviated_alike(claimed: Sequence[Token], found: Sequence[Token]) -> bool:
    """ "U.S." and "US"; points are no part of these tokens."""
    shorter, longer = sorted((claimed, found), key=len)
    return (
        len(shorter) == 1
        and len(longer) > 1
        and all(_is_initial(token) for token in longer)
        and shorter[0].written == "".join(token.written for token in longer)
    )


def _written_together(claimed: Sequence[Token], found: Sequence[Token]) -> bool:
    """ "cease-fire", "cease fire" and "ceasefire", "co-operate" and "cooperate"."""
    if len(claimed) == len(found) or not claimed or not found:
        return False
    parts = [token.key for token in max(claimed, found, key=len)]
    if _joined(claimed) != _joined(found):
        return False
    # A hyphen parts two vowels ("re-elect"); "re-sign" is another word than "resign".
    vowels = len(parts) == 2 and parts[0][-1] == parts[1][0] and parts[0][-1] in "aeiou"
    return vowels or min(map(len, parts)) >= SHORTEST_PART


def _joined(tokens: Sequence[Token]) -> str:
    return "".join(token.key for token in tokens)


def _written_twice(
    claimed: Sequence[Token], found: Sequence[Token], difference: Difference
) -> bool:
    """ "the talks talks"."""
    longer = claimed or found
    return (not claimed or not found) and (
        len(longer) == 1 and any(token.key == longer[0].key for token in difference.beside())
    )


def _spelled_alike(claimed: Token, found: Token) -> bool:
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


def _misspelled(claimed: Token, found: Token) -> bool:
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


def same_case(
    quote: Sequence[Token], text: Sequence[Token], pairs: Iterable[tuple[int, int]]
) -> bool:
    """False when capitals make another word of one: "with us", "with US"; "it may", "in May".

    ``pairs`` are the indices of tokens with the same key. A word that begins a quote or a sentence
    may begin with a capital, and words that all stand in capitals tell nothing.
    """
    if _shouted(quote) or _shouted(text):
        return True
    for i, j in pairs:
        a, b = quote[i].written, text[j].written
        if quote[i].key in _CAPITALS and a.isupper() != b.isupper():
            return False
        begins = not i or not j or quote[i - 1].key in _BEGINNING or text[j - 1].key in _BEGINNING
        if quote[i].key in _CAPITALIZED and not begins and a[0].isupper() != b[0].isupper():
            return False
    return True


def _shouted(tokens: Sequence[Token]) -> bool:
    words = [token.written for token in tokens if token.is_word]
    return len(words) > 2 and all(word.upper() == word for word in words)
