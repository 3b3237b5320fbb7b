"""Sentences as chunks: what the clause grammar reads.

A chunk is a quotation, a mention or a single unit. Quotations are opaque here, so that a full stop
inside one ends no sentence around it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from communique.rules.layout import Paragraph
from communique.rules.mentions import Mention, find_mentions
from communique.rules.quotations import Quotation
from communique.rules.tokens import Token
from communique.rules.units import Unit, units_of

__all__ = ["CLOSING_MARKS", "Block", "Chunk", "Sentence", "block_of", "chunks_of"]


class Chunk(NamedTuple):
    """A half-open range of token numbers; ``tag`` is a unit's, ``Q`` quotation or ``P`` mention."""

    first: int
    stop: int
    tag: str
    word: str
    """Small-letter text of a single token, else ``""``."""
    tail: str = ""
    """Small-letter text of the last token, in a quotation of the last before the closing mark."""
    mention: Mention | None = None
    quotation: Quotation | None = None

    @property
    def ends_sentence(self) -> bool:
        """Whether it is a quotation that ends with the mark of a question, a call or a pause."""
        return self.quotation is not None and self.tail in {"?", "!", "…"}


class Sentence(NamedTuple):
    """The chunks of a sentence, its closing mark included."""

    chunks: tuple[Chunk, ...]
    inside_quotation: bool = False

    @property
    def first(self) -> int:
        return self.chunks[0].first

    @property
    def stop(self) -> int:
        return self.chunks[-1].stop


SHORTEST_INNER_SENTENCE = 6
"""Tokens; a shorter quotation holds no clause of its own."""


class Block(NamedTuple):
    """A paragraph ready for the grammar."""

    paragraph: Paragraph
    first: int
    stop: int
    mentions: tuple[Mention, ...]
    quotations: tuple[Quotation, ...]
    units: tuple[Unit, ...]
    sentences: tuple[Sentence, ...]
    """Sentences around quotations, then those inside them."""
    is_heading: bool


def block_of(
    paragraph: Paragraph,
    tokens: list[Token],
    tokens_of: tuple[int, int],
    quotations: list[Quotation],
    words: list[str],
    common: frozenset[str],
) -> Block:
    """The block of one paragraph.

    Args:
        tokens: all tokens of the article.
        tokens_of: half-open range of the paragraph's tokens.
        quotations: those of the paragraph.
        words: all tokens in small letters.
        common: words that the article also writes small.
    """
    first, stop = tokens_of
    units = units_of(tokens, first, stop, common)
    mentions = find_mentions(units, words)
    outer = _chunks(tokens, units, mentions, quotations)
    sentences = _split(outer, tokens, inside_quotation=False)
    starts = [unit.first for unit in units]
    for quotation in quotations:
        if quotation.stop - quotation.first < SHORTEST_INNER_SENTENCE:
            continue
        inner_units = units[
            bisect_right(starts, quotation.first) : bisect_left(starts, quotation.stop)
        ]
        inner = _chunks(tokens, inner_units, mentions, [])
        if inner and inner[-1].tag == "q":
            inner = inner[:-1]
        sentences += _split(inner, tokens, inside_quotation=True)
    return Block(
        paragraph,
        first,
        stop,
        tuple(mentions),
        tuple(quotations),
        tuple(units),
        tuple(sentences),
        _is_heading(tokens, first, stop),
    )


def chunks_of(block: Block, tokens: list[Token], first: int, stop: int) -> tuple[Chunk, ...]:
    """The chunks of ``tokens[first:stop]`` within a block, quotation marks as plain units."""
    units = [u for u in block.units if u.first >= first and u.stop <= stop]
    return tuple(_chunks(tokens, units, list(block.mentions), []))


