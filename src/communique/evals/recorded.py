"""Results read back from a run's ``scores.json``, for what compares them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.evals.measures import ratio_of
from communique.evals.scores import read_scores
from communique.scoring.counts import Ratio
from communique.scoring.decisions import Decision
from communique.scoring.documents import DocumentScore, Score, total
from communique.scoring.statements import THRESHOLDS, Threshold
from communique.scoring.stored import read_document

__all__ = ["GoldItem", "Recorded", "ScoredModel", "load_recorded", "ratios_of"]

GoldItem = tuple[str, str, int, int]
"""What was looked for: group (participants, content, attributed), document, index, repeat."""


@dataclass(frozen=True, slots=True)
class ScoredModel:
    name: str
    documents: Mapping[str, Score]
    """One score a document, its repeats added."""
    found: Mapping[GoldItem, bool]
    """Each gold item that counts, contents at overlap .5."""
    errors: Mapping[str, int]
    """Of each document how many items the first reading got wrong; a failed one has one more."""
    refused: Mapping[str, int]
    """By list, the items that were given and left out of the records, of all readings."""
    about: Mapping[str, Any]
    """Its entry in ``scores.json`` without the documents: ``model``, ``parameters``, ``answered``,
    hashes, ``scores``."""

    @property
    def score(self) -> Score:
        return total(self.documents.values())


@dataclass(frozen=True, slots=True)
class Recorded:
    path: Path
    """Of ``scores.json``."""
    suite: str
    overlap: Threshold
    gold_sha256: str
    scorer_sha256: str
    """Empty where an early version did not say."""
    repeats: int
    models: tuple[ScoredModel, ...]
    about: Mapping[str, Any]
    """``scores.json`` without the models: the suite, hashes, versions."""
    drafts: int = 0
    """Documents whose gold no person had gone through."""

    @property
    def document_ids(self) -> tuple[str, ...]:
        """In the order of the gold."""
        return tuple(self.models[0].documents)


def load_recorded(path: Path) -> Recorded:
    """The results of a run: its folder, or the file ``scores.json`` itself.

    Raises:
        UsageError: there are none, or the file is no such file; the message says where.
    """
    file = path / "scores.json" if path.is_dir() else path
    values = read_scores(path, keep=_row)
    try:
        return _recorded(file, values)
    except (KeyError, TypeError, AttributeError) as error:
        problem = f"no {error}" if isinstance(error, KeyError) else "not in the shape of a run's"
        raise UsageError(f"{file}: {problem}; was it written by `evals run`?") from error
    except UsageError as error:
        raise UsageError(f"{file}: {error}") from error


def ratios_of(model: ScoredModel, measure: str, overlap: Threshold) -> dict[str, Ratio]:
    """One measure (its ``key``) of each document."""
    return {name: ratio_of(score, measure, overlap) for name, score in model.documents.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    """What is kept of a document's entry."""

    document_id: str
    repeat: int
    score: Score
    found: Mapping[GoldItem, bool]
    errors: int
    refused: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Broken:
    """An entry that cannot be read, told once it is known whose it is."""

    document: str
    error: Exception


def _row(values: Any) -> _Row | _Broken:
    try:
        scored, repeat = read_document(values), values["repeat"]
        found: dict[GoldItem, bool] = {}
        for decision in scored.decisions:
            _note(found, decision, scored.document_id, repeat)
        return _Row(
            scored.document_id, repeat, scored.score, found, _errors(scored), _refused(scored)
        )
    except (UsageError, KeyError, TypeError) as error:
        known = isinstance(values, Mapping)
        return _Broken(values.get("document_id", "a document") if known else "a document", error)


def _errors(scored: DocumentScore) -> int:
    wrong = sum(d.error_class not in {"correct", "excused"} for d in scored.decisions)
    return wrong + len(scored.left_out) + (scored.failure is not None)


def _refused(scored: DocumentScore) -> Counter[str]:
    """By list what was left out, of those lists that the document's gold labels."""
    lists = Counter((issue.path or "").partition("[")[0] for issue in scored.left_out)
    classes = scored.score.classes
    labeled = {f.name for f in fields(classes) if getattr(classes, f.name).predicted.total}
    return Counter({name: count for name, count in lists.items() if name in labeled})


def _recorded(file: Path, values: dict[str, Any]) -> Recorded:
    repeats, overlap = values["repeats"], values["suite"]["scorer"]["overlap"]
    if type(repeats) is not int or repeats < 1:
        raise UsageError(f"repeats: {repeats!r} is no number of repeats")
    if overlap not in THRESHOLDS:
        raise UsageError(f"suite.scorer.overlap: {overlap!r} is none of {', '.join(THRESHOLDS)}")
    models = tuple(_model(model, repeats) for model in values["models"])
    if not models or not models[0].documents:
        raise UsageError("no model or no document in it")
    names = [model.name for model in models]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"two of its models are called {twice}; nothing tells them apart here")
    for model in models[1:]:
        if list(model.documents) != list(models[0].documents):
            raise UsageError(f"{model.name} read other documents than {models[0].name}")
    about = {name: value for name, value in values.items() if name != "models"}
    return Recorded(
        path=file,
        suite=str(values["suite"]["name"]),
        overlap=overlap,
        gold_sha256=str(values["gold_sha256"]),
        scorer_sha256=str(values.get("scorer_sha256") or ""),
        repeats=repeats,
        models=models,
        about=about,
        drafts=_drafts(values),
    )


def _drafts(values: dict[str, Any]) -> int:
    """A run without drafts does not say so."""
    drafts = values.get("drafts", 0)
    if type(drafts) is not int or drafts < 0:
        raise UsageError(f"drafts: {drafts!r} is no number of documents")
    return drafts


def _model(values: dict[str, Any], repeats: int) -> ScoredModel:
    readings: dict[str, list[Score]] = {}
    found: dict[GoldItem, bool] = {}
    errors: dict[str, int] = {}
    refused: Counter[str] = Counter()
    for row in values["documents"]:
        if isinstance(row, _Broken):
            if isinstance(row.error, UsageError):
                where = f"{values['model']}, {row.document}: {row.error}"
                raise UsageError(f"{where}; `evals rescore` scores a run anew") from row.error
            raise row.error
        readings.setdefault(row.document_id, []).append(row.score)
        errors.setdefault(row.document_id, row.errors)
        found |= row.found
        refused.update(row.refused)
    odd = next((name for name, scores in readings.items() if len(scores) != repeats), None)
    if odd is not None:
        raise UsageError(f"{values['model']}, {odd}: {len(readings[odd])} readings, not {repeats}")
    documents = {
        name: scores[0] if len(scores) == 1 else total(scores) for name, scores in readings.items()
    }
    about = {name: value for name, value in values.items() if name != "documents"}
    return ScoredModel(str(values["model"]), documents, found, errors, refused, about)


def _note(found: dict[GoldItem, bool], decision: Decision, document: str, repeat: int) -> None:
    """Whether the decision's gold item was found; optional gold and false alarms say nothing."""
    if decision.gold is None or decision.verdict == "excused":
        return
    index, is_found = decision.gold.index, decision.verdict == "matched"
    if decision.item == "participant":
        found["participants", document, index, repeat] = is_found
    elif decision.item == "statement":
        right = all(check.right for check in decision.checks if check.field == "speaker")
        found["content", document, index, repeat] = is_found
        found["attributed", document, index, repeat] = is_found and right
