"""Under which name a record of several pieces has a participant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communique.llm.people import full_name
from communique.llm.proof import Proven
from communique.records import Participant

__all__ = ["Names"]


class Names:
    """The participants' names: each piece's own, and the fullest one known of each anywhere.

    "Solvang" in one piece is "Tordis Solvang" in another where no third one could be meant, the
    piece does not know both, and their countries, where told, agree.
    """

    def __init__(self, people: Sequence[Sequence[Proven[Participant]]]) -> None:
        everyone: dict[str, list[Participant]] = {}
        for person in (proven.value for part in people for proven in part):
            everyone.setdefault(person.name.casefold(), []).append(person)
        self._fullest = [_fullest(part, everyone) for part in people]
        self.known = tuple(dict.fromkeys(full for own in self._fullest for full in own.values()))

    def of(self, part: int) -> list[str]:
        """Names to prove an item of a piece against: its own first, then everyone's."""
        return list(dict.fromkeys((*self._fullest[part], *self.known)))

    def fullest(self, part: int, name: str) -> str:
        """The fullest name of whom ``part`` calls ``name``."""
        return self._fullest[part].get(name) or full_name(name, self.known)


def _fullest(
    part: Sequence[Proven[Participant]], everyone: Mapping[str, Sequence[Participant]]
) -> dict[str, str]:
    """Each name of ``part`` with the fullest form that any piece has of it."""
    own = {proven.value.name.casefold() for proven in part}
    found = {}
    for person in (proven.value for proven in part):
        folded = person.name.casefold()
        longer = [
            name
            for name, others in everyone.items()
            if name.endswith(f" {folded}")
            and name not in own
            and all(_agree(person.country, other.country) for other in others)
        ]
        longest = max(longer, key=len, default=folded)
        if not all(f" {longest}".endswith(f" {name}") for name in longer):
            longest = folded  # two people share the surname
        found[person.name] = everyone[longest][0].name
    return found


def _agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b