def _chunks(
    tokens: list[Token],
    units: list[Unit],
    mentions: list[Mention],
    quotations: list[Quotation],
) -> list[Chunk]:
    larger: dict[int, Mention | Quotation] = {mention.first: mention for mention in mentions}
    larger |= {quotation.first: quotation for quotation in quotations}
    chunks: list[Chunk] = []
    position = units[0].first if units else 0
    new = tuple.__new__  # as Chunk(…), in half the time: there is one for each word
    for first, stop, tag in units:
        if first < position:
            continue
        whole = larger.get(first)
        if whole is None:
            tail = tokens[stop - 1].lower
            word = tail if stop - first == 1 else ""
            chunks.append(new(Chunk, (first, stop, tag, word, tail, None, None)))
            position = stop
        else:
            chunks.append(_larger_chunk(tokens, whole))
            position = whole.stop
    return chunks


def _larger_chunk(tokens: list[Token], whole: Mention | Quotation) -> Chunk:
    first, stop = whole.first, whole.stop
    if isinstance(whole, Quotation):
        tail = tokens[max(first, stop - 2)].lower
        return Chunk(first, stop, "Q", "", tail, quotation=whole)
    word = tokens[first].lower if stop - first == 1 else ""
    return Chunk(first, stop, "P", word, tokens[stop - 1].lower, whole)


LONGEST_SENTENCE = 300
"""Chunks; a longer run without a full stop is no prose, and is cut to keep the grammar linear."""


def _split(chunks: list[Chunk], tokens: list[Token], *, inside_quotation: bool) -> list[Sentence]:
    sentences: list[Sentence] = []
    start = 0
    for i, chunk in enumerate(chunks):
        tag = chunk.tag
        if tag != "." and tag != "Q" and not chunk.tail.endswith("."):
            if i + 1 < len(chunks) and i - start + 1 < LONGEST_SENTENCE:
                continue  # most words
        elif i + 1 < len(chunks):
            introduced = i > start and tokens[chunk.first - 1].text == ":"
            if not _ends_sentence(chunk, chunks[i + 1], tokens, introduced=introduced):
                continue
        sentences.append(Sentence(tuple(chunks[start : i + 1]), inside_quotation))
        start = i + 1
    return [s for s in sentences if any(c.tag not in ".,q" for c in s.chunks)]


def _ends_sentence(chunk: Chunk, after: Chunk, tokens: list[Token], *, introduced: bool) -> bool:
    """Whether a sentence ends with ``chunk``.

    A question in quotation marks may go on with who asked it ("“Why?” Lee asked"), unless that has
    been said before it, ``introduced`` by a colon.
    """
    follows = tokens[after.first]
    begins_anew = follows.text[0].isupper() or follows.kind in "nq" or follows.text in "-–—*•·(["
    if chunk.tag == ".":
        return begins_anew or after.tag == "Q"
    if chunk.tag == "Q":
        last = tokens[chunk.stop - 2].text if chunk.stop - chunk.first > 2 else ""
        if last not in (".", "?", "!", "…") and not last.endswith(".."):
            return False
        return begins_anew and (last == "." or after.tag == "Q" or introduced)
    if chunk.tag in "wdP":
        # An abbreviation may end its sentence: "… in the U.S. The president …".
        return after.tag in "Dw" and follows.text[0].isupper()
    return False


CLOSING_MARKS = frozenset({".", "!", "?", "…", ":", "”", '"', "’", "'", "''", "»", "“"})


def _is_heading(tokens: list[Token], first: int, stop: int) -> bool:
    """No sentence: no closing mark, and most longer words with a capital, or very short."""
    last = tokens[stop - 1]
    if tokens[first].text == "#":  # Markdown
        return True
    if tokens[first].text in {"'", "‘"} and last.text in {"'", "’"} and stop - first < 10:
        return tokens[stop - 2].text not in {".", "!", "?", ","}
    if last.text in CLOSING_MARKS:
        return False
    longer = [t for t in tokens[first:stop] if t.kind == "w" and len(t.text) > 3]
    capital = sum(t.text[0].isupper() for t in longer)
    return not longer or capital >= 0.6 * len(longer) or len(longer) < 4
