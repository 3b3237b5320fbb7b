"""Who is who: mentions of one person brought together, with title, country and organisation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.rules import lexicon
from communique.rules.affiliations import (
    Affiliation,
    affiliations_in,
    affiliations_of,
    home_country,
)
from communique.rules.article import Article
from communique.rules.mentions import Mention
from communique.rules.tokens import Range
from communique.rules.units import office_of

__all__ = ["People", "Person", "gather_people"]


@dataclass(slots=True, eq=False)
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
    """The country is the article's own, not said with the name."""
    is_person: bool = False
    """A title, honorific or reporting verb shows a person; a bare name may be a place."""

    @property
    def first(self) -> int:
        return self.mentions[0].first

    def latest_before(self, token: int) -> int:
        """Where the person was last mentioned before ``token``; -1 when not yet."""
        at = bisect_left(self.mentions, (token,))
        return self.mentions[at - 1].first if at else -1


class People:
    """The persons of an article and which mention is whose; looked up by name word and office."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self._by_mention: dict[int, Person] = {}
        self._by_word: dict[str, list[Person]] = {}
        self._by_office: dict[str, list[Person]] = {}
        self._by_organization: dict[str, list[Person]] = {}

    def of(self, mention: Mention | None) -> Person | None:
        return None if mention is None else self._by_mention.get(mention.first)

    def add(self, person: Person) -> None:
        self.persons.append(person)
        self.learn_words(person)

    def learn_words(self, person: Person) -> None:
        """Make the person found by each word of the name."""
        for word in person.words:
            known = self._by_word.setdefault(word, [])
            if person not in known:
                known.append(person)

    def learn_offices(self) -> None:
        """Make persons found by office ("deputy prime minister" is a minister too) and by
        organisation."""
        for person in self.persons:
            tails = {
                " ".join(words[i:])
                for head in person.heads
                for words in [_SYNONYMS.get(head, head).split()]
                for i in range(len(words))
            }
            for tail in sorted(tails):
                self._by_office.setdefault(tail, []).append(person)
            if person.organization is not None:
                self._by_organization.setdefault(person.organization.value, []).append(person)

    def put(self, mention: Mention, person: Person) -> None:
        person.mentions.append(mention)
        self._by_mention[mention.first] = person

    def with_word(self, word: str) -> list[Person]:
        return self._by_word.get(word, [])

    def in_office(self, heads: Iterable[str]) -> list[Person]:
        return [p for head in heads for p in self._by_office.get(head, ())]

    def of_organization(self, name: str) -> list[Person]:
        return self._by_organization.get(name, [])


_SYNONYMS = {"premier": "prime minister", "pm": "prime minister", "dpm": "deputy prime minister"}


def gather_people(article: Article) -> People:
    """Bring the mentions together: full names first, then surnames, then titles alone."""
    people = People()
    mentions = [m for block in article.blocks for m in block.mentions]
    named = [m for m in mentions if m.has_name and m.kind in {"person", "name"}]
    words_of = {m.first: _name_words(article, m) for m in named}
    for mention in named:
        if len(words_of[mention.first]) >= 2:
            _add_full_name(article, people, mention, words_of[mention.first])
    for mention in named:
        if len(words_of[mention.first]) == 1:
            _add_single_name(article, people, mention, words_of[mention.first][0])
    for person in people.persons:
        person.mentions.sort()
        person.country, person.organization = affiliations_of(article, person.mentions)
    people.learn_offices()
    # All holders first: who was mentioned last is told by the names alone.
    offices = [m for m in mentions if m.kind == "office"]
    held = [(m, holder) for m in offices if (holder := _holder(article, people, m)) is not None]
    for mention, holder in held:
        people.put(mention, holder)
    for person in people.persons:
        person.mentions.sort()
        person.country, person.organization = affiliations_of(article, person.mentions)
        _settle_country(article, person)
    _infer_home(article, people)
    return people


# --- names ----------------------------------------------------------------------------------

MOST_NAMESAKES = 50
"""Of so many persons who share a name word the latest are compared: more are no article."""

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def _name_words(article: Article, mention: Mention) -> tuple[str, ...]:
    words = []
    for token in article.tokens[mention.name[0] : mention.name[1]]:
        word = token.lower.replace("’", "'")
        if token.kind == "w" and not (len(word) == 2 and word.endswith(".")):
            words.append(word.rstrip("."))
    return tuple(word for word in words if word not in _SUFFIXES)


def _add_full_name(
    article: Article, people: People, mention: Mention, words: tuple[str, ...]
) -> None:
    namesakes = people.with_word(words[-1])[-MOST_NAMESAKES:]
    same = [p for p in namesakes if _same_name(p.words, words)]
    if not same:
        person = Person(article.words(mention.name), words, mention.name)
        people.add(person)
        _note(article, people, mention, person)
        return
    person = same[-1]
    name = article.words(mention.name)
    if (len(words), len(name)) > (len(person.words), len(person.name)):
        person.name, person.words, person.name_tokens = name, words, mention.name
        people.learn_words(person)
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
    """A surname is of the person last mentioned before it, else of the first named after it."""
    known = people.with_word(word)[-MOST_NAMESAKES:]
    candidates = [p for p in known if p.words[-1] == word] or known
    if candidates:
        chosen = max(candidates, key=lambda p: (p.latest_before(mention.first), -p.first))
        _note(article, people, mention, chosen, keep_sorted=True)
    elif mention.kind == "person" and not _is_plural_title(article, mention):
        person = Person(article.words(mention.name), (word,), mention.name)
        people.add(person)
        _note(article, people, mention, person)


def _is_plural_title(article: Article, mention: Mention) -> bool:
    """ "World Leaders Discuss …": a plural title and one word make no name."""
    return mention.has_title and article.tokens[mention.title[1] - 1].lower.endswith("s")


def _note(
    article: Article, people: People, mention: Mention, person: Person, *, keep_sorted: bool = False
) -> None:
    people.put(mention, person)
    if keep_sorted and len(person.mentions) > 1 and person.mentions[-2] > mention:
        person.mentions.sort()
    of_country = mention.affiliation[1] > mention.affiliation[0] and not mention.in_place
    if mention.kind == "person" or of_country:
        person.is_person = True
    if mention.has_title:
        person.titles.append(mention.title)
        _note_heads(article, mention.title, person)


# --- offices --------------------------------------------------------------------------------


def _note_heads(article: Article, title: Range, person: Person) -> None:
    for head in _heads_in(article, title):
        office = office_of(head)
        if office is not None:
            person.heads.add(office.head)
            person.spokes = person.spokes or office.spokes
    first = article.tokens[title[0]].lower
    person.former = person.former or first in {"former", "ex", "then", "late"}


LONGEST_HEAD = 4
"""Words of the longest head of a title ("secretary of the treasury")."""


def _heads_in(article: Article, title: Range) -> list[str]:
    """The heads of titles among the tokens of ``title``, longest first at each place."""
    small = [token.lower for token in article.tokens[title[0] : title[1]]]
    found = []
    i = 0
    while i < len(small):
        lengths = range(min(LONGEST_HEAD, len(small) - i), 0, -1)
        length = next((n for n in lengths if office_of(" ".join(small[i : i + n]))), 0)
        if length:
            found.append(" ".join(small[i : i + length]))
        i += length or 1
    return found


def _holder(article: Article, people: People, mention: Mention) -> Person | None:
    """Whom a title without a name means: the latest person with that title, if any."""
    if article.tokens[mention.title[1] - 1].lower.endswith("s"):
        return None  # plural: "leaders"
    heads = {_SYNONYMS.get(h, h) for h in _heads_in(article, mention.title)}
    country, organization = affiliations_in(article, mention.title)
    if organization is not None:
        return _holder_in_organization(people, mention, organization.value, heads)
    candidates = people.in_office(heads)
    if country is not None:
        theirs = [p for p in candidates if p.country and p.country.value == country.value]
        unknown = {id(p): p for p in candidates if p.country is None}
        # One whose country the text has not said may be meant; of several, none is sure.
        candidates = theirs or (list(unknown.values()) if len(unknown) == 1 else [])
    return _latest(candidates, mention)


def _holder_in_organization(
    people: People, mention: Mention, organization: str, heads: set[str]
) -> Person | None:
    """ "NATO chief", "the NATO Secretary-General": the organisation's, named before or after."""
    members = people.of_organization(organization)
    weak = any((office := office_of(h)) is not None and office.weak for h in heads)
    fitting = [p for p in members if weak or heads & {_SYNONYMS.get(h, h) for h in p.heads}]
    found = _latest(fitting, mention)
    if found is None and len(members) == 1 and not members[0].spokes:
        return members[0]
    return found


