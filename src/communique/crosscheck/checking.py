"""``cross_check``: a record held against others of the same text.

Items are paired as in scoring: statements whose contents overlap by half, participants of whom one
name may stand for the other. What a record has and none before it had is a new item, with which
those of the later records are paired in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from communique.crosscheck.marks import CrossChecked, Item, Mark
from communique.errors import UsageError
from communique.gold.records import GoldParticipant, GoldStatement
from communique.records import Document, Participant, Readout, Statement
from communique.scoring.likeness import candidates
from communique.scoring.pairing import best_pairs
from communique.scoring.speakers import same_speaker
from communique.scoring.statements import pair_statements

__all__ = ["cross_check"]

T = TypeVar("T", Participant, Statement)


def cross_check(readout: Readout, *others: Readout) -> CrossChecked:
    """Which items of ``readout`` the others have too, and which they have alone.

    Args:
        readout: a record.
        others: records of the same text; without any, what the offline extractor makes of it.

    Raises:
        UsageError: another was made from another text, or the record is the offline extractor's
            own and there is no other.
    """
    records = (readout, *(others or (_offline(readout),)))
    for other in records[1:]:
        if other.text_sha256 != readout.text_sha256:
            raise UsageError(
                f"{other.document_id}: made from another text than {readout.document_id} (their "
                "text_sha256 differ): cross-check records of one text"
            )
    text = readout.text
    people: list[_Seen[Participant]] = []
    said: list[_Seen[Statement]] = []
    for voter, record in enumerate(records):
        _add(people, record.participants, voter, _same_people(people, record.participants))
        _add(said, record.statements, voter, _same_words(text, said, record.statements))
    names = [record.extractor.model for record in records]
    marks = [
        *(_mark("participant", seen, names) for seen in people),
        *(_mark("statement", seen, names) for seen in said),
    ]
    return CrossChecked(readout, tuple(sorted(marks, key=lambda mark: mark.path is None)))


def _offline(readout: Readout) -> Readout:
    from communique.rules import EXTRACTOR, read

    if readout.extractor.model == EXTRACTOR.model:
        raise UsageError(
            "the record is the offline extractor's own: give another one to hold it against"
        )
    # Dates need the day of publication; nothing that is compared does.
    return read(Document(id=readout.document_id, text=readout.text))


class _Seen(Generic[T]):
    """An item as each voter that found it gives it."""

    def __init__(self, voter: int, index: int, value: T) -> None:
        self.value: T = value
        self.found: dict[int, tuple[int, T]] = {voter: (index, value)}


def _add(seen: list[_Seen[T]], items: Sequence[T], voter: int, pairs: dict[int, int]) -> None:
    """Take in what ``voter`` found; ``pairs`` tells which of it was seen before."""
    known = {theirs: ours for ours, theirs in pairs.items()}
    for index, value in enumerate(items):
        if index in known:
            seen[known[index]].found[voter] = (index, value)
        else:
            seen.append(_Seen(voter, index, value))


def _same_people(seen: list[_Seen[Participant]], items: Sequence[Participant]) -> dict[int, int]:
    ours = [GoldParticipant(**_fields(one.value)) for one in seen]
    return dict(best_pairs(candidates(ours, items)))


def _same_words(
    text: str, seen: list[_Seen[Statement]], items: Sequence[Statement]
) -> dict[int, int]:
    ours = [GoldStatement(**_fields(one.value)) for one in seen]
    paired = pair_statements(text, ours, items)["iou50"]
    return {i: j for i, (j, _) in paired.items()}


def _fields(value: Participant | Statement) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).model_fields}


def _mark(item: Item, seen: _Seen[T], names: Sequence[str]) -> Mark:
    places = tuple(
        f"{item}s[{seen.found[voter][0]}]" if voter in seen.found else None
        for voter in range(len(names))
    )
    return Mark(
        item=item,
        value=seen.value,
        path=places[0],
        found_by=tuple(names[voter] for voter in seen.found),
        voters=len(names),
        speaker_agrees=_speaker_agrees([value for _, value in seen.found.values()]),
        places=places,
    )


def _speaker_agrees(values: Sequence[Participant | Statement]) -> bool | None:
    first, *others = values
    if not isinstance(first, Statement) or not others:
        return None
    speakers = [(s.speaker, s.speaker_mention) for s in values if isinstance(s, Statement)]
    if all(name is None for name, _ in speakers):
        return None
    return all(same_speaker(speakers[0], other) for other in speakers[1:])
