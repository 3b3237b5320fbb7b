"""brat's standoff: a folder with a text and its annotations for each document.

Participants and meetings are events at their first place, whose arguments are the other places and
the meeting's participants; a statement is an ``Attribution`` with ``Content``, ``Source`` and
``Cue``, as in PolNeAR, so that ``gold.brat`` reads these files too. What is known of an item that
is no place is an attribute where brat has values to choose from, else JSON in a note. Offsets are
code points; a span over line ends is cut into fragments there, as brat wants it.
``documents.jsonl`` has what annotators do not change. (https://brat.nlplab.org/standoff.html)

A folder without that file is somebody else's corpus: ``gold.brat`` reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from communique.errors import GoldError, UsageError
from communique.exchange.items import (
    FIELDS,
    PRIMARY,
    Claim,
    Found,
    Item,
    Kind,
    Labeled,
    Place,
    head_of,
    items_of,
)
from communique.exchange.json_values import mapping, read_json
from communique.exchange.losses import Losses
from communique.exchange.rebuilding import failure
from communique.gold.brat import SPAN_LINE, load_brat, roles_of
from communique.outputs.encodable import json_of
from communique.records import Failure

__all__ = ["OWNS", "read", "write"]

HEADS = "documents.jsonl"
OWNS = ("*.txt", "*.ann", "annotation.conf", HEADS)

_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""Where brat, as Python, ends a line."""

_EVENTS: Mapping[Kind, str] = {
    "participant": "Participant",
    "meeting": "Meeting",
    "statement": "Attribution",
}
_ROLES: Mapping[tuple[Kind, str], str] = {
    **{(kind, role): role.capitalize() for kind, roles in FIELDS.items() for role in roles},
    ("participant", "mention"): "Mention",
    ("meeting", "evidence"): "Evidence",
    ("statement", "content"): "Content",
    ("statement", "speaker_mention"): "Source",
}
_BACK = {(_EVENTS[kind], name): role for (kind, role), name in _ROLES.items()}
_FLAGS: Mapping[str, bool] = {"nested": False, "core": True, "optional": False}
"""What they are where nothing is said; the attribute says that it is otherwise."""
_MARK = {"nested": "Nested", "core": "Arguable", "optional": "Optional"}
_NUMBER = re.compile(r"(.*?)\d*")

CONFIGURATION = """\
[entities]
Discard
Content
Source
Cue
Mention
Title
Country
Organization
Evidence
Kind
Date
Place
Organizer

[relations]
<OVERLAP>	Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]
Participant	Mention*:Mention, Title*:Title, Country*:Country, Organization*:Organization
Meeting	Evidence*:Evidence, Kind*:Kind, Date*:Date, Place*:Place, Organizer*:Organizer, \
Participant*:Participant
Attribution	Content:Content, Source?:Source, Cue?:Cue

[attributes]
Kind	Arg:Attribution, Value:direct|mixed|indirect
Held	Arg:Meeting, Value:call|video_call|bilateral_meeting|multilateral_meeting|summit|other
Nested	Arg:Attribution
Arguable	Arg:Attribution
Optional	Arg:Participant
"""


def write(documents: Iterable[Labeled], path: Path, losses: Losses) -> None:
    """A folder with a text and annotations for each document, named by its number and id."""
    path.mkdir()
    (path / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    with (path / HEADS).open("x", encoding="utf-8", newline="") as heads:
        for number, document in enumerate(documents, 1):
            # Of the id only letters that no file system takes for anything else.
            short = re.sub("[^A-Za-z0-9_-]+", "_", document.document_id)[:60]
            name = f"{number:06}-{short}"
            (path / f"{name}.txt").write_bytes(document.text.encode())
            lines = "".join(f"{line}\n" for line in _Lines(document, losses).all())
            (path / f"{name}.ann").write_bytes(lines.encode())
            heads.write(json_of({"file": name, **head_of(document)}) + "\n")


class _Lines:
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
        event, primary = _EVENTS[item.kind], PRIMARY[item.kind]
        arguments: list[str] = []
        lines: list[str] = []
        first: Claim | None = None
        seen: dict[str, int] = {}
        for place in (*item.having(primary), *(p for p in item.places if p.role != primary)):
            role = _ROLES.get((item.kind, place.role))
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
        for flag, usual in _FLAGS.items():
            if values.pop(flag, usual) != usual:
                yield f"{self._next('A')}\t{_MARK[flag]} {event}"
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


def read(path: Path) -> Iterator[Found | Failure]:
    """What a folder has of each document."""
    if not path.is_dir():
        raise UsageError(f"{path}: not a folder with .txt and .ann files")
    if not (path / HEADS).is_file():
        try:
            for document in load_brat(path):
                items = tuple(items_of(document))
                yield Found(head_of(document), items, str(path), document.text)
        except GoldError as error:
            yield failure(str(path), error.message)
        return
    heads = {}
    try:
        for _, value in read_json(path / HEADS):
            heads[str(mapping(value).get("file"))] = mapping(value)
    except ValueError as error:
        yield failure(str(path), f"{path / HEADS}: not JSON: {error}")
    for file in sorted(path.glob("*.ann")):
        head = heads.get(file.stem, {"document_id": file.stem, "gold": True})
        try:
            text = file.with_suffix(".txt").read_bytes().decode("utf-8")
            lines = file.read_bytes().decode("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            yield failure(file.stem, f"{file}: it or its text cannot be read: {error}")
            continue
        items, notes = _Standoff(str(file), text, lines).items()
        yield Found(head, items, str(file), text, notes)


class _Standoff:
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
        kinds = {event: kind for kind, event in _EVENTS.items()}
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
                elif target in self.marks and (event, role) in _BACK:
                    found = self.marks[target][1]
                    places += (Place(_BACK[event, role], p.claim, p.where) for p in found)
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
        for flag, mark in _MARK.items():
            if mark == name:
                mine[flag] = not _FLAGS[flag]

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
