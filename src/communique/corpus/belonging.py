"""Of which of its meetings an article tells something: a statement, or that someone stayed away."""

from __future__ import annotations

import re
from collections.abc import Collection

from communique.corpus.absence_words import is_call, is_summit
from communique.corpus.absences import Absence
from communique.corpus.told import Told
from communique.gold.records import GoldMeeting
from communique.text.calendar import MONTH, MONTHS

__all__ = ["missed", "told_with"]

_DAY = re.compile(rf"(?:\b(\d{{1,2}})\s+)?\b({MONTH})(?:\s+(\d{{1,2}})\b(?!\d))?")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_REMOTE = ("call", "video call")


def told_with(told: Told, start: int, of: Collection[int]) -> int | None:
    """Which of the meetings ``of``, by their places in the record, stands last before ``start`` in
    its paragraph or list; the only one wherever it stands; None where it cannot be told."""
    if len(of) < 2:
        return next(iter(of), None)
    paragraph = told.text.rfind("\n", 0, start) + 1
    before = [
        (span.start, nth)
        for nth in of
        for span in told.meetings[nth].evidence
        if paragraph <= span.start <= start
    ]
    return max(before)[1] if before else None


def missed(told: Told, absence: Absence) -> int | None:
    """Which meeting of the article someone stayed away from; None where it cannot be told."""
    may_be = [nth for nth, one in enumerate(told.meetings) if _may_be(one, absence)]
    return told_with(told, absence.said.start, may_be)


def _may_be(meeting: GoldMeeting, absence: Absence) -> bool:
    noun = absence.noun
    if noun is not None and is_call(noun) and meeting.kind not in (*_REMOTE, "other"):
        return False
    if noun is not None and is_summit(noun) and meeting.kind in ("call", "bilateral meeting"):
        return False
    return _days_agree(absence.sentence, meeting.date)


def _days_agree(sentence: str, day: str | None) -> bool:
    """Whether every day, month and year that a sentence names can be that of the meeting."""
    year, month, of_month = (*(day or "").split("-"), "", "")[:3]
    if any(found != year for found in _YEAR.findall(sentence)):
        return False
    for before, name, after in _DAY.findall(sentence):
        number = MONTHS[name.rstrip(".").lower()]
        if not month or int(month) != number:
            return False
        if (before or after) and of_month and int(before or after) != int(of_month):
            return False
    return True
