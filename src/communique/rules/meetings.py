"""Meetings: what several sentences report of one occasion, brought together."""

from __future__ import annotations

import re
from typing import NamedTuple

from communique.records import MeetingKind
from communique.rules.absences import Absences, find_absences
from communique.rules.affiliations import affiliations_in
from communique.rules.article import Article
from communique.rules.dates import DateFound, dates_in
from communique.rules.grammar import BE, is_adverbial, is_finite_verb
from communique.rules.groups import OFFICE_TAKES_PART, introduces_list, listed_after, unnamed_in
from communique.rules.people import People, Person
from communique.rules.sentences import CLOSING_MARKS, Block, Chunk, Sentence
from communique.rules.sides import Side, first_person_in, organizer_in, persons_in, speakers_at
from communique.rules.tokens import Range
from communique.rules.triggers import Trigger, find_triggers

__all__ = ["Occasion", "find_occasions"]

Chunks = tuple[Chunk, ...]
Triggers = tuple[Trigger, ...]


class Occasion(NamedTuple):
    """A meeting as one or more sentences report it."""

    kind: MeetingKind
    sides: tuple[Side, ...]
    organizer: Side | None
    date: DateFound | None
    place: Range | None
    evidence: tuple[Range, ...]
    kind_named: bool
    definite: bool
    """Refers back ("the call", "their meeting") rather than introducing an occasion."""
    many: bool
    """Groups or a summit take part: who speaks there in an office takes part too."""
    verbal: bool
    """A verb of meeting tells of it, not only a noun."""
    another: bool = False
    """Told as one more ("he also spoke with …")."""


_IN_PASSING = re.compile(
    r"\b(?:last\s+(?:year|month|week)|earlier\s+(?:this|last)\s+(?:year|month|week)|"
    r"(?:years?|months?|weeks?)\s+ago|previously|in\s+(?:19|20)\d\d|"
    r"had\s+(?:met|spoken|held|hosted|attended))\b"
)
_GROUPS = frozenset(
    "leaders ministers representatives countries nations delegations envoys diplomats officials "
    "heads members presidents insurgents negotiators participants".split()
)
_MANY = frozenset({"summit", "multilateral meeting"})


def find_occasions(
    article: Article, people: People, speakers: list[tuple[Person, Range]]
) -> list[Occasion]:
    """The meetings the article reports as held, in the order they are reported.

    ``speakers`` are the persons to whom the article attributes statements, and where.
    """
    occasions: list[Occasion] = []
    absences = find_absences(article, people)
    speakers = [speaker for speaker in speakers if speaker[0] not in absences.persons]
    focus: Person | None = None
    for number, block in enumerate(article.blocks):
        in_heading = block.is_heading or _is_headline(article, number)
        if block.is_heading and number > 0 and not introduces_list(article, block):
            continue
        if block.is_heading and introduces_list(article, block):
            listed = listed_after(article, people, number + 1)
            if len(listed) > 1:
                _add(occasions, _of_list(article, block, listed))
                continue
        for sentence in block.sentences:
            found = _occasion_in(article, people, sentence, focus, absences, in_heading=in_heading)
            focus = first_person_in(people, sentence) or focus
            if found is None:
                continue
            if article.tokens[sentence.stop - 1].text == ":":
                listed = listed_after(article, people, number + 1)
                found = found._replace(sides=(*found.sides, *listed))
            _add(occasions, found)
    held = [o for o in occasions if (o.sides or o.many) and not _is_only_heading(article, o)]
    told = _with_speakers(held, speakers)
    return [_without_stand_ins(article, occasion) for occasion in told]


def _without_stand_ins(article: Article, occasion: Occasion) -> Occasion:
    """A country or organisation stands for its people: beside one of them it is no side of its
    own, nor a second time under another name."""
    taken = {
        of.value
        for s in occasion.sides
        if s.person is not None
        for of in (s.person.country, s.person.organization)
        if of is not None
    }
    sides: list[Side] = []
    for side in occasion.sides:
        if side.person is None and side.rule != OFFICE_TAKES_PART:
            own = {of.value for of in affiliations_in(article, side.tokens) if of is not None}
            if own & taken:
                continue
            taken |= own
        sides.append(side)
    by_number = _kind_by_number(len(sides), many=occasion.many)
    kind = occasion.kind if occasion.kind_named else by_number
    return occasion._replace(sides=tuple(sides), kind=kind)


def _of_list(article: Article, block: Block, listed: list[Side]) -> Occasion:
    """The occasion of a list under a heading ("Participants of the summit")."""
    chunks = block.sentences[0].chunks
    triggers = find_triggers(chunks, article.tokens)
    kind, named = _kind(article, chunks, triggers, listed)
    evidence = ((block.first, listed[-1].tokens[1]),)
    return Occasion(
        kind,
        tuple(listed),
        None,
        None,
        None,
        evidence,
        kind_named=named,
        definite=True,
        many=True,
        verbal=False,
    )


