"""A text in pieces that can be asked about one by one, and the way back to its offsets.

Every piece but the first is shown after the article's lead (headline, dateline, who is who), so
that "she" and "the minister" can be told. A piece is a model's whole world: what it quotes must
stand in what it was shown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from communique.llm.quotations import PARAGRAPH_END
from communique.records import Span

__all__ = ["OMISSION", "Piece"]

LEAD = 500
"""Characters up to which whole paragraphs at the beginning of a text are its lead."""

SHORTEST = 600
"""Characters below which no piece is made."""

OMISSION = "\n\n[…]\n\n"
"""What stands between lead and piece for what is left out."""

# Not after "U.S." or "Mr.": the sentence's last word has three letters or digits, or more.
_SENTENCE_END = re.compile(r"(?<=[^\W_]{3}[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class Piece:
    """The characters ``[start, end)`` of ``text``; ``lead`` is where the text's lead ends."""

    text: str = field(repr=False)
    start: int
    end: int
    lead: int

    @classmethod
    def whole(cls, text: str) -> Piece:
        """All of ``text`` as one piece."""
        ends = (match.end() for match in PARAGRAPH_END.finditer(text, 0, LEAD + 1))
        lead = max((end for end in ends if end <= LEAD), default=0)
        return cls(text, 0, len(text), lead)

    @property
    def shown(self) -> str:
        """What a model is shown: the piece, after the lead where it is not the first."""
        return self._before + self.text[self.start : self.end]

    @property
    def _before(self) -> str:
        return self.text[: self.lead] + OMISSION if self.start and self.lead else ""

    def offset(self, shown: int) -> int:
        """The offset in the text of what is shown at ``shown``."""
        before = len(self._before)
        return shown if before and shown < self.lead else shown - before + self.start

    def span(self, shown: Span) -> Span | None:
        """``shown``, a span of what is shown, in the text; None where it spans the omission."""
        start = self.offset(shown.start)
        end = self.offset(shown.end - 1) + 1
        if self.text[start:end] != shown.text:
            return None
        return Span(start=start, end=end, text=shown.text)

    def halves(self) -> tuple[Piece, Piece] | None:
        """Two pieces of near equal length; None when it cannot be cut without maiming a sentence.

        The cut is a paragraph's end in the middle half, else a sentence's end, outside quotation
        marks if there is one, else any paragraph's end.
        """
        low, high = self.start + SHORTEST, self.end - SHORTEST
        quarter = (self.end - self.start) // 4
        middle = range(max(low, self.start + quarter), min(high, self.end - quarter) + 1)
        paragraphs = list(self._ends(PARAGRAPH_END))
        sentences = [end for end in self._ends(_SENTENCE_END) if end in middle]
        for cuts in (
            [end for end in paragraphs if end in middle],
            [end for end in sentences if self._is_unquoted(end, paragraphs)],
            sentences,
            [end for end in paragraphs if low <= end <= high],
        ):
            if cuts:
                cut = min(cuts, key=lambda cut: abs(2 * cut - self.start - self.end))
                return replace(self, end=cut), replace(self, start=cut)
        return None

    def _ends(self, pattern: re.Pattern[str]) -> Iterator[int]:
        return (match.end() for match in pattern.finditer(self.text, self.start, self.end))

    def _is_unquoted(self, end: int, paragraphs: Sequence[int]) -> bool:
        """Whether no quotation that began in the same paragraph is open at ``end``."""
        earlier = bisect_right(paragraphs, end)
        before = self.text[paragraphs[earlier - 1] if earlier else self.start : end]
        return before.count("“") == before.count("”") and before.count('"') % 2 == 0
