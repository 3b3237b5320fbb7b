"""What `select` mode can reach and what it costs, beside asking for copied words.

    python evals/benchmarks/selecting.py [--gold FILE.jsonl ...] [-m local/PATH.gguf ...]

First, of each file of gold: how many of its core items some candidate covers (overlap of letters
at least one half), the ceiling of what a model can choose; how many candidates an article has; what
comes of a perfect answer in either mode after the proof; and the tokens (o200k) of a request
about it and of that answer. Needs `bpe-openai`, which ships the table of its tokens.

The same of its articles joined into one that is longer than ids go, asked about whole and in
pieces (``selecting_long``). Then the table of models in both modes (``selecting_models``): two
played ones, an honest and a lying one, and those given with ``-m``, which are really asked
(``--limit N``: about the first N documents of each file, ``--max-tokens N``: in at most N tokens
an answer, or it is cut).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from bpe_openai import get_encoding

from communique import Model
from communique.candidates import Candidates, candidates_in
from communique.candidates.values import Kind
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.llm.answer import read_answers
from communique.llm.asking import Answered
from communique.llm.client import Request
from communique.llm.pieces import Piece
from communique.llm.prompts import Prompt, load_prompt
from communique.llm.schema import ReadoutAnswer
from communique.llm.select_extractor import selection_request
from communique.llm.selected import read_selections
from communique.llm.strict import AnswerSchema
from communique.project import data_path
from communique.records import Document, ExtractorInfo, Span
from communique.scoring.documents import Score, compare_document, total
from communique.scoring.overlap import letter_ranges, overlapping
from communique.testing import Play

sys.path.insert(0, str(Path(__file__).parent))  # for the modules beside this one
from selecting_long import long_lines
from selecting_models import MODES, ask, played, table

GOLD = ("gold/seeds.jsonl", "gold/challenge.jsonl")
ENOUGH = 0.5
_ENCODING = get_encoding("o200k_base")
_INFO = ExtractorInfo(model="perfect", version="0")


@dataclass
class Asked:
    """One mode: tokens of all requests and perfect answers, and what came of these."""

    input: int = 0
    schema: int = 0
    """What a server adds to the input that shows the schema to the model."""
    output: int = 0
    scores: list[Score] = field(default_factory=list)

    def add(self, request: Request, answer: Mapping[str, Any], score: Score) -> None:
        self.input += sum(tokens(message.content) for message in request.messages)
        self.schema += tokens(json.dumps(request.schema.json))
        self.output += tokens(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
        self.scores.append(score)


@dataclass
class Measured:
    """A file of gold: what its candidates cover, as (covered, all), and both modes."""

    covered: dict[str, tuple[int, int]] = field(default_factory=dict)
    counts: list[Mapping[Kind, int]] = field(default_factory=list)
    modes: dict[str, Asked] = field(default_factory=lambda: {mode: Asked() for mode in MODES})

    def add(self, name: str, found: Iterable[bool]) -> None:
        right, whole = self.covered.get(name, (0, 0))
        items = list(found)
        self.covered[name] = right + sum(items), whole + len(items)


def measure(gold: Iterable[GoldDocument]) -> Measured:
    """Coverage, tokens and what perfect answers give."""
    measured = Measured()
    prompts = {"copy": load_prompt("readout.v1"), "select": load_prompt("select.v1")}
    for labels in gold:
        document = Document(id=labels.document_id, text=labels.text, published=labels.published)
        candidates = candidates_in(document)
        measured.counts.append(candidates.counts)
        for name, kind, items in _items(labels):
            measured.add(name, (_is_covered(candidates, kind, places) for places in items))
        record = _core(labels)
        for mode, asked in measured.modes.items():
            answer = Play()(record) if mode == "copy" else Play().select(record)
            read = read_answers if mode == "copy" else read_selections
            readout = read(document, [Answered(Piece.whole(document.text), answer)], _INFO)
            request = _request(mode, prompts[mode], document)
            asked.add(request, answer, compare_document(labels, readout).score)
    return measured


def tokens(text: str) -> int:
    """Of o200k, the tokens of OpenAI's models since GPT-4o."""
    return len(_ENCODING.encode(text))


