"""A model's answer as a Record of a caller's own model: what is proven, as far as it is valid.

A leaf that is not proven becomes null, or its field takes its default. Where the model allows
neither, the nearest item of a list or field that may be missing goes with it; its siblings stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from communique.llm.claims import Fields, Leaf, Node, all_leaves, children_of, plain, read
from communique.llm.leaf_proof import Grounds, prove
from communique.llm.placing import place
from communique.llm.proof import Article
from communique.llm.strict import json_schema
from communique.llm.taking_out import take_out, tidy
from communique.pointers import Path, leaves_of, pointer
from communique.record import Record, dumped, unproven
from communique.records import Document, ExtractorInfo, Issue, Span

__all__ = ["read_record"]

T = TypeVar("T", bound=BaseModel)


def read_record(
    model: type[T],
    document: Document,
    answer: Mapping[str, Any],
    info: ExtractorInfo,
    example: str = "",
) -> Record[T]:
    """The Record of ``document`` that ``answer`` gives and its text proves.

    Every claim of the answer ends up in the record or, as the model gave it, in ``issues``.
    ``example`` is the article of the prompt's example, which proves nothing.

    Raises:
        AnswerError: the answer has none of the fields asked for.
    """
    tree = read(answer, json_schema(model))
    article = Article(document.text)
    place(tree, article)
    grounds = Grounds(article, document, example)
    for leaf in all_leaves(tree):
        prove(leaf, grounds)
    tidy(tree)
    proven = list(_proven_parts(tree))
    value, missing = _valid(model, tree)
    evidence, issues = _found(tree)
    issues += missing
    if value is None:
        issues += proven
        evidence = {}
    else:
        issues += _outside_the_answer(value, evidence)
        leaves = {path for path, leaf in leaves_of(dumped(value)) if leaf is not None}
        evidence = {path: spans for path, spans in evidence.items() if path in leaves}
    record = {
        "text": document.text,
        "document_id": document.id,
        "extractor": info,
        "value": value,
        "evidence": evidence,
        "issues": issues,
    }
    return Record[model].model_validate(record)  # type: ignore[valid-type]


def _valid(model: type[T], tree: Fields) -> tuple[T | None, list[Issue]]:
    """The value that is left when all that is not valid is taken out of the tree.

    None, and the issues that say why, where what is not valid cannot be taken out. Each round
    takes something out, so there is a last one.
    """
    while True:
        try:
            # As JSON, so that strict models too take dates and enums from texts.
            left = json.dumps(plain(tree))
            return model.model_validate_json(left, by_alias=False, by_name=True), []
        except ValidationError as error:
            lost = take_out(tree, error)
        if lost:
            return None, [
                Issue(code=doubt.code, message=doubt.message, path=path, value=doubt.value)
                for path, doubt in lost.items()
            ]
        tidy(tree)


def _found(tree: Node) -> tuple[dict[str, tuple[Span, ...]], list[Issue]]:
    """The evidence for what is proven of the answer, and the issues about the rest."""
    evidence: dict[str, tuple[Span, ...]] = {}
    issues: list[Issue] = []

    def gather(node: Node, path: Path) -> None:
        where = pointer(path)
        if isinstance(node, Leaf) and node.value is not None and node.spans:
            evidence[where] = node.spans
        issues.extend(
            Issue(code=doubt.code, message=doubt.message, path=where, value=doubt.value)
            for doubt in node.doubts
        )
        for key, child in children_of(node):
            gather(child, (*path, key))

    gather(tree, ())
    return evidence, issues


def _proven_parts(tree: Node) -> Iterator[Issue]:
    """What is proven, for the case that no value can be made of it: it must not be lost."""
    values = dict(leaves_of(plain(tree)))
    proven = [
        {"path": path, "value": values[path], "evidence": [span.model_dump() for span in spans]}
        for path, spans in _found(tree)[0].items()
    ]
    if proven:
        message = "proven, but not enough for a value of the model"
        yield Issue(code="proven_parts", message=message, value=proven)


def _outside_the_answer(value: BaseModel, evidence: Mapping[str, Any]) -> Iterator[Issue]:
    """Leaves that the caller's model made, and proven ones that it left out."""
    leaves = dict(leaves_of(dumped(value)))
    for path in unproven(value, evidence):
        message = "this comes from the model (a default, a validator), not from the text"
        yield Issue(code="not_from_text", message=message, path=path, value=leaves[path])
    for path, spans in evidence.items():
        if leaves.get(path) is None:
            message = "proven by the text, but left out by a validator of the model"
            quoted = [span.model_dump() for span in spans]
            yield Issue(code="not_in_value", message=message, path=path, value=quoted)
