"""Small facts about English clauses that cue and meeting rules share."""

from __future__ import annotations

from communique.rules import lexicon
from communique.rules.sentences import Chunk

__all__ = [
    "AUXILIARIES",
    "BE",
    "MODALS",
    "PREPOSITIONS",
    "PRONOUNS",
    "SUBORDINATORS",
    "begins_noun_phrase",
    "is_adverbial",
    "is_finite_verb",
    "segments",
]

BE = frozenset("is are was were be been being am 's 're isn't aren't wasn't weren't".split())
MODALS = frozenset(
    "will would can could shall should may might must won't wouldn't can't cannot couldn't "
    "shouldn't 'd 'll".split()
)
AUXILIARIES = (
    BE
    | MODALS
    | frozenset(
        "has have had having do does did don't doesn't didn't hasn't haven't hadn't".split()
    )
)
PREPOSITIONS = frozenset(
    "in on at by to from with without within about above across against along amid amidst among "
    "around behind below beneath beside besides between beyond despite down during following for "
    "inside into like near of off onto out outside over past per regarding through throughout "
    "toward towards under underneath until till up upon via ahead concerning including unlike "
    "alongside".split()
)
SUBORDINATORS = frozenset(
    "that which who whom whose because while when whenever where if although though whether "
    "unless whereas since as after before once until what how why than but so".split()
)
PRONOUNS = frozenset("i he she it we you they who".split())
OBJECT_PRONOUNS = frozenset("me him her us them himself herself itself themselves".split())
_ADVERBS = frozenset(
    "also further later then again already earlier once meanwhile first now still even just only "
    "previously recently therefore thus today yesterday tonight tomorrow instead both all each "
    "however too not never ever nonetheless nevertheless furthermore moreover separately always "
    "often sometimes himself herself itself themselves likewise twice".split()
)


def is_adverbial(chunk: Chunk) -> bool:
    """An adverb or an auxiliary: what may stand between a subject and its verb."""
    word = chunk.word
    if chunk.tag in "QPS,.;:()-":
        return False
    return word in _ADVERBS or word in AUXILIARIES or (word.endswith("ly") and len(word) > 4)


def begins_noun_phrase(chunk: Chunk) -> bool:
    """Whether a noun phrase may begin with ``chunk``."""
    if chunk.tag in "PDNxCAOTWKHM#I":
        return True
    if chunk.tag == "w":
        return chunk.word in PRONOUNS or (
            chunk.word not in PREPOSITIONS
            and chunk.word not in SUBORDINATORS
            and not is_adverbial(chunk)
            and chunk.word not in {"according", "and", "or"}
            and not chunk.word.endswith("ing")
        )
    return False


def is_finite_verb(chunks: tuple[Chunk, ...], i: int) -> bool:
    """Whether chunk ``i`` is likely a finite verb: an auxiliary, a reporting verb in the past or
    third person, or a small word in -ed that no determiner precedes."""
    chunk = chunks[i]
    if chunk.tag not in "wM":
        return False
    word = chunk.word
    if word in AUXILIARIES and word != "having":
        return True
    if any(form.form in {"past", "third"} for form in lexicon.reporting_verbs().get(word, ())):
        return i == 0 or chunks[i - 1].tag not in "DS" or chunks[i - 1].word == "that"
    return word.endswith("ed") and (i == 0 or chunks[i - 1].tag not in "DSA")


def segments(chunks: tuple[Chunk, ...], start: int, stop: int) -> list[tuple[int, int]]:
    """``chunks[start:stop]`` cut at commas, as half-open ranges, empty ones kept."""
    found = []
    first = start
    for i in range(start, stop):
        if chunks[i].tag == ",":
            found.append((first, i))
            first = i + 1
    found.append((first, stop))
    return found
