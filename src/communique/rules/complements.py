"""The content after a cue: quotation, that-clause, clause, complement, infinitive, naming.

Each result carries the name of its rule. All positions are chunk numbers within one sentence.
"""

from __future__ import annotations

from communique.rules.boundaries import content_end
from communique.rules.cues import Cue, noun_phrase_end
from communique.rules.grammar import AUXILIARIES, OBJECT_PRONOUNS, PREPOSITIONS, begins_noun_phrase
from communique.rules.lookahead import (
    is_clause,
    quotation_ahead,
    skip_addressee,
    skip_adverbials,
    that_ahead,
)
from communique.rules.sentences import Chunk
from communique.rules.tokens import Range

__all__ = ["MIN_CLAUSE_CHUNKS", "content_after"]

Chunks = tuple[Chunk, ...]
Found = tuple[Range, str]
"""Chunk range of a content and the name of the rule that found it."""


def content_after(chunks: Chunks, cue: Cue, start: int, later: list[Cue]) -> Found | None:
    """What follows the cue: quotation, that-clause, clause, complement, infinitive."""
    verb = cue.verb
    k = skip_adverbials(chunks, start)
    if verb.takes("A") and k < len(chunks):
        told = skip_addressee(chunks, k)
        # "warned farmers would leave": no one is told, the clause has begun.
        begins = told < len(chunks) and not (verb.takes("B") and chunks[told].word in AUXILIARIES)
        k = told if begins else k
    quotation = quotation_ahead(chunks, k)
    if quotation is not None and verb.takes("Q"):
        return _quotation_or_clause(chunks, cue, quotation, later)
    that = that_ahead(chunks, k)
    if that is not None and (verb.takes("T") or verb.takes("A")):
        return (that, content_end(chunks, that, cue, later, clause=True)), "that_clause"
    if k >= len(chunks) or chunks[k].tag in ".,;:)-":
        return None
    return _complement(chunks, cue, k, later)


def _quotation_or_clause(chunks: Chunks, cue: Cue, quotation: int, later: list[Cue]) -> Found:
    """A quotation alone, or the clause it begins (said "all agree" that it failed)."""
    follows = chunks[quotation + 1] if quotation + 1 < len(chunks) else None
    goes_on = follows is not None and (follows.tag in "wPDNoM&" or follows.word == "that")
    if goes_on and not _ends_closed(chunks[quotation]) and cue.verb.takes("T"):
        return (quotation, content_end(chunks, quotation, cue, later, clause=True)), "clause"
    return (quotation, quotation + 1), "quotation_after"


def _ends_closed(chunk: Chunk) -> bool:
    """Whether a quotation's last word is followed by a mark inside it."""
    return chunk.tail in _CLOSED


_CLOSED = frozenset(".,!?…;")


def _complement(chunks: Chunks, cue: Cue, k: int, later: list[Cue]) -> Found | None:
    """What its first word makes it, else a clause or noun phrase."""
    verb, word = cue.verb, chunks[k].word
    negated = word == "not" and k + 1 < len(chunks) and chunks[k + 1].word == "to"
    if (word == "to" or negated) and (verb.takes("I") or verb.takes("O")):
        return (k, content_end(chunks, k, cue, later)), "infinitive"
    if verb.takes("W") and word in _WH:
        return (k, content_end(chunks, k, cue, later, clause=True)), "wh_clause"
    if word in PREPOSITIONS or chunks[k].tag == "o":
        return _prepositional(chunks, cue, k, later)
    if verb.takes("C"):
        return _naming(chunks, cue, k, later)
    return _clause_or_noun(chunks, cue, k, later)


def _prepositional(chunks: Chunks, cue: Cue, k: int, later: list[Cue]) -> Found | None:
    """ "called for restraint"; else a clause after the phrase ("said in a statement it …")."""
    word = chunks[k].word
    if cue.verb.takes(word):
        if k + 1 >= len(chunks) or chunks[k + 1].tag in ".,":
            return None
        return (k + 1, content_end(chunks, k + 1, cue, later)), f"complement_{word}"
    return _clause_after_phrase(chunks, cue, k, later)


def _clause_or_noun(chunks: Chunks, cue: Cue, k: int, later: list[Cue]) -> Found | None:
    verb = cue.verb
    end = content_end(chunks, k, cue, later)
    if end <= k:
        return None
    says = verb.lemma == "say" and end - k >= MIN_CLAUSE_CHUNKS
    if says or (verb.takes("B") and is_clause(chunks, k, end)):
        return (k, content_end(chunks, k, cue, later, clause=True)), "clause"
    if verb.takes("O") and any(c.word == "to" for c in chunks[k + 1 : end]):
        return (k, end), "object_infinitive"
    if verb.takes("N") and (begins_noun_phrase(chunks[k]) or chunks[k].tag == "Q"):
        return (k, end), "noun_complement"
    if chunks[k].tag == "Q" and verb.takes("Q"):
        return (k, end), "quotation_after"
    return None


_WH = frozenset("whether if what why how who when where which".split())


def _naming(chunks: Chunks, cue: Cue, k: int, later: list[Cue]) -> Found | None:
    """ "called it 'a farce'", "called the plan a farce": an object and what it is called."""
    end = content_end(chunks, k, cue, later)
    quoted = any(c.tag == "Q" for c in chunks[k:end])
    object_ = chunks[k].word in OBJECT_PRONOUNS | {"it", "this", "that"} or chunks[k].tag in "PD"
    if quoted or (object_ and any(c.tag == "D" for c in chunks[k + 1 : end])):
        return (k, end), "naming"
    return None


def _clause_after_phrase(chunks: Chunks, cue: Cue, k: int, later: list[Cue]) -> Found | None:
    """ "said in a statement it would go on": a clause after one prepositional phrase."""
    if not cue.verb.takes("B") or k + 1 >= len(chunks):
        return None
    start = skip_adverbials(chunks, noun_phrase_end(chunks, k + 1))
    if start >= len(chunks) or not begins_noun_phrase(chunks[start]):
        return None
    end = content_end(chunks, start, cue, later, clause=True)
    return ((start, end), "clause") if is_clause(chunks, start, end) else None


MIN_CLAUSE_CHUNKS = 2
"""A clause before ", he said" has at least so many chunks."""
