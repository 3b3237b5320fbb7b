"""From candidate contents to the statements of a record: kinds, speakers, continued quotations."""

from __future__ import annotations

from typing import NamedTuple

from communique.records import StatementKind
from communique.rules.article import Article
from communique.rules.grammar import begins_noun_phrase
from communique.rules.people import People
from communique.rules.sentences import Block, Sentence
from communique.rules.speakers import Resolver, Speaker
from communique.rules.statements import Candidate, candidates_of
from communique.rules.tokens import Range

__all__ = ["Found", "find_statements"]


MIN_UNCUED_WORDS = 4
"""A quotation without a cue in its sentence needs so many words to be more than a quoted term."""


class Found(NamedTuple):
    """A statement found: half-open token ranges, kind, speaker, and the rule that made it."""

    content: Range
    kind: StatementKind
    speaker: Speaker | None
    cue: Range | None
    rule: str
    nested: bool = False


def find_statements(article: Article, people: People) -> list[Found]:
    """All statements of the article, in the order of their contents."""
    resolver = Resolver(article, people)
    found: list[Found] = []
    for block in article.blocks:
        labeled = _labeled_line(article, people, resolver, block)
        if labeled is not None:
            found.append(labeled)
        if block.is_heading or labeled is not None:
            continue
        outer = [s for s in block.sentences if not s.inside_quotation]
        inner = [s for s in block.sentences if s.inside_quotation]
        here: list[Found] = []
        for sentence in outer:
            here += _of_sentence(article, resolver, block, sentence)
        for sentence in inner:
            here += _nested(article, resolver, sentence, here)
        found += here
    return _settle(found)


MIN_LABELED_WORDS = 4


def _labeled_line(
    article: Article, people: People, resolver: Resolver, block: Block
) -> Found | None:
    """ "Ann Lee: We go on." — a transcript's turn, or a headline's attribution."""
    chunks = block.sentences[0].chunks if block.sentences else ()
    if len(chunks) < 3 or chunks[1].tag != ":" or people.of(chunks[0].mention) is None:
        return None
    content = _trimmed(article, (chunks[2].first, block.stop))
    words = sum(t.kind == "w" for t in article.tokens[content[0] : content[1]])
    if words < MIN_LABELED_WORDS or chunks[2].tag == "Q":
        return None
    speaker = resolver.resolve((chunks[0].first, chunks[0].stop))
    return Found(content, _kind(block, content), speaker, None, "labeled_line")


def _of_sentence(
    article: Article, resolver: Resolver, block: Block, sentence: Sentence
) -> list[Found]:
    candidates = candidates_of(sentence)
    found: list[Found] = []
    speaker_here: Speaker | None = None
    spoke_before = resolver.last
    resolver.enter(sentence)
    for candidate in candidates:
        if candidate.subject is not None:
            speaker = resolver.resolve(candidate.subject)
        else:
            speaker = speaker_here or resolver.last
        speaker_here = speaker
        found.append(_found(article, block, candidate, speaker))
        if speaker is not None:
            resolver.heard_statement(speaker, _around(sentence, candidate))
    return found + _uncued(article, resolver, block, sentence, found, spoke_before)


def _around(sentence: Sentence, candidate: Candidate) -> Range:
    """The words of the attribution itself: from the cue up to the content, or to the end."""
    if candidate.cue is None:
        return (sentence.first, sentence.first)
    start = candidate.cue[0]
    after = candidate.content[0] if candidate.content[0] >= start else sentence.stop
    return (start, max(start, min(after, start + 12)))


def _found(article: Article, block: Block, candidate: Candidate, speaker: Speaker | None) -> Found:
    content = _trimmed(article, candidate.content)
    return Found(
        content, _kind(block, content), speaker, candidate.cue, candidate.rule, nested=False
    )


def _trimmed(article: Article, content: Range) -> Range:
    """Without sentence punctuation at the end, outside quotation marks."""
    first, stop = content
    if article.tokens[first].kind == "q":
        stop = max(first + 1, stop - (article.tokens[stop - 1].text == ","))
        return first, stop
    while stop > first + 1 and article.tokens[stop - 1].text in {".", ",", ";", ":", "—", "–", "-"}:
        stop -= 1
    return first, stop


