"""A document → the lines of its ``.ann`` file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from communique.exchange.brat_terms import EVENTS, FLAGS, MARKS, ROLES
from communique.exchange.items import PRIMARY, Claim, Item, Kind, Labeled, items_of
from communique.exchange.losses import Losses
from communique.outputs.encodable import json_of

__all__ = ["Lines"]

_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""Where brat, as Python, ends a line."""


class Lines:
    """The annotations of one document, numbered."""

    def __init__(self, document: Labeled, losses: Losses) -> None:
        self._items = list(items_of(document))
        self._losses = losses
        self._used = dict.fromkeys("TEA#", 0)
        self._events: dict[str, str] = {}
        """Of participants, by their names."""

    def all(self) -> Iterator[str]:
        for item in self._items:
            if item.kind == "boilerplate":
                yield from self._mark("Discard", item.places[0].claim)[1]
            else:
                yield from self._event(item)

    def _event(self, item: Item) -> Iterator[str]:
        event, primary = EVENTS[item.kind], PRIMARY[item.kind]
        arguments: list[str] = []
        lines: list[str] = []
        first: Claim | None = None
        seen: dict[str, int] = {}
        for place in (*item.having(primary), *(p for p in item.places if p.role != primary)):
            role = ROLES.get((item.kind, place.role))
            if role is None:
                self._losses.note(f"proofs of {place.role!r}, which is no field of communique's")
                continue
            name, made = self._mark(role, place.claim)
            if name is None:
                continue
            lines += made
            first = first or (place.claim if place.role == primary else None)
            seen[role] = seen.get(role, 0) + 1
            arguments.append(f"{role}{seen[role] if seen[role] > 1 else ''}:{name}")
        if first is None:
            self._losses.note("items that stand nowhere in the text")
            return
        cues = item.having("cue") if item.kind == "statement" else ()
        trigger, made = self._mark(event, cues[0].claim if cues else first)
        mine = self._next("E")
        values = dict(item.values)
        if item.kind == "participant":
            self._events.setdefault(values["name"], mine)
        if item.kind == "meeting" and all(one in self._events for one in values["participants"]):
            for number, one in enumerate(values.pop("participants"), 1):
                arguments.append(f"Participant{number if number > 1 else ''}:{self._events[one]}")
        yield from (*lines, *made)
        yield f"{mine}\t{event}:{trigger} {' '.join(arguments)}"
        yield from self._known(mine, item.kind, values)

    def _known(self, event: str, kind: Kind, values: dict[str, Any]) -> Iterator[str]:
        sort = values.pop("kind", None)
        if sort is not None:
            name = "Held" if kind == "meeting" else "Kind"
            yield f"{self._next('A')}\t{name} {event} {sort.replace(' ', '_')}"
        for flag, usual in FLAGS.items():
            if values.pop(flag, usual) != usual:
                yield f"{self._next('A')}\t{MARKS[flag]} {event}"
        told = {key: value for key, value in values.items() if value is not None}
        note = _BREAKS.sub(lambda m: json.dumps(m[0])[1:-1], json_of(told))
        yield f"{self._next('#')}\tAnnotatorNotes {event}\t{note}"

    def _mark(self, label: str, claim: Claim) -> tuple[str | None, list[str]]:
        """A T line, None where nothing of the claim but line ends is left."""
        start, text = claim.start or 0, claim.exact
        cuts = [m.span() for m in _BREAKS.finditer(text)]
        edges = zip([0, *(end for _, end in cuts)], [*(s for s, _ in cuts), len(text)], strict=True)
        pieces = [(a, b) for a, b in edges if text[a:b].strip()]
        if not pieces:
            self._losses.note("spans of nothing but white space")
            return None, []
        if (pieces[0][0], pieces[-1][1]) != (0, len(text)):
            self._losses.note("line ends at the ends of a span: it is written without them")
        name = self._next("T")
        offsets = ";".join(f"{start + a} {start + b}" for a, b in pieces)
        words = " ".join(text[a:b] for a, b in pieces).replace("\t", " ")
        return name, [f"{name}\t{label} {offsets}\t{words}"]

    def _next(self, letter: str) -> str:
        self._used[letter] += 1
        return f"{letter}{self._used[letter]}"
