"""Which meetings, reported in several pieces of a document, are one."""

from __future__ import annotations

from collections.abc import Sequence

from communique.llm.merging import Parts, distinct, first_told, in_order
from communique.llm.names import Names
from communique.llm.proof import Proven
from communique.records import Meeting

__all__ = ["merge_meetings"]


def merge_meetings(parts: Parts[Meeting], names: Names) -> list[Proven[Meeting]]:
    """Each meeting once: one of a later piece is one of the earlier where only that can be meant.

    So it is where both rest on the same report (in the lead), or where kinds and dates agree as far
    as they are told, the sides fit, and something is shared: see ``_same_occasion``. Where two
    could be meant, or two of one piece mean the same, they stay apart: a meeting too many is seen,
    two that were made one are not.
    """
    merged: list[Proven[Meeting]] = []
    for i, part in enumerate(parts):
        earlier = len(merged)
        renamed = [_with_fullest_names(proven, i, names) for proven in part]
        meant = [_meant(proven, merged[:earlier]) for proven in renamed]
        for proven, at in zip(renamed, meant, strict=True):
            if at is None or meant.count(at) > 1:
                merged.append(proven)
            else:
                merged[at] = _one_meeting(merged[at], proven)
    return merged


def _with_fullest_names(proven: Proven[Meeting], part: int, names: Names) -> Proven[Meeting]:
    meeting = proven.value
    organizer = meeting.organizer
    update = {
        "participants": tuple(
            dict.fromkeys(names.fullest(part, name) for name in meeting.participants)
        ),
        "organizer": organizer and names.fullest(part, organizer),
    }
    return Proven(meeting.model_copy(update=update), proven.start, proven.doubts)


def _meant(later: Proven[Meeting], earlier: Sequence[Proven[Meeting]]) -> int | None:
    """Which of ``earlier`` is the meeting of ``later``; None when none is, or several could be."""
    meeting = later.value
    reported = [i for i, one in enumerate(earlier) if _same_report(one.value, meeting)]
    alike = [i for i in reported if earlier[i].value.kind == meeting.kind]
    if reported:
        return (alike or reported)[0]
    same = [i for i, one in enumerate(earlier) if _same_occasion(one.value, meeting)]
    return same[0] if len(same) == 1 else None


def _same_report(a: Meeting, b: Meeting) -> bool:
    one, other = (max(m.evidence, key=lambda span: len(span.text)) for m in (a, b))
    return one.start < other.end and other.start < one.end and _dates_agree(a.date, b.date)


# "other" tells nothing against any kind, and a video call is a call. A bilateral meeting beside a
# summit, or a summit among multilateral meetings, is a meeting of its own.
_SAME_KIND = ({"call", "video call"},)


def _same_occasion(a: Meeting, b: Meeting) -> bool:
    """Whether two reports in different places can only be understood as one occasion.

    The sides fit when one report names all whom the other names, or both name two of the same: one
    shared side is not enough, for on one day a host meets one guest after another. Of two reports
    that share nobody, day or not, nothing says that they are one.
    """
    kinds = {a.kind, b.kind}
    if not (len(kinds) == 1 or "other" in kinds or kinds in _SAME_KIND):
        return False
    if not _dates_agree(a.date, b.date):
        return False
    ours, theirs = set(a.participants), set(b.participants)
    shared = ours & theirs
    sides_fit = ours <= theirs or theirs <= ours or len(shared) >= 2
    return sides_fit and bool(shared or (a.date and b.date))


def _dates_agree(a: str | None, b: str | None) -> bool:
    """Whether two dates agree as far as both go; years unknown, and dates untold, do."""
    if a is None or b is None:
        return True
    pairs = zip(a.split("-"), b.split("-"), strict=False)
    return all(one == other or "XXXX" in (one, other) for one, other in pairs)


def _one_meeting(a: Proven[Meeting], b: Proven[Meeting]) -> Proven[Meeting]:
    first, second = a.value, b.value
    # The better told date goes first: the day before the month, the year before none.
    by_date = sorted((first, second), key=lambda m: -_told(m.date))
    date, date_evidence, _ = first_told(by_date, ("date",))
    fields, evidence, doubts = first_told((first, second), ("place", "organizer"))
    kinds = [kind for kind in (first.kind, second.kind) if kind != "other"]
    merged = Meeting.model_validate(
        {
            "kind": "video call" if "video call" in kinds else next(iter(kinds), "other"),
            "participants": tuple(dict.fromkeys((*first.participants, *second.participants))),
            "evidence": in_order((*first.evidence, *second.evidence)),
            "field_evidence": {**date_evidence, **evidence},
            **date,
            **fields,
        }
    )
    known = distinct(a.doubts, b.doubts, doubts)
    if merged.date is not None and "XXXX" not in merged.date:
        known = tuple(doubt for doubt in known if doubt.code != "date_year_unknown")
    return Proven(merged, min(a.start, b.start), known)


def _told(date: str | None) -> int:
    return len(date.replace("XXXX", "")) if date else 0
