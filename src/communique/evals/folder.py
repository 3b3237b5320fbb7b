"""The folder of a finished run, read: what was asked, predicted, scored and spent.

``read_run`` checks before it hands on: the files are those that the scores were made from (by
their hashes), each record is of its gold's text, and every span of it is the text's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from communique.errors import UsageError
from communique.evals.lines import read_json, read_lines
from communique.evals.plan import slug_of
from communique.evals.provenance import file_sha256
from communique.evals.recording import USAGE, record_names
from communique.evals.scores import read_scores
from communique.evals.usage import Read, read_usage
from communique.gold.problems import shown
from communique.gold.reading import gold_of, load_gold
from communique.gold.records import GoldDocument
from communique.records import Failure, Readout, Usage
from communique.scoring.documents import DocumentScore, Score
from communique.scoring.stored import read_document, read_score

__all__ = ["Reading", "RecordedModel", "RecordedRun", "check_file", "read_gold", "read_run"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as one model read it once."""

    repeat: int
    """From 1."""
    gold: GoldDocument
    result: Readout | Failure
    """With its ``usage``."""
    scored: Mapping[str, Any]
    """Its entry in ``scores.json``: ``scores``, ``decisions``, ``left_out``, ``failure``"""

    @property
    def score(self) -> Score:
        return read_score(self.scored["scores"])

    @property
    def document(self) -> DocumentScore:
        """``scored`` as the scorer gave it: score, decisions, failure, what was left out.

        Raises:
            UsageError: it is broken, or another version's.
        """
        return read_document(self.scored)


@dataclass(frozen=True, slots=True)
class RecordedModel:
    slug: str
    """What its files are called: ``01-regex``."""
    scored: Mapping[str, Any]
    """Its entry in ``scores.json``, ``documents`` left out: ``model``, ``parameters``,
    ``answered``, hashes, ``scores``, perhaps ``phenomena``."""
    readings: tuple[Reading, ...]
    """Repeat by repeat, the documents in gold order."""

    @property
    def name(self) -> str:
        return str(self.scored["model"])

    @property
    def score(self) -> Score:
        """All documents of all repeats added."""
        return read_score(self.scored["scores"])

    @property
    def repeats(self) -> tuple[tuple[Reading, ...], ...]:
        """The readings of each repeat."""
        last = self.readings[-1].repeat if self.readings else 0
        return tuple(
            tuple(r for r in self.readings if r.repeat == repeat) for repeat in range(1, last + 1)
        )


@dataclass(frozen=True, slots=True)
class RecordedRun:
    path: Path
    run: Mapping[str, Any]
    """``run.json``: what was asked, and under which versions."""
    scored: Mapping[str, Any]
    """``scores.json``, ``models`` left out: the suite, hashes, versions."""
    gold: tuple[GoldDocument, ...]
    models: tuple[RecordedModel, ...]


def read_run(folder: Path, only: Collection[str] | None = None) -> RecordedRun:
    """The run in ``folder``.

    Args:
        folder: of the run.
        only: the ids of the documents that are read; None: of all. The sums of the scores are those
            of all in either case, and all files are checked.

    Raises:
        UsageError: it holds no finished run, or files of it are not what the run wrote.
        GoldError: its gold is wrong.
    """
    scores = read_scores(folder, keep=None if only is None else _only(only))
    run = read_json(folder / "run.json")
    usage = read_usage(folder / USAGE) if (folder / USAGE).exists() else {}
    try:
        for name in scores.get("files", {}):
            check_file(folder, name, scores)
        gold = read_gold(folder, scores, only)
        repeats = range(1, scores["repeats"] + 1)
        models = tuple(
            _Files(folder, slug_of(number, scored["model"]), gold, usage, only).read(
                scored, repeats
            )
            for number, scored in enumerate(scores.pop("models"), start=1)
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{folder / 'scores.json'}: not as a run writes it: {error!r}") from error
    return RecordedRun(folder, run, scores, gold, models)


def _only(ids: Collection[str]) -> Callable[[Any], Any]:
    def keep(row: Any) -> Any:
        """What is no row of a document is kept, to be complained of."""
        return row if not isinstance(row, dict) or row.get("document_id") in ids else None

    return keep


def read_gold(
    folder: Path, scores: Mapping[str, Any], only: Collection[str] | None = None
) -> tuple[GoldDocument, ...]:
    """The gold in ``folder``, which ``scores`` were made from; of those documents ``only``.

    Raises:
        UsageError: it is another.
        GoldError: it is wrong.
    """
    check_file(folder, "gold.jsonl", scores)
    if only is None:
        return load_gold(folder / "gold.jsonl")
    lines = enumerate(read_lines(folder / "gold.jsonl"), start=1)
    return tuple(
        gold_of(row, shown(folder / "gold.jsonl"), number)
        for number, (_, row) in lines
        if row.get("document_id") in only
    )


def check_file(folder: Path, name: str, scores: Mapping[str, Any]) -> None:
    """See that a file of a run is the one that ``scores`` were made from.

    Raises:
        UsageError: it is another.
    """
    sha256 = scores.get("files", {}).get(name)
    if sha256 is not None and _sha256(folder / name) != sha256:
        raise UsageError(
            f"{folder / name} is not the file that these scores were made from: its sha256 "
            f"is not {str(sha256)[:12]}…"
        )


def _sha256(path: Path) -> str | None:
    try:
        return file_sha256(path)
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class _Files:
    """Those of one model."""

    folder: Path
    slug: str
    gold: tuple[GoldDocument, ...]
    usage: Mapping[Read, Usage]
    only: Collection[str] | None = None

    def read(self, scored: dict[str, Any], repeats: range) -> RecordedModel:
        documents = {(row["repeat"], row["document_id"]): row for row in scored.pop("documents")}
        readings: list[Reading] = []
        for repeat in repeats:
            results = {r.document_id: r for r in self._results(repeat)}
            for labels in self.gold:
                name = labels.document_id
                if name not in results or (repeat, name) not in documents:
                    raise UsageError(
                        f"{self.folder}: {self.slug} has no result for {name} in repeat {repeat}"
                    )
                known = self.usage.get((self.slug, repeat, name))
                result = results[name] if known is None else results[name].with_usage(known)
                readings.append(Reading(repeat, labels, result, documents[repeat, name]))
        return RecordedModel(self.slug, scored, tuple(readings))

    def _results(self, repeat: int) -> Iterator[Readout | Failure]:
        texts = {document.document_id: document.text for document in self.gold}
        for name, records in zip(record_names(self.slug, repeat), (True, False), strict=True):
            for where, row in read_lines(self.folder / name):
                if self.only is not None and row.get("document_id") not in self.only:
                    continue
                try:
                    if records:
                        row["text"] = texts[row["document_id"]]
                    yield (Readout if records else Failure).model_validate(row)
                except ValidationError as error:
                    found = error.errors(include_url=False)[0]
                    raise UsageError(f"{where}: {found['msg']}") from error
                except (KeyError, TypeError) as error:
                    raise UsageError(f"{where}: of no document of the gold: {error}") from error
