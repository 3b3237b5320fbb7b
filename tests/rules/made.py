"""Short ways to run one layer of the rules on a sentence written for a test."""

from __future__ import annotations

from communique.records import Document, Readout
from communique.rules import read
from communique.rules.article import Article, take_apart
from communique.rules.mentions import Mention, find_mentions
from communique.rules.tokens import tokenize
from communique.rules.units import tag_string, units_of


def record(text: str, published: str | None = None) -> Readout:
    """The record of a text."""
    return read(Document(id="made", text=text, published=published))


def article(text: str) -> Article:
    return take_apart(Document(id="made", text=text))


def statements(text: str) -> list[tuple[str | None, str]]:
    """(speaker, content) of each outer statement."""
    return [(s.speaker, s.content.text) for s in record(text).statements if not s.nested]


def tags(text: str) -> str:
    tokens = tokenize(text)
    return tag_string(units_of(tokens, 0, len(tokens), frozenset()))


def mentions(text: str) -> list[tuple[str, str, str]]:
    """(kind, name, title) of each mention."""
    tokens = tokenize(text)
    units = units_of(tokens, 0, len(tokens), frozenset())
    found = find_mentions(units, [token.lower for token in tokens])

    def words(mention: Mention, part: tuple[int, int]) -> str:
        return text[tokens[part[0]].start : tokens[part[1] - 1].end] if part[1] > part[0] else ""

    return [(m.kind, words(m, m.name), words(m, m.title)) for m in found]
