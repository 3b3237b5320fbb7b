"""``Record[T]``: a value of a caller's own model, read from a document, with proof for each leaf.

Leaves are named by JSON pointers (RFC 6901) into ``value`` as ``model_dump`` shows it: keys are the
names of fields, not their aliases.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SerializationInfo,
    field_serializer,
    field_validator,
    model_validator,
)
from pydantic_core import to_json

from communique.evidence import check_spans
from communique.notebooks import InNotebooks
from communique.pointers import constants_of, leaves_of
from communique.records import ExtractorInfo, Issue, Result
from communique.values import FrozenMapping, Span, with_text_sha256

__all__ = ["Record", "dumped", "unproven"]

T = TypeVar("T", bound=BaseModel)


class Record(Result, InNotebooks, Generic[T]):
    """What one document proves of a caller's model.

    ``model_dump(mode="json")`` is one JSONL line; the text, against which every span is checked, is
    not part of it. To read one back: ``Record[Mine].model_validate({**line, "text": text})``.

    Raises:
        pydantic.ValidationError: a span whose text is not the document's text there; evidence for
            what is no leaf of the value; a leaf that is not null, has neither evidence nor an issue
            at its pointer, and is no constant of the model.
        InputError: the text holds half a surrogate pair.
    """

    text: str = Field(exclude=True, repr=False)
    document_id: str = Field(min_length=1)
    text_sha256: str = ""
    """Of the text; computed when left out, checked when given."""
    extractor: ExtractorInfo
    value: T | None
    """None where the text does not prove what the model requires; ``issues`` say what."""
    evidence: Annotated[Mapping[str, tuple[Span, ...]], AfterValidator(FrozenMapping)] = Field(
        default_factory=FrozenMapping
    )
    """JSON pointer of a leaf of ``value`` → the spans that prove it."""
    issues: tuple[Issue, ...] = ()

    _hash_the_text = model_validator(mode="before")(with_text_sha256)

    @field_validator("value", mode="wrap")
    @classmethod
    def _by_names_of_fields(cls, value: Any, handler: Any) -> Any:
        if not isinstance(value, Mapping):
            return handler(value)
        # As JSON, so that strict models too take dates and enums from texts.
        return cls._model().model_validate_json(to_json(value), by_alias=False, by_name=True)

    @field_serializer("value")
    def _as_it_is_pointed_into(self, value: T | None, info: SerializationInfo) -> Any:
        return None if value is None else dumped(value, info.mode)

    @classmethod
    def _model(cls) -> type[BaseModel]:
        model: type[BaseModel]
        (model,) = cls.__pydantic_generic_metadata__["args"] or (BaseModel,)
        return model

    @model_validator(mode="after")
    def _every_leaf_is_proven(self) -> Self:
        check_spans(self.text, ((path, s) for path, spans in self.evidence.items() for s in spans))
        leaves = {} if self.value is None else dict(leaves_of(dumped(self.value)))
        for path, spans in self.evidence.items():
            if leaves.get(path) is None or not spans:
                raise ValueError(f"evidence for {path!r}: no value there, or no span")
        if self.value is None:
            return self
        excused = {issue.path for issue in self.issues}
        bare = [path for path in unproven(self.value, self.evidence) if path not in excused]
        if bare:
            raise ValueError(f"{bare[0]} has neither evidence nor an issue")
        return self


def dumped(value: BaseModel, mode: str = "json") -> dict[str, Any]:
    """``value`` as its pointers mean it: by names of fields, and able to be read back."""
    return value.model_dump(mode=mode, by_alias=False, round_trip=True)


def unproven(value: BaseModel, evidence: Mapping[str, Any]) -> tuple[str, ...]:
    """The pointers of leaves that claim something and have no evidence.

    Null claims nothing, and neither does a constant: a ``Literal`` or enum of one value.
    """
    plain = dumped(value)
    fixed = constants_of(plain, _schema(type(value)))
    return tuple(
        path
        for path, leaf in leaves_of(plain)
        if leaf is not None and path not in evidence and path not in fixed
    )


@lru_cache(maxsize=64)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=False)
