"""The one component that shows an article with its spans lit.

Spans nest and overlap, which elements cannot; so the text is cut at every boundary, and each piece
names the items that cover it. ``article.css`` and ``article.js`` (``templates/``) give the pieces
their look and light all pieces of an item at once: an element with ``data-item="ID"`` inside the
same ``data-reading`` element lights every piece whose ``data-items`` holds that ID.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

__all__ = ["Mark", "article_html", "escape_text"]

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open range of code points to light, and what it is lit for."""

    start: int
    end: int
    layer: str
    """A class of ``article.css``: participant, evidence, content, speaker, cue, meeting …"""
    items: tuple[str, ...]
    """Element ids of the items that this range proves or shows; lower-case letters, digits, -.
    Without any, the range is only shown otherwise (``clutter``)."""
    variant: str = ""
    """A second class, such as the kind of a statement."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"mark [{self.start}, {self.end}) is not a range")
        for name in (self.layer, *self.items, *([self.variant] if self.variant else [])):
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} is not a name: lower-case letters, digits and '-'")


def article_html(text: str, marks: Iterable[Mark] = ()) -> Markup:
    """``text`` as one element with ``marks`` lit; its textContent is the text, exactly.

    Two things HTML cannot hold, NUL and half a surrogate pair, appear as U+FFFD.

    Raises:
        ValueError: a mark ends beyond the text.
    """
    pieces = [_piece(text[start:end], covering) for start, end, covering in _cut(text, marks)]
    return Markup('<div class="article" dir="auto">{}</div>').format(Markup("").join(pieces))


def escape_text(text: str) -> Markup:
    """``text`` escaped so that a browser reads back the same characters.

    A bare carriage return would be read as a line feed, so it is written as a reference.
    """
    safe = escape(_UNWRITABLE.sub("\ufffd", text))
    return Markup(str(safe).replace("\r", "&#13;"))  # noqa: S704 - escaped in the line above


def _cut(text: str, marks: Iterable[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """The pieces of ``text`` between mark boundaries, with the marks over each, innermost first."""
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.end > len(text):
            raise ValueError(f"mark [{mark.start}, {mark.end}) ends beyond the text ({len(text)})")
        starts.setdefault(mark.start, []).append(mark)
        ends.setdefault(mark.end, []).append(mark)
    covering: list[Mark] = []
    bounds = sorted({0, len(text), *starts, *ends})
    for start, end in itertools.pairwise(bounds):
        for mark in ends.get(start, ()):
            covering.remove(mark)
        covering += starts.get(start, [])
        covering.sort(key=lambda mark: (mark.end - mark.start, mark.start))
        yield start, end, list(covering)


def _piece(text: str, covering: list[Mark]) -> Markup:
    if not covering:
        return escape_text(text)
    classes = dict.fromkeys(name for m in covering for name in (m.layer, m.variant) if name)
    items = dict.fromkeys(item for mark in covering for item in mark.items)
    if not items:  # shown otherwise, but leading to no item
        plain = Markup('<span class="{}">{}</span>')
        return plain.format(" ".join(classes), escape_text(text))
    return Markup('<span class="lit {}" data-items="{}">{}</span>').format(
        " ".join(classes), " ".join(items), escape_text(text)
    )