FEW_SIDES = 3
"""An occasion of many with fewer named sides is one whose sides the article names as speakers."""


def _with_speakers(
    occasions: list[Occasion], speakers: list[tuple[Person, Range]]
) -> list[Occasion]:
    """The article's first occasion of many with those who speak at it."""
    for i, occasion in enumerate(occasions):
        of_many = occasion.kind in _MANY or (occasion.many and not occasion.kind_named)
        if of_many and len(occasion.sides) < FEW_SIDES:
            more = speakers_at(speakers, tuple(s for o in occasions for s in o.sides))
            sides = (*occasion.sides, *more)
            occasions[i] = occasion._replace(sides=sides)
            break
    return [
        o
        for o in occasions
        if len(o.sides) > 1 or (o.sides and (o.many or (o.verbal and o.kind_named)))
    ]


def _is_headline(article: Article, number: int) -> bool:
    """A first line without a closing mark over an article, in whatever letters it is set."""
    blocks = article.blocks
    last = article.tokens[blocks[number].stop - 1]
    return number == 0 and len(blocks) > 1 and last.text not in CLOSING_MARKS


def _is_only_heading(article: Article, occasion: Occasion) -> bool:
    first = article.blocks[0]
    return first.is_heading and all(r[1] <= first.stop for r in occasion.evidence)


def _occasion_in(
    article: Article,
    people: People,
    sentence: Sentence,
    focus: Person | None,
    absences: Absences,
    *,
    in_heading: bool,
) -> Occasion | None:
    chunks = sentence.chunks
    triggers = find_triggers(chunks, article.tokens)
    if not triggers or _is_in_passing(article, sentence):
        return None
    sides = persons_in(people, chunks, triggers, focus)
    if not in_heading:  # what a heading leaves unnamed the article names
        sides += unnamed_in(article, people, chunks, triggers, sides)
    sides = [s for s in sides if not _is_absent(article, absences, s, triggers)]
    organizer = organizer_in(people, chunks, triggers)
    if organizer is not None and not any(s.person is organizer.person for s in sides):
        sides = [organizer, *sides]
    sides.sort(key=lambda side: side.tokens)
    definite = _is_definite(chunks, triggers)
    kind, named = _kind(article, chunks, triggers, sides)
    many = kind in _MANY or (not named and _has_group(chunks, triggers))
    verbal = any(not t.is_noun for t in triggers) or _is_subject_of_be(people, chunks)
    if not (sides or definite or verbal) or not (verbal or definite or len(sides) > 1):
        return None
    return Occasion(
        kind,
        tuple(sides),
        organizer,
        _date(article, sentence, triggers),
        _place(chunks, triggers),
        ((sentence.first, sentence.stop),),
        named,
        definite,
        many,
        verbal,
        any(t.sort in _MEETS and "also" in words_before(chunks, t)[-2:] for t in triggers),
    )


def _is_absent(article: Article, absences: Absences, side: Side, triggers: Triggers) -> bool:
    """Absent by this very mention; or by another, unless a verb of meeting or "with" says that
    there was something else that the person took part in."""
    if side.tokens[0] in absences.tokens:
        return True
    met = article.tokens[side.tokens[0] - 1].lower in {"with", "between"}
    return side.person in absences.persons and not met and all(t.is_noun for t in triggers)


_MEETS = frozenset({"with", "hold"})


def _is_in_passing(article: Article, sentence: Sentence) -> bool:
    tokens = article.tokens
    text = article.document.text[tokens[sentence.first].start : tokens[sentence.stop - 1].end]
    text = text.split(", who ")[0]  # a relative clause is of another time
    return bool(_IN_PASSING.search(text)) or text.startswith("Following up on")


def _has_group(chunks: Chunks, triggers: Triggers) -> bool:
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


def _is_subject_of_be(people: People, chunks: Chunks) -> bool:
    """ "X was among those on the call": a person, then a form of "be"."""
    return people.of(chunks[0].mention) is not None and (len(chunks) > 1 and chunks[1].word in BE)


def _is_definite(chunks: Chunks, triggers: Triggers) -> bool:
    """Whether the sentence speaks of an occasion already told of."""
    for trigger in triggers:
        follows = chunks[trigger.stop].tag if trigger.stop < len(chunks) else ""
        if trigger.sort == "present" or (trigger.sort == "attend" and follows in ":.,"):
            return True
        if trigger.word == "joined" and any(
            c.word == "by" for c in chunks[trigger.stop : trigger.stop + 2]
        ):
            return True
        if trigger.is_noun and trigger.at > 0:
            before = chunks[trigger.at - 1]
            if before.tag in "Pw" and trigger.at > 1:
                before = chunks[trigger.at - 2]  # "the G20 summit", "the virtual meeting"
            if before.tag == "D" and before.word in {"the", "this", "their", "his", "her"}:
                return True
    return False


