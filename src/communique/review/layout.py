"""Rewriting a source where labels changed and nowhere else: comments and order of the rest stay.

A source is cut into its top-level keys, and the lists of labels into their items, each with the
comments before it. ``gold/writing`` writes all of a document anew; of that, only those items are
taken whose labels are no longer what the source said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ruamel.yaml.nodes import MappingNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from communique.errors import GoldError
from communique.gold.nodes import Node

__all__ = ["LISTS", "Item", "Layout", "Part", "cut", "merged"]

LISTS = ("participants", "meetings", "statements", "boilerplate")

_ITEM = re.compile(r"( *)- ")
_ASIDE = re.compile(r"\s*(#.*)?\n?")


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a source, and the comments and blank lines before them."""

    lead: str
    body: str

    @property
    def comments(self) -> str:
        """All whole-line comments, those between the lines too."""
        inner = [line for line in self.body.splitlines(keepends=True) if _is_comment(line)]
        return self.lead + "".join(inner)


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level key: its line, and the items of a list; of other keys all is ``head``."""

    head: Part
    items: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    sections: Mapping[str, Section]
    """By key, in the order of the file."""
    tail: str = ""

    def text(self) -> str:
        parts = [p for s in self.sections.values() for p in (s.head, *s.items)]
        return "".join(p.lead + p.body for p in parts) + self.tail


@dataclass(frozen=True, slots=True)
class Item:
    """What becomes of an item of a list: ``kept`` as it is in the old layout, else written anew
    with the comments of ``old`` (its number there, None for new ones)."""

    old: int | None
    kept: bool


def cut(text: str, root: Node) -> Layout:
    """The layout of a source whose nodes are ``root``.

    Raises:
        GoldError: it is not laid out key by key and item by item, or its parts refer to one
            another (anchors).
    """
    if not isinstance(root.raw, MappingNode) or _has_anchors(root.raw):
        raise root.error("has anchors, to which other lines may refer")
    lines = text.splitlines(keepends=True)
    keys = [(str(key.value), key.start_mark.line, value) for key, value in root.raw.value]
    starts = [line for _, line, _ in keys]
    if len(set(starts)) != len(starts) or any(key.start_mark.column for key, _ in root.raw.value):
        raise root.error("several keys share a line")
    end = _before_asides(lines, len(lines), starts[-1])
    sections = {}
    at = 0
    for (name, line, value), after in zip(keys, (*starts[1:], len(lines)), strict=True):
        stop = end if after == len(lines) else _before_asides(lines, after, line)
        lead = "".join(lines[at:line])
        items = _item_lines(lines, value, line, stop) if name in LISTS else []
        sections[name] = _section(lead, lines, [line, *items], stop)
        at = stop
    return Layout(sections, "".join(lines[end:]))


def _has_anchors(node: YamlNode) -> bool:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.anchor is not None:
            return True
        if isinstance(one, MappingNode):
            waiting += [part for pair in one.value for part in pair]
        elif isinstance(one, SequenceNode):
            waiting += one.value
    return False


def _item_lines(lines: Sequence[str], value: object, key: int, stop: int) -> list[int]:
    """The lines that the items of a list begin on; none for one in brackets."""
    if not isinstance(value, SequenceNode) or value.flow_style or not value.value:
        return []
    found = [int(item.start_mark.line) for item in value.value]
    whole = all(_ITEM.match(lines[line]) for line in found)
    if not whole or len(set(found)) != len(found) or found[0] <= key or found[-1] >= stop:
        raise GoldError("a list whose items share lines", path="")
    return found


def _section(lead: str, lines: Sequence[str], starts: Sequence[int], stop: int) -> Section:
    parts = []
    for number, line in enumerate(starts):
        after = starts[number + 1] if number + 1 < len(starts) else None
        end = stop if after is None else _before_asides(lines, after, line)
        parts.append(Part(lead, "".join(lines[line:end])))
        lead = "" if after is None else "".join(lines[end:after])
    return Section(parts[0], tuple(parts[1:]))


def _before_asides(lines: Sequence[str], at: int, least: int) -> int:
    """Where the blank lines and comments begin that stand right before ``lines[at]``."""
    while at > least + 1 and _ASIDE.fullmatch(lines[at - 1]):
        at -= 1
    return at


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def merged(old: Layout, opened: Layout, new: Layout, items: Mapping[str, Sequence[Item]]) -> Layout:
    """``old`` with what changed between ``opened`` and ``new``.

    Args:
        old: as people wrote the file.
        opened: the labels as the file was opened, as a program writes them.
        new: the labels now, likewise.
        items: by list, what becomes of each item of ``new``, in its order.
    """
    order = list(old.sections)
    for name, before in zip(new.sections, (None, *new.sections), strict=False):
        told = name == "text_sha256" or new.sections[name] != opened.sections.get(name)
        if name not in order and told:
            order.insert(order.index(before) + 1 if before in order else 0, name)
    sections = {}
    for name in (name for name in order if name in new.sections):
        ours, theirs = old.sections.get(name), new.sections[name]
        if ours is None:
            sections[name] = theirs
        elif name in LISTS:
            sections[name] = _list(ours, theirs, items[name])
        elif opened.sections.get(name) == theirs:
            sections[name] = ours
        else:
            sections[name] = Section(replace(theirs.head, lead=ours.head.comments))
    return replace(old, sections=sections)


def _list(old: Section, new: Section, items: Sequence[Item]) -> Section:
    if not items and not old.items:
        return old
    if not old.items or not new.items:
        return Section(replace(new.head, lead=old.head.lead), new.items)
    indent = len(_indent(old.items[0])) - len(_indent(new.items[0]))
    placed: list[tuple[int | None, Part]] = []
    for item, fresh in zip(items, new.items, strict=True):
        part = _shifted(fresh, indent)
        if item.old is not None:
            before = old.items[item.old]
            part = before if item.kept else replace(part, lead=before.comments)
        placed.append((item.old, part))
    return Section(old.head, tuple(_in_old_order(placed)))


def _in_old_order(placed: Sequence[tuple[int | None, Part]]) -> list[Part]:
    """Old items in the order of the old file, new ones after the one they follow in the text."""
    groups: dict[int, list[Part]] = {-1: []}
    last = -1
    for number, part in placed:
        if number is not None:
            last = number
        groups.setdefault(last, []).append(part)
    return [part for number in sorted(groups) for part in groups[number]]


def _indent(part: Part) -> str:
    found = _ITEM.match(part.body)
    return found[1] if found else ""


def _shifted(part: Part, by: int) -> Part:
    lines = part.body.splitlines(keepends=True)
    if by < 0:
        return replace(part, body="".join(line[-by:] for line in lines))
    return replace(part, body="".join(" " * by + line for line in lines))
