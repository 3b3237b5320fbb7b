"""What a draft says that somebody said: its quotations and attributions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique.records import Document, Span
from communique.rules import Reading, take_in

__all__ = ["Claim", "claims_of"]

# "Lee: “…”" at the beginning of a line, with what lists and bold type put before a name.
_LABEL = re.compile(r"^[\s>*•\-–—#\d.)]*(?P<name>[^\W\d_][^:\n\"“„«]{0,80}?)\W*:[\s*]*$")
# "“…” — Ann Lee" at the end of a line.
_SIGNATURE = re.compile(
    r"[\s)]*[—–-]{1,2}\s*(?P<name>[^\W\d_][^\n,(]{0,80}?)\s*[*_.]*\s*(?:[,(\n]|$)"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that the draft gives to somebody.

    ``span`` holds them with their quotation marks; ``quoted`` is whether they are in such marks
    as a whole, ``quotations`` those inside words that are not.
    """

    span: Span
    speaker: str | None
    quoted: bool
    quotations: tuple[Span, ...] = ()


def claims_of(draft: Document) -> list[Claim]:
    """The claims of ``draft`` in its order; none lies within another."""
    reading = take_in(draft)
    attributed = list(_attributed(reading))
    covered = [(claim.span.start, claim.span.end) for claim in attributed]
    alone = [
        Claim(span, _named_beside(draft.text, span), quoted=True)
        for span in _quotations(reading)
        if not any(span.start < end and start < span.end for start, end in covered)
    ]
    return sorted([*attributed, *alone], key=lambda claim: (claim.span.start, claim.span.end))


def _attributed(reading: Reading) -> Iterator[Claim]:
    quotations = list(_quotations(reading))
    for found in reading.statements:
        if found.nested:
            continue
        span = reading.article.span(found.content)
        speaker = found.speaker.name if found.speaker else None
        if found.kind == "direct" and found.cue is None:
            # No reporting word: what the line says is all there is.
            speaker = _named_beside(reading.article.document.text, span) or speaker
        inside = [q for q in quotations if span.start <= q.start and q.end <= span.end]
        yield Claim(span, speaker, found.kind == "direct", tuple(inside))


def _quotations(reading: Reading) -> Iterator[Span]:
    for block in reading.article.blocks:
        for quotation in block.quotations:
            yield reading.article.span((quotation.first, quotation.stop))


def _named_beside(text: str, quotation: Span) -> str | None:
    """The name before a colon, or after a dash, on the line of a quotation."""
    line = text.rfind("\n", 0, quotation.start) + 1
    label = _LABEL.match(text[line : quotation.start])
    if label is not None:
        return label["name"].strip(" *_")
    signature = _SIGNATURE.match(text, quotation.end)
    return signature["name"].strip(" *_") if signature is not None else None
