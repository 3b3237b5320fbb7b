"""The article component: exact text, hostile text, overlapping spans."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.pages.article import Mark, article_html, escape_text

# NUL and lone surrogates cannot be written in HTML; the browser's newline folding is tested apart.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
HOSTILE = "<script>alert(1)</script></style>&amp;\"' onclick=x \u202ejavascript:alert(1)\r\nend\r!"


class Pieces(HTMLParser):
    """The pieces of an article as a browser reads them: (text, items over it)."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, tuple[str, ...]]] = []
        self.tags: list[str] = []
        self._items: tuple[str, ...] = ()
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._items = tuple((dict(attrs).get("data-items") or "").split())

    def handle_endtag(self, tag: str) -> None:
        self._items = ()

    def handle_data(self, data: str) -> None:
        self.pieces.append((data, self._items))


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS.filter(bool))
    marks = []
    for i in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        marks.append(Mark(start, end, draw(st.sampled_from(["content", "cue"])), (f"s{i}",)))
    return text, marks


@given(marked_texts())
def test_text_is_shown_exactly(made: tuple[str, list[Mark]]) -> None:
    """Whatever the spans, the text of the element is the text."""
    text, marks = made
    assert Pieces(article_html(text, marks)).text == text


@given(marked_texts())
def test_each_mark_lights_its_own_text(made: tuple[str, list[Mark]]) -> None:
    """The pieces that name an item are together what its mark covers, however marks overlap."""
    text, marks = made
    pieces = Pieces(article_html(text, marks)).pieces
    for mark in marks:
        lit = "".join(piece for piece, items in pieces if mark.items[0] in items)
        assert lit == text[mark.start : mark.end]


def test_innermost_item_comes_first() -> None:
    """Where spans nest, a click finds the shortest first."""
    outer, inner = Mark(0, 9, "content", ("s1",)), Mark(2, 4, "participant", ("p1", "p1-title"))
    pieces = Pieces(article_html("0123456789", [outer, inner])).pieces
    assert pieces == [
        ("01", ("s1",)),
        ("23", ("p1", "p1-title", "s1")),
        ("45678", ("s1",)),
        ("9", ()),
    ]


def test_hostile_text_stays_text() -> None:
    """Markup, scripts and direction marks in an article are characters of it."""
    html = article_html(HOSTILE, [Mark(3, 40, "content", ("s1",), "direct")])
    parsed = Pieces(html)
    assert set(parsed.tags) == {"div", "span"}
    assert parsed.text == HOSTILE


def test_carriage_returns_are_written_as_references() -> None:
    """A browser would read CR LF as LF, and every offset after it would be wrong."""
    assert escape_text("a\r\nb") == "a&#13;\nb"


def test_what_html_cannot_hold_is_shown_as_such() -> None:
    """NUL and half a surrogate pair appear as the replacement character, one for one."""
    assert Pieces(article_html("a\0b\ud800c")).text == "a\ufffdb\ufffdc"


def test_empty_text() -> None:
    """An empty article is an empty element."""
    assert Pieces(article_html("")).text == ""


def test_wrong_marks_are_refused() -> None:
    """A mark beyond the text, an empty one, and a name that could break out of its attribute."""
    with pytest.raises(ValueError, match="beyond the text"):
        article_html("abc", [Mark(1, 4, "cue", ("s1",))])
    with pytest.raises(ValueError, match="not a range"):
        Mark(2, 2, "cue", ("s1",))
    with pytest.raises(ValueError, match="is not a name"):
        Mark(0, 1, "cue", ('s1" onclick="',))
