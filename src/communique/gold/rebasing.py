"""Labels of a text carried over to a later version of it, in the hand-edited source.

Every quote is placed in the text that was labeled, then in the new one by its words and what
stands around them (``anchors``), and rewritten where it would no longer be found there. A quote
that the labeled text does not have is one that somebody wrote for the new text already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.errors import GoldError
from communique.gold.anchors import Lost, reanchored
from communique.gold.finding import Finder
from communique.gold.loading import load_source
from communique.gold.nodes import parse_nodes
from communique.gold.passage import Passage, Range, clipped
from communique.gold.patching import Patches
from communique.gold.problems import GoldErrors
from communique.gold.requoting import Requoting
from communique.gold.sought import Sought, quotes_of
from communique.gold.source import Quote, Source
from communique.records import text_sha256

__all__ = ["Move", "RebasedSource", "rebased"]

AROUND = 30
"""Characters before and after a quote that are shown where it is not told apart."""


@dataclass(frozen=True, slots=True)
class Move:
    """A quote that stands elsewhere now, or had to be written otherwise (``changes``)."""

    name: str
    line: int
    words: str
    was: Range
    now: Range
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RebasedSource:
    path: Path
    text: str
    """The path of the text file, as the source has it."""
    quotes: int
    moves: tuple[Move, ...]
    known: bytes
    """What the source held when it was read."""
    data: bytes
    """What it is going to hold."""


def rebased(path: Path, known: bytes, source: Source, old: str, new: str) -> RebasedSource:
    """``source``, read from the bytes ``known`` of the file at ``path``, with its quotes placed in
    ``new`` as they were in ``old``.

    Raises:
        GoldErrors: quotes that have no place there; all are named, with the nearest words.
    """
    problems: list[GoldError] = []
    quotes = list(quotes_of(source))
    was = _places(quotes, Passage.of(old), source.path)
    targets = reanchored(old, new, was.values())
    work = _Rebasing(source, Passage.of(old), Passage.of(new), was, targets, problems)
    now, rewritten = work.placed(quotes)
    if problems:
        raise GoldErrors(sorted(problems, key=lambda error: error.line or 0))
    data = _patched(known, source, rewritten, text_sha256(new))
    _prove(path, data, new, now, rewritten)
    moves = tuple(
        Move(old_one.name, old_one.line, old_one.text, was[name], now[name], changes)
        for name, (old_one, new_one) in rewritten.items()
        if (changes := _changes(old_one, new_one)) or was[name] != now[name]
    )
    return RebasedSource(path, source.text, len(quotes), moves, known, data)


def _places(quotes: list[Sought], passage: Passage, path: str) -> dict[str, Range]:
    """Where quotes stand, by name; without those that the text does not have, and those found by
    them."""
    finder = Finder(passage, path, [])
    places: dict[str, Range] = {}
    for sought in quotes:
        if all(name in places for name in (sought.content, sought.first) if name is not None):
            found = sought.found(finder, places)
            if found is not None:
                places[sought.quote.name] = found
    return places


@dataclass(frozen=True, slots=True)
class _Rebasing:
    source: Source
    old: Passage
    new: Passage
    was: Mapping[str, Range]
    targets: Mapping[Range, Range | Lost]
    problems: list[GoldError]

    def placed(
        self, quotes: list[Sought]
    ) -> tuple[dict[str, Range], dict[str, tuple[Quote, Quote]]]:
        """Where each quote stands now; each that was placed before as it was and will be."""
        finder = Finder(self.new, self.source.path, self.problems)
        requoting = Requoting(self.old, self.new)
        now: dict[str, Range] = {}
        rewritten: dict[str, tuple[Quote, Quote]] = {}
        for sought in quotes:
            quote = sought.quote
            was = self.was.get(quote.name)
            if any(n not in now for n in (sought.content, sought.first) if n is not None):
                # What it is found by has no place: that is said there.
                continue
            if was is None:
                found = sought.found(finder, now)
                if found is not None:
                    now[quote.name] = found
                continue
            target = self.targets[was]
            if isinstance(target, Lost):
                finder.complain(quote.line, f"{quote.name}: {self._why(quote, was, target)}")
                continue
            now[quote.name] = target
            rewritten[quote.name] = quote, requoting.at(sought, was, target, now).quote
        return now, rewritten

    def _why(self, quote: Quote, was: Range, lost: Lost) -> str:
        words = clipped(quote.text)
        lines = ", ".join(str(self.new.line(start)) for start, _ in lost.places[:8])
        there = f"(text lines {lines}{' …' if len(lost.places) > 8 else ''})"
        around = f"around it was {self._around(was)!r}"
        if lost.why == "gone":
            return f"{words!r} is not in the new text; {self.new.nearest(quote.text)}"
        if lost.why == "elsewhere":
            return (
                f"{words!r} stands in the new text {there}, but not with what stood around it; "
                f"{around}"
            )
        if lost.why == "unclear":
            return f"{words!r}: the new text does not tell which place it went to {there}; {around}"
        return f"{words!r} stands too often in these texts to be told apart; {around}"

    def _around(self, was: Range) -> str:
        text = self.old.text
        before = text[max(0, was[0] - AROUND) : was[0]]
        return f"{before}[{clipped(text[slice(*was)])}]{text[was[1] : was[1] + AROUND]}"


def _patched(
    known: bytes, source: Source, rewritten: Mapping[str, tuple[Quote, Quote]], sha256: str
) -> bytes:
    patches = Patches(known, parse_nodes(known, source.path, []))
    for old, new in rewritten.values():
        if old != new:
            patches.requote(old, new)
    patches.set_key("text_sha256", sha256, beside="text")
    return patches.applied()


def _prove(
    path: Path,
    data: bytes,
    new: str,
    now: Mapping[str, Range],
    rewritten: Mapping[str, tuple[Quote, Quote]],
) -> None:
    """See that the rewritten source means the places that were found.

    Raises:
        GoldErrors: it does not.
    """
    problems: list[GoldError] = []
    source = load_source(path, problems, data)
    passage = Passage.of(new)
    if source is not None:
        there = _places(list(quotes_of(source)), passage, source.path)
        for name, place in now.items():
            if there.get(name) != place:
                line = rewritten[name][0].line if name in rewritten else None
                text = clipped(new[slice(*place)])
                wrong = f"{name}: no quote was found that means {text!r} on text line "
                wrong += f"{passage.line(place[0])} alone: write this label by hand"
                problems.append(GoldError(wrong, path=source.path, line=line))
    if problems:
        raise GoldErrors(problems)


def _changes(old: Quote, new: Quote) -> tuple[str, ...]:
    values = (
        ("words", old.text, new.text),
        ("occurrence", old.occurrence, new.occurrence),
        ("in", old.within, new.within),
        ("in_occurrence", old.within_occurrence, new.within_occurrence),
    )
    return tuple(f"{key} {_shown(a)} -> {_shown(b)}" for key, a, b in values if a != b)


def _shown(value: str | int | None) -> str:
    return (
        "none" if value is None else repr(clipped(value)) if isinstance(value, str) else str(value)
    )
