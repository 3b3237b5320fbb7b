"""An article with its candidates marked in it: ``[m3 Ann Lee]``, ``[c2 that it rains c2]``.

A content closes with its id, since contents overlap. Brackets of ASCII cost a model the fewest
tokens.
"""

from __future__ import annotations

import re

from communique.candidates.values import Candidate, Candidates

__all__ = ["imitated", "marked"]

_IMITATION = re.compile(r"\[([acdkmt]\d{1,6})\s|\s(c\d{1,6})\]")


def marked(candidates: Candidates) -> str:
    """The text of ``candidates`` with a mark around each: taken out, they leave the text."""
    text = candidates.text
    opens: dict[int, list[tuple[int, str]]] = {}
    closes: dict[int, list[tuple[int, str]]] = {}
    for one in candidates.items:
        opens.setdefault(one.span.start, []).append((-one.span.end, f"[{one.id} "))
        closes.setdefault(one.span.end, []).append((-one.span.start, _closing(one)))
    parts = []
    position = 0
    for at in sorted({*opens, *closes}):
        parts.append(text[position:at])
        parts += [mark for _, mark in sorted(closes.get(at, ()))]
        parts += [mark for _, mark in sorted(opens.get(at, ()))]
        position = at
    return "".join([*parts, text[position:]])


def _closing(one: Candidate) -> str:
    return f" {one.id}]" if one.kind == "c" else "]"


def imitated(text: str) -> frozenset[str]:
    """The ids that ``text`` itself writes as if they were marks: none of them is given out."""
    return frozenset(found[1] or found[2] for found in _IMITATION.finditer(text))
