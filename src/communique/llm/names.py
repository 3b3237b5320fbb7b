"""Under which name a record of several pieces has a participant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from communique.llm.people import full_name
from communique.llm.proof import Proven
from communique.records import Participant

__all__ = ["Names", "fullest_forms"]

_LINK = re.compile(r"[,;&]|\b(?:and|of|for|by|with|from|to)\b")


class Names:
    """The participants' names: each piece's own, and the fullest one known of each anywhere.

    "Solvang" in one piece is "Tordis Solvang" in another where no third one could be meant, the
    piece does not know both, and their countries, where told, agree.
    """

    def __init__(self, people: Sequence[Sequence[Proven[Participant]]]) -> None:
        countries: dict[str, set[str]] = {}
        for person in (proven.value for part in people for proven in part):
            told = countries.setdefault(person.name.casefold(), set())
            if person.country is not None:
                told.add(person.country)

        def may_be(name: str, longer: str) -> bool:
            return len(countries[name.casefold()] | countries[longer.casefold()]) <= 1

        listed = [[proven.value.name for proven in part] for part in people]
        self._fullest = fullest_forms(listed, may_be)
        self.known = tuple(dict.fromkeys(full for own in self._fullest for full in own.values()))

    def of(self, part: int) -> list[str]:
        """Names to prove an item of a piece against: its own first, then everyone's."""
        return list(dict.fromkeys((*self._fullest[part], *self.known)))

    def fullest(self, part: int, name: str) -> str:
        """The fullest name of whom ``part`` calls ``name``."""
        return self._fullest[part].get(name) or full_name(name, self.known)


def fullest_forms(
    parts: Sequence[Sequence[str]], may_be: Callable[[str, str], bool]
) -> list[dict[str, str]]:
    """For each part its names, each with the longest name of any part that ends in it.

    A name stays where several end in it that do not end in one another, or the part has the longer
    one too. ``may_be`` tells of a name and a longer one whether they can be one person's.
    """
    written: dict[str, str] = {}
    for name in (name for part in parts for name in part):
        written.setdefault(name.casefold(), name)
    forms = []
    for part in parts:
        own = {name.casefold() for name in part}
        others = [other for folded, other in written.items() if folded not in own]
        forms.append({name: _longest(written[name.casefold()], others, may_be) for name in part})
    return forms


def _longest(name: str, others: Sequence[str], may_be: Callable[[str, str], bool]) -> str:
    longer = [other for other in others if _ends_in(other, name) and may_be(name, other)]
    longest = max(longer, key=len, default=name)
    # Otherwise two people share the surname.
    return (
        longest if all(other == longest or _ends_in(longest, other) for other in longer) else name
    )


def _ends_in(longer: str, name: str) -> bool:
    """Whether ``longer`` is ``name`` with more names before it, not several people or an office."""
    return longer.casefold().endswith(f" {name.casefold()}") and not _LINK.search(longer)
