"""The extractor that asks a language model and keeps what the article proves."""

from __future__ import annotations

from communique import __version__
from communique.llm.answer import read_answers
from communique.llm.asking import Question, ask, prove
from communique.llm.client import Client, Request
from communique.llm.fingerprint import fingerprint_of
from communique.llm.lists import lists_of
from communique.llm.prompts import Prompt
from communique.llm.schema import MOST_ITEMS, ReadoutAnswer
from communique.llm.strict import AnswerSchema
from communique.models import Model
from communique.records import Document, ExtractorInfo, Readout

__all__ = ["LLMExtractor"]


class LLMExtractor:
    """Reads documents by asking ``model`` through ``client``: one request each if that will do."""

    makes = Readout

    def __init__(self, model: Model, client: Client, prompt: Prompt) -> None:
        self._model = model
        self._client = client
        self._prompt = prompt
        self._schema = AnswerSchema.of(ReadoutAnswer)
        self._fingerprint = fingerprint_of(model, prompt, self._schema)
        self._info = ExtractorInfo(
            model=model.name, version=__version__, prompt_sha256=prompt.sha256
        )

    @property
    def info(self) -> ExtractorInfo:
        return self._info

    def fingerprint(self) -> str:
        return self._fingerprint

    async def extract(self, document: Document) -> Readout:
        """Ask, about pieces where all of it is too much, and ground the answers.

        The record carries the usage of all requests, and so does an error.
        """
        question = Question(self._client, self._request, lambda found: lists_of(found, MOST_ITEMS))
        answers = await ask(question, document)
        example = self._prompt.example_article
        given = (document, answers.pieces, self._info, answers.issues, example)
        return await prove(answers, read_answers, *given)

    def _request(self, document: Document) -> Request:
        messages = self._prompt.messages(document, self._schema.notes)
        return Request(self._model, messages, self._schema)

    async def aclose(self) -> None:
        await self._client.aclose()