def _latest(candidates: list[Person], mention: Mention) -> Person | None:
    mentioned = [(p.latest_before(mention.first), -p.first, p) for p in candidates]
    mentioned = [entry for entry in mentioned if entry[0] >= 0]
    return max(mentioned, key=lambda entry: entry[:2])[2] if mentioned else None


# --- countries ------------------------------------------------------------------------------


def _settle_country(article: Article, person: Person) -> None:
    """The one office whose plain title tells its country.

    The foreign ministry of the United States alone is headed by a "Secretary of State" without
    further words ("Secretary of State for …" is British).
    """
    if person.country is None and "secretary of state" in person.heads:
        for title in person.titles:
            words = article.words(title).lower()
            if words.removeprefix("former ") == "secretary of state":
                person.country = Affiliation("US", title)
                return


def _infer_home(article: Article, people: People) -> None:
    """An office without a country is of the article's own country (see ``home_country``)."""
    homeless = [
        p
        for p in people.persons
        if p.country is None and p.organization is None and _holds_office_at_home(article, p)
    ]
    if not homeless:
        return
    claimed = {p.country.value for p in people.persons if p.country is not None}
    home = home_country(article, claimed)
    if home is None:
        return
    code, places = home
    starts = [tokens[0] for tokens in places]
    for person in homeless:
        at = bisect_left(starts, person.first)
        near = places[max(0, at - 1) : at + 1]
        nearest = min(near, key=lambda tokens: abs(tokens[0] - person.first))
        person.country = Affiliation(code, nearest)
        person.home_inferred = True


def _holds_office_at_home(article: Article, person: Person) -> bool:
    """Some office of his own ("presidents X and Y" are of several countries)."""
    offices = lexicon.offices()
    plural = all(article.tokens[t[1] - 1].lower.endswith("s") for t in person.titles)
    return not plural and any(
        head in offices and not offices[head].weak and not offices[head].spokes
        for head in person.heads
    )
