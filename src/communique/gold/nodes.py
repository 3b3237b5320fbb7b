"""YAML nodes that know where they stand, read with the type that is expected of them.

The composed node tree is read, not constructed values: every scalar keeps its line and its
characters, so that a quote ``2022`` or ``No`` stays the string it is in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from communique.errors import GoldError
from communique.gold.composing import DEEPEST, compose
from communique.gold.problems import shown

__all__ = ["Node", "check_source", "load_nodes", "nodes_of", "parse_nodes", "read_bytes"]

MOST_BYTES = 2_000_000
"""Of a source file; what ``compose`` leaves is read at some 300 kB a second."""

_BRACKET = re.compile(r"[\[\]{}]")
_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {
    _TAG + name
    for name in ("str", "null", "bool", "int", "float", "timestamp", "map", "seq", "merge")
}


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML node, the file it stands in, and its name there (``statements[3].cue``).

    What is wrong but does not stop the reading is added to ``problems``, shared by all nodes of
    a file.
    """

    raw: YamlNode
    path: str
    name: str
    problems: list[GoldError] = field(default_factory=list, repr=False, compare=False)

    @property
    def line(self) -> int:
        """The line it begins on, 1-based."""
        return int(self.raw.start_mark.line) + 1

    @property
    def is_null(self) -> bool:
        return isinstance(self.raw, ScalarNode) and self.raw.tag == _TAG + "null"

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.raw, MappingNode)

    @property
    def is_sequence(self) -> bool:
        return isinstance(self.raw, SequenceNode)

    def error(self, message: str) -> GoldError:
        """An error that stands at this node."""
        where = f"{self.name}: " if self.name else ""
        return GoldError(where + message, path=self.path, line=self.line)

    def mapping(self, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Node]:
        """The values by key; a key with a null value counts as given.

        Unknown keys and keys given twice are added to ``problems``.

        Raises:
            GoldError: not a mapping, or a required key is missing.
        """
        if not isinstance(self.raw, MappingNode):
            raise self._wrong_type("a mapping (key: value)")
        found: dict[str, Node] = {}
        known = (*required, *optional)
        for key_node, value_node in self.raw.value:
            key = str(key_node.value)
            name = f"{self.name}.{key}" if self.name else key
            at_key = replace(self, raw=key_node, name=name)
            if key not in known:
                wrong = f"unknown key; known here: {', '.join(known)}"
                self.problems.append(at_key.error(wrong))
            elif key in found:
                wrong = f"given twice, first on line {found[key].line}"
                self.problems.append(at_key.error(wrong))
            else:
                found[key] = replace(self, raw=value_node, name=name)
        missing = [key for key in required if key not in found]
        if missing:
            raise self.error(f"missing: {', '.join(missing)}")
        return found

    def sequence(self) -> list[Node]:
        """The items of a list."""
        if not isinstance(self.raw, SequenceNode):
            raise self._wrong_type("a list ([] for none)")
        return [
            replace(self, raw=item, name=f"{self.name}[{i}]")
            for i, item in enumerate(self.raw.value)
        ]

    def text(self) -> str:
        """The characters of a non-empty scalar, whatever YAML would make of them."""
        if not isinstance(self.raw, ScalarNode) or self.is_null:
            raise self._wrong_type("text")
        value = str(self.raw.value)
        if not value.strip():
            raise self.error("empty text; write null where there is nothing")
        return value

    def boolean(self) -> bool:
        """``true`` or ``false``."""
        if isinstance(self.raw, ScalarNode) and self.raw.tag == _TAG + "bool":
            return str(self.raw.value).lower() == "true"
        raise self._wrong_type("true or false")

    def count(self) -> int:
        """A whole number from 1."""
        if isinstance(self.raw, ScalarNode) and self.raw.tag == _TAG + "int":
            value = str(self.raw.value)
            # More digits than any count has, and than Python makes a number of.
            if value.isascii() and value.isdigit() and len(value) <= 9 and int(value) > 0:
                return int(value)
        raise self._wrong_type("a whole number from 1")

    def choice(self, options: Sequence[str]) -> str:
        """One of ``options``."""
        value = self.text()
        if value not in options:
            raise self.error(f"{value!r} is not one of: {', '.join(options)}")
        return value

    def _wrong_type(self, wanted: str) -> GoldError:
        found = (
            "a list"
            if self.is_sequence
            else "a mapping"
            if self.is_mapping
            else "null"
            if self.is_null
            else repr(self.raw.value)
        )
        return self.error(f"must be {wanted}, is {found}")


