"""Ways of writing the same text: quotation marks, apostrophes, blanks, hyphens that nobody sees."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import partial

from communique.metamorphic.rewriting import Edit, edited
from communique.metamorphic.variants import Change

__all__ = ["blanks", "quote_styles"]

_STYLES = {
    "straight": ('"', '"'),
    "curly": ("“", "”"),
    "guillemets": ("«", "»"),
    "low and high": ("„", "“"),
    "single": ("‘", "’"),
}
_DOUBLE = re.compile(r"[\"“”„«»]")
_APOSTROPHES = {"straight apostrophes": ("’", "'"), "curly apostrophes": ("'", "’")}


def quote_styles(text: str) -> Iterator[Change]:
    """Double quotation marks in every other style, and apostrophes in the other form."""
    for style, marks in _STYLES.items():
        if style != "single" or _can_be_single(text):
            yield _changed(text, _marks(text, marks), f"{style} quotation marks")
    for style, (old, new) in _APOSTROPHES.items():
        yield Change.by(text, partial(_replaced, rf"(?<=\w){old}(?=\w)", new), style)


def _replaced(pattern: str, new: str, text: str) -> Iterator[Edit]:
    return (Edit(m.start(), m.end(), new) for m in re.finditer(pattern, text))


def _can_be_single(text: str) -> bool:
    """Whether each mark that opens is closed before the next: of single marks one that is nested or
    left open cannot be told from an apostrophe."""
    opens = [edit.new == "(" for edit in _marks(text, ("(", ")"))]
    alternate = all(is_open == (i % 2 == 0) for i, is_open in enumerate(opens))
    return alternate and len(opens) % 2 == 0 and not re.search(r"[‘‚]|(?<!\w)['’]", text)


def _marks(text: str, marks: tuple[str, str]) -> Iterator[Edit]:
    """Each double mark as the opening or closing one of another style, by what stands around it.

    A straight mark opens where a word follows it and none precedes it.
    """
    openers = "„«" if "„" in text else "“«"
    for match in _DOUBLE.finditer(text):
        before = text[match.start() - 1 : match.start()]
        after_blank = not before or before in " \n\t(—–[\u00a0"
        opens = after_blank if match[0] == '"' else match[0] in openers
        new = marks[0] if opens else marks[1]
        if new != match[0]:
            yield Edit(match.start(), match.end(), new)


def blanks(text: str) -> Iterator[Change]:
    """Blanks of other widths, and soft hyphens: everywhere, between names, here and there."""
    inside_names = r"(?<=[a-z]) (?=[A-Z])"
    kinds = {"no-break spaces": "\u00a0", "thin spaces": "\u2009", "narrow spaces": "\u202f"}
    for name, blank in kinds.items():
        for where, pattern, share in (
            ("everywhere", " ", 1.0),
            ("before capitals", inside_names, 1.0),
            ("here and there", " ", 0.1),
        ):
            yield _strewn(text, pattern, blank, share, f"{name} {where}")
    for number, share in enumerate((0.05, 0.3, 1.0), 1):
        pattern = r"(?<=\b[a-z]{4})(?=[a-z]{3,}\b)"  # not in names, whose form records repeat
        yield _strewn(text, pattern, "\u00ad", share, f"soft hyphens ({number})")


def _strewn(text: str, pattern: str, new: str, share: float, detail: str) -> Change:
    chance = random.Random(f"{detail}/{text}")  # noqa: S311 - for variety, not for secrets
    places = [m for m in re.finditer(pattern, text) if share == 1 or chance.random() < share]
    return _changed(text, (Edit(m.start(), m.end(), new) for m in places), detail)


def _changed(text: str, edits: Iterator[Edit], detail: str) -> Change:
    return Change(detail=detail, rewriting=edited(text, edits))
