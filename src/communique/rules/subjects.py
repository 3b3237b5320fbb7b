"""Reporting word → the noun phrase before it that is its subject."""

from __future__ import annotations

from communique.rules.grammar import (
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    begins_noun_phrase,
    is_adverbial,
    is_finite_verb,
    segments,
)
from communique.rules.sentences import Chunk
from communique.rules.tokens import Range

__all__ = ["subject_before"]


def subject_before(chunks: tuple[Chunk, ...], i: int) -> tuple[Range | None, int, bool]:
    """Subject range, beginning of the clause, and whether the subject is inherited."""
    j = i - 1
    while j >= 0 and is_adverbial(chunks[j]):
        j -= 1
    if j < 0:
        return None, i, False
    chunk = chunks[j]
    if chunk.tag == "&" or chunk.word in {"and", "or", "but", "then"}:
        return None, j, True
    if chunk.word in {"who", "which"}:
        return _antecedent(chunks, j), j, False
    clause = _clause_start(chunks, j)
    if chunk.tag == "," and j == clause:
        return None, j, True
    found = _pick(chunks, segments(chunks, clause, j + 1))
    relative = chunks[clause - 1].word if clause else ""
    whole = not any(c.tag == "," for c in chunks[clause : j + 1])
    if whole and (relative == "who" or (found is None and relative in {"that", "which"})):
        # "a diplomat who declined to be named said": the clause is part of the subject.
        found = _antecedent(chunks, clause - 1)
    return found, clause, False


def _antecedent(chunks: tuple[Chunk, ...], relative: int) -> Range | None:
    """The mention before ", who" or " who"."""
    j = relative - 1
    if j >= 0 and chunks[j].tag == ",":
        j -= 1
    while j >= 0 and chunks[j].tag not in ",.;:Q":
        if chunks[j].tag == "P" or chunks[j].tag in "wN":
            start = j
            while start > 0 and begins_noun_phrase(chunks[start - 1]) and chunks[j].tag != "P":
                start -= 1
            return start, j + 1
        j -= 1
    return None


def _clause_start(chunks: tuple[Chunk, ...], j: int) -> int:
    """Where the clause begins whose last chunk before the verb is ``j``.

    A comma right before the verb closes whatever clause was put in ("X, who left as he came,
    said"): what opens one is then no boundary.
    """
    put_in = chunks[j].tag == ","
    k = j
    while k >= 0:
        chunk = chunks[k]
        if chunk.tag in "Q;:" or (chunk.tag == "-" and k < j):
            return k + 1
        opens = chunk.word in SUBORDINATORS and chunk.tag != "P" and k < j
        if opens and not (put_in and chunk.word != "that") and _subordinates(chunks, k, j):
            return k + 1
        if chunk.tag == "&" and k < j and _joins_clauses(chunks, k):
            return k + 1
        k -= 1
    return 0


def _subordinates(chunks: tuple[Chunk, ...], k: int, j: int) -> bool:
    """ "after the meeting, he said": a preposition, when a comma follows before the verb."""
    if chunks[k].word in {"after", "before", "since", "until", "as", "than", "so"}:
        return not any(chunk.tag == "," for chunk in chunks[k:j])
    if chunks[k].word == "because" and chunks[k + 1].word == "of":
        return False
    # "people who …, the minister said": the relative clause ends at the comma.
    if chunks[k].word in {"when", "while", "if", "although", "though", "because", "once", "where"}:
        return not any(chunk.tag == "," for chunk in chunks[k:j])
    return True


def _joins_clauses(chunks: tuple[Chunk, ...], k: int) -> bool:
    """Whether the "and" at ``k`` joins clauses: a finite verb stands before it in the clause."""
    if not begins_noun_phrase(chunks[k + 1]):
        return False
    m = k - 1
    while m >= 0 and chunks[m].tag not in ";:Q":
        if is_finite_verb(chunks, m):
            return True
        m -= 1
    return False


_OPENERS = frozenset({"but", "and", "so", "yet"})


def _pick(chunks: tuple[Chunk, ...], parts: list[Range]) -> Range | None:
    """The subject among comma-separated parts before a verb.

    The last part is it, unless empty (a comma stands right before the verb: "X, the envoy, said")
    or an adverbial; then it is the first part that begins with a noun phrase.
    """
    last = parts[-1]
    if last[0] < last[1]:
        found = _noun_phrase_in(chunks, last)
        if found is not None:
            return found
    for start, stop in parts[:-1]:
        while start < stop and (is_adverbial(chunks[start]) or chunks[start].word in _OPENERS):
            start += 1
        if start < stop and begins_noun_phrase(chunks[start]):
            return _noun_phrase_in(chunks, (start, stop))
    return None


def _noun_phrase_in(chunks: tuple[Chunk, ...], part: Range) -> Range | None:
    """The subject noun phrase of a part: after an opening adverbial, up to the next adverbial."""
    start, stop = part
    while start < stop and (is_adverbial(chunks[start]) or chunks[start].tag in "&d-()"):
        start += 1
    if start < stop and (chunks[start].word in PREPOSITIONS or chunks[start].tag == "o"):
        # "On Friday Trump said": after the preposition's object comes the last mention.
        for k in range(stop - 1, start + 1, -1):
            if chunks[k].tag == "P" or chunks[k].word in PRONOUNS:
                return k, k + 1
        return None
    if start >= stop or not begins_noun_phrase(chunks[start]):
        return None
    if chunks[start].word in PRONOUNS:
        return start, start + 1
    end = start + 1
    while end < stop and not (chunks[end].tag in "d(-" or is_adverbial(chunks[end])):
        word = chunks[end].word
        if word in PREPOSITIONS and word not in {"of", "for", "from", "in", "with", "to", "at"}:
            break
        if is_finite_verb(chunks, end) and end > start + 1:
            break
        end += 1
    return start, end
