"""The extractor that fills a caller's own model from what the article proves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import reduce
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from communique import __version__
from communique.llm.asking import Question, ask
from communique.llm.claims import merge_answers, read
from communique.llm.client import Client, Request
from communique.llm.fingerprint import fingerprint_of
from communique.llm.prompts import Prompt
from communique.llm.quoted import asked_for
from communique.llm.record_answer import read_record
from communique.llm.strict import json_schema
from communique.models import Model
from communique.record import Record
from communique.records import Document, ExtractorInfo

__all__ = ["RecordExtractor"]

T = TypeVar("T", bound=BaseModel)


class RecordExtractor(Generic[T]):
    """Reads documents into ``schema``, a caller's model, by asking ``model`` through ``client``.

    Raises:
        UsageError: ``schema`` cannot be asked for (a free-form dict, a set, ``Any``).
    """

    def __init__(self, model: Model, client: Client, prompt: Prompt, schema: type[T]) -> None:
        self._model = model
        self._client = client
        self._prompt = prompt
        self._schema = schema
        self._asked_for = asked_for(schema)
        self._own = own = json_schema(schema)
        # What the model is for, in its own words, before its fields.
        self._fields = "\n".join(filter(None, [own.get("description"), self._asked_for.notes]))
        # What is asked for does not tell defaults, nor the limits that pydantic alone checks.
        sha256 = hashlib.sha256(json.dumps(own, sort_keys=True).encode()).hexdigest()
        self._fingerprint = fingerprint_of(model, prompt, self._asked_for, record=sha256)
        self._info = ExtractorInfo(
            model=model.name, version=__version__, prompt_sha256=prompt.sha256
        )

    @property
    def info(self) -> ExtractorInfo:
        return self._info

    @property
    def makes(self) -> type[Record[T]]:
        return Record[self._schema]  # type: ignore[name-defined]

    def fingerprint(self) -> str:
        return self._fingerprint

    async def extract(self, document: Document) -> Record[T]:
        """Ask, about pieces where all of it is too much, and ground the answers.

        The record carries the usage of all requests, and so does an error.
        """
        question = Question(self._client, self._request, self._check)
        answers = await ask(question, document)
        answer = reduce(merge_answers, (one.answer for one in answers.pieces))
        example = self._prompt.example_article
        record = read_record(self._schema, document, answer, self._info, example)
        issues = (*answers.issues, *record.issues)
        return record.model_copy(update={"issues": issues}).with_usage(answers.usage)

    def _request(self, document: Document) -> Request:
        messages = self._prompt.messages(document, self._fields)
        return Request(self._model, messages, self._asked_for)

    def _check(self, answer: Mapping[str, Any]) -> None:
        read(answer, self._own)

    async def aclose(self) -> None:
        await self._client.aclose()
