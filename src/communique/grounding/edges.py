"""The marks around a quote, which writers move: a comma into a quotation, a full stop out."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Trimmed", "initials_unbracketed", "trimmed"]

_QUOTING = "\"'`´“”„‟«»‘’‚‛‹›″′"
_EDGE = _QUOTING + ",.;:…()[]-–— \t\r\n\xa0"
_AFTER = re.compile(rf"[.,;:?!…]{{0,3}}[{re.escape(_QUOTING)}]")
_ASKED = re.compile(rf"[{re.escape(_QUOTING)})\]\s]{{0,3}}(?:\?|…|\.\.)")
_BRACKETED = re.compile(r"(?<!\w)\[(\w)\](?=\w)")


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A quote without the marks around it; ``before`` and ``after`` are those."""

    core: str
    before: str
    after: str

    @property
    def quoted(self) -> bool:
        """Whether a quotation mark stood at either end."""
        return any(char in _QUOTING for char in self.before + self.after)

    def allows(self, text: str, end: int) -> bool:
        """False where the quote ends its sentence or goes on, and the text asks or breaks off."""
        return not (
            any(char in ".,;:" for char in self.after.replace("...", "…"))
            and _ASKED.match(text, end)
        )

    def widened(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The range of the core in ``text``, with the quotation marks there that the quote has."""
        if any(char in _QUOTING for char in self.before) and text[max(0, start - 1)] in _QUOTING:
            start = max(0, start - 1)
        mark = _AFTER.match(text, end)
        if mark is not None and any(char in _QUOTING for char in self.after):
            end = mark.end()
        return start, end


def trimmed(quote: str) -> Trimmed | None:
    """``quote`` without the marks around it; None where it has none, or nothing else."""
    core = quote.strip(_EDGE)
    before = quote[: len(quote) - len(quote.lstrip(_EDGE))]
    if before.endswith((".", "-", "–")) and core[:1].isdecimal():
        before, core = before[:-1], before[-1] + core  # the number's own sign
    if core == quote or not any(char.isalnum() for char in core):
        return None
    return Trimmed(core, before, quote[len(before) + len(core) :])


def initials_unbracketed(quote: str) -> str:
    """ "[T]he port" as "The port": writers put the letter in brackets whose case they changed."""
    return _BRACKETED.sub(r"\1", quote)
