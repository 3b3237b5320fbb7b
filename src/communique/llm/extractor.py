"""The extractor that asks a language model and keeps what the article proves."""

from __future__ import annotations

from communique import __version__
from communique.errors import CommuniqueError
from communique.llm.answer import read_answer
from communique.llm.client import Client, Request
from communique.llm.fingerprint import fingerprint_of
from communique.llm.prompts import Prompt
from communique.llm.schema import ReadoutAnswer
from communique.llm.strict import AnswerSchema
from communique.models import Model
from communique.records import Document, ExtractorInfo, Readout

__all__ = ["LLMExtractor"]


class LLMExtractor:
    """Reads documents by asking ``model`` through ``client``, one request for each."""

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
        """Ask once and ground the answer; the record carries its usage."""
        messages = self._prompt.messages(document, self._schema.notes)
        reply = await self._client.complete(Request(self._model, messages, self._schema))
        try:
            return read_answer(
                document, reply.answer, self._info, self._prompt.example_article
            ).with_usage(reply.usage)
        except CommuniqueError as error:
            error.usage = reply.usage
            raise

    async def aclose(self) -> None:
        await self._client.aclose()