def _kind(block: Block, content: Range) -> StatementKind:
    inside = [q for q in block.quotations if q.first < content[1] and q.stop > content[0]]
    if not inside:
        return "indirect"
    only = inside[0]
    if len(inside) == 1 and only.first <= content[0] and only.stop >= content[1]:
        return "direct"
    return "mixed"


def _uncued(
    article: Article,
    resolver: Resolver,
    block: Block,
    sentence: Sentence,
    cued: list[Found],
    spoke_before: Speaker | None,
) -> list[Found]:
    """Quotations that no cue of the sentence took: continued ones, and longer ones in a clause."""
    found = []
    for chunk in sentence.chunks:
        if chunk.quotation is None:
            continue
        content = (chunk.first, chunk.stop)
        if any(s.content[0] < content[1] and content[0] < s.content[1] for s in cued):
            continue
        words = sum(t.kind == "w" for t in article.tokens[content[0] : content[1]])
        opens = chunk is sentence.chunks[0] and chunk.ends_sentence
        alone = opens or all(c.tag in "Q.,-" for c in sentence.chunks)
        if not alone and (words < MIN_UNCUED_WORDS or _is_titled(article, content)):
            continue
        if alone and words < 2:
            continue
        speaker = spoke_before if alone else _clause_speaker(resolver, sentence, chunk.first)
        rule = "quotation_continued" if alone else "quotation_in_clause"
        content = _trimmed(article, content)
        found.append(Found(content, _kind(block, content), speaker, None, rule))
    return found


def _clause_speaker(resolver: Resolver, sentence: Sentence, quotation: int) -> Speaker | None:
    """The subject of the sentence around an uncued quotation, else who spoke last."""
    for chunk in sentence.chunks:
        if chunk.first >= quotation:
            break
        if chunk.mention is not None and chunk.mention.kind in {"person", "name", "office"}:
            return resolver.resolve((chunk.first, chunk.stop))
        if chunk.word in {"he", "she", "they", "it"}:
            return resolver.resolve((chunk.first, chunk.stop))
        if not begins_noun_phrase(chunk):
            continue
    return resolver.last


def _is_titled(article: Article, content: Range) -> bool:
    """Every longer word has a capital: the title of a work or a plan, no speech."""
    longer = [
        t.text for t in article.tokens[content[0] : content[1]] if t.kind == "w" and len(t.text) > 3
    ]
    return bool(longer) and all(word[0].isupper() for word in longer)


def _nested(
    article: Article, resolver: Resolver, sentence: Sentence, around: list[Found]
) -> list[Found]:
    """Attributions inside a quotation that is itself a statement."""
    if not any(
        s.content[0] <= sentence.first and sentence.stop <= s.content[1] + 1 for s in around
    ):
        return []
    found = []
    for candidate in candidates_of(sentence):
        if candidate.subject is None:
            continue
        first = article.tokens[candidate.subject[0]].lower
        if first in {"i", "we", "you"}:
            continue  # the speaker's own words, not a report of another's
        last = resolver.last
        speaker = resolver.resolve(candidate.subject)
        resolver.last = last
        content = _trimmed(article, candidate.content)
        found.append(
            Found(content, "indirect", speaker, candidate.cue, candidate.rule, nested=True)
        )
    return found


def _settle(found: list[Found]) -> list[Found]:
    """One statement per content; what lies inside another's content is nested."""
    ordered = sorted(found, key=lambda s: (s.content[0], -s.content[1], s.nested))
    settled: list[Found] = []
    seen: set[Range] = set()
    outer_end = 0  # contents come by their beginning: the furthest end so far decides
    for statement in ordered:
        if statement.content in seen:
            continue
        seen.add(statement.content)
        nested = statement.nested or statement.content[1] <= outer_end
        if not nested:
            outer_end = max(outer_end, statement.content[1])
        settled.append(statement._replace(nested=nested))
    return settled
