"""Sides without a person's name: countries, organisations, offices, delegations; and lists.

A country, an organisation or an unnamed office takes part where it is the subject or the object of
a verb of meeting, or stands in the list of those who attended, and no person stands for it.
"""

from __future__ import annotations

from communique.countries import lookup
from communique.rules import lexicon
from communique.rules.affiliations import affiliations_in
from communique.rules.article import Article
from communique.rules.grammar import is_adverbial, is_finite_verb
from communique.rules.mentions import Mention
from communique.rules.people import People
from communique.rules.sentences import Block, Chunk
from communique.rules.sides import Side
from communique.rules.tokens import Range
from communique.rules.triggers import Trigger
from communique.rules.units import office_of

__all__ = ["OFFICE_TAKES_PART", "introduces_list", "listed_after", "unnamed_in"]

Chunks = tuple[Chunk, ...]
Triggers = tuple[Trigger, ...]

MIN_LISTED = 3
"""So many countries in a row are a list of those who took part."""

_DELEGATIONS = frozenset("delegation delegations side sides team teams".split())
OFFICE_TAKES_PART = "office_takes_part"
_BESIDE_PERSONS = frozenset({OFFICE_TAKES_PART, "delegation_takes_part"})


def unnamed_in(
    article: Article, people: People, chunks: Chunks, triggers: Triggers, sides: list[Side]
) -> list[Side]:
    """Countries, organisations and unnamed offices that take part, in the sentence's order."""
    listing = any(t.sort in {"attend", "include", "present"} for t in triggers)
    named = {s.person.country.value for s in sides if s.person and s.person.country}
    found: list[Side] = []
    countries = 0
    for i, chunk in enumerate(chunks):
        mention = chunk.mention
        if mention is None or people.of(mention) is not None:
            continue
        if i + 1 < len(chunks) and chunks[i + 1].tag == "S":
            continue
        in_role = _in_role(chunks, i, triggers)
        tokens = _tokens_of(article, mention, in_role=in_role, listing=listing)
        if tokens is None:
            continue
        country = affiliations_in(article, tokens)[0]
        if country is not None and country.value in named:
            continue
        countries += mention.kind != "office"
        delegated = any(c.word in _DELEGATIONS for c in chunks[max(0, i - 2) : i + 2])
        kind = "delegation" if delegated else mention.kind
        found.append(Side(None, tokens, f"{kind}_takes_part"))
    if countries >= MIN_LISTED and listing:
        return found
    # Beside persons, and outside a list, a country or organisation is rather a place or a topic.
    roles = [s for s in found if _stands_in_role(chunks, s, triggers)]
    return [s for s in roles if not sides or s.rule in _BESIDE_PERSONS]


def _tokens_of(article: Article, mention: Mention, *, in_role: bool, listing: bool) -> Range | None:
    if mention.kind in {"country", "organization"}:
        return mention.name if in_role or listing else None
    if mention.kind != "office" or _is_plural_or_spokes(article, mention):
        return None
    # An office of a country, its holder unnamed: the country takes part.
    country = _country_of_office(article, mention) if in_role or listing else None
    if country is not None:
        return country
    return mention.title if in_role and any(affiliations_in(article, mention.title)) else None


def _is_plural_or_spokes(article: Article, mention: Mention) -> bool:
    """ "ministers", "a spokesman": a group, or one who speaks for others."""
    for token in article.tokens[mention.title[0] : mention.title[1]]:
        office = office_of(token.lower)
        if office is not None and (office.spokes or token.lower not in lexicon.offices()):
            return True
    return False


def _country_of_office(article: Article, mention: Mention) -> Range | None:
    """The country at the end of an office's title ("the Permanent Secretary of Barbados")."""
    first, stop = mention.title
    for length in range(min(8, stop - first), 0, -1):
        known = lookup(article.words((stop - length, stop)))
        if known is not None and not known.is_adjective:
            return stop - length, stop
    return None


def _stands_in_role(chunks: Chunks, side: Side, triggers: Triggers) -> bool:
    at = next(i for i, c in enumerate(chunks) if c.first <= side.tokens[0] < c.stop)
    return _in_role(chunks, at, triggers)


def _in_role(chunks: Chunks, i: int, triggers: Triggers) -> bool:
    """Whether chunk ``i`` is the subject of a verb of meeting, or its object ("met Peru", "talks
    between Chad and Peru were held")."""
    for trigger in triggers:
        if trigger.is_noun:
            between = i > trigger.stop and chunks[trigger.stop].word == "between"
            held = between and not all(t.is_noun for t in triggers)
            if held and _is_plain(chunks, trigger.stop + 1, i):
                return True
            continue
        if i < trigger.at and _is_plain(chunks, i + 1, trigger.at) and _opens_subject(chunks, i):
            return True
        if i >= trigger.stop and _is_object(chunks, trigger.stop, i):
            return True
    return False


