"""Which differences between a quote and a text leave its meaning alone.

What may differ is listed; everything else is refused: an article, "that" or "also" more or less, a
comma, a misspelling that is no word, British and American spelling, a hyphen. And even that is
refused where it touches a word that carries the claim (``protected.txt``), a name, a sign with a
meaning, or words inside quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.grounding.lexicon import protection
from communique.grounding.spellings import misspelled, spelled_alike
from communique.grounding.tokens import Token

__all__ = ["Difference", "harmless"]

_LIGHT_WORDS = frozenset({"a", "an", "the", "that", "also"})
_LIGHT_MARKS = frozenset(",;:-()[]")
_RELATIVE = frozenset({"who", "whom", "whose", "which"})
_CLINGING = frozenset({"negation", "quantifier", "number", "unit"})
"""Classes beside which an article or comma counts: "a few" is not "few"."""

SHORTEST_PART = 3
"""Letters of each part of a word written together or with a hyphen: "re-sign" is not "resign"."""

_EITHER_WAY = frozenset({"percent", "cannot"})
"""Protected words that are written in one word or two."""

# After these a point says no more than that they are short.
_ABBREVIATED = frozenset(
    "mr mrs ms dr prof st gen col lt maj sgt capt adm sen rep gov jr sr".split()
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
    if not _light_alike(light[0], light[1], difference) or any(
        one.is_sign for side in sides for one in side
    ):
        return False
    if not claimed and not found:
        return True
    if _abbreviated_alike(claimed, found) or (
        len(claimed) == len(found) and all(map(spelled_alike, claimed, found))
    ):
        return True
    if _joined(claimed) == _joined(found) in _EITHER_WAY:
        return True
    if any(_is_protected(token) for token in (*claimed, *found)):
        return False
    return (
        _written_together(claimed, found)
        or _written_twice(claimed, found, difference)
        or (len(claimed) == len(found) and all(map(misspelled, claimed, found)))
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
