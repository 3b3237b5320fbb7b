"""An article taken apart: tokens, paragraphs, sentences; the common ground of all rules."""

from __future__ import annotations

from typing import NamedTuple

from communique.records import Document, Span
from communique.rules.cues import find_cues
from communique.rules.layout import Paragraph, paragraphs
from communique.rules.quotations import Quotation, find_quotations
from communique.rules.sentences import Block, block_of, chunks_of
from communique.rules.tokens import Token, Words, tokenize
from communique.text.spacing import squeezed

__all__ = ["Article", "take_apart"]


class Article(NamedTuple):
    """A document with its tokens and blocks; boilerplate has neither."""

    document: Document
    tokens: list[Token]
    blocks: tuple[Block, ...]
    boilerplate: tuple[Paragraph, ...]

    def span(self, tokens: tuple[int, int]) -> Span:
        """The span of a half-open range of token numbers."""
        start, end = self.tokens[tokens[0]].start, self.tokens[tokens[1] - 1].end
        return Span.of(self.document.text, start, end)

    def words(self, tokens: tuple[int, int]) -> str:
        """The text of a token range, white space made single."""
        start, end = self.tokens[tokens[0]].start, self.tokens[tokens[1] - 1].end
        return squeezed(self.document.text[start:end])


def take_apart(document: Document) -> Article:
    """Tokens and blocks of ``document``, in time proportional to its length."""
    text = document.text
    found = paragraphs(text)
    tokens: list[Token] = []
    known: Words = {}
    ranges: list[tuple[Paragraph, int, int]] = []
    for paragraph in found:
        if paragraph.boilerplate is None:
            first = len(tokens)
            tokens += tokenize(text, paragraph.start, paragraph.end, known)
            if len(tokens) > first:
                ranges.append((paragraph, first, len(tokens)))
    words = [token.lower for token in tokens]
    common = frozenset(word for word, small in known.values() if word == small)
    blocks = []
    for paragraph, first, stop in ranges:
        quotations = find_quotations(tokens, first, stop)
        block = block_of(paragraph, tokens, (first, stop), quotations, words, common)
        repaired = [_without_attribution(block, q, tokens) for q in quotations]
        if repaired != quotations:
            block = block_of(paragraph, tokens, (first, stop), repaired, words, common)
        blocks.append(block)
    return Article(document, tokens, tuple(blocks), tuple(p for p in found if p.boilerplate))


def _without_attribution(block: Block, quotation: Quotation, tokens: list[Token]) -> Quotation:
    """An unclosed quotation cut before an attribution at its end (``"We agree, he said.``)."""
    if quotation.closed or quotation.stop - quotation.first < 4:
        return quotation
    stop = quotation.stop - 1
    for comma in range(stop, quotation.first + 1, -1):
        if tokens[comma].text in ".!?" and comma < stop:
            break
        if tokens[comma].text != ",":
            continue
        tail = chunks_of(block, tokens, comma + 1, quotation.stop)
        cues = find_cues(tail)
        if any(
            cue.subject and (cue.subject[0] == 0 or cue.inverted) and not cue.inherits
            for cue in cues
        ):
            return quotation._replace(stop=comma + 1)
        break
    return quotation
