"""Reading a source file: its header, and the labels that ``labels`` reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast, get_args

from communique.errors import GoldError
from communique.gold.labels import day, header, read_labels
from communique.gold.nodes import Node, load_nodes, parse_nodes
from communique.gold.problems import guard, shown
from communique.gold.records import GoldEvent, GoldRole, GoldStatus, is_moment
from communique.gold.source import Source

__all__ = ["load_source", "source_in"]


def load_source(path: Path, problems: list[GoldError], data: bytes | None = None) -> Source | None:
    """Read one source file, or ``data`` as what it is going to hold.

    What is wrong is added to ``problems``, one error per item of a list, and the item left out;
    None when the file as a whole cannot be read.
    """
    with guard(problems):
        root = (
            load_nodes(path, problems) if data is None else parse_nodes(data, shown(path), problems)
        )
        return source_in(root, path.stem)
    return None


def source_in(root: Node, name: str) -> Source:
    """The source whose nodes are ``root``, of a file called ``name`` without its extension.

    Raises:
        GoldError: it cannot be read as a whole; other problems are added to those of ``root``.
    """
    keys = root.mapping(
        ("document", "text", "status", "participants", "meetings", "statements"),
        ("text_sha256", "published", "history", "boilerplate"),
    )
    document_id = keys["document"].text()
    if document_id != name:
        root.problems.append(keys["document"].error(f"is not the file's name, {name!r}"))
    text = keys["text"].text()
    text_sha256 = header(keys, "text_sha256", _sha256)
    published = header(keys, "published", day)
    status = header(keys, "status", _status) or "draft"
    history = header(keys, "history", _history) or ()
    labels = read_labels(keys)
    return Source(
        path=root.path,
        document_id=document_id,
        text=text,
        text_sha256=text_sha256,
        published=published,
        status=status,
        participants=labels.participants,
        meetings=labels.meetings,
        statements=labels.statements,
        boilerplate=labels.boilerplate,
        history=history,
        lines={key: node.line for key, node in keys.items()},
    )


def _status(node: Node) -> GoldStatus:
    return cast("GoldStatus", node.choice(get_args(GoldStatus)))


def _history(node: Node) -> tuple[GoldEvent, ...]:
    return tuple(_event(item) for item in node.sequence())


def _event(node: Node) -> GoldEvent:
    keys = node.mapping(("role", "by", "when"), ("from",))
    when = keys["when"].text()
    if not is_moment(when):
        raise keys["when"].error(f"{when!r} is not a moment such as 2031-05-06T09:30:00Z")
    return GoldEvent(
        role=cast("GoldRole", keys["role"].choice(get_args(GoldRole))),
        by=keys["by"].text(),
        when=when,
        made_from=tuple(n.text() for n in keys["from"].sequence()) if "from" in keys else (),
    )


def _sha256(node: Node) -> str:
    value = node.text().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise node.error("must be the 64 hex digits of the text file's SHA-256")
    return value
