"""The leaders of an article, each renamed in every form of the name: given name, surname, capitals.

Who they are an offline record of the article tells; a name that might mean something else as well
(a month, a common word, a namesake) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from communique.countries import lookup
from communique.metamorphic.rewriting import Edit
from communique.records import Participant, Readout
from communique.text.calendar import MONTHS, WEEKDAYS

__all__ = ["Invented", "Leader", "invented_for", "leaders", "renaming"]

Gender = Literal["f", "m"]


class Invented(NamedTuple):
    given: str
    surname: str
    gender: Gender | None
    """None for a name of either."""

    @property
    def full(self) -> str:
        return f"{self.given} {self.surname}"


INVENTED = (
    Invented("Anselm", "Korvatti", "m"),
    Invented("Mirela", "Dostanyk", "f"),
    Invented("Noor", "Telavander", None),
    Invented("Tobren", "Quillmark", "m"),
    Invented("Ilka", "Števanova", "f"),
    Invented("Robin", "Haldquist", None),
    Invented("Jorvik", "Maldane-Ruhl", "m"),
    Invented("Oriane", "Bexlund", "f"),
    Invented("Kim", "Orrisdale", None),
    Invented("Casimir", "van der Hoyt", "m"),
    Invented("Perpetua", "Llanrhys", "f"),
    Invented("Sasha", "Vintermark", None),
    Invented("Ruben", "Eskildas", "m"),
    Invented("Zdenka", "Arrowmont", "f"),
    Invented("Alexis", "Brundarre", None),
)
"""Names of nobody: with a hyphen, a particle, an accent, an s at the end, and plain ones."""

_PARTICLES = frozenset(
    "al bin da de del della den der di dos du el ibn la le ten ter van von".split()
)
_PRONOUNS: dict[str, Gender] = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_BEFORE_A_SURNAME = frozenset(
    "Chancellor Chief Commissioner Counterpart Dame Director Dr Emperor "
    "General Governor King Lady Leader Lord Madam Minister Miss Mr Mrs Ms Premier President "
    "Prime Prince Princess Queen Secretary Senator Sheikh Sir".split()
)


@dataclass(frozen=True, slots=True)
class Leader:
    name: str
    given: str
    surname: str
    gender: Gender | None
    pronouns: bool
    """Whether pronouns of the article may mean this person, so that the gender matters."""
    person: Participant

    @property
    def forms(self) -> tuple[str, ...]:
        return self.name, self.surname


def leaders(text: str, record: Readout) -> list[Leader]:
    """The persons of ``record`` with an office whose names can be changed safely throughout."""
    words = {p.name: p.name.split() for p in record.participants}
    titles = {w for p in record.participants if p.title for w in re.findall(r"\w+", p.title)}
    found = []
    for person in record.participants:
        given, surname = words[person.name][0], " ".join(words[person.name][1:])
        others = {w for name, ws in words.items() if name != person.name for w in ws}
        named = _is_plain(given, surname, others - _PARTICLES)
        if person.title and named and _is_sole(text, given, surname, titles):
            gender, pronouns = _gender(text, record, person)
            found.append(Leader(person.name, given, surname, gender, pronouns, person))
    return found


def invented_for(leader: Leader, text: str) -> list[Invented]:
    """The invented names that fit: of the gender of the pronouns, not yet in the text."""
    if leader.pronouns and leader.gender is None:
        fitting = [one for one in INVENTED if one.gender is None]
    else:
        fitting = [one for one in INVENTED if leader.gender in (None, one.gender)]
    return [one for one in fitting if one.given not in text and one.surname not in text]


def renaming(leader: Leader, new: Invented) -> Callable[[str], Iterator[Edit]]:
    """What finds the edits that rename the leader in a text, or in a value of a record."""
    surname = r"\s+".join(map(re.escape, leader.surname.split()))
    shouted = r"\s+".join(map(re.escape, leader.surname.upper().split()))
    given, loud = re.escape(leader.given), re.escape(leader.given.upper())
    alone = r"(?!\s+[A-Z])"
    pattern = re.compile(
        rf"(?<!\w)(?:(?P<given>{given})(?=\s+{surname}(?!\w))|(?P<surname>{surname})"
        rf"|(?P<loud>{loud})(?=\s+{shouted}(?!\w))|(?P<shouted>{shouted})"
        rf"|(?<![A-Z]\w\s)(?P<alone>{given}){alone})(?!\w)"
    )
    by_form = {
        "given": new.given, "alone": new.given, "surname": new.surname,
        "loud": new.given.upper(), "shouted": new.surname.upper(),
    }  # fmt: skip

    def find(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.end(), by_form[match.lastgroup or ""])

    return find


def _is_plain(given: str, surname: str, others: set[str]) -> bool:
    """Whether the name is a given name and a surname, each of which means nothing else."""
    words = surname.split()
    if not words or any(word.lower() not in _PARTICLES for word in words[:-1]):
        return False
    name = (given, words[-1])
    return all(
        len(word) > 1
        and word[0].isupper()
        and word.lower() not in MONTHS
        and word.lower() not in WEEKDAYS
        and lookup(word) is None
        and word not in others
        for word in name
    )


def _is_sole(text: str, given: str, surname: str, titles: set[str]) -> bool:
    """Whether no namesake is in the text: "Jill Lee" beside "Ann Lee", "Rae" for a ray."""
    if given == surname or any(
        re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", text)
        for word in (given, surname)
        if word != word.lower()
    ):
        return False
    before = re.findall(rf"(?<![.!?:\n] )\b([A-Z]\w+) {re.escape(surname)}(?!\w)", text)
    return all(word == given or word in titles | _BEFORE_A_SURNAME for word in before)


def _gender(text: str, record: Readout, person: Participant) -> tuple[Gender | None, bool]:
    """What pronouns say of the person's gender, and whether any of the article may mean them."""
    mentioned = [span.text for span in person.mentions]
    mentioned += [
        s.speaker_mention.text
        for s in record.statements
        if s.speaker_mention is not None and s.speaker == person.name
    ]
    own = {_PRONOUNS[m.lower()] for m in mentioned if m.lower() in _PRONOUNS}
    if len(own) == 1:
        return own.pop(), True
    used = {_PRONOUNS[w] for w in re.findall(r"[a-z]+", text.lower()) if w in _PRONOUNS}
    return (used.pop() if len(used) == 1 else None), bool(used)
