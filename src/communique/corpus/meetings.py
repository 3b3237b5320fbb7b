"""What articles tell of meetings → meetings, each with all that tell of it.

First day by day: what most articles tell alike comes first, then the longest lists, last what was
of some of the people by its name, or on another's sidelines; each is held
against the meetings of its day that share a participant, and joins the one that fits best. Then
the same day again, and neighbouring days: what few sources tell is taken for a part, or a slip; two
days that are both well attested are two meetings. Last what has no day: it joins the only meeting
that fits near its publication, or the only one at all. Reprints go where their source goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from communique.corpus.linking import Linking
from communique.corpus.occasions import Occasion, Told, fullest_first
from communique.corpus.ordering import in_order

__all__ = ["linked"]


def linked(told: Iterable[Told]) -> list[Occasion]:
    """The meetings, in the order of their days, the undated last; the same for any order.

    A day without a year stands in the year that puts it nearest to the meeting of the most of the
    same people; where nobody of it met on a known day, in the year of most meetings.
    """
    ordered = sorted(told, key=fullest_first)
    firsts = [one for one in ordered if one.source == one.article]
    linking = Linking()
    alike = Counter((one.day, one.people) for one in firsts)
    for one in sorted(firsts, key=lambda one: (_is_part(one), -alike[one.day, one.people])):
        if one.day is not None:
            linking.place(one, linking.at(one, (one.day,)))
    linking.join_neighbours()
    for one in sorted(firsts, key=_by_publication):
        if one.day is None:
            linking.place(one, linking.undated(one))
    for one in ordered:
        if one.source != one.article:
            linking.reprint(one)
    return in_order(linking.left())


def _is_part(one: Told) -> bool:
    """Whether it is told apart by its words alone: the meeting beside it must be known by then."""
    return one.aside or one.parties is not None


def _by_publication(one: Told) -> tuple[bool, int, int, int, int]:
    return one.published is None, one.published or 0, *fullest_first(one)