def _request(mode: str, prompt: Prompt, document: Document) -> Request:
    model = Model("openai/any")
    if mode == "select":
        return selection_request(model, prompt, document)
    schema = AnswerSchema.of(ReadoutAnswer)
    return Request(model, prompt.messages(document, schema.notes), schema)


def _core(labels: GoldDocument) -> dict[str, Any]:
    """The record that a perfect reader gives: nothing that is neither right nor wrong."""
    record = labels.model_dump(mode="json")
    record["participants"] = [p for p in record["participants"] if not p["optional"]]
    record["statements"] = [s for s in record["statements"] if s["core"]]
    return record


def _items(labels: GoldDocument) -> Iterator[tuple[str, Kind, list[tuple[Span, ...]]]]:
    """What is to be covered: name, kind of candidate, and the places of each item."""
    participants = [p for p in labels.participants if not p.optional]
    statements = [s for s in labels.statements if s.core]
    yield "participants", "m", [p.mentions for p in participants]
    yield "titles", "a", [p.evidence["title"] for p in participants if "title" in p.evidence]
    yield "statements", "c", [(s.content,) for s in statements]
    yield "cues", "k", [(s.cue,) for s in statements if s.cue]
    yield "speakers", "m", [(s.speaker_mention,) for s in statements if s.speaker_mention]


def _is_covered(candidates: Candidates, kind: Kind, places: tuple[Span, ...]) -> bool:
    spans = [[(one.start, one.end) for one in places]]
    spans.append([(one.span.start, one.span.end) for one in candidates.of(kind)])
    wanted, there = (letter_ranges(candidates.text, found) for found in spans)
    return bool(overlapping(wanted, there, ENOUGH))


def report(name: str, measured: Measured) -> Iterator[str]:
    """A file's figures as lines."""
    articles = len(measured.counts)
    yield f"{name}: {articles} articles"
    for what, (right, whole) in measured.covered.items():
        yield f"  {what + ' covered':<22}{_rate(right, whole)}"
    for kind in get_args(Kind):
        numbers = [counts[kind] for counts in measured.counts]
        mean = sum(numbers) / articles
        yield f"  candidates {kind:<11}{mean:.1f} an article, at most {max(numbers)}"
    for mode, asked in measured.modes.items():
        score = total(asked.scores)
        means = f"input {asked.input / articles:.0f}, output {asked.output / articles:.0f}"
        yield f"  {mode:<7}{means} tokens an article; schema {asked.schema / articles:.0f}"
        found = (score.participants.lenient, score.iou50.content, score.iou50.attributed)
        people, contents, attributed = (_rate(one.tp, one.tp + one.fn) for one in found)
        yield f"         what a perfect answer gives: participants {people}"
        yield f"         statements {contents}, attributed {attributed}"
    copy, select = (measured.modes[mode] for mode in MODES)
    yield (
        f"  select / copy: input {select.input / copy.input:.2f}, "
        f"output {select.output / copy.output:.2f}; input with the schema "
        f"{(select.input + select.schema) / (copy.input + copy.schema):.2f}"
    )


def _rate(right: int, whole: int) -> str:
    return f"{right / whole:.3f} ({right}/{whole})" if whole else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gold", nargs="+", type=Path, help="gold files (the packaged ones)")
    parser.add_argument("-m", "--model", action="append", default=[], help="a model to be asked")
    parser.add_argument("--limit", type=int, help="ask about so many documents of a file at most")
    parser.add_argument("--max-tokens", type=int, default=8192, help="of an answer of a model")
    options = parser.parse_args()
    models = [Model(name, max_tokens=options.max_tokens) for name in options.model]
    for path in options.gold or [data_path(name) for name in GOLD]:
        gold = load_gold(path)
        print("\n".join((*report(path.name, measure(gold)), *long_lines(gold, _ranges))))
        asked = gold[: options.limit]
        rows = [*played(asked, tokens)]
        rows += [ask(asked, mode, model) for model in models for mode in MODES]
        print("\n".join(table(rows)), flush=True)


def _ranges(labels: GoldDocument) -> Iterator[tuple[str, Kind, list[list[tuple[int, int]]]]]:
    for name, kind, items in _items(labels):
        yield name, kind, [[(one.start, one.end) for one in places] for places in items]


if __name__ == "__main__":
    main()
