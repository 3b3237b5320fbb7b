"""What could take part or speak: names, offices, groups, organisations, countries, pronouns.

Ranges are half-open token numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from communique.candidates.sentences import Cued
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

_SORTS: Mapping[str, Sort] = {"organization": "organization", "country": "country"}
"""Of mentions by their kinds; all others are names of persons."""

NAME_WORDS = 2
"""Most names have a given name and a surname."""

LONGEST_FIELD = 4
"""Words of what a title is of: "Foreign Affairs and …" is cut short."""

LONGEST_PHRASE = 8
"""Chunks of a noun phrase before its head that are looked at."""


def titles_in(block: Block) -> Iterator[Range]:
    """Titles beside names, and those that stand alone; each also without the one whose it is
    ("Malta's minister"), and with what it is of ("minister of fisheries")."""
    starts = {unit.first: number for number, unit in enumerate(block.units)}
    stops = {unit.stop: number for number, unit in enumerate(block.units, start=1)}
    for mention in block.mentions:
        if mention.has_title:
            first, stop = mention.title
            yield first, stop
            units = block.units[starts[first] : stops[stop]]
            owner = max((u.stop for u in units if u.tag == "S"), default=first)
            longer = _end_of_title(block.units, stops[stop])
            yield from {(owner, stop), (owner, longer)} - {(first, stop), (stop, stop)}
        parts = _unknown_title(block, mention)
        if parts is not None:
            yield parts[0]


def _end_of_title(units: tuple[Unit, ...], at: int) -> int:
    """Where a title ends of which ``units[at]`` comes next: behind "of labour", "for the Sea"."""
    end = units[at - 1].stop
    while at + 1 < len(units) and units[at].tag == "o":
        at += 1 + (units[at + 1].tag == "D")
        words = 0
        while at < len(units) and units[at].tag in "wNxMCAO" and words < LONGEST_FIELD:
            words += 1
            at += 1
            if units[at - 1].tag == "w":
                break  # one word written small: the next may be a verb
        if not words:
            break
        end = units[at - 1].stop
    return end


def mentions_in(
    article: Article, block: Block, cued: tuple[Cued, ...]
) -> Iterator[tuple[Range, Sort]]:
    """The mentions of a paragraph with their sorts, some of them more than once."""
    for mention in block.mentions:
        if mention.has_name:
            yield mention.name, _SORTS.get(mention.kind, "person")
        else:
            yield (_with_determiner(article, mention.first), mention.stop), "phrase"
        parts = _unknown_title(block, mention)
        if parts is not None:
            yield parts[1], "person"
    for unit in block.units:
        if unit.tag in "CAO":
            yield (unit.first, unit.stop), "organization" if unit.tag == "O" else "country"
    for one in cued:
        chunks = one.sentence.chunks
        for at, chunk in enumerate(chunks):
            if chunk.word in _PRONOUNS:
                yield (chunk.first, chunk.stop), "phrase"
            elif _is_collective(chunk):
                yield _phrase(chunks, at), "phrase"
        yield from ((found, "phrase") for found in _speakers(one))


def _unknown_title(block: Block, mention: Mention) -> tuple[Range, Range] | None:
    """Title and name in a run of capitalised words that may begin with a title no lexicon has:
    "Pilot Ann Lee". None for shorter runs, and for names with particles or initials."""
    if mention.kind != "name" or not mention.has_name:
        return None
    first, stop = (bisect_left(block.units, (token,)) for token in mention.name)
    units = block.units[first:stop]
    if len(units) <= NAME_WORDS or any(unit.tag != "N" for unit in units):
        return None
    cut = units[-NAME_WORDS].first
    return (mention.name[0], cut), (cut, mention.name[1])


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


def _speakers(cued: Cued) -> Iterator[Range]:
    """The subjects of reporting words, and the sources of "according to"."""
    chunks = cued.sentence.chunks
    for cue in cued.cues:
        if cue.subject is not None:
            yield chunks[cue.subject[0]].first, chunks[cue.subject[1] - 1].stop
    for at in range(len(chunks) - 2):
        if chunks[at].word == "according" and chunks[at + 1].word == "to":
            stop = max(at + 3, min(noun_phrase_end(chunks, at + 2), len(chunks)))
            yield chunks[at + 2].first, chunks[stop - 1].stop
