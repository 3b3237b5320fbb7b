"""The challenge set: short passages, each labeled for one phenomenon, written into the YAML itself.

``gold/challenge/<phenomenon>.yaml`` holds the passages of one phenomenon; each becomes a gold
document ``<phenomenon>/<id>``. A passage names in ``scores`` the items that were labeled in it:
an item not named there is unlabeled, one named with ``[]`` was looked for and is absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from communique.errors import GoldError
from communique.gold.consistency import name_problems, speaker_problems
from communique.gold.labels import day, header, read_labels
from communique.gold.nodes import Node, load_nodes
from communique.gold.problems import guard
from communique.gold.records import GoldDocument, GoldItem
from communique.gold.resolve import resolve_source
from communique.gold.source import Source

__all__ = ["CHALLENGE", "LINKS", "read_phenomenon"]

CHALLENGE = "challenge"
"""The set that the files in ``gold/challenge/`` make, and their folder's name."""

LINKS = "links"
"""The set that the files in ``gold/links/`` make: passages that tell of each other's meetings."""

ITEMS: tuple[GoldItem, ...] = get_args(GoldItem)


def read_phenomenon(path: Path, problems: list[GoldError]) -> tuple[GoldDocument, ...]:
    """The passages of one file, in its order.

    What is wrong is added to ``problems``, in file order; a passage with something wrong is left
    out.
    """
    found: list[GoldError] = []
    documents: list[GoldDocument] = []
    with guard(found):
        root = load_nodes(path, found)
        keys = root.mapping(("phenomenon", "about", "passages"))
        phenomenon = _slug(keys["phenomenon"])
        if phenomenon != path.stem:
            found.append(keys["phenomenon"].error(f"is not the file's name, {path.stem!r}"))
        keys["about"].text()
        seen: dict[str, int] = {}
        for node in _passages(keys["passages"]):
            with guard(found):
                document = _document(node, phenomenon, seen)
                documents.extend(() if document is None else (document,))
    problems.extend(sorted(found, key=lambda error: error.line or 0))
    return tuple(documents)


def _passages(node: Node) -> Iterator[Node]:
    passages = node.sequence()
    if not passages:
        raise node.error("is empty: a phenomenon needs passages")
    yield from passages


def _document(node: Node, phenomenon: str, seen: dict[str, int]) -> GoldDocument | None:
    """The passage at ``node``; None when something was wrong. ``seen``: ids with their lines."""
    before = len(node.problems)
    keys = node.mapping(("id", "text", "scores"), ("published", *ITEMS, "boilerplate"))
    name = _slug(keys["id"])
    if name in seen:
        raise keys["id"].error(f"{name!r} is there already on line {seen[name]}")
    seen[name] = keys["id"].line
    text = keys["text"].text()
    published = header(keys, "published", day)
    scores = _scores(keys)
    labels = read_labels(keys)
    source = Source(
        path=node.path,
        document_id=f"{phenomenon}/{name}",
        text=node.path,
        text_sha256=None,
        published=published,
        status="labeled",
        participants=labels.participants,
        meetings=labels.meetings,
        statements=labels.statements,
        boilerplate=labels.boilerplate,
        lines={key: value.line for key, value in keys.items()},
        phenomenon=phenomenon,
        scores=scores,
    )
    if len(node.problems) > before:  # half a passage would be accused of what is only unread
        return None
    node.problems.extend(name_problems(source))
    document = resolve_source(source, text, node.problems)
    node.problems.extend(speaker_problems(source, text))
    return document if len(node.problems) == before else None


def _scores(keys: dict[str, Node]) -> tuple[GoldItem, ...]:
    """The items that the passage is labeled for, in one order whatever the file's."""
    node = keys["scores"]
    named = [cast("GoldItem", item.choice(ITEMS)) for item in node.sequence()]
    if not named:
        raise node.error(f"is empty: name what is labeled, of {', '.join(ITEMS)}")
    if len(set(named)) < len(named):
        raise node.error("names an item twice")
    for item in ITEMS:
        if item in named and item not in keys:
            raise node.error(f"names {item}, which are not given; write `{item}: []` for none")
        if item in keys and item not in named:
            raise keys[item].error("is not in `scores`: name it there, or leave it out")
    return tuple(item for item in ITEMS if item in named)


def _slug(node: Node) -> str:
    value = node.text()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise node.error(f"{value!r}: use small letters, digits and hyphens, such as two-speakers")
    return value
