"""What a sentence tells of a meeting besides its sides: kind, date and place."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from communique.records import MeetingKind
from communique.rules import lexicon
from communique.rules.article import Article
from communique.rules.dates import DateFound, dates_in
from communique.rules.grammar import is_adverbial, is_finite_verb
from communique.rules.sentences import Chunk, Sentence
from communique.rules.sides import Side
from communique.rules.tokens import Range
from communique.rules.triggers import Trigger

__all__ = [
    "date_of",
    "has_group",
    "is_background",
    "is_of_other_time",
    "kind_by_number",
    "kind_of",
    "place_of",
]

Chunks = tuple[Chunk, ...]
Triggers = tuple[Trigger, ...]

_BY_VIDEO = re.compile(
    r"\b(?:virtual(?:ly)?|via video|by video|video.?link|video.?conferenc\w*|online)\b"
)
_KINDS: tuple[MeetingKind, ...] = (
    "video call",
    "call",
    "summit",
    "bilateral meeting",
    "multilateral meeting",
    "other",
)


def kind_of(
    article: Article, chunks: Chunks, triggers: Triggers, sides: list[Side]
) -> tuple[MeetingKind, bool]:
    """The kind, and whether a word names it; else the number of sides decides."""
    words = [article.tokens[c.first].lower for c in chunks if c.tag not in "QP"]
    if _BY_VIDEO.search(" ".join(words)):
        return "video call", True
    if {"phone", "telephone"} & set(words):
        return "call", True
    main = [t for t in triggers if not is_background(chunks, t)] or triggers
    for kind in _KINDS:
        if any(t.kind == kind for t in main):
            return kind, True
    return kind_by_number(len(sides), many=has_group(chunks, triggers)), False


_BACKGROUND = frozenset({"during", "sidelines", "ahead", "margins", "alongside"})
_OTHER_TIMES = frozenset({"ahead", "before", "after", "following", "since", "until"})


def is_background(chunks: Chunks, trigger: Trigger) -> bool:
    """ "a meeting held during the summit": the summit is not what is reported."""
    before = {c.word for c in chunks[max(0, trigger.at - 6) : trigger.at]}
    return bool(_BACKGROUND & before) or is_of_other_time(chunks, trigger)


def is_of_other_time(chunks: Chunks, trigger: Trigger) -> bool:
    """ "days before a summit in Rome": neither the kind nor the place of what is reported."""
    near = {c.word for c in chunks[max(0, trigger.at - 4) : trigger.at]}
    return trigger.is_noun and bool(_OTHER_TIMES & near)


def kind_by_number(sides: int, *, many: bool = False) -> MeetingKind:
    return "multilateral meeting" if many or sides > 2 else "bilateral meeting"


def date_of(article: Article, sentence: Sentence, triggers: Triggers) -> DateFound | None:
    """The date nearest to what reports the meeting; a dateline's is not the meeting's."""
    tokens, chunks = article.tokens, sentence.chunks
    start, end = tokens[sentence.first].start, tokens[sentence.stop - 1].end
    at = tokens[chunks[triggers[0].at].first].start
    dateline = next((c for c in chunks[1:14] if c.tag in ":-"), None)
    if dateline is not None and tokens[dateline.first].start < at:
        start = max(start, tokens[dateline.first].start)
    after = chunks[triggers[-1].stop :]
    planned = next((c for c in after if c.word in {"will", "would", "shall"}), None)
    if planned is not None:
        end = tokens[planned.first].start
    put_in = _relative_clauses(article, chunks[: triggers[0].at])
    dates = [
        d
        for d in dates_in(article.document.text, start, end)
        if not d.future
        and not _of_another_clause(article, after, d)
        and not any(first <= d.start < stop for first, stop in put_in)
    ]
    nearest = min(
        dates,
        key=lambda d: (_is_of_telling(article, chunks, d), abs(d.start - at), d.start),
        default=None,
    )
    if nearest is None or nearest.month:
        return nearest
    # "on Tuesday, 6 February 2024", "on Thursday (Aug 20)": the day of the month says more.
    beside = (d for d in dates if d.month and 0 <= d.start - nearest.end <= 4)
    return next(beside, nearest)


_OTHER_CLAUSES = frozenset("after before since until who which".split())
_SUBJECTS = frozenset("he she they it we".split())


def _relative_clauses(article: Article, chunks: Chunks) -> list[tuple[int, int]]:
    """Where a relative clause between commas stands ("X, who arrived on Sunday, met Y")."""
    tokens = article.tokens
    commas = [k for k, chunk in enumerate(chunks) if chunk.tag == ","]
    return [
        (tokens[chunks[opens].first].start, tokens[chunks[closes].first].start)
        for opens, closes in pairwise(commas)
        if chunks[opens + 1].word in {"who", "which", "whose", "whom"}
    ]


_SPEECH = frozenset({"statement", "interview", "released", "issued", "published"})
_ON_THE_WAY_TO_DATE = frozenset("on late early reporters journalists here".split())


def _is_of_telling(article: Article, chunks: Chunks, found: DateFound) -> bool:
    """ "told reporters on Thursday that her meeting on Tuesday …": when it was said."""
    starts = [article.tokens[chunk.first].start for chunk in chunks]
    k = bisect_left(starts, found.start) - 1
    while k > 0 and (chunks[k].word in _ON_THE_WAY_TO_DATE or chunks[k].tag == "D"):
        k -= 1
    word = chunks[k].word if k >= 0 else ""
    return word in _SPEECH or (word in lexicon.reporting_verbs() and is_finite_verb(chunks, k))


def _of_another_clause(article: Article, after: Chunks, found: DateFound) -> bool:
    """ "met X after he won on May 5", "X, who took office on May 5": the date of that clause."""
    stop = next((k for k, c in enumerate(after) if article.tokens[c.first].start >= found.start), 0)
    opens = next((k for k in range(stop - 1, -1, -1) if after[k].word in _OTHER_CLAUSES), None)
    if opens is None or any(chunk.tag in ",;" for chunk in after[opens + 1 : stop]):
        return False
    # Few verbs are known as finite by their form; a relative or a subject pronoun shows the clause.
    shown = after[opens].word in {"who", "which"} or after[opens + 1].word in _SUBJECTS
    return shown or any(is_finite_verb(after, k) for k in range(opens + 1, stop))


_ON_THE_WAY = frozenset(
    "with his her their counterpart held and day-long annual first second third fourth".split()
)


def place_of(chunks: Chunks, triggers: Triggers) -> Range | None:
    """ "met X in Oslo", "talks in Oslo": after the occasion or verb, past its sides and dates."""
    for trigger in triggers:
        if is_of_other_time(chunks, trigger):
            continue
        for k in range(trigger.stop, min(trigger.stop + 14, len(chunks) - 1)):
            chunk, mention = chunks[k], chunks[k + 1].mention
            if chunk.word == "in" and mention is not None and mention.has_name:
                if mention.kind in {"name", "country", "organization"}:
                    return mention.name
                break
            passing = chunk.tag in "PD&,d#H" or chunk.word in _ON_THE_WAY or is_adverbial(chunk)
            if not passing and chunk.word != "on":
                break
    return None


# --- groups

_GROUPS = frozenset(
    "leaders ministers representatives countries nations delegations envoys diplomats officials "
    "heads members presidents insurgents negotiators participants".split()
)


def has_group(chunks: Chunks, triggers: Triggers) -> bool:
    """A group meets: "… leaders gathered", "met with representatives of …"."""
    for trigger in triggers:
        before = chunks[max(0, trigger.at - 4) : trigger.at]
        after = chunks[trigger.stop : trigger.stop + 6]
        if trigger.sort != "noun" and any(_names_group(c) for c in (*before, *after)):
            return True
    return False


def _names_group(chunk: Chunk) -> bool:
    return chunk.word in _GROUPS or (
        chunk.mention is not None and chunk.mention.kind == "office" and chunk.word.endswith("s")
    )
