"""Meetings: what several sentences report of one occasion, brought together."""

from __future__ import annotations

import re
from typing import NamedTuple

from communique.records import MeetingKind
from communique.rules import lexicon
from communique.rules.absences import Absences, find_absences, subject_at
from communique.rules.affiliations import affiliations_in
from communique.rules.article import Article
from communique.rules.circumstances import (
    date_of,
    has_group,
    is_background,
    is_of_other_time,
    kind_by_number,
    kind_of,
    place_of,
)
from communique.rules.dates import DateFound
from communique.rules.grammar import BE, is_finite_verb
from communique.rules.groups import OFFICE_TAKES_PART, introduces_list, listed_after, unnamed_in
from communique.rules.people import People, Person
from communique.rules.sentences import CLOSING_MARKS, Block, Chunk, Sentence
from communique.rules.several import apart
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
    r"(?:years?|months?|weeks?)\s+ago|previously|in\s+(?:19|20)\d\d|(?:last|first)\s+(?:met|spoke))\b"
)
_PAST_BEFORE = re.compile(r"\bhad\s+(?:met|spoken|held|hosted|attended)\b")
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
        over_list = introduces_list(article, block)
        if block.is_heading and number > 0 and not over_list:
            continue
        if over_list:
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
            for occasion in _each(article, sentence, found):
                _add(occasions, occasion)
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
    by_number = kind_by_number(len(sides), many=occasion.many)
    kind = occasion.kind if occasion.kind_named else by_number
    return occasion._replace(sides=tuple(sides), kind=kind)


def _of_list(article: Article, block: Block, listed: list[Side]) -> Occasion:
    """The occasion of a list under a heading ("Participants of the summit")."""
    chunks = block.sentences[0].chunks
    triggers = find_triggers(chunks, article.tokens)
    kind, named = kind_of(article, chunks, triggers, listed)
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


def _each(article: Article, sentence: Sentence, found: Occasion) -> list[Occasion]:
    """The occasions of a sentence, where it tells of several, else ``found`` alone."""
    if len(found.sides) <= 2:
        return [found]
    triggers = find_triggers(sentence.chunks, article.tokens)
    several = apart(article, sentence.chunks, triggers, found.sides)
    before_place = [s[-1] for s, _ in several if found.place and s[-1].tokens < found.place]
    return [
        found._replace(
            sides=sides,
            date=date or found.date,
            place=found.place if date is None or sides[-1] in before_place[-1:] else None,
            kind=found.kind if found.kind_named else kind_by_number(len(sides)),
            many=False,
            another=True,
        )
        for sides, date in several
    ] or [found]


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
    met = _who_met(chunks, triggers)
    sides = [
        s for s in sides if s.tokens[0] in met or not _is_absent(article, absences, s, triggers)
    ]
    organizer = organizer_in(people, chunks, triggers)
    if organizer is not None and not any(s.person is organizer.person for s in sides):
        sides = [organizer, *sides]
    sides.sort(key=lambda side: side.tokens)
    definite = _is_definite(chunks, triggers)
    kind, named = kind_of(article, chunks, triggers, sides)
    many = kind in _MANY or (not named and has_group(chunks, triggers))
    verbal = any(not t.is_noun for t in triggers) or _is_subject_of_be(people, chunks)
    if not (sides or definite or verbal) or not (verbal or definite or len(sides) > 1):
        return None
    return Occasion(
        kind,
        tuple(sides),
        organizer,
        date_of(article, sentence, triggers),
        place_of(chunks, triggers),
        ((sentence.first, sentence.stop),),
        named,
        definite,
        many,
        verbal,
        any(
            t.sort in _MEETS and any(c.word == "also" for c in chunks[max(0, t.at - 2) : t.at])
            for t in triggers
        ),
    )


def _who_met(chunks: Chunks, triggers: Triggers) -> frozenset[int]:
    """Where they stand who met someone, be they absent elsewhere ("X, who skipped the summit, met
    Y"): the tokens of the subjects of verbs of meeting."""
    verbs = [t.at for t in triggers if t.sort in _MEETS_SOMEONE]
    subjects = (chunks[k] for at in verbs for k in subject_at(chunks, at))
    return frozenset(token for chunk in subjects for token in range(chunk.first, chunk.stop))


def _is_absent(article: Article, absences: Absences, side: Side, triggers: Triggers) -> bool:
    """Absent by this very mention; or by another, unless a verb of meeting or "with" says that
    there was something else that the person took part in."""
    if side.tokens[0] in absences.tokens:
        return True
    met = article.tokens[side.tokens[0] - 1].lower in {"with", "between"}
    return side.person in absences.persons and not met and all(t.is_noun for t in triggers)


_MEETS = frozenset({"with", "hold"})
_MEETS_SOMEONE = frozenset({"with", "phone"})


def _is_in_passing(article: Article, sentence: Sentence) -> bool:
    """An earlier occasion: "last year", "had met", unless what is said is told ("said she had met"
    is "I met")."""
    tokens = article.tokens
    start = tokens[sentence.first].start
    text = article.document.text[start : tokens[sentence.stop - 1].end]
    text = text.split(", who ")[0]  # a relative clause is of another time
    if _IN_PASSING.search(text) or text.startswith("Following up on"):
        return True
    past = _PAST_BEFORE.search(text)
    if past is None:
        return False
    before = [c for c in sentence.chunks if tokens[c.first].start < start + past.start()]
    return not any(
        c.word in lexicon.reporting_verbs() and is_finite_verb(sentence.chunks, k)
        for k, c in enumerate(before)
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
            if is_background(chunks, trigger) and not all(t.is_noun for t in triggers):
                continue  # "met Rae on the sidelines of the summit"
            before = chunks[trigger.at - 1]
            if before.tag == "S" and trigger.at > 1 and chunks[trigger.at - 2].tag == "d":
                return not is_of_other_time(chunks, trigger)  # "Tuesday's meeting"
            if before.tag in "Pw" and trigger.at > 1:
                before = chunks[trigger.at - 2]  # "the G20 summit", "the virtual meeting"
            if before.tag == "D" and before.word in {"the", "this", "their", "his", "her"}:
                return True
    return False


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
        kind if named else kind_by_number(len(sides), many=a.many or b.many),
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
