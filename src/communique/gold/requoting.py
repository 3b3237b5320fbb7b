"""A quote changed as little as possible, so that it is found at another place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from communique.gold.finding import Finder, inside, not_before
from communique.gold.passage import Passage, Range
from communique.gold.sought import Sought
from communique.gold.source import Quote
from communique.text.spacing import squeezed

__all__ = ["Requoting"]

_WORD = re.compile(r"\w+(?:['\u2019.-]\w+)*")


@dataclass(frozen=True, slots=True)
class Requoting:
    """From quotes of the text ``old`` to quotes of the text ``new``."""

    old: Passage
    new: Passage

    def at(self, sought: Sought, was: Range, now: Range, placed: Mapping[str, Range]) -> Sought:
        """The quote with which ``now`` is found, the quotes before it being at ``placed``.

        Its words stay where the new text has them letter by letter, and so does what tells them
        apart where it still does. Where no quote can mean ``now`` (it ends inside of a word), what
        is returned is found elsewhere or nowhere.
        """
        finder = Finder(self.new, "", [])
        words = sought.quote.text
        if now not in self.new.find(words):
            words = squeezed(self.new.text[slice(*now)])
        sought = replace(sought, quote=replace(sought.quote, text=words))
        if sought.found(finder, placed) == now:
            return sought
        places = self.new.find(words)
        if sought.first is not None:
            quote = _counted(sought.quote, now, not_before(placed[sought.first], places))
        elif sought.quote.within is not None:
            quote = self._within(sought.quote, was, now)
        else:
            scope = sought.scope(finder, placed)
            here = inside(places, scope) if scope else []
            quote = _counted(sought.quote, now, here or places)
            if here and now not in here:
                # Its paragraph has the words, too: no other occurrence is counted there.
                quote = self._within(replace(sought.quote, within=words), now, now)
        return replace(sought, quote=quote)

    def _within(self, quote: Quote, was: Range, now: Range) -> Quote:
        """``quote`` with an ``in`` that holds ``now``: the same where it does, else as many words
        before and after as it had, more where these repeat."""
        longer = quote.within or ""
        outer = self._holding(longer, now)
        if outer is None:
            held = Finder(self.old, "", []).outer(quote) or was
            before = _words(self.old.text[held[0] : was[0]])
            after = _words(self.old.text[was[1] : held[1]])
            outer = self._window(now, before, after)
            longer = squeezed(self.new.text[slice(*outer)])
        places = self.new.find(longer)
        repeats = len(places) > 1 or quote.within_occurrence is not None
        number = places.index(outer) + 1 if repeats and outer in places else None
        quote = replace(quote, within=longer, within_occurrence=number)
        return _counted(quote, now, inside(self.new.find(quote.text), outer))

    def _holding(self, longer: str, now: Range) -> Range | None:
        held = (p for p in self.new.find(longer) if p[0] <= now[0] and now[1] <= p[1])
        return next(held, None)

    def _window(self, now: Range, before: int, after: int) -> Range:
        """Words of the line around ``now``: the fewest from these numbers on that do not repeat."""
        line = self.new.paragraph(*now)
        text = self.new.text
        starts = [m.start() + line[0] for m in _WORD.finditer(text[line[0] : now[0]])][::-1]
        ends = [m.end() + now[1] for m in _WORD.finditer(text[now[1] : line[1]])]
        most = max(len(starts) - before, len(ends) - after, 0)
        window = now
        for more in range(most + 1):
            left, right = min(before + more, len(starts)), min(after + more, len(ends))
            window = starts[left - 1] if left else now[0], ends[right - 1] if right else now[1]
            if self.new.find(squeezed(text[slice(*window)])) == [window]:
                break
        return window


def _counted(quote: Quote, now: Range, places: list[Range]) -> Quote:
    """``quote`` with the number of ``now`` among the places, where a number tells something."""
    if now not in places or (len(places) == 1 and quote.occurrence is None):
        return quote
    return replace(quote, occurrence=places.index(now) + 1)


def _words(text: str) -> int:
    return len(_WORD.findall(text))
