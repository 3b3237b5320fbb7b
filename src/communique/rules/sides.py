"""Sides: who takes part in the meeting a sentence reports, decided by the sentence's grammar.

The subject of "met", the ones after "with", the list after "included", the host. Someone behind
"about", the owner of something, a spokesperson, someone in a later clause only is named.
"""

from __future__ import annotations

from typing import NamedTuple

from communique.rules import lexicon
from communique.rules.people import People, Person
from communique.rules.sentences import Chunk, Sentence
from communique.rules.tokens import Range
from communique.rules.triggers import Trigger

__all__ = ["Side", "first_person_in", "organizer_in", "persons_in", "speakers_at"]

Chunks = tuple[Chunk, ...]


class Side(NamedTuple):
    """A participant: a person, else a country as named; the tokens and rule that show it."""

    person: Person | None
    tokens: Range
    rule: str


_NOT_WITH = frozenset(
    "about over regarding concerning under against like unlike toward towards before on".split()
)
_TELLING = frozenset(
    "said says told added according noted reported wrote spokesman spokeswoman".split()
)
_OTHER_CLAUSE = frozenset({"who", "whom", "whose", "which", "because", "after", "before", "when"})


def first_person_in(people: People, sentence: Sentence) -> Person | None:
    """Whom "he" of the next sentence means, if this one names a person."""
    for chunk in sentence.chunks:
        person = people.of(chunk.mention)
        if person is not None and person.is_person:
            return person
    return None


def persons_in(
    people: People, chunks: Chunks, triggers: tuple[Trigger, ...], focus: Person | None
) -> list[Side]:
    """The persons who take part, in the order of the sentence; ``focus`` is whom "he" means."""
    sides: list[Side] = []
    for i, chunk in enumerate(chunks):
        person = people.of(chunk.mention)
        if person is None and chunk.word in {"he", "she"} and _acts(i, triggers):
            person = focus
        if person is None or any(s.person is person for s in sides):
            continue
        if chunk.mention is not None and not (person.is_person or _in_role(chunks, i, triggers)):
            continue
        comments = not _is_in_office(person) and _only_tells(chunks, i, triggers)
        if not comments and not _is_aside(chunks, i, triggers):
            sides.append(Side(person, (chunk.first, chunk.stop), "meeting_grammar"))
    return sides


def _acts(i: int, triggers: tuple[Trigger, ...]) -> bool:
    """A pronoun shortly before a verb of meeting is its subject."""
    return any(not t.is_noun and 0 < t.at - i <= 5 for t in triggers)


def _in_role(chunks: Chunks, i: int, triggers: tuple[Trigger, ...]) -> bool:
    """A bare name right before a verb of meeting, or after "with", is a person."""
    before = chunks[i - 1].word if i else ""
    return before in {"with", "met", "and"} or any(
        not t.is_noun and 0 < t.at - i <= 5 for t in triggers
    )


def _is_aside(chunks: Chunks, i: int, triggers: tuple[Trigger, ...]) -> bool:
    """Named in the sentence, but not taking part."""
    first, last = triggers[0], triggers[-1]
    mention = chunks[i].mention
    before = chunks[i - 1] if i else None
    if before is not None and before.tag == "D" and i > 1:
        before = chunks[i - 2]
    after = chunks[i + 1] if i + 1 < len(chunks) else None
    if after is not None and after.tag == "S":
        # "Lee's call with Rae" takes part; "Lee's army" does not.
        return not any(0 < t.at - i <= 4 for t in triggers if t.is_noun)
    visited = i > 1 and chunks[i - 2].word in {"called", "calls"}
    if before is not None and before.word in _NOT_WITH and not visited:
        return True
    if mention is not None and mention.in_place:
        return True
    if mention is not None and not mention.has_name and before is not None and before.tag == "o":
        return True
    if i > last.stop and _tells(chunks, i):
        return True
    # In a later clause, of another matter ("…, who was elected last year").
    if any(chunks[k].word in _OTHER_CLAUSE for k in range(last.stop, i)):
        return True
    return any(chunks[k].word in _OTHER_CLAUSE for k in range(max(0, i - 1))) and i < first.at - 8


_AT_IT = frozenset({"at", "in", "on", "during", "after", "before", "with"})


def _only_tells(chunks: Chunks, i: int, triggers: tuple[Trigger, ...]) -> bool:
    """ "X said the call was a mistake": not "said at the talks", nor "said he had met"."""
    first = triggers[0].at
    if not all(t.is_noun for t in triggers) or i >= first:
        return False
    told = any(chunks[k].word in lexicon.reporting_verbs() for k in range(i + 1, first))
    return told and not _AT_IT & {c.word for c in chunks[max(i, first - 4) : first]}


def _is_in_office(person: Person) -> bool:
    """Spokespersons, former office-holders and people without an office only comment."""
    return bool(person.titles) and not person.spokes and not person.former


def _tells(chunks: Chunks, i: int) -> bool:
    """ "…, a spokesman said": the one who tells of the meeting."""
    return any(c.word in _TELLING for c in chunks[max(0, i - 2) : i + 3])


def speakers_at(speakers: list[tuple[Person, Range]], sides: tuple[Side, ...]) -> list[Side]:
    """Those in office who speak in an article about an occasion of many take part in it."""
    found: list[Side] = []
    for person, tokens in speakers:
        if _is_in_office(person) and not any(s.person is person for s in (*sides, *found)):
            found.append(Side(person, tokens, "speaks_at_occasion"))
    return found


def organizer_in(people: People, chunks: Chunks, triggers: tuple[Trigger, ...]) -> Side | None:
    """ "organized by X", "hosted by X"; "X hosted / convened a meeting"."""
    for trigger in triggers:
        if trigger.sort != "host" or trigger.word.endswith(("chaired", "chairs", "chair")):
            continue
        k = trigger.stop
        passive = any(c.word == "by" for c in chunks[k : k + 3])
        if passive:
            by = next(m for m in range(k, k + 3) if chunks[m].word == "by")
            places = range(by + 1, min(by + 4, len(chunks)))
        else:
            places = range(trigger.at - 1, max(-1, trigger.at - 6), -1)
        for m in places:
            person = people.of(chunks[m].mention)
            if person is not None:
                return Side(person, (chunks[m].first, chunks[m].stop), "organizer")
            if chunks[m].tag in ",;" and not passive and m < trigger.at - 1:
                break
    return None
