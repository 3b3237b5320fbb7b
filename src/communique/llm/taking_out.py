"""Taking out of a tree of claims what says nothing, or what the caller's model does not accept."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import ValidationError

from communique.llm.claims import Fields, Items, Leaf, Node, all_leaves, plain
from communique.llm.proof import Doubt
from communique.pointers import Path, pointer

__all__ = ["take_out", "tidy"]


@dataclass(frozen=True, slots=True)
class _Step:
    """A node on the way from the root to what is not valid, and its key in the one before it."""

    key: str | int
    node: Node


def take_out(tree: Fields, error: ValidationError) -> dict[str, Doubt]:
    """Take what ``error`` complains about out of ``tree``: null instead, or one item less.

    Returns:
        what cannot be taken out because the root needs it, with its pointer; else nothing.
    """
    lost: dict[str, Doubt] = {}
    gone: set[int] = set()
    # All places are found before anything moves.
    ways = [(list(_way(tree, path)), path, said) for path, said in _complaints(tree, error)]
    for way, path, said in ways:
        if not any(id(step.node) in gone for step in way):
            found = _take(tree, way, path, Doubt("invalid_item", said), gone)
            if found is not None:
                lost.setdefault(pointer(path), found)
    return lost


def _take(tree: Fields, way: list[_Step], path: Path, doubt: Doubt, gone: set[int]) -> Doubt | None:
    """Take out the last node of ``way``; the doubt that is left where that is the root."""
    if way and _is_null(way[-1].node):
        # What is null already is why the node around it has to go.
        null = way.pop().node
        within = pointer(path[len(way) :])
        doubt = Doubt("unproven_required", f"{within} is required, and the answer has none")
        if null.doubts:
            doubt = replace(
                null.doubts[0], message=f"{within} is required: {null.doubts[0].message}"
            )
    if not way:
        return replace(doubt, code="unproven_required") if path else doubt
    node, key = way[-1].node, way[-1].key
    around: Node = way[-2].node if len(way) > 1 else tree
    gone.add(id(node))
    doubt = replace(doubt, value=node.raw)
    if isinstance(around, Items):
        around.children = [child for child in around.children if child is not node]
        around.doubts.append(doubt)
    elif isinstance(around, Fields):
        # Why a list has too few items is said by the doubts about those left out.
        before = node.doubts if isinstance(node, Items) else []
        around.children[str(key)] = Leaf(node.raw, doubts=[doubt, *before])
    return None


def _is_null(node: Node) -> bool:
    return isinstance(node, Leaf) and node.value is None


def _way(tree: Fields, path: Path) -> Iterator[_Step]:
    """The nodes below the root to ``path``, as far as there are any."""
    node: Node = tree
    for key in path:
        if isinstance(node, Fields) and key in node.children:
            node = node.children[str(key)]
        elif isinstance(node, Items) and isinstance(key, int) and key < len(node.children):
            node = node.children[key]
        else:
            return
        yield _Step(key, node)


def _complaints(tree: Fields, error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Each place that is not valid, with what pydantic says of it.

    Where several models were tried, each complains: the one that the claims were read as is right,
    and if there is none the place itself is not valid.
    """
    by_union: dict[Path, dict[str | None, list[tuple[Path, str]]]] = defaultdict(dict)
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        union, option, path = _path_of(tree, one["loc"])
        by_union[union].setdefault(option, []).append((path, one["msg"]))
    for union, options in by_union.items():
        node = next(reversed(list(_way(tree, union))), _Step("", tree)).node
        name = node.name if isinstance(node, Fields) else None
        if len(options) == 1 or name in options:
            yield from options[name] if name in options else next(iter(options.values()))
        else:
            yield union, "; ".join(dict.fromkeys(m for said in options.values() for _, m in said))


def _path_of(tree: Fields, loc: tuple[str | int, ...]) -> tuple[Path, str | None, Path]:
    """A place as pydantic names it: up to its first union, the option tried there, and in full.

    Names of options stand between the keys, and are no keys of the tree.
    """
    path: Path = ()
    union: Path | None = None
    option: str | None = None
    for i, key in enumerate(loc):
        node = next(reversed(list(_way(tree, path))), _Step("", tree)).node
        known = (isinstance(node, Fields) and key in node.children) or (
            isinstance(node, Items) and isinstance(key, int)
        )
        if known:
            path = (*path, key)
        elif union is None and not (i == len(loc) - 1 and isinstance(node, Leaf)):
            union, option = path, str(key)
    return (path, None, path) if union is None else (union, option, path)


def tidy(node: Node) -> None:
    """Leave out what says nothing: an item equal to an earlier one, objects of nulls alone."""
    if isinstance(node, Fields):
        for name, child in node.children.items():
            tidy(child)
            if isinstance(child, Fields) and name not in node.required and _is_empty(child):
                node.children[name] = Leaf(child.raw, doubts=_first_doubt(child))
    elif isinstance(node, Items):
        kept: dict[str, Node] = {}
        for child in node.children:
            tidy(child)
            key = json.dumps(plain(child), sort_keys=True)
            if _is_empty(child):
                node.doubts += _first_doubt(child)
            elif key in kept:
                message = "this item was given before"
                node.doubts.append(Doubt("duplicate", message, value=child.raw))
            else:
                kept[key] = child
        node.children = list(kept.values())


def _is_empty(node: Node) -> bool:
    return not any(leaf.spans for leaf in all_leaves(node))


def _first_doubt(node: Node) -> list[Doubt]:
    """Why nothing is left of ``node``; nothing where it claimed nothing."""
    doubts = [doubt for leaf in all_leaves(node) for doubt in leaf.doubts]
    return [replace(doubts[0], value=node.raw)] if doubts else []
