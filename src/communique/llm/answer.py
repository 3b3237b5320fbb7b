"""A model's answer as a grounded record: what the article proves is kept, the rest is an issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from communique.errors import AnswerError
from communique.grounding import ground
from communique.llm.meetings import prove_meeting
from communique.llm.people import prove_participant
from communique.llm.proof import Article, Doubt, Proven
from communique.llm.schema import (
    MOST_ITEMS,
    MeetingAnswer,
    ParticipantAnswer,
    StatementAnswer,
)
from communique.llm.statements import prove_statement
from communique.records import (
    Document,
    ExtractorInfo,
    Issue,
    Meeting,
    Participant,
    Readout,
    Statement,
    text_sha256,
)

__all__ = ["read_answer"]

_QUOTES = {"participants": "mention", "meetings": "evidence", "statements": "content"}
"""In each list, the quote on which an item rests."""

Claim = TypeVar("Claim", bound=BaseModel)
T = TypeVar("T")


def read_answer(
    document: Document, answer: Mapping[str, Any], info: ExtractorInfo, example: str = ""
) -> Readout:
    """The record of ``document`` that ``answer`` gives and its text proves, in text order.

    Every claim of the answer ends up in the record or, as the model gave it, in ``issues``: an item
    that only ``example``, the article of the prompt's example, bears out as ``from_example``.

    Raises:
        AnswerError: the answer has none of the lists asked for.
    """
    if not any(isinstance(answer.get(name), list) for name in MOST_ITEMS):
        keys = ", ".join(map(repr, answer)) or "nothing"
        raise AnswerError(f"the answer holds {keys} instead of {', '.join(MOST_ITEMS)}")
    article = Article(document.text)
    taken: set[tuple[int, int]] = set()
    issues: list[Issue] = []

    def meeting(claim: MeetingAnswer) -> Proven[Meeting] | Doubt:
        return prove_meeting(article, document, claim, people)

    def statement(claim: StatementAnswer) -> Proven[Statement] | Doubt:
        return prove_statement(article, claim, people, taken)

    def participant(claim: ParticipantAnswer) -> Proven[Participant] | Doubt:
        return prove_participant(article, claim)

    participants = _prove(answer, "participants", ParticipantAnswer, participant, issues)
    people = [person.name for person in participants]
    meetings = _prove(answer, "meetings", MeetingAnswer, meeting, issues)
    statements = _prove(answer, "statements", StatementAnswer, statement, issues)
    return Readout(
        text=document.text,
        text_sha256=text_sha256(document.text),
        document_id=document.id,
        extractor=info,
        participants=participants,
        meetings=meetings,
        statements=statements,
        issues=tuple(_told_apart(issue, example) for issue in issues),
    )


def _told_apart(issue: Issue, example: str) -> Issue:
    """``issue``, with a code of its own where its item was copied from the example."""
    quote = _QUOTES.get(issue.path or "")
    if (
        issue.code != "unsupported"
        or quote is None
        or not ground(example, issue.value[quote]).spans
    ):
        return issue
    message = f"{issue.message}, but the prompt's example does"
    return issue.model_copy(update={"code": "from_example", "message": message})


def _prove(
    answer: Mapping[str, Any],
    name: str,
    shape: type[Claim],
    prove: Callable[[Claim], Proven[T] | Doubt],
    issues: list[Issue],
) -> tuple[T, ...]:
    """The proven items of one list, in text order; everything else is added to ``issues``."""
    proven: list[Proven[T]] = []
    seen = set()
    for raw in _items(answer, name, issues):
        try:
            claim = shape.model_validate(raw)
        except ValidationError as error:
            issues.append(Issue(code="invalid_item", message=_why(error), path=name, value=raw))
            continue
        result = prove(claim)
        if isinstance(result, Doubt):
            issues.append(Issue(code=result.code, message=result.message, path=name, value=raw))
        elif (key := _identity(result.value)) in seen:
            message = "this item was given before"
            issues.append(Issue(code="duplicate", message=message, path=name, value=raw))
        else:
            seen.add(key)
            proven.append(result)
    proven.sort(key=lambda item: item.start)
    for i, item in enumerate(proven):
        for doubt in item.doubts:
            path = f"{name}[{i}].{doubt.field}"
            issues.append(
                Issue(code=doubt.code, message=doubt.message, path=path, value=doubt.value)
            )
    return tuple(item.value for item in proven)


def _items(answer: Mapping[str, Any], name: str, issues: list[Issue]) -> list[Any]:
    items = answer.get(name)
    if isinstance(items, list):
        most = MOST_ITEMS[name]
        message = f"more than the {most} {name} asked for: not looked at"
        issues += (
            Issue(code="too_many_items", message=message, path=name, value=item)
            for item in items[most:]
        )
        return items[:most]
    message = f"the answer has no list of {name}"
    issues.append(Issue(code="invalid_answer", message=message, path=name, value=items))
    return []


def _identity(value: object) -> object:
    """What two items of a list may not share."""
    if isinstance(value, Participant):
        return value.name.casefold()
    if isinstance(value, Meeting):
        return value.evidence, value.kind
    if isinstance(value, Statement):
        return value.content
    raise TypeError(type(value).__name__)


def _why(error: ValidationError) -> str:
    """The first complaint in one line: where, and what."""
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]
