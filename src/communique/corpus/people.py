"""Mentions of many articles → people: which names are one person's, and why.

A form is a name, its words folded, with a country. Forms with the same words are one person,
unless several countries have a fair share of them each: then they are namesakes. A form that is
written otherwise joins a person only where both could be of one country, and what is ambiguous
joins none: two people are the smaller harm where one would be made of two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, islice

from communique.corpus.naming import (
    Office,
    is_group,
    name_words,
    office_of,
    same_by_form,
    same_by_spelling,
)
from communique.corpus.values import Role
from communique.scoring.names import Key

__all__ = ["Identity", "Joined", "Mentions", "People"]

_NAMESAKES = 0.2
"""Of the articles that tell a country for a name, the share from which a second country is
another person's; below it, or with one article, it is taken for a mistake."""


_MOST = 1_000
"""Of those who share a word or an office with a name, how many are looked at, the best known first:
so that no list of names takes time by the square of its length."""

_MOST_WORDS = 8
"""Of a name by which others are looked for."""


@dataclass(frozen=True, slots=True)
class Joined:
    """That a name was joined to a person: by which rule, on which grounds."""

    name: str
    rule: str
    reason: str
    score: float | None


@dataclass(eq=False)
class Identity:
    """A person in the making."""

    names: Counter[str] = field(default_factory=Counter)
    """Articles of each form as written."""
    countries: Counter[str] = field(default_factory=Counter)
    offices: Counter[Office] = field(default_factory=Counter)
    keys: list[Key] = field(default_factory=list)
    """The words of each form; the first is the best attested."""
    role: Role = "participant"
    joined: list[Joined] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The most frequent of the forms with more than a surname; else of all."""
        return min(self.names, key=lambda n: (len(name_words(n)) < 2, -self.names[n], n))

    @property
    def country(self) -> str | None:
        return min(self.countries, key=lambda c: (-self.countries[c], c), default=None)

    def add(self, other: Identity) -> None:
        """Take over the names and attributes of ``other``."""
        self.names.update(other.names)
        self.countries.update(other.countries)
        self.offices.update(other.offices)
        self.keys += other.keys
        if other.role == "participant":
            self.role = "participant"


@dataclass
class Mentions:
    """What articles call people, counted: memory grows with the forms, not with the articles."""

    forms: dict[Key, dict[str | None, Identity]] = field(default_factory=dict)
    voices: Counter[str] = field(default_factory=Counter)
    """Names of speakers who are no participants of their article."""

    def add(
        self, name: str, title: str | None, country: str | None, organization: str | None
    ) -> None:
        """A participant of one more article."""
        parts = self.forms.setdefault(name_words(name) or (name,), {})
        form = parts.setdefault(country, Identity())
        form.names[name] += 1
        if country is not None:
            form.countries[country] += 1
        office = office_of(title, country, organization)
        if office is not None:
            form.offices[office] += 1


class People:
    """Everyone whom the mentions name, each once; asked by name and country."""

    def __init__(self, mentions: Mentions) -> None:
        self._at: dict[Key, dict[str | None, Identity]] = {}
        """Who is meant by the words of a name with a country, None: no country, or a rare one."""
        whole: list[Identity] = []
        bare: list[Identity] = []
        for key in sorted(mentions.forms):
            self._at[key] = dict(_parted(key, mentions.forms[key]))
            (whole if len(key) > 1 else bare).extend(dict.fromkeys(self._at[key].values()))
        self._voices(mentions.voices, whole)
        linking = _Linking()
        stay = [one for one in sorted(whole, key=_well_known) if not linking.joins(one)]
        stay += [one for one in sorted(bare, key=_well_known) if not linking.joins_bare(one)]
        self.found = sorted(stay, key=lambda one: (one.name, one.country or ""))
        """In the order of their names."""
        self._numbers = {one: number for number, one in enumerate(self.found, 1)}
        self._into = linking.into

    def number(self, name: str, country: str | None) -> int | None:
        """The person of this name and country; None where no article has such a participant."""
        parts = self._at.get(name_words(name) or (name,))
        if parts is None:
            return None
        identity = parts.get(country) or parts.get(None)
        if identity is None:
            return None
        while identity in self._into:
            identity = self._into[identity]
        return self._numbers[identity]

    def _voices(self, voices: Mapping[str, int], whole: list[Identity]) -> None:
        """Make those people who only ever speak, where a name may be a person's."""
        for name in sorted(voices):
            key = name_words(name)
            if len(key) < 2 or is_group(name):
                continue
            if key not in self._at:
                identity = Identity(keys=[key], role="speaker")
                self._at[key] = {None: identity}
                whole.append(identity)
            if None in self._at[key]:
                self._at[key][None].names[name] += voices[name]


