"""The model that answers on a page: it knows the page's texts and files."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sybil import Document
from tests.documentation.answers import ANSWERS

import communique
from communique.project import data_path
from communique.testing import FakeServer, ObedientServer, Play

SENTENCE = 40
"""Characters from which on a string of a Python block may be a text to be read."""

FENCED = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class ModelOfAPage(ObedientServer):
    """Answers from the seeds' gold, as ``python -m communique.testing`` does; about other texts as
    the offline extractor would, or as ``answers.py`` says. Asked about no text of the page, it
    does what it is told, so that it can be examined.
    """

    def __init__(self, page: Document, folder: Path) -> None:
        records = [_record(text) for text in dict.fromkeys(_texts(page, folder))]
        super().__init__(records=records, play=_Known(), seconds_per_token=0)

    async def _answered(self, body: Mapping[str, Any], scripted: Any, fault: Any) -> Any:
        answer = await FakeServer._answered(self, body, scripted, fault)
        return (
            answer if answer.status_code == 200 else await super()._answered(body, scripted, fault)
        )


def _texts(page: Document, folder: Path) -> Iterator[str]:
    """What a reader of the page may ask about."""
    for path in sorted(folder.rglob("*.txt")):
        yield path.read_bytes().decode("utf-8")
    for language, options, source in FENCED.findall(page.text):
        if "title=" in options:
            yield source
        elif language == "python":
            yield from (
                node.value
                for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and len(node.value) >= SENTENCE
            )


@cache
def _gold() -> dict[str, dict[str, Any]]:
    lines = data_path("gold/seeds.jsonl").read_text("utf-8").splitlines()
    return {record["text"]: record for record in map(json.loads, lines)}


def _record(text: str) -> dict[str, Any]:
    if text in _gold():
        return _gold()[text]
    answer = next((answer for words, answer in ANSWERS.items() if words in text), None)
    if answer is not None:
        return {"text": text, "answer": answer}
    return {**communique.extract(text).model_dump(mode="json"), "text": text}


class _Known(Play):
    def __call__(self, record: Mapping[str, Any]) -> dict[str, Any]:
        return record["answer"] if "answer" in record else super().__call__(record)
