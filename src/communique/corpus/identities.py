"""A person in the making: names, countries and offices, and why each name is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from communique.corpus.naming import Office, name_words
from communique.corpus.values import Role
from communique.scoring.names import Key

__all__ = ["Identity", "Joined"]


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
    titled: Counter[str] = field(default_factory=Counter)
    """The same of articles whose title names the country: "US President"."""
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
        """The one that most articles have; of several that with most titles that name it."""
        found = self.countries
        return min(found, key=lambda c: (-found[c], -self.titled[c], c), default=None)

    def add(self, other: Identity) -> None:
        """Take over the names and attributes of ``other``."""
        self.names.update(other.names)
        self.countries.update(other.countries)
        self.titled.update(other.titled)
        self.offices.update(other.offices)
        self.keys += other.keys
        if other.role == "participant":
            self.role = "participant"
