"""Labels rewritten where they stand in a source: comments, order and layout stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from communique.errors import GoldError
from communique.gold.nodes import Node
from communique.gold.source import Quote

__all__ = ["Patch", "Patches"]

_ANCHOR = re.compile(r"&\S+\s+")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_KEYS = {
    "from": ("from", "occurrence", "in", "in_occurrence"),
    "to": ("to", "to_occurrence", "in", "in_occurrence"),
}
"""What a region calls the words of its ends, and which occurrence is meant."""


@dataclass(frozen=True, slots=True)
class Patch:
    """``[start, end)`` of the file's characters, and what comes there instead."""

    start: int
    end: int
    text: str


class Patches:
    """Changes of one source file, collected and then made all at once."""

    def __init__(self, data: bytes, root: Node) -> None:
        self._mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        self._raw = data.decode("utf-8-sig")
        self._root = root
        self._line_end = "\r\n" if "\r\n" in self._raw else "\n"
        self._nodes = dict(_named(root.raw, ""))
        self._patches: dict[tuple[int, int], Patch] = {}

    def applied(self) -> bytes:
        """The file with every change."""
        parts, at = [], 0
        for patch in sorted(self._patches.values(), key=lambda patch: (patch.start, patch.end)):
            parts += [self._raw[at : patch.start], patch.text]
            at = patch.end
        return self._mark + "".join([*parts, self._raw[at:]]).encode()

    def requote(self, old: Quote, new: Quote) -> None:
        """Write the quote ``new`` where ``old`` stands.

        Raises:
            GoldError: the same node is to be written otherwise already (an alias).
        """
        path, _, last = old.name.rpartition(".")
        node = self._nodes[old.name]
        if last in _KEYS:
            keys, node = _KEYS[last], self._nodes[path]
        else:
            keys = "quote", "occurrence", "in", "in_occurrence"
        values = new.text, new.occurrence, new.within, new.within_occurrence
        given = old.text, old.occurrence, old.within, old.within_occurrence
        changed = [
            (key, value)
            for key, value, before in zip(keys, values, given, strict=True)
            if value != before and value is not None
        ]
        if isinstance(node, ScalarNode):
            self._scalar(node, changed, new)
        elif isinstance(node, MappingNode):
            for key, value in changed:
                self._entry(node, keys[0], key, value)

    def set_key(self, key: str, value: str, beside: str) -> None:
        """Write a top-level key, where it is not there before the key ``beside``."""
        root = self._root.raw
        if not isinstance(root, MappingNode):
            return  # no source that could be read
        pairs = {str(k.value): (k, v) for k, v in root.value}
        if key in pairs:
            node = pairs[key][1]
            blank = "" if self._written(node) else " "
            self._put(node.start_mark.index, node.end_mark.index, blank + value)
        else:
            node = pairs[beside][0]
            between = ", " if root.flow_style else self._line_end + " " * node.start_mark.column
            at = node.start_mark.index
            self._put(at, at, f"{key}: {value}{between}")

    def _scalar(
        self, node: ScalarNode, changed: Sequence[tuple[str, str | int]], new: Quote
    ) -> None:
        """A plain quote: other words, or a mapping of it and what tells it apart."""
        written = self._written(node)
        anchor = found[0] if (found := _ANCHOR.match(written)) else ""
        after = written[len(written.rstrip()) :]
        further = [(key, value) for key, value in changed if key != "quote"]
        if further:
            words = _scalar(new.text, written[len(anchor) :].rstrip())
            rest = "".join(f", {key}: {_value(value)}" for key, value in further)
            text = f"{{quote: {words}{rest}}}"
        elif changed:
            text = _scalar(new.text, written[len(anchor) :].rstrip())
        else:
            return
        self._put(node.start_mark.index, node.end_mark.index, anchor + text + after)

    def _entry(self, mapping: MappingNode, words: str, key: str, value: str | int) -> None:
        """A key of a mapping: its value changed, or the key put in after that of the words."""
        pairs = {str(k.value): (k, v) for k, v in mapping.value}
        if key in pairs:
            node = pairs[key][1]
            written = self._written(node)
            anchor = found[0] if (found := _ANCHOR.match(written)) else ""
            text = _value(value, written[len(anchor) :].rstrip())
            after = written[len(written.rstrip()) :]
            self._put(node.start_mark.index, node.end_mark.index, anchor + text + after)
            return
        key_node, node = pairs[words]
        at = node.end_mark.index
        if mapping.flow_style:
            self._put(at, at, f", {key}: {_value(value)}")
            return
        entry = " " * key_node.start_mark.column + f"{key}: {_value(value)}"
        if self._raw[at - 1 : at] != "\n":
            end = self._raw.find("\n", at)
            at = len(self._raw) if end < 0 else end + 1
        if self._raw[at - 1 : at] == "\n":
            self._put(at, at, entry + self._line_end)
        else:
            self._put(at, at, self._line_end + entry)

    def _written(self, node: YamlNode) -> str:
        return self._raw[node.start_mark.index : node.end_mark.index]

    def _put(self, start: int, end: int, text: str) -> None:
        there = self._patches.get((start, end))
        if there is not None and start == end:
            text = there.text + text  # two keys put in at one place
        elif there is not None and there.text != text:
            line = self._raw.count("\n", 0, start) + 1
            raise GoldError(
                "an alias (*name) stands for these words elsewhere, where others are needed now: "
                "write them out there",
                path=self._root.path,
                line=line,
            )
        self._patches[start, end] = Patch(start, end, text)


def _named(node: YamlNode, name: str) -> Iterator[tuple[str, YamlNode]]:
    """Every node by its name (``Node.name``); of a key given twice, the first."""
    yield name, node
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key_node, value in node.value:
            key = str(key_node.value)
            if key not in seen:
                seen.add(key)
                yield from _named(value, f"{name}.{key}" if name else key)
    elif isinstance(node, SequenceNode):
        for i, item in enumerate(node.value):
            yield from _named(item, f"{name}[{i}]")


def _value(value: str | int, like: str = "") -> str:
    return str(value) if isinstance(value, int) else _scalar(value, like)


def _scalar(text: str, like: str) -> str:
    """``text`` as YAML, in flow context too; in the quotation marks of ``like`` where it can be."""
    if like.startswith("'") and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if not like.startswith(('"', "|", ">")) and _is_plain(text):
        return text
    written = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _is_plain(text: str) -> bool:
    """Whether YAML reads ``text`` without quotation marks as these characters."""
    if not text.isprintable() or any(char in "[]{},#" for char in text):
        return False
    try:
        root = YAML(typ="safe", pure=True).compose(f"[{text}]")
    except (YAMLError, ValueError):
        return False
    items = root.value
    return (
        len(items) == 1
        and isinstance(items[0], ScalarNode)
        and items[0].style is None
        and items[0].anchor is None
        and items[0].value == text
        and str(items[0].tag) == "tag:yaml.org,2002:str"
    )
