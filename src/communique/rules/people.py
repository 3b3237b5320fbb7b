"""Who is who: mentions of one person brought together, with title, country and organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from communique.countries import lookup
from communique.rules import lexicon
from communique.rules.article import Article
from communique.rules.mentions import Mention
from communique.rules.units import office_of

__all__ = ["Affiliation", "People", "Person", "gather_people"]

Range = tuple[int, int]


class Affiliation(NamedTuple):
    """A country code or organisation name, and the tokens that say so."""

    value: str
    tokens: Range


@dataclass(slots=True)
class Person:
    """Someone the article names; filled in the order of the text."""

    name: str
    words: tuple[str, ...]
    """Name words in small letters, without initials and "Jr."."""
    name_tokens: Range
    mentions: list[Mention] = field(default_factory=list)
    titles: list[Range] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    """Heads of the titles, small letters, singular."""
    country: Affiliation | None = None
    organization: Affiliation | None = None
    spokes: bool = False
    """Some title is of one who speaks for or about others."""
    former: bool = False
    home_inferred: bool = False
    """The country is the article's own, not said with the name (see ``_infer_home``)."""
    is_person: bool = False
    """A title, honorific or reporting verb shows a person; a bare name may be a place."""

    @property
    def first(self) -> int:
        return self.mentions[0].first


class People:
    """The persons of an article and which mention is whose."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self._by_mention: dict[int, Person] = {}

    def of(self, mention: Mention | None) -> Person | None:
        return None if mention is None else self._by_mention.get(mention.first)

    def put(self, mention: Mention, person: Person) -> None:
        person.mentions.append(mention)
        self._by_mention[mention.first] = person

    def before(self, token: int) -> Iterator[Person]:
        """Persons mentioned before ``token``, the latest mentioned first."""
        latest = [
            (max((m.first for m in p.mentions if m.first < token), default=-1), p)
            for p in self.persons
        ]
        yield from (p for at, p in sorted(latest, key=lambda x: -x[0]) if at >= 0)


def gather_people(article: Article) -> People:
    """Bring the mentions together: full names first, then surnames, then titles alone."""
    people = People()
    named = [m for block in article.blocks for m in block.mentions if m.has_name]
    named = [m for m in named if m.kind in {"person", "name"}]
    for mention in named:
        words = _name_words(article, mention)
        if len(words) >= 2:
            _add_full_name(article, people, mention, words)
    for mention in named:
        words = _name_words(article, mention)
        if len(words) == 1:
            _add_single_name(article, people, mention, words[0])
    for person in people.persons:
        person.mentions.sort()
    for block in article.blocks:
        for mention in block.mentions:
            if mention.kind == "office":
                found = _holder(article, people, mention)
                if found is not None:
                    people.put(mention, found)
    for person in people.persons:
        person.mentions.sort()
        _affiliate(article, person)
    _infer_home(article, people)
    return people


def _name_words(article: Article, mention: Mention) -> tuple[str, ...]:
    words = []
    for token in article.tokens[mention.name[0] : mention.name[1]]:
        word = token.lower.replace("’", "'")
        if token.kind == "w" and not (len(word) == 2 and word.endswith(".")):
            words.append(word.rstrip("."))
    return tuple(word for word in words if word not in {"jr", "sr", "ii", "iii", "iv"})


def _add_full_name(
    article: Article, people: People, mention: Mention, words: tuple[str, ...]
) -> None:
    for person in reversed(people.persons):
        if _same_name(person.words, words):
            name = article.words(mention.name)
            if len(words) > len(person.words) or (
                len(words) == len(person.words) and len(name) > len(person.name)
            ):
                person.name, person.words, person.name_tokens = name, words, mention.name
            _note(article, people, mention, person)
            return
    person = Person(article.words(mention.name), words, mention.name)
    people.persons.append(person)
    _note(article, people, mention, person)


def _same_name(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Equal, or one within the other with the same last name; given names must not differ."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) < 2:
        return False
    if short[-1] == long[-1] and set(short) <= set(long):
        return True
    return len(short) < len(long) and long[-len(short) :] == short


def _add_single_name(article: Article, people: People, mention: Mention, word: str) -> None:
    last = [p for p in people.persons if p.words[-1] == word]
    any_word = [p for p in people.persons if word in p.words]
    candidates = last or any_word
    if candidates:
        earlier = [p for p in candidates if p.first < mention.first]
        chosen = max(earlier or candidates, key=lambda p: p.mentions[-1].first)
        if earlier and len(earlier) > 1:
            chosen = max(
                earlier,
                key=lambda p: max(m.first for m in p.mentions if m.first < mention.first),
            )
        _note(article, people, mention, chosen)
    elif mention.kind == "person" and not _is_plural_title(article, mention):
        person = Person(article.words(mention.name), (word,), mention.name)
        people.persons.append(person)
        _note(article, people, mention, person)


def _is_plural_title(article: Article, mention: Mention) -> bool:
    """ "World Leaders Discuss …": a plural title and one word make no name."""
    return mention.has_title and article.tokens[mention.title[1] - 1].lower.endswith("s")


def _note(article: Article, people: People, mention: Mention, person: Person) -> None:
    people.put(mention, person)
    if mention.kind == "person":
        person.is_person = True
    if mention.has_title:
        person.titles.append(mention.title)
        _note_heads(article, mention.title, person)


def _note_heads(article: Article, title: Range, person: Person) -> None:
    for head in heads_in(article, title):
        office = office_of(head)
        if office is not None:
            person.heads.add(office.head)
            person.spokes = person.spokes or office.spokes
    first = article.tokens[title[0]].lower
    person.former = person.former or first in {"former", "ex", "then", "late"}


def heads_in(article: Article, title: Range) -> list[str]:
    """The heads of titles among the tokens of ``title``, longest first at each place."""
    small = [token.lower for token in article.tokens[title[0] : title[1]]]
    found = []
    i = 0
    while i < len(small):
        length = next(
            (
                n
                for n in range(min(4, len(small) - i), 0, -1)
                if office_of(" ".join(small[i : i + n]))
            ),
            0,
        )
        if length:
            found.append(" ".join(small[i : i + length]))
        i += length or 1
    return found


_SYNONYMS = {"premier": "prime minister", "pm": "prime minister", "dpm": "deputy prime minister"}


def _holder(article: Article, people: People, mention: Mention) -> Person | None:
    """Whom a title without a name means: the latest person with that title, if any."""
    if article.tokens[mention.title[1] - 1].lower.endswith("s"):
        return None  # plural: "leaders"
    heads = {_SYNONYMS.get(h, h) for h in heads_in(article, mention.title)}
    country, organization = _affiliations_in(article, mention.title)
    for person in people.before(mention.first):
        own = {_SYNONYMS.get(h, h) for h in person.heads}
        offices = {office_of(h) for h in heads}
        weak = any(office is not None and office.weak for office in offices)
        has_country, has_organization = _affiliations_of(article, person)
        if organization is not None:
            same = has_organization and has_organization.value == organization.value
            if same and (weak or heads & own):
                return person
            continue
        if country is not None and has_country is not None and country.value != has_country.value:
            continue
        if heads & own or any(h.endswith(" " + o) for h in own for o in heads):
            return person
    if organization is not None:
        later = [
            p
            for p in people.persons
            if (found := _affiliations_of(article, p)[1]) and found.value == organization.value
        ]
        return later[0] if len(later) == 1 and not later[0].spokes else None
    return None


def _affiliations_of(
    article: Article, person: Person
) -> tuple[Affiliation | None, Affiliation | None]:
    country = organization = None
    for mention in person.mentions:
        for tokens in (mention.title, mention.affiliation):
            if tokens[1] > tokens[0]:
                c, o = _affiliations_in(article, tokens)
                country, organization = country or c, organization or o
    return country, organization


def _affiliate(article: Article, person: Person) -> None:
    person.country, person.organization = _affiliations_of(article, person)
    if person.country is None and "secretary of state" in person.heads:
        # The foreign ministry of the United States alone is headed by a "Secretary of State"
        # without further words ("Secretary of State for …" is British).
        for title in person.titles:
            words = article.words(title).lower()
            if words.removeprefix("former ") == "secretary of state":
                person.country = Affiliation("US", title)
                break


MIN_HOME_WORDS = 2
"""A country is taken for the article's own when the article names it at least so often."""