def load_nodes(path: Path, problems: list[GoldError]) -> Node:
    """The root node of a YAML file; its nodes share ``problems``.

    Raises:
        GoldError: not readable, or not what ``parse_nodes`` reads.
    """
    return parse_nodes(read_bytes(path), shown(path), problems)


def read_bytes(path: Path) -> bytes:
    """What a YAML file holds; of one that is too long, the beginning, still too long to parse.

    Raises:
        GoldError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise GoldError(f"cannot be read: {error.strerror}", path=shown(path)) from error


def parse_nodes(data: bytes, name: str, problems: list[GoldError]) -> Node:
    """The root node of YAML, which errors call ``name``; its nodes share ``problems``.

    Their marks count characters of the text without a byte order mark.

    Raises:
        GoldError: too long, not UTF-8, not one YAML document; a tag such as ``!!python``, an alias
            of more than a scalar, lists nested too deep.
    """
    if len(data) > MOST_BYTES:
        raise _too_long(name)
    try:
        raw = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise GoldError("not UTF-8 text", path=name, line=line) from error
    _check_depth(raw, name)
    return nodes_of(raw, name, problems)


def nodes_of(raw: str, name: str, problems: list[GoldError]) -> Node:
    """The root node of YAML that ``check_source`` lets pass; ``name`` is its file's in errors.

    Raises:
        GoldError: not one YAML document; a tag, an alias of more than a scalar.
    """
    try:
        root = compose(raw) or _composed(raw)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = None if mark is None else int(mark.line) + 1
        reason = "; ".join(str(part) for part in (error.context, error.problem) if part)
        raise GoldError(f"not YAML: {reason}", path=name, line=at) from error
    except YAMLError as error:
        position = getattr(error, "position", 0)
        line = raw.count("\n", 0, position) + 1
        raise GoldError(f"not YAML: {_first_line(error)}", path=name, line=line) from error
    except RecursionError as error:
        raise GoldError("not YAML that can be read: nested too deep", path=name) from error
    except ValueError as error:
        raise GoldError(f"not YAML: {_first_line(error)}", path=name) from error
    if root is None:
        raise GoldError("the file is empty", path=name)
    node = Node(root, name, "", problems)
    _refuse_aliases_and_tags(node)
    return node


def _composed(raw: str) -> YamlNode | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False  # an anchor may be set anew
    root: YamlNode | None = yaml.compose(raw)
    return root


def check_source(raw: str, name: str) -> None:
    """See that a file with these characters can be read.

    Raises:
        GoldError: too long, or lists nested too deep.
    """
    if len(raw.encode()) > MOST_BYTES:
        raise _too_long(name)
    _check_depth(raw, name)


def _too_long(name: str) -> GoldError:
    return GoldError(f"more than {MOST_BYTES} bytes: cut it into several files", path=name)


def _check_depth(raw: str, name: str) -> None:
    """See that brackets do not nest deeper than labels do: ruamel takes cubic time over them.

    Brackets inside of quotes count, too; so many never stay open there.
    """
    depth = 0
    for found in _BRACKET.finditer(raw):
        depth = depth + 1 if found[0] in "[{" else max(0, depth - 1)
        if depth > DEEPEST:
            line = raw.count("\n", 0, found.start()) + 1
            raise GoldError("not YAML that can be read: nested too deep", path=name, line=line)


def _refuse_aliases_and_tags(root: Node) -> None:
    seen: set[int] = set()
    for raw in _walk(root.raw):
        if id(raw) in seen and not isinstance(raw, ScalarNode):
            # A short file of aliases can stand for millions of labels, or for itself.
            raise Node(raw, root.path, "").error(
                "an alias (*name) stands for this list or mapping: write it out where it is meant"
            )
        seen.add(id(raw))
        if raw.tag not in _PLAIN_TAGS:
            tag = str(raw.tag).replace(_TAG, "!!")
            raise Node(raw, root.path, "").error(
                f"YAML tag {tag} is not allowed; put text that begins with ! in quotation marks"
            )


def _walk(root: YamlNode) -> Iterator[YamlNode]:
    """Every node, in order; one that has an alias comes again."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, MappingNode):
            waiting.extend(part for pair in reversed(node.value) for part in reversed(pair))
        elif isinstance(node, SequenceNode):
            waiting.extend(reversed(node.value))


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
