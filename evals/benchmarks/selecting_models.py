"""Models in both modes: what they find, what they make up, what that takes.

Part of ``selecting.py``, which prints it. Two models are played by a ``FakeServer``: one knows the
gold and says all of it; the other says it as well, and beside it of participants and of statements
``LIES`` a document that it made up: in ``copy`` mode in words that no article has, in ``select``
mode so and by ids that mark nothing. Their tokens are those of the benchmark's tokenizer, those of
other models as their server counts them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import communique
from communique import Document, Failure, Model, Readout
from communique.evals.table import aligned
from communique.gold.records import GoldDocument
from communique.records import Usage
from communique.scoring.counts import Ratio
from communique.scoring.documents import DocumentScore, compare_document, total
from communique.testing import FakeServer, Play

__all__ = ["LIES", "MODES", "Asked", "ask", "played", "table"]

LIES = 2
MODES = ("copy", "select")

_REFUSED = {"unsupported", "from_example", "unknown_id"}
_LISTS = {"participants", "meetings", "statements"}

Tokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Asked:
    """One model in one mode, on some documents."""

    mode: str
    model: str
    scored: tuple[DocumentScore, ...]
    refused: int
    """Items it gave that are in no record: the text does not have them, or their id no mark."""
    usage: Usage
    seconds: float

    @property
    def made_up(self) -> int:
        """Items of its records whose words do not stand in the text where they claim to."""
        decisions = (d for one in self.scored for d in one.decisions)
        return sum(d.error_class == "fabricated" and d.predicted is not None for d in decisions)


def played(gold: Sequence[GoldDocument], tokens: Tokens) -> Iterator[Asked]:
    """The honest and the lying one, each in both modes."""
    records = [labels.model_dump(mode="json") for labels in gold]
    for name, play in (("honest", Play()), ("lying", Play(invent=LIES))):
        for mode in MODES:
            with FakeServer(records, play=play) as server:
                asked = ask(gold, mode, Model(f"openai/{name}", base_url=server.base_url))
                prompts = sum(tokens(exchange.prompt) for exchange in server.history)
            answers = (play(one) if mode == "copy" else play.select(one) for one in records)
            said = sum(
                tokens(json.dumps(a, ensure_ascii=False, separators=(",", ":"))) for a in answers
            )
            usage = asked.usage.model_copy(update={"input_tokens": prompts, "output_tokens": said})
            yield replace(asked, usage=usage)


def ask(gold: Sequence[GoldDocument], mode: str, model: Model) -> Asked:
    """Ask ``model``, whose name has no mode, about every document, one after the other."""
    asked = replace(model, name=f"select:{model.name}") if mode == "select" else model
    documents = [Document(id=g.document_id, text=g.text, published=g.published) for g in gold]
    started = time.perf_counter()
    results = list(communique.extract_many(documents, model=asked, concurrency=1))
    seconds = time.perf_counter() - started
    refused = sum(_refused(result) for result in results)
    scored = (compare_document(*pair) for pair in zip(gold, results, strict=True))
    usage = sum((result.usage for result in results), Usage())
    return Asked(mode, model.name, tuple(scored), refused, usage, seconds)


def _refused(result: Readout | Failure) -> int:
    issues = result.issues if isinstance(result, Readout) else ()
    return sum(issue.code in _REFUSED and issue.path in _LISTS for issue in issues)


def table(rows: Iterable[Asked]) -> Iterator[str]:
    """The rows as lines."""
    heads = ["mode", "model", "participants: recall", "precision", "who said what: recall"]
    heads += ["precision", "made up", "refused", "tokens in", "out", "seconds", "failed"]
    yield from aligned([heads, *map(_row, rows)])
    yield "made up: items of records whose words the text does not have; refused: items that the"
    yield "model gave and the proof left out. Tokens and seconds: an article, one at a time."


def _row(asked: Asked) -> list[str]:
    score, usage = total(one.score for one in asked.scored), asked.usage
    people, said = score.participants.lenient, score.iou50.attributed
    rates = (people.right_of_gold, people.right_of_predicted, said.right_of_gold)
    number = len(asked.scored)
    return [
        asked.mode,
        asked.model,
        *map(_rate, (*rates, said.right_of_predicted)),
        str(asked.made_up),
        str(asked.refused),
        _mean(usage.input_tokens, number),
        _mean(usage.output_tokens, number),
        f"{asked.seconds / number:.2f}",
        f"{score.failed}/{number}",
    ]


def _rate(ratio: Ratio) -> str:
    if ratio.value is None:
        return "-"
    return f"{ratio.value:.3f} ({ratio.numerator}/{ratio.denominator})"


def _mean(tokens: int | None, number: int) -> str:
    return "-" if tokens is None else f"{tokens / number:.0f}"
