"""Reporting words of a sentence, the rejected ones included, each with its subject."""

from __future__ import annotations

from collections.abc import Iterator

from communique.rules import lexicon
from communique.rules.cues import Cue, judge_cues
from communique.rules.sentences import Chunk
from communique.rules.subjects import subject_before

__all__ = ["possible_cues"]

Chunks = tuple[Chunk, ...]

_NO_CUE = frozenset({"other_sense_of_the_verb"})


def possible_cues(chunks: Chunks) -> list[Cue]:
    """The cues of a sentence, and the words that only a later filter of the rules rejects:
    planned, denied or passive ones, infinitives, nouns with a verb's form."""
    return list(_possible(chunks))


def _possible(chunks: Chunks) -> Iterator[Cue]:
    for at, verdict in judge_cues(chunks):
        if isinstance(verdict, Cue):
            yield verdict
        elif verdict not in _NO_CUE:
            form = lexicon.reporting_verbs()[chunks[at].word][0]
            subject, clause, _ = subject_before(chunks, at)
            yield Cue(at, at + 1, form.verb, form.form, subject, clause)
