"""Sides: who takes part in the meeting a sentence reports, decided by the sentence's grammar.

The subject of "met", the ones after "with", the list after "included", the host. Someone behind
"about", the owner of something, a spokesperson, someone in a later clause only is named.
"""

from __future__ import annotations

from typing import NamedTuple

from communique.countries import lookup
from communique.rules.article import Article
from communique.rules.grammar import is_finite_verb
from communique.rules.people import People, Person
from communique.rules.sentences import Block, Chunk
from communique.rules.triggers import Trigger

__all__ = ["Side", "countries_in", "listed_after", "organizer_in", "persons_in", "speakers_at"]

Range = tuple[int, int]
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
_ABSENT = frozenset("not absent missed skipped without didn't wasn't boycotted".split())
_OTHER_CLAUSE = frozenset({"who", "whom", "whose", "which", "because", "after", "before", "when"})


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
        if not _is_aside(chunks, i, triggers):
            sides.append(Side(person, (chunk.first, chunk.stop), "meeting_grammar"))
    return sides


def _acts(i: int, triggers: tuple[Trigger, ...]) -> bool:
    """A pronoun shortly before a verb of meeting is its subject."""
    return any(not t.is_noun and 0 < t.at - i <= 5 for t in triggers)


def _in_role(chunks: Chunks, i: int, triggers: tuple[Trigger, ...]) -> bool:
    """A bare name right before a verb of meeting, or after "with", is a person."""
    before = chunks[i - 1].word if i else ""
    return before in {"with", "met", "and"} or any(
        not t.is_noun and 0 < t.at - i <= 3 for t in triggers
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
    if before is not None and before.word in _NOT_WITH:
        return True
    if mention is not None and mention.in_place:
        return True
    if mention is not None and not mention.has_name and before is not None and before.tag == "o":
        return True
    if i > last.stop and _tells(chunks, i):
        return True
    if any(chunks[k].word in _ABSENT for k in range(i + 1, min(i + 6, last.at))):
        return True
    # In a later clause, of another matter ("…, who was elected last year").
    if any(chunks[k].word in _OTHER_CLAUSE for k in range(last.stop, i)):
        return True
    return any(chunks[k].word in _OTHER_CLAUSE for k in range(max(0, i - 1))) and i < first.at - 8


def _tells(chunks: Chunks, i: int) -> bool:
    """ "…, a spokesman said": the one who tells of the meeting."""
    return any(c.word in _TELLING for c in chunks[max(0, i - 2) : i + 3])


def countries_in(article: Article, people: People, chunks: Chunks, sides: list[Side]) -> list[Side]:
    """Countries as sides, where a list of them takes part; those that a person represents are
    left out."""
    represented = {s.person.country.value for s in sides if s.person and s.person.country}
    found = []
    for i, chunk in enumerate(chunks):
        mention = chunk.mention
        if mention is None or people.of(mention) is not None:
            continue
        if i + 1 < len(chunks) and chunks[i + 1].tag == "S":
            continue
        tokens = mention.name if mention.kind == "country" else _country_of_office(article, chunk)
        if tokens is not None:
            found.append(Side(None, tokens, "country_takes_part"))
    if len(found) < 3:
        return []
    return [side for side in found if _code(article, side) not in represented]


def _code(article: Article, side: Side) -> str | None:
    known = lookup(article.words(side.tokens))
    return known.code if known else None


def _country_of_office(article: Article, chunk: Chunk) -> Range | None:
    """ "the Permanent Secretary of Barbados", unnamed: the country takes part."""
    mention = chunk.mention
    if mention is None or mention.kind != "office":
        return None
    first, stop = mention.title
    for length in range(min(8, stop - first), 0, -1):
        tokens = (stop - length, stop)
        known = lookup(article.words(tokens))
        if known is not None and not known.is_adjective:
            return tokens
    return None


LONGEST_LIST_ITEM = 200
"""Characters; a longer paragraph is prose, not an item of a list."""


def listed_after(article: Article, people: People, start: int) -> list[Side]:
    """Persons of the list that follows a sentence ending in a colon: one a paragraph."""
    sides: list[Side] = []
    for block in article.blocks[start:]:
        length = block.paragraph.end - block.paragraph.start
        found = next((m for m in block.mentions if people.of(m) is not None), None)
        if found is None or length > LONGEST_LIST_ITEM or _tells_something(block):
            break
        sides.append(Side(people.of(found), (found.first, found.stop), "listed_after_colon"))
    return sides


def _tells_something(block: Block) -> bool:
    """A clause with a verb is prose, no item of a list."""
    chunks = block.sentences[0].chunks
    return any(is_finite_verb(chunks, i) for i in range(len(chunks)))


def speakers_at(speakers: list[tuple[Person, Range]], sides: tuple[Side, ...]) -> list[Side]:
    """Those in office who speak in an article about an occasion of many take part in it.

    Spokespersons, former office-holders and people without an office only comment.
    """
    found: list[Side] = []
    for person, tokens in speakers:
        in_office = bool(person.titles) and not person.spokes and not person.former
        if in_office and not any(s.person is person for s in (*sides, *found)):
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
            if chunks[m].tag in ",;" and not passive:
                break
    return None
