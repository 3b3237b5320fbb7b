"""Absences: whom the article says not to have taken part in a meeting.

English says it of a subject ("did not attend", "skipped the summit", "was not invited"), and of
whom it names behind words of absence and of standing in ("absent were", "without", "instead of").
Who stayed away from something else ("did not attend the funeral") is no absentee.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from communique.rules.article import Article
from communique.rules.grammar import is_finite_verb
from communique.rules.people import People, Person
from communique.rules.sentences import Chunk, Sentence
from communique.rules.sides import first_person_in
from communique.rules.subjects import subject_before
from communique.rules.triggers import names_occasion

__all__ = ["Absences", "absent_in", "find_absences"]

Chunks = tuple[Chunk, ...]


class Absences(NamedTuple):
    """Who is said to be absent: the token numbers of the mentions that say so, and the persons."""

    tokens: frozenset[int]
    persons: frozenset[Person]


def find_absences(article: Article, people: People) -> Absences:
    """All absences of an article; "he" is the first person of the latest sentence with one."""
    tokens: set[int] = set()
    persons: set[Person] = set()
    earlier: list[Sentence] = []
    for block in article.blocks:
        for sentence in block.sentences:
            for i in absent_in(sentence.chunks):
                chunk = sentence.chunks[i]
                person = people.of(chunk.mention) if chunk.mention else _latest(people, earlier)
                tokens.update(range(chunk.first, chunk.stop))
                if person is not None:
                    persons.add(person)
            earlier.append(sentence)
    return Absences(frozenset(tokens), frozenset(persons))


def _latest(people: People, earlier: list[Sentence]) -> Person | None:
    named = (first_person_in(people, sentence) for sentence in reversed(earlier))
    return next((person for person in named if person is not None), None)


# The expressions read a sentence as the small-letter words of its chunks, a blank after each: P for
# a mention, Q for a quotation, _ for what is no single word.
_NOT = r"\b(?:not|never|cannot|\w+n't)"
_BE = r"\b(?:is|are|was|were|be|been|being)"
_ATTEND = r"(?:attend|join|participate|take\spart|come|appear|show\sup|turn\sup)"
_SIGNS = frozenset(
    "decline declines declined declining refuse refuses refused refusing fail fails failed failing "
    "unable skip skips skipped skipping boycott boycotts boycotted boycotting snub snubs snubbed "
    "miss misses missed missing shun shuns shunned pull pulls pulled backed dropped bowed "
    "stay stays stayed staying kept turns turned cancelled canceled absent absence excluded "
    "barred uninvited left represented representing sent sends without minus excluding than "
    "instead place stead behalf neither".split()
)
_NEGATIONS = frozenset(
    "not never cannot didn't doesn't don't won't wouldn't couldn't can't wasn't weren't isn't "
    "aren't hasn't haven't hadn't".split()
)
_NEGATED = frozenset(
    "attend attended attending participate participated participating part present invited able "
    "asked expected go come travel appear up join joined joining there included represented".split()
)
_AWAY = re.compile(
    rf"""
      (?<!but\s){_NOT}\s(?:(?:\w+ly|also|even|be|been)\s)*
        (?:attend(?:ed|ing)?|participat\w+|tak(?:e|en|ing)\spart|present|invited
          |(?:asked|expected|able)\sto\s{_ATTEND})\s(?!by\s)
    | \b(?:declin|refus|fail)\w*\sto\s{_ATTEND}\s| unable\sto\s{_ATTEND}\s
    | {_BE}\s(?:\w+ly\s)?(?:absent|uninvited)\s
    """,
    re.VERBOSE,
)
"""Of the subject; what follows is a meeting, or nothing one could stay away from."""
_AWAY_FROM = re.compile(
    rf"""
      (?<!\bto\s)(?<!\bnot\s)\b(?:
        (?:skip(?:s|ped|ping)?|boycott(?:s|ed|ing)?|snub(?:s|bed)?|miss(?:es|ed|ing)?
          |shun(?:s|ned)?|(?:pull(?:s|ed)?|backed|dropped|bowed)\sout\sof
          |(?:stay(?:s|ed|ing)?|kept)\saway\sfrom
          |(?:turn(?:s|ed)\sdown|cancell?ed)\s(?:an|the|his|her|their)
          |(?:sent|sends)\s(?:\w+\s)?P)\s)
    | {_NOT}\s(?:go|come|travel|appear|show\sup|turn\sup|join(?:ed|ing)?
        |(?:(?:been|be)\s)?(?:there|included|represented))\s
    | {_BE}\s(?:\w+ly\s)?(?:missing|excluded|barred|left\sout)\s
    | (?:{_BE}|,)\srepresented\s(?=(?:\S+\s){{0,5}}by\s)
    """,
    re.VERBOSE,
)
"""Of the subject; a meeting is named behind."""
_ELLIPSIS = re.compile(rf"\b(?:attend|join|participat|part|invited).* {_NOT}\s(?=[.;,]|$)")
"""Of the subject: "Lee attended, but Rae did not."."""
_BEHIND = re.compile(
    rf"""
      \b(?:without|minus|excluding|but\snot|rather\sthan|instead\sof|in\splace\sof
        |in\sthe\sabsence\sof)\s
    | {_NOT}\sattended\sby\s
    | ^(?:\S+\s){{0,2}}(?:absent|missing)\s(?:\S+\s){{0,7}}?{_BE}\s
    | \bneither\s(?=(?:\S+\s)+?(?:attended|joined|participated|took\spart|{_BE}\spresent)\s)
    | \bin\s(?=P\s's\s(?:absence|stead|place)\s)
    """,
    re.VERBOSE,
)
"""Of the mentions that follow, in a sentence that names a meeting or who attended."""
_STOOD_FOR = re.compile(
    r"(?:\bon behalf of|(?<!\bwas )(?<!\bwere )\brepresent(?:ed|ing)) (?=(?:\w+ )?P )"
)
"""Of the person who follows; who stands for a country takes part for it."""
_MEETING_VERBS = re.compile(r"\b(?:met|attended|joined|participated|took part|present)\b")

FURTHEST_MEETING = 8
"""The word for the meeting stands within so many chunks."""


def absent_in(chunks: Chunks) -> frozenset[int]:
    """The chunks of a sentence, mentions and pronouns, said not to take part in a meeting."""
    words = [c.word for c in chunks]
    if _SIGNS.isdisjoint(words) and (_NEGATIONS.isdisjoint(words) or _NEGATED.isdisjoint(words)):
        return frozenset()  # most sentences
    words = ["P" if c.tag == "P" else "Q" if c.tag == "Q" else c.word or "_" for c in chunks]
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    told = " ".join(words) + " "
    found: set[int] = set()
    for expression in (_AWAY, _AWAY_FROM, _ELLIPSIS):
        for match in expression.finditer(told):
            at, after = (bisect_right(starts, place) - 1 for place in match.span())
            if expression is _ELLIPSIS:
                at = after - 1
            named = names_occasion(words[after : after + FURTHEST_MEETING])
            if named or (expression is not _AWAY_FROM and not _has_object(chunks, after)):
                found |= _subject(chunks, at)
    of_meeting = names_occasion(words) or _MEETING_VERBS.search(told)
    for expression in (_BEHIND, _STOOD_FOR) if of_meeting else ():
        for match in expression.finditer(told):
            named_there = _coordinated(chunks, bisect_right(starts, match.end()) - 1)
            found |= {
                k for k in named_there if expression is _BEHIND or not _stands_for_many(chunks[k])
            }
    return frozenset(found)


def _has_object(chunks: Chunks, k: int) -> bool:
    """Whether something other than a meeting follows ("the funeral"; not "the G20")."""
    if k + 1 < len(chunks) and chunks[k].tag == "D":
        return not _stands_for_many(chunks[k + 1])
    if k + 1 < len(chunks) and chunks[k + 1].tag == "S":
        return True  # "Monday's service"
    return k < len(chunks) and chunks[k].tag in "NQ"


def _stands_for_many(chunk: Chunk) -> bool:
    return chunk.mention is not None and chunk.mention.kind in {"country", "organization"}


def _subject(chunks: Chunks, i: int) -> set[int]:
    """The mentions in the subject of the verb at ``i``, its own or inherited, or its pronoun."""
    subject, clause, inherits = subject_before(chunks, i)
    for k in range(clause - 1, -1, -1):
        if subject is not None or not inherits:
            break
        if is_finite_verb(chunks, k):
            subject, _, inherits = subject_before(chunks, k)
    first, stop = subject or (0, 0)
    pronoun = {first} if subject and chunks[first].word in {"he", "she"} else set()
    return pronoun | {k for k in range(first, stop) if chunks[k].tag == "P"}


def _coordinated(chunks: Chunks, k: int) -> set[int]:
    """The mentions of a list that begins at ``k``; not an owner ("without Lee's consent")."""
    found: set[int] = set()
    while k < len(chunks) and (chunks[k].tag in "PD&," or chunks[k].word in {"nor", "or", "both"}):
        owns = k + 2 < len(chunks) and chunks[k + 1].tag == "S"
        if chunks[k].tag == "P" and (
            not owns or chunks[k + 2].word in {"absence", "stead", "place"}
        ):
            found.add(k)
        k += 1
    return found
