"""Nodes scanned by libyaml are those that ruamel composes, or it is left to ruamel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

from communique.gold.composing import compose
from communique.gold.writing import write_document

from .made import documents

ROOT = Path(__file__).parents[2]
PIECES = (
    "a", "b: ", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ",", ": ", "'", '"', "# c", "&x ",
    "*x", "!t ", "|-\n  ", ">\n  ", "? ", "~", "null", "2031-05-06", "10:30", "yes", "No", "012",
    "é", "😀", "\\n", "\\/", "%", "<<: ", "--- ", "\u00a0", "\x07", "\u2028", "\x85", "\t",
    "\ufeff",
)  # fmt: skip


def by_ruamel(raw: str) -> Any:
    reader = YAML(typ="safe", pure=True)
    reader.composer.warn_double_anchors = False
    return reader.compose(raw)


def told(node: Any) -> Any:
    """All of a tree: types, values, where each node begins, and where each scalar ends."""
    start = (node.start_mark.index, node.start_mark.line, node.start_mark.column)
    if isinstance(node, ScalarNode):
        return str(node.tag), node.value, start, node.end_mark.index
    if isinstance(node, MappingNode):
        return str(node.tag), start, [(told(key), told(value)) for key, value in node.value]
    return str(node.tag), start, list(map(told, node.value))


@pytest.mark.parametrize("folder", ["sources", "annotators", "challenge"])
def test_every_file_of_the_project_is_composed_alike(folder: str) -> None:
    for path in sorted((ROOT / "gold" / folder).rglob("*.yaml"))[:8]:
        raw = path.read_text("utf-8")
        assert told(compose(raw)) == told(by_ruamel(raw))


@given(documents())
@settings(max_examples=20, deadline=None)
def test_what_is_written_is_composed_alike(document: Any) -> None:
    raw = write_document(document, "a.txt")
    assert told(compose(raw)) == told(by_ruamel(raw))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
@settings(max_examples=400, deadline=None)
def test_what_both_understand_they_understand_alike(raw: str) -> None:
    """But for where in the file an empty value stands."""
    found = compose(raw)
    if found is not None:
        try:
            expected = by_ruamel(raw)
        except YAMLError:  # a little more is understood: an odd key, a comment after a "|"
            return
        assert _without_empty(told(found)) == _without_empty(told(expected))


@pytest.mark.parametrize(
    "raw", ["", "a: *x", "a: [", "a\n--- b", "a: 'x\u2028y'", "%YAML 1.1", "a:\tb"]
)
def test_what_is_odd_is_left_to_ruamel(raw: str) -> None:
    assert compose(raw) is None


def test_an_anchor_may_be_set_anew_and_stands_for_the_node_itself() -> None:
    found = compose("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
    assert [value.value for _, value in found.value] == ["1", "1", "2", "2"]
    assert found.value[1][1] is found.value[0][1]


def test_what_is_nested_deep_fills_no_stack() -> None:
    assert compose("- " * 30_000 + "a") is not None


def _without_empty(tree: Any) -> Any:
    if isinstance(tree, tuple) and len(tree) == 4 and tree[1] == "":
        return tree[:2]
    if isinstance(tree, list | tuple):
        return [_without_empty(part) for part in tree]
    return tree
