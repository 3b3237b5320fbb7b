"""Documents and extractors for the run loop: real ones, with a known mind."""

from __future__ import annotations

import anyio

from communique.errors import AnswerError
from communique.records import Document, ExtractorInfo, Readout, Usage

INFO = ExtractorInfo(model="made/up", version="0")


def documents(n: int) -> list[Document]:
    return [Document(id=f"d{i}", text=f"Article number {i}.") for i in range(n)]


class Waiting:
    """Takes longer for earlier documents; fails as the text tells it to."""

    info = INFO
    makes = Readout

    def __init__(self, seconds: float = 0.0, mood: str = "calm") -> None:
        self.seconds = seconds
        self.mood = mood
        self.asked: list[str] = []
        self.closed = 0
        self.in_work = 0
        self.most_in_work = 0

    def fingerprint(self) -> str:
        return self.mood

    async def extract(self, document: Document) -> Readout:
        self.asked.append(document.id)
        self.in_work += 1
        self.most_in_work = max(self.most_in_work, self.in_work)
        try:
            await anyio.sleep(self.seconds / (1 + len(self.asked)))
            return answered(document)
        finally:
            self.in_work -= 1

    async def aclose(self) -> None:
        self.closed += 1


class Reading:
    """The same without waiting."""

    info = INFO
    makes = Readout

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fingerprint(self) -> str:
        return "reading"

    def read(self, document: Document) -> Readout:
        self.asked.append(document.id)
        return answered(document)

    async def extract(self, document: Document) -> Readout:
        return self.read(document)

    async def aclose(self) -> None: ...


def answered(document: Document) -> Readout:
    if "BAD" in document.text:
        error = AnswerError("no good")
        error.usage = Usage(requests=2, input_tokens=5, output_tokens=None)
        raise error
    if "BUG" in document.text:
        raise ZeroDivisionError("oops")
    readout = Readout.model_validate(
        {"text": document.text, "document_id": document.id, "extractor": INFO.model_dump()}
    )
    return readout.with_usage(Usage(requests=1, input_tokens=10, output_tokens=3, seconds=0.5))
