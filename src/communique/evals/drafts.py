"""Gold that nobody has gone through: refused, or measured on with a word in every output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from communique.errors import UsageError
from communique.gold.records import GoldDocument, GoldParticipant, GoldStatement

__all__ = ["arguable", "number_of", "refuse", "warning"]

Item = TypeVar("Item", GoldParticipant, GoldStatement)

NAMED = 3
"""Documents that a refusal names."""


def number_of(gold: Iterable[GoldDocument]) -> int:
    return sum(document.is_draft for document in gold)


def refuse(gold: Sequence[GoldDocument], where: str) -> None:
    """See that all of ``gold`` was gone through by a person.

    Raises:
        UsageError: some of it is draft.
    """
    drafts = [document.document_id for document in gold if document.is_draft]
    if drafts:
        more = ", …" if len(drafts) > NAMED else ""
        raise UsageError(
            f"{where}: {len(drafts)} of {len(gold)} documents are drafts that no person has gone "
            f"through ({', '.join(drafts[:NAMED])}{more}): `communique gold review`, or --drafts "
            "to measure on them all the same"
        )


def warning(drafts: int, documents: int) -> str:
    """What every output of a run on drafts says."""
    return (
        f"The gold of {drafts} of {documents} documents is a draft that no person has read: what "
        "looks like an error may be right."
    )


def arguable(document: GoldDocument) -> GoldDocument:
    """``document``, of which what a draft leaves undecided is neither rewarded nor punished.

    Of meetings there is no such thing: each version of an undecided one counts.
    """
    if not document.is_draft:
        return document
    return document.model_copy(
        update={
            "participants": tuple(_open(p, {"optional": True}) for p in document.participants),
            "statements": tuple(_open(s, {"core": False}) for s in document.statements),
        }
    )


def _open(item: Item, change: dict[str, bool]) -> Item:
    return item.model_copy(update=change) if item.undecided else item
