"""Reporting words of a sentence, the rejected ones included, each with its subject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from communique.rules import lexicon
from communique.rules.cues import Cue, judge_cues
from communique.rules.sentences import Block, Chunk, Sentence
from communique.rules.subjects import subject_before

__all__ = ["Cued", "cued_sentences"]

Chunks = tuple[Chunk, ...]

_NO_CUE = frozenset({"other_sense_of_the_verb"})


class Cued(NamedTuple):
    """A sentence with its cues, and the words that only a later filter of the rules rejects:
    planned, denied or passive ones, infinitives, nouns with a verb's form."""

    sentence: Sentence
    cues: tuple[Cue, ...]


def cued_sentences(block: Block) -> tuple[Cued, ...]:
    """The sentences of a paragraph."""
    return tuple(Cued(one, tuple(_possible(one.chunks))) for one in block.sentences)


def _possible(chunks: Chunks) -> Iterator[Cue]:
    for at, verdict in judge_cues(chunks):
        if isinstance(verdict, Cue):
            yield verdict
        elif verdict not in _NO_CUE:
            form = lexicon.reporting_verbs()[chunks[at].word][0]
            subject, clause, _ = subject_before(chunks, at)
            yield Cue(at, at + 1, form.verb, form.form, subject, clause)
