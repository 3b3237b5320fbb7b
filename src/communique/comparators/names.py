"""Names of people: other ways of writing one are right."""

from __future__ import annotations

from dataclasses import dataclass

from communique.comparators.base import Around, Compared, Said
from communique.scoring.names import may_stand_for, person_key

__all__ = ["Name"]


@dataclass(frozen=True, slots=True)
class Name:
    """Right by the rules for participants (``scoring.names``): titles and marks do not count, the
    surname must be the same, and a bare surname will do where only one gold name of the field has
    it. Similar letters are no evidence."""

    name: str = "name"

    def compare(self, gold: Said, predicted: Said, around: Around) -> Compared:
        ours, theirs = str(gold.value), str(predicted.value)
        if person_key(ours) == person_key(theirs):
            return Compared(True, "the same name", 1.0)
        if may_stand_for(ours, theirs, around.surnames):
            return Compared(True, "may stand for it", 0.5)
        return Compared(False, "another name")