def _infer_home(article: Article, people: People) -> None:
    """An office without a country is of the article's own country.

    English-language reporting leaves out the country of offices at home ("the president",
    "Prime Minister Lee"). Home is the country the article names most, those left out that some
    other person is said to represent.
    """
    homeless = [
        p
        for p in people.persons
        if p.titles and p.country is None and p.organization is None and _has_strong_office(p)
    ]
    if not homeless:
        return
    claimed = {p.country.value for p in people.persons if p.country is not None}
    places: dict[str, list[Range]] = {}
    for code, tokens in _country_words(article):
        if code not in claimed:
            places.setdefault(code, []).append(tokens)
    if not places:
        return
    home = max(places, key=lambda code: (len(places[code]), -places[code][0][0]))
    if len(places[home]) < MIN_HOME_WORDS:
        return
    for person in homeless:
        nearest = min(places[home], key=lambda tokens: abs(tokens[0] - person.first))
        person.country = Affiliation(home, nearest)
        person.home_inferred = True


def _has_strong_office(person: Person) -> bool:
    offices = lexicon.offices()
    return any(
        head in offices and not offices[head].weak and not offices[head].spokes
        for head in person.heads
    )


def _country_words(article: Article) -> Iterator[tuple[str, Range]]:
    """Country words and names of a country's organs, with their tokens, in text order."""
    organizations = lexicon.organizations()
    for block in article.blocks:
        for unit in block.units:
            if unit.tag not in "CAO":
                continue
            word = article.words((unit.first, unit.stop)).replace("’", "'")
            known = None if unit.tag == "O" else lookup(word)
            code = known.code if known else organizations.get(word)
            if code:
                yield code, (unit.first, unit.stop)


def _affiliations_in(
    article: Article, tokens: Range
) -> tuple[Affiliation | None, Affiliation | None]:
    """The country and the organisation that a title's words name; an organisation's office stands
    for no country, an organ of a country for that country."""
    words = [token.text for token in article.tokens[tokens[0] : tokens[1]]]
    country: Affiliation | None = None
    organization: Affiliation | None = None
    i = 0
    while i < len(words):
        length = 1
        for n in range(min(8, len(words) - i), 0, -1):
            found = " ".join(words[i : i + n]).replace("’", "'")
            place = (tokens[0] + i, tokens[0] + i + n)
            known = lookup(found)
            if found in lexicon.organizations():
                organ_of = lexicon.organizations()[found]
                if organ_of is not None:
                    country = country or Affiliation(organ_of, place)
                else:
                    organization = organization or Affiliation(article.words(place), place)
                length = n
                break
            if known is not None:
                country = country or Affiliation(known.code, place)
                length = n
                break
        i += length
    return (None, organization) if organization else (country, None)
