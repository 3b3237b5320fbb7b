"""Quotations: pairs of quotation marks, with forgotten and nested ones.

Marks are paired within a paragraph. A mark that opens and is never closed runs to the end of its
paragraph: either the closing mark was forgotten, or the quotation goes on in the next paragraph,
which then begins with an opening mark.
"""

from __future__ import annotations

from typing import NamedTuple

from communique.rules.tokens import OPENERS, Token

__all__ = ["Quotation", "find_quotations"]


class Quotation(NamedTuple):
    """A quotation as a half-open range of token numbers, quotation marks included."""

    first: int
    stop: int
    closed: bool
    """False where the closing mark is missing: the range then ends with the paragraph."""
    single: bool = False
    """Set in single quotation marks."""


class _Mark(NamedTuple):
    token: int
    opens: bool
    closes: bool


_DOUBLE_CLOSERS = frozenset({"”", "»"})
_STRAIGHT = frozenset({'"', "''"})
"""Marks that open and close alike; two typewriter apostrophes do when no `` opens."""


def find_quotations(tokens: list[Token], first: int, stop: int) -> list[Quotation]:
    """Outermost quotations among ``tokens[first:stop]`` (one paragraph), from the left."""
    doubles = _pair(_double_marks(tokens, first, stop), stop)
    singles = [
        single
        for single in _singles(tokens, first, stop)
        if not any(_crosses(single, double) for double in doubles)
    ]
    outer_end = first
    found: list[Quotation] = []
    for quotation in sorted([*doubles, *singles], key=lambda q: (q.first, -q.stop)):
        if quotation.first >= outer_end:
            found.append(quotation)
            outer_end = quotation.stop
    return found


def _crosses(single: Quotation, double: Quotation) -> bool:
    """Whether the two overlap without one holding the other: then the single marks are none."""
    if single.stop <= double.first or double.stop <= single.first:
        return False
    return not (
        (single.first < double.first and double.stop <= single.stop)
        or (double.first < single.first and single.stop <= double.stop)
    )


def _double_marks(tokens: list[Token], first: int, stop: int) -> list[_Mark]:
    marks = []
    low_open = False
    for i in range(first, stop):
        token = tokens[i]
        if token.kind != "q":
            continue
        if low_open and token.text in "“”":
            marks.append(_Mark(i, opens=False, closes=True))  # „so“
            low_open = False
        elif token.text in "“„«" or token.text == "``":
            marks.append(_opening(tokens, i, first, stop))
            low_open = token.text == "„"
        elif token.text in _DOUBLE_CLOSERS:
            turned = i == first and i + 1 < stop and tokens[i + 1].start == token.end
            marks.append(_Mark(i, opens=turned, closes=not turned))
        elif token.text in _STRAIGHT:
            marks.append(_straight(tokens, i, first, stop))
    return marks


def _opening(tokens: list[Token], i: int, first: int, stop: int) -> _Mark:
    """An opening mark, unless it stands where only a closing one can (``,“ he said``)."""
    token = tokens[i]
    touches_before = i > first and tokens[i - 1].end == token.start and tokens[i - 1].text in ".,!?"
    touches_after = i + 1 < stop and tokens[i + 1].start == token.end
    if touches_before and not touches_after:
        return _Mark(i, opens=False, closes=True)
    return _Mark(i, opens=True, closes=False)


def _straight(tokens: list[Token], i: int, first: int, stop: int) -> _Mark:
    """A straight mark opens after a blank and closes before one; both where neither decides."""
    token = tokens[i]
    if i > first and tokens[i - 1].end == token.start and tokens[i - 1].text in OPENERS:
        return _Mark(i, opens=True, closes=False)  # the mark was set twice
    blank_before = i == first or tokens[i - 1].end < token.start or tokens[i - 1].text in "([—–-"
    blank_after = i + 1 == stop or tokens[i + 1].start > token.end
    if i + 1 < stop and tokens[i + 1].kind == "p" and tokens[i + 1].text in ".,;:!?)]—–-":
        blank_after = True
    if blank_before and not blank_after:
        return _Mark(i, opens=True, closes=False)
    if blank_after and not blank_before:
        return _Mark(i, opens=False, closes=True)
    return _Mark(i, opens=True, closes=True)


def _pair(marks: list[_Mark], stop: int) -> list[Quotation]:
    """Pair marks; an inner opening mark is nested when a closing mark is left for it."""
    found: list[Quotation] = []
    opened: int | None = None
    depth = 0
    closers_left = sum(mark.closes for mark in marks)
    for mark in marks:
        closers_left -= mark.closes
        if opened is None:
            if mark.opens:
                opened, depth = mark.token, 1
            # A closing mark with nothing open: its opening mark is lost, nothing to take.
            continue
        if mark.token == opened + 1:
            continue
        if mark.closes:
            depth -= 1
        else:
            if closers_left > depth:
                depth += 1
            else:  # the quotation before it was never closed
                found.append(Quotation(opened, mark.token, closed=False))
                opened, depth = mark.token, 1
        if depth == 0:
            found.append(Quotation(opened, mark.token + 1, closed=True))
            opened = None
    if opened is not None:
        found.append(Quotation(opened, stop, closed=False))
    return found


MIN_SINGLE_WORDS = 2
"""Fewer words between single marks are more likely apostrophes than a quotation."""


def _singles(tokens: list[Token], first: int, stop: int) -> list[Quotation]:
    """Quotations in single marks, where no double marks stand around them."""
    found: list[Quotation] = []
    i = first
    while i < stop:
        if _opens_single(tokens, i, first):
            end = _closing_single(tokens, i, stop)
            if end is not None:
                found.append(Quotation(i, end + 1, closed=True, single=True))
                i = end + 1
                continue
            break  # what closes none here closes none further on
        i += 1
    return found


def _opens_single(tokens: list[Token], i: int, first: int) -> bool:
    token = tokens[i]
    if token.text not in ("'", "‘", "‹"):
        return False
    blank_before = i == first or tokens[i - 1].end < token.start
    letter_after = i + 1 < len(tokens) and tokens[i + 1].start == token.end
    return blank_before and letter_after and tokens[i + 1].kind == "w"


def _closing_single(tokens: list[Token], opening: int, stop: int) -> int | None:
    """The closing mark, or None: one after an "s" may be an apostrophe ("the workers' rights").

    It is none where a comma follows, or where another quotation opens before a surer mark closes.
    """
    doubtful: int | None = None
    for i in range(opening + 1, stop):
        token = tokens[i]
        if doubtful is not None and _opens_single(tokens, i, opening):
            return doubtful
        if token.text not in ("'", "’", "›") or token.kind != "q":
            continue
        blank_after = i + 1 == stop or tokens[i + 1].start > token.end or tokens[i + 1].kind == "p"
        if (
            not blank_after
            or tokens[i - 1].end != token.start
            or i - opening - 1 < MIN_SINGLE_WORDS
        ):
            continue
        if tokens[i - 1].kind == "p" or not tokens[i - 1].lower.endswith("s"):
            return i
        if i + 1 < stop and tokens[i + 1].text == ",":
            return i
        doubtful = doubtful if doubtful is not None else i
    return doubtful
