"""A source as YAML that people like to edit: the inverse of ``loading``.

Nodes are written, as ``nodes`` reads them: every quote keeps its characters, whatever YAML would
make of them. The same source gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode
from ruamel.yaml.resolver import VersionedResolver

from communique.gold.nodes import check_source
from communique.gold.records import GoldDocument, GoldEvent
from communique.gold.source import (
    Attribute,
    Quote,
    Region,
    Source,
    SourceMeeting,
    SourceParticipant,
    SourceStatement,
)
from communique.gold.wording import source_of

__all__ = ["write_document", "write_source"]

_TAG = "tag:yaml.org,2002:"

_READ_AS_TEXT = {_TAG + name for name in ("str", "bool", "int", "float", "timestamp")}
"""Scalars that ``Node.text`` takes as they stand."""

_SPECIAL = re.compile(r"[][{},?#]|:(?:\W|$)")
"""What may have a meaning in a line of several."""

_RESOLVER = VersionedResolver()

_NO_WRAPPING = 1_000_000
"""Characters in a line: a quote stands in one, as in the text."""

_SHORT = 80
"""Characters of a list that stands in one line."""

Value: TypeAlias = YamlNode | str | int | bool | None


def write_document(document: GoldDocument, text_path: str) -> str:
    """The source file of a gold document, ready to be edited, and read by ``load_source``.

    Args:
        document: labels of an article.
        text_path: where its text lies, from the project folder.

    Raises:
        GoldErrors: something that a source cannot say, each with its path in the document.
    """
    return write_source(source_of(document, text_path))


def write_source(source: Source) -> str:
    """The YAML of ``source``.

    Raises:
        GoldError: longer or nested deeper than what is read.
    """
    head: dict[str, Value] = {
        "document": source.document_id,
        "text": source.text,
        "text_sha256": source.text_sha256,
        "published": source.published,
        "status": source.status,
    }
    parts = [_mapping(head, block=True)]
    if source.history:
        parts.append(_list("history", map(_event, source.history)))
    parts += [
        _list("participants", map(_participant, source.participants)),
        _list("meetings", map(_meeting, source.meetings)),
        _list("statements", map(_statement, source.statements)),
    ]
    if source.boilerplate:
        parts.append(_list("boilerplate", map(_boilerplate, source.boilerplate)))
    written = "\n".join(map(_yaml, parts))
    check_source(written, source.path)
    return written


def _yaml(node: YamlNode) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.width = _NO_WRAPPING
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.serialize(node, out)
    return out.getvalue()


def _participant(p: SourceParticipant) -> YamlNode:
    return _item(
        {
            "name": p.name,
            "aliases": _strings(alias for alias, _ in p.aliases) if p.aliases else None,
            "optional": p.optional or None,
            "title": _attribute(p.attributes.get("title")),
            "country": _attribute(p.attributes.get("country"), told=True),
            "organization": _attribute(p.attributes.get("organization")),
            "mentions": _quotes(p.mentions),
        },
        p,
    )


def _meeting(m: SourceMeeting) -> YamlNode:
    people = m.participants
    return _item(
        {
            "kind": m.kind,
            "date": _attribute(m.attributes.get("date"), told=True),
            "place": _attribute(m.attributes.get("place")),
            "organizer": _attribute(m.attributes.get("organizer")),
            "participants": "all" if people is None else _strings(name for name, _ in people),
            "evidence": _quotes(m.evidence),
        },
        m,
    )


def _statement(s: SourceStatement) -> YamlNode:
    return _item(
        {
            "content": _quote(s.content),
            "kind": s.kind,
            "speaker": s.speaker,
            "speaker_mention": None if s.speaker_mention is None else _quote(s.speaker_mention),
            "cue": None if s.cue is None else _quote(s.cue),
            "nested": s.nested or None,
            "core": None if s.core != s.nested else s.core,
        },
        s,
    )


def _item(
    keys: Mapping[str, Value], item: SourceParticipant | SourceMeeting | SourceStatement
) -> YamlNode:
    draft: dict[str, Value] = {
        "found_by": _strings(item.found_by) if item.found_by else None,
        "undecided": item.undecided or None,
    }
    return _mapping(_given({**keys, **draft}), block=True)


def _event(event: GoldEvent) -> YamlNode:
    keys: dict[str, Value] = {
        "role": event.role,
        "by": event.by,
        "when": event.when,
        "from": _strings(event.made_from) if event.made_from else None,
    }
    return _mapping(_given(keys))


def _boilerplate(item: Quote | Region) -> YamlNode:
    if isinstance(item, Quote):
        return _quote(item)
    keys: dict[str, Value] = {
        "from": item.first.text,
        "to": item.last.text,
        "occurrence": item.first.occurrence,
        "to_occurrence": item.last.occurrence,
    }
    return _mapping(_given(keys))


def _attribute(attribute: Attribute | None, *, told: bool = False) -> YamlNode | None:
    """A value and its words; in one where they are the same and need no more (not if ``told``)."""
    if attribute is None:
        return None
    value, quotes = attribute.value, attribute.quotes
    same = not told and len(quotes) == 1 and quotes[0].text == value
    if len(quotes) > 1:
        return _mapping({"value": value, "quotes": _quotes(quotes)})
    if same:
        return _quote(quotes[0])
    return _mapping({"value": value, **_placed(quotes[0])})


def _quotes(quotes: Iterable[Quote]) -> YamlNode:
    return _sequence([_quote(quote) for quote in quotes])


def _quote(quote: Quote) -> YamlNode:
    keys = _placed(quote)
    return _scalar(quote.text) if len(keys) == 1 else _mapping(keys)


def _placed(quote: Quote) -> dict[str, Value]:
    return _given(
        {
            "quote": quote.text,
            "occurrence": quote.occurrence,
            "in": quote.within,
            "in_occurrence": quote.within_occurrence,
        }
    )


def _given(keys: Mapping[str, Value]) -> dict[str, Value]:
    """Without those that are None: what is not told is null, false or empty."""
    return {key: value for key, value in keys.items() if value is not None}


def _list(key: str, items: Iterable[YamlNode]) -> YamlNode:
    """A key of the file with its items, each on lines of its own."""
    found = list(items)
    return _mapping({key: _node_list(found, flow=not found)}, block=True)


def _strings(values: Iterable[str]) -> YamlNode:
    return _sequence([_scalar(value) for value in values])


def _sequence(items: list[YamlNode]) -> YamlNode:
    """In one line where it is short, else an item a line."""
    return _node_list(items, flow=sum(map(_length, items)) <= _SHORT)


def _node_list(items: list[YamlNode], *, flow: bool) -> YamlNode:
    return SequenceNode(
        _TAG + "seq", list(map(_in_flow, items)) if flow else items, flow_style=flow
    )


def _mapping(keys: Mapping[str, Value], *, block: bool = False) -> YamlNode:
    fit = _node if block else lambda value: _in_flow(_node(value))
    pairs = [(_scalar(key), fit(value)) for key, value in keys.items()]
    return MappingNode(_TAG + "map", pairs, flow_style=not block)


def _node(value: Value) -> YamlNode:
    if isinstance(value, YamlNode):
        return value
    if isinstance(value, str):
        return _scalar(value)
    word = "null" if value is None else str(value).lower()
    return ScalarNode(_TAG + ("null" if value is None else type(value).__name__), word)


def _scalar(text: str) -> YamlNode:
    """Text; without quotation marks where it needs none to be read as the same characters."""
    tag = str(_RESOLVER.resolve(ScalarNode, text, (True, False)))
    style = None if text[:1].isalnum() else "'"
    return ScalarNode(tag if tag in _READ_AS_TEXT else _TAG + "str", text, style=style)


def _in_flow(node: YamlNode) -> YamlNode:
    """``node`` as one of several in a line.

    ruamel would write "? so" and "a:," there without quotation marks, and read them otherwise.
    """
    if isinstance(node, ScalarNode) and _SPECIAL.search(node.value):
        node.style = "'"
    return node


def _length(node: YamlNode) -> int:
    """Characters in one line, nearly."""
    if isinstance(node, ScalarNode):
        return len(node.value) + 2
    return sum(_length(part) for pair in node.value for part in pair) + 2
