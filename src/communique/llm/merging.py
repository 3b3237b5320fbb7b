"""What several pieces of a document say, made one: the same participant and statement once.

Within a piece nothing is merged: a model that read it told its items apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from communique.llm.names import Names, fullest_forms
from communique.llm.pieces import OMISSION, Piece
from communique.llm.proof import Article, Doubt, Proven
from communique.records import Participant, Span, Statement, Value
from communique.values import FrozenMapping

__all__ = [
    "Parts",
    "distinct",
    "first_told",
    "in_document",
    "in_order",
    "merge_people",
    "merge_statements",
]

V = TypeVar("V", bound=Value)
Parts = Sequence[Sequence[Proven[V]]]
"""For each piece, in text order, what was proven in it, in the document's offsets."""


class _AcrossOmission(Exception):
    """A quote from the end of the lead to the beginning of the piece stands nowhere."""


def in_document(piece: Piece, proven: Proven[V] | Doubt) -> Proven[V] | Doubt:
    """``proven``, whose spans count in what was shown of ``piece``, in the document's offsets."""
    if isinstance(proven, Doubt) or piece.start == 0:
        return proven
    try:
        value = _moved(proven.value, piece)
    except _AcrossOmission:
        return Doubt("unsupported", "the words given do not stand together in the text")
    return Proven(value, piece.offset(proven.start), proven.doubts)


def _moved(value: Any, piece: Piece) -> Any:
    if isinstance(value, Span):
        span = piece.span(value)
        if span is None:
            raise _AcrossOmission
        return span
    if isinstance(value, str) and OMISSION.strip() in value:
        raise _AcrossOmission
    if isinstance(value, Value):
        return value.model_copy(
            update={name: _moved(getattr(value, name), piece) for name in type(value).model_fields}
        )
    if isinstance(value, Mapping):
        return FrozenMapping({key: _moved(inner, piece) for key, inner in value.items()})
    return tuple(_moved(inner, piece) for inner in value) if isinstance(value, tuple) else value


def merge_people(
    parts: Parts[Participant], names: Names, article: Article
) -> list[Proven[Participant]]:
    """Each participant once, with every mention of the name in the whole of ``article``.

    Title, country and organisation are those of the first piece that has them; others that
    contradict them are doubts.
    """
    if len(parts) == 1:
        return list(parts[0])
    groups: dict[str, list[Proven[Participant]]] = {}
    for i, part in enumerate(parts):
        for proven in part:
            groups.setdefault(names.fullest(i, proven.value.name), []).append(proven)
    return [_one_person(name, group, article) for name, group in groups.items()]


def _one_person(
    name: str, group: Sequence[Proven[Participant]], article: Article
) -> Proven[Participant]:
    people = [proven.value for proven in group]
    mentions: list[Span] = []
    named = (m for p in people if p.name.casefold() == name.casefold() for m in p.mentions)
    for span in in_order((*named, *article.find(name))):
        if not mentions or span.start >= mentions[-1].end:
            mentions.append(span)
    fields, evidence, doubts = first_told(people, ("title", "country", "organization"))
    merged = Participant.model_validate(
        {"name": name, "mentions": mentions, "evidence": evidence, **fields}
    )
    return Proven(merged, mentions[0].start, distinct(*(p.doubts for p in group), doubts))


def merge_statements(parts: Parts[Statement], names: Names) -> list[Proven[Statement]]:
    """Every statement once, its speaker under the fullest name of any piece.

    What a later piece repeats of the lead was the first one's to say, unless that left it out.
    """
    if len(parts) == 1:
        return list(parts[0])
    speakers = [
        [names.fullest(i, p.value.speaker) for p in part if p.value.speaker is not None]
        for i, part in enumerate(parts)
    ]
    forms = fullest_forms(speakers, _is_name)
    merged: list[Proven[Statement]] = []
    taken: set[int] = set()
    for i, part in enumerate(parts):
        new = [p for p in part if taken.isdisjoint(_places(p.value))]
        taken.update(place for p in new for place in _places(p.value))
        for proven in new:
            speaker = proven.value.speaker
            if speaker is not None:
                named = names.fullest(i, speaker)
                full = forms[i][named]
                # "leaders" of one piece are not spelt as the "Leaders" of another.
                speaker = named if full.casefold() == named.casefold() else full
            statement = proven.value.model_copy(update={"speaker": speaker})
            merged.append(Proven(statement, proven.start, proven.doubts))
    return merged


def _is_name(name: str, longer: str) -> bool:
    """A surname is; "leaders" and "ministers" end many groups' names."""
    return name[0].isupper()


def _places(statement: Statement) -> range:
    return range(statement.content.start, statement.content.end)


def first_told(
    values: Iterable[Any], fields: Iterable[str]
) -> tuple[dict[str, str], dict[str, tuple[Span, ...]], tuple[Doubt, ...]]:
    """Each field from the first value that has it, its evidence, and what contradicts it."""
    told: dict[str, str] = {}
    evidence: dict[str, tuple[Span, ...]] = {}
    doubts = []
    for value in values:
        proofs: Any = value.evidence if isinstance(value, Participant) else value.field_evidence
        for field in fields:
            said = getattr(value, field)
            if said is None:
                continue
            if field not in told:
                told[field], evidence[field] = said, proofs[field]
            elif not _says_the_same(told[field], said):
                message = f"the text has {told[field]!r} elsewhere, which is kept"
                doubts.append(Doubt("conflict", message, field, said))
    return told, evidence, tuple(doubts)


def _says_the_same(a: str, b: str) -> bool:
    """Whether one form of a title or name is part of the other, as far as can be seen."""
    return a.casefold() in b.casefold() or b.casefold() in a.casefold()


def in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans), key=lambda span: (span.start, span.end)))


def distinct(*doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """Each doubt once: what a model says of the lead it may say about every piece."""
    found: list[Doubt] = []
    for doubt in (doubt for some in doubts for doubt in some):
        if doubt not in found:
            found.append(doubt)
    return tuple(found)
