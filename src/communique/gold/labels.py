"""The labels of one text as they are written: participants, meetings, statements, boilerplate.

What each key may hold, and what is said when it holds something else. A source file (``loading``)
and a passage of the challenge set (``challenge``) hold labels in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast, get_args

from communique.countries import code_in, codes
from communique.gold.nodes import Node
from communique.gold.problems import guard
from communique.gold.source import (
    Attribute,
    Quote,
    Region,
    SourceMeeting,
    SourceParticipant,
    SourceStatement,
)
from communique.records import MeetingKind, StatementKind
from communique.text.spacing import squeezed
from communique.values import is_day, is_meeting_date

__all__ = ["Labels", "day", "header", "read_labels"]

T = TypeVar("T")

_QUOTE_KEYS = ("occurrence", "in", "in_occurrence")

_DRAFT_KEYS = ("found_by", "undecided")


@dataclass(frozen=True, slots=True)
class Labels:
    participants: tuple[SourceParticipant, ...]
    meetings: tuple[SourceMeeting, ...]
    statements: tuple[SourceStatement, ...]
    boilerplate: tuple[Quote | Region, ...]


def read_labels(keys: Mapping[str, Node]) -> Labels:
    """The labels under the keys of a document; those of a key that is not there are empty.

    What is wrong is added to the nodes' problems, one error per item, and the item left out.
    """
    return Labels(
        participants=_items(keys, "participants", _participant),
        meetings=_items(keys, "meetings", _meeting),
        statements=_items(keys, "statements", _statement),
        boilerplate=_items(keys, "boilerplate", _boilerplate),
    )


def header(keys: Mapping[str, Node], key: str, parse: Callable[[Node], T]) -> T | None:
    """A value of the document; what is wrong with it stops no other part from being read."""
    node = keys.get(key)
    if node is not None:
        with guard(node.problems):
            return _optional(keys, key, parse)
    return None


def day(node: Node) -> str:
    """An ISO 8601 day of the calendar."""
    value = node.text()
    if not is_day(value):
        raise node.error(f"{value!r} is not a day such as 2022-02-28")
    return value


def _items(keys: Mapping[str, Node], key: str, parse: Callable[[Node], T]) -> tuple[T, ...]:
    if key not in keys:
        return ()
    node = keys[key]
    parsed: list[T] = []
    items: list[Node] = []
    with guard(node.problems):
        items = node.sequence()
    for item in items:
        with guard(node.problems):
            parsed.append(parse(item))
    return tuple(parsed)


def _optional(keys: Mapping[str, Node], key: str, parse: Callable[[Node], T]) -> T | None:
    node = keys.get(key)
    return None if node is None or node.is_null else parse(node)


def _flag(keys: dict[str, Node], key: str, default: bool) -> bool:
    node = keys.get(key)
    return default if node is None else node.boolean()


def _found_by(keys: dict[str, Node]) -> tuple[str, ...]:
    return tuple(node.text() for node in keys["found_by"].sequence()) if "found_by" in keys else ()


def _quote(node: Node) -> Quote:
    """A string, or a mapping with ``quote`` and what tells its occurrences apart."""
    if not node.is_mapping:
        return Quote(node.text(), node.name, node.line)
    return _placed(node.mapping(("quote",), _QUOTE_KEYS), node.name)


def _placed(keys: dict[str, Node], name: str) -> Quote:
    if "in_occurrence" in keys and "in" not in keys:
        raise keys["in_occurrence"].error("stands without `in`")
    return Quote(
        text=keys["quote"].text(),
        name=name,
        line=keys["quote"].line,
        occurrence=_optional(keys, "occurrence", Node.count),
        within=_optional(keys, "in", Node.text),
        within_occurrence=_optional(keys, "in_occurrence", Node.count),
    )


def _attribute(node: Node) -> Attribute:
    """A plain string, which is value and quote; or a mapping with ``quote`` or ``quotes``."""
    if not node.is_mapping:
        return Attribute(squeezed(node.text()), (_quote(node),))
    keys = node.mapping((), ("value", "quote", "quotes", *_QUOTE_KEYS))
    if ("quote" in keys) == ("quotes" in keys):
        raise node.error("needs either `quote` or `quotes`: the words that prove the value")
    if "quote" in keys:
        quotes: tuple[Quote, ...] = (_placed(keys, node.name),)
    else:
        stray = [key for key in _QUOTE_KEYS if key in keys]
        if stray:
            raise keys[stray[0]].error("belongs to one quote: write it inside `quotes`")
        quotes = tuple(_quote(item) for item in keys["quotes"].sequence())
    if not quotes:
        raise keys["quotes"].error("is empty: a value needs the words that prove it")
    if "value" not in keys and len(quotes) > 1:
        raise node.error("needs a `value`: it has several quotes")
    value = keys["value"].text() if "value" in keys else quotes[0].text
    return Attribute(squeezed(value), quotes)


def _country(node: Node) -> Attribute:
    attribute = _attribute(node)
    code = attribute.value
    if code not in codes():
        meant = code_in(code)
        hint = f" ({meant} is)" if meant else ""
        raise node.error(
            f"{code!r} is no ISO 3166-1 alpha-2 code{hint}; write "
            "{value: GB, quote: British}, or null for an office of an organisation"
        )
    return attribute


def _date(node: Node) -> Attribute:
    attribute = _attribute(node)
    if not is_meeting_date(attribute.value):
        raise node.error(
            f"{attribute.value!r} is not a date: YYYY-MM-DD, YYYY-MM, YYYY, or XXXX-MM-DD"
        )
    return attribute


def _given(
    keys: dict[str, Node], parsers: Mapping[str, Callable[[Node], Attribute]]
) -> dict[str, Attribute]:
    found = {field: _optional(keys, field, parse) for field, parse in parsers.items()}
    return {field: attribute for field, attribute in found.items() if attribute is not None}


def _participant(node: Node) -> SourceParticipant:
    attributes = {"title": _attribute, "country": _country, "organization": _attribute}
    keys = node.mapping(("name", "mentions"), ("aliases", "optional", *attributes, *_DRAFT_KEYS))
    mentions = tuple(_quote(item) for item in keys["mentions"].sequence())
    if not mentions:
        raise keys["mentions"].error("is empty: a participant is named at least once")
    aliases = keys["aliases"].sequence() if "aliases" in keys else []
    return SourceParticipant(
        name=squeezed(keys["name"].text()),
        line=keys["name"].line,
        mentions=mentions,
        attributes=_given(keys, attributes),
        aliases=tuple((squeezed(alias.text()), alias.line) for alias in aliases),
        optional=_flag(keys, "optional", default=False),
        found_by=_found_by(keys),
        undecided=_flag(keys, "undecided", default=False),
    )


def _meeting(node: Node) -> SourceMeeting:
    attributes = {"date": _date, "place": _attribute, "organizer": _attribute}
    keys = node.mapping(("kind", "participants", "evidence"), (*attributes, *_DRAFT_KEYS))
    evidence = tuple(_quote(item) for item in keys["evidence"].sequence())
    if not evidence:
        raise keys["evidence"].error("is empty: quote the words that report the meeting")
    return SourceMeeting(
        kind=cast("MeetingKind", keys["kind"].choice(get_args(MeetingKind))),
        line=node.line,
        attributes=_given(keys, attributes),
        participants=_names(keys["participants"]),
        evidence=evidence,
        found_by=_found_by(keys),
        undecided=_flag(keys, "undecided", default=False),
    )


def _names(node: Node) -> tuple[tuple[str, int], ...] | None:
    if node.is_sequence:
        return tuple((squeezed(item.text()), item.line) for item in node.sequence())
    if node.is_mapping or node.is_null or node.text() != "all":
        raise node.error("must be `all` or a list of participants' names ([] for none)")
    return None


def _statement(node: Node) -> SourceStatement:
    keys = node.mapping(
        ("content", "kind"),
        ("speaker", "speaker_mention", "cue", "nested", "core", *_DRAFT_KEYS),
    )
    speaker = _optional(keys, "speaker", Node.text)
    mention = _optional(keys, "speaker_mention", _quote)
    if (speaker is None) != (mention is None):
        raise node.error("has both speaker and speaker_mention, or neither")
    nested = _flag(keys, "nested", default=False)
    core = _flag(keys, "core", default=not nested)
    if nested and core:
        raise keys["core"].error("a nested statement is never core: write false")
    return SourceStatement(
        content=_quote(keys["content"]),
        line=node.line,
        kind=cast("StatementKind", keys["kind"].choice(get_args(StatementKind))),
        speaker=None if speaker is None else squeezed(speaker),
        speaker_line=None if speaker is None else keys["speaker"].line,
        speaker_mention=mention,
        cue=_optional(keys, "cue", _quote),
        nested=nested,
        core=core,
        found_by=_found_by(keys),
        undecided=_flag(keys, "undecided", default=False),
    )


def _boilerplate(node: Node) -> Quote | Region:
    raw_keys = [str(key.value) for key, _ in node.raw.value] if node.is_mapping else []
    if "from" not in raw_keys and "to" not in raw_keys:
        return _quote(node)
    keys = node.mapping(("from", "to"), ("occurrence", "to_occurrence"))
    first, last = keys["from"], keys["to"]
    return Region(
        Quote(first.text(), first.name, first.line, _optional(keys, "occurrence", Node.count)),
        Quote(last.text(), last.name, last.line, _optional(keys, "to_occurrence", Node.count)),
    )