def _parted(
    key: Key, parts: Mapping[str | None, Identity]
) -> Iterator[tuple[str | None, Identity]]:
    """Who has this name: one person, or one for each country with a fair share.

    None stands for no country, and for one with a smaller share.
    """
    if sum(len(word) > 1 for word in key) < 2:  # a surname, an initial: anyone's, in any country
        for country in sorted(parts, key=lambda c: c or ""):
            person = Identity(keys=[key])
            person.add(parts[country])
            _mark_group(person)
            yield country, person
        return
    told = {c: sum(part.names.values()) for c, part in parts.items() if c is not None}
    least = max(2.0, _NAMESAKES * sum(told.values()))
    first = min(told, key=lambda c: (-told[c], c), default=None)
    people: dict[str | None, Identity] = {first: Identity(keys=[key])}
    people |= {c: Identity(keys=[key]) for c in sorted(told) if told[c] >= least and c != first}
    for country in sorted(parts, key=lambda c: c or ""):
        people[country if country in people else first].add(parts[country])
    for country, person in people.items():
        _mark_group(person)
        if len(people) > 1 and country is not None:
            others = ", ".join(str(c) for c in people if c != country)
            reason = f"namesakes: {country} in {told[country]} articles, also of {others}"
            person.joined.append(Joined(person.name, "namesake", reason, None))
    yield from people.items()
    if None not in people:
        yield None, people[first]


def _mark_group(person: Identity) -> None:
    if all(is_group(name) for name in person.names):
        person.role = "group"


def _well_known(one: Identity) -> tuple[int, int, Key]:
    return -sum(one.names.values()), -len(one.keys[0]), one.keys[0]


@dataclass
class _Linking:
    """People found so far, by what a further form of their name must share with theirs."""

    into: dict[Identity, Identity] = field(default_factory=dict)
    """Who has become part of whom."""
    _by_pair: dict[Key, list[Identity]] = field(default_factory=lambda: defaultdict(list))
    _by_office: dict[Office, list[Identity]] = field(default_factory=lambda: defaultdict(list))
    _by_end: dict[str, list[Identity]] = field(default_factory=lambda: defaultdict(list))

    def joins(self, one: Identity) -> bool:
        """Whether a form of two words or more is someone's who is known; else it is someone new."""
        if one.role == "group":
            return self._is_new(one)
        fitting = list(self._by_forms(one)) or list(self._by_offices(one))
        return self._settle(one, fitting or list(self._by_initial(one)))

    def joins_bare(self, one: Identity) -> bool:
        """The same of a form of one word, "Falk": a surname, or a name of one word."""
        (word,) = one.keys[0][:1]
        if one.role == "group":
            return self._is_new(one)
        holders = _unique(p for office in one.offices for p in self._by_office[office])
        same = [p for p in holders if word in (p.keys[0][0], p.keys[0][-1])]
        fitting = [(p, "surname and office", "same country and office", 1.0) for p in same]
        if not fitting:
            fitting = [
                (p, "surname", "the only one of this surname", 1.0)
                for p in _unique(self._by_end[word])
                if _countries_agree(one, p)
            ]
        return self._settle(one, fitting)

    def _settle(self, one: Identity, fitting: list[tuple[Identity, str, str, float]]) -> bool:
        if len({person for person, *_ in fitting}) != 1:
            return self._is_new(one)
        person, rule, reason, score = fitting[0]
        person.joined += [Joined(name, rule, reason, score) for name in sorted(one.names)]
        person.add(one)
        self.into[one] = person
        self._index(person, one)
        return True

    def _is_new(self, one: Identity) -> bool:
        self._index(one, one)
        return False

    def _index(self, person: Identity, form: Identity) -> None:
        if person.role == "group":
            return
        for pair in _pairs(form.keys[0]):
            self._by_pair[pair].append(person)
        for office in form.offices:
            self._by_office[office].append(person)
        for word in {form.keys[0][0], form.keys[0][-1]} if len(form.keys[0]) > 1 else ():
            self._by_end[word].append(person)

    def _by_forms(self, one: Identity) -> Iterator[tuple[Identity, str, str, float]]:
        key = one.keys[0]
        for person in _unique(p for pair in _pairs(key) for p in self._by_pair[pair]):
            if not _countries_agree(one, person):
                continue
            for other in person.keys:
                rule = same_by_form(key, other)
                if rule is not None:
                    yield person, rule, f"{_shown(key)} and {_shown(other)}: {rule}", 1.0
                    break

    def _by_offices(self, one: Identity) -> Iterator[tuple[Identity, str, str, float]]:
        for office in sorted(one.offices):
            for person in _unique(self._by_office[office]):
                found = same_by_spelling(one.keys[0], person.keys[0])
                if found is not None and _countries_agree(one, person):
                    rule, alike = found
                    place, title = office
                    both = f"{_shown(one.keys[0])} and {_shown(person.keys[0])}"
                    yield person, rule, f"{both}: {rule}, and both {title} of {place}", alike

    def _by_initial(self, one: Identity) -> Iterator[tuple[Identity, str, str, float]]:
        """The only ones of this surname and initial, where an office does not tell."""
        *first, last = one.keys[0]
        if all(len(word) > 1 for word in first):
            return
        for person in _unique(self._by_end[last]):
            found = same_by_spelling(one.keys[0], person.keys[0])
            if found is not None and found[0] == "initial" and _countries_agree(one, person):
                yield person, "initial", "the only one of this surname and initial", 1.0


def _pairs(key: Key) -> Iterator[Key]:
    """What two forms of one name have in common: two words of it, or all letters."""
    yield from combinations(sorted(set(key[:_MOST_WORDS])), 2)
    yield "", "".join(key)


def _unique(people: Iterable[Identity]) -> list[Identity]:
    return list(dict.fromkeys(islice(people, _MOST)))


def _countries_agree(one: Identity, other: Identity) -> bool:
    """Whether no country of the one parts it from the other."""
    return None in (one.country, other.country) or one.country == other.country


def _shown(key: Key) -> str:
    return " ".join(key).title()
