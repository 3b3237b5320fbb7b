"""What follows a cue: adverbials and addressees to pass, the quotation or "that" ahead.

All positions are chunk numbers within one sentence.
"""

from __future__ import annotations

from communique.rules import lexicon
from communique.rules.cues import noun_phrase_end
from communique.rules.grammar import (
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    begins_noun_phrase,
    is_adverbial,
    is_finite_verb,
)
from communique.rules.sentences import Chunk

__all__ = [
    "after_phrases",
    "has_verb",
    "is_clause",
    "only_adverbials",
    "quotation_ahead",
    "skip_addressee",
    "skip_adverbials",
    "that_ahead",
]

Chunks = tuple[Chunk, ...]


_PLAIN_ADVERBS = frozenset("also later again today yesterday earlier further however then".split())


def _is_plain_adverb(chunk: Chunk) -> bool:
    """An adverb that belongs to the cue; "both", "all", "only" may begin the content."""
    return chunk.word in _PLAIN_ADVERBS or (is_adverbial(chunk) and chunk.word.endswith("ly"))


_DAY_PARTS = frozenset("morning afternoon evening night".split())


def skip_adverbials(chunks: Chunks, k: int) -> int:
    """Past adverbs, dates and "on Monday", up to what is reported."""
    while k < len(chunks):
        chunk = chunks[k]
        if chunk.tag == "d" or _is_plain_adverb(chunk):
            k += 1
        elif chunk.word == "on" and k + 1 < len(chunks) and chunks[k + 1].tag == "d":
            k += 2
        elif k and chunks[k - 1].tag == "d" and (chunk.tag == "#" or chunk.word in _DAY_PARTS):
            k += 1
        elif chunk.tag == "(":
            closing = next((m for m in range(k, len(chunks)) if chunks[m].tag == ")"), None)
            if closing is None:
                return k
            k = closing + 1
        else:
            return k
    return k


def after_phrases(chunks: Chunks, k: int) -> int:
    """Past adverbials and prepositional phrases ("in his email", "on Monday")."""
    while k < len(chunks):
        m = skip_adverbials(chunks, k)
        if m < len(chunks) and chunks[m].word in PREPOSITIONS and m + 1 < len(chunks):
            m = noun_phrase_end(chunks, m + 1)
        if m == k:
            return k
        k = m
    return k


def skip_addressee(chunks: Chunks, k: int) -> int:
    """Past the one told: a mention, an object pronoun, or a short noun phrase."""
    chunk = chunks[k]
    if chunk.word in {"that", "to", "of", "about"} or chunk.tag in "Q,":
        return k
    if chunk.tag == "P" or chunk.word in OBJECT_PRONOUNS:
        return skip_adverbials(chunks, k + 1)
    if chunk.tag in "DwN":
        if chunk.tag == "D":
            return skip_adverbials(chunks, noun_phrase_end(chunks, k))
        if chunk.word.endswith("s") or chunk.word == "people":
            return skip_adverbials(chunks, k + 1)
    return k


def quotation_ahead(chunks: Chunks, k: int) -> int | None:
    """A quotation that only adverbials, prepositional phrases, a comma or a colon lead up to."""
    limit = min(len(chunks), k + 16)
    m = k
    while m < limit:
        chunk = chunks[m]
        if chunk.tag == "Q":
            return m if m == k or chunks[m - 1].tag in ",:" else None
        if (
            chunk.tag in ".;"
            or chunk.word == "that"
            or (is_finite_verb(chunks, m) and chunks[m - 1].tag != "w")
        ):
            return None
        m += 1
    return None


def that_ahead(chunks: Chunks, k: int) -> int | None:
    """The "that" of a that-clause, after prepositional phrases only."""
    limit = min(len(chunks), k + 14)
    for m in range(k, limit):
        chunk = chunks[m]
        if chunk.word == "that":
            follows = chunks[m + 1] if m + 1 < len(chunks) else None
            if m > k and chunks[m - 1].tag in "wNx" and follows and is_adverbial(follows):
                return None  # a relative clause: "the summit that was held"
            return m
        if chunk.tag in ".;:Q":
            return None
        if m > k and chunks[m - 1].tag == "," and chunk.word in lexicon.reporting_verbs():
            return None  # ", adding that": the participle's own
        if m == k and not (
            chunk.word in PREPOSITIONS or chunk.tag in "(,o" or chunk.word in {"here", "it"}
        ):
            return None
        if chunk.tag == "," and m > k:
            follows = chunks[m + 1] if m + 1 < len(chunks) else None
            if follows is None or follows.word != "that":
                return None
    return None


_CLAUSE_OPENERS = frozenset({"there", "if", "when", "while", "although", "as", "after"})


def is_clause(chunks: Chunks, start: int, end: int) -> bool:
    """Whether ``chunks[start:end]`` has a subject and a finite verb after it."""
    if chunks[start].word in PRONOUNS and end - start > 1:
        return True
    opens = begins_noun_phrase(chunks[start]) or chunks[start].tag == "Q"
    if not opens and chunks[start].word not in _CLAUSE_OPENERS:
        return False
    return any(
        is_finite_verb(chunks, m) or (chunks[m].tag == "w" and _looks_third_person(chunks, m))
        for m in range(start + 1, end)
    )


def _looks_third_person(chunks: Chunks, m: int) -> bool:
    """A small word in -s right after a mention: "NATO stands", "Russia continues"."""
    word = chunks[m].word
    return (
        word.endswith("s")
        and not word.endswith(("ss", "us"))
        and chunks[m - 1].tag == "P"
        and len(word) > 3
    )


def has_verb(chunks: Chunks, start: int, end: int) -> bool:
    return any(is_finite_verb(chunks, m) for m in range(start, end)) or end - start >= 6


def only_adverbials(chunks: Chunks, k: int) -> bool:
    """Whether from ``k`` on only adverbials and prepositional phrases follow, no content."""
    if k >= len(chunks):
        return True
    m = skip_adverbials(chunks, k)
    if m >= len(chunks) or chunks[m].tag in ".;,-&":
        return True
    return chunks[m].word in (PREPOSITIONS | {"after", "before", "as", "when", "while", "who"})
