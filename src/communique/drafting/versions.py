"""What several records of one text say of each item: one version where they agree, else all."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from communique.crosscheck import Mark, cross_check
from communique.gold.records import GoldMeeting
from communique.records import Meeting, Participant, Readout, Statement
from communique.scoring.occasions import candidates
from communique.scoring.pairing import best_pairs

__all__ = ["Version", "meetings", "participants", "statements"]

T = TypeVar("T", Participant, Meeting, Statement)

Found = Mapping[int, T]
"""One item, as each record has it that has it, by the record's place."""

_INDEX = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """One way in which an item was read."""

    values: tuple[T, ...]
    """The same in all that is compared; the first of the records that were given first."""
    found_by: tuple[str, ...]
    """The models; empty where there is but one record."""
    undecided: bool
    """Whether another record has it otherwise, or not at all."""


def participants(records: Sequence[Readout]) -> Iterator[Version[Participant]]:
    """They agree in name, title, country and organization."""
    found = _cross_checked(records, "participant", lambda record: record.participants)
    yield from _versions(records, found, lambda p: (p.name, p.title, p.country, p.organization))


def statements(records: Sequence[Readout]) -> Iterator[Version[Statement]]:
    """They agree in content, kind, speaker, and in whether they are nested."""
    found = _cross_checked(records, "statement", lambda record: record.statements)
    yield from _versions(records, found, lambda s: (s.content, s.kind, s.speaker, s.nested))


def meetings(records: Sequence[Readout]) -> Iterator[Version[Meeting]]:
    """They agree in kind, date, place, organizer and in who took part."""
    seen: list[tuple[Meeting, dict[int, Meeting]]] = []
    for voter, record in enumerate(records):
        ours = [_as_gold(meeting) for meeting, _ in seen]
        known = {theirs: i for i, theirs in best_pairs(candidates(ours, record.meetings))}
        for index, meeting in enumerate(record.meetings):
            if index in known:
                seen[known[index]][1][voter] = meeting
            else:
                seen.append((meeting, {voter: meeting}))
    yield from _versions(
        records,
        [found for _, found in seen],
        lambda m: (m.kind, m.date, m.place, m.organizer, frozenset(m.participants)),
    )


def _versions(
    records: Sequence[Readout], items: Sequence[Found[T]], told: Callable[[T], Hashable]
) -> Iterator[Version[T]]:
    """The versions of each item: ``told`` is what must be equal in those that are one."""
    for found in items:
        alike: dict[Hashable, list[int]] = {}
        for voter, value in found.items():
            alike.setdefault(told(value), []).append(voter)
        undecided = len(alike) > 1 or len(found) < len(records)
        for voters in alike.values():
            yield Version(
                tuple(found[voter] for voter in voters),
                _names(records, voters),
                undecided,
            )


def _names(records: Sequence[Readout], voters: Sequence[int]) -> tuple[str, ...]:
    if len(records) == 1:
        return ()
    return tuple(dict.fromkeys(records[voter].extractor.model for voter in voters))


def _cross_checked(
    records: Sequence[Readout], item: str, of: Callable[[Readout], Sequence[T]]
) -> list[Found[T]]:
    if len(records) == 1:
        return [{0: value} for value in of(records[0])]
    marks = [mark for mark in cross_check(*records).marks if mark.item == item]
    return [{voter: of(records[voter])[at] for voter, at in _places(mark)} for mark in marks]


def _places(mark: Mark) -> Iterator[tuple[int, int]]:
    """In which record it stands, and where there."""
    for voter, path in enumerate(mark.places):
        if path is not None and (index := _INDEX.search(path)):
            yield voter, int(index[0])


def _as_gold(meeting: Meeting) -> GoldMeeting:
    return GoldMeeting.model_validate(
        {name: getattr(meeting, name) for name in Meeting.model_fields}
    )
