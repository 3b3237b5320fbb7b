"""A model's answers as a grounded record: what the article proves is kept, the rest is an issue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from communique.grounding import ground
from communique.llm.asking import Answered
from communique.llm.boilerplate import Boilerplate
from communique.llm.lists import lists_of, spelled
from communique.llm.meetings import prove_meeting
from communique.llm.merging import in_document, merge_people, merge_statements
from communique.llm.names import Names
from communique.llm.occasions import merge_meetings
from communique.llm.people import Named, prove_participant
from communique.llm.pieces import Piece
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
    Value,
    text_sha256,
)

__all__ = ["read_answer", "read_answers", "why"]

_QUOTES = {"participants": "mention", "meetings": "evidence", "statements": "content"}
"""In each list, the quote on which an item rests."""

Claim = TypeVar("Claim", bound=BaseModel)
V = TypeVar("V", bound=Value)


def read_answer(
    document: Document, answer: Mapping[str, Any], info: ExtractorInfo, example: str = ""
) -> Readout:
    """The record that one answer about all of ``document`` gives: see ``read_answers``."""
    whole = Answered(Piece.whole(document.text), answer)
    return read_answers(document, [whole], info, example=example)


def read_answers(
    document: Document,
    answers: Sequence[Answered],
    info: ExtractorInfo,
    issues: Iterable[Issue] = (),
    example: str = "",
) -> Readout:
    """The record of ``document`` that ``answers`` give and its text proves, in text order.

    ``answers`` are those about its pieces, in text order. Every claim ends up in the record or, as
    the model gave it, in ``issues``, after those given; a quote must stand in what was shown of its
    piece. What several pieces have is in the record once. An item that only ``example``, the
    article of the prompt's example, bears out is an issue ``from_example``.

    Raises:
        AnswerError: an answer has none of the lists asked for.
    """
    parts = [_Part(one.piece, lists_of(one.answer, MOST_ITEMS)) for one in answers]
    left_out = list(issues)
    boilerplate = Boilerplate(document.text)

    def prove(
        name: str,
        shape: type[Claim],
        proof: Callable[[int, Claim], Proven[V] | tuple[Proven[V], ...] | Doubt],
    ) -> list[list[Proven[V]]]:
        return [
            _proven(part, name, shape, partial(proof, i), left_out, boilerplate)
            for i, part in enumerate(parts)
        ]

    def participant(i: int, claim: ParticipantAnswer) -> Proven[Participant] | Doubt:
        return prove_participant(parts[i].article, claim, parts[i].named)

    people = prove("participants", ParticipantAnswer, participant)
    names = Names(people)
    article = parts[0].article if len(parts) == 1 else Article(document.text)
    participants = _listed("participants", merge_people(people, names, article), left_out)

    def meeting(i: int, claim: MeetingAnswer) -> Proven[Meeting] | Doubt:
        return prove_meeting(parts[i].article, document, claim, names.of(i))

    found = prove("meetings", MeetingAnswer, meeting)
    meetings = _listed("meetings", merge_meetings(found, names), left_out)

    def statement(i: int, claim: StatementAnswer) -> tuple[Proven[Statement], ...] | Doubt:
        return prove_statement(parts[i].article, claim, names.of(i), parts[i].taken)

    said = prove("statements", StatementAnswer, statement)
    statements = _listed("statements", merge_statements(said, names), left_out)
    return Readout(
        text=document.text,
        text_sha256=text_sha256(document.text),
        document_id=document.id,
        extractor=info,
        participants=participants,
        meetings=meetings,
        statements=statements,
        issues=tuple(_told_apart(issue, example) for issue in left_out),
    )


def _told_apart(issue: Issue, example: str) -> Issue:
    """``issue``, with a code of its own where its item was copied from the example."""
    key = _QUOTES.get(issue.path or "")
    if issue.code != "unsupported" or key is None or not isinstance(issue.value, Mapping):
        return issue
    quote = spelled(issue.value, (key,)).get(key)
    if not isinstance(quote, str) or not ground(example, quote).spans:
        return issue
    message = f"{issue.message}, but the prompt's example does"
    return issue.model_copy(update={"code": "from_example", "message": message})


@dataclass
class _Part:
    """A piece, the lists of the answer about it, and the places its statements have taken."""

    piece: Piece
    lists: Mapping[str, Any]
    taken: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.article = Article(self.piece.shown)
        items = self.lists.get("participants")
        people = items if isinstance(items, list) else []
        given = (one.get("name") for one in people if isinstance(one, dict))
        self.named = Named(self.article, (name for name in given if isinstance(name, str)))


def _proven(
    part: _Part,
    name: str,
    shape: type[Claim],
    prove: Callable[[Claim], Proven[V] | tuple[Proven[V], ...] | Doubt],
    issues: list[Issue],
    boilerplate: Boilerplate,
) -> list[Proven[V]]:
    """The proven items of one list of one piece; everything else is added to ``issues``."""
    proven: list[Proven[V]] = []
    seen = set()
    for raw in _items(part.lists, name, issues):
        try:
            claim = shape.model_validate(raw)
        except ValidationError as error:
            issues.append(Issue(code="invalid_item", message=why(error), path=name, value=raw))
            continue
        result = prove(claim)
        shown = result if isinstance(result, tuple) else (result,)
        for item in (in_document(part.piece, one) for one in shown):
            if isinstance(item, Doubt):
                issues.append(Issue(code=item.code, message=item.message, path=name, value=raw))
            elif rule := boilerplate.rule_for(item.value):
                message = f"it stands in boilerplate of the page alone ({rule})"
                issues.append(Issue(code="boilerplate", message=message, path=name, value=raw))
            elif (key := _identity(item.value)) in seen:
                message = "this item was given before"
                issues.append(Issue(code="duplicate", message=message, path=name, value=raw))
            else:
                seen.add(key)
                proven.append(item)
    return proven


def _listed(name: str, proven: Iterable[Proven[V]], issues: list[Issue]) -> tuple[V, ...]:
    """The values in text order; what had to be left out of each is added to ``issues``."""
    items = sorted(proven, key=lambda item: item.start)
    for i, item in enumerate(items):
        for doubt in item.doubts:
            path = f"{name}[{i}].{doubt.field}"
            issues.append(
                Issue(code=doubt.code, message=doubt.message, path=path, value=doubt.value)
            )
    return tuple(item.value for item in items)


def _items(lists: Mapping[str, Any], name: str, issues: list[Issue]) -> list[Any]:
    items = lists.get(name)
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


def why(error: ValidationError) -> str:
    """The first complaint in one line: where, and what."""
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]
