"""The passage of a text that a quote comes closest to, word by word.

A quote with at most n changes, cut into n + 1 pieces, has one that no change touches. So the pieces
are searched as they stand (by ``str.find``), and only around their places is anything compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from communique.grounding.edits import Difference
from communique.grounding.tokens import Token, tokens_of
from communique.text.folding import Folded

__all__ = ["Alignment", "Passages"]

HITS = 60
"""Places of one piece that are looked at: a piece that stands in more says little."""

TOKENS_COMPARED = 2400
FEWEST = 12
"""Tokens of a quote, over all places, that are compared, and places that are looked at in any case:
in a text that repeats itself a long quote comes close everywhere."""

SAME_BEGINNING = 4
"""Characters by which the beginnings may differ that the pieces of one passage point to."""

NEARLY = 6
SPLIT = 2
"""Ends of a passage that are tried, and how many tokens farther than the closest they may be."""

WIDEST = 24
"""Words by which a passage may be longer or shorter than the quote on either side of a piece."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A quote's tokens beside those of a passage; ``distance`` counts tokens that differ."""

    quote: tuple[Token, ...]
    text: tuple[Token, ...]
    distance: int

    @property
    def start(self) -> int:
        """Where the passage starts, as an offset into the folded text."""
        return self.text[0].start

    @property
    def end(self) -> int:
        return self.text[-1].end

    @property
    def similarity(self) -> float:
        """Share of tokens alike, 0 to 1."""
        return 1 - self.distance / max(len(self.quote), len(self.text))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Indices into ``quote`` and ``text`` of the tokens alike, in order."""
        for edit in Levenshtein.opcodes(_keys(self.quote), _keys(self.text)):
            if edit.tag == "equal":
                yield from zip(
                    range(edit.src_start, edit.src_end),
                    range(edit.dest_start, edit.dest_end),
                    strict=True,
                )

    def differences(self) -> Iterator[Difference]:
        """The places where the two differ, in order."""
        edits = Levenshtein.opcodes(_keys(self.quote), _keys(self.text))
        regions: list[list[int]] = []
        for edit in edits:
            if edit.tag == "equal":
                continue
            if regions and regions[-1][1] == edit.src_start and regions[-1][3] == edit.dest_start:
                regions[-1][1], regions[-1][3] = edit.src_end, edit.dest_end
            else:
                regions.append([edit.src_start, edit.src_end, edit.dest_start, edit.dest_end])
        for region in regions:
            yield Difference(self.quote, self.text, *region)


class Passages:
    """The passages of ``raw`` that resemble ``quote``; of both the letter case is folded."""

    def __init__(self, raw: str, folded: Folded, quote: str, folded_quote: Folded) -> None:
        self._raw = raw
        self._folded = folded
        self._asked = folded_quote.text
        self._quote = tuple(tokens_of(quote, folded_quote))
        self._keys = _keys(self._quote)

    @property
    def words(self) -> int:
        """Words and numbers of the quote."""
        return sum(token.is_word for token in self._quote)

    def within(self, edits: int, tokens: int) -> list[Alignment]:
        """Passages that differ in at most ``edits`` places, and in ``tokens`` tokens together.

        The closest come first, of equals the first.
        """
        found: dict[tuple[int, int], Alignment] = {}
        for piece, place in self._anchors(edits + 1):
            for aligned in self._around(piece, place, min(tokens, WIDEST)):
                if aligned.distance <= tokens:
                    found.setdefault((aligned.start, aligned.end), aligned)
        return sorted(found.values(), key=lambda one: (one.distance, one.start))

    def _anchors(self, pieces: int) -> Iterator[tuple[int, int]]:
        """(index of a token of the quote, where that token may stand), each place once.

        The rarest piece comes first: it says most.
        """
        found = [(start, self._hits(start, end)) for start, end in _cuts(len(self._quote), pieces)]
        seen: set[int] = set()
        left = max(FEWEST, TOKENS_COMPARED // max(1, len(self._quote)))
        for start, places in sorted(found, key=lambda one: len(one[1])):
            for place in places:
                # Pieces of one passage point to about the same beginning.
                origin = (place - self._quote[start].start) // SAME_BEGINNING
                if {origin - 1, origin, origin + 1} & seen:
                    continue
                if not left:
                    return
                left -= 1
                seen.add(origin)
                yield start, place

    def _hits(self, start: int, end: int) -> list[int]:
        """The first places of the quote's tokens ``[start, end)`` in the text, as they stand."""
        first, last = self._quote[start], self._quote[end - 1]
        piece = self._asked[first.start : last.end]
        text = self._folded.text
        hits: list[int] = []
        place = text.find(piece)
        while place >= 0 and len(hits) < HITS:
            if not (first.is_word and place and text[place - 1].isalnum()):
                hits.append(place)
            place = text.find(piece, place + 1)
        return hits

    def _around(self, piece: int, place: int, slack: int) -> Iterator[Alignment]:
        """The likely passages that have the quote's token ``piece`` at ``place``."""
        before = self._quote[piece].start
        around = tokens_of(
            self._raw,
            self._folded,
            max(0, place - before - 12 * slack - 40),
            place + len(self._asked) - before + 12 * slack + 40,
        )
        at = next((i for i, token in enumerate(around) if token.start == place), None)
        if at is None:
            return
        keys = _keys(around)
        rights = _extents(self._keys[piece:], keys[at:], slack)
        for left in _extents(self._keys[:piece][::-1], keys[:at][::-1], slack):
            for right in rights:
                text = slice(at - left, at + right)
                if left + right:
                    distance = Levenshtein.distance(self._keys, keys[text])
                    yield Alignment(self._quote, tuple(around[text]), distance)


def _cuts(length: int, pieces: int) -> Iterator[tuple[int, int]]:
    """``length`` tokens in ``pieces`` runs of near equal length, none empty."""
    pieces = min(pieces, length)
    for i in range(pieces):
        yield i * length // pieces, (i + 1) * length // pieces


def _extents(quote: Sequence[str], text: Sequence[str], slack: int) -> list[int]:
    """How many tokens of ``text``, from its beginning, come closest to all of ``quote``.

    The closest comes first, then others nearly as close: of "cease-fire" the first word alone is
    closer to "ceasefire" than the whole.
    """
    if not quote:
        return [0]
    lengths = range(max(0, len(quote) - slack), min(len(text), len(quote) + slack) + 1)
    found = sorted((Levenshtein.distance(quote, text[:n]), abs(n - len(quote)), n) for n in lengths)
    best = found[0][0] if found else 0
    return [n for distance, _, n in found[:NEARLY] if distance <= (best and best + SPLIT)]


def _keys(tokens: Sequence[Token]) -> list[str]:
    return [token.key for token in tokens]
