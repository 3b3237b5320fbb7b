"""The folder of a finished run, read: what was asked, predicted, scored and spent.

``read_run`` checks before it hands on: the files are those that the scores were made from (by
their hashes), each record is of its gold's text, and every span of it is the text's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from communique.errors import UsageError
from communique.evals.lines import read_json, read_lines
from communique.evals.plan import slug_of
from communique.evals.provenance import file_sha256
from communique.evals.recording import USAGE, record_names
from communique.evals.usage import Read, read_usage
from communique.gold.reading import load_gold
from communique.gold.records import GoldDocument
from communique.records import Failure, Readout, Usage
from communique.scoring.counts import Tally
from communique.scoring.documents import Score
from communique.scoring.statements import THRESHOLDS

__all__ = ["Reading", "RecordedModel", "RecordedRun", "read_run", "read_scores", "score_of"]

T = TypeVar("T", bound=Tally)


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as one model read it once."""

    repeat: int
    """From 1."""
    gold: GoldDocument
    result: Readout | Failure
    """With its ``usage``."""
    scored: Mapping[str, Any]
    """Its entry in ``scores.json``: ``scores``, ``decisions``, ``left_out``, ``failure``."""

    @property
    def score(self) -> Score:
        return score_of(self.scored["scores"])


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
        return score_of(self.scored["scores"])

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


def read_run(folder: Path) -> RecordedRun:
    """The run in ``folder``.

    Raises:
        UsageError: it holds no finished run, or files of it are not what the run wrote.
        GoldError: its gold is wrong.
    """
    scores = read_scores(folder)
    run = read_json(folder / "run.json")
    for name, sha256 in scores.get("files", {}).items():
        if _sha256(folder / name) != sha256:
            raise UsageError(
                f"{folder / name} is not the file that these scores were made from: its sha256 "
                f"is not {sha256[:12]}…"
            )
    gold = load_gold(folder / "gold.jsonl")
    usage = read_usage(folder / USAGE) if (folder / USAGE).exists() else {}
    try:
        models = tuple(
            _model(folder, slug_of(number, scored["model"]), scored, gold, usage)
            for number, scored in enumerate(scores.pop("models"), start=1)
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{folder / 'scores.json'}: not as a run writes it: {error!r}") from error
    return RecordedRun(folder, run, scores, gold, models)


def read_scores(folder: Path) -> dict[str, Any]:
    """What ``scores.json`` holds.

    Raises:
        UsageError: there is none, or it is none.
    """
    path = folder / "scores.json"
    if not path.exists():
        if (folder / "run.json").exists():
            raise UsageError(f"{folder}: the run is not finished; the same `evals run` goes on")
        raise UsageError(f"{folder}: no run is here (no scores.json)")
    scores = read_json(path)
    if "comparators" in scores:
        # To read its records would be to import what the folder names, whoever made it.
        raise UsageError(
            f"{folder}: the run of a suite with a schema of its own; what it found is in "
            "scores.json, and the same `evals run` scores it anew without asking again"
        )
    return scores


def _sha256(path: Path) -> str | None:
    try:
        return file_sha256(path)
    except OSError:
        return None


def _model(
    folder: Path,
    slug: str,
    scored: dict[str, Any],
    gold: tuple[GoldDocument, ...],
    usage: Mapping[Read, Usage],
) -> RecordedModel:
    documents = {(row["repeat"], row["document_id"]): row for row in scored.pop("documents")}
    readings: list[Reading] = []
    for repeat in sorted({repeat for repeat, _ in documents}):
        results = {r.document_id: r for r in _results(folder, slug, repeat, gold)}
        for labels in gold:
            name = labels.document_id
            if name not in results or (repeat, name) not in documents:
                raise UsageError(f"{folder}: {slug} has no result for {name} in repeat {repeat}")
            known = usage.get((slug, repeat, name))
            result = results[name] if known is None else results[name].with_usage(known)
            readings.append(Reading(repeat, labels, result, documents[repeat, name]))
    return RecordedModel(slug, scored, tuple(readings))


def _results(
    folder: Path, slug: str, repeat: int, gold: tuple[GoldDocument, ...]
) -> Iterator[Readout | Failure]:
    texts = {document.document_id: document.text for document in gold}
    for name, records in zip(record_names(slug, repeat), (True, False), strict=True):
        for where, row in read_lines(folder / name):
            try:
                if records:
                    row["text"] = texts[row["document_id"]]
                yield (Readout if records else Failure).model_validate(row)
            except ValidationError as error:
                found = error.errors(include_url=False)[0]
                raise UsageError(f"{where}: {found['msg']}") from error
            except (KeyError, TypeError) as error:
                raise UsageError(f"{where}: of no document of the gold: {error}") from error


def score_of(data: Mapping[str, Any]) -> Score:
    """The score that ``Score.as_dict`` made ``data`` of; what an earlier version did not count is
    nothing."""
    by_threshold = data.get("statements", {})
    thresholds: dict[str, Any] = {name: by_threshold.get(name, {}) for name in THRESHOLDS}
    return _tally(Score(), {**data, **thresholds})


def _tally(empty: T, data: Mapping[str, Any]) -> T:
    values: dict[str, Any] = {}
    for field in fields(empty):  # type: ignore[arg-type]  # every Tally is a dataclass
        nothing = getattr(empty, field.name)
        found = data.get(field.name, nothing)
        values[field.name] = (
            _tally(nothing, found if isinstance(found, Mapping) else {})
            if isinstance(nothing, Tally)
            else found
        )
    return type(empty)(**values)
