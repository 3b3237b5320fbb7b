"""Which extractor a caller means by a model's name, a Model, or several of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from communique.chain import ChainExtractor
from communique.errors import UsageError
from communique.extractor import Extractor
from communique.models import Model
from communique.offline import RegexExtractor
from communique.profiles import Profile

__all__ = [
    "Asked",
    "asked_schema_sha256",
    "check_prices",
    "identity_of",
    "make_extractor",
    "profiles_of",
    "with_profiles",
]

PROMPT = "readout.v1"
RECORD_PROMPT = "record.v1"
SELECT_PROMPT = "select.v1"

Asked = str | Model | Sequence[str | Model]
"""A model (or a chain, or a cascade), by name or as a Model; several are a chain."""


def make_extractor(
    model: Asked,
    base_url: str | None = None,
    root: Path | None = None,
    schema: type[BaseModel] | None = None,
) -> Extractor:
    """The extractor for ``model``; ``base_url`` replaces the model's own where given.

    Raises:
        UsageError: there is no such model, its key is missing (of a chain each is looked at), or
            ``schema`` cannot be asked for.
    """
    chosen = _given(model, base_url)
    profiles_of(chosen)
    if not chosen:
        raise UsageError("the list of models is empty: name one, such as 'regex'")
    _check_schema(schema, _parts(chosen))
    return _chained(chosen, root, schema)


def _given(model: Asked, base_url: str | None = None) -> list[Model]:
    """What the caller named, one or several."""
    several = model if isinstance(model, Sequence) and not isinstance(model, str) else [model]
    return [Model.of(one, base_url=base_url) for one in several]


def _parts(models: Iterable[Model]) -> list[Model]:
    """All that may be asked."""
    return [part for model in models for part in model.parts]


def _chained(
    models: Iterable[Model], root: Path | None, schema: type[BaseModel] | None
) -> Extractor:
    """One after the other; a cascade among them is one of these."""
    extractors = [
        _cascade_of(part, root) if part.is_cascade else _extractor_of(part, root, schema)
        for model in models
        for part in ((model,) if model.is_cascade else model.parts)
    ]
    return extractors[0] if len(extractors) == 1 else ChainExtractor(extractors)


def _cascade_of(model: Model, root: Path | None) -> Extractor:
    from functools import partial
    from hashlib import sha256

    from communique.cascade import CascadeExtractor
    from communique.trust import Calibration
    from communique.trust.doubt import expected_errors

    _, then = model.stages
    calibration = (
        Calibration.packaged("regex")
        if model.calibration is None
        else Calibration.read(model.calibration)
    )
    if calibration.model != "regex":
        raise UsageError(
            f"{model.calibration}: of {calibration.model!r}; the doubt of a cascade is about the "
            "offline extractor's records: make one of a run of regex (`evals calibrate`)"
        )
    return CascadeExtractor(
        RegexExtractor(),
        _chained([then], root, None),
        doubt=partial(expected_errors, calibration=calibration),
        most=model.doubt,
        doubted_by=sha256(calibration.as_text().encode()).hexdigest(),
    )


def with_profiles(models: Iterable[Model], profiles: Iterable[Profile]) -> list[Model]:
    """``models``, each with the one of ``profiles`` that is about it, or about a part of it.

    Raises:
        UsageError: a profile is about none of them.
    """
    chosen = list(models)
    for profile in profiles:
        offered = [replace(model, profile=profile) for model in chosen]
        fitting = [any(map(_has_profile, model.parts)) for model in offered]
        if not any(fitting):
            raise _about_another(profile, chosen)
        pairs = zip(chosen, offered, fitting, strict=True)
        chosen = [new if fits else old for old, new, fits in pairs]
    return chosen


def profiles_of(model: Asked) -> list[Profile]:
    """The profiles by which ``model`` or a part of it is asked.

    Raises:
        UsageError: it has one that is about none of its parts.
    """
    parts = _parts(_given(model))
    used = [part.profile for part in parts if part.profile is not None and _has_profile(part)]
    for part in parts:
        if part.profile is not None and part.profile not in used:
            raise _about_another(part.profile, parts)
    return list(dict.fromkeys(used))


def _has_profile(model: Model) -> bool:
    from communique.llm.access import has_profile

    return has_profile(model)


def _about_another(profile: Profile, models: Iterable[Model]) -> UsageError:
    names = ", ".join(model.name for model in models)
    return UsageError(
        f"the profile is about {profile.asked!r} at {profile.base_url}, not about {names} as asked "
        "here: ask that server with 'communique doctor', or leave the profile out"
    )


def _extractor_of(model: Model, root: Path | None, schema: type[BaseModel] | None) -> Extractor:
    if model.is_regex:
        return RegexExtractor()
    if model.profile is not None and not _has_profile(model):
        model = replace(model, profile=None)
    from communique.llm.prompts import load_prompt
    from communique.llm.providers import client_of

    client = client_of(model)
    if schema is None and model.selects:
        from communique.llm.select_extractor import SelectExtractor

        return SelectExtractor(model, client, load_prompt(SELECT_PROMPT, root))
    if schema is None:
        from communique.llm.extractor import LLMExtractor

        return LLMExtractor(model, client, load_prompt(PROMPT, root))
    from communique.llm.record_extractor import RecordExtractor

    return RecordExtractor(model, client, load_prompt(RECORD_PROMPT, root), schema)


def identity_of(model: Model) -> dict[str, Any]:
    """What tells ``model`` from one that may answer differently, its effective address included;
    ready for JSON, and without keys."""
    from communique.llm.access import identity_of

    return identity_of(model)


def asked_schema_sha256(model: Model) -> str | None:
    """Of the schema that ``model`` is asked to answer by; None where no language model is asked.

    Of one that selects it is the smallest; the larger ones have more ids.
    """
    if all(part.is_regex for part in model.parts):
        return None
    if any(part.selects for part in model.parts):
        from communique.llm.selection import SIZES, schema_of

        return schema_of(SIZES[0]).sha256
    from communique.llm.schema import ReadoutAnswer
    from communique.llm.strict import AnswerSchema

    return AnswerSchema.of(ReadoutAnswer).sha256


def _check_schema(schema: object, models: Iterable[Model]) -> None:
    if schema is None:
        return
    if not (isinstance(schema, type) and issubclass(schema, BaseModel)):
        shown = schema.__name__ if isinstance(schema, type) else repr(schema)
        raise UsageError(f"schema is {shown}: give a class derived from pydantic.BaseModel")
    if any(model.is_regex for model in models):
        raise UsageError(
            "the offline extractor reads only its built-in schema: for another one name a "
            "language model: -m openai/gpt-5-mini on the command line, "
            "model='openai/gpt-5-mini' in Python"
        )
    if any(model.selects for model in models):
        raise UsageError(
            "select: chooses meetings, participants and statements, which have a schema of their "
            "own: with schema= leave it out"
        )


def check_prices(model: Asked) -> None:
    """See that the cost of a run can be bounded, as far as that is known before it."""
    from communique.llm.access import address_of
    from communique.llm.prices import has_price

    for part in _parts(_given(model)):
        if part.is_regex or part.client is not None:
            continue  # free; told by its answers
        if not has_price(part, address_of(part)):
            raise UsageError(
                f"the price of {part.name!r} at {address_of(part)} is not known, so the cost "
                "cannot be bounded: bound the tokens or the time instead"
            )
