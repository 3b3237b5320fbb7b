"""What could take part or speak: names, offices, groups, organisations, countries, pronouns.

Ranges are half-open token numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from communique.candidates.sentences import possible_cues
from communique.candidates.values import Sort
from communique.rules import lexicon
from communique.rules.article import Article
from communique.rules.cues import noun_phrase_end
from communique.rules.mentions import Mention
from communique.rules.sentences import Block, Chunk
from communique.rules.tokens import Range
from communique.rules.units import Unit

__all__ = ["mentions_in", "titles_in"]

_PRONOUNS = frozenset("he she they".split())

LONGEST_PHRASE = 8
"""Chunks of a noun phrase before its head that are looked at."""


def titles_in(block: Block) -> Iterator[Range]:
    """Titles beside names, and those that stand alone."""
    for mention in block.mentions:
        if mention.has_title:
            yield mention.title


def mentions_in(article: Article, block: Block) -> Iterator[tuple[Range, Sort]]:
    """The mentions of a paragraph with their sorts, some of them more than once."""
    for mention in block.mentions:
        yield from _of_mention(article, block, mention)
    for sentence in block.sentences:
        chunks = sentence.chunks
        for at, chunk in enumerate(chunks):
            if chunk.word in _PRONOUNS:
                yield (chunk.first, chunk.stop), "phrase"
            elif _is_collective(chunk):
                yield _phrase(chunks, at), "phrase"
        yield from ((found, "phrase") for found in _speakers(chunks))


def _of_mention(article: Article, block: Block, mention: Mention) -> Iterator[tuple[Range, Sort]]:
    if mention.has_name:
        sort: Sort = "person" if mention.kind in {"person", "name"} else mention.kind  # type: ignore[assignment]
        yield mention.name, sort
    else:
        yield (_with_determiner(article, mention.first), mention.stop), "phrase"
    for unit in _units(block, mention.first, mention.stop):
        if unit.tag in "CAO":
            yield (unit.first, unit.stop), "organization" if unit.tag == "O" else "country"


def _units(block: Block, first: int, stop: int) -> Iterator[Unit]:
    return (unit for unit in block.units if first <= unit.first and unit.stop <= stop)


def _with_determiner(article: Article, first: int) -> int:
    before = article.tokens[first - 1].lower if first else ""
    return first - 1 if before in {"the", "a", "an", "his", "her", "their", "both"} else first


def _is_collective(chunk: Chunk) -> bool:
    """Whether ``chunk`` heads a group, or one of a group ("delegation", "the Maltese leader")."""
    groups = lexicon.word_set("collectives.txt")
    return chunk.tag in "wNxTWK" and bool(groups & {chunk.tail, f"{chunk.tail}s"})


def _phrase(chunks: tuple[Chunk, ...], head: int) -> Range:
    """The noun phrase that ends with ``head``: "the two leaders", "both delegations"."""
    start = head
    while start and head - start < LONGEST_PHRASE and chunks[start - 1].tag in "CAMx#TNP":
        start -= 1
    if start and chunks[start - 1].tag == "w" and start > 1 and chunks[start - 2].tag == "D":
        start -= 1
    while start and chunks[start - 1].tag == "D":
        start -= 1
    return chunks[start].first, chunks[head].stop


def _speakers(chunks: tuple[Chunk, ...]) -> Iterator[Range]:
    """The subjects of reporting words, and the sources of "according to"."""
    for cue in possible_cues(chunks):
        if cue.subject is not None:
            yield chunks[cue.subject[0]].first, chunks[cue.subject[1] - 1].stop
    for at in range(len(chunks) - 2):
        if chunks[at].word == "according" and chunks[at + 1].word == "to":
            stop = max(at + 3, min(noun_phrase_end(chunks, at + 2), len(chunks)))
            yield chunks[at + 2].first, chunks[stop - 1].stop
