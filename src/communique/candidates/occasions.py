"""Words that report (cues), words that tell of meetings, and dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

from communique.candidates.sentences import Cued
from communique.records import MeetingKind
from communique.rules.article import Article
from communique.rules.dates import Anchor, DateFound, dates_in, resolve
from communique.rules.sentences import Block
from communique.rules.tokens import Range
from communique.rules.triggers import judge_triggers

__all__ = ["Occasion", "cues_in", "dates_of", "occasions_in"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A word of meeting, planned and denied ones included; ranges of token numbers."""

    tokens: Range
    sentence: Range
    kind: MeetingKind | None


def cues_in(cued: tuple[Cued, ...]) -> Iterator[Range]:
    """Reporting words, and "according to"."""
    for one in cued:
        chunks = one.sentence.chunks
        for cue in one.cues:
            yield chunks[cue.at].first, chunks[cue.stop - 1].stop
        for first, second in pairwise(chunks):
            if first.word == "according" and second.word == "to":
                yield first.first, second.stop


def occasions_in(article: Article, block: Block) -> Iterator[Occasion]:
    """Every word or verb of meeting outside quotations."""
    for sentence in block.sentences:
        if sentence.inside_quotation:
            continue
        for trigger, _ in judge_triggers(sentence.chunks, article.tokens):
            chunks = sentence.chunks[trigger.at : trigger.stop]
            known = [kind for kind in get_args(MeetingKind) if kind == trigger.kind]
            yield Occasion(
                (chunks[0].first, chunks[-1].stop),
                (sentence.first, sentence.stop),
                known[0] if known else None,
            )


def dates_of(
    article: Article, block: Block, anchor: Anchor | None
) -> Iterator[tuple[DateFound, str | None, bool]]:
    """The dates of a paragraph: the day each tells, and whether the article's date was needed."""
    for found in dates_in(article.document.text, block.paragraph.start, block.paragraph.end):
        day, anchored = resolve(found, anchor)
        yield found, day or None, anchored