def _is_plain(chunks: Chunks, start: int, stop: int) -> bool:
    """Whether only coordinated mentions, adverbs and dates stand there."""
    return all(
        c.tag in "PD&,dS" or is_adverbial(c) or c.word in {"on", "from", *_DELEGATIONS}
        for c in chunks[start:stop]
    )


def _opens_subject(chunks: Chunks, i: int) -> bool:
    """Whether what stands before is only coordinated with it, up to the sentence's beginning."""
    for chunk in reversed(chunks[:i]):
        if chunk.tag in ".;:Q":
            return True
        if chunk.tag not in "PD&,S" and chunk.word not in {"from", "both", *_DELEGATIONS}:
            return False
    return True


_ENDS_OBJECT = frozenset({"that", "who", "to", "about", "over", "through"})
"""What follows is what was spoken of ("to talk about gas from Norway")."""


def _is_object(chunks: Chunks, start: int, i: int) -> bool:
    """Behind the verb with nothing between but its other sides, the occasion and "with"."""
    before = i - 2 if chunks[i - 1].tag == "D" else i - 1
    if chunks[before].word in {"in", "at", "on", "to", "about", "for", "of"} and before >= start:
        return False
    linked = chunks[start - 1].word in {"met", "meet", "meets", "received", "hosted", "included"}
    for k in range(start, i):
        chunk = chunks[k]
        if chunk.word in {"with", "by"}:
            linked = True
        elif is_finite_verb(chunks, k) or chunk.tag in ".;:Q" or chunk.word in _ENDS_OBJECT:
            return False
    return linked and i - start <= 12


# --- lists ----------------------------------------------------------------------------------

LONGEST_LIST_ITEM = 200
"""Characters; a longer paragraph is prose, not an item of a list."""


LONGEST_LIST_HEADING = 8
"""Tokens of a line with a colon at its end that stands over a list ("Also present:")."""

_OF_THE_LIST = frozenset("participants attendees attendance delegates delegations".split())
_NOT_OF_THE_LIST = frozenset("excused apologies regrets absent absentees not".split())
_ENDS_LIST = _NOT_OF_THE_LIST | frozenset("contact contacts enquiries inquiries".split())
OPENING_WORDS = 5
"""Among so many words stands what ends a list ("Excused: …", "For more information contact …")."""


def introduces_list(article: Article, block: Block) -> bool:
    """A heading over a list of those who took part: "Participants", "Delegates of the summit",
    "Present:"."""
    words = {t.lower for t in article.tokens[block.first : block.stop]}
    if words & _NOT_OF_THE_LIST:
        return False
    if block.is_heading:
        return bool(words & _OF_THE_LIST)
    short = block.stop - block.first <= LONGEST_LIST_HEADING and not _tells_something(block)
    over_list = short and article.tokens[block.stop - 1].text == ":"
    return over_list and bool(words & (_OF_THE_LIST | {"present"}))


def listed_after(article: Article, people: People, start: int) -> list[Side]:
    """The sides of the list that begins with block ``start``: one a paragraph.

    A person of each item, else a country or organisation; a line such as "For Malta:" between
    items is passed, one such as "Excused:" ends the list.
    """
    sides: list[Side] = []
    for block in article.blocks[start:]:
        length = block.paragraph.end - block.paragraph.start
        if length > LONGEST_LIST_ITEM or not block.sentences or _tells_something(block):
            break
        opening = {t.lower for t in article.tokens[block.first : block.stop][:OPENING_WORDS]}
        if opening & _ENDS_LIST:
            break
        found = next((m for m in block.mentions if people.of(m) is not None), None)
        if found is not None:
            person = people.of(found)
            sides.append(Side(person, (found.first, found.stop), "listed_after_colon"))
            continue
        if article.tokens[block.stop - 1].text == ":":
            continue
        group = next((m for m in block.mentions if m.kind in {"country", "organization"}), None)
        if group is None:
            break
        sides.append(Side(None, group.name, "listed_after_colon"))
    return sides


def _tells_something(block: Block) -> bool:
    """A clause with a verb is prose, no item of a list."""
    chunks = block.sentences[0].chunks if block.sentences else ()
    return any(is_finite_verb(chunks, i) for i in range(len(chunks)))
