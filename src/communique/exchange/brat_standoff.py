"""The lines of an ``.ann`` file → items with claimed places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from communique.exchange.brat_terms import BACK, EVENTS, FLAGS, MARKS
from communique.exchange.items import PRIMARY, Claim, Item, Kind, Place
from communique.gold.brat import SPAN_LINE, roles_of

__all__ = ["Standoff"]

_NUMBER = re.compile(r"(.*?)\d*")


class Standoff:
    """The lines of one file, by what they are."""

    def __init__(self, where: str, text: str, lines: Sequence[str]) -> None:
        self.marks: dict[str, tuple[str, list[Place]]] = {}
        self.events: dict[str, tuple[str, dict[str, str], str]] = {}
        self.values: dict[str, dict[str, Any]] = {}
        self.notes: list[str] = []
        for number, line in enumerate((one.rstrip("\r") for one in lines), 1):
            at = f"{where}:{number}"
            if found := SPAN_LINE.fullmatch(line):
                places = [Place("", claim, f"{at} {found[1]}") for claim in _claims(text, found)]
                self.marks[found[1]] = (found[2], places)
            elif line.startswith("E") and line.count("\t") == 1 and ":" in line:
                name, rest = line.split("\t")
                self.events[name] = (rest.split(":", 1)[0], roles_of(line), at)
            elif line.startswith(("A", "M")):
                self._attribute(line.split("\t")[-1].split())
            elif line.startswith("#"):
                self._note(line.split("\t", 2))
            elif line.strip():
                self.notes.append(f"{at}: not understood: {line[:60]!r}")

    def items(self) -> tuple[tuple[Item, ...], tuple[str, ...]]:
        """The items in the order of a line, and what was not understood."""
        kinds = {event: kind for kind, event in EVENTS.items()}
        made: dict[Kind, list[Item]] = {kind: [] for kind in PRIMARY}
        for name, (event, roles, at) in self.events.items():
            if event not in kinds:
                self.notes.append(f"{at}: {event[:60]!r} is no event of communique's")
                continue
            values = self.values.get(name, {})
            places: list[Place] = []
            people: list[Any] = []
            for numbered, target in roles.items():
                role = _NUMBER.fullmatch(numbered)[1]  # type: ignore[index]
                if role == "Participant" and target in self.events:
                    people.append(self.values.get(target, {}).get("name"))
                elif target in self.marks and (event, role) in BACK:
                    found = self.marks[target][1]
                    places += (Place(BACK[event, role], p.claim, p.where) for p in found)
                else:
                    self.notes.append(f"{at}: {numbered}:{target} is no argument of communique's")
            if event == "Meeting":
                values = {"participants": people, **values}
            made[kinds[event]] += _each(Item(kinds[event], values, tuple(places), at))
        for label, places in self.marks.values():
            if label == "Discard":
                for p in places:
                    place = Place("boilerplate", p.claim, p.where)
                    made["boilerplate"].append(Item("boilerplate", {}, (place,), p.where))
        return tuple(item for found in made.values() for item in found), tuple(self.notes)

    def _attribute(self, words: Sequence[str]) -> None:
        name, event, *value = (*words, "", "")[:3] if len(words) > 1 else ("", "")
        mine = self.values.setdefault(event, {})
        if name in ("Kind", "Held"):
            mine["kind"] = value[0].replace("_", " ")
        for flag, mark in MARKS.items():
            if mark == name:
                mine[flag] = not FLAGS[flag]

    def _note(self, parts: Sequence[str]) -> None:
        """JSON in a note of ours; one of an annotator's is passed over."""
        target = parts[1].split() if len(parts) == 3 else []
        try:
            values = json.loads(parts[2]) if len(target) == 2 else None
        except (ValueError, RecursionError):
            return
        if isinstance(values, dict):
            self.values[target[1]] = {**values, **self.values.get(target[1], {})}


def _each(item: Item) -> Iterator[Item]:
    """A statement for each content: in several fragments, with words between, they are several."""
    contents = item.having("content")
    if item.kind != "statement" or len(contents) < 2:
        yield item
        return
    rest = tuple(place for place in item.places if place.role != "content")
    for content in contents:
        yield Item(item.kind, item.values, (content, *rest), item.where)


def _claims(text: str, line: re.Match[str]) -> list[Claim]:
    """What a T line claims: one place, or several where words stand between its fragments."""
    # Digits no text needs are no number to Python either.
    pieces = [tuple(int(at[:18]) for at in piece.split()) for piece in line[3].split(";")]
    words, (first, last) = line[4] or "", (pieces[0][0], pieces[-1][-1])
    blank = all(a[-1] <= b[0] and not text[a[-1] : b[0]].strip() for a, b in pairwise(pieces))
    lengths = [piece[-1] - piece[0] for piece in pieces]
    if blank or sum(lengths) + len(pieces) - 1 != len(words):
        return [Claim(first, last, words)]
    claims = []
    for piece, length in zip(pieces, lengths, strict=True):
        claims.append(Claim(piece[0], piece[-1], words[:length]))
        words = words[length + 1 :]
    return claims
