"""The extractor that asks a language model and keeps what the article proves."""

from __future__ import annotations

import hashlib
import json

from communique import __version__
from communique.llm.access import identity_of
from communique.llm.answer import read_answers
from communique.llm.asking import Question, ask
from communique.llm.client import Client, Request
from communique.llm.lists import lists_of
from communique.llm.prompts import Prompt
from communique.llm.schema import MOST_ITEMS, ReadoutAnswer
from communique.llm.strict import AnswerSchema
from communique.models import Model
from communique.records import Document, ExtractorInfo, Readout

__all__ = ["LLMExtractor"]


class LLMExtractor:
    """Reads documents by asking ``model`` through ``client``: one request each if that will do."""

    def __init__(self, model: Model, client: Client, prompt: Prompt) -> None:
        self._model = model
        self._client = client
        self._prompt = prompt
        self._schema = AnswerSchema.of(ReadoutAnswer)
        self._identity = identity_of(model)
        self._info = ExtractorInfo(
            model=model.name, version=__version__, prompt_sha256=prompt.sha256
        )

    @property
    def info(self) -> ExtractorInfo:
        return self._info

    def fingerprint(self) -> str:
        """A hash, so that no parameter (an address, a header) can be read back from it."""
        identity = {
            **self._identity,
            "prompt": self._prompt.sha256,
            "schema": self._schema.sha256,
            "version": __version__,
        }
        canonical = json.dumps(identity, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    async def extract(self, document: Document) -> Readout:
        """Ask, about pieces where all of it is too much, and ground the answers.

        The record carries the usage of all requests, and so does an error.
        """
        question = Question(self._client, self._request, lambda found: lists_of(found, MOST_ITEMS))
        answers = await ask(question, document)
        record = read_answers(document, answers.pieces, self._info, answers.issues)
        return record.with_usage(answers.usage)

    def _request(self, document: Document) -> Request:
        messages = self._prompt.messages(document, self._schema.notes)
        return Request(self._model, messages, self._schema)

    async def aclose(self) -> None:
        await self._client.aclose()
