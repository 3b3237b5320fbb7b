"""A list taken as one value: a set, in which order and repetition do not count."""

from __future__ import annotations

from dataclasses import dataclass

from communique.comparators.base import Around, Comparator, Compared, Said

__all__ = ["AsSet"]


@dataclass(frozen=True, slots=True)
class AsSet:
    """Right when each member of either side has an equal in the other, by ``member``."""

    member: Comparator

    @property
    def name(self) -> str:
        return f"set of {self.member.name}"

    def compare(self, gold: Said, predicted: Said, around: Around) -> Compared:
        ours = [Said(value) for value in gold.value]
        theirs = [Said(value) for value in predicted.value]
        pairs = [
            (i, j)
            for i, a in enumerate(ours)
            for j, b in enumerate(theirs)
            if self.member.compare(a, b, around).right
        ]
        missed = len(ours) - len({i for i, _ in pairs})
        extra = len(theirs) - len({j for _, j in pairs})
        shared = 1 - (missed + extra) / (len(ours) + len(theirs))
        why = "the same members" if not (missed or extra) else f"{missed} missing, {extra} extra"
        return Compared(not (missed or extra), why, shared)
