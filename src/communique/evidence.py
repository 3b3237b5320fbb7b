"""Whether a text bears out what a record, or a gold line, says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from communique.values import Span

__all__ = ["check_names", "check_parts", "check_spans", "spans_of"]

NEAR = 4000
"""Characters before and after a mention in which its full name is looked for first."""


class _Participant(Protocol):
    @property
    def mentions(self) -> Sequence[Span]: ...
    @property
    def evidence(self) -> Mapping[Any, Sequence[Span]]: ...


class _Meeting(Protocol):
    @property
    def evidence(self) -> Sequence[Span]: ...
    @property
    def field_evidence(self) -> Mapping[Any, Sequence[Span]]: ...


class _Statement(Protocol):
    @property
    def content(self) -> Span: ...
    @property
    def speaker_mention(self) -> Span | None: ...
    @property
    def cue(self) -> Span | None: ...


def spans_of(
    participants: Iterable[_Participant],
    meetings: Iterable[_Meeting],
    statements: Iterable[_Statement],
) -> Iterator[tuple[str, Span]]:
    """Every span of the three lists with its path, such as ``statements[0].cue``."""
    for i, p in enumerate(participants):
        for j, span in enumerate(p.mentions):
            yield f"participants[{i}].mentions[{j}]", span
        for field, spans in p.evidence.items():
            for j, span in enumerate(spans):
                yield f"participants[{i}].evidence.{field}[{j}]", span
    for i, m in enumerate(meetings):
        for j, span in enumerate(m.evidence):
            yield f"meetings[{i}].evidence[{j}]", span
        for field, spans in m.field_evidence.items():
            for j, span in enumerate(spans):
                yield f"meetings[{i}].field_evidence.{field}[{j}]", span
    for i, s in enumerate(statements):
        yield f"statements[{i}].content", s.content
        if s.speaker_mention is not None:
            yield f"statements[{i}].speaker_mention", s.speaker_mention
        if s.cue is not None:
            yield f"statements[{i}].cue", s.cue


def check_spans(text: str, spans: Iterable[tuple[str, Span]]) -> None:
    """Compare each span, given with its path, with what stands in ``text`` at its offsets.

    Raises:
        ValueError: one differs.
    """
    for path, span in spans:
        if text[span.start : span.end] != span.text:
            raise ValueError(
                f"{path} claims {span.text[:40]!r} at [{span.start}, {span.end}), "
                f"where the text has {text[span.start : span.end][:40]!r}"
            )


def check_names(text: str, names: Iterable[tuple[str, str, int]]) -> None:
    """See that each name, given with its path, stands in ``text``, white space apart.

    The third value is an offset where the name may be expected. It is looked for there first: a
    search of the whole text for each name of a long one takes quadratic time.

    Raises:
        ValueError: one stands nowhere.
    """
    spaced: str | None = None
    known: set[str] = set()
    for path, name, near in names:
        if name in known:
            continue
        around = (max(0, near - NEAR), near + NEAR)
        if not name or (text.find(name, *around) < 0 and name not in text):
            if spaced is None:
                spaced = " ".join(text.split())
            wanted = " ".join(name.split())
            if not wanted or wanted not in spaced:
                raise ValueError(f"{path} is {name!r}, which does not stand in the text")
        known.add(name)


def check_parts(evidence: Sequence[Span], parts: Mapping[Any, Sequence[Span]]) -> None:
    """See that what proves each field of a meeting is part of the meeting's evidence.

    Raises:
        ValueError: some of it is not.
    """
    for field, spans in parts.items():
        if not set(spans) <= set(evidence):
            raise ValueError(f"meeting: evidence of {field} is not in the meeting's evidence")
