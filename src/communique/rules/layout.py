"""The article's layout: paragraphs, and which of them are boilerplate of a scraped page."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from communique.rules.lexicon import lines

__all__ = ["Paragraph", "paragraphs"]

WRAP_WIDTHS = range(40, 101)
"""Line lengths (in characters) between which text may be wrapped by hand."""


class Paragraph(NamedTuple):
    """A paragraph's half-open range, and the boilerplate rule that rejects it, if any."""

    start: int
    end: int
    boilerplate: str | None = None


_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_BULLET = re.compile(r"\s*(?:[-–—*•·▪‣●○]|\d{1,2}[.)]|\(\w\))\s+")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?---[ \t]*$", re.MULTILINE)


class _Line(NamedTuple):
    start: int
    end: int
    blank_before: bool


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of ``text`` in order, blank ones left out."""
    found = []
    front = _FRONT_MATTER.match(text)
    offset = 0
    if front and re.search(r"^\w+:", front.group(), re.MULTILINE):
        found.append(Paragraph(front.start(), front.end(), "front_matter"))
        offset = front.end()
    found += [Paragraph(start, end) for start, end in _blocks(text, offset)]
    return _mark_boilerplate(text, found)


def _blocks(text: str, offset: int) -> list[tuple[int, int]]:
    """Ranges of paragraphs: lines, or runs of lines where the text is wrapped by hand."""
    rows = []
    end_before = offset
    for match in _LINE.finditer(text, offset):
        start, end = match.span()
        stripped = text[start:end].strip()
        if not stripped:
            continue
        gap = text[end_before:start]
        blank = gap.count("\n") > 1 or gap.count("\r") > 1 or gap.strip("\r\n") != ""
        rows.append(_Line(start, end, blank))
        end_before = end
    wrapped = _is_wrapped(text, rows)
    blocks: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        joins = (
            wrapped
            and number > 0
            and not row.blank_before
            and not text[row.start].isspace()
            and not _BULLET.match(text, row.start, row.end)
            and rows[number - 1].end - rows[number - 1].start in WRAP_WIDTHS
        )
        if joins:
            blocks[-1] = (blocks[-1][0], row.end)
        else:
            blocks.append((row.start, row.end))
    return [_trim(text, start, end) for start, end in blocks]


def _is_wrapped(text: str, rows: list[_Line]) -> bool:
    """Whether single line breaks fall inside sentences: most full lines end in mid-sentence."""
    full = [
        text[row.start : row.end].rstrip()
        for row, after in pairwise(rows)
        if not after.blank_before
    ]
    if len(full) < 2:
        return False
    mid_sentence = sum(len(line) in WRAP_WIDTHS and line[-1] not in ".!?:\"'”’" for line in full)
    # A list of names breaks its lines too, but each begins with a capital.
    goes_on = sum(
        text[after.start].islower() for _, after in pairwise(rows) if not after.blank_before
    )
    return mid_sentence >= 0.5 * len(full) and goes_on >= 0.25 * len(full)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class _Form(NamedTuple):
    """A form of boilerplate that may stand further in a paragraph, and words it needs."""

    name: str
    expression: re.Pattern[str]
    needs: tuple[str, ...]


@cache
def _opening_forms() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The forms that a paragraph's first words show, as one expression with a group for each."""
    found = [fields for fields in lines("boilerplate.txt") if len(fields) == 2]
    joined = "|".join(f"({pattern})" for _, pattern in found)
    return re.compile(joined, re.IGNORECASE), tuple(name for name, _ in found)


@cache
def _inner_forms() -> tuple[_Form, ...]:
    return tuple(
        _Form(name, re.compile(pattern, re.IGNORECASE), tuple(needs[6:].split(",")))
        for name, pattern, needs in (f for f in lines("boilerplate.txt") if len(f) == 3)
    )


LONGEST_FORM = 700
"""Boilerplate forms are looked for in the first characters of a paragraph only."""


def _form_of(paragraph: str) -> str | None:
    head = paragraph[:LONGEST_FORM].lower()
    expression, names = _opening_forms()
    match = expression.match(head)
    if match is not None and match.lastindex:
        return names[match.lastindex - 1]
    for form in _inner_forms():
        if any(word in head for word in form.needs) and form.expression.match(head):
            return form.name
    return None


def _mark_boilerplate(text: str, found: list[Paragraph]) -> list[Paragraph]:
    texts = [" ".join(text[p.start : p.end].replace("\u00ad", "").split()) for p in found]
    repeated = {line for line, n in Counter(texts).items() if n > 1 and len(line) > 20}
    marked = []
    for paragraph, content in zip(found, texts, strict=True):
        rule = paragraph.boilerplate or _form_of(content)
        if rule is None and content in repeated:
            rule = _repeated_rule(content)
        if rule is None and not any(char.isalnum() for char in content):
            rule = "no_words"
        marked.append(paragraph._replace(boilerplate=rule))
    return _mark_page_end(marked, texts)


def _repeated_rule(content: str) -> str | None:
    """A line that comes again word for word is the page's, unless it is prose (a standfirst)."""
    return None if re.search(r"[.!?][\"”’']?$", content) else "repeated"


PAGE_END_FORMS = frozenset({"related", "comments", "appeal", "share"})


def _mark_page_end(found: list[Paragraph], texts: list[str]) -> list[Paragraph]:
    """After the last prose paragraph, once the page's own lines begin, all is the page's."""
    last_prose = max(
        (i for i, p in enumerate(found) if not p.boilerplate and _is_prose(texts[i])), default=-1
    )
    tail = [i for i in range(last_prose + 1, len(found)) if found[i].boilerplate in PAGE_END_FORMS]
    if not tail:
        return found
    return [
        p._replace(boilerplate=p.boilerplate or "page_end") if i > min(last_prose, tail[0]) else p
        for i, p in enumerate(found)
    ]


def _is_prose(content: str) -> bool:
    """A sentence of ordinary length that ends as sentences do."""
    return len(content) > 60 and bool(re.search(r"[.!?][\"”’')\]]*$", content))