# --- kind, date, place ----------------------------------------------------------------------

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


def _kind(
    article: Article, chunks: Chunks, triggers: Triggers, sides: list[Side]
) -> tuple[MeetingKind, bool]:
    """The kind, and whether a word names it; else the number of sides decides."""
    words = [article.tokens[c.first].lower for c in chunks if c.tag not in "QP"]
    if _BY_VIDEO.search(" ".join(words)):
        return "video call", True
    if {"phone", "telephone"} & set(words):
        return "call", True
    main = [t for t in triggers if not _is_background(words_before(chunks, t))] or triggers
    for kind in _KINDS:
        if any(t.kind == kind for t in main):
            return kind, True
    return _kind_by_number(len(sides), many=_has_group(chunks, triggers)), False


def words_before(chunks: Chunks, trigger: Trigger) -> list[str]:
    """The small-letter words shortly before a trigger."""
    return [c.word for c in chunks[max(0, trigger.at - 6) : trigger.at]]


_BACKGROUND = frozenset({"during", "sidelines", "ahead", "margins", "alongside"})


def _is_background(before: list[str]) -> bool:
    """ "a meeting held during the summit": the summit is not what is reported."""
    return bool(_BACKGROUND & set(before))


def _kind_by_number(sides: int, *, many: bool = False) -> MeetingKind:
    return "multilateral meeting" if many or sides > 2 else "bilateral meeting"


def _date(article: Article, sentence: Sentence, triggers: Triggers) -> DateFound | None:
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
    dates = [
        d
        for d in dates_in(article.document.text, start, end)
        if not d.future and not _of_another_clause(article, after, d)
    ]
    nearest = min(dates, key=lambda d: (abs(d.start - at), d.start), default=None)
    if nearest is None or nearest.month:
        return nearest
    # "on Tuesday, 6 February 2024", "on Thursday (Aug 20)": the day of the month says more.
    beside = (d for d in dates if d.month and 0 <= d.start - nearest.end <= 4)
    return next(beside, nearest)


_OTHER_TIMES = frozenset("after before since until who which".split())
_SUBJECTS = frozenset("he she they it we".split())


def _of_another_clause(article: Article, after: Chunks, found: DateFound) -> bool:
    """ "met X after he won on May 5", "X, who took office on May 5": the date of that clause."""
    stop = next((k for k, c in enumerate(after) if article.tokens[c.first].start >= found.start), 0)
    opens = next((k for k in range(stop - 1, -1, -1) if after[k].word in _OTHER_TIMES), None)
    if opens is None or any(chunk.tag in ",;" for chunk in after[opens + 1 : stop]):
        return False
    # Few verbs are known as finite by their form; a relative or a subject pronoun shows the clause.
    shown = after[opens].word in {"who", "which"} or after[opens + 1].word in _SUBJECTS
    return shown or any(is_finite_verb(after, k) for k in range(opens + 1, stop))


_ON_THE_WAY = frozenset("with his her their counterpart held and day-long".split())


def _place(chunks: Chunks, triggers: Triggers) -> Range | None:
    """ "met X in Oslo", "talks in Oslo": after the occasion or verb, past its sides and dates."""
    for trigger in triggers:
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


# --- one meeting, several sentences ---------------------------------------------------------


FURTHEST_BACK = 20
"""A sentence joins one of the latest so many occasions."""


def _add(occasions: list[Occasion], found: Occasion) -> None:
    """Join ``found`` to the latest occasion it may speak of, or put it as a new one."""
    for i in range(len(occasions) - 1, max(-1, len(occasions) - 1 - FURTHEST_BACK), -1):
        if _same(occasions[i], found):
            occasions[i] = _joined(occasions[i], found)
            return
    occasions.append(found)


def _same(a: Occasion, b: Occasion) -> bool:
    if a.date and b.date and a.date[2:] != b.date[2:] and not (b.definite and not b.date):
        return False
    if b.definite or a.definite or not (a.sides and b.sides):
        return True
    if a.kind_named and b.kind_named and a.kind != b.kind:
        return False
    mine = {id(s.person) for s in a.sides if s.person}
    yours = {id(s.person) for s in b.sides if s.person}
    if b.another and not yours <= mine:
        return False
    return len(mine & yours) >= 2 or yours <= mine or mine <= yours


def _joined(a: Occasion, b: Occasion) -> Occasion:
    sides = list(a.sides)
    for side in b.sides:
        if not any(s.person is side.person and s.person is not None for s in sides):
            sides.append(side)
    kind, named = (a.kind, True) if a.kind_named else (b.kind, b.kind_named)
    return Occasion(
        kind if named else _kind_by_number(len(sides), many=a.many or b.many),
        tuple(sides),
        a.organizer or b.organizer,
        a.date or b.date,
        a.place or b.place,
        (*a.evidence, *b.evidence),
        named,
        a.definite,
        a.many or b.many,
        a.verbal or b.verbal,
    )
