"""What labels of one document must agree on among themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from communique.errors import GoldError
from communique.gold.passage import Passage
from communique.gold.records import GoldStatement
from communique.gold.source import Source, SourceMeeting, SourceParticipant, SourceStatement
from communique.records import Span

__all__ = [
    "Lined",
    "boilerplate_problems",
    "mention_problems",
    "name_problems",
    "nesting_problems",
    "speaker_problems",
    "undecided_problems",
]

Lined = tuple[Span, int]
"""A span and the source line it comes from."""


def name_problems(source: Source) -> Iterator[GoldError]:
    """Participants named twice, meetings that name someone who is no participant.

    In a draft an undecided participant stands there once for each version of it.
    """
    first: dict[str, tuple[int, bool]] = {}
    for p in source.participants:
        for name, line in ((p.name, p.line), *p.aliases):
            other, undecided = first.get(name, (line, True))
            if name in first and not (undecided and p.undecided):
                yield _error(source, line, f"{name!r} is named already on line {other}")
            first.setdefault(name, (line, p.undecided))
    known = {p.name for p in source.participants}
    for meeting in source.meetings:
        seen = set()
        for name, line in meeting.participants or ():
            if name not in known:
                names = ", ".join(sorted(known)) or "none"
                yield _error(
                    source,
                    line,
                    f"the meeting names {name!r}, who is not among the participants ({names})",
                )
            elif name in seen:
                yield _error(source, line, f"the meeting names {name!r} twice")
            seen.add(name)


def mention_problems(source: Source, name: str, mentions: Sequence[Lined]) -> Iterator[GoldError]:
    """Mentions of one participant that cover the same words."""
    ordered = sorted(mentions, key=lambda lined: (lined[0].start, lined[0].end))
    for (span, line), (other, other_line) in pairwise(ordered):
        if other.start < span.end:
            at = max(line, other_line)
            yield _error(
                source,
                at,
                f"mentions of {name!r} overlap: {span.text!r} (line {line}) and {other.text!r} "
                f"(line {other_line}); is another occurrence meant?",
            )


def speaker_problems(source: Source, text: str) -> Iterator[GoldError]:
    """Speakers who are no participant and stand nowhere in the text, as one misspelt.

    Several speakers are written "A; B".
    """
    known = [name for p in source.participants for name in (p.name, *(a for a, _ in p.aliases))]
    passage = Passage.of(text)
    for statement in source.statements:
        if statement.speaker is None or statement.speaker in known:
            continue
        for part in statement.speaker.split(";"):
            name = part.strip()
            if name not in known and not passage.find(name):
                line = statement.speaker_line or statement.line
                yield _error(source, line, f"speaker {name!r}: {_nearest(name, known, passage)}")


def _nearest(name: str, known: Sequence[str], passage: Passage) -> str:
    from rapidfuzz.process import extractOne

    wrong = "no participant has this name, and it is not in the text"
    if not name:
        return 'a name is missing beside the ";"'
    best = extractOne(name, known, score_cutoff=60)
    return f"{wrong}; {f'is {best[0]!r} meant?' if best else passage.nearest(name)}"


def nesting_problems(
    source: Source, statements: Sequence[tuple[GoldStatement, int]]
) -> Iterator[GoldError]:
    """Statements given twice, and nested ones that stand in no other.

    In a draft an undecided statement stands there once for each version of it.
    """
    seen: dict[Span, tuple[int, bool]] = {}
    for statement, line in statements:
        span = statement.content
        other, undecided = seen.get(span, (line, True))
        if span in seen and not (undecided and statement.undecided):
            yield _error(source, line, f"the statement is given already on line {other}")
        elif statement.nested and not any(
            other.content != span and _holds(other.content, span) for other, _ in statements
        ):
            yield _error(
                source, line, "nested, but its content lies inside that of no other statement"
            )
        seen.setdefault(span, (line, statement.undecided))


def boilerplate_problems(
    source: Source, labeled: Sequence[Lined], boilerplate: Sequence[Span]
) -> Iterator[GoldError]:
    """Labels in boilerplate, where nothing is labeled."""
    for span, line in labeled:
        for region in boilerplate:
            if span.start < region.end and region.start < span.end:
                yield _error(
                    source,
                    line,
                    f"{span.text[:80]!r} stands in boilerplate ({region.text[:40]!r} …); "
                    "nothing there is labeled: is another occurrence meant?",
                )
                break


def undecided_problems(source: Source) -> Iterator[GoldError]:
    """Items that a draft left open, in labels that are said to be none."""
    items: list[SourceParticipant | SourceMeeting | SourceStatement] = [
        *source.participants,
        *source.meetings,
        *source.statements,
    ]
    for item in items:
        if item.undecided and source.status != "draft":
            yield _error(
                source,
                item.line,
                f"undecided, in a document that is {source.status}: keep one version and take "
                "`undecided` out, or set `status: draft`",
            )


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _error(source: Source, line: int, message: str) -> GoldError:
    return GoldError(message, path=source.path, line=line)
