"""Forms of names that differ: whose they are, by what they share with people who are known.

What fits several people is no one's but its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice

from communique.corpus.identities import Identity, Joined
from communique.corpus.naming import Office, same_by_form, same_by_spelling
from communique.scoring.names import Key

__all__ = ["Joining"]

_MOST = 1_000
"""Of those who share a word or an office with a name, how many are looked at, the best known first:
so that no list of names takes time by the square of its length."""

_MOST_WORDS = 8
"""Of a name by which others are looked for."""


@dataclass
class Joining:
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
