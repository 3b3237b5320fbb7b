"""Mentions of many articles → people: which names are one person's, and why.

A form is a name, its words folded, with a country. Forms with the same words are one person,
unless several countries have a fair share of them each: then they are namesakes. A form that is
written otherwise joins a person only where both could be of one country, and what is ambiguous
joins none: two people are the smaller harm where one would be made of two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from communique.corpus.identities import Identity, Joined
from communique.corpus.joining import Joining
from communique.corpus.naming import is_group, name_words, names_country, office_of
from communique.scoring.names import Key

__all__ = ["Mentions", "People"]

_NAMESAKES = 0.2
"""Of the articles that tell a country for a name, the share from which a second country is
another person's; below it, or with one article, it is taken for a mistake."""


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
            if names_country(title, country):
                form.titled[country] += 1
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
        linking = Joining()
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
    first = min(told, key=lambda c: (-told[c], -parts[c].titled[c], c), default=None)
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
