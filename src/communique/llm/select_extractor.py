"""The extractor that shows a language model what is in an article, marked, and lets it choose."""

from __future__ import annotations

from dataclasses import replace

from communique import __version__
from communique.candidates import Candidates, candidates_in, marked
from communique.llm.asking import Question, ask, prove
from communique.llm.client import Client, Request
from communique.llm.fingerprint import fingerprint_of
from communique.llm.lists import lists_of
from communique.llm.prompts import Prompt
from communique.llm.selected import read_selections
from communique.llm.selection import (
    LISTS,
    SIZES,
    limits_of,
    schema_of,
    size_for,
    without_id,
)
from communique.models import Model
from communique.records import Document, ExtractorInfo, Readout

__all__ = ["SelectExtractor", "selection_request"]

FEWEST_LETTERS = 2 * min(limits_of(SIZES[-1]).values())
"""A text of fewer has fewer words than there are ids of any kind."""


class SelectExtractor:
    """Reads documents by asking ``model`` which of their candidates it accepts.

    A request's schema is one of a few constants, by how many candidates there are. A very long
    article, with more of them than the largest has ids, is asked about in pieces; where a piece
    cannot be parted further, those without an id are not marked, and an issue says so.
    """

    makes = Readout

    def __init__(self, model: Model, client: Client, prompt: Prompt) -> None:
        self._model = model
        self._client = client
        self._prompt = prompt
        schemas = [schema_of(size).sha256 for size in SIZES]
        self._fingerprint = fingerprint_of(model, prompt, schema_of(SIZES[0]), sizes=schemas)
        self._info = ExtractorInfo(
            model=model.name, version=__version__, prompt_sha256=prompt.sha256
        )

    @property
    def info(self) -> ExtractorInfo:
        return self._info

    def fingerprint(self) -> str:
        return self._fingerprint

    async def extract(self, document: Document) -> Readout:
        """Ask, about pieces where all of it is too much, and prove what was chosen.

        The record carries the usage of all requests, and so does an error.
        """
        question = Question(
            self._client,
            lambda piece: selection_request(self._model, self._prompt, piece),
            lambda found: lists_of(found, LISTS),
            _too_many,
        )
        answers = await ask(question, document)
        example = self._prompt.example_article
        given = (document, answers.pieces, self._info, answers.issues, example)
        return await prove(answers, read_selections, *given)

    async def aclose(self) -> None:
        await self._client.aclose()


def _too_many(document: Document) -> str | None:
    """Why ``document`` is too much for one choice."""
    if len(document.text) < FEWEST_LETTERS:
        return None
    beyond = without_id(candidates_in(document))
    if not beyond:
        return None
    return f"{sum(beyond.values())} of its candidates are more than the largest schema has ids for"


def selection_request(model: Model, prompt: Prompt, document: Document) -> Request:
    """What ``model`` is asked about ``document``: article and example with their candidates."""
    candidates = candidates_in(document)
    schema = schema_of(size_for(candidates))
    example = Document(id="example", text=prompt.example_article)
    asking = replace(prompt, example_article=_shown(candidates_in(example)))
    article = document.model_copy(update={"text": _shown(candidates)})
    return Request(model, asking.messages(article, schema.notes), schema)


def _shown(candidates: Candidates) -> str:
    most = limits_of(SIZES[-1])
    items = tuple(one for one in candidates.items if one.number <= most[one.kind])
    return marked(replace(candidates, items=items))
