"""``score_values``: one document's gold against what was predicted, by a caller's own model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from communique.comparators.base import Around
from communique.errors import UsageError
from communique.notebooks import InNotebooks
from communique.record import Record
from communique.records import ErrorInfo, Failure, Issue
from communique.schema_scoring.counts import SchemaScore, counts_of_items, counts_of_leaves
from communique.schema_scoring.decisions import ItemDecision, LeafDecision
from communique.schema_scoring.fields import check_schema
from communique.schema_scoring.matching import Comparison, Matcher
from communique.schema_scoring.support import supported_leaves, unproven_claims
from communique.schema_scoring.trees import Node, leaves_of, tree_of
from communique.scoring.counts import Ratio
from communique.scoring.names import person_key, surname_counts
from communique.values import Span

__all__ = ["RecordScore", "score_values"]


@dataclass(frozen=True, slots=True)
class RecordScore(InNotebooks):
    """One document's counts, and every decision behind them."""

    score: SchemaScore
    leaves: tuple[LeafDecision, ...]
    items: tuple[ItemDecision, ...]
    failure: ErrorInfo | None = None
    """Why there is no record, when there is none."""
    left_out: tuple[Issue, ...] = ()
    """What the model gave and the text does not prove."""

    @property
    def wrong(self) -> tuple[LeafDecision, ...]:
        """The decisions that are not right; each prints as a line."""
        return tuple(decision for decision in self.leaves if decision.verdict != "right")

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "failure": self.failure and self.failure.model_dump(mode="json"),
            "scores": self.score.as_dict(),
            "decisions": [decision.as_dict() for decision in self.leaves],
            "items": [decision.as_dict() for decision in self.items],
            "left_out": [issue.model_dump(mode="json") for issue in self.left_out],
        }


@dataclass(frozen=True, slots=True)
class _Side:
    value: BaseModel | None = None
    evidence: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    text: str | None = None

    def tree(self) -> Node | None:
        return None if self.value is None else tree_of(self.value, self.evidence)


def score_values(
    gold: BaseModel | Mapping[str, Any] | None,
    predicted: BaseModel | Mapping[str, Any] | None,
    *,
    schema: type[BaseModel] | None = None,
    text: str | None = None,
    evidence: Mapping[str, Sequence[Span]] | None = None,
) -> RecordScore:
    """Score what was predicted for one document, leaf by leaf.

    Recall is right leaves / gold leaves, precision right / predicted; a wrong leaf is a miss and a
    false alarm at once. What is null is no leaf. How each field is compared is declared beside its
    type (``Compare``) or follows from it.

    Args:
        gold: a value of the model, its fields in a mapping, or a ``Record`` of it, whose evidence
            then counts as the gold's. None: the document has nothing that the model would take.
        predicted: likewise; or a ``Failure`` (None: no result), which misses all of the gold.
        schema: the model, where neither side is of it.
        text: of the document, for fields compared by their span; a Record brings its own.
        evidence: of the gold, JSON pointer → spans; a Record brings its own.

    Raises:
        UsageError: the sides are of two models or two texts, a mapping is no value of the model,
            or a field of it cannot be scored.
    """
    model = schema or _model_of(gold) or _model_of(predicted)
    if model is None:
        raise UsageError("score_values: give schema=, as neither side is of a model")
    check_schema(model)
    ours, theirs = _side_of(gold, model, "gold"), _side_of(predicted, model, "prediction")
    if evidence is not None:
        ours = replace(ours, evidence=evidence)
    texts = {known for known in (text, ours.text, theirs.text) if known is not None}
    if len(texts) > 1:
        raise UsageError("the record was made from another text than the gold")
    found = _compared(ours, theirs, next(iter(texts), None))
    failure = _why(predicted)
    wrong = any(d.verdict != "right" for d in found.leaves)
    unmatched = any(d.verdict != "matched" for d in found.items)
    both = (ours.value is None) == (theirs.value is None)
    exact = failure is None and both and not wrong and not unmatched
    record = predicted if isinstance(predicted, Record) else None
    score = SchemaScore(
        documents=1,
        failed=int(failure is not None),
        exact=Ratio.of([exact]),
        fields=counts_of_leaves(found.leaves),
        items=counts_of_items(found.items),
        supported=supported_leaves(record) if record else Ratio(),
    )
    return RecordScore(
        score=score,
        leaves=tuple(found.leaves),
        items=tuple(found.items),
        failure=failure,
        left_out=unproven_claims(record) if record else (),
    )


def _compared(ours: _Side, theirs: _Side, text: str | None) -> Comparison:
    gold, predicted = ours.tree(), theirs.tree()
    names: dict[str, list[str]] = {}
    for leaf in leaves_of(gold):
        names.setdefault(leaf.path, []).extend(_texts(leaf.said.value))

    @cache
    def around(path: str) -> Around:
        return Around(text, surname_counts(_different(names.get(path, ()))))

    return Matcher(around).compare(gold, predicted)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (part for part in value if isinstance(part, str))


def _different(names: Iterable[str]) -> list[str]:
    """Each name once: the same person in two items does not make the surname two people's."""
    return list({person_key(name): name for name in names}.values())


def _model_of(given: object) -> type[BaseModel] | None:
    if isinstance(given, Record):
        (model,) = type(given).__pydantic_generic_metadata__["args"] or (None,)
        return model if model is not None else _model_of(given.value)
    if isinstance(given, BaseModel) and not isinstance(given, Failure):
        return type(given)
    return None


def _side_of(given: Any, model: type[BaseModel], which: str) -> _Side:
    if isinstance(given, Record):
        return _Side(_value_of(given.value, model, which), given.evidence, given.text)
    if given is None or isinstance(given, Failure):
        return _Side()
    return _Side(_value_of(given, model, which))


def _value_of(given: Any, model: type[BaseModel], which: str) -> BaseModel | None:
    if given is None or isinstance(given, model):
        return given
    if not isinstance(given, Mapping):
        raise UsageError(f"the {which} is a {type(given).__name__}, not a {model.__name__}")
    try:
        # As JSON, so that strict models too take dates and enums from texts.
        return model.model_validate_json(to_json(given), by_alias=False, by_name=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or model.__name__
        raise UsageError(f"the {which} is no {model.__name__}: {where}: {first['msg']}") from error


def _why(predicted: object) -> ErrorInfo | None:
    if isinstance(predicted, Failure):
        return predicted.error
    if predicted is None:
        return ErrorInfo(code="missing", message="no result for this document", stage="evals")
    return None
