"""What a draft says that somebody said: its quotations and attributions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from communique.records import Document, Span
from communique.rules import Reading, take_in
from communique.rules.decisions import Found
from communique.verification.beside import named_beside, names_no_speaker
from communique.verification.blocks import block_quotes_marked
from communique.verification.naming import PRONOUNS

__all__ = ["Claim", "claims_of"]

SENTENCES_BEFORE = 2
"""How far back a draft may name whom it means by "he", or by no word at all."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that the draft gives to somebody.

    ``span`` holds them with their quotation marks; ``quoted`` is whether they are in such marks
    as a whole, ``quotations`` those inside words that are not. ``called`` is what the draft calls
    the speaker there ("the minister"), where that is not the name. ``around`` are the words before
    it in which the draft must name the speaker, where it has a pronoun or no word for one: then
    ``speaker`` is only the likeliest of those. ``sentence`` is what the words stand in, where that
    is more of the draft's than they are, and none of its claims comes before.
    """

    span: Span
    speaker: str | None
    quoted: bool
    quotations: tuple[Span, ...] = ()
    called: str | None = None
    around: str = ""
    sentence: Span | None = None

    @property
    def frames(self) -> bool:
        """Whether it is reported in words around a quotation."""
        return not self.quoted and bool(self.quotations)


def claims_of(draft: Document) -> list[Claim]:
    """The claims of ``draft`` in its order; none lies within another."""
    marked = Document(id=draft.id, text=block_quotes_marked(draft.text))
    reading = take_in(marked)
    attributed = list(_attributed(reading))
    alone = [
        Claim(span, named_beside(draft.text, span), quoted=True)
        for span in _quotations(reading)
        if not any(_meet(span, claim.span) for claim in attributed)
    ]
    claims = _in_sentences(reading, [*attributed, *alone])
    if marked.text != draft.text:
        claims = [_as_written(draft.text, claim) for claim in claims]
    return claims


def _as_written(text: str, claim: Claim) -> Claim:
    """``claim`` of a draft read with marks of ours, with its words as ``text`` has them."""
    span, *quotations = [_without_prefix(text, one) for one in (claim.span, *claim.quotations)]
    sentence = claim.sentence and _without_prefix(text, claim.sentence)
    return replace(claim, span=span, quotations=tuple(quotations), sentence=sentence)


def _without_prefix(text: str, span: Span) -> Span:
    words = text[span.start : span.end].rstrip()
    end = span.start + len(words)
    return Span.of(text, end - len(words.lstrip("> \t")), end)


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _in_sentences(reading: Reading, claims: list[Claim]) -> list[Claim]:
    """``claims`` in their order, the first of each sentence with that."""
    sentences = [
        reading.article.span((sentence.first, sentence.stop))
        for block in reading.article.blocks
        for sentence in block.sentences
        if not sentence.inside_quotation
    ]
    placed, seen = [], set()
    for claim in sorted(claims, key=lambda claim: (claim.span.start, claim.span.end)):
        at = bisect_right(sentences, claim.span.start, key=lambda span: span.start) - 1
        alone = at in seen or len(claim.span.text) * 2 > len(sentences[at].text)
        alone = alone and not claim.frames
        placed.append(claim if alone else replace(claim, sentence=sentences[at]))
        seen.add(at)
    return placed


def _attributed(reading: Reading) -> Iterator[Claim]:
    quotations = list(_quotations(reading))
    for found in reading.statements:
        if found.nested:
            continue
        span = reading.article.span(found.content)
        inside = [q for q in quotations if span.start <= q.start and q.end <= span.end]
        speaker, called, around = _speaker(reading, found, span)
        yield Claim(span, speaker, found.kind == "direct", tuple(inside), called, around)


def _speaker(reading: Reading, found: Found, span: Span) -> tuple[str | None, str | None, str]:
    """``speaker``, ``called`` and ``around`` of a claim."""
    name = found.speaker.name if found.speaker else None
    if found.kind == "direct" and found.cue is None:
        # No reporting word: what the line says is all there is.
        text = reading.article.document.text
        beside = named_beside(text, span)
        if beside or names_no_speaker(text, span):
            return beside, None, ""
        own = found.rule == "quotation_in_clause"
        return name, None, _before(reading, found, 0 if own else SENTENCES_BEFORE)
    if found.speaker is None:
        return None, None, ""
    called = reading.article.words(found.speaker.mention)
    if called.casefold() in PRONOUNS:
        return name, None, _before(reading, found, SENTENCES_BEFORE)
    return name, called, ""


def _before(reading: Reading, found: Found, more: int) -> str:
    """The sentence of ``found`` up to its words, and ``more`` sentences before it.

    ``more`` is that at least when the sentence names nobody.
    """
    article, token = reading.article, found.content[0]
    firsts = [
        sentence.first
        for block in article.blocks
        for sentence in block.sentences
        if not sentence.inside_quotation and sentence.first <= token
    ]
    named = found.speaker is not None and found.speaker.mention[0] >= firsts[-1]
    pronoun = found.speaker and article.words(found.speaker.mention).casefold() in PRONOUNS
    if not named or pronoun:
        more = SENTENCES_BEFORE
    first = firsts[-more - 1 :][0]
    return article.words((first, token)) if first < token else ""


def _quotations(reading: Reading) -> Iterator[Span]:
    for block in reading.article.blocks:
        for quotation in block.quotations:
            yield reading.article.span((quotation.first, quotation.stop))
